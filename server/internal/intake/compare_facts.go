package intake

import (
	"fmt"
	"strings"

	"tongbao/server/ledger"
)

// CompareFacts is ComparePlans with what no table says in words of its own: who
// reports, how a target is measured, what a milestone expects in figures.
func CompareFacts(before, after *ledger.Programme) []Difference {
	return comparePlans(before, after, projectFacts)
}

func projectFacts(p *ledger.Project) []fieldValue {
	fields := projectFields(p)
	if name, confirmed := p.Reporter(); confirmed && len(p.Names(ledger.Lead)) > 1 {
		fields = append(fields, fieldValue{name: "主报单位", value: name, cell: dutyCell(p, ledger.Lead)})
	} else if name != "" && !confirmed {
		fields = append(fields, fieldValue{name: "主报单位", value: name + "（待确认）", cell: dutyCell(p, ledger.Lead)})
	}
	for i := range p.Targets {
		t := &p.Targets[i]
		fields = append(fields, fieldValue{"目标算法·" + shorten(t.Text), measuring(t), t.Cell, "measuring " + t.ID})
	}
	for _, m := range p.Milestones {
		var words []string
		for i := range m.Expect {
			words = append(words, ExpectationText(p, &m.Expect[i]))
		}
		fields = append(fields, fieldValue{name: "进度要求的数字（" + m.Due.Chinese() + "）", value: strings.Join(words, "；"), cell: m.Cell})
	}
	return fields
}

// KindWords are the kinds of target in Chinese, as forms offer them.
var KindWords = map[ledger.TargetKind]string{
	ledger.Flow: "数量", ledger.Work: "工程量", ledger.Reach: "提高或降低到", ledger.Keep: "保持", ledger.Standard: "提标", ledger.Deed: "事项",
}

// measuring is how a target is measured, in words.
func measuring(t *ledger.Target) string {
	words := KindWords[t.Kind]
	for _, v := range []struct {
		holds bool
		word  string
	}{{t.LowerIsBetter, "越低越好"}, {t.NeedsBase, "历年累计"}, {t.StartOnly, "开工即完成"}} {
		if v.holds {
			words += "，" + v.word
		}
	}
	return words
}

// aspectWords are the stages of the works that a figure may count.
var aspectWords = map[ledger.Aspect]string{ledger.Start: "开工", ledger.Progress: "完成", ledger.Finish: "完工"}

// ExpectationText is what a milestone wants in figures: 改造老旧小区 开工20%.
func ExpectationText(p *ledger.Project, e *ledger.Expectation) string {
	words := ""
	if t, ok := p.Target(e.Target); ok && len(p.Targets) > 1 {
		words = shorten(t.Text) + " "
	}
	if e.Part != "" {
		words += e.Part + " "
	}
	words += aspectWords[e.Aspect]
	if e.Percent != nil {
		words += fmt.Sprintf("%s%%", e.Percent.String())
		if e.OfWork {
			words += "工程量"
		}
	}
	if e.Quantity != nil {
		if words += e.Quantity.String(); !e.Cumulative {
			words += "（本期）"
		}
	}
	return words
}
