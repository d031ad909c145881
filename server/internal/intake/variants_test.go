package intake

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"tongbao/server/internal/grid"
	"tongbao/server/ledger"
)

// Tables as others type them: what they say without saying it.
func TestTypedByOthers(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"rows under one merged number without marks of their own", `
2020年项目表|<|<|<|<
序号|工程名称|建设内容|完成节点|责任单位
1|居民生活设施|改造70个老旧小区。|一季度立项；四季度完成年度任务。|市住建局
^|^|新建改造26座城市公厕。|二季度全面开工。|市城管局
2|农村公路|新改建农村公路200公里。|四季度全面完成。|市交通局
`, []string{"1①|居民生活设施|市住建局|||70个", "1②|居民生活设施|市城管局|||26座", "2|农村公路|市交通局|||200公里"}},
		{"their marks are plain numbers", `
2020年项目表|<|<|<
序号|工程名称|建设内容|责任单位
1|居民生活设施|1.改造70个老旧小区。|市住建局
^|^|2.新建改造26座城市公厕。|市城管局
`, []string{"1①|居民生活设施|市住建局|||70个", "1②|居民生活设施|市城管局|||26座"}},
		{"a row that only names the group", `
2020年项目表|<|<|<
序号|项目名称|建设内容|责任单位
1|居民生活设施||
1①|小区|改造70个老旧小区。|市住建局
1②|公厕|新建改造26座城市公厕。|市城管局
`, []string{"1①|小区|市住建局|||70个", "1②|公厕|市城管局|||26座"}},
		{"numbers beyond a hundred in words", `
2021年项目表|<|<
任务编号|任务内容|落实单位
一百零一|整治食品小作坊20家。|市市场监管局
第一百一十项|补建消火栓982个、维修348个。|市消防救援支队
`, []string{"101|整治食品小作坊|市市场监管局|||20家", "110|补建消火栓、维修|市消防救援支队|||982个 348个"}},
		{"cells that say the same as above", `
2021年项目表|<|<|<
编号|工作内容|主责单位|配合科室
1|新改扩建中小学25所。|市教育局|市财政局
2|新建幼儿园16所。|同上|〃
3|创建优质幼儿园26所。|"|
`, []string{"1|新改扩建中小学|市教育局||市财政局|25所", "2|新建幼儿园|市教育局||市财政局|16所", "3|创建优质幼儿园|市教育局|||26所"}},
		{"a division beside its unit, measures as the only content", `
2023年项目表|<|<|<|<
序号|民生实事|推进措施|责任单位|责任科室
1|公厕|新改建城市公厕100座。|市城管局|环卫处
`, []string{"1|公厕|市城管局|||100座"}},
		{"lead and others in one column", `
2020年项目表|<|<|<
项目序号|为民办实事项目|具体建设内容|牵头及责任单位
1|小区|改造70个老旧小区。|市住建局\n各县区政府
`, []string{"1|小区|市住建局|各县区政府||70个"}},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			d := Read(book(sheet("项目表", c.text)))
			if got := withBars(briefs(d)); !reflect.DeepEqual(got, withBars(c.want)) {
				t.Errorf("got\n%q\nwant\n%q", got, c.want)
			}
			if len(d.Findings) > 0 {
				t.Errorf("findings %v", codes(d.Findings))
			}
			if n := d.Rows; n.Seen != n.Accepted+n.Rejected+n.Blank {
				t.Errorf("rows %+v", n)
			}
		})
	}
}

// withBars drops empty fields' doubled bars, so that a brief may leave them out.
func withBars(list []string) []string {
	var out []string
	for _, s := range list {
		out = append(out, strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '|' }), "|"))
	}
	return out
}

