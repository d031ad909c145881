package intake

import (
	"slices"

	"github.com/shopspring/decimal"

	"tongbao/server/ledger"
)

// areaShare is an area's task in one project as a cross table tells it.
type areaShare struct {
	project ledger.ProjectID
	ledger.Allocation
}

// planned is what the plan gives the same area of the same target, nil where it
// gives nothing.
func (s *areaShare) planned(pr *ledger.Project) *decimal.Decimal {
	for i := range pr.Allocations {
		a := &pr.Allocations[i]
		if a.Target == s.Target && a.Part == s.Part && a.Unit == s.Unit && !a.Of {
			return &a.Quantity
		}
	}
	return nil
}

// FillShares is the programme with the areas' tasks that a cross table tells
// (目标任务 of 甲区) and the plan does not have; p itself where there are none.
// What the plan has is not changed: Bind warns where the table says otherwise.
func FillShares(d *Draft, p *ledger.Programme, b BindOptions) *ledger.Programme {
	if !d.hasCross() {
		return p // without binding every row for it
	}
	shares := newBinder(d, p, b).shares
	if len(shares) == 0 {
		return p
	}
	plan := CopyPlan(p)
	for _, s := range shares {
		pr, ok := plan.Project(s.project)
		if !ok || s.planned(pr) != nil {
			continue
		}
		pr.Allocations = append(slices.Clone(pr.Allocations), s.Allocation)
	}
	return plan
}

// hasCross reports whether any row is of a cross table.
func (d *Draft) hasCross() bool {
	for i := range d.Progress {
		if d.Progress[i].cross {
			return true
		}
	}
	return false
}

// keepUntold completes the reports of a cross table by what an earlier table of
// the same period told of the same area: such tables tell some indicators each,
// or the money alone.
func (w *binder) keepUntold(d *Draft, prior []ledger.Report) {
	if !d.hasCross() {
		return
	}
	before := make(map[reportKey]*ledger.Report, len(prior))
	for i := range prior {
		r := &prior[i]
		before[reportKey{r.Project, r.Unit, r.Area, r.Period}] = r
	}
	for _, k := range w.order {
		b, old := w.reports[k], before[k]
		if old == nil || !b.rows[0].cross {
			continue
		}
		r := &b.report
		for _, f := range old.Figures {
			told := func(g ledger.Figures) bool { return g.Target == f.Target && g.Part == f.Part }
			if !slices.ContainsFunc(r.Figures, told) {
				r.Figures = append(r.Figures, f)
			}
		}
		for _, m := range []struct {
			to   **decimal.Decimal
			at   *ledger.Cell
			from *decimal.Decimal
			cell ledger.Cell
		}{
			{&r.Planned, &r.PlannedCell, old.Planned, old.PlannedCell},
			{&r.Invested, &r.InvestedCell, old.Invested, old.InvestedCell},
			{&r.InPlace, &r.InPlaceCell, old.InPlace, old.InPlaceCell},
		} {
			if *m.to == nil {
				*m.to, *m.at = m.from, m.cell
			}
		}
		if r.Declared == ledger.DeclaredNone {
			r.Declared = old.Declared
		}
		if r.Stage == ledger.StageUnknown {
			r.Stage = old.Stage
		}
		r.PhaseReached = r.PhaseReached || old.PhaseReached
		r.StageText, r.Problems = firstOf(r.StageText, old.StageText), firstOf(r.Problems, old.Problems)
		r.Next, r.Request = firstOf(r.Next, old.Next), firstOf(r.Request, old.Request)
	}
}
