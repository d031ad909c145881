package intake

import (
	"reflect"
	"strings"
	"testing"
)

// Cross tables as other cities draw them.
func TestCrossHeads(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
		found      []string
	}{
		{"percents in the cells, a rate where figures are expected, 控制目标", `
2019年9月民生实事进展情况表|<|<|<|<|<|<
区县|登记失业率|<|<|公厕|<|<
^|控制目标|实际|完成率|目标任务|进度|完成比例
甲区|4.2%|3.4%|100%|10座|80%|80%
乙区|=4.2%|=3.6%|=100%|20座|15座|75%
合计|4.2%|3.5%||30座||
`, []string{
			" 甲区 登记失业率 % 4.2 3.4 100 2019-09 lower", " 甲区 公厕 座 10 - 80 2019-09",
			" 乙区 登记失业率 % 4.2 3.6 100 2019-09 lower", " 乙区 公厕 座 20 15 75 2019-09",
		}, []string{}},
		{"a rate's total is no sum, a level in the heading, PM2.5", `
截至2019年9月30日民生实事进展|<|<|<|<
县区|1.失业率控制在4.2%以内|<|2.PM2.5浓度（微克/立方米）|<
^|目标任务|进度|目标|实际
全市|4.2|3.5|40|36
甲区|4.2|3.4|40|36
乙区|4.2|3.6|40|38
`, []string{
			"1 甲区 失业率控制在4.2%以内 % 4.2 3.4 - 2019-09 lower", "2 甲区 PM2.5浓度 微克/立方米 40 36 - 2019-09 lower",
			"1 乙区 失业率控制在4.2%以内 % 4.2 3.6 - 2019-09 lower", "2 乙区 PM2.5浓度 微克/立方米 40 38 - 2019-09 lower",
		}, []string{}},
		{"heads that are not merged at all", `
2019年9月情况
县区|1.新增就业|||2.培训||
|目标（人）|进度（人）|比例|目标（人次）|进度（人次）|比例
甲区|100|50|0.5|30|30|1
乙区|200|50|0.25|20|10|0.5
`, []string{
			"1 甲区 新增就业 人 100 50 50 2019-09", "2 甲区 培训 人次 30 30 100 2019-09",
			"1 乙区 新增就业 人 200 50 25 2019-09", "2 乙区 培训 人次 20 10 50 2019-09",
		}, []string{}},
		{"a month's own figure beside the cumulative one, one indicator only", `
2020年1-9月情况|<|<|<|<
县区|农村户厕改造（座）|<|<|<
^|年度目标|9月份完成|累计完成|完成率（%）
甲县|100|10|50|50
乙县|100|20|60|60
`, []string{" 甲县 农村户厕改造 座 100 50 50 2020-09", " 乙县 农村户厕改造 座 100 60 60 2020-09"}, []string{}},
		{"the whole's figure in the heading, a stroke for no task", `
2019年三季度情况|<|<|<|<
单位：座、个|<|<|<|<
单位名称|新建公厕（目标：30座）|<|改造小区（70个）|<
^|完成数|完成率|完成数|完成率
甲区|10|33.3%|0|0
乙区|5|16.7%|/|/
`, []string{
			" 甲区 新建公厕 座 - 10 33.3 2019Q3", " 甲区 改造小区 个 - 0 0 2019Q3", " 乙区 新建公厕 座 - 5 16.7 2019Q3",
		}, []string{}},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			d := Read(book(sheet("表", c.text)))
			if d.Layout != LayoutCrosstab || d.Reporter != "" {
				t.Errorf("layout %s, reporter %q", d.Layout, d.Reporter)
			}
			if got := crossed(d); !reflect.DeepEqual(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
			if got := codes(d.Findings); !reflect.DeepEqual(got, c.found) {
				t.Errorf("findings %v, want %v", got, c.found)
			}
		})
	}
}

// The line that says the date and the unit of money is no title, and what it says
// counts.
func TestDateAndMoneyInOneLine(t *testing.T) {
	d := Read(book(sheet("表", `
云浮市2021年十件民生实事资金投入情况表|<|<|<|<
截至2021年9月30日　　单位：亿元|<|<|<|<
序号|县（市、区）|年度计划投资|累计投资|百分比
1|云城区|1.2|0.8|66.67%
2|新兴县||||
3|郁南县|3|0|0
合计|<|4.2|0.8|19.05%
`)))
	if d.Title != "云浮市2021年十件民生实事资金投入情况表" || d.Period.String() != "2021-09" || len(d.Findings) > 0 {
		t.Errorf("title %q, period %s, findings %v", d.Title, d.Period, codes(d.Findings))
	}
	checkRows(t, d, 2, 0, 1)
	if p := d.Progress[0]; len(d.Progress) != 2 || show(p.Planned) != "12000" || show(p.Invested) != "8000" || show(d.Progress[1].Invested) != "0" ||
		p.AsOf.String() != "2021-09-30" {
		t.Errorf("%+v", d.Progress)
	}
}
