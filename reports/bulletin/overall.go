package bulletin

import (
	"fmt"
	"slices"
	"strconv"

	"tongbao/server/ledger"
)

// overall is 总体进展: the headline of the main series, then a paragraph for
// the categories and one for every other series, which is never added to it.
func (d *draft) overall() []Paragraph {
	main := &d.s.Main
	t := d.prose()
	d.extent(t, main)
	d.progress(t, main)
	paragraphs := []Paragraph{t.paragraph()}
	if c := d.byCategory(main); len(c.Runs) > 0 {
		paragraphs = append(paragraphs, c)
	}
	for i := range d.s.Others {
		other := &d.s.Others[i]
		if other.Counts.Total == 0 {
			continue
		}
		t := d.prose()
		t.say(d.simple(seriesName(other.Series)) + "共")
		d.items(t, other)
		t.say("，单独统计，不与前述项目相加。")
		d.progress(t, other)
		paragraphs = append(paragraphs, t.paragraph())
	}
	return paragraphs
}

// extent says how many items and projects there are, and how many of them
// have no task here.
func (d *draft) extent(t *prose, s *ledger.SeriesSummary) {
	p := d.s.Programme
	all := cellsOfAll(where(s, func(*ledger.Standing) bool { return true }))
	t.say(fmt.Sprintf("%d年%s", p.Year, d.simple(p.Title)))
	if p.Assigned > 0 {
		l := d.level()
		t.say("，"+l.parent+"下达").count("下达项数", p.Assigned).say("项，" + l.self + "承担")
		t.count("承担项数", s.Counts.Total, all...).say(d.measure)
		if s.Counts.NoTask > 0 {
			t.say("，").count("无任务项数", s.Counts.NoTask).say(d.measure + l.self + "无任务")
		}
		t.say("。")
		return
	}
	t.say("共")
	d.items(t, s)
	if s.Counts.NoTask > 0 {
		t.say("，其中").count("无任务项数", s.Counts.NoTask).say(d.measure + "无任务，有任务的")
		t.count("项目数", s.Counts.Total).say(d.measure)
	}
	t.say("。")
}

// items is 10件23个项目, or 120项 where numbers have no parts.
func (d *draft) items(t *prose, s *ledger.SeriesSummary) {
	word := d.measure
	total := s.Counts.Total + s.Counts.NoTask
	var cells []ledger.Cell
	for i := range s.Standings {
		cells = append(cells, s.Standings[i].Project.Cell)
	}
	if item := d.s.Programme.ItemWord; item != "" {
		t.count("件数", s.Items, cells...).say(item)
		if s.Items == total {
			return // each is one project
		}
		word += "项目"
	}
	t.count("项目数", total, cells...).say(word)
}

// progress says the classes, the rate, the stages and the investment.
func (d *draft) progress(t *prose, s *ledger.SeriesSummary) {
	t.say("截至").fig("截止日", fmt.Sprintf("%d月%d日", d.s.AsOf.Month, d.s.AsOf.Day)).say("，")
	first := true
	for _, c := range d.classes() {
		n := c.count(s.Counts)
		if n == 0 {
			continue
		}
		if !first {
			t.say("，")
		}
		first = false
		members := where(s, func(st *ledger.Standing) bool { return c.has(st.Verdict) })
		t.say(c.name).count(c.name+"项目数", n, cellsOfAll(members)...).say(d.measure)
		d.remark(t, c, members, n)
	}
	if rate, ok := s.Counts.OnScheduleRate(); ok {
		due := where(s, func(st *ledger.Standing) bool { return st.Verdict != ledger.NotDue && st.Verdict != ledger.NoTask })
		t.say("；达序时率").fig("达序时率", rate.Shown(1)+"%", cellsOfAll(due)...)
	}
	t.say("。")
	d.selfAssessed(t, s)
	d.stages(t, s)
	d.investment(t, s)
}

// remark tells what is particular in a class: 提前完成, 超额完成,
// 已完工待验收.
func (d *draft) remark(t *prose, c class, members []*ledger.Standing, n int) {
	type note struct {
		name string
		of   []*ledger.Standing
	}
	var notes []note
	add := func(name string, holds func(*ledger.Standing) bool) {
		var of []*ledger.Standing
		for _, st := range members {
			if holds(st) {
				of = append(of, st)
			}
		}
		if len(of) > 0 {
			notes = append(notes, note{name, of})
		}
	}
	if c.has(ledger.Completed) {
		add("提前完成", func(st *ledger.Standing) bool { return st.Early })
		add("超额完成", func(st *ledger.Standing) bool { return st.Exceeded })
	}
	add("已完工待验收", func(st *ledger.Standing) bool { return st.AwaitsAcceptance })
	if len(notes) == 0 {
		return
	}
	t.say("（")
	t.separated("，", len(notes), func(i int) {
		switch k := len(notes[i].of); {
		case k == n && n == 1:
			t.say(notes[i].name)
		case k == n:
			t.say("均" + notes[i].name)
		default:
			t.say("其中" + notes[i].name)
			t.count(notes[i].name+"项目数", k, cellsOfAll(notes[i].of)...).say(d.measure)
		}
	})
	t.say("）")
}

// selfAssessed says how many verdicts rest on the units' own word.
func (d *draft) selfAssessed(t *prose, s *ledger.SeriesSummary) {
	self := where(s, func(st *ledger.Standing) bool { return st.SelfAssessed && st.Verdict != ledger.NoTask })
	switch {
	case len(self) == 0:
	case len(self) == s.Counts.Total:
		t.say("以上均依据责任单位自评。")
	default:
		t.say("其中").count("自评项目数", len(self), cellsOfAll(self)...)
		t.say(d.measure + "本期没有量化节点，依据责任单位自评。")
	}
}

