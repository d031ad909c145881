package app

import (
	"cmp"
	"context"
	"slices"
	"time"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

// Binding is what an uploader says of a file. Empty fields of where it belongs
// are taken from the file.
type Binding struct {
	Programme string
	Period    ledger.Period
	Unit      string
	// Gathered: the table gathers several units' rows, so it is none's.
	Gathered bool `json:",omitempty"`
	// Explanations are words on findings that ask for them, by FindingKey.
	Explanations map[string]string `json:",omitempty"`
	// Confirmed are doubtful readings that the uploader has confirmed.
	Confirmed []intake.Confirmation `json:",omitempty"`
	// InboxFile is the file of the inbox that is checked, 0 for none. Of such a
	// one every doubt must be settled before it is accepted.
	InboxFile int64 `json:",omitempty"`
}

// Preview is a checked file: what was read, what is wrong, and what it would
// change. Nothing of it is stored.
type Preview struct {
	File    string
	SHA256  string  // of its bytes
	Binding Binding // as resolved
	// Doubts are what of the binding the file does not tell for sure.
	Doubts []Doubt
	// Workbook is the file as it was opened; nil of one with very many cells.
	Workbook *grid.Workbook
	Draft    *intake.Draft
	// Findings are all findings, of the file and against the ledger.
	Findings []ledger.Finding
	Changes  []Change
	// Policy is what the office has set for the programme.
	Policy Policy
	// LeftOut are the rows that would not be taken, where the office takes the
	// good ones alone; Draft is without them then.
	LeftOut []LeftRow
	// New: the file makes a programme that the ledger does not hold.
	New bool
	// Duplicate: the same file is what the ledger holds already.
	Duplicate bool

	said       Binding // as the uploader said it
	acceptance Acceptance
}

// Said is the binding as the uploader said it.
func (p *Preview) Said() Binding { return p.said }

// HasErrors reports whether something in the file is wrong, be it in rows that
// would be left out.
func (p *Preview) HasErrors() bool { return intake.HasErrors(p.Findings) }

// Unsure are the questions about columns that were read by a guess. They are to
// be answered before the file is accepted.
func (p *Preview) Unsure() []intake.Question {
	return slices.DeleteFunc(slices.Clone(p.Draft.Questions), func(q intake.Question) bool { return !q.Doubtful() })
}

// Differs reports whether the ledger holds the same file already and yet not
// what it says now: a column of it was answered since, or others reported on the
// same projects.
func (p *Preview) Differs() bool { return p.Duplicate && len(p.Changes) > 0 }

// Files gives the uploads to check for one that was sent to use: those in a zip
// of workbooks, each to be taken for itself, or the upload as it is. The error,
// for which use is not called, is a ledger.Error.
func (s *Service) Files(ctx context.Context, u Upload, use func([]Upload)) error {
	return s.Unpack(ctx, u, use)
}

// Check reads an upload and, where the binding names a programme, compares it
// with the ledger. It stores nothing. The error is a ledger.Error when the file
// cannot be read at all; what is wrong inside it is in the preview's findings.
func (s *Service) Check(ctx context.Context, u Upload, b Binding) (*Preview, error) {
	var v *Preview
	var err error
	unread := s.Open(ctx, u.Name, u.Data, func(w *grid.Workbook) { v, err = s.checkBook(ctx, w, b) })
	return v, cmp.Or(unread, err)
}

// mostKept is how many cells a workbook may have that is kept beside what was
// read of it.
const mostKept = 300_000

// checkBook is Check of a workbook that was opened.
func (s *Service) checkBook(ctx context.Context, w *grid.Workbook, b Binding) (*Preview, error) {
	for _, c := range b.Confirmed {
		if err := c.Check(); err != nil {
			return nil, err
		}
	}
	d := intake.ReadSaid(w, 0, intake.Said{Confirmed: b.Confirmed})
	v := &Preview{File: w.File, SHA256: w.SHA256, Binding: b, said: b, Draft: d, Findings: d.Findings, Policy: DefaultPolicy()}
	if w.Cells() <= mostKept {
		v.Workbook = w
	}
	if v.Binding.Period.IsZero() {
		v.Binding.Period = d.Period
	}
	if v.Binding.Unit == "" {
		v.Binding.Unit = d.Reporter
	}
	if b.Programme == "" && s.Store != nil {
		key, sure, err := s.recognise(ctx, d)
		if err != nil {
			return nil, err
		}
		if sure {
			v.Binding.Programme = key
		} else {
			v.Doubts = append(v.Doubts, Doubt{DoubtProgramme, key})
		}
	}
	if v.Binding.Programme == "" {
		return v, nil
	}
	base, err := s.base(ctx, v)
	if err != nil {
		return nil, err
	}
	if err := s.place(ctx, v, base); err != nil {
		return nil, err
	}
	known, called, err := s.knownAnswers(ctx, base, v.Binding.Unit, d.Layouts)
	if err != nil {
		return nil, err
	}
	if len(known) > 0 {
		d = intake.ReadSaid(w, 0, intake.Said{Answers: known, Confirmed: b.Confirmed})
		v.Draft, v.Findings = d, d.Findings
	}
	d.Called = called
	rules, err := s.Store.Rules(ctx, base.Key)
	if err != nil {
		return nil, err
	}
	v.Policy = rules.Policy
	if c, ok := rules.ClosedFor(v.planPeriod()); ok {
		v.Findings = append(v.Findings, intake.Closed(c.Period))
	}
	switch d.Layout {
	case intake.LayoutProject, intake.LayoutAllocation, intake.LayoutFunding:
		err = v.checkPlan(base)
	case intake.LayoutProgress, intake.LayoutCrosstab:
		err = s.checkProgress(ctx, v, base)
	case intake.LayoutMatters:
		err = s.checkMatters(ctx, v, base)
	case intake.LayoutUnknown:
		// Read has said in a finding why nothing can be taken from it.
	}
	if err != nil {
		return nil, err
	}
	v.acceptance.Submission = v.submission(s.Clock())
	if !v.New {
		v.Duplicate, err = s.Store.Holds(ctx, v.acceptance.Submission)
	}
	return v, err
}

// submission is how the ledger would keep the file.
func (v *Preview) submission(now time.Time) Submission {
	return Submission{
		Programme: v.Binding.Programme, File: v.File, SHA256: v.SHA256, Layout: string(v.Draft.Layout), Unit: v.Binding.Unit,
		Period: v.planPeriod(), At: now, Rows: v.Draft.Rows.Accepted, Rejected: v.Draft.Rows.Rejected, Blank: v.Draft.Rows.Blank,
		Findings: v.warnings(), LeftOut: v.LeftOut, Changes: v.Changes, Current: true,
	}
}

// planPeriod is the period the submission is for; a plan has none.
func (v *Preview) planPeriod() ledger.Period {
	if v.Draft.Layout.Reports() {
		return v.Binding.Period
	}
	return ledger.Period{}
}

// base is the programme as the ledger holds it, as it comes with the product,
// or one that has nothing but its key.
func (s *Service) base(ctx context.Context, v *Preview) (*ledger.Programme, error) {
	base, err := s.Store.Programme(ctx, v.Binding.Programme)
	if err == nil {
		return base, nil
	}
	if ledger.CodeOf(err) != ledger.CodeNotFound {
		return nil, err
	}
	if v.Draft.Layout.Reports() || v.Draft.Layout == intake.LayoutMatters {
		return nil, ledger.Errorf(ledger.CodeNotFound, "台账里没有计划“%s”。请先上传该计划的项目表，再上传这张表", v.Binding.Programme)
	}
	v.New = true
	if known, ok := s.Known(v.Binding.Programme); ok {
		return &known, nil
	}
	return &ledger.Programme{Key: v.Binding.Programme, Year: v.Draft.Year, Thresholds: ledger.DefaultThresholds()}, nil
}

// warnings are the findings that an accepted file keeps.
func (v *Preview) warnings() []ledger.Finding {
	return slices.DeleteFunc(slices.Clone(v.Findings), func(f ledger.Finding) bool { return f.Severity == ledger.SeverityError })
}

func (v *Preview) checkPlan(base *ledger.Programme) error {
	if !v.New {
		v.acceptance.Base = base
	}
	return v.take(func(d *intake.Draft) []ledger.Finding {
		plan, findings := intake.Plan(d, base)
		ledger.LinkSeries(plan)
		v.Changes = changes(intake.ComparePlans(base, plan))
		v.acceptance.Programme = plan
		return findings
	})
}

func (s *Service) checkProgress(ctx context.Context, v *Preview, base *ledger.Programme) error {
	period := v.Binding.Period
	if period.IsZero() {
		v.Findings = append(v.Findings, ledger.Finding{Severity: ledger.SeverityError, Code: "no-period"})
		return nil
	}
	if period.Year != base.Year {
		v.Findings = append(v.Findings, intake.OtherYear(period, base.Year))
		return nil
	}
	if period.End().Before(base.NoticeDate) {
		return ledger.Errorf(ledger.CodeInvalid, "%s早于该计划印发之日（%s），不能报送这一期的进展", period.Chinese(), base.NoticeDate.Chinese())
	}
	stored, err := s.Store.Reports(ctx, base.Key)
	if err != nil {
		return err
	}
	return v.take(func(d *intake.Draft) []ledger.Finding {
		options := intake.BindOptions{Period: period, Unit: v.Binding.Unit}
		plan := intake.FillShares(d, base, options)
		reports, findings := intake.Bind(d, plan, stored, options)
		v.Changes = changes(append(intake.ComparePlans(base, plan), intake.CompareReports(plan, stored, reports)...))
		if v.acceptance.Programme, v.acceptance.Base = nil, nil; plan != base {
			v.acceptance.Programme, v.acceptance.Base = plan, base
		}
		v.acceptance.Reports = reports
		return findings
	})
}

func (s *Service) checkMatters(ctx context.Context, v *Preview, base *ledger.Programme) error {
	stored, err := s.Store.Matters(ctx, base.Key)
	if err != nil {
		return err
	}
	return v.take(func(d *intake.Draft) []ledger.Finding {
		matters, findings := intake.Matters(d, base, stored, v.Binding.Unit)
		v.Changes = changes(intake.CompareMatters(stored, matters))
		v.acceptance.Matters = matters
		return findings
	})
}

func changes(differences []intake.Difference) []Change {
	var out []Change
	for _, d := range differences {
		out = append(out, Change{Project: d.Project, Name: d.Name, Field: d.Field, Old: d.Old, New: d.New, Cell: d.Cell})
	}
	return out
}
