package intake

import (
	"testing"

	"github.com/shopspring/decimal"

	"tongbao/server/ledger"
)

// Differences are told in an officer's words; fields are paired by what they
// are, whatever they are called now.
func TestDifferencesInWords(t *testing.T) {
	figure := func(s string) *decimal.Decimal {
		d := decimal.RequireFromString(s)
		return &d
	}
	plan := func(text, share, part string) *ledger.Programme {
		return &ledger.Programme{Projects: []ledger.Project{{
			ID: ledger.ProjectID{Series: "main", No: "1"}, Name: "旧改",
			Targets: []ledger.Target{{ID: "t1", Text: text, Quantity: figure("70"), Measure: "个"}, {ID: "t2", Text: "加装电梯"}},
			Allocations: []ledger.Allocation{
				{Target: "t1", Unit: "清江浦区", Quantity: *figure(share)},
				{Target: "t1", Part: "续建", Unit: "清江浦区", Quantity: *figure(part)},
				{Target: "t1", Unit: "淮安区", Of: true, Name: "省考核", Quantity: *figure(part)},
			},
		}}}
	}
	was, is := plan("改造老旧小区", "20", "5"), plan("整治老旧小区", "25", "6")
	report := func(n string) []ledger.Report {
		return []ledger.Report{{Project: is.Projects[0].ID, Figures: []ledger.Figures{
			{Target: "t1", Done: figure(n)}, {Target: "t1", Part: "续建", Done: figure(n)}, {Target: "t9", Done: figure(n)},
		}}}
	}
	for _, c := range []struct {
		name string
		got  []Difference
		want []string // field: old → new
	}{
		{"a plan", ComparePlans(was, is), []string{
			"任务分解·清江浦区：整治老旧小区: 20 → 25", "任务分解·清江浦区：整治老旧小区（续建）: 5 → 6", "任务分解·淮安区：整治老旧小区（其中省考核）: 5 → 6",
		}},
		{"reports", CompareReports(is, report("7"), report("9")), []string{
			"累计完成（整治老旧小区）: 7 → 9", "累计完成（整治老旧小区，续建）: 7 → 9", "累计完成: 7 → 9",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if len(c.got) != len(c.want) {
				t.Fatalf("%d differences: %+v", len(c.got), c.got)
			}
			for i, d := range c.got {
				if got := d.Field + ": " + d.Old + " → " + d.New; got != c.want[i] {
					t.Errorf("%s, want %s", got, c.want[i])
				}
			}
		})
	}
}

func TestWholeYearInATitle(t *testing.T) {
	for title, want := range map[string]string{
		"2020年为民办实事全年进展情况填报表":  "2020",
		"2020年度为民办实事项目进展情况":    "",
		"2020年民生实事全年任务完成情况":    "",
		"2020年民生实事全年工作完成情况一览表": "2020",
		"2020年民生实事三季度全年目标完成情况": "2020Q3",
	} {
		p := preamble{title: title, year: 2020}
		got := ""
		if q := p.periodOf("Sheet1"); !q.IsZero() {
			got = q.String()
		}
		if got != want {
			t.Errorf("%s: %q, want %q", title, got, want)
		}
	}
}

// A range that several rows share is one place of a joined warning.
func TestAJoinedWarningNamesAPlaceOnce(t *testing.T) {
	var fs findings
	for _, cell := range []string{"A3:A5", "A3:A5", "A9", "A9", "B2"} {
		fs.warn(CodeNameNear, "表", cell, "value", "市住建", "near", "市住建局")
	}
	if len(fs.list) != 1 || fs.list[0].Args["cells"] != "A9、B2" || fs.list[0].Args["count"] != "3" {
		t.Errorf("%+v", fs.list)
	}
}
