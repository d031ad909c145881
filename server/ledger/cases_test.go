package ledger

import "testing"

// Cases of the rules that the sample programmes do not have.
func TestVerdictsOfRareCases(t *testing.T) {
	reach := Target{ID: "t1", Text: "千人口托位数达5.27个", Kind: Reach, Quantity: dec("5.27"), Measure: "个"}
	tests := []struct {
		name    string
		rule    Rule
		project Project
		quarter int
		report  Report
		want    Verdict
	}{
		{
			"all built, and the unit says acceptance is to come", RuleDeclared,
			Project{Targets: []Target{flow("t1", "改造老旧小区6个", "6", "个")}},
			4,
			Report{Declared: DeclaredOnSchedule, Stage: StageDone, StageText: "6个小区完工，待验收", Figures: []Figures{{Target: "t1", Done: dec("6")}}},
			OnSchedule,
		},
		{
			"the unit's 已完成 outweighs the words", RuleDeclared,
			Project{Targets: []Target{flow("t1", "改造老旧小区6个", "6", "个")}},
			4,
			Report{Declared: DeclaredCompleted, Stage: StageDone, StageText: "完工，待验收", Figures: []Figures{{Target: "t1", Done: dec("6")}}},
			Completed,
		},
		{
			"未到节点 cannot be said once the deadline has come", RuleDeclared,
			Project{Targets: []Target{{ID: "t1", Kind: Deed}}},
			4,
			Report{Declared: DeclaredNotDue},
			Behind,
		},
		{
			"nor with figures short of the target", RuleDeclared,
			Project{Targets: []Target{flow("t1", "100张", "100", "张")}},
			4,
			Report{Declared: DeclaredNotDue, Figures: []Figures{{Target: "t1", Done: dec("20")}}},
			FarBehind,
		},
		{
			"a level that is no percent is compared as a share", RuleDeclared,
			Project{Targets: []Target{reach}},
			4,
			Report{Declared: DeclaredOnSchedule, Figures: []Figures{{Target: "t1", Done: dec("4.9")}}},
			Behind, // 92.98 %
		},
		{
			"a percent of a part is of the part", RuleMilestones,
			Project{
				Targets: []Target{{ID: "t1", Kind: Flow, Quantity: dec("26"), Measure: "座", Parts: []Part{
					{Name: "新建", Quantity: *dec("15"), Measure: "座"}, {Name: "改造", Quantity: *dec("11"), Measure: "座"},
				}}},
				Milestones: []Milestone{quarterDue(2, "新建全部开工", Expectation{Target: "t1", Part: "新建", Aspect: Start, Percent: dec("100"), Cumulative: true})},
			},
			2,
			Report{Figures: []Figures{{Target: "t1", Started: dec("15")}}},
			OnSchedule,
		},
		{
			"a whole and its parts are not added up", RuleMilestones,
			Project{
				Targets: []Target{{ID: "t1", Kind: Flow, Quantity: dec("600"), Measure: "场", Parts: []Part{{Name: "送戏", Quantity: *dec("448"), Measure: "场", Of: true}}}},
				Milestones: []Milestone{quarterDue(
					2, "300场，其中送戏224场",
					Expectation{Target: "t1", Aspect: Progress, Quantity: dec("300"), Cumulative: true},
					Expectation{Target: "t1", Part: "送戏", Aspect: Progress, Quantity: dec("224"), Cumulative: true},
				)},
			},
			2,
			Report{Figures: []Figures{{Target: "t1", Done: dec("300")}}},
			OnSchedule,
		},
		{
			"above 100 % is complete", RuleLine,
			Project{Targets: []Target{flow("t1", "100个", "100", "个")}},
			3,
			Report{Declared: DeclaredOnSchedule, Figures: []Figures{{Target: "t1", Done: dec("105")}}},
			Completed,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := onePlan(tt.rule, tt.project)
			s := Judge(p, []Report{oneReport(tt.quarter, tt.report)}, QuarterOf(2020, tt.quarter))
			st := s.Main.Standings[0]
			if st.Verdict != tt.want {
				t.Errorf("verdict %s, want %s (%+v, lacks %+v)", st.Verdict, tt.want, st.Targets, st.Lacks)
			}
		})
	}
}

