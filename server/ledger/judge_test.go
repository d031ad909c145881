package ledger

import (
	"testing"

	"github.com/shopspring/decimal"
)

func dec(s string) *decimal.Decimal {
	d := decimal.RequireFromString(s)
	return &d
}

func flow(id, text, quantity, measure string) Target {
	return Target{ID: id, Text: text, Kind: Flow, Quantity: dec(quantity), Measure: measure, Comparator: Exactly}
}

func percentDue(target string, a Aspect, percent string) Expectation {
	return Expectation{Target: target, Aspect: a, Percent: dec(percent), Cumulative: true}
}

func quarterDue(n int, text string, expect ...Expectation) Milestone {
	q := QuarterOf(2020, n)
	return Milestone{Period: q.String(), Due: q.End(), Text: text, Expect: expect}
}

func onePlan(rule Rule, pr Project) *Programme {
	pr.ID = ProjectID{Series: SeriesMain, No: "1"}
	if pr.Deadline.IsZero() {
		pr.Deadline = Date{2020, 12, 31}
	}
	pr.Duties = []Duty{{Role: Lead, Name: "市住建局"}}
	return &Programme{
		Key: "p", Year: 2020, Rule: rule, Thresholds: DefaultThresholds(), NoticeDate: Date{2020, 1, 23},
		CheckPoints: []CheckPoint{{Date{2020, 6, 30}, 60}, {Date{2020, 11, 30}, 100}},
		Projects:    []Project{pr},
	}
}

func oneReport(n int, r Report) Report {
	r.Project, r.Unit, r.Period = ProjectID{Series: SeriesMain, No: "1"}, "市住建局", QuarterOf(2020, n)
	return r
}

// The plans of three rows of 淮安 2020.
func toilets() Project { // 1③
	return Project{
		Name: "旅游公厕", Targets: []Target{flow("t1", "80座", "80", "座")},
		Milestones: []Milestone{
			quarterDue(1, "开工率20%", percentDue("t1", Start, "20")),
			quarterDue(2, "开工率40%", percentDue("t1", Start, "40")),
			quarterDue(3, "全面开工，完成70%", percentDue("t1", Start, "100"), percentDue("t1", Progress, "70")),
			quarterDue(4, "完成年度任务", percentDue("t1", Finish, "100")),
		},
	}
}

func household() Project { // 1④
	return Project{
		Name: "户厕", Targets: []Target{flow("t1", "1.8万座", "18000", "座")},
		Milestones: []Milestone{
			quarterDue(1, "开工率100%", percentDue("t1", Start, "100")),
			quarterDue(2, "完工率60%", percentDue("t1", Finish, "60")),
			quarterDue(3, "完工率100%", percentDue("t1", Finish, "100")),
			quarterDue(4, "验收和考核"),
		},
	}
}

func roads() Project { // 2
	p := Project{Name: "农村公路", Targets: []Target{flow("t1", "200公里", "200", "公里"), flow("t2", "30座", "30", "座")}}
	both := func(n int, start, finish string) Milestone {
		m := quarterDue(n, "开工率、完工率")
		for _, t := range []string{"t1", "t2"} {
			if start != "" {
				m.Expect = append(m.Expect, percentDue(t, Start, start))
			}
			m.Expect = append(m.Expect, percentDue(t, Finish, finish))
		}
		return m
	}
	p.Milestones = []Milestone{quarterDue(1, "设计招标"), both(2, "50", "20"), both(3, "100", "50"), both(4, "", "100")}
	return p
}

