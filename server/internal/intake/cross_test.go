package intake

import (
	"reflect"
	"strings"
	"testing"

	"tongbao/server/ledger"
)

// crossed are a draft's rows as "no area indicator measure target cumulative rate".
func crossed(d *Draft) []string {
	var out []string
	for _, p := range d.Progress {
		s := strings.Join([]string{
			p.No, p.Area, p.Indicator, p.Measure, show(p.Target), show(p.Cumulative), show(p.CumulativePercent), p.Period,
		}, " ")
		if p.LowerIsBetter {
			s += " lower"
		}
		out = append(out, s)
	}
	return out
}

func TestCrossTables(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
		found      []string
	}{
		{"three rows of heads, rates as fractions, a blank area, lower is better", `
2019年民生实事完成情况统计表|<|<|<|<|<|<|<|<|<
截至2019年12月31日|<|<|<|<|<|<|<|<|<
区县|一、就业工程|<|<|<|<|<|二、环境工程|<|<
^|1.城镇新增就业（人）|<|<|2.劳动力培训（人次）|<|<|3.细颗粒物浓度下降（%）|<|<
^|目标任务|进度|完成比例|目标任务|进度|完成比例|目标任务|进度|完成比例
甲区|8000|7200|0.9|500|450|=90%|3|2|0.6667
乙县|4000|3800|0.95|||/|4|4|1
合计|12000|11000||500|450||||
`, []string{
			"1 甲区 城镇新增就业 人 8000 7200 90 2019", "2 甲区 劳动力培训 人次 500 450 90 2019",
			"3 甲区 细颗粒物浓度下降 % 3 2 66.67 2019 lower",
			"1 乙县 城镇新增就业 人 4000 3800 95 2019", "3 乙县 细颗粒物浓度下降 % 4 4 100 2019 lower",
		}, []string{}},
		{"three rows of heads, none merged, as in a csv", `
2023年上半年甲市民生实事完成情况统计表|||||||||
截至2023年6月30日|||||||||
区县|一、就业工程|||二、交通工程|||三、环境工程||
|1.城镇新增就业（人）|||2.农村公路（公里）|||3.细颗粒物浓度下降（%）||
|目标任务|进度|完成比例|目标任务|进度|完成比例|目标任务|进度|完成比例
甲区|12000|6600|55%|50|20|40%|3|2.1|70%
乙县|8000|4000|50%||||3|3.5|
合计|20000|10600|53%|50|20|40%|||
`, []string{
			"1 甲区 城镇新增就业 人 12000 6600 55 2023H1", "2 甲区 农村公路 公里 50 20 40 2023H1",
			"3 甲区 细颗粒物浓度下降 % 3 2.1 70 2023H1 lower",
			"1 乙县 城镇新增就业 人 8000 4000 50 2023H1", "3 乙县 细颗粒物浓度下降 % 3 3.5 - 2023H1 lower",
		}, []string{}},
		{"subtotals and a total that fails", `
2020年一季度县区完成情况|<|<
县区|公厕（座）|<
^|任务数|完成数
甲区|8|4
乙区|3|1
小计|11|5
丙县|6|2
丁县|5|0
小计|11|2
合计|22|8
`, []string{
			" 甲区 公厕 座 8 4 - 2020Q1", " 乙区 公厕 座 3 1 - 2020Q1", " 丙县 公厕 座 6 2 - 2020Q1", " 丁县 公厕 座 5 0 - 2020Q1",
		}, []string{"sum-mismatch@C10"}},
		{"the area's head is not merged downwards, a column without a target", `
2020年一季度情况|<|<|<
县区|户厕改造（座）|<|信访事项按期办结率（%）
|目标|累计完成|
甲区|100|20|98.5
乙县|200|30|99
`, []string{
			" 甲区 户厕改造 座 100 20 - 2020Q1", " 甲区 信访事项按期办结率 % - 98.5 - 2020Q1",
			" 乙县 户厕改造 座 200 30 - 2020Q1", " 乙县 信访事项按期办结率 % - 99 - 2020Q1",
		}, []string{}},
		{"figures by area under plain heads", `
2020年一季度镇街情况|<|<
单位|新建公厕（座）|改造户厕（座）
城东镇|2|30
城西街道|1|20
合计|3|51
`, []string{
			" 城东镇 新建公厕 座 - 2 - 2020Q1", " 城东镇 改造户厕 座 - 30 - 2020Q1",
			" 城西街道 新建公厕 座 - 1 - 2020Q1", " 城西街道 改造户厕 座 - 20 - 2020Q1",
		}, []string{"sum-mismatch@C5"}},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			d := Read(book(sheet("表", c.text)))
			if d.Layout != LayoutCrosstab {
				t.Errorf("layout %s", d.Layout)
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

func TestInvestmentsByArea(t *testing.T) {
	d := Read(book(sheet("表", `
2020年3月投资情况|<|<|<|<
地区|总投资（亿元）|年度计划投资（亿元）|累计投资（亿元）|百分比
甲区|3.2|1.5|0.6|=40%
乙县|2.1|1.0|0.3|=30%
合计|5.3|2.5|0.9|=36%
`)))
	if len(d.Progress) != 2 || len(d.Findings) > 0 {
		t.Fatalf("%d rows, findings %v", len(d.Progress), codes(d.Findings))
	}
	p := d.Progress[0]
	if p.Area != "甲区" || show(p.Planned) != "15000" || show(p.Invested) != "6000" || show(p.CumulativePercent) != "40" {
		t.Errorf("%s planned %s, invested %s, rate %s", p.Area, show(p.Planned), show(p.Invested), show(p.CumulativePercent))
	}
}

// A cross table goes to the projects that its headings name, whatever numbers
// the headings have.
func TestBindCrossTable(t *testing.T) {
	p := planned(t)
	d := Read(book(sheet("表", `
2020年一季度县区完成情况|<|<|<|<
县区|1.老旧小区（个）|<|2.农村公路（公里）|<
^|目标任务|完成数|目标任务|完成数
清江浦区|40|5|100|20
`)))
	reports, found := Bind(d, p, nil, BindOptions{})
	if len(found) > 0 || len(reports) != 2 {
		t.Fatalf("%d reports, findings %v", len(reports), found)
	}
	if r := reports[0]; r.Project != (ledger.ProjectID{Series: "main", No: "1", Sub: "①"}) || r.Area != "清江浦区" || show(r.Figures[0].Done) != "5" {
		t.Errorf("%+v", r)
	}
}

func TestMatters(t *testing.T) {
	d := Read(book(sheet("微幸福", `
2023年微幸福民生事项清单|<|<|<|<|<|<|<|<
编号|诉求内容|来源|受理时间|承办单位|办理状态|办结时间|满意度|重点督办
1|小区路灯不亮|市长在线|2023-03-05|市城管局|已办结|2023年3月12日|满意|是
2|公交站台积水|12345热线|2023.3.8|市交通局|办理中|/||
2|绿道缺少座椅|来信|2023-03-09|市市政园林局|已办结|2023-03-01|基本满意|√
4||来信|2023-03-09|市水利局|办理中|||
5||||||||
`)))
	if d.Layout != LayoutMatters {
		t.Fatalf("layout %s", d.Layout)
	}
	checkRows(t, d, 2, 2, 1)
	if got := codes(d.Findings); !reflect.DeepEqual(got, []string{"duplicate-number@A5", "closed-early@G5", "no-content@B6"}) {
		t.Errorf("findings %v", got)
	}
	want := MatterRow{
		Matter: ledger.Matter{
			Cell: ledger.Cell{File: "t.xlsx", Sheet: "微幸福", Ref: "A3"}, No: "1", Content: "小区路灯不亮", Source: "市长在线",
			Received: ledger.Date{Year: 2023, Month: 3, Day: 5}, Unit: "市城管局", State: ledger.MatterClosed, StateText: "已办结",
			Closed: ledger.Date{Year: 2023, Month: 3, Day: 12}, Satisfaction: "满意", Supervised: true,
		},
		UnitCell: ledger.Cell{File: "t.xlsx", Sheet: "微幸福", Ref: "E3"},
	}
	if len(d.Matters) != 2 || !reflect.DeepEqual(d.Matters[0], want) {
		t.Errorf("matters %+v", d.Matters)
	}
}

// The 合计 row of amounts is compared with the projects', merged or repeated
// amounts once.
func TestMoneyTotals(t *testing.T) {
	const text = `
2020年一季度进展情况表|<|<|<|<|<
序号|项目名称|指标|累计完成|是否达序时|累计完成投资（万元）
1|小区|老旧小区|12|是|1710
2|公路|公路|36|是|2340
2|公路|桥梁|5|是|2340
合计|||||%s
`
	for total, want := range map[string][]string{"4050": {}, "6390": {}, "4051": {"sum-mismatch@F6"}} {
		if got := codes(Read(book(sheet("一季度", allocate(text, total)))).Findings); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: findings %v, want %v", total, got, want)
		}
	}
}
