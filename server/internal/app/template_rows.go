package app

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"tongbao/server/internal/form"
	"tongbao/server/ledger"
)

// leadRows ask a unit that leads a project for it: a row for each target that
// is told in figures, or one row where none is. Another lead than the reporter
// may answer and need not. A project that takes the reports of others is asked
// for there.
func (d *formDesk) leadRows(pr *ledger.Project, unit string) []form.Row {
	p := d.programme
	o := ledger.Due(p, pr, d.period)
	leads := pr.Names(ledger.Lead)
	if o.NoTask || len(pr.Repeats) > 0 || !slices.ContainsFunc(leads, func(name string) bool { return p.Canonical(name) == unit }) {
		return nil
	}
	first, _ := pr.Reporter()
	reporter := p.Canonical(first)
	completed, last := false, (*ledger.Report)(nil)
	if st := d.standings[pr.ID]; st != nil {
		completed, last = st.Verdict == ledger.Completed, st.Latest
	}
	ask := asking{obligation: o, last: last, owed: form.Required}
	var remarks []string
	if reporter != unit {
		ask.owed = form.Optional
		remarks = append(remarks, "联合牵头，由"+reporter+"主报，本单位可不填")
	}
	switch {
	case completed:
		ask.owed = form.Optional
		remarks = append(remarks, "上期已报完成，没有变化的可不填")
	case o.NotDue:
		ask.owed = form.Optional
		remarks = append(remarks, notDueWords(&o))
	}
	var rows []form.Row
	for i := range o.Project.Targets {
		if t := &o.Project.Targets[i]; ask.told(t) {
			rows = append(rows, ask.row(t))
		}
	}
	if len(rows) == 0 {
		rows = append(rows, form.Row{Indicator: deedWords(o.Project)})
	}
	head := &rows[0]
	head.Stage, head.Words, head.Declared = form.Optional, form.Optional, form.Optional
	if o.Declaration {
		head.Declared = ask.owed
	}
	if pr.Planned != nil || pr.Total != nil || len(pr.Funding) > 0 {
		head.Invested = form.Optional
		if last != nil {
			head.LastInvested = last.Invested
		}
	}
	remarks = append(remarks, d.milestoneWords(&o), head.Due)
	if o.Declaration && ask.owed == form.Required {
		remarks = append(remarks, "请填是否达序时")
	}
	head.Due = joinWords(remarks...)
	for i := range rows {
		d.name(&rows[i], pr)
	}
	return rows
}

// name says which project a row is about.
func (d *formDesk) name(r *form.Row, pr *ledger.Project) {
	r.Key.Programme, r.Key.Project = d.programme.Key, pr.ID
	r.No, r.Name = pr.ID.No+pr.ID.Sub, d.title(pr)
}

// asking is what one project is asked for.
type asking struct {
	obligation ledger.Obligation
	last       *ledger.Report
	owed       form.Need // what a figure that is due is: Required, or Optional where the unit may stay silent
}

// told reports whether a target is told in figures.
func (a *asking) told(t *ledger.Target) bool {
	return t.HasQuantity() || t.Level() || t.Kind == ledger.Work || len(a.due(t)) > 0
}

// due are the figures of a target that are due.
func (a *asking) due(t *ledger.Target) []ledger.DueFigure {
	var list []ledger.DueFigure
	for _, f := range a.obligation.Figures {
		if f.Target.ID == t.ID {
			list = append(list, f)
		}
	}
	return list
}

// row asks for one target of the project as a whole.
func (a *asking) row(t *ledger.Target) form.Row {
	r := form.Row{Key: ledger.RowKey{Target: t.ID}, Indicator: t.Text, Measure: t.Measure, Target: t.Quantity}
	last := lastOf(a.last, t)
	r.Started.Last, r.Done.Last, r.Finished.Last, r.Rate.Last = last[ledger.Start], last[ledger.Progress], last[ledger.Finish], last[share]
	switch {
	case t.Level():
		r.Done.Kind = form.Level
		if r.Measure == "" || r.Measure == "个百分点" {
			r.Measure = "%"
		}
	case !t.HasQuantity():
		r.Measure, r.Target = "", nil
		r.Started.Kind, r.Finished.Kind = form.Share, form.Share
	}
	r.Rate.Kind = form.Share
	var words []string
	for _, f := range a.due(t) {
		cell, need := a.cell(&r, &f), a.owed
		if f.Optional {
			need = form.Optional
		}
		cell.Need = max(cell.Need, need)
		if !f.Optional || a.obligation.Binding {
			words = append(words, figureWords(&f, t.Quantity, r.Verb(cell)))
		}
	}
	a.offer(&r, t)
	r.Due = joinWords(words...)
	return r
}

