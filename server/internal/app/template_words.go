package app

import (
	"strings"

	"github.com/shopspring/decimal"

	"tongbao/server/ledger"
)

// figureWords say what is due of a target, of which whole is the quantity: the
// year's, or an area's share.
func figureWords(f *ledger.DueFigure, whole *decimal.Decimal, verb string) string {
	percent := f.Percent.Shown(2) + "%"
	switch {
	case f.Level():
		level := whole.String() + f.Target.Measure
		if f.Target.Measure == "" || f.Target.Measure == "个百分点" {
			level = whole.String() + "%"
		}
		if f.AtMost() {
			return "应不高于" + level
		}
		return "应达到" + level
	case f.OfWork:
		return "应完成工程量的" + percent
	case !f.Target.HasQuantity() || whole == nil:
		return "应" + verb + percent
	}
	n := f.Of(*whole).String() + f.Target.Measure
	if f.Percent.CmpInt(100) == 0 {
		return "应全部" + verb + "（" + n + "）"
	}
	return "应" + verb + "不少于" + n + "（" + percent + "）"
}

// milestoneWords are the plan's own words for what falls due in the period, or
// what is asked for where it has none.
func (d *formDesk) milestoneWords(o *ledger.Obligation) string {
	if o.NotDue {
		return ""
	}
	var words []string
	if d.programme.Rule == ledger.RuleMilestones {
		for _, m := range o.Passed {
			if !m.Due.Before(d.period.Start()) && m.Text != "" {
				words = append(words, strings.TrimRight(m.Text, "。；;"))
			}
		}
		if n := len(o.Passed); n > 0 && len(words) == 0 {
			words = append(words, "（节点已过）"+strings.TrimRight(o.Passed[n-1].Text, "。；;"))
		}
	}
	if o.Binding {
		words = append(words, "已到完成时限（"+o.Project.Deadline.Chinese()+"）")
	}
	return joinWords(words...)
}

// notDueWords say when a project is due first.
func notDueWords(o *ledger.Obligation) string {
	if o.Next == nil {
		return "本期未到节点，可不填"
	}
	return "本期未到节点，可不填；下一节点" + o.Next.Due.Chinese()
}

// deedWords are the targets of a project that none of is told in figures.
func deedWords(pr *ledger.Project) string {
	var words []string
	for i := range pr.Targets {
		words = append(words, pr.Targets[i].Text)
	}
	return joinWords(words...)
}
