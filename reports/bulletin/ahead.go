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
	named := quick
	if len(quick) > mostAhead {
		named = quick[:mostAhead]
	}
	t := d.prose()
	t.separated("；", len(named), func(i int) {
		st := named[i]
		t.fig("进展较快项目", d.title(st.Project), st.Project.Cell)
		if unit := d.leads(st); unit != "" {
			t.say("（" + unit + "）")
		}
		target := worst(st)
		if target == nil {
			if told := linesOf(st); len(told) > 0 {
				t.say(told[0].rateName()).fig(told[0].rateName(), told[0].rate.Shown(1)+"%", told[0].from...).say("，")
			}
			t.say("责任单位自评超序时")
			return
		}
		rate, _, difference := ledger.ShownDifference(target.Rate, target.Expected)
		name := lineOf(target).rateName()
		t.say(name).fig(name, rate+"%", target.From...)
		t.say(pastWord(target)).fig("高于序时", difference, target.From...).say("个百分点")
	})
	if len(named) < len(quick) {
		t.say("等").count("进展较快项目数", len(quick), cellsOfAll(quick)...).say(d.measure)
	}
	return []Paragraph{t.say("。").paragraph()}
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
