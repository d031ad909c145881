package bulletin

import (
	"fmt"

	"tongbao/server/ledger"
)

// pressing is what the public edition says of every project that is behind or
// was not reported.
const pressing = "正在加快推进"

// class is one group of projects that the bulletin counts together.
type class struct {
	name     string
	verdicts []ledger.Verdict
}

func (c class) count(counts ledger.Counts) int {
	n := 0
	for _, v := range c.verdicts {
		n += counts.Of(v)
	}
	return n
}

func (c class) has(v ledger.Verdict) bool {
	for _, w := range c.verdicts {
		if v == w {
			return true
		}
	}
	return false
}

// classes are all classes of the edition in order. Every verdict is in exactly
// one, so that the counts add up to the total.
func (d *draft) classes() []class {
	if !d.public() {
		var all []class
		for _, v := range ledger.Verdicts {
			all = append(all, class{v.Chinese(), []ledger.Verdict{v}})
		}
		return all
	}
	var all []class
	for _, v := range []ledger.Verdict{ledger.Completed, ledger.Ahead, ledger.OnSchedule, ledger.NearSchedule} {
		all = append(all, class{v.Chinese(), []ledger.Verdict{v}})
	}
	return append(all,
		class{pressing, []ledger.Verdict{ledger.Behind, ledger.FarBehind, ledger.NotReported}},
		class{ledger.NotDue.Chinese(), []ledger.Verdict{ledger.NotDue}},
		class{ledger.NotAssigned.Chinese(), []ledger.Verdict{ledger.NotAssigned}},
	)
}

// className is the edition's word for a verdict.
func (d *draft) className(v ledger.Verdict) string {
	for _, c := range d.classes() {
		if c.has(v) {
			return c.name
		}
	}
	return v.Chinese()
}

// legend says what each class means and where its bounds are. A class whose
// bounds have been moved together holds nothing and is left out.
func (d *draft) legend() string {
	t := d.s.Programme.Thresholds
	line := "研判分类（实际进度与序时要求之差，单位：百分点）：" + fmt.Sprintf("%s，%s及以上；", ledger.Ahead.Chinese(), signed(t.Ahead))
	add := func(v ledger.Verdict, from, to int64) {
		if from < to {
			line += v.Chinese() + "，" + signed(from) + "（含）至" + signed(to) + "；"
		}
	}
	add(ledger.OnSchedule, t.OnSchedule, t.Ahead)
	add(ledger.NearSchedule, t.NearSchedule, t.OnSchedule)
	switch {
	case d.public():
		return line + pressing + "，其他到期项目。"
	case d.s.Programme.Rule == ledger.RuleLine:
		line += fmt.Sprintf("%s，低于%s（按时间进度研判，最低为滞后）；", ledger.Behind.Chinese(), signed(t.NearSchedule))
	default:
		add(ledger.Behind, t.Behind, t.NearSchedule)
		line += fmt.Sprintf("%s，低于%s；", ledger.FarBehind.Chinese(), signed(t.Behind))
	}
	return line + "未报送，应报未报或所报内容不足以研判。"
}

func signed(n int64) string {
	if n == 0 {
		return "0"
	}
	return fmt.Sprintf("%+d", n)
}