// cell is the cell of a row that a figure goes into. What is finished is 完工
// where the plan or the last report tells its start or progress apart, and
// 累计完成 otherwise: of things that are counted when they are done, both say the
// same.
func (a *asking) cell(r *form.Row, f *ledger.DueFigure) *form.Figure {
	switch {
	case f.Level():
		return &r.Done
	case f.Aspect == ledger.Progress && (f.OfWork || !f.Target.HasQuantity()):
		return &r.Rate
	case f.Aspect == ledger.Start, f.Target.StartOnly && r.Done.Last == nil:
		return &r.Started
	case f.Aspect == ledger.Finish && a.apart(r, f.Target):
		return &r.Finished
	}
	return &r.Done
}

// apart reports whether a target's completion is told apart from its progress.
func (a *asking) apart(r *form.Row, t *ledger.Target) bool {
	if r.Finished.Last != nil && r.Finished.Last.IsPositive() || r.Finished.Kind == form.Share {
		return true
	}
	for _, m := range a.obligation.Project.Milestones {
		for _, e := range m.Expect {
			if e.Target == t.ID && (e.Aspect == ledger.Start || e.Aspect == ledger.Progress && e.OfWork) {
				return true
			}
		}
	}
	return slices.ContainsFunc(a.due(t), func(f ledger.DueFigure) bool { return f.Aspect == ledger.Progress && !f.OfWork && !f.Optional })
}

// offer opens the cells that are not due and may be told: what the last report
// told more of than none, and at least one. A rate beside a number says nothing
// more.
func (a *asking) offer(r *form.Row, t *ledger.Target) {
	for _, cell := range []*form.Figure{&r.Started, &r.Done, &r.Finished, &r.Rate} {
		if cell.Last != nil && !cell.Last.IsZero() && (cell != &r.Rate || !t.HasQuantity() || r.Done.Last == nil) {
			cell.Need = max(cell.Need, form.Optional)
		}
	}
	switch {
	case r.Finished.Need != form.None || r.Done.Need != form.None:
	case !t.HasQuantity() && !t.Level():
		r.Rate.Need = max(r.Rate.Need, form.Optional)
	case t.StartOnly && r.Done.Last == nil:
		r.Started.Need = max(r.Started.Need, form.Optional)
	case a.apart(r, t):
		r.Finished.Need = form.Optional
	default:
		r.Done.Need = form.Optional
	}
	for _, cell := range []*form.Figure{&r.Started, &r.Done, &r.Finished, &r.Rate} {
		if cell.Need == form.None {
			cell.Last = nil
		}
	}
}

// share is the percent of the works, beside the three aspects.
const share ledger.Aspect = "share"

// lastOf is what a report says of a target by aspect; parts are added up.
func lastOf(r *ledger.Report, t *ledger.Target) map[ledger.Aspect]*decimal.Decimal {
	last := map[ledger.Aspect]*decimal.Decimal{}
	if r == nil {
		return last
	}
	whole := slices.ContainsFunc(r.Figures, func(f ledger.Figures) bool { return f.Target == t.ID && f.Part == "" })
	for i := range r.Figures {
		f := &r.Figures[i]
		if f.Target != t.ID || whole != (f.Part == "") {
			continue
		}
		told := map[ledger.Aspect]*decimal.Decimal{
			ledger.Start: f.Started, ledger.Progress: f.Done, ledger.Finish: f.Finished, share: f.DonePercent,
		}
		if t.Level() {
			told = map[ledger.Aspect]*decimal.Decimal{ledger.Progress: firstFigure(f.Finished, f.Done, f.FinishedPercent, f.DonePercent)}
		} else if !t.HasQuantity() {
			told = map[ledger.Aspect]*decimal.Decimal{ledger.Start: f.StartedPercent, ledger.Finish: f.FinishedPercent, share: f.DonePercent}
		}
		for aspect, v := range told {
			switch {
			case v == nil:
			case last[aspect] == nil:
				last[aspect] = v
			default:
				sum := last[aspect].Add(*v)
				last[aspect] = &sum
			}
		}
	}
	return last
}

func firstFigure(list ...*decimal.Decimal) *decimal.Decimal {
	for _, v := range list {
		if v != nil {
			return v
		}
	}
	return nil
}

func joinWords(words ...string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(words), func(s string) bool { return s == "" }), "；")
}
