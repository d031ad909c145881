package intake

import (
	"reflect"
	"strings"
	"testing"

	"tongbao/server/ledger"
)

const plain = `
2020年市政府为民办实事项目表|<|<|<|<|<
填报单位（盖章）：市政府办公室    填报人：张三    填报日期：2020年1月23日|<|<|<|<|<
序号|项目名称|主 要 内 容|进度要求|责任单位|协办单位
1|居民生活设施|①改造70个老旧小区。|三季度完成60%任务；四季度完成年度改造任务。|市住建局\n各县区政府|市体育局、市发改委
^|^|②新建改造26座城市公厕。|二季度全面开工；四季度投入使用。|市城管局\n清江浦区政府\n甲开发区管委会|市财政局
2|农村公路|新改建农村公路200公里、桥梁30座。|二季度开工率不低于50%、完工率不低于20%；四季度全面完成。|市交通局、各县区政府|市财政局
注：表中数据为年度目标。|<|<|<|<|<
`

// brief is a project as "1①|name|leads|locals|partners|quantities".
func brief(p *ledger.Project) string {
	var qs []string
	for _, t := range p.Targets {
		if t.Quantity != nil {
			qs = append(qs, t.Quantity.String()+t.Measure)
		}
	}
	return strings.Join([]string{
		p.ID.String(), p.Name, strings.Join(p.Names(ledger.Lead), " "), strings.Join(p.Names(ledger.Local), " "),
		strings.Join(p.Names(ledger.Partner), " "), strings.Join(qs, " "),
	}, "|")
}

func briefs(d *Draft) []string {
	var out []string
	for i := range d.Projects {
		out = append(out, brief(&d.Projects[i]))
	}
	return out
}

var plainBriefs = []string{
	"1①|居民生活设施|市住建局|各县区政府|市体育局 市发改委|70个",
	"1②|居民生活设施|市城管局|清江浦区政府 甲开发区管委会|市财政局|26座",
	"2|农村公路|市交通局|各县区政府|市财政局|200公里 30座",
}

func TestReadProjects(t *testing.T) {
	tests := []struct {
		name, text string
		at         []int
		want       []string
	}{
		{"merged number and name", plain, nil, plainBriefs},
		{"a table that starts in C4", plain, []int{3, 2}, plainBriefs},
		{"traditional heads, full width, spaces and breaks", `
2020年實事項目表|<|<|<|<|<
序　號|項目\n名稱|主要內容|進度要求|責 任 單 位|配合單位
１|居民生活设施|①改造70个老旧小区。||市住建局、各县区政府|市体育局、市发改委
１|居民生活设施|②新建改造26座城市公厕。||市城管局、清江浦区政府、甲开发区管委会|市财政局
２.|农村公路|新改建农村公路200公里、桥梁30座。||市交通局、各县区政府|市财政局
`, nil, plainBriefs},
		{"sub-numbers in the number cell, repeated head over a page break", `
2020年项目表|<|<|<|<
实事编号|事项名称|建设内容|项目责任单位|协办部门
1①|居民生活设施|改造70个老旧小区。|市住建局、各县区政府|市体育局、市发改委
续表|<|<|<|<
实事编号|事项名称|建设内容|项目责任单位|协办部门
1②|居民生活设施|新建改造26座城市公厕。|市城管局、清江浦区政府、甲开发区管委会|市财政局
2|农村公路|新改建农村公路200公里、桥梁30座。|市交通局、各县区政府|市财政局
`, nil, plainBriefs},
		{"a column of its own for the sub-number, two rows of heads", `
2020年项目表|<|<|<|<|<
序号|分项|项目名称|目标任务|责任分工|<
^|^|^|^|责任单位|协办单位
1|1|居民生活设施|改造70个老旧小区。|市住建局、各县区政府|市体育局、市发改委
^|2|^|新建改造26座城市公厕。|市城管局、清江浦区政府、甲开发区管委会|市财政局
2||农村公路|新改建农村公路200公里、桥梁30座。|市交通局、各县区政府|市财政局
`, nil, plainBriefs},
		{"duties written into the content", `
2020年项目表|<|<
序号|项目名称|工作任务
1|居民生活设施|①改造70个老旧小区。（责任单位：市住建局、各县区政府；协办单位：市体育局、市发改委）
^|^|②新建改造26座城市公厕。（责任单位：市城管局，清江浦区政府、甲开发区管委会；协办单位：市财政局）
2|农村公路|新改建农村公路200公里、桥梁30座。（责任单位：市交通局，各县区政府；协办单位：市财政局）
`, nil, plainBriefs},
		{"one unit a row under a merged project", `
2020年项目表|<|<|<|<
序号|项目名称|主要内容|责任单位|协办单位
1|居民生活设施|①改造70个老旧小区。|市住建局|市体育局
|||各县区政府|市发改委
||②新建改造26座城市公厕。|市城管局|市财政局
|||清江浦区政府|
|||甲开发区管委会|
2|农村公路|新改建农村公路200公里、桥梁30座。|市交通局|市财政局
|||各县区政府|
`, nil, plainBriefs},
		{"short labels in one cell", `
2020年项目表|<|<|<
序号|项目名称|主要内容|责任单位
1|居民生活设施|①改造70个老旧小区。|牵头：市住建局；配合：市体育局、市发改委
2|农村公路|新改建农村公路200公里、桥梁30座。|牵头：市交通局；配合：市财政局
`, nil, []string{"1①|居民生活设施|市住建局||市体育局 市发改委|70个", "2|农村公路|市交通局||市财政局|200公里 30座"}},
		{"items as headings with numbers beginning anew", `
2020年实施方案|<|<|<
序号|项目|主要内容|责任单位
第一件：居民生活设施|<|<|<
（一）|老旧小区|改造70个老旧小区。|市住建局
（二）|城市公厕|新建改造26座城市公厕。|市城管局
第二件：农村公路|<|<|<
（一）|农村公路|新改建农村公路200公里、桥梁30座。|市交通局
`, nil, []string{"1①|老旧小区|市住建局|||70个", "1②|城市公厕|市城管局|||26座", "2|农村公路|市交通局|||200公里 30座"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := Read(book(sheet("项目表", tt.text, tt.at...)))
			if d.Layout != LayoutProject || d.Year != 2020 {
				t.Errorf("layout %s, year %d", d.Layout, d.Year)
			}
			if got := briefs(d); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
			if len(d.Findings) > 0 {
				t.Errorf("findings on a clean table: %v", codes(d.Findings))
			}
		})
	}
}

