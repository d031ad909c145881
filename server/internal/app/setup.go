package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

// Setup is a programme that is being made from its project table (新建年度计划).
// Nothing of it is in the ledger before Establish.
type Setup struct {
	ID      int64
	Version int // counts its changes
	File    string
	SHA256  string // of the project table, in the blob store
	// From is the key of the programme that it takes units and settings over
	// from, "" for none.
	From string `json:",omitempty"`
	// Programme are the settings as decided so far, without projects; its units,
	// groups and recipients are those taken over.
	Programme ledger.Programme
	Answers   []intake.Answer `json:",omitempty"` // what columns hold
	Units     []UnitChoice    `json:",omitempty"`
	Groups    []ledger.Group  `json:",omitempty"` // as confirmed
	Contacts  []ContactChoice `json:",omitempty"`
	Confirmed []SetupStep     `json:",omitempty"`
	Actor     Actor
	At        time.Time // of its last change
	// Established is the key that the ledger holds it under; "" before.
	Established string `json:"-"`
}

// SetupStep is one step of a setup, a page of its own.
type SetupStep string

// The steps.
const (
	StepBasics   SetupStep = "basics"
	StepColumns  SetupStep = "columns"
	StepUnits    SetupStep = "units"
	StepGroups   SetupStep = "groups"
	StepRule     SetupStep = "rule"
	StepContacts SetupStep = "contacts"
	StepSummary  SetupStep = "summary"
)

// SetupSteps are the steps in their order.
var SetupSteps = []SetupStep{StepBasics, StepColumns, StepUnits, StepGroups, StepRule, StepContacts, StepSummary}

// optional steps may be passed over.
func (s SetupStep) optional() bool { return s == StepContacts || s == StepSummary }

// Has reports whether a step was confirmed.
func (st *Setup) Has(step SetupStep) bool { return slices.Contains(st.Confirmed, step) }

// Next is the first step that is still to be confirmed.
func (st *Setup) Next() SetupStep {
	for _, step := range SetupSteps {
		if !st.Has(step) {
			return step
		}
	}
	return StepSummary
}

// SetupForm is what one step's form says, as typed.
type SetupForm interface {
	Step() SetupStep
	// settle puts it into the view's setup. Refusals say which fields cannot be
	// taken, and why.
	settle(ctx context.Context, s *Service, v *SetupView) error
}

// SetupView is a setup with its table, read with what was answered.
type SetupView struct {
	Setup   Setup
	Preview *Preview
	Heading intake.Heading
	// Found are the units taken over and those that the table names, before any
	// choice is made.
	Found []FoundUnit
	// Plan is the programme as it would be established.
	Plan *ledger.Programme
}

// Missing are the steps without which it cannot be established.
func (v *SetupView) Missing() []SetupStep {
	return slices.DeleteFunc(slices.Clone(SetupSteps), func(step SetupStep) bool { return step.optional() || v.Setup.Has(step) })
}

// StartSetup begins a setup with a project table, taking units and settings over
// from the programme of a key, "" for none. CodeInvalid for a file that is no
// project table.
func (s *Service) StartSetup(ctx context.Context, u Upload, from string, by Actor) (Setup, error) {
	st := Setup{File: u.Name, From: from, Actor: by, At: s.Clock()}
	st.Programme.Thresholds, st.Programme.ReportDays = ledger.DefaultThresholds(), usualReportDays
	if from != "" {
		before, err := s.Store.Programme(ctx, from)
		if err != nil {
			return st, err
		}
		st.Programme = takenOver(before)
	}
	v, err := s.readUpload(ctx, u, st)
	if err != nil {
		return st, err
	}
	if err := v.isPlan(); err != nil {
		return st, err
	}
	if from != "" {
		known, _, err := s.knownAnswers(ctx, &ledger.Programme{Key: from}, "", v.Preview.Draft.Layouts)
		if err != nil {
			return st, err
		}
		st.Answers = known
	}
	st.propose(v.Heading)
	if st.SHA256, err = s.Stage(ctx, u); err != nil {
		return st, err
	}
	return s.Store.SaveSetup(ctx, st)
}

// usualReportDays is how long after a period's end reports are usually due.
const usualReportDays = 10

// isPlan is CodeInvalid unless the setup's file is a project table.
func (v *SetupView) isPlan() error {
	if len(v.Preview.Draft.Projects) > 0 {
		return nil
	}
	refused := ledger.Errorf(ledger.CodeInvalid, "“%s”里没有读出项目，不能据此建立年度计划。请选择项目表（项目清单、任务分解表），即写明序号、项目名称、目标任务和责任单位的那张表", v.Setup.File)
	refused.Findings = v.Preview.Findings
	return refused
}

// ReplaceSetupFile puts another project table in the place of a setup's own; what
// was decided stays.
func (s *Service) ReplaceSetupFile(ctx context.Context, id int64, version int, u Upload, by Actor) (Setup, error) {
	st, err := s.openSetup(ctx, id, version)
	if err != nil {
		return st, err
	}
	st.File, st.Actor, st.At = u.Name, by, s.Clock()
	v, err := s.readUpload(ctx, u, st)
	if err != nil {
		return st, err
	}
	if err := v.isPlan(); err != nil {
		return st, err
	}
	if st.SHA256, err = s.Stage(ctx, u); err != nil {
		return st, err
	}
	// Another table may name other columns, units and groups.
	st.Confirmed = slices.DeleteFunc(st.Confirmed, func(step SetupStep) bool { return step != StepBasics })
	return s.Store.SaveSetup(ctx, st)
}

// Setups are the setups that are under way, the newest first.
func (s *Service) Setups(ctx context.Context) ([]Setup, error) { return s.Store.Setups(ctx) }