func TestDeadlines(t *testing.T) {
	for _, c := range []struct{ head, text, want string }{
		{"完成时限", "2021.12", "2021-12-31"},
		{"办结时限", "2021年6月底前", "2021-06-30"},
		{"完成节点", "年底前投用", "2021-12-31"},
		{"完成时间", "当年完成", "2021-12-31"},
		{"时限要求", "三季度末", "2021-09-30"},
		{"完成日期", "2021/11/30", "2021-11-30"},
	} {
		d := Read(book(sheet("项目表", `
2021年项目表|<|<|<
序号|工作内容|牵头单位|`+c.head+`
1|新建幼儿园16所。|市教育局|`+c.text)))
		if len(d.Projects) != 1 || d.Projects[0].Deadline.String() != c.want || len(d.Projects[0].Milestones) > 0 {
			t.Errorf("%s %s: %+v", c.head, c.text, d.Projects)
		}
	}
}

// A date shown as 2021年9月 is stored as the 1st and means the month's end.
func TestDeadlineOfAMonth(t *testing.T) {
	s := sheet("项目表", `
2021年项目表|<|<|<
序号|工作内容|牵头单位|完成时间
1|新建幼儿园16所。|市教育局|2021-09-01`)
	cells := slices.Collect(s.Rows[2].Cells())
	cells[3].Kind, cells[3].MonthOnly = grid.Date, true
	s.Rows = s.Rows[:2]
	s.Add(grid.Row{Number: 3}, cells)
	p := Read(book(s)).Projects[0]
	if p.Deadline != (ledger.Date{Year: 2021, Month: 9, Day: 30}) || p.DeadlineText != "2021年9月" {
		t.Errorf("%v %q", p.Deadline, p.DeadlineText)
	}
}

func TestHiddenCells(t *testing.T) {
	s := sheet("项目表", `
2021年项目表|<|<|<
序号|工作内容|牵头单位|配合单位
1|新建幼儿园16所。|市教育局|市财政局
2|新改扩建中小学25所。|市教育局|市财政局`)
	s.Rows[3].Hidden, s.HiddenCols[4] = true, true
	d := Read(book(s))
	if len(d.Projects) != 2 || len(d.Findings) != 1 || !strings.Contains(Message(d.Findings[0]), "第4行、D列") {
		t.Errorf("%d projects, findings %v", len(d.Projects), d.Findings)
	}
}

func TestNoTaskColumn(t *testing.T) {
	d := Read(book(sheet("项目表", `
2024年项目表|<|<|<
序号|项目|责任部门|我区有无任务
1|新建公共充电桩227个。|区发改委|有
2|发展保障性租赁住房。|—|无
3|核查黑臭水体。||/`)))
	got := []bool{}
	for _, p := range d.Projects {
		got = append(got, p.NoTask)
	}
	if !reflect.DeepEqual(got, []bool{false, true, false}) {
		t.Errorf("no task %v", got)
	}
}

func TestSectionCounts(t *testing.T) {
	d := Read(book(sheet("项目表", `
2024年项目表|<|<
序号|项目|牵头单位
一、促进就业 共2项||
1|培训家政服务人员1865人次。|区人社局
2|城镇新增就业5700人。|区人社局
二、社会保障（共2项）|<|<
3|救助困难患者80名。|区卫健委`)))
	if d.Projects[0].Category != "促进就业" || d.Projects[2].Category != "社会保障" {
		t.Errorf("categories %q %q", d.Projects[0].Category, d.Projects[2].Category)
	}
	if got := codes(d.Findings); !reflect.DeepEqual(got, []string{"category-count@A6:C6"}) {
		t.Errorf("findings %v", got)
	}
}

// TestTooManyRows: a table that is no unit's report is counted, not read.
func TestTooManyRows(t *testing.T) {
	rows := strings.Repeat("\n1|新建幼儿园16所。|市教育局", mostRows+1)
	d := Read(book(sheet("项目表", "2021年项目表|<|<\n序号|工作内容|牵头单位"+rows)))
	if len(d.Findings) != 1 || d.Findings[0].Code != CodeTooManyRows || len(d.Projects) != 0 || d.Layout != LayoutProject || d.Year != 2021 {
		t.Errorf("%v, %d projects, %s", d.Findings, len(d.Projects), d.Layout)
	}
	checkRows(t, d, 0, mostRows+1, 0)
}