func TestWhichReportCounts(t *testing.T) {
	june, quarter := Period{2020, Month, 6}, QuarterOf(2020, 2)
	filed := func(unit string, period Period, submission int64, done string) Report {
		return Report{
			Project: ProjectID{Series: SeriesMain, No: "1"}, Unit: unit, Period: period, Submission: submission,
			Figures: []Figures{{Target: "t1", Done: dec(done)}},
		}
	}
	for _, tt := range []struct {
		name    string
		period  Period
		reports []Report
		want    string // "" where nothing counts
	}{
		{"a quarter takes its own", quarter, []Report{filed("市住建局", quarter, 1, "60")}, "60"},
		{"a quarter takes its last month", quarter, []Report{filed("市住建局", june, 1, "61")}, "61"},
		{"a half takes its last month", Period{2020, Half, 1}, []Report{filed("市住建局", june, 1, "61")}, "61"},
		{"a year takes December", Period{2020, Year, 1}, []Report{filed("市住建局", Period{2020, Month, 12}, 1, "99")}, "99"},
		{"a quarter never takes its first month", quarter, []Report{filed("市住建局", Period{2020, Month, 4}, 1, "50")}, ""},
		{"an earlier period's figure is never judged", quarter, []Report{filed("市住建局", QuarterOf(2020, 1), 1, "50")}, ""},
		{"the newer of two versions", quarter, []Report{filed("市住建局", quarter, 2, "62"), filed("市住建局", quarter, 1, "60")}, "62"},
		{"another lead may file", quarter, []Report{filed("市城管局", quarter, 1, "63")}, "63"},
		{"of one submission, the reporter's", quarter, []Report{filed("市住建局", quarter, 1, "64"), filed("市城管局", quarter, 1, "65")}, "64"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := onePlan(RuleLine, Project{Targets: []Target{flow("t1", "100个", "100", "个")}})
			p.Projects[0].Duties = append(p.Projects[0].Duties, Duty{Role: Lead, Name: "市城管局"})
			st := Judge(p, tt.reports, tt.period).Main.Standings[0]
			switch {
			case tt.want == "" && (st.Reported || st.Verdict != NotReported):
				t.Errorf("reported, verdict %s", st.Verdict)
			case tt.want != "" && (len(st.Targets) != 1 || st.Targets[0].Done.String() != tt.want):
				t.Errorf("targets %+v, want done %s", st.Targets, tt.want)
			}
		})
	}
}

func TestEditedThresholds(t *testing.T) {
	for _, tt := range []struct {
		name  string
		edges Thresholds
		done  string // of 100 at mid-year, 50 due
		want  Verdict
	}{
		{"a wider 基本达序时", Thresholds{10, 0, -8, -20}, "43", NearSchedule},
		{"a higher 超序时", Thresholds{10, 0, -8, -20}, "59", OnSchedule},
		{"基本达序时 merged into 滞后", Thresholds{5, 0, 0, -10}, "49", Behind},
		{"no 严重滞后", Thresholds{5, 0, -5, -100}, "1", Behind},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := onePlan(RuleCheckPoints, Project{Targets: []Target{flow("t1", "100个", "100", "个")}})
			p.CheckPoints = []CheckPoint{{Date{2020, 6, 30}, 50}}
			p.Thresholds = tt.edges
			s := Judge(p, []Report{oneReport(2, Report{Figures: []Figures{{Target: "t1", Done: dec(tt.done)}}})}, QuarterOf(2020, 2))
			if got := s.Main.Standings[0].Verdict; got != tt.want {
				t.Errorf("verdict %s, want %s", got, tt.want)
			}
		})
	}
}

