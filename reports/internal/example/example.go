// Package example is a made-up programme judged by hand, for the tests of the
// packages that write bulletins. It reproduces the figures of an ordinary first
// quarter: 10 件, 23 projects, of them 1 completed, 4 ahead, 13 on schedule, 3
// behind, 1 far behind and 1 not reported.
package example

import (
	"fmt"

	"github.com/shopspring/decimal"

	"tongbao/server/ledger"
)

func dec(s string) *decimal.Decimal {
	d := decimal.RequireFromString(s)
	return &d
}

func at(sheet, ref string) ledger.Cell {
	return ledger.Cell{File: "示例.xlsx", Sheet: sheet, Ref: ref}
}

func pct(s string) ledger.Percent { return ledger.PercentFrom(decimal.RequireFromString(s)) }

type row struct {
	no, sub, item, name, unit string
	verdict                   ledger.Verdict
	stage                     ledger.Stage
}

func sampleRows() []row {
	const on, ahead = ledger.OnSchedule, ledger.Ahead
	const pre, build = ledger.StagePrepare, ledger.StageBuild
	one, two, three := "更新改造城乡居民生活服务设施", "持续提档升级农村公路", "加快建设教育设施"
	four, five, six := "扩大基础教育优质资源", "改善城市人居环境", "提升医疗卫生服务"
	return []row{
		{"1", "①", one, "提标改造老旧小区", "市住建局", on, pre},
		{"1", "②", one, "新建城市公厕", "市城管局", on, pre},
		{"1", "③", one, "新改扩建旅游公厕", "市文广旅游局", ledger.Behind, build},
		{"1", "④", one, "农村户厕改造", "市农业农村局", ledger.FarBehind, build},
		{"2", "", two, "持续提档升级农村公路", "市交通运输局", ahead, build},
		{"3", "①", three, "新建幼儿园", "市教育局", ledger.Behind, pre},
		{"3", "②", three, "改造校舍", "市教育局", on, build},
		{"4", "①", four, "增加优质学位", "市教育局", ahead, build},
		{"4", "②", four, "教师培训", "市教育局", on, build},
		{"5", "①", five, "整治城市河道", "市水利局", on, build},
		{"5", "②", five, "治理黑臭水体", "市生态环境局", ledger.Behind, pre},
		{"5", "③", five, "增加绿地", "市城管局", on, pre},
		{"6", "①", six, "迁建疾控中心", "市卫健委", on, build},
		{"6", "②", six, "适龄妇女两癌筛查", "市卫健委", ahead, build},
		{"7", "①", "提高养老服务水平", "新建居家养老中心", "市民政局", on, pre},
		{"7", "②", "提高养老服务水平", "老年人助餐点", "市民政局", on, build},
		{"8", "①", "提高社会保障水平", "提高低保标准", "市民政局", ledger.Completed, ledger.StageDone},
		{"8", "②", "提高社会保障水平", "残疾人康复", "市残联", on, build},
		{"9", "①", "促进就业创业", "职业技能培训", "市人社局", ahead, build},
		{"9", "②", "促进就业创业", "遴选示范基地", "市人社局", on, pre},
		{"10", "①", "丰富文化体育生活", "送戏下乡", "市文广旅游局", on, pre},
		{"10", "②", "丰富文化体育生活", "新建健身步道", "市体育局", ledger.NotReported, ""},
		{"10", "③", "丰富文化体育生活", "全民阅读点", "市图书馆", on, pre},
	}
}

func sampleUnits() []ledger.Unit {
	names := []string{
		"市发改委", "市教育局", "市民政局", "市财政局", "市人社局", "市自然资源局", "市生态环境局", "市住建局", "市城管局",
		"市交通运输局", "市水利局", "市农业农村局", "市文广旅游局", "市卫健委", "市体育局", "市残联", "市图书馆",
	}
	var units []ledger.Unit
	for i, n := range names {
		units = append(units, ledger.Unit{Name: n, Kind: ledger.Bureau, Order: i + 1})
	}
	for i, n := range []string{"甲县", "乙区", "丙区", "高新区管委会"} {
		kind := ledger.County
		if n == "高新区管委会" {
			kind = ledger.Park
		}
		units = append(units, ledger.Unit{Name: n, Kind: kind, Order: len(names) + i + 1})
	}
	return units
}

