package ledger

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// Obligation is what a report on one project owes at the end of a period.
type Obligation struct {
	// Project is the project as approved adjustments in force leave it.
	Project *Project
	// NoTask: there is none, or it was withdrawn. NotDue: nothing is due yet
	// (未到节点), or the project is suspended. Neither owes anything.
	NoTask, NotDue bool
	// Figures are the figures that are due, in the order of the targets.
	Figures []DueFigure
	// Declaration: a report without the unit's own word (自评) is incomplete.
	Declaration bool
	// Passed are the milestones whose dates have come, oldest first; Next is the
	// first that is still ahead, nil when none is.
	Passed []Milestone
	Next   *Milestone
	// Binding: the deadline has come, and nothing but completion meets it.
	Binding bool
}

// DueFigure is one target × aspect that is due in figures.
type DueFigure struct {
	Target *Target // of Obligation.Project
	Aspect Aspect
	// Percent is the share of the target that is due; for a reach or keep told
	// in percent, the level itself.
	Percent Percent
	// OfWork: the percent is of the works (工程量) and is reported as one.
	OfWork bool
	// Optional: a report without the figure is complete all the same.
	Optional bool
}

// Due is what pr owes at the end of period under p's rule.
func Due(p *Programme, pr *Project, period Period) Obligation {
	adjusted, pr := p.adjusted(pr, period.End())
	o := Obligation{Project: pr, NoTask: pr.NoTask || adjusted.withdrawn}
	if o.NoTask {
		return o
	}
	o.Passed = passedMilestones(pr.Milestones, period.End())
	for i := range pr.Milestones {
		m := &pr.Milestones[i]
		if m.Due.After(period.End()) && (o.Next == nil || m.Due.Before(o.Next.Due)) {
			o.Next = m
		}
	}
	d := p.dueAt(pr, period)
	if d.nothing || adjusted.suspended {
		o.NotDue = true
		return o
	}
	o.Declaration, o.Binding = d.needed, d.binding
	for _, e := range d.figures {
		o.Figures = append(o.Figures, DueFigure{
			Target: e.target, Aspect: e.aspect, Percent: e.percent, OfWork: e.ofWork, Optional: e.carried,
		})
	}
	return o
}

// Level reports whether the figure is a level to be reached or kept, not a
// share of a quantity.
func (d *DueFigure) Level() bool { return d.Target.Level() }

// AtMost reports whether the figure is met from above: less is better.
func (d *DueFigure) AtMost() bool { return d.Level() && d.Target.lowerWins() }

// Of is how many of whole meet the figure, whole being the target's own
// quantity or an area's share of it; things that cannot be divided are rounded
// up.
func (d *DueFigure) Of(whole decimal.Decimal) decimal.Decimal {
	n := d.Percent.Of(whole)
	if Divisible(d.Target.Measure) || n.IsInt() {
		return decimalOf(n)
	}
	up := new(big.Int).Quo(n.Num(), n.Denom())
	return decimal.NewFromBigInt(up.Add(up, big.NewInt(1)), 0)
}

// Level reports whether the target is a level (普及率提高到95%), whose report is
// its value on the day.
func (t *Target) Level() bool { return (t.Kind == Reach || t.Kind == Keep) && t.Quantity != nil }