func TestReadPlain(t *testing.T) {
	d := Read(book(sheet("项目表", plain)))
	checkRows(t, d, 3, 0, 0)
	if d.Title != "2020年市政府为民办实事项目表" || d.Reporter != "市政府办公室" || d.Filed != (ledger.Date{Year: 2020, Month: 1, Day: 23}) {
		t.Errorf("title %q, reporter %q, filed %v", d.Title, d.Reporter, d.Filed)
	}
	if want := []OtherRow{{"项目表", 7, "note"}}; !reflect.DeepEqual(d.Other, want) {
		t.Errorf("other rows %v, want %v", d.Other, want)
	}
	p := d.Projects[1]
	if p.Cell.Ref != "A5" || p.Targets[0].Cell.Ref != "C5" || p.Milestones[0].Cell.Ref != "D5" || p.Duties[0].Cell.Ref != "E5" {
		t.Errorf("cells %s %s %s %s", p.Cell.Ref, p.Targets[0].Cell.Ref, p.Milestones[0].Cell.Ref, p.Duties[0].Cell.Ref)
	}
	if p.Deadline != (ledger.Date{Year: 2020, Month: 12, Day: 31}) {
		t.Errorf("deadline %v", p.Deadline)
	}
}

func TestSectionsDeadlinesAndMoney(t *testing.T) {
	d := Read(book(sheet("清单", `
2024年民生实事清单|<|<|<|<|<|<
单位：万元||||||
序号|民生实事|牵头单位|完成时限|总投资|年度计划投资（亿元）|分管领导
一、促进就业(2项)|<|<|<|<|<|<
1|城镇新增就业5700人。|区人社局|2024年11月底前|1200|0.1|张三
2|发放求职补贴。（我区无任务）||||||
二、社会保障(3项)|<|<|<|<|<|<
3|改造敬老院2个。|区民政局、区财政局|6月底取得阶段性成效，长期坚持|/|／|李四
合计||||1200|0.1|
`)))
	checkRows(t, d, 3, 0, 0)
	if got := codes(d.Findings); !reflect.DeepEqual(got, []string{"category-count@A7:G7"}) {
		t.Errorf("findings %v", got)
	}
	p := d.Projects
	if p[0].Category != "促进就业" || p[2].Category != "社会保障" || !p[1].NoTask || p[0].NoTask {
		t.Errorf("categories %q %q, no task %v %v", p[0].Category, p[2].Category, p[0].NoTask, p[1].NoTask)
	}
	if p[0].Deadline.String() != "2024-11-30" || p[2].Phase == nil || !p[2].Phase.Lasting {
		t.Errorf("deadlines %v %+v", p[0].Deadline, p[2].Phase)
	}
	if p[0].Total == nil || p[0].Total.String() != "1200" || p[0].Planned == nil || p[0].Planned.String() != "1000" || p[2].Total != nil {
		t.Errorf("money %v %v %v", p[0].Total, p[0].Planned, p[2].Total)
	}
	if got := p[0].Names(ledger.Leader); !reflect.DeepEqual(got, []string{"张三"}) {
		t.Errorf("leaders %v", got)
	}
}

