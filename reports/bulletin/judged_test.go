package bulletin

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"tongbao/reports/internal/example"
	"tongbao/server/ledger"
)

// plan is a programme of one rule with flows, a level to keep, a deed, a
// project without a task, shares of areas and a voted list.
func plan(rule ledger.Rule) *ledger.Programme {
	p := example.Summary().Programme
	p.Rule, p.Sample = rule, false
	p.NoticeDate = ledger.Date{Year: 2020, Month: 1, Day: 23}
	if rule == ledger.RuleCheckPoints {
		p.CheckPoints = []ledger.CheckPoint{
			{Date: ledger.Date{Year: 2020, Month: 6, Day: 30}, Percent: 60},
			{Date: ledger.Date{Year: 2020, Month: 11, Day: 30}, Percent: 100},
		}
	}
	if rule != ledger.RuleMilestones {
		p.ItemWord = ""
	}
	number := func(n int64) *decimal.Decimal { d := decimal.NewFromInt(n); return &d }
	for i := range p.Projects {
		pr := &p.Projects[i]
		pr.Targets = []ledger.Target{{
			ID: "t1", Text: "70个", Kind: ledger.Flow, Quantity: number(int64(30 + i)), Measure: "个", Comparator: ledger.AtLeast,
			Cell: pr.Cell,
		}}
		switch i % 5 {
		case 1:
			pr.Targets = append(pr.Targets, ledger.Target{ID: "t2", Text: "参保率95%", Kind: ledger.Keep, Quantity: number(95), Measure: "%", Cell: pr.Cell})
		case 2:
			pr.Targets = []ledger.Target{{ID: "t1", Text: "建成疾控中心", Kind: ledger.Deed, Cell: pr.Cell}}
		case 3:
			pr.Allocations = []ledger.Allocation{{Target: "t1", Unit: "甲县", Quantity: *number(20)}, {Target: "t1", Unit: "高新区管委会", Quantity: *number(13)}}
			pr.Duties = append(pr.Duties, ledger.Duty{Role: ledger.Lead, Name: "市发改委"})
		}
		if rule == ledger.RuleMilestones && i%5 != 2 {
			for q := 1; q <= 4; q++ {
				pr.Milestones = append(pr.Milestones, ledger.Milestone{
					Period: ledger.QuarterOf(2020, q).String(), Due: ledger.QuarterOf(2020, q).End(), Text: "完成任务",
					Expect: []ledger.Expectation{{Target: "t1", Aspect: ledger.Progress, Percent: number(int64(25 * q))}},
				})
			}
		}
		pr.NoTask = i == 9
		if i > 19 {
			pr.ID.Series = ledger.SeriesVoted
		}
	}
	return p
}

// reports are what the units send for two quarters, at random.
func reports(p *ledger.Programme, r *rand.Rand) []ledger.Report {
	var out []ledger.Report
	declared := []ledger.Declaration{ledger.DeclaredNone, ledger.DeclaredOnSchedule, ledger.DeclaredBehind, ledger.DeclaredCompleted, ledger.DeclaredFarBehind, ledger.DeclaredNotAssigned}
	stages := []ledger.Stage{ledger.StageUnknown, ledger.StagePrepare, ledger.StageBuild, ledger.StageDone, ledger.StageAccepted}
	problems := []string{"", "无", "选址调整", "资金不足；征地滞后", "其他问题"}
	for q := 1; q <= 2; q++ {
		for i := range p.Projects {
			pr := &p.Projects[i]
			if r.IntN(6) == 0 {
				continue
			}
			unit, _ := pr.Reporter()
			report := ledger.Report{
				Project: pr.ID, Unit: unit, Period: ledger.QuarterOf(2020, q), Filed: ledger.QuarterOf(2020, q).End().AddDays(r.IntN(9)),
				Declared: declared[r.IntN(len(declared))], Stage: stages[r.IntN(len(stages))], Problems: problems[r.IntN(len(problems))],
				Request: problems[r.IntN(2)], Cell: ledger.Cell{File: "进展.xlsx", Sheet: fmt.Sprint(q), Ref: fmt.Sprintf("A%d", i)},
			}
			for _, t := range pr.Targets {
				if n := decimal.NewFromInt(r.Int64N(50)); r.IntN(4) > 0 {
					report.Figures = append(report.Figures, ledger.Figures{Target: t.ID, Done: &n})
				}
			}
			if n := decimal.NewFromInt(r.Int64N(50000)); r.IntN(3) > 0 {
				report.Invested = &n
				if r.IntN(2) > 0 {
					report.Planned = &n
				}
			}
			out = append(out, report)
			if n := decimal.NewFromInt(r.Int64N(20)); len(pr.Allocations) > 0 && r.IntN(2) > 0 {
				out = append(out, ledger.Report{
					Project: pr.ID, Unit: "甲县", Area: "甲县", Period: report.Period,
					Figures: []ledger.Figures{{Target: "t1", Done: &n}},
				})
			}
		}
	}
	return out
}

// Whatever the units send, the bulletin's numbers add up and are bound, and the
// public edition keeps to itself what it must.
func TestMakeFromJudged(t *testing.T) {
	for _, rule := range []ledger.Rule{ledger.RuleMilestones, ledger.RuleCheckPoints, ledger.RuleDeclared, ledger.RuleLine} {
		t.Run(string(rule), func(t *testing.T) {
			for seed := range uint64(25) {
				p := plan(rule)
				s := ledger.Judge(p, reports(p, rand.New(rand.NewPCG(seed, 3))), ledger.QuarterOf(2020, 2))
				for _, e := range []Edition{Internal, Public} {
					doc := Make(s, Options{Edition: e, Number: 2, Date: ledger.Date{Year: 2020, Month: 7, Day: 13}})
					classesAddUp(t, s, doc)
					figuresAreBound(t, doc)
					if text := dump(doc); e == Public && (strings.Contains(text, "滞后") || strings.Contains(text, "未报送") || strings.Contains(text, "上期")) {
						t.Fatalf("seed %d: the public edition tells who is behind:\n%s", seed, text)
					}
					moneyAddsUp(t, s, doc)
				}
			}
		})
	}
}

// moneyAddsUp checks the money table's total against the ledger's.
func moneyAddsUp(t *testing.T, s *ledger.Summary, doc Document) {
	t.Helper()
	for _, a := range doc.Annexes {
		if !strings.HasSuffix(a.Title, "投资完成情况表") && !strings.HasSuffix(a.Title, "资金到位情况表") {
			continue
		}
		rows := a.Tables[0].Rows
		total := rows[len(rows)-1].Cells
		if got := strings.ReplaceAll(total[3].Text, ",", ""); got != quantity(s.Main.Investment.Planned) {
			t.Errorf("the plan adds up to %s, the ledger has %s", got, s.Main.Investment.Planned)
		}
		if got := strings.ReplaceAll(total[4].Text, ",", ""); got != quantity(s.Main.Investment.Done) {
			t.Errorf("the investment adds up to %s, the ledger has %s", got, s.Main.Investment.Done)
		}
	}
}