func TestVerdictsOfTheWorkedExamples(t *testing.T) {
	started := func(n string) []Figures { return []Figures{{Target: "t1", Started: dec(n)}} }
	tests := []struct {
		name    string
		rule    Rule
		project Project
		quarter int
		report  Report
		want    Verdict
	}{
		{"11 of 80 started, 20 % due: −6.25", RuleMilestones, toilets(), 1, Report{Figures: started("11")}, Behind},
		{"15 of 80: −1.25", RuleMilestones, toilets(), 1, Report{Figures: started("15")}, NearSchedule},
		{"17 of 80: +1.25", RuleMilestones, toilets(), 1, Report{Figures: started("17")}, OnSchedule},
		{"20 of 80: exactly +5", RuleMilestones, toilets(), 1, Report{Figures: started("20")}, Ahead},
		{"7 of 80: −11.25", RuleMilestones, toilets(), 1, Report{Figures: started("7")}, FarBehind},
		{"8 of 80: exactly −10 is still 滞后", RuleMilestones, toilets(), 1, Report{Figures: started("8")}, Behind},
		{
			"finished proves started", RuleMilestones, toilets(), 1,
			Report{Figures: []Figures{{Target: "t1", Finished: dec("16")}}},
			OnSchedule,
		},
		{
			"finished never disproves started: the report is incomplete", RuleMilestones, toilets(), 1,
			Report{Figures: []Figures{{Target: "t1", Finished: dec("3")}}},
			NotReported,
		},
		{
			"all built, not accepted", RuleMilestones, household(), 4,
			Report{Stage: StageDone, Figures: []Figures{{Target: "t1", Finished: dec("18000")}}},
			OnSchedule,
		},
		{
			"all built and accepted", RuleMilestones, household(), 4,
			Report{Stage: StageAccepted, Figures: []Figures{{Target: "t1", Finished: dec("18000")}}},
			Completed,
		},
		{
			"several aspects: the worst of 55, 15, 53.3 and 23.3 %", RuleMilestones, roads(), 2,
			Report{Figures: []Figures{
				{Target: "t1", Started: dec("110"), Finished: dec("30")},
				{Target: "t2", Started: dec("16"), Finished: dec("7")},
			}},
			NearSchedule,
		},
		{"words are judged by the declaration", RuleMilestones, roads(), 1, Report{Declared: DeclaredOnSchedule}, OnSchedule},
		{"words without a declaration are incomplete", RuleMilestones, roads(), 1, Report{}, NotReported},
		{
			"a carried aspect that is reported still binds", RuleMilestones, household(), 2,
			Report{Figures: []Figures{{Target: "t1", Started: dec("9000"), Finished: dec("10800")}}},
			FarBehind,
		},
		{
			"a carried aspect that is not reported is not missed", RuleMilestones, household(), 2,
			Report{Figures: []Figures{{Target: "t1", Finished: dec("10800")}}},
			OnSchedule,
		},
		{
			"the line at mid-year: 54 of 120 is exactly −5", RuleLine,
			Project{Targets: []Target{flow("t1", "120个", "120", "个")}},
			2,
			Report{Figures: []Figures{{Target: "t1", Done: dec("54")}}},
			NearSchedule,
		},
		{
			"the line is never worse than 滞后", RuleLine,
			Project{Targets: []Target{flow("t1", "120个", "120", "个")}},
			2,
			Report{Figures: []Figures{{Target: "t1", Done: dec("0")}}},
			Behind,
		},
		{
			"a check point binds in its own quarter", RuleCheckPoints,
			Project{Targets: []Target{flow("t1", "300台", "300", "台")}},
			2,
			Report{Declared: DeclaredOnSchedule, Figures: []Figures{{Target: "t1", Done: dec("150")}}},
			Behind,
		},
		{
			"between check points the declaration does", RuleCheckPoints,
			Project{Targets: []Target{flow("t1", "300台", "300", "台")}},
			3,
			Report{Declared: DeclaredBehind, Figures: []Figures{{Target: "t1", Done: dec("290")}}},
			Behind,
		},
		{
			"a started deed is complete", RuleCheckPoints,
			Project{Targets: []Target{{ID: "t1", Text: "开工建设", Kind: Deed, StartOnly: true}}},
			1,
			Report{Declared: DeclaredOnSchedule, Stage: StageBuild},
			Completed,
		},
		{
			"schools to be started are done when started", RuleCheckPoints,
			Project{Targets: []Target{{ID: "t1", Text: "开工新建18所", Kind: Flow, Quantity: dec("18"), Measure: "所", StartOnly: true}}},
			2,
			Report{Declared: DeclaredOnSchedule, Figures: []Figures{{Target: "t1", Started: dec("11")}}},
			OnSchedule,
		},
		{
			"lasting work before its phase is declared", RuleDeclared,
			Project{Deadline: Date{2020, 11, 30}, Phase: &Phase{Due: Date{2020, 11, 30}, Lasting: true}, Targets: []Target{{ID: "t1", Kind: Deed}}},
			4,
			Report{Declared: DeclaredOnSchedule},
			Behind,
		},
		{
			"lasting work afterwards is never complete", RuleDeclared,
			Project{Deadline: Date{2020, 11, 30}, Phase: &Phase{Due: Date{2020, 11, 30}, Lasting: true}, Targets: []Target{{ID: "t1", Kind: Deed}}},
			4,
			Report{Declared: DeclaredOnSchedule, PhaseReached: true},
			OnSchedule,
		},
		{
			"the deadline binds a declaration", RuleDeclared,
			Project{Targets: []Target{{ID: "t1", Kind: Deed}}},
			4,
			Report{Declared: DeclaredOnSchedule},
			Behind,
		},
		{
			"the deadline binds the figure", RuleDeclared,
			Project{Targets: []Target{flow("t1", "100张", "100", "张")}},
			4,
			Report{Declared: DeclaredCompleted, Figures: []Figures{{Target: "t1", Done: dec("80")}}},
			FarBehind,
		},
		{
			"a keep is complete only at the deadline", RuleLine,
			Project{Targets: []Target{{ID: "t1", Kind: Keep, Quantity: dec("95"), Measure: "%", Comparator: AtLeast}}},
			2,
			Report{Declared: DeclaredOnSchedule, Figures: []Figures{{Target: "t1", Done: dec("96.2")}}},
			OnSchedule,
		},
		{
			"a keep is met or not", RuleLine,
			Project{Targets: []Target{{ID: "t1", Kind: Keep, Quantity: dec("95"), Measure: "%", Comparator: AtLeast}}},
			2,
			Report{Declared: DeclaredOnSchedule, Figures: []Figures{{Target: "t1", Done: dec("94.5")}}},
			Behind,
		},
		{
			"one stage tells nothing of several works to be started", RuleCheckPoints,
			Project{Targets: []Target{{ID: "t1", Kind: Deed, StartOnly: true}, {ID: "t2", Kind: Deed, StartOnly: true}}},
			1,
			Report{Declared: DeclaredOnSchedule, Stage: StageBuild},
			OnSchedule,
		},
		{"任务未下达 is said by the unit", RuleDeclared, Project{Targets: []Target{{ID: "t1", Kind: Deed}}}, 2, Report{Declared: DeclaredNotAssigned}, NotAssigned},
		{"未到节点 is said by the unit", RuleDeclared, Project{Targets: []Target{{ID: "t1", Kind: Deed}}}, 2, Report{Declared: DeclaredNotDue}, NotDue},
		{"无任务 comes before all", RuleDeclared, Project{NoTask: true}, 2, Report{Declared: DeclaredBehind}, NoTask},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := onePlan(tt.rule, tt.project)
			s := Judge(p, []Report{oneReport(tt.quarter, tt.report)}, QuarterOf(2020, tt.quarter))
			if got := s.Main.Standings[0].Verdict; got != tt.want {
				t.Errorf("verdict %s, want %s (%+v)", got, tt.want, s.Main.Standings[0].Targets)
			}
		})
	}
}