// Setup is one setup as it stands. CodeNotFound for one that was discarded.
func (s *Service) Setup(ctx context.Context, id int64) (*SetupView, error) {
	st, err := s.Store.Setup(ctx, id)
	if err != nil {
		return nil, err
	}
	return s.readSetup(ctx, st)
}

// openSetup is a setup that can still be changed; CodeConflict where another
// window has changed or established it.
func (s *Service) openSetup(ctx context.Context, id int64, version int) (Setup, error) {
	st, err := s.Store.Setup(ctx, id)
	switch {
	case err != nil:
		return st, err
	case st.Established != "":
		return st, ledger.Errorf(ledger.CodeConflict, "这个年度计划已经建立（代号%s），不能再改。请到“计划与规则”中修改", st.Established)
	case st.Version != version:
		return st, ErrSetupChanged()
	}
	return st, nil
}

// ErrSetupChanged says that another window has changed a setup in the meantime.
func ErrSetupChanged() error {
	return ledger.Errorf(ledger.CodeConflict, "另一个窗口已经改过这份新建计划，本次没有保存。下面仍是您填写的内容，核对后再保存一次即可")
}

// TrySetup is the setup as a form would leave it; nothing is stored.
func (s *Service) TrySetup(ctx context.Context, id int64, form SetupForm) (*SetupView, error) {
	v, err := s.Setup(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := form.settle(ctx, s, v); err != nil {
		return nil, err
	}
	return s.readSetup(ctx, v.Setup)
}

// SaveSetup keeps what a step's form says and confirms the step. Refusals say
// which fields cannot be taken; CodeConflict when version is not the stored one.
func (s *Service) SaveSetup(ctx context.Context, id int64, version int, form SetupForm, by Actor) (Setup, error) {
	st, err := s.openSetup(ctx, id, version)
	if err != nil {
		return st, err
	}
	v, err := s.readSetup(ctx, st)
	if err != nil {
		return st, err
	}
	if err := form.settle(ctx, s, v); err != nil {
		return st, err
	}
	v.Setup.Actor, v.Setup.At = by, s.Clock()
	if step := form.Step(); !v.Setup.Has(step) {
		v.Setup.Confirmed = append(v.Setup.Confirmed, step)
	}
	return s.Store.SaveSetup(ctx, v.Setup)
}

// DiscardSetup ends a setup without a programme.
func (s *Service) DiscardSetup(ctx context.Context, id int64, by Actor) error {
	return s.Store.DiscardSetup(ctx, id, by)
}

// Establish puts a setup into the ledger as a programme, in one transaction.
// CodeRefused while a step is missing or its table has errors, CodeConflict when
// the key was taken since or version is not the stored one.
func (s *Service) Establish(ctx context.Context, id int64, version int, by Actor) (sub Submission, err error) {
	defer func() { s.tried(ctx, by, "establish", fmt.Sprintf("新建计划#%d", id), err) }()
	st, err := s.openSetup(ctx, id, version)
	if err != nil {
		return Submission{}, err
	}
	v, err := s.readSetup(ctx, st)
	if err != nil {
		return Submission{}, err
	}
	if reason := v.Stopped(); reason != "" {
		refused := ledger.Errorf(ledger.CodeRefused, "%s", reason)
		refused.Findings = v.Preview.Stops()
		return Submission{}, refused
	}
	key := st.Programme.Key
	a := v.Preview.acceptance
	a.Submission.Actor = by
	var answers []ColumnAnswer
	for _, k := range st.Answers {
		answers = append(answers, ColumnAnswer{Programme: key, Layout: k.Layout, Head: k.Head, Field: k.Field, Actor: by, At: s.Clock()})
	}
	st.Actor = by
	return s.Store.Establish(ctx, st, a, answers)
}

// Stopped is why the setup cannot be established yet, in words; "" when it can.
func (v *SetupView) Stopped() string {
	switch {
	case len(v.Missing()) > 0:
		return "还有步骤没有确认"
	case len(v.Preview.Stops()) > 0:
		return fmt.Sprintf("项目表有%d处错误，改正后请在“列”一步换上改好的文件", len(v.Preview.Stops()))
	case len(v.Preview.Unsure()) > 0:
		return "还有列没有选定是什么，请回到“列”一步"
	}
	return ""
}

// readSetup is a setup with its table.
func (s *Service) readSetup(ctx context.Context, st Setup) (*SetupView, error) {
	data, err := s.Blobs.Get(ctx, st.SHA256)
	if err != nil {
		return nil, err
	}
	return s.readUpload(ctx, Upload{Name: st.File, Data: data}, st)
}

func (s *Service) readUpload(ctx context.Context, u Upload, st Setup) (*SetupView, error) {
	v := &SetupView{Setup: st}
	var err error
	unread := s.Open(ctx, u.Name, u.Data, func(w *grid.Workbook) { err = v.read(w, s.Clock()) })
	if unread != nil {
		return nil, unread
	}
	return v, err
}

// read understands the setup's table with what was decided.
func (v *SetupView) read(w *grid.Workbook, now time.Time) error {
	st := &v.Setup
	d := intake.ReadSaid(w, st.Programme.Year, intake.Said{Answers: st.Answers})
	v.Heading = intake.HeadingOf(w, d)
	v.Found = st.found(d)
	base := st.base(v.Found)
	v.Preview = &Preview{
		File: w.File, SHA256: w.SHA256, Binding: Binding{Programme: base.Key}, Draft: d, Findings: d.Findings,
		Policy: DefaultPolicy(), New: true,
	}
	if err := v.Preview.checkPlan(base); err != nil {
		return err
	}
	v.Preview.acceptance.Submission = v.Preview.submission(now)
	v.Plan = v.Preview.acceptance.Programme
	return nil
}
