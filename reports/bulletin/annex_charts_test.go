package bulletin

import (
	"slices"
	"strings"
	"testing"

	"tongbao/reports/internal/example"
	"tongbao/server/ledger"
)

// charts are those of a bulletin by their titles; none when it has no annex of
// them.
func charts(doc Document) map[string]Chart {
	all := map[string]Chart{}
	for _, a := range doc.Annexes {
		for _, c := range a.Charts {
			all[c.Title] = c
		}
	}
	return all
}

// TestChartsSayWhatTheTextSays: the classes' numbers add up to the projects,
// shares end at the whole, what was not reported has no bar.
func TestChartsSayWhatTheTextSays(t *testing.T) {
	s := example.Summary()
	more := s.Main.Areas[0]
	more.Unit.Name = "丁县"
	s.Main.Areas = append(s.Main.Areas, more)
	all := charts(Make(s, options(Internal)))
	total := 0.0
	for _, p := range all["各研判类别项目数"].Points {
		total += *p.Values[0].Value
	}
	if int(total) != s.Main.Counts.Total {
		t.Errorf("the classes have %v projects of %d", total, s.Main.Counts.Total)
	}
	areas := all["县区分解任务平均完成率"]
	if last := areas.Points[len(areas.Points)-1].Values[0]; last.Value != nil || last.Text != "未报送" {
		t.Errorf("the silent area has %+v", last)
	}
	for title, c := range all {
		for _, p := range c.Points {
			for _, v := range p.Values {
				if v.Value != nil && c.Full > 0 && *v.Value > c.Full {
					t.Errorf("%s: %s has %v of %v", title, p.Name, *v.Value, c.Full)
				}
			}
		}
	}
}

func TestTheTrendIsDrawnFromThreePeriodsOn(t *testing.T) {
	s := example.Summary()
	s.Previous = example.Summary()
	if _, ok := charts(Make(s, options(Internal)))["各期达序时率"]; ok {
		t.Error("two periods are drawn")
	}
	s.Period, s.Previous.Period = ledger.Period{Year: 2020, Kind: ledger.Quarter, N: 3}, ledger.Period{Year: 2020, Kind: ledger.Quarter, N: 2}
	s.Previous.Previous = example.Summary()
	var names []string
	for _, p := range charts(Make(s, options(Internal)))["各期达序时率"].Points {
		names = append(names, p.Name)
	}
	if got := strings.Join(names, " "); got != "第一季度 第二季度 第三季度" {
		t.Errorf("periods %s", got)
	}
}

func TestLittleIsNotDrawn(t *testing.T) {
	s := example.Summary()
	s.Main.Standings = s.Main.Standings[:5]
	s.Main.Areas, s.Main.Categories = s.Main.Areas[:2], s.Main.Categories[:2]
	example.Tally(&s.Main, s.Programme)
	doc := Make(s, options(Internal))
	if all := charts(doc); len(all) > 0 {
		t.Errorf("five projects are drawn: %v", all)
	}
	if slices.ContainsFunc(doc.Annexes, func(a Annex) bool { return strings.HasSuffix(a.Title, "进展情况图") }) {
		t.Error("there is an annex without charts")
	}
	figuresAreBound(t, doc)
}

func TestThePublicEditionHasNoCharts(t *testing.T) {
	if all := charts(Make(example.Summary(), options(Public))); len(all) > 0 {
		t.Errorf("drawn: %v", all)
	}
}