func TestQuarterColumns(t *testing.T) {
	d := Read(book(sheet("计划", `
2020年推进计划|<|<|<|<|<|<
序号|项目名称|目标任务|进度安排|<|<|<|责任单位
^|^|^|一季度|二季度|三季度|四季度|^
1|示范基地|建立100个示范基地。|遴选40家示范基地|遴选40家示范基地|遴选20家示范基地|11月份全面完成任务，12月份开展考核验收|市人社局
`)))
	if len(d.Findings) > 0 {
		t.Errorf("findings %v", codes(d.Findings))
	}
	var got []string
	for _, m := range d.Projects[0].Milestones {
		q := ""
		for _, e := range m.Expect {
			if e.Quantity != nil {
				q += e.Quantity.String()
			}
		}
		got = append(got, m.Due.String()+" "+q+" "+m.Cell.Ref)
	}
	want := []string{"2020-03-31 40 D4", "2020-06-30 40 E4", "2020-09-30 20 F4", "2020-11-30  G4", "2020-12-31  G4"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSeriesAndDuties(t *testing.T) {
	d := Read(book(sheet("票決", `
2023年人大代表票決民生實事項目|<|<|<
序號|項目|牽頭單位|共同責任單位|備註
1|新建公廁10座。|海州區、市開發區|市商務局，各縣區|同為民辦實事項目第8、9項
`)))
	p := d.Projects[0]
	if p.ID.Series != ledger.SeriesVoted {
		t.Errorf("series %s", p.ID.Series)
	}
	if got, want := brief(&p), "voted:1|新建公廁|海州區 市開發區||市商務局 各縣區|10座"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if len(p.Repeats) != 2 || p.Repeats[0].No != "8" || p.Repeats[1].No != "9" {
		t.Errorf("repeats %v", p.Repeats)
	}
}

// Planted mistakes: each is found at its cell, and nothing else is.
func TestProjectMistakes(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
		rejected   int
	}{
		{"no head", "改造70个老旧小区|市住建局\n新建公厕|市城管局", []string{"no-header@"}, 0},
		{
			"no number", "序号|项目名称|主要内容|责任单位\n|公厕|新建公厕10座|市城管局\n2|学校|新建学校2所|市教育局",
			[]string{"no-number@A2"},
			1,
		},
		{
			"no number over merged rows", "序号|项目名称|主要内容|责任单位\n|公厕|①新建公厕10座|市城管局\n^|^|②改造公厕2座|市城管局\n2|学校|新建学校2所|市教育局",
			[]string{"no-number@A2:A3"},
			2,
		},
		{"no name", "序号|项目名称|主要内容|责任单位\n1||新建公厕10座|市城管局", []string{"no-name@B2"}, 1},
		{
			"duplicate number", "序号|项目名称|主要内容|责任单位\n1|公厕|新建公厕10座|市城管局\n2|学校|新建学校2所|市教育局\n1|公园|新建公园3个|市住建局",
			[]string{"duplicate-number@A4"},
			1,
		},
		{
			"duplicate sub-number", "序号|项目名称|主要内容|责任单位\n1|设施|①新建公厕10座|市城管局\n^|^|①改造公厕2座|市城管局",
			[]string{"duplicate-number@C3"},
			1,
		},
		{"unreadable deadline", "序号|项目名称|主要内容|责任单位|完成时限\n1|公厕|新建公厕10座|市城管局|看情况再定", []string{"unreadable-date@E2"}, 1},
		{"unreadable amount", "序号|项目名称|主要内容|责任单位|总投资（万元）\n1|公厕|新建公厕10座|市城管局|待定中", []string{"unreadable-number@E2"}, 1},
		{"formula without value", "序号|项目名称|主要内容|责任单位|总投资（万元）\n1|公厕|新建公厕10座|市城管局|=?", []string{"formula-without-value@E2"}, 1},
		{"no lead", "序号|项目名称|主要内容|责任单位\n1|公厕|新建公厕10座|", []string{"no-lead@A2"}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := sheet("2020年项目", tt.text)
			d := Read(book(s))
			if got := codes(d.Findings); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
			if d.Rows.Rejected != tt.rejected {
				t.Errorf("rows %+v, want %d rejected", d.Rows, tt.rejected)
			}
			for _, f := range d.Findings {
				if Message(f) == f.Code || Hint(f) == "" || strings.Contains(Words(f), "{") {
					t.Errorf("no words for %v: %s", f, Words(f))
				}
			}
		})
	}
}

func TestHiddenSheet(t *testing.T) {
	hidden := sheet("旧表", plain)
	hidden.Hidden = true
	d := Read(book(sheet("项目表", plain), hidden))
	if got := codes(d.Findings); !reflect.DeepEqual(got, []string{"hidden-content@"}) || len(d.Projects) != 3 {
		t.Errorf("findings %v, %d projects", got, len(d.Projects))
	}
}

func TestProgrammeTitles(t *testing.T) {
	for title, want := range map[string]string{
		"2023年甲市民生实事项目表": "甲市民生实事", "2021年度为民办实事任务分解表": "为民办实事", "民生实事清单": "民生实事",
		"2020年市政府为民办十件实事": "市政府为民办十件实事", "2023年项目表": "2023年项目表", "": "",
		"云州市2025年为民办实事项目表": "为民办实事", "云州市人民政府2025年度民生实事清单": "民生实事", "市民2025年心愿清单": "市民2025年心愿",
	} {
		if got := programmeTitle(title); got != want {
			t.Errorf("%q: %q, want %q", title, got, want)
		}
	}
}
