package intake

import (
	"strings"

	"github.com/shopspring/decimal"

	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// project finds the project of an allocation or funding row.
func (w *planner) project(m *plan, id ledger.ProjectID, name string, cell ledger.Cell) *ledger.Project {
	f := m.find(id, name)
	label, called := strings.TrimSpace(id.No+id.Sub+" "+shorten(name)), rowWords(id, name)
	switch {
	case f.project == nil:
		near := ""
		if !w.found.joins(CodeUnknownProject, cell.Sheet, cell.Ref) {
			near = m.near(name)
		}
		w.found.fail(CodeUnknownProject, cell.Sheet, cell.Ref, "value", label, "near", near, "called", called)
	case f.other != nil:
		w.found.fail(CodeNumberName, cell.Sheet, cell.Ref, "value", label, "called", called,
			"expected", f.project.ID.String()+" "+shorten(f.project.Name), "near", f.other.ID.String())
		return nil
	}
	return f.project
}

// allocations gives every area's share to its project, in place of those the
// project had.
func (w *planner) allocations() {
	if len(w.draft.Allocations) == 0 {
		return
	}
	m := planOf(w.plan)
	m.calls = w.draft.Called
	w.refs, w.shared, w.partly = make(map[string]string), make(map[ledger.ProjectID]bool), make(map[ledger.ProjectID]bool)
	w.introduceParts(m)
	choices := make(map[string]choice)
	for i := range w.draft.Allocations {
		a := &w.draft.Allocations[i]
		pr := w.project(m, ledger.ProjectID{Series: a.Series, No: a.No, Sub: a.Sub}, a.Name, a.Cell)
		if pr == nil {
			continue
		}
		u, ok := w.units.find(a.Unit)
		if !ok {
			w.found.fail(CodeUnknownUnit, a.UnitCell.Sheet, a.UnitCell.Ref, "value", a.Unit, "near", w.units.nearest(a.Unit))
			w.partly[pr.ID] = true
			continue
		}
		if !w.shared[pr.ID] {
			w.shared[pr.ID] = true
			pr.Allocations = nil
		}
		w.partly[pr.ID] = w.partly[pr.ID] || a.Partial
		row := a.Ref + "\x00" + pr.ID.String() + "\x00" + a.Target
		c, ok := choices[row]
		if !ok {
			c = w.shareTarget(pr, a)
			choices[row] = c
		}
		if c.target == nil {
			continue
		}
		s := ledger.Allocation{
			Target: c.target.ID, Unit: u.Name, Quantity: a.Quantity.Mul(c.factor), Of: a.Of, Name: a.OfName, Cell: a.Cell,
		}
		if c.part != nil && !a.Of {
			s.Part = c.part.Name
		}
		w.refs[a.Cell.String()] = a.Ref
		pr.Allocations = append(pr.Allocations, s)
	}
}

// shareTarget is the target that an allocation row shares out. A 其中 goes to
// the target of the row above it.
func (w *planner) shareTarget(pr *ledger.Project, a *AllocationRow) choice {
	if a.Of && len(pr.Allocations) > 0 {
		last := pr.Allocations[len(pr.Allocations)-1]
		if t, ok := pr.Target(last.Target); ok {
			return choice{target: t, factor: one}
		}
	}
	var total *decimal.Decimal
	sum := decimal.Zero
	for _, o := range w.draft.Allocations {
		if o.Ref == a.Ref && o.Cell.Sheet == a.Cell.Sheet && o.No == a.No && o.Sub == a.Sub && o.Target == a.Target {
			sum = sum.Add(o.Quantity)
			total = &sum
		}
	}
	c, ok := chooseTarget(pr, a.Target, a.Measure, total, "")
	if !ok {
		w.found.fail(CodeUnknownIndicator, a.Cell.Sheet, rowCell(a), "value", firstOf(a.Target, a.Name),
			"project", pr.ID.String(), "near", targetList(pr))
		return choice{}
	}
	return c
}

// rowCell is the cells of an allocation's row, or its own.
func rowCell(a *AllocationRow) string { return firstOf(a.Ref, a.Cell.Ref) }

// checkAllocations compares what is shared out with the target.
func (w *planner) checkAllocations() {
	for i := range w.plan.Projects {
		pr := &w.plan.Projects[i]
		if !w.shared[pr.ID] || w.partly[pr.ID] {
			continue
		}
		for k := range pr.Targets {
			t := &pr.Targets[k]
			if t.Quantity == nil {
				continue
			}
			w.checkShares(pr, t, "", *t.Quantity)
			for _, part := range t.Parts {
				if !part.Of {
					w.checkShares(pr, t, part.Name, part.Quantity)
				}
			}
		}
	}
}

func (w *planner) checkShares(pr *ledger.Project, t *ledger.Target, part string, whole decimal.Decimal) {
	sum, n := decimal.Zero, 0
	var first ledger.Cell
	for _, a := range pr.Allocations {
		if a.Target == t.ID && !a.Of && a.Part == part {
			if n == 0 {
				first = a.Cell
			}
			sum = sum.Add(a.Quantity)
			n++
		}
	}
	if n == 0 || sharesFit(t.Comparator, sum, whole) {
		return
	}
	name := t.Text
	if part != "" {
		name = part
	}
	cells := firstOf(w.refs[first.String()], first.Ref)
	w.found.fail(CodeSumMismatch, first.Sheet, cells, "of", "target", "name", shorten(name), "sum", sum.String(),
		"value", whole.String(), "cells", cells)
}

// fundings gives money to its projects, in place of what they had.
func (w *planner) fundings() {
	m := planOf(w.plan)
	m.calls = w.draft.Called
	fresh := make(map[ledger.ProjectID]bool)
	for i := range w.draft.Fundings {
		f := &w.draft.Fundings[i]
		pr := w.project(m, ledger.ProjectID{Series: f.Series, No: f.No, Sub: f.Sub}, f.Name, f.Cell)
		if pr == nil {
			continue
		}
		if !fresh[pr.ID] {
			fresh[pr.ID] = true
			pr.Funding = nil
		}
		switch f.Kind {
		case fundingTotal:
			pr.Total = f.Amount
		case fundingPlanned:
			pr.Planned, pr.PlannedCell = f.Amount, f.Cell
		default:
			source := f.Source
			if wording.IsArea(source) && !wording.IsGroup(source) {
				source = w.units.canonical(source)
			}
			pr.Funding = append(pr.Funding, ledger.Funding{Source: source, Amount: f.Amount, Open: f.Open, Cell: f.Cell})
		}
	}
}
