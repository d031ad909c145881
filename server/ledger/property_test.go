package ledger

import (
	"fmt"
	"math/rand"
	"reflect"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// drawProgramme makes a programme of up to 40 projects under any rule with
// reports of some of them for some quarters.
func drawProgramme(t *rapid.T) (*Programme, []Report) {
	p := &Programme{
		Key: "p", Year: 2020, Thresholds: DefaultThresholds(),
		Rule:        rapid.SampledFrom([]Rule{RuleMilestones, RuleCheckPoints, RuleDeclared, RuleLine}).Draw(t, "rule"),
		CheckPoints: []CheckPoint{{Date{2020, 6, 30}, 60}, {Date{2020, 11, 30}, 100}},
	}
	for i := range 8 {
		kind := County
		if i > 4 {
			kind = Park
		}
		p.Units = append(p.Units, Unit{Name: fmt.Sprintf("区%d", i), Kind: kind, Order: 10 + i},
			Unit{Name: fmt.Sprintf("局%d", i), Kind: Bureau, Order: i})
	}
	var reports []Report
	for i := range rapid.IntRange(0, 40).Draw(t, "projects") {
		plans := []Project{toilets(), household(), roads(), {}, {Targets: []Target{{ID: "t1", Kind: Deed}}}}
		pr := rapid.SampledFrom(plans).Draw(t, "plan")
		pr.ID = ProjectID{Series: SeriesMain, No: fmt.Sprint(i/2 + 1), Sub: []string{"①", "②"}[i%2]}
		pr.Name, pr.Category, pr.Deadline = fmt.Sprint("项目", i), fmt.Sprint("类", i%3), Date{2020, 12, 31}
		pr.NoTask = rapid.IntRange(0, 9).Draw(t, "noTask") == 0
		for k := range rapid.IntRange(0, 2).Draw(t, "leads") {
			pr.Duties = append(pr.Duties, Duty{Role: Lead, Name: fmt.Sprintf("局%d", (i+k)%8)})
		}
		for a := range rapid.IntRange(0, 8).Draw(t, "areas") {
			if len(pr.Targets) > 0 {
				pr.Allocations = append(pr.Allocations, Allocation{Target: "t1", Unit: fmt.Sprintf("区%d", a), Quantity: decimal.NewFromInt(5)})
			}
		}
		for q := 1; q <= 4; q++ {
			if rapid.IntRange(0, 3).Draw(t, "silent") == 0 {
				continue
			}
			n := decimal.NewFromInt(rapid.Int64Range(0, 220).Draw(t, "figure"))
			r := Report{Project: pr.ID, Unit: fmt.Sprintf("局%d", i%8), Period: QuarterOf(2020, q), Submission: int64(q*100 + i)}
			r.Declared = rapid.SampledFrom([]Declaration{
				DeclaredNone, DeclaredOnSchedule, DeclaredBehind, DeclaredCompleted, DeclaredNotDue, DeclaredNotAssigned,
			}).Draw(t, "declared")
			r.Stage = rapid.SampledFrom([]Stage{StageUnknown, StagePrepare, StageBuild, StageDone, StageAccepted}).Draw(t, "stage")
			for _, target := range pr.Targets {
				r.Figures = append(r.Figures, Figures{Target: target.ID, Started: &n, Done: &n})
			}
			reports = append(reports, r)
			for _, a := range pr.Allocations {
				if rapid.Bool().Draw(t, "area reports") {
					d := decimal.NewFromInt(rapid.Int64Range(0, 9).Draw(t, "share"))
					reports = append(reports, Report{
						Project: pr.ID, Area: a.Unit, Unit: a.Unit, Period: r.Period, Submission: r.Submission,
						Figures: []Figures{{Target: "t1", Done: &d}},
					})
				}
			}
		}
		p.Projects = append(p.Projects, pr)
	}
	return p, reports
}

func TestClassesAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, reports := drawProgramme(t)
		s := Judge(p, reports, QuarterOf(2020, rapid.IntRange(1, 4).Draw(t, "quarter")))
		sum, stages, inCategories := 0, 0, 0
		for _, v := range Verdicts {
			sum += s.Main.Counts.Of(v)
		}
		for _, n := range s.Main.Stages {
			stages += n
		}
		for _, c := range s.Main.Categories {
			inCategories += c.Counts.Total
		}
		c := s.Main.Counts
		if sum != c.Total || stages != c.Total || inCategories != c.Total || c.Total+c.NoTask != len(p.Projects) {
			t.Fatalf("classes %d, stages %d, categories %d, total %d, no task %d of %d", sum, stages, inCategories, c.Total, c.NoTask, len(p.Projects))
		}
		if s.Main.Due-s.Main.Reported != c.Of(NotReported) {
			t.Fatalf("due %d − reported %d is not %d unreported", s.Main.Due, s.Main.Reported, c.Of(NotReported))
		}
	})
}

func TestAShareIsItsOwnCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(1, 500).Draw(t, "total")
		n := rapid.IntRange(0, m).Draw(t, "count")
		share := PercentOfInts(n, m)
		if share.Mul(m) != n*100 {
			t.Fatalf("%d of %d is %s", n, m, share.Fixed(6))
		}
		k := rapid.IntRange(0, m).Draw(t, "other")
		if (share.Shown(1) == PercentOfInts(k, m).Shown(1)) != (n == k) && m < 1000 && n == k {
			t.Fatal("equal counts show unequal shares")
		}
	})
}

// Mul is m times the percent, which is whole for a share of m.
func (p Percent) Mul(m int) int {
	sum := Percent{}
	for range m {
		sum = sum.Add(p)
	}
	return int(sum.rat().Num().Int64() / sum.rat().Denom().Int64())
}

func TestTheOrderOfInputChangesNoVerdict(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, reports := drawProgramme(t)
		quarter := QuarterOf(2020, rapid.IntRange(1, 4).Draw(t, "quarter"))
		shuffled := append([]Report(nil), reports...)
		rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed"))).Shuffle(len(shuffled), func(a, b int) {
			shuffled[a], shuffled[b] = shuffled[b], shuffled[a]
		})
		if a, b := outline(Judge(p, reports, quarter)), outline(Judge(p, shuffled, quarter)); !reflect.DeepEqual(a, b) {
			t.Fatalf("%v\n%v", a, b)
		}
	})
}

// outline is what must not change: verdicts, counts, areas' rates and ranks.
func outline(s *Summary) []string {
	var out []string
	for i := range s.Main.Standings {
		st := &s.Main.Standings[i]
		out = append(out, fmt.Sprint(st.Project.ID, st.Verdict, st.Reported, st.Stage))
	}
	for _, a := range s.Main.Areas {
		out = append(out, fmt.Sprint(a.Unit.Name, a.Rate.Fixed(6), a.Rank))
	}
	for _, u := range s.Main.Units {
		out = append(out, fmt.Sprint(u.Unit.Name, u.Counts, u.Owes, u.Filed, u.TimesSilent))
	}
	return out
}

func TestRanksAreCompetitionRanks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, reports := drawProgramme(t)
		s := Judge(p, reports, QuarterOf(2020, 2))
		for _, kind := range []UnitKind{County, Park} {
			for _, a := range s.Main.Areas {
				if a.Unit.Kind != kind {
					continue
				}
				better := 0
				for _, b := range s.Main.Areas {
					if b.Unit.Kind == kind && b.Rated && b.Rate.Cmp(a.Rate) > 0 {
						better++
					}
				}
				if a.Rated && a.Rank != better+1 || !a.Rated && a.Rank != 0 {
					t.Fatalf("%s has rank %d with %d better", a.Unit.Name, a.Rank, better)
				}
			}
		}
	})
}

func TestThresholdsLeaveNoGap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Int64Range(-40000, 40000).Draw(t, "a"), rapid.Int64Range(-40000, 40000).Draw(t, "b")
		at := func(n int64) Percent { return PercentFrom(decimal.New(n, -3)) }
		th := DefaultThresholds()
		x, y := th.Class(at(min(a, b))), th.Class(at(max(a, b)))
		if x.rank() < y.rank() {
			t.Fatalf("a smaller difference %d is better: %s against %s at %d", min(a, b), x, y, max(a, b))
		}
	})
}

func TestPrintedDifferenceIsThePrintedOperands(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		part := decimal.NewFromInt(rapid.Int64Range(0, 400).Draw(t, "part"))
		rate, _ := PercentOf(part, decimal.NewFromInt(80)) // four decimals at most
		due := PercentFrom(decimal.NewFromInt(rapid.Int64Range(0, 100).Draw(t, "due")))
		a, e, d := ShownDifference(rate, due)
		want := decimal.RequireFromString(a).Sub(decimal.RequireFromString(e)).Abs()
		if !want.Equal(decimal.RequireFromString(d)) {
			t.Fatalf("%s − %s is not %s", a, e, d)
		}
	})
}
