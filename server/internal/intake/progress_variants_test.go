package intake

import (
	"reflect"
	"testing"
)

// Rates are read in the scale of their own figures, whatever other columns hold.
func TestRateScales(t *testing.T) {
	d := Read(book(sheet("一季度", `
2020年一季度进展情况表|<|<|<|<|<|<
序号|项目名称|年度目标|开工率|累计完成|完工率|占年度目标%
1|小区|70|0.1714|0|0|0
2|公厕|80|0.1375|8|0.05|10
3|户厕|18000|1|2160|0.0667|12
`)))
	var got [][]string
	for _, p := range d.Progress {
		got = append(got, []string{show(p.StartedPercent), show(p.FinishedPercent), show(p.CumulativePercent)})
	}
	want := [][]string{{"17.14", "0", "0"}, {"13.75", "5", "10"}, {"100", "6.67", "12"}}
	if !reflect.DeepEqual(got, want) || len(d.Findings) > 0 {
		t.Errorf("got %v, want %v, findings %v", got, want, codes(d.Findings))
	}
}

// 完成情况 over figures is what was done, also as done of whole.
func TestDoneOfWhole(t *testing.T) {
	d := Read(book(sheet("一季度", `
2020年一季度进展情况表|<|<|<|<
序号|项目名称|指标|完成情况|是否达序时
1|小区|老旧小区|12/70|是
2|户厕|户厕改造|2160/18000|是
3|培训|职业培训|20700/100000|是
`)))
	for i, want := range []string{"12 70", "2160 18000", "20700 100000"} {
		if got := show(d.Progress[i].Cumulative) + " " + show(d.Progress[i].Target); got != want {
			t.Errorf("row %d: %s, want %s", i, got, want)
		}
	}
}

func TestPeriodOfLines(t *testing.T) {
	for _, c := range []struct{ title, line, want string }{
		{"2020年进展情况表", "填报日期：2020年4月16日", ""},
		{"2020年进展情况表", "填报单位：市住建局   填报时间：2020.4.16", ""},
		{"2020年进展情况表", "报送周期：一季度   填报日期：2020年4月16日", "2020Q1"},
		{"2020年一季度进展情况表", "填报日期：2020年4月16日", "2020Q1"},
		{"2020年进展情况表", "（截至2020年3月31日）", "2020-03"},
	} {
		d := Read(book(sheet("表", c.title+`|<|<|<
`+c.line+`|<|<|<
序号|项目名称|累计完成|是否达序时
1|小区|12|是
`)))
		if d.Period.String() != c.want || d.Title != c.title {
			t.Errorf("%s, %s: period %q, title %q", c.title, c.line, d.Period, d.Title)
		}
	}
}

func TestNegativeFigure(t *testing.T) {
	d := Read(book(sheet("一季度", `
2020年一季度进展情况表|<|<|<
序号|项目名称|累计完成|是否达序时
1|小区|-5|是
`)))
	if got := codes(d.Findings); !reflect.DeepEqual(got, []string{"negative-number@C3"}) {
		t.Errorf("findings %v", got)
	}
}

// One wrong name in an allocation table's head is one finding, there, and what
// could not be read brings no other about sums.
func TestFindingsOfShares(t *testing.T) {
	p := planned(t)
	for _, c := range []struct {
		name, head, first string
		want              []string
	}{
		{"an unknown area", "江浦区", "4", []string{"unknown-unit@F1"}},
		{"an unreadable share", "清江浦区", "四个多", []string{}},
	} {
		d := Read(book(sheet("2020年任务分解", allocate(`
序号|项目名称|指标|计量单位|合计|%s|涟水县
1②|居民设施|新建城市公厕|座|15|%s|11
^|^|改造城市公厕|座|11|6|5
`, c.head, c.first))))
		if _, found := Plan(d, p); !reflect.DeepEqual(codes(found), c.want) {
			t.Errorf("%s: %v, want %v", c.name, codes(found), c.want)
		}
		if c.first == "四个多" && !reflect.DeepEqual(codes(d.Findings), []string{"unreadable-number@F2"}) {
			t.Errorf("%s: %v", c.name, codes(d.Findings))
		}
	}
}
