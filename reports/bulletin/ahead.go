package bulletin

import (
	"slices"

	"tongbao/server/ledger"
)

// most projects the section on quick ones names.
const mostAhead = 10

// ahead is 进展较快的项目: those ahead of schedule, the furthest first, each
// with the target that holds its verdict.
func (d *draft) ahead() []Paragraph {
	quick := where(&d.s.Main, func(st *ledger.Standing) bool { return st.Verdict == ledger.Ahead })
	if len(quick) == 0 {
		return nil
	}
	slices.SortStableFunc(quick, func(a, b *ledger.Standing) int {
		x, y := worst(a), worst(b)
		switch {
		case x == nil && y == nil:
			return 0
		case x == nil:
			return 1
		case y == nil:
			return -1
		}
		return y.Difference.Cmp(x.Difference)
	})
	named := furthest(quick)
	t := d.prose()
	t.say("超序时的项目共").count("超序时项目数", len(quick), cellsOfAll(quick)...).say(d.measure)
	self := len(where(&d.s.Main, func(st *ledger.Standing) bool { return st.Verdict == ledger.Ahead && worst(st) == nil }))
	switch {
	case self == len(quick) && self > 1:
		t.say("，均为责任单位自评")
	case self == len(quick):
		t.say("，为责任单位自评")
	}
	switch {
	case len(named) == 0:
		return []Paragraph{t.say("，名单见附件。").paragraph()}
	case len(named) < len(quick):
		t.say("，进展最快的").count("进展最快项目数", len(named), cellsOfAll(named)...).say(d.measure + "为")
	}
	t.say("：").separated("；", len(named), func(i int) { d.quick(t, named[i], self == len(quick)) })
	return []Paragraph{t.say("。").paragraph()}
}

// furthest are the first of projects in order, about mostAhead. Equals are not
// parted: where the limit falls among them, none of them is named; where all
// are equal, all are, or none when they are many.
func furthest(quick []*ledger.Standing) []*ledger.Standing {
	if len(quick) <= mostAhead {
		return quick
	}
	equal := func(a, b *ledger.Standing) bool {
		x, y := worst(a), worst(b)
		return x == nil && y == nil || x != nil && y != nil && x.Difference.Cmp(y.Difference) == 0
	}
	for n := mostAhead; n > 0; n-- {
		if !equal(quick[n-1], quick[n]) {
			return quick[:n]
		}
	}
	if len(quick) <= 2*mostAhead {
		return quick
	}
	return nil
}

// quick tells one project that is ahead.
func (d *draft) quick(t *prose, st *ledger.Standing, allSelf bool) {
	t.project("进展较快项目", st)
	if unit := d.leads(st); unit != "" {
		t.say("（" + unit + "）")
	}
	target := worst(st)
	if target == nil {
		told := linesOf(st)
		if len(told) > 0 {
			t.say("，"+told[0].rateName()).fig(told[0].rateName(), told[0].rate.Shown(1)+"%", told[0].from...)
		}
		if !allSelf {
			t.say("，责任单位自评超序时")
		}
		return
	}
	rate, _, difference := ledger.ShownDifference(target.Rate, target.Expected)
	name := lineOf(target).rateName()
	t.say("，"+name).fig(name, rate+"%", target.From...)
	t.say(pastWord(target)).fig("高于序时", difference, target.From...).say("个百分点")
}

// worst is the judged target with the smallest difference, nil without any.
func worst(st *ledger.Standing) *ledger.TargetStanding {
	var w *ledger.TargetStanding
	for i := range st.Targets {
		t := &st.Targets[i]
		if w == nil || t.Difference.Cmp(w.Difference) < 0 {
			w = t
		}
	}
	return w
}

// lowerWins reports whether a smaller figure is the better one.
func lowerWins(t *ledger.TargetStanding) bool {
	return t.Difference.Cmp(t.Rate.Sub(t.Expected)) != 0
}

// pastWord says on which side of the schedule a good figure stands.
func pastWord(t *ledger.TargetStanding) string {
	if lowerWins(t) {
		return "，优于序时"
	}
	return "，高于序时"
}
