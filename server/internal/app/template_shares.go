package app

import (
	"slices"

	"tongbao/server/internal/form"
	"tongbao/server/ledger"
)

// shareRows ask an area for its shares of a project: a row for each target, or
// part of one, that is allocated to it. A 其中 is told with the whole.
func (d *formDesk) shareRows(pr *ledger.Project, area string) []form.Row {
	p := d.programme
	o := ledger.Due(p, pr, d.period)
	if o.NoTask {
		return nil
	}
	last := d.lastShare(pr.ID, area)
	var rows []form.Row
	for i := range o.Project.Allocations {
		a := &o.Project.Allocations[i]
		t, ok := o.Project.Target(a.Target)
		if !ok || a.Of || !a.Quantity.IsPositive() || p.Canonical(a.Unit) != area {
			continue
		}
		key := ledger.RowKey{Target: a.Target, Part: a.Part}
		if k := slices.IndexFunc(rows, func(r form.Row) bool { return r.Key == key }); k >= 0 {
			sum := rows[k].Target.Add(a.Quantity)
			rows[k].Target = &sum
			continue
		}
		rows = append(rows, form.Row{Key: key, Area: area, Indicator: t.Text, Measure: t.Measure, Target: &a.Quantity})
		if a.Part != "" {
			rows[len(rows)-1].Indicator = a.Part + "（" + t.Text + "）"
		}
	}
	ask := asking{obligation: o, owed: form.Required}
	for i := range rows {
		t, _ := o.Project.Target(rows[i].Key.Target)
		ask.share(&rows[i], t, last)
	}
	if len(rows) > 0 {
		rows[0].Stage, rows[0].Words = form.Optional, form.Optional
		rows[0].Due = joinWords(d.milestoneWords(&o), rows[0].Due)
		if o.NotDue {
			rows[0].Due = notDueWords(&o)
		}
	}
	for i := range rows {
		d.name(&rows[i], pr)
	}
	return rows
}

// share asks for the one figure of an area's share: the percent of the works
// where that is due, what is started where only that is, else what is done.
func (a *asking) share(r *form.Row, t *ledger.Target, last *ledger.Report) {
	cell := &r.Done
	r.Rate.Kind = form.Share
	due := slices.DeleteFunc(a.due(t), func(f ledger.DueFigure) bool { return f.Optional })
	switch {
	case slices.ContainsFunc(due, func(f ledger.DueFigure) bool { return f.OfWork }):
		cell = &r.Rate
	case len(due) > 0 && !slices.ContainsFunc(due, func(f ledger.DueFigure) bool { return f.Aspect != ledger.Start }):
		cell = &r.Started
	}
	cell.Need = a.owed
	if a.obligation.NotDue {
		cell.Need = form.Optional
	}
	var words []string
	for _, f := range due {
		words = append(words, figureWords(&f, r.Target, r.Verb(cell)))
	}
	r.Due = joinWords(words...)
	if last == nil {
		return
	}
	for _, f := range last.Figures {
		if f.Target == r.Key.Target && f.Part == r.Key.Part {
			r.Started.Last, r.Done.Last, r.Finished.Last, r.Rate.Last = f.Started, f.Done, f.Finished, f.DonePercent
		}
	}
}

// lastShare is an area's newest report on a project before the period.
func (d *formDesk) lastShare(id ledger.ProjectID, area string) *ledger.Report {
	var last *ledger.Report
	for i := range d.prior {
		r := &d.prior[i]
		if r.Project == id && r.Area != "" && d.programme.Canonical(r.Area) == area &&
			(last == nil || !r.Period.End().Before(last.Period.End())) {
			last = r
		}
	}
	return last
}