// Summary is the programme at the end of the first quarter, each time anew.
func Summary() *ledger.Summary {
	p := &ledger.Programme{
		Key: "shili-2020", Government: "示例市人民政府", Issuer: "示例市人民政府办公室",
		Title: "市政府为民办十件实事", Notice: "《2020年市政府为民办十件实事实施方案》", NoticeNo: "示政办发〔2020〕1号",
		Year: 2020, Rule: ledger.RuleMilestones, Thresholds: ledger.DefaultThresholds(), ItemWord: "件", ReportDays: 5,
		Greeting: "各县区人民政府，各园区管委会，市各有关部门和单位：", CopyTo: []string{"市委办公室", "市人大常委会办公室"},
		Footnote: "此件不予公开", Sample: true, Units: sampleUnits(),
	}
	for i, r := range sampleRows() {
		p.Projects = append(p.Projects, ledger.Project{
			ID:   ledger.ProjectID{Series: ledger.SeriesMain, No: r.no, Sub: r.sub},
			Name: r.item, Content: r.sub + r.name + "。", Deadline: ledger.Date{Year: 2020, Month: 12, Day: 31},
			Duties: []ledger.Duty{{Role: ledger.Lead, Name: r.unit}},
			Cell:   at("项目表", fmt.Sprintf("A%d", i+3)),
		})
	}
	s := &ledger.Summary{Programme: p, Period: ledger.QuarterOf(2020, 1), AsOf: ledger.Date{Year: 2020, Month: 3, Day: 31}}
	s.Main.Series = ledger.SeriesMain
	for i, r := range sampleRows() {
		st := ledger.Standing{
			Project: &p.Projects[i], Reporter: r.unit, ReporterConfirmed: true, Basis: ledger.BasisMilestone,
			Verdict: r.verdict, Owes: true, Reported: r.verdict != ledger.NotReported, Stage: r.stage,
			SelfAssessed: true, Early: r.verdict == ledger.Completed,
		}
		if st.Reported {
			st.Report = &ledger.Report{Project: p.Projects[i].ID, Unit: r.unit, Period: s.Period, Cell: at("一季度", fmt.Sprintf("A%d", i+3))}
			st.Latest = st.Report
		} else {
			st.SelfAssessed = false
		}
		s.Main.Standings = append(s.Main.Standings, st)
	}
	sampleFigures(s)
	Tally(&s.Main, p)
	s.Main.Areas = sampleAreas(s)
	s.Main.SilentAreas = s.Main.Areas[2:3]
	return s
}

// sampleFigures gives some projects targets, reasons and money.
func sampleFigures(s *ledger.Summary) {
	toilets := &s.Main.Standings[2]
	toilets.SelfAssessed = false
	toilets.Project.Targets = []ledger.Target{{ID: "t1", Text: "80座旅游公厕", Kind: ledger.Flow, Quantity: dec("80"), Measure: "座", Cell: at("项目表", "C5")}}
	toilets.Targets = []ledger.TargetStanding{{
		Target: &toilets.Project.Targets[0], Aspect: ledger.Start, Done: *dec("11"), Rate: pct("13.75"), Expected: pct("20"),
		Difference: pct("-6.25"), Gap: *dec("5"), Verdict: ledger.Behind, From: []ledger.Cell{at("项目表", "C5"), at("项目表", "D5"), at("一季度", "F5")},
	}}
	toilets.Report.Problems = "部分选址调整（联系人：王小明，电话0517-83600000）。"
	toilets.Report.Next = "4月20日前全部完成选址。"
	toilets.Report.Request = "请协调明确景区周边用地。"
	toilets.Report.Planned, toilets.Report.Invested = dec("1200"), dec("150.5")

	house := &s.Main.Standings[3]
	house.SelfAssessed = false
	house.Project.Targets = []ledger.Target{{ID: "t1", Text: "1.8万座农村无害化户厕", Kind: ledger.Flow, Quantity: dec("18000"), Measure: "座", Cell: at("项目表", "C6")}}
	house.Targets = []ledger.TargetStanding{{
		Target: &house.Project.Targets[0], Aspect: ledger.Start, Done: *dec("14000"), Rate: ledger.PercentOfInts(14000, 18000), Expected: pct("100"),
		Difference: ledger.PercentOfInts(14000, 18000).Sub(pct("100")), Gap: *dec("4000"), Verdict: ledger.FarBehind,
		From: []ledger.Cell{at("项目表", "C6"), at("一季度", "F6")},
	}}
	house.Report.Problems = "受天气影响施工进度偏慢\n张副局长已现场督办"

	road := &s.Main.Standings[4]
	road.SelfAssessed = false
	road.Project.Targets = []ledger.Target{
		{ID: "t1", Text: "200公里", Kind: ledger.Flow, Quantity: dec("200"), Measure: "公里", Cell: at("项目表", "C7")},
		{ID: "t2", Text: "30座桥", Kind: ledger.Flow, Quantity: dec("30"), Measure: "座", Cell: at("项目表", "C7")},
	}
	road.Targets = []ledger.TargetStanding{
		{
			Target: &road.Project.Targets[0], Aspect: ledger.Start, Done: *dec("110"), Rate: pct("55"), Expected: pct("50"),
			Difference: pct("5"), Verdict: ledger.Ahead, From: []ledger.Cell{at("一季度", "F7")},
		},
		{
			Target: &road.Project.Targets[1], Aspect: ledger.Start, Done: *dec("17"), Rate: ledger.PercentOfInts(17, 30), Expected: pct("50"),
			Difference: ledger.PercentOfInts(17, 30).Sub(pct("50")), Verdict: ledger.Ahead, From: []ledger.Cell{at("一季度", "G7")},
		},
	}
	road.Report.Planned, road.Report.Invested, road.Report.InPlace = dec("485000"), dec("98549.5"), dec("120000")

	s.Main.Standings[0].Report.Problems = "=部分小区改造方案未获业主同意"
	s.Main.Standings[6].Report.Invested = dec("80")
	s.Main.Standings[10].Report.Problems = "征地补偿资金未到位"
	s.Main.Standings[10].Report.Next = "5月底前完成清表"
	s.Main.Standings[7].DaysLate = 3
}

