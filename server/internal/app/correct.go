package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

// LayoutHand is the layout of a submission that was entered by hand (更正). Each
// stands for itself: none is a version of another.
const LayoutHand = "hand"

// LayoutChinese is a submission's layout as people call it.
func LayoutChinese(layout string) string {
	if layout == LayoutHand {
		return "更正"
	}
	return intake.Layout(layout).Chinese()
}

// Hand is what is known of a change entered by hand, in the place of a workbook.
type Hand struct {
	About  string // what was mended: 项目1③
	Reason string
	Call   *Call `json:",omitempty"` // who called, where it came by telephone
	Paper  *File `json:",omitempty"` // the paper it rests on, in the blob store
}

// Call is who told a correction by telephone (来电).
type Call struct {
	Caller    string
	Telephone string
	At        string // as the one who took it noted it: 2020-04-13 9:30
}

// Correction is a change of the ledger by hand. It goes into the ledger as a
// submission does, and is undone like one.
type Correction struct {
	Programme string
	Edit      Edit
	// Seen is what the edit's fact was when it was shown (see Seen); CodeConflict
	// when it has changed since. "" is not compared.
	Seen   string
	Reason string
	Call   *Call
	Paper  *File // a scan of the paper it rests on, as KeepScan kept it
}

// Edit is one change that a correction makes.
type Edit interface {
	// about is what is mended, as Hand.About.
	about() string
	// fact is what stands now in the place of what the edit says: CodeNotFound
	// when there is no such thing.
	fact(l *Snapshot) (any, error)
	// apply makes the change. A ledger.Error with its Field says what cannot be.
	apply(l *desk) error
}

// Snapshot is the ledger of one programme as it stands.
type Snapshot struct {
	Programme *ledger.Programme
	Reports   []ledger.Report
}

// Seen is the mark of the fact that an edit changes, as it stands.
func Seen(l *Snapshot, e Edit) (string, error) {
	fact, err := e.fact(l)
	if err != nil {
		return "", err
	}
	return digest(fact)
}

// digest tells a value from any other.
func digest(v any) (string, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("mark of %T: %w", v, err)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:16]), nil
}

// desk is where a correction is worked out.
type desk struct {
	Snapshot
	after        *ledger.Programme // the caller's own; Snapshot.Programme stays as it is
	replacements []Replacement
	carried      string           // the unit whose reports go over to another
	added        ledger.ProjectID // the project that is entered, zero unless one is
	unit         string           // whose report is corrected
	period       ledger.Period    // zero unless a report is
}

// handMark is where a value stands that was entered by hand, until the
// submission has its number: 更正#12.
const handMark = "更正#"

// unnumbered is the submission of an adjustment until it has its number.
const unnumbered = -1

func handCell() ledger.Cell { return ledger.Cell{Ref: handMark} }

// Number puts the submission's number to the values that were entered by hand.
func (a *Acceptance) Number(id int64) {
	number := func(c *ledger.Cell) {
		if *c == handCell() {
			c.Ref += fmt.Sprint(id)
		}
	}
	if a.Programme != nil {
		for i := range a.Programme.Projects {
			a.Programme.Projects[i].Cells(number)
		}
		for i := range a.Programme.Adjustments {
			adj := &a.Programme.Adjustments[i]
			adj.Cells(number)
			if adj.Submission == unnumbered {
				adj.Submission = id
			}
		}
	}
	for i := range a.Replacements {
		if r := a.Replacements[i].New; r != nil {
			r.Cells(number)
		}
	}
	for i := range a.Submission.Changes {
		number(&a.Submission.Changes[i].Cell)
	}
}

// Proposal is a correction worked out, of which nothing is stored.
type Proposal struct {
	About   string
	Changes []Change
	// Mark tells these changes from any others, so that what is confirmed is what
	// was shown.
	Mark string

	acceptance Acceptance
}

