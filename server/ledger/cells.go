package ledger

// Cells calls visit with every cell that the project's values came from, so
// that it can be changed.
func (p *Project) Cells(visit func(*Cell)) {
	visit(&p.Cell)
	visit(&p.PlannedCell)
	for i := range p.Duties {
		visit(&p.Duties[i].Cell)
	}
	for i := range p.Targets {
		visit(&p.Targets[i].Cell)
	}
	for i := range p.Milestones {
		visit(&p.Milestones[i].Cell)
	}
	for i := range p.Allocations {
		visit(&p.Allocations[i].Cell)
	}
	for i := range p.Funding {
		visit(&p.Funding[i].Cell)
	}
}

// Cells calls visit with every cell that the report's values came from, so that
// it can be changed.
func (r *Report) Cells(visit func(*Cell)) {
	for _, c := range []*Cell{&r.Cell, &r.PlannedCell, &r.InvestedCell, &r.InPlaceCell} {
		visit(c)
	}
	for i := range r.Figures {
		f := &r.Figures[i]
		for _, c := range []*Cell{&f.Cell, &f.StartedCell, &f.FinishedCell, &f.DonePercentCell} {
			visit(c)
		}
	}
}

// Cells calls visit with every cell that the adjustment's values came from, so
// that it can be changed.
func (a *Adjustment) Cells(visit func(*Cell)) {
	for i := range a.Targets {
		visit(&a.Targets[i].Cell)
	}
	for i := range a.Milestones {
		visit(&a.Milestones[i].Cell)
	}
}
