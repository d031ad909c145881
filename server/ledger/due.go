package ledger

import (
	"math/big"
	"sort"

	"github.com/shopspring/decimal"
)

// expected is one target × aspect that is due in figures.
type expected struct {
	target  *Target
	aspect  Aspect
	percent Percent
	ofWork  bool
	// carried: a later milestone asks for a stronger aspect of the same target
	// and no longer names this one. It is judged where it is reported, and not
	// missed where it is not.
	carried bool
	from    []Cell
}

// due is what a project owes at the end of a period.
type due struct {
	basis   Basis
	nothing bool // before the first milestone, or suspended: 未到节点
	figures []expected
	// declaration: the unit's own word counts: instead of figures where there
	// are none, beside them where a target has none.
	declaration bool
	// needed: a report without the declaration lacks what it must say.
	needed bool
	// binding: the deadline has come, and nothing but completion meets it.
	binding bool
	// capped: never worse than 滞后.
	capped bool
}

// dueAt is what pr owes at the end of period under p's rule.
func (p *Programme) dueAt(pr *Project, period Period) due {
	end := period.End()
	switch p.Rule {
	case RuleMilestones:
		if len(pr.Milestones) > 0 {
			return dueByMilestones(pr, end)
		}
	case RuleCheckPoints:
		return dueByCheckPoints(pr, p.CheckPoints, period)
	case RuleLine:
		return dueByLine(pr, end)
	case RuleDeclared:
	}
	return dueByDeclaration(pr, end)
}

// dueByMilestones: at a date, each target × aspect is due the largest
// cumulative figure among all milestones due by then. Words are judged by the
// unit's declaration while no figure is due; after one they matter for
// completion only.
func dueByMilestones(pr *Project, end Date) due {
	d := due{basis: BasisMilestone}
	passed := passedMilestones(pr.Milestones, end)
	if len(passed) == 0 {
		d.nothing = true
		return d
	}
	last := lastDue(pr.Milestones)
	for i := range pr.Targets {
		t := &pr.Targets[i]
		d.figures = append(d.figures, milestoneFigures(t, pr.Milestones, passed)...)
		switch {
		case t.HasQuantity():
			named := false
			for _, m := range pr.Milestones {
				for _, e := range m.Expect {
					named = named || e.Target == t.ID
				}
			}
			// A target that no milestone names is due at the last one; one that
			// they name short of the whole is due in full at the deadline.
			if (!named && !end.Before(last)) || !end.Before(pr.Deadline) {
				d.figures = wholeDue(d.figures, t)
			}
		case t.Kind == Keep:
			d.figures = append(d.figures, keepDue(t, !end.Before(last))...)
		case t.Kind == Reach && !end.Before(last):
			d.figures = append(d.figures, valueDue(t)...)
		}
	}
	if len(d.required()) == 0 {
		d.declaration, d.needed = true, true
	}
	return d
}

func passedMilestones(all []Milestone, end Date) []Milestone {
	var passed []Milestone
	for _, m := range all {
		if !m.Due.After(end) {
			passed = append(passed, m)
		}
	}
	sort.SliceStable(passed, func(i, j int) bool { return passed[i].Due.Before(passed[j].Due) })
	return passed
}

func lastDue(all []Milestone) Date {
	var last Date
	for _, m := range all {
		if m.Due.After(last) {
			last = m.Due
		}
	}
	return last
}