// Propose works out what a correction would change. CodeConflict when the fact
// is not any more what was seen, CodeInvalid with its field for what cannot be,
// also for a correction that changes nothing or gives no reason.
func (s *Service) Propose(ctx context.Context, c Correction) (*Proposal, error) {
	l, err := s.Snapshot(ctx, c.Programme)
	if err != nil {
		return nil, err
	}
	now, err := Seen(l, c.Edit)
	if err != nil {
		return nil, err
	}
	if c.Seen != "" && c.Seen != now {
		return nil, ledger.Errorf(ledger.CodeConflict, "您打开页面之后，%s已被别人改动。您填的内容还在，请与台账现在的内容核对后再提交", c.Edit.about())
	}
	d := &desk{Snapshot: *l, after: intake.CopyPlan(l.Programme)}
	if err := c.Edit.apply(d); err != nil {
		return nil, err
	}
	reason, err := reasonOf("更正", c.Reason)
	if err != nil {
		return nil, err
	}
	if c.Call != nil {
		call, err := checkCall(*c.Call)
		if err != nil {
			return nil, err
		}
		c.Call = &call
	}
	p := &Proposal{About: c.Edit.about(), Changes: d.changes()}
	if len(p.Changes) == 0 {
		return nil, ledger.Errorf(ledger.CodeInvalid, "没有改动任何内容")
	}
	p.acceptance = Acceptance{
		Submission: Submission{
			Programme: c.Programme, File: "更正：" + p.About, Layout: LayoutHand, Unit: d.unit, Period: d.period,
			At: s.Clock(), Changes: p.Changes, Current: true,
			Hand: &Hand{About: p.About, Reason: reason, Call: c.Call, Paper: c.Paper},
		},
		Replacements: d.replacements,
	}
	if d.period.IsZero() {
		p.acceptance.Programme, p.acceptance.Base = d.after, l.Programme
	}
	p.Mark, err = digest(p.Changes)
	return p, err
}

// Snapshot is the ledger of a programme as it stands.
func (s *Service) Snapshot(ctx context.Context, key string) (*Snapshot, error) {
	p, err := s.Store.Programme(ctx, key)
	if err != nil {
		return nil, err
	}
	reports, err := s.Store.Reports(ctx, key)
	if err != nil {
		return nil, err
	}
	return &Snapshot{Programme: p, Reports: reports}, nil
}

// Correct stores a correction: all of it or nothing. Errors are Propose's, and
// those of the store.
func (s *Service) Correct(ctx context.Context, c Correction, by Actor) (sub Submission, err error) {
	defer func() { s.tried(ctx, by, "accept", c.Programme+" 更正", err) }()
	p, err := s.Propose(ctx, c)
	if err != nil {
		return Submission{}, err
	}
	return s.file(ctx, p, by)
}

// file accepts a proposal. What it says is kept as a file of its own, as a
// workbook is.
func (s *Service) file(ctx context.Context, p *Proposal, by Actor) (Submission, error) {
	a := p.acceptance
	a.Submission.Actor = by
	record, err := json.MarshalIndent(struct {
		Hand    *Hand
		Actor   Actor
		At      time.Time
		Changes []Change
	}{a.Submission.Hand, by, a.Submission.At, a.Submission.Changes}, "", "  ")
	if err != nil {
		return Submission{}, fmt.Errorf("record of a correction: %w", err)
	}
	if a.Submission.SHA256, err = s.Blobs.Put(ctx, record); err != nil {
		return Submission{}, err
	}
	return s.Store.Accept(ctx, a)
}

// changes are what the desk's work comes to, in words.
func (d *desk) changes() []Change {
	list := changes(intake.CompareFacts(d.Programme, d.after))
	if pr, ok := d.after.Project(d.added); ok {
		list = append(list, changes(intake.CompareFacts(alone(&ledger.Project{ID: pr.ID}), alone(pr)))...)
	}
	list = append(list, compareSettings(d.Programme, d.after)...)
	list = append(list, compareUnits(d.Programme, d.after)...)
	list = append(list, compareAdjustments(d.after, d.Programme.Adjustments)...)
	var before, after []ledger.Report
	ended := 0
	for _, r := range d.replacements {
		switch {
		case r.New == nil:
			ended++
			list = append(list, Change{
				Project: r.Old.Project.String(), Field: r.Old.Period.Chinese() + "进展（" + r.Old.Unit + "）", Old: "有效", New: "不再采用", Cell: r.Old.Cell,
			})
		case r.enters():
			after = append(after, *r.New)
		case r.Old.Unit == r.New.Unit && r.Old.Area == r.New.Area:
			before, after = append(before, r.Old), append(after, *r.New)
		}
	}
	list = append(list, changes(intake.CompareReports(d.after, before, after))...)
	if moved := len(d.replacements) - len(after) - ended; moved > 0 {
		list = append(list, Change{Name: d.carried, Field: "历次进展", New: fmt.Sprintf("%d条随单位转出", moved)})
	}
	for i := range list {
		list[i].Cell = handCell()
	}
	return slices.Compact(list)
}