func TestGapAndDigitsOfTheTouristToilets(t *testing.T) {
	p := onePlan(RuleMilestones, toilets())
	s := Judge(p, []Report{oneReport(1, Report{Figures: []Figures{{Target: "t1", Started: dec("11")}}})}, QuarterOf(2020, 1))
	got := s.Main.Standings[0].Targets[0]
	rate, expected, difference := ShownDifference(got.Rate, got.Expected)
	if rate != "13.75" || expected != "20" || difference != "6.25" || got.Gap.String() != "5" {
		t.Errorf("got %s %s %s gap %s; want 13.75 20 6.25 gap 5", rate, expected, difference, got.Gap)
	}
	if fixed := got.Difference.Fixed(6); fixed != "-6.250000" {
		t.Errorf("difference %s", fixed)
	}
}

func TestIncrementsAddUpAndPartsSum(t *testing.T) {
	p := onePlan(RuleMilestones, Project{
		Targets: []Target{flow("t1", "600场次", "600", "场次")},
		Milestones: []Milestone{
			quarterDue(1, "", Expectation{Target: "t1", Part: "送戏", Aspect: Progress, Quantity: dec("80")},
				Expectation{Target: "t1", Part: "展演", Aspect: Progress, Quantity: dec("25")}),
			quarterDue(2, "", Expectation{Target: "t1", Part: "送戏", Aspect: Progress, Quantity: dec("144")},
				Expectation{Target: "t1", Part: "展演", Aspect: Progress, Quantity: dec("51")}),
		},
	})
	for quarter, want := range map[int]string{1: "17.500000", 2: "50.000000"} {
		s := Judge(p, []Report{oneReport(quarter, Report{Figures: []Figures{
			{Target: "t1", Part: "送戏", Done: dec("224")}, {Target: "t1", Part: "展演", Done: dec("76")},
		}})}, QuarterOf(2020, quarter))
		got := s.Main.Standings[0].Targets[0]
		if got.Expected.Fixed(6) != want || got.Done.String() != "300" {
			t.Errorf("quarter %d: expected %s done %s, want %s and 300", quarter, got.Expected.Fixed(6), got.Done, want)
		}
	}
}