// milestoneFigures are the aspects of one target that the passed milestones
// put figures to.
func milestoneFigures(t *Target, all, passed []Milestone) []expected {
	var out []expected
	strongest := -1 // the strongest aspect of the newest milestone with figures
	aspects := []Aspect{Start, Progress, Finish}
	newest := map[Aspect]int{}
	for i, m := range passed {
		for _, e := range m.Expect {
			if e.Target == t.ID {
				newest[e.Aspect] = i + 1
			}
		}
	}
	for rank, a := range aspects {
		if newest[a] == 0 {
			continue
		}
		strongest = rank
	}
	for rank, a := range aspects {
		if newest[a] == 0 {
			continue
		}
		e := expected{target: t, aspect: a}
		e.carried = rank < strongest && newest[a] < newest[aspects[strongest]]
		parts := map[string]*big.Rat{} // cumulative quantity by part
		var names []string
		for _, m := range passed {
			for _, x := range m.Expect {
				if x.Target != t.ID || x.Aspect != a {
					continue
				}
				quantity, cumulative := x.due(t)
				if quantity == nil {
					if x.Percent == nil {
						continue
					}
					if pc := PercentFrom(*x.Percent); pc.Cmp(e.percent) >= 0 {
						e.percent, e.ofWork = pc, x.OfWork
					}
					continue
				}
				q, ok := parts[x.Part]
				if !ok {
					q = new(big.Rat)
					parts[x.Part] = q
					names = append(names, x.Part)
				}
				switch {
				case !cumulative:
					q.Add(q, quantity)
				case q.Cmp(quantity) < 0:
					q.Set(quantity)
				}
			}
			if len(m.Expect) > 0 && m.Cell.Ref != "" {
				e.from = appendCell(e.from, m.Cell)
			}
		}
		if len(parts) > 0 && t.HasQuantity() {
			whole, sum := new(big.Rat), new(big.Rat)
			for _, name := range names {
				part, _ := t.part(name)
				switch {
				case name == "":
					whole.Set(parts[name])
				case !part.Of:
					sum.Add(sum, parts[name])
				}
			}
			if sum.Cmp(whole) < 0 {
				sum.Set(whole) // said of the whole and of its parts: the larger
			}
			sum.Quo(sum, t.Quantity.Rat())
			if pc := (Percent{sum.Mul(sum, hundred)}); pc.Cmp(e.percent) > 0 {
				e.percent = pc
			}
		}
		out = append(out, e)
	}
	return out
}

// due is an expectation as a quantity of t, and whether it counts from the
// year's beginning; nil where it is a percent of the whole. A percent of a part
// is that share of the part's own quantity.
func (x *Expectation) due(t *Target) (quantity *big.Rat, cumulative bool) {
	if x.Quantity != nil {
		return x.Quantity.Rat(), x.Cumulative
	}
	part, ok := t.part(x.Part)
	if x.Percent == nil || !ok || x.OfWork || part.Measure != t.Measure {
		return nil, true
	}
	return PercentFrom(*x.Percent).Of(part.Quantity), true
}

// wholeDue makes the whole of t due as finished.
func wholeDue(figures []expected, t *Target) []expected {
	whole := PercentFrom(decimal.NewFromInt(100))
	for i := range figures {
		if figures[i].target == t && figures[i].aspect == Finish {
			figures[i].percent, figures[i].carried = whole, false
			return figures
		}
	}
	for i := range figures {
		if figures[i].target == t {
			figures[i].carried = true
		}
	}
	return append(figures, expected{target: t, aspect: Finish, percent: whole})
}

// valueDue makes a reach's or keep's own value due.
func valueDue(t *Target) []expected {
	if t.Quantity == nil {
		return nil
	}
	return []expected{{target: t, aspect: Finish, percent: t.goal()}}
}

// keepDue: a level is judged in every period in which it is reported. A ratio
// that only the whole year can reach (6批次/千人) is judged at the end.
func keepDue(t *Target, final bool) []expected {
	if t.Measure != "%" && !final {
		return nil
	}
	due := valueDue(t)
	for i := range due {
		due[i].carried = true
	}
	return due
}

// dueByCheckPoints: figures bind at the check points' dates (in the period a
// check point falls into, and after the last); between them the declaration
// does.
func dueByCheckPoints(pr *Project, points []CheckPoint, period Period) due {
	d := due{basis: BasisCheckPoint}
	binding := -1
	for i, c := range points {
		if c.Date.After(period.End()) {
			continue
		}
		if !c.Date.Before(period.Start()) || i == len(points)-1 {
			binding = i
		}
	}
	if binding < 0 {
		return due{basis: BasisDeclared, declaration: true, needed: true}
	}
	percent := PercentFrom(decimal.NewFromInt(points[binding].Percent))
	final := binding == len(points)-1
	for i := range pr.Targets {
		t := &pr.Targets[i]
		switch {
		case t.HasQuantity() && !t.NeedsBase:
			d.figures = append(d.figures, expected{target: t, aspect: Progress, percent: percent})
		case t.Kind == Keep:
			d.figures = append(d.figures, keepDue(t, final)...)
			d.declaration = true
		case t.Kind == Reach && final:
			d.figures = append(d.figures, valueDue(t)...)
		default:
			d.declaration = true
		}
	}
	if len(d.required()) == 0 {
		d.basis, d.declaration, d.needed = BasisDeclared, true, true
		d.binding = final
	}
	return d
}

