package bulletin

import (
	"strconv"

	"tongbao/server/ledger"
)

// riskBelowLine is how many points below the straight line a project stands
// before its year's task is called at risk, where the line is the rule.
const riskBelowLine = -10

// risk is 年底完成有风险的项目: those far behind, each with what is left to do
// and the days left to do it.
func (d *draft) risk() []Paragraph {
	risky := where(&d.s.Main, d.atRisk)
	var paragraphs []Paragraph
	for i, st := range risky {
		t := d.named(i+1, st)
		d.about(d.title(st.Project), func() {
			d.responsible(t, st)
			d.remaining(t, st)
		})
		paragraphs = append(paragraphs, t.paragraph())
	}
	return paragraphs
}

func (d *draft) atRisk(st *ledger.Standing) bool {
	if deadline := st.Project.Deadline; !deadline.IsZero() && !d.s.AsOf.Before(deadline) {
		return false // it is no risk any more: it has been missed
	}
	if st.Verdict == ledger.FarBehind {
		return true
	}
	w := worst(st)
	return st.Verdict == ledger.Behind && st.Basis == ledger.BasisLine &&
		w != nil && w.Difference.CmpInt(riskBelowLine) < 0
}

// remaining tells how much of each target that is short is not done yet.
func (d *draft) remaining(t *prose, st *ledger.Standing) {
	told := map[string]bool{}
	for i := range st.Targets {
		target := &st.Targets[i]
		if target.Difference.CmpInt(0) >= 0 || !target.Target.HasQuantity() || target.OfWork || target.Aspect == ledger.Start || told[target.Target.ID] {
			continue
		}
		told[target.Target.ID] = true
		measure := d.simple(target.Target.Measure)
		left := target.Target.Quantity.Sub(target.Done)
		if !left.IsPositive() {
			continue
		}
		d.wholeYear(t, st, target.Target)
		t.say("已"+verb(target.Aspect)).fig("实际数量", spoken(target.Done, measure), target.From...)
		t.say(measure+"，尚余").fig("尚余数量", spoken(left, measure), target.From...).say(measure + "。")
	}
	if len(told) == 0 {
		t.say("研判为").fig("研判", st.Verdict.Chinese(), cellsOf(st)...)
		if st.SelfAssessed {
			t.say("（责任单位自评）")
		}
		t.say("。")
	}
	if deadline := st.Project.Deadline; !deadline.IsZero() {
		t.say("距完成时限").fig("距完成时限天数", strconv.Itoa(deadline.DaysSince(d.s.AsOf)), st.Project.Cell).say("天。")
	}
}

// coordination is 需市领导协调解决的事项: what the reports ask for.
func (d *draft) coordination() []Paragraph {
	var paragraphs []Paragraph
	for _, st := range where(&d.s.Main, func(st *ledger.Standing) bool { return st.Report != nil }) {
		request := d.reported(st, st.Report.Request)
		if request == "" || nothing[request] {
			continue
		}
		t := d.named(len(paragraphs)+1, st)
		d.about(d.title(st.Project), func() {
			d.responsible(t, st)
			t.say("提请协调：").fig("需协调事项", request, st.Report.Cell).say("。")
		})
		paragraphs = append(paragraphs, t.paragraph())
	}
	return paragraphs
}

// nothing are the answers that mean none.
var nothing = map[string]bool{"无": true, "没有": true, "暂无": true, "无问题": true, "/": true, "-": true, "—": true}
