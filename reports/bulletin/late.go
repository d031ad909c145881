package bulletin

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"tongbao/server/ledger"
)

// late is 滞后项目: each laggard with every target that is short, who answers
// for it, and reason and next step as reported. 严重滞后 come first.
func (d *draft) late() []Paragraph {
	laggards := where(&d.s.Main, func(st *ledger.Standing) bool { return st.Verdict.Late() })
	slices.SortStableFunc(laggards, func(a, b *ledger.Standing) int {
		return severity(a.Verdict) - severity(b.Verdict)
	})
	var paragraphs []Paragraph
	for i, st := range laggards {
		t := d.named(i+1, st)
		d.about(d.title(st.Project), func() {
			d.responsible(t, st)
			if st.Verdict == ledger.FarBehind && !st.SelfAssessed {
				t.say("研判为").fig("研判", st.Verdict.Chinese(), cellsOf(st)...).say("。")
			}
			d.shortfalls(t, st)
			d.situation(t, st)
		})
		paragraphs = append(paragraphs, t.paragraph())
	}
	return paragraphs
}

// responsible names the units that answer for a project.
func (d *draft) responsible(t *prose, st *ledger.Standing) {
	if leads := d.leads(st); leads != "" {
		t.say("责任单位：").fig("责任单位", leads, st.Project.Cell).say("。")
	}
}

func severity(v ledger.Verdict) int {
	if v == ledger.FarBehind {
		return 0
	}
	return 1
}

// shortfalls tells every judged target that is below its expectation; where
// none is, what the verdict rests on instead.
func (d *draft) shortfalls(t *prose, st *ledger.Standing) {
	said := 0
	var last *ledger.Target
	for i := range st.Targets {
		target := &st.Targets[i]
		if target.Difference.CmpInt(0) >= 0 {
			continue
		}
		if target.Target != last {
			d.wholeYear(t, st, target.Target)
			last = target.Target
		}
		d.shortfall(t, st, target)
		said++
	}
	if said > 0 {
		return
	}
	d.asReported(t, st)
	p := st.Project
	switch {
	case st.SelfAssessed:
		t.say("责任单位自评").fig("自评", st.Verdict.Chinese(), reportCell(st)...).say("。")
	case st.Report != nil && declaredLate(st.Report.Declared):
		t.say("责任单位自评").fig("自评", string(st.Report.Declared), st.Report.Cell).say("。")
	case p.Phase != nil && d.s.AsOf.After(p.Phase.Due):
		t.say("应于").fig("阶段时限", p.Phase.Due.Chinese(), p.Cell).say("前取得阶段性成效，尚未达到。")
	case !p.Deadline.IsZero() && !d.s.AsOf.Before(p.Deadline):
		t.say("应于").fig("完成时限", p.Deadline.Chinese(), p.Cell).say("前完成，尚未完成。")
	default:
		t.say("未达到序时进度要求。")
	}
}

// asReported tells the figures of a project whose verdict rests on something
// else.
func (d *draft) asReported(t *prose, st *ledger.Standing) {
	for _, l := range linesOf(st) {
		d.wholeYear(t, st, l.target)
		measure := d.simple(l.target.Measure)
		if l.counted() && l.done.IsZero() {
			t.fig("实际数量", "尚未"+verb(l.aspect), l.from...).say("。")
			continue
		}
		if l.counted() {
			t.say("已"+verb(l.aspect)).fig("实际数量", spoken(l.done, measure), l.from...).say(measure + "，")
		}
		t.say(l.rateName()).fig(l.rateName(), l.rate.Shown(1)+"%", l.from...).say("。")
	}
}

func declaredLate(d ledger.Declaration) bool {
	return d == ledger.DeclaredBehind || d == ledger.DeclaredFarBehind
}

// wholeYear begins a target: its year's task, or its own words where the
// project has several.
func (d *draft) wholeYear(t *prose, st *ledger.Standing, target *ledger.Target) {
	if len(st.Project.Targets) > 1 && target.Text != "" {
		t.fig("目标任务", strings.Trim(d.simple(target.Text), "，。；、 "), target.Cell).say("，")
		return
	}
	if target.HasQuantity() {
		t.say("全年").fig("全年任务", spoken(*target.Quantity, d.simple(target.Measure)), target.Cell).say(d.simple(target.Measure) + "，")
	}
}