func sampleAreas(s *ledger.Summary) []ledger.AreaStanding {
	toilets := s.Main.Standings[2].Project
	area := func(i int, quantity, done string) ledger.AreaStanding {
		a := ledger.AreaStanding{Unit: s.Programme.Units[len(s.Programme.Units)-4+i]}
		share := ledger.Share{Project: toilets.ID, Title: toilets.Name, Target: &toilets.Targets[0], Quantity: *dec(quantity), From: []ledger.Cell{at("任务分解", fmt.Sprintf("C%d", i+3))}}
		if done != "" {
			share.Done = dec(done)
			share.Rate, _ = ledger.PercentOf(*share.Done, share.Quantity)
			a.Reported, a.Rated, a.Rate = 1, true, share.Rate
		}
		a.Shares = []ledger.Share{share}
		return a
	}
	areas := []ledger.AreaStanding{area(0, "30", "3"), area(1, "20", "2"), area(2, "10", ""), area(3, "20", "6")}
	areas[0].Rank, areas[1].Rank, areas[3].Rank = 1, 1, 1
	return areas
}

// Tally counts a series as the ledger does.
func Tally(s *ledger.SeriesSummary, p *ledger.Programme) {
	s.Counts = ledger.Counts{By: map[ledger.Verdict]int{}}
	s.Stages = map[ledger.Stage]int{}
	s.Categories, s.Units = nil, nil
	numbers := map[string]bool{}
	units := map[string]*ledger.UnitStanding{}
	categories := map[string]int{}
	for i := range s.Standings {
		st := &s.Standings[i]
		numbers[st.Project.ID.No] = true
		if st.Verdict == ledger.NoTask {
			s.Counts.NoTask++
			continue
		}
		s.Counts.By[st.Verdict]++
		s.Counts.Total++
		s.Stages[st.Stage]++
		k, ok := categories[st.Project.Name]
		if !ok {
			k = len(s.Categories)
			categories[st.Project.Name] = k
			s.Categories = append(s.Categories, ledger.CategoryStanding{Name: st.Project.Name, Items: 1, Counts: ledger.Counts{By: map[ledger.Verdict]int{}}})
		}
		s.Categories[k].Counts.By[st.Verdict]++
		s.Categories[k].Counts.Total++
		u := units[st.Reporter]
		if u == nil {
			full, _ := p.Unit(st.Reporter)
			u = &ledger.UnitStanding{Unit: full, Counts: ledger.Counts{By: map[ledger.Verdict]int{}}}
			units[st.Reporter] = u
		}
		u.Counts.By[st.Verdict]++
		u.Counts.Total++
		u.Owes++
		if st.Verdict == ledger.NotReported {
			u.Silent = append(u.Silent, st.Project.ID)
			u.TimesSilent = 1
		}
		if st.DaysLate > 0 {
			u.Late++
			u.MaxLate = max(u.MaxLate, st.DaysLate)
		}
	}
	s.Items = len(numbers)
	for _, u := range p.Units {
		if us := units[u.Name]; us != nil {
			s.Units = append(s.Units, *us)
		}
	}
	for i := range s.Standings {
		r := s.Standings[i].Report
		if r == nil || r.Planned == nil {
			continue
		}
		s.Investment.Projects++
		s.Investment.Planned = s.Investment.Planned.Add(*r.Planned)
		if r.Invested != nil {
			s.Investment.Done = s.Investment.Done.Add(*r.Invested)
		}
	}
}