// stages says how many projects are at which stage; those without one
// (services have none, and not every report tells it) are counted too, so that
// the numbers add up.
func (d *draft) stages(t *prose, s *ledger.SeriesSummary) {
	type stage struct {
		name string
		of   []*ledger.Standing
	}
	var list []stage
	known := 0
	for _, g := range []struct {
		name string
		is   []ledger.Stage
	}{
		{"处于前期阶段", []ledger.Stage{ledger.StagePrepare}},
		{"在建", []ledger.Stage{ledger.StageBuild}},
		{"完工", []ledger.Stage{ledger.StageDone, ledger.StageAccepted}},
	} {
		of := where(s, func(st *ledger.Standing) bool {
			return st.Verdict != ledger.NoTask && slices.Contains(g.is, stageOf(st))
		})
		if len(of) > 0 {
			list = append(list, stage{g.name, of})
			known += len(of)
		}
	}
	if known == 0 {
		return
	}
	t.list(len(list), func(i int) {
		t.say(list[i].name).count(list[i].name+"项目数", len(list[i].of), cellsOfAll(list[i].of)...).say(d.measure)
	})
	rest := s.Counts.Total - known
	if silent := s.Counts.Of(ledger.NotReported); silent > 0 && !d.public() {
		t.say("、未报送").count("未报送项目数", silent).say(d.measure)
		rest -= silent
	}
	if rest > 0 {
		t.say("，其余").count("未划分建设阶段的项目数", rest).say(d.measure + "未划分建设阶段")
	}
	t.say("。")
}

// stageOf is the stage that counts: none where nothing was reported, nor where
// a laggard calls itself finished, which its own figures deny.
func stageOf(st *ledger.Standing) ledger.Stage {
	finished := st.Stage == ledger.StageDone || st.Stage == ledger.StageAccepted
	if st.Verdict == ledger.NotReported || st.Verdict.Late() && finished {
		return ledger.StageUnknown
	}
	return st.Stage
}

// investment says the money done of this year's plan.
func (d *draft) investment(t *prose, s *ledger.SeriesSummary) {
	i := s.Investment
	share, ok := i.Share()
	if !ok {
		return
	}
	funded, unnamed := funding(s)
	var cells []ledger.Cell
	for i := range funded {
		cells = append(cells, funded[i].cells()...)
	}
	planned, plannedIn := money(i.Planned)
	done, doneIn := money(i.Done)
	t.say("年度计划投资").fig("年度计划投资", planned, cells...)
	t.say(plannedIn+"，累计完成").fig("累计完成投资", done, cells...)
	t.say(doneIn+"，占").fig("投资完成率", share.Shown(1)+"%", cells...)
	if len(unnamed) > 0 {
		t.say("（").titles("未计入投资统计的项目", unnamed).say("未明确年度计划投资，未计入）")
	}
	t.say("。")
}

// byCategory names the categories that are wholly on schedule and those with
// laggards. 等 stands only where more are meant than named.
func (d *draft) byCategory(s *ledger.SeriesSummary) Paragraph {
	var clean, lagging []ledger.CategoryStanding
	items := d.s.Programme.ItemWord != ""
	for _, c := range s.Categories {
		if c.Name == "" || c.Counts.Total == 0 {
			continue
		}
		items = items && c.Items == 1
		if c.Counts.Met() == c.Counts.Total {
			clean = append(clean, c)
		}
		if c.Counts.Late() > 0 {
			lagging = append(lagging, c)
		}
	}
	word := "类"
	if items {
		word = d.s.Programme.ItemWord + "实事"
	}
	members := func(name string) []ledger.Cell {
		return cellsOfAll(where(s, func(st *ledger.Standing) bool { return d.category(st.Project) == name }))
	}
	t := d.prose()
	if len(clean) > 0 {
		named := clean
		if len(clean) > 3 {
			named = clean[:2]
		}
		t.list(len(named), func(i int) { t.fig("类别", d.simple(named[i].Name), members(named[i].Name)...) })
		if len(named) < len(clean) {
			t.say("等")
		}
		var cells []ledger.Cell
		for _, c := range clean {
			cells = append(cells, members(c.Name)...)
		}
		if len(clean) > 1 {
			t.fig("全部达到序时进度的类别数", strconv.Itoa(len(clean)), cells...).say(word)
		}
		if len(clean) == 1 || items {
			t.say("的")
		}
		t.say("项目全部达到序时进度")
	}
	if len(lagging) > 0 && !d.public() {
		if len(clean) > 0 {
			t.say("；")
		}
		t.separated("，", len(lagging), func(i int) {
			c := lagging[i]
			t.fig("类别", d.simple(c.Name), members(c.Name)...).say("有")
			t.count("类别滞后项目数", c.Counts.Late(), members(c.Name)...)
			t.say(d.projects() + lateWord(c.Counts))
		})
	}
	if len(t.runs) > 0 {
		t.say("。")
	}
	return t.paragraph()
}

func lateWord(c ledger.Counts) string {
	switch {
	case c.Of(ledger.FarBehind) == 0:
		return "滞后"
	case c.Of(ledger.Behind) == 0:
		return "严重滞后"
	}
	return "滞后或严重滞后"
}