func TestAdjustmentsReplaceWhatTheyAdjust(t *testing.T) {
	id := ProjectID{Series: SeriesMain, No: "1"}
	half := []Figures{{Target: "t1", Done: dec("50")}}
	smaller := flow("t1", "50个", "50", "个")
	for _, tt := range []struct {
		name        string
		rule        Rule
		adjustments []Adjustment
		want        Verdict
	}{
		{"目标调整: the new quantity is what counts", RuleLine, []Adjustment{{Project: id, Kind: AdjustTarget, Effective: Date{2020, 5, 1}, Targets: []Target{smaller}}}, Completed},
		{"not before it takes effect", RuleLine, []Adjustment{{Project: id, Kind: AdjustTarget, Effective: Date{2020, 7, 1}, Targets: []Target{smaller}}}, OnSchedule},
		{"暂缓", RuleLine, []Adjustment{{Project: id, Kind: AdjustSuspend, Effective: Date{2020, 5, 1}}}, NotDue},
		{"退出", RuleLine, []Adjustment{{Project: id, Kind: AdjustWithdraw, Effective: Date{2020, 5, 1}}}, NoTask},
		{
			"暂缓 is lifted by new milestones", RuleMilestones,
			[]Adjustment{
				{Project: id, Kind: AdjustSuspend, Effective: Date{2020, 3, 1}},
				{Project: id, Kind: AdjustMilestone, Effective: Date{2020, 5, 1}, Milestones: []Milestone{quarterDue(2, "", percentDue("t1", Progress, "45"))}},
			},
			Ahead,
		},
		{
			"a later deadline lowers the line", RuleLine,
			[]Adjustment{{Project: id, Kind: AdjustTarget, Effective: Date{2020, 5, 1}, Deadline: Date{2020, 12, 31}}},
			OnSchedule,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := onePlan(tt.rule, Project{Targets: []Target{flow("t1", "100个", "100", "个")}, Milestones: []Milestone{quarterDue(1, "", percentDue("t1", Progress, "90"))}})
			if tt.adjustments[0].Deadline != (Date{}) {
				p.Projects[0].Deadline = Date{2020, 9, 30}
			}
			p.Adjustments = tt.adjustments
			st := Judge(p, []Report{oneReport(2, Report{Declared: DeclaredOnSchedule, Figures: half})}, QuarterOf(2020, 2)).Main.Standings[0]
			if st.Verdict != tt.want {
				t.Errorf("verdict %s, want %s", st.Verdict, tt.want)
			}
			if p.Projects[0].Targets[0].Quantity.String() != "100" {
				t.Error("the plan itself was changed")
			}
			if want := TimeShare(st.Project.Deadline, Date{2020, 6, 30}); st.TimeShare.Cmp(want) != 0 {
				t.Errorf("time share %s, want %s of the adjusted deadline", st.TimeShare.Fixed(2), want.Fixed(2))
			}
		})
	}
}

func TestAFigureComesFromItsOwnCell(t *testing.T) {
	at := func(ref string) Cell { return Cell{File: "一季度.xlsx", Sheet: "一季度", Ref: ref} }
	f := Figures{
		Target: "t1", Started: dec("80"), Done: dec("57"), Finished: dec("40"),
		Cell: at("G6"), StartedCell: at("F6"), FinishedCell: at("H6"),
	}
	p := onePlan(RuleMilestones, toilets())
	st := Judge(p, []Report{oneReport(4, Report{Figures: []Figures{f}})}, QuarterOf(2020, 4)).Main.Standings[0]
	for _, g := range st.Targets {
		want := map[Aspect]string{Start: "F6", Progress: "G6", Finish: "H6"}[g.Aspect]
		if last := g.From[len(g.From)-1]; last.Ref != want {
			t.Errorf("%s comes from %s, want %s", g.Aspect, last.Ref, want)
		}
	}
	if len(st.Targets) != 3 {
		t.Errorf("%d figures judged", len(st.Targets))
	}
}

func TestVotedTargetsOfTheSameWords(t *testing.T) {
	p := onePlan(RuleCheckPoints, Project{Targets: []Target{flow("t1", "幼儿园12所", "12", "所")}})
	p.Projects = append(p.Projects, Project{
		ID: ProjectID{Series: SeriesVoted, No: "8"}, Deadline: Date{2020, 12, 31}, Repeats: []ProjectID{{Series: SeriesMain, No: "1"}},
		Duties: []Duty{{Role: Lead, Name: "市住建局"}}, Targets: []Target{flow("t1", "幼儿园12所", "12", "所")},
	})
	s := Judge(p, []Report{oneReport(2, Report{Figures: []Figures{{Target: "t1", Done: dec("8")}}})}, QuarterOf(2020, 2))
	if got := s.Others[0].Standings[0].Verdict; got != Ahead {
		t.Errorf("verdict %s with 8 of 12 at a check point of 60 %%", got)
	}
}

func TestAreasAreSetAgainstTheAspectTheyTell(t *testing.T) {
	pr := toilets()
	pr.Allocations = []Allocation{{Target: "t1", Unit: "清江浦区", Quantity: *dec("30")}, {Target: "t1", Unit: "淮安区", Quantity: *dec("50")}}
	p := onePlan(RuleMilestones, pr)
	area := func(name string, f Figures) Report {
		f.Target = "t1"
		r := oneReport(2, Report{Area: name, Figures: []Figures{f}})
		r.Unit = name
		return r
	}
	s := Judge(p, []Report{
		oneReport(2, Report{Figures: []Figures{{Target: "t1", Started: dec("36"), Done: dec("14")}}}),
		area("清江浦区", Figures{Done: dec("40")}),
		area("淮安区", Figures{Started: dec("20")}),
	}, QuarterOf(2020, 2))
	for _, tt := range []struct {
		area                string
		start, finish, tops bool
	}{{"清江浦区", false, true, true}, {"淮安区", true, false, false}} {
		for i := range s.Main.Areas {
			a := &s.Main.Areas[i]
			if a.Unit.Name != tt.area {
				continue
			}
			if sh := &a.Shares[0]; sh.Tells(Start) != tt.start || sh.Tells(Finish) != tt.finish {
				t.Errorf("%s tells %s", tt.area, sh.Aspect)
			}
			if full := a.Rate.CmpInt(100) == 0; full != tt.tops {
				t.Errorf("%s: mean %s of rates capped at 100", tt.area, a.Rate.Fixed(2))
			}
		}
	}
}

