package ledger

// Owed is what a project owes at the end of a period, whatever was reported.
type Owed struct {
	Basis Basis
	// NotDue: before its first milestone, or suspended.
	NotDue bool
	// NoTask: there is no task, or it was withdrawn.
	NoTask  bool
	Figures []OwedFigure
	// Declaration: the unit's own word counts.
	Declaration bool
	// Binding: the deadline has come, and nothing but completion meets it.
	Binding bool
}

// OwedFigure is one target × aspect that is due in figures.
type OwedFigure struct {
	Target  *Target
	Aspect  Aspect
	Percent Percent
	OfWork  bool // of the works (工程量)
}

// Owed is what pr owes at the end of period under p's rule and the adjustments
// in force, as Judge takes it.
func (p *Programme) Owed(pr *Project, period Period) Owed {
	adjusted, pr := p.adjusted(pr, period.End())
	d := p.dueAt(pr, period)
	o := Owed{
		Basis: d.basis, NotDue: d.nothing || adjusted.suspended, NoTask: pr.NoTask || adjusted.withdrawn,
		Declaration: d.declaration, Binding: d.binding,
	}
	if adjusted.any {
		o.Basis = BasisAdjustment
	}
	for _, e := range d.required() {
		o.Figures = append(o.Figures, OwedFigure{Target: e.target, Aspect: e.aspect, Percent: e.percent, OfWork: e.ofWork})
	}
	return o
}
