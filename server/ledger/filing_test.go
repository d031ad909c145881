package ledger

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// filingPlan has one project with two leads and a share of an area, one that is
// not due before the fourth quarter, and a voted one that repeats the first.
func filingPlan() *Programme {
	p := onePlan(RuleMilestones, toilets())
	first := &p.Projects[0]
	first.Duties = append(first.Duties, Duty{Role: Lead, Name: "文旅局"})
	first.Allocations = []Allocation{{Target: "t1", Unit: "清江浦区", Quantity: *dec("25")}}
	later := Project{
		ID: ProjectID{Series: SeriesMain, No: "2"}, Name: "验收", Deadline: Date{2020, 12, 31}, Duties: first.Duties[:1],
		Milestones: []Milestone{quarterDue(4, "完成")},
	}
	voted := Project{ID: ProjectID{Series: SeriesVoted, No: "1"}, Name: "票决", Duties: first.Duties[:1], Repeats: []ProjectID{first.ID}}
	p.Projects = append(p.Projects, later, voted)
	p.ReportDays = 10
	p.Units = []Unit{
		{Name: "清江浦区", Kind: County, Order: 1}, {Name: "市文广旅游局", Kind: Bureau, Order: 2, Aliases: []string{"文旅局"}}, {Name: "市住建局", Kind: Bureau, Order: 3},
	}
	return p
}

func TestFilings(t *testing.T) {
	started := []Figures{{Target: "t1", Started: dec("16")}}
	area := func(figures []Figures, filed Date) Report {
		r := oneReport(1, Report{Figures: figures, Filed: filed})
		r.Unit, r.Area = "清江浦区", "清江浦区"
		return r
	}
	for _, tt := range []struct {
		name    string
		reports []Report
		want    string
		times   int // of 市住建局
	}{
		{"nothing has come", nil, "清江浦区 1未报；市文广旅游局 1不需报；市住建局 1未报 2不需报", 1},
		{
			"on the last day",
			[]Report{oneReport(1, Report{Figures: started, Filed: Date{2020, 4, 10}}), area([]Figures{{Target: "t1", Done: dec("3")}}, Date{2020, 4, 10})},
			"清江浦区 1已报；市文广旅游局 1不需报；市住建局 1已报 2不需报", 0,
		},
		{
			"a day late",
			[]Report{oneReport(1, Report{Figures: started, Filed: Date{2020, 4, 11}}), area([]Figures{{Target: "t1", Done: dec("3")}}, Date{2020, 4, 12})},
			"清江浦区 1迟报2；市文广旅游局 1不需报；市住建局 1迟报1 2不需报", 0,
		},
		{"without the figure that is due", []Report{oneReport(1, Report{Next: "抓紧"})}, "清江浦区 1未报；市文广旅游局 1不需报；市住建局 1不全 2不需报", 1},
		{
			"complete: the area owes none",
			[]Report{oneReport(1, Report{Declared: DeclaredCompleted, Figures: []Figures{{Target: "t1", Started: dec("80"), Done: dec("80"), Finished: dec("80")}}})},
			"清江浦区 1不需报；市文广旅游局 1不需报；市住建局 1已报 2不需报", 0,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := Judge(filingPlan(), tt.reports, QuarterOf(2020, 1))
			var units []string
			for _, u := range s.Filings() {
				words := u.Unit.Name
				for _, f := range u.Filings {
					words += " " + f.Project.ID.String() + f.State.Chinese()
					if f.DaysLate > 0 {
						words += string(rune('0' + f.DaysLate))
					}
				}
				units = append(units, words)
				if u.Unit.Name == "市住建局" && u.TimesSilent != tt.times {
					t.Errorf("left out %d times, want %d", u.TimesSilent, tt.times)
				}
			}
			if got := strings.Join(units, "；"); got != tt.want {
				t.Errorf("%s\nwant %s", got, tt.want)
			}
		})
	}
}

// What 填报进度 counts of the main list's reporters is what the summary counts.
func TestFilingsAgreeWithTheSummary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := filingPlan()
		var reports []Report
		for n := 1; n <= 4; n++ {
			if rapid.Bool().Draw(t, "reported") {
				r := oneReport(n, Report{Filed: Date{2020, 3*n + 1, rapid.IntRange(1, 20).Draw(t, "day")}})
				if rapid.Bool().Draw(t, "figures") {
					done := dec(rapid.SampledFrom([]string{"0", "16", "80"}).Draw(t, "done"))
					r.Figures = []Figures{{Target: "t1", Started: done, Done: done, Finished: done}}
				}
				reports = append(reports, r)
			}
		}
		s := Judge(p, reports, QuarterOf(2020, rapid.IntRange(1, 4).Draw(t, "quarter")))
		byName := map[string]UnitFilings{}
		for _, u := range s.Filings() {
			byName[u.Unit.Name] = u
		}
		for _, u := range s.Main.Units {
			f := byName[u.Unit.Name]
			if f.Owes() != u.Owes || len(f.Missing()) != len(u.Silent) || f.Count(FiledLate) != u.Late || f.TimesSilent != u.TimesSilent {
				t.Errorf("%s: %+v, the summary %+v", u.Unit.Name, f, u)
			}
		}
	})
}