func TestAPostponedMilestoneIsNotDue(t *testing.T) {
	p := onePlan(RuleMilestones, toilets())
	p.Adjustments = []Adjustment{{
		Project: ProjectID{Series: SeriesMain, No: "1"}, Kind: AdjustMilestone, Effective: Date{2020, 3, 1},
		Milestones: []Milestone{quarterDue(2, "开工率20%", percentDue("t1", Start, "20"))},
	}}
	st := Judge(p, nil, QuarterOf(2020, 1)).Main.Standings[0]
	if st.Verdict != NotDue || st.Basis != BasisAdjustment || st.Owes {
		t.Errorf("got %s by %s owes %v", st.Verdict, st.Basis, st.Owes)
	}
}

func TestCompletedStaysCompletedWhenSilent(t *testing.T) {
	p := onePlan(RuleMilestones, toilets())
	first := oneReport(2, Report{Figures: []Figures{{Target: "t1", Finished: dec("82")}}})
	st := Judge(p, []Report{first}, QuarterOf(2020, 3)).Main.Standings[0]
	if st.Verdict != Completed || !st.Early || !st.Exceeded || st.Owes || st.Reported {
		t.Errorf("got %+v", st)
	}
}

func TestAPhaseDeclaredOnceStaysDeclared(t *testing.T) {
	p := onePlan(RuleDeclared, Project{
		Deadline: Date{2020, 6, 30}, Phase: &Phase{Due: Date{2020, 6, 30}, Lasting: true}, Targets: []Target{{ID: "t1", Kind: Deed}},
	})
	reports := []Report{
		oneReport(2, Report{Declared: DeclaredOnSchedule, PhaseReached: true}),
		oneReport(3, Report{Declared: DeclaredOnSchedule}),
	}
	if got := Judge(p, reports, QuarterOf(2020, 3)).Main.Standings[0].Verdict; got != OnSchedule {
		t.Errorf("verdict %s in the quarter after the phase was declared", got)
	}
}