// shortfall is one target × aspect: what was due, what is done, the difference
// in points and in things, and the areas that fall short.
func (d *draft) shortfall(t *prose, st *ledger.Standing, target *ledger.TargetStanding) {
	rate, expected, difference := ledger.ShownDifference(target.Rate, target.Expected)
	measure := d.simple(target.Target.Measure)
	period, name := d.s.Period.ShortChinese(), lineOf(target).rateName()
	switch {
	case name == "实际":
		t.say(period+"要求").fig("序时要求", expected+"%", target.From...)
		t.say("，实际").fig("实际", rate+"%", target.From...)
	case name == workDone:
		t.say(period+"应完成工程量").fig("序时要求", expected+"%", target.From...)
		t.say("，实际完成").fig(name, rate+"%", target.From...)
	case target.OfWork || !target.Target.HasQuantity():
		t.say(period+name+"应达").fig("序时要求", expected+"%", target.From...)
		t.say("，实际").fig(name, rate+"%", target.From...)
	default:
		due := target.Done.Add(target.Gap)
		t.say(period+name+"应达").fig("序时要求", expected+"%", target.From...)
		t.say("（").fig("序时要求数量", spoken(due, measure), target.From...).say(measure + "），已" + verb(target.Aspect))
		t.fig("实际数量", spoken(target.Done, measure), target.From...)
		t.say(measure+"，"+name).fig(name, rate+"%", target.From...)
	}
	below := "，低于序时"
	switch {
	case lowerWins(target):
		below = "，高于要求"
	case name == "实际":
		below = "，低于要求"
	}
	t.say(below).fig("与序时要求之差", difference, target.From...).say("个百分点")
	if target.Gap.IsPositive() && !target.OfWork && target.Target.HasQuantity() {
		t.say("，少"+verb(target.Aspect)).fig("差额", spoken(target.Gap, measure), target.From...).say(measure)
		d.shortAreas(t, st, target, measure)
	}
	t.say("。")
}

// shortAreas names the areas whose share is below the expectation. 其中 stands
// only where their shortfalls make up the whole one.
func (d *draft) shortAreas(t *prose, st *ledger.Standing, target *ledger.TargetStanding, measure string) {
	type area struct {
		name  string
		short decimal.Decimal
		from  []ledger.Cell
	}
	var short []area
	var silent []area
	sum := decimal.Zero
	for _, a := range d.s.Main.Areas {
		for _, share := range a.Shares {
			if share.Project != st.Project.ID || share.Target == nil || share.Target.ID != target.Target.ID {
				continue
			}
			if share.Done != nil && !share.Tells(target.Aspect) || share.Done == nil && share.OfWork {
				continue // what is complete says nothing of what is started, a percent of the works nothing of either
			}
			if share.Done == nil {
				silent = append(silent, area{name: a.Unit.Name, from: share.From})
				continue
			}
			if lack := missing(target.Expected, share.Quantity, *share.Done, target.Target.Measure); lack.IsPositive() {
				sum = sum.Add(lack)
				short = append(short, area{a.Unit.Name, lack, share.From})
			}
		}
	}
	if len(short) > 0 {
		if sum.Equal(target.Gap) {
			t.say("，其中")
		} else {
			t.say("；分区域看，")
		}
		t.list(len(short), func(i int) {
			t.fig("区域", d.simple(short[i].name), short[i].from...)
			t.say("少").fig("区域差额", spoken(short[i].short, measure), short[i].from...).say(measure)
		})
	}
	if len(silent) > 0 {
		t.say("，")
		t.list(len(silent), func(i int) { t.fig("区域", d.simple(silent[i].name), silent[i].from...) })
		t.say("未报分解数据")
	}
}

// missing is how much of an area's share is short of the expectation, rounded
// up for things that cannot be divided.
func missing(expected ledger.Percent, share, done decimal.Decimal, measure string) decimal.Decimal {
	short := decimal.NewFromBigRat(expected.Of(share), 6).Sub(done)
	if !ledger.Divisible(measure) {
		return short.Ceil()
	}
	return short.Round(2)
}

// situation is the stage, the reason and the next step as reported.
func (d *draft) situation(t *prose, st *ledger.Standing) {
	from := reportCell(st)
	if stage := stageOf(st); stage != ledger.StageUnknown {
		t.say("目前处于").fig("阶段", string(stage), from...).say("阶段。")
	}
	if st.Report == nil {
		return
	}
	reason, next := d.reported(st, st.Report.Problems), d.reported(st, st.Report.Next)
	if reason != "" {
		t.say("原因：").fig("原因", reason, from...).say("。")
	}
	if next != "" {
		t.say("下一步：").fig("下一步", next, from...).say("。")
	}
	switch {
	case reason == "" && next == "":
		t.say("责任单位未说明原因和下一步措施。")
	case reason == "":
		t.say("责任单位未说明原因。")
	case next == "":
		t.say("责任单位未说明下一步措施。")
	}
}