// dueByLine: straight from 1 January to the deadline, never worse than 滞后.
// Figures that are no flow have no line; the declaration stands for them.
func dueByLine(pr *Project, end Date) due {
	d := due{basis: BasisLine, capped: true}
	share := TimeShare(pr.Deadline, end)
	for i := range pr.Targets {
		t := &pr.Targets[i]
		switch {
		case t.HasQuantity() && !t.NeedsBase:
			d.figures = append(d.figures, expected{target: t, aspect: Progress, percent: share})
		case t.Kind == Keep:
			d.figures = append(d.figures, keepDue(t, !end.Before(pr.Deadline))...)
			d.declaration = true
		case t.Kind == Reach && !end.Before(pr.Deadline):
			d.figures = append(d.figures, valueDue(t)...)
		default:
			d.declaration = true
		}
	}
	if len(d.required()) == 0 {
		d.basis, d.declaration, d.needed = BasisDeclared, true, true
		d.binding = !end.Before(pr.Deadline)
	}
	return d
}

// dueByDeclaration: the declaration each period; the deadline binds, figures
// with it where they are reported.
func dueByDeclaration(pr *Project, end Date) due {
	d := due{basis: BasisDeclared, declaration: true, needed: true}
	if end.Before(pr.Deadline) || (pr.Phase != nil && pr.Phase.Lasting) {
		return d
	}
	d.binding = true
	for i := range pr.Targets {
		t := &pr.Targets[i]
		switch {
		case t.HasQuantity() && !t.NeedsBase:
			d.figures = wholeDue(d.figures, t)
			d.figures[len(d.figures)-1].carried = true
		case t.Kind == Reach, t.Kind == Keep:
			for _, e := range valueDue(t) {
				e.carried = true
				d.figures = append(d.figures, e)
			}
		}
	}
	return d
}

// TimeShare is how much of the time from 1 January to the deadline has gone by
// at a date, at most 100 %: whole months, plus days ÷ days of the month.
func TimeShare(deadline, at Date) Percent {
	total, gone := monthsInto(deadline), monthsInto(at)
	if at.Year != deadline.Year {
		if at.Year > deadline.Year {
			return Percent{big.NewRat(100, 1)}
		}
		return Percent{}
	}
	r := gone.Quo(gone, total)
	if r.Cmp(big.NewRat(1, 1)) > 0 {
		r.SetInt64(1)
	}
	return Percent{r.Mul(r, hundred)}
}

// monthsInto is the time from 1 January to the end of day d, in months.
func monthsInto(d Date) *big.Rat {
	r := big.NewRat(int64(d.Day), int64(DaysIn(d.Year, d.Month)))
	return r.Add(r, big.NewRat(int64(d.Month-1), 1))
}

// timeShareAt is the reference line of a project: between the check points
// where the programme has them, else straight to the deadline.
func (p *Programme) timeShareAt(pr *Project, end Date) Percent {
	if p.Rule != RuleCheckPoints || len(p.CheckPoints) == 0 {
		return TimeShare(pr.Deadline, end)
	}
	from, base := new(big.Rat), new(big.Rat)
	at := monthsInto(end)
	for _, c := range p.CheckPoints {
		to, goal := monthsInto(c.Date), big.NewRat(c.Percent, 1)
		if at.Cmp(to) <= 0 {
			r := new(big.Rat).Sub(at, from)
			r.Quo(r, new(big.Rat).Sub(to, from))
			r.Mul(r, new(big.Rat).Sub(goal, base))
			return Percent{r.Add(r, base)}
		}
		from, base = to, goal
	}
	return Percent{base}
}

func appendCell(cells []Cell, c Cell) []Cell {
	if c == (Cell{}) {
		return cells
	}
	for _, x := range cells {
		if x == c {
			return cells
		}
	}
	return append(cells, c)
}
