package intake

import (
	"reflect"
	"testing"

	"github.com/shopspring/decimal"
)

func show(d *decimal.Decimal) string {
	if d == nil {
		return "-"
	}
	return d.String()
}

func TestProgressValues(t *testing.T) {
	d := Read(book(sheet("一季度", `
2020年民生实事一季度进展情况表|<|<|<|<|<|<|<|<|<
填报单位：市住建局      填报人：张三      填报日期：2020-04-05|<|<|<|<|<|<|<|<|<
序号|项目名称|指标|计量单位|年度目标|累计完成|完成率|是否达序时|形象进度|累计完成投资（亿元）
1①|小区|老旧小区|个|70|'１２|=17.14%|是|在建|0.5
1②|公厕|城市公厕|座|26|0|0|否|招标|/
2|公路|农村公路|公里|200|36/200|0.18|超序时|正在施工|—
^|^|桥梁|座|30|5座|0.1667|^|^|^
3|培训|培训|万人次|1.8|0.9|0.5|基本达到|培训中|
4|体检|||||||免费体检|
合计|||||||||0.5
`)))
	checkRows(t, d, 6, 0, 0)
	if len(d.Findings) > 0 {
		t.Fatalf("findings %v", codes(d.Findings))
	}
	if d.Layout != LayoutProgress || d.Period.String() != "2020Q1" || d.Reporter != "市住建局" {
		t.Errorf("layout %s, period %v, reporter %s", d.Layout, d.Period, d.Reporter)
	}
	var got [][]string
	for _, p := range d.Progress {
		got = append(got, []string{p.No + p.Sub, p.Indicator, show(p.Target), show(p.Cumulative), show(p.CumulativePercent), p.Declared, show(p.Invested), p.FigureCell.Ref})
	}
	want := [][]string{
		{"1①", "老旧小区", "70", "12", "17.14", "达序时", "5000", "F4"},
		{"1②", "城市公厕", "26", "0", "0", "滞后", "-", "F5"},
		{"2", "农村公路", "200", "36", "18", "超序时", "-", "F6"},
		{"2", "桥梁", "30", "5", "16.67", "超序时", "-", "F7"},
		{"3", "培训", "1.8", "0.9", "50", "基本达序时", "-", "F8"},
		{"4", "", "-", "-", "-", "", "-", ""},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%v\nwant\n%v", got, want)
	}
}

func TestPercentScale(t *testing.T) {
	tests := []struct {
		name, cells string
		want        []string
	}{
		{"fractions", "0.6|0.25|1", []string{"60", "25", "100"}},
		{"percents", "60|0.5|100", []string{"60", "0.5", "100"}},
		{"percent formats", "=60%|'25%|６０％", []string{"60", "25", "60"}},
		{"formats among fractions", "=60%|0.25|1", []string{"60", "25", "100"}},
		{"all done", "1|1|1", []string{"100", "100", "100"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := "序号|项目名称|完成率|形象进度\n"
			for i, c := range []rune("123") {
				text += string(c) + "|项目" + string(c) + "|" + splitBar(tt.cells)[i] + "|在建\n"
			}
			d := Read(book(sheet("2020年一季度进展", text)))
			var got []string
			for _, p := range d.Progress {
				got = append(got, show(p.CumulativePercent))
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %v, want %v, findings %v", got, tt.want, codes(d.Findings))
			}
		})
	}
}

// 0, / and blank are three things.
func TestThreeMeanings(t *testing.T) {
	d := Read(book(sheet("2020年一季度进展", `
序号|项目名称|县区|累计完成|完成率
1|公厕|甲区|0|0
^|^|乙县|/|/
^|^|丙县||
`)))
	checkRows(t, d, 2, 0, 1)
	if len(d.Progress) != 2 || show(d.Progress[0].Cumulative) != "0" || d.Progress[0].NoTask || !d.Progress[1].NoTask || d.Progress[1].Area != "乙县" {
		t.Errorf("%+v", d.Progress)
	}
}

func TestProgressMistakes(t *testing.T) {
	head := "序号|项目名称|年度目标|累计完成|完成率(%)|是否达序时|填报时间\n"
	tests := []struct {
		name, row string
		want      []string
	}{
		{"clean", "1|公厕|26|13|50|是|2020-04-01", []string{}},
		{"unreadable figure", "1|公厕|26|十来个吧|50|是|2020-04-01", []string{"unreadable-number@D2"}},
		{"a letter typed for a digit", "1|公厕|26|三o个|50|是|2020-04-01", []string{"unreadable-number@D2"}},
		{"a number not said exactly", "1|公厕|26|十二三座|50|是|2020-04-01", []string{"unreadable-number@D2"}},
		{"error value", "1|公厕|26|13|约五成多|是|2020-04-01", []string{"unreadable-number@E2"}},
		{"unreadable date", "1|公厕|26|13|50|是|四月初吧", []string{"unreadable-date@G2"}},
		{"rate differs", "1|公厕|26|13|60|是|2020-04-01", []string{"rate-differs@E2"}},
		{"above the target", "1|公厕|26|30|115.4|是|2020-04-01", []string{"rate-above-100@D2"}},
		{"unknown word", "1|公厕|26|13|50|大概|2020-04-01", []string{"unknown-declaration@F2"}},
		{"no number", "|公厕|26|13|50|是|2020-04-01", []string{"no-number@A2"}},
		{"formula without value", "1|公厕|26|=?|50|是|2020-04-01", []string{"formula-without-value@D2"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := Read(book(sheet("2020年一季度进展", head+tt.row)))
			if got := codes(d.Findings); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestWarningsOfOneKindAreOne(t *testing.T) {
	d := Read(book(sheet("2020年一季度进展", "序号|项目名称|年度目标|累计完成|形象进度\n1|甲|1|2|在建\n2|乙|1|3|在建\n3|丙|1|4|在建")))
	if got := codes(d.Findings); !reflect.DeepEqual(got, []string{"rate-above-100@D2"}) || d.Findings[0].Args["count"] != "3" || d.Findings[0].Args["cells"] != "D3、D4" {
		t.Errorf("findings %v %v", got, d.Findings)
	}
}

func TestShares(t *testing.T) {
	allocation := "2020年任务分解\n序号|项目名称|指标|计量单位|合计|清江浦区|淮安区|涟水县\n1①|设施|老旧小区|个|%s|25|8|\n1②|设施|公厕|座|15|4|/|11"
	funding := "2020年资金安排表\n单位：万元\n序号|项目名称|总投资|资金来源|金额\n1|公路|%s|市财政|500\n^|^|^|上级|9000\n^|^|^|县区筹集|%s"
	tests := []struct {
		name, text string
		want       []string
	}{
		{"allocation that adds up", allocate(allocation, "33"), []string{}},
		{"allocation that does not", allocate(allocation, "34"), []string{"sum-mismatch@E3"}},
		{"closed funding", allocate(funding, "18000", "8500"), []string{}},
		{"closed funding that does not add up", allocate(funding, "18000", "8400"), []string{"sum-mismatch@C4:C6"}},
		{"open funding", allocate(funding, "18000", "其余"), []string{}},
		{"open funding above the total", allocate(funding, "9000", "其余"), []string{"sum-mismatch@C4:C6"}},
		{"about", allocate(funding, "约1.8亿元", "8400"), []string{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := Read(book(sheet("表", tt.text)))
			if got := codes(d.Findings); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %v, want %v (%s)", got, tt.want, d.Layout)
			}
		})
	}
}
