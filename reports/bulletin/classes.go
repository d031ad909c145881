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

// legend says what each class means and where its bounds are.
func (d *draft) legend() string {
	t := d.s.Programme.Thresholds
	s := fmt.Sprintf("研判分类（实际进度与序时要求之差，单位：百分点）：超序时，%+d及以上；达序时，%s；基本达序时，%s；",
		t.Ahead, between(t.OnSchedule, t.Ahead), between(t.NearSchedule, t.OnSchedule))
	if d.public() {
		return s + pressing + "，其他到期项目。"
	}
	if d.s.Programme.Rule == ledger.RuleLine {
		return s + fmt.Sprintf("滞后，低于%+d；按时间进度研判的最低为滞后；未报送，应报未报或所报内容不足以研判。", t.NearSchedule)
	}
	return s + fmt.Sprintf("滞后，%s；严重滞后，低于%+d；未报送，应报未报或所报内容不足以研判。",
		between(t.Behind, t.NearSchedule), t.Behind)
}

func between(from, to int64) string {
	return fmt.Sprintf("%s（含）至%s", signed(from), signed(to))
}

func signed(n int64) string {
	if n == 0 {
		return "0"
	}
	return fmt.Sprintf("%+d", n)
}