func TestTiedAreasShareARank(t *testing.T) {
	pr := Project{Targets: []Target{flow("t1", "40个", "40", "个")}}
	done := map[string]string{"甲区": "9", "乙区": "8", "丙区": "8", "丁区": "7", "戊区": ""}
	names := []string{"甲区", "乙区", "丙区", "丁区", "戊区"}
	for _, n := range names {
		pr.Allocations = append(pr.Allocations, Allocation{Target: "t1", Unit: n, Quantity: *dec("10")})
	}
	p := onePlan(RuleLine, pr)
	var reports []Report
	for i, n := range names {
		p.Units = append(p.Units, Unit{Name: n, Kind: County, Order: i + 1})
		if done[n] != "" {
			r := oneReport(2, Report{Area: n, Figures: []Figures{{Target: "t1", Done: dec(done[n])}}})
			r.Unit = n
			reports = append(reports, r)
		}
	}
	want := map[string]int{"甲区": 1, "乙区": 2, "丙区": 2, "丁区": 4, "戊区": 0}
	for _, a := range Judge(p, reports, QuarterOf(2020, 2)).Main.Areas {
		if a.Rank != want[a.Unit.Name] || a.Rated != (done[a.Unit.Name] != "") {
			t.Errorf("%s has rank %d, rated %v", a.Unit.Name, a.Rank, a.Rated)
		}
	}
}

func TestBuiltAndNotAcceptedIsFinishedWork(t *testing.T) {
	p := onePlan(RuleMilestones, household())
	r := oneReport(4, Report{Stage: StageBuild, Figures: []Figures{{Target: "t1", Finished: dec("18000")}}})
	s := Judge(p, []Report{r}, QuarterOf(2020, 4)).Main
	if st := s.Standings[0]; !st.AwaitsAcceptance || st.Stage != StageDone || s.Stages[StageDone] != 1 {
		t.Errorf("awaits %v, stage %q", st.AwaitsAcceptance, st.Stage)
	}
}

func TestAVotedProjectIsNotSilentForWhatIsComplete(t *testing.T) {
	p := onePlan(RuleCheckPoints, Project{Targets: []Target{flow("t1", "基层科普馆2个", "2", "个")}})
	second, voted := ProjectID{Series: SeriesMain, No: "2"}, ProjectID{Series: SeriesVoted, No: "8"}
	lead, year := []Duty{{Role: Lead, Name: "市教育局"}}, Date{2020, 12, 31}
	p.Projects = append(
		p.Projects,
		Project{ID: second, Deadline: year, Duties: lead, Targets: []Target{flow("t1", "幼儿园12所", "12", "所")}},
		Project{
			ID: voted, Deadline: year, Duties: lead, Repeats: []ProjectID{{Series: SeriesMain, No: "1"}, second},
			Targets: []Target{flow("t1", "基层科普馆2个", "2", "个"), flow("t2", "幼儿园12所", "12", "所")},
		},
	)
	schools := func(quarter int, done string) Report {
		r := oneReport(quarter, Report{Declared: DeclaredOnSchedule, Figures: []Figures{{Target: "t1", Done: dec(done)}}})
		r.Project, r.Unit = second, "市教育局"
		return r
	}
	museums := func(done string) Report {
		return oneReport(2, Report{Declared: DeclaredOnSchedule, Figures: []Figures{{Target: "t1", Done: dec(done)}}})
	}
	for _, tt := range []struct {
		name, museums string
		want          Verdict
	}{{"complete in the second quarter, silent in the third", "2", OnSchedule}, {"not complete, silent in the third", "1", NotReported}} {
		s := Judge(p, []Report{museums(tt.museums), schools(2, "8"), schools(3, "10")}, QuarterOf(2020, 3))
		if got := s.Others[0].Standings[0].Verdict; got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}