func TestTimeShare(t *testing.T) {
	wuxi := onePlan(RuleCheckPoints, Project{})
	for _, tt := range []struct {
		name string
		got  Percent
		want string
	}{
		{"half the year", TimeShare(Date{2021, 12, 31}, Date{2021, 6, 30}), "50.000000"},
		{"ten days into February of eleven months", TimeShare(Date{2021, 11, 30}, Date{2021, 2, 14}), "13.636364"},
		{"past the deadline", TimeShare(Date{2021, 6, 30}, Date{2021, 9, 30}), "100.000000"},
		{"first quarter between check points", wuxi.timeShareAt(&wuxi.Projects[0], Date{2020, 3, 31}), "30.000000"},
		{"third quarter between check points", wuxi.timeShareAt(&wuxi.Projects[0], Date{2020, 9, 30}), "84.000000"},
	} {
		if tt.got.Fixed(6) != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, tt.got.Fixed(6), tt.want)
		}
	}
}

func TestVotedProjectsTakeTheMainReports(t *testing.T) {
	p := onePlan(RuleCheckPoints, Project{Name: "加装电梯", Targets: []Target{flow("t1", "既有住宅加装电梯300台", "300", "台")}})
	voted := Project{
		ID: ProjectID{Series: SeriesVoted, No: "1"}, Name: "宜居环境", Deadline: Date{2020, 12, 31},
		Duties: []Duty{{Role: Lead, Name: "市住建局"}}, Targets: []Target{flow("t1", "完成既有住宅加装电梯300台", "300", "台")},
	}
	other := Project{
		ID: ProjectID{Series: SeriesMain, No: "2"}, Name: "消火栓", Deadline: Date{2020, 12, 31}, NoTask: true,
		Targets: []Target{flow("t1", "新建市政消火栓300台", "300", "台")},
	}
	p.Projects = append(p.Projects, voted, other)
	LinkSeries(p)
	if got := p.Projects[1].Repeats; len(got) != 1 || got[0].No != "1" {
		t.Errorf("the voted project repeats %v", got)
	}
	s := Judge(p, []Report{oneReport(2, Report{Figures: []Figures{{Target: "t1", Done: dec("200")}}})}, QuarterOf(2020, 2))
	if got := s.Others[0].Standings[0]; got.Verdict != Ahead || !got.Reported {
		t.Errorf("voted project is %s, reported %v", got.Verdict, got.Reported)
	}
	if s.Main.Counts.Total != 1 {
		t.Errorf("the series are summed: total %d", s.Main.Counts.Total)
	}
}

func TestALongerPeriodTakesTheReportThatEndsWithIt(t *testing.T) {
	year := Period{2020, Year, 1}
	for _, tt := range []struct {
		report Period
		want   bool
	}{
		{year, true},
		{Period{2020, Half, 2}, true},
		{QuarterOf(2020, 4), true},
		{Period{2020, Month, 12}, true},
		{QuarterOf(2020, 3), false},
		{Period{2020, Month, 11}, false},
		{Period{2021, Month, 12}, false},
		{Period{}, false},
	} {
		if got := year.Takes(tt.report); got != tt.want {
			t.Errorf("2020 takes %v: %v", tt.report, got)
		}
	}
	if QuarterOf(2020, 4).Takes(year) {
		t.Error("a quarter takes the year's report")
	}
}

func TestAMissingReportIsChargedToTheReporterAlone(t *testing.T) {
	p := onePlan(RuleMilestones, toilets())
	p.Projects[0].Duties = append(p.Projects[0].Duties, Duty{Role: Lead, Name: "市城管局"})
	units := Judge(p, nil, QuarterOf(2020, 1)).Main.Units
	if len(units) != 2 || units[0].Counts.Of(NotReported) != 1 || len(units[0].Silent) != 1 || units[1].Counts.Total != 0 {
		t.Errorf("%+v", units)
	}
}
