package intake

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// The property of this file: a table says the same however it is drawn. A table
// is made at random, drawn once plainly and once with its columns moved, its
// heads in other words, its rows shuffled, cells merged or repeated, blank rows
// and columns, figures as text or in full width, other lines above and below; both
// must read the same facts, without a finding.

// drawn is a table before it is drawn as a sheet.
type drawn struct {
	title  string
	period string // in words, "" for a plan
	cols   []drawnColumn
}

// drawnColumn is a column: what it holds, its head and its cells.
type drawnColumn struct {
	field field
	head  string
	group string   // a head over this one and its neighbours, "" for none
	cells []string // a figure is bare, = marks a percent
}

var things = []struct{ verb, noun, measure string }{
	{"新建", "公共厕所", "座"},
	{"改造", "老旧小区", "个"},
	{"改造", "农村公路", "公里"},
	{"新增", "停车泊位", "个"},
	{"改造", "危旧桥梁", "座"},
	{"新建", "中小学校", "所"},
	{"改造", "排涝泵站", "座"},
	{"安装", "智能路灯", "盏"},
	{"建设", "口袋公园", "个"},
	{"培训", "育婴人员", "人"},
}

var bureaus = []string{"市住建局", "市教育局", "市交通运输局", "市城管局", "市民政局", "市水利局", "市卫生健康委", "市农业农村局"}

// kinds of schedule, quarter by quarter.
var schedules = [][4]string{
	{"完成选址、招标", "开工率达50%", "完工率达60%", "全面完成"},
	{"完成20%", "完成50%", "完成80%", "全部建成投入使用"},
	{"完成方案设计", "全面开工", "完成60%任务", "完成年度任务"},
}

// drawPlan makes a project table.
func drawPlan(t *rapid.T) drawn {
	n := rapid.IntRange(2, 7).Draw(t, "projects")
	first := rapid.IntRange(0, len(things)-1).Draw(t, "first thing")
	cols := []drawnColumn{
		{field: fieldNo, head: "序号"},
		{field: fieldCategory, head: "类别"},
		{field: fieldName, head: "项目名称"},
		{field: fieldContent, head: "主要内容"},
		{field: fieldLead, head: "牵头单位"},
		{field: fieldPartner, head: "配合单位"},
		{field: fieldDeadline, head: "完成时限"},
		{field: fieldTotal, head: "总投资（万元）"},
	}
	for q := range 4 {
		cols = append(cols, drawnColumn{field: fieldDue, head: "一二三四"[q*3:q*3+3] + "季度", group: "进度要求"})
	}
	for i := range n {
		th := things[(first+i)%len(things)]
		quantity := rapid.IntRange(2, 3000).Draw(t, "quantity")
		lead := rapid.IntRange(0, len(bureaus)-1).Draw(t, "lead")
		s := schedules[rapid.IntRange(0, len(schedules)-1).Draw(t, "schedule")]
		category := "城乡建设"
		if i >= n/2 {
			category = "公共服务"
		}
		for k, cell := range []string{
			strconv.Itoa(i + 1), category, th.noun + "工程", fmt.Sprintf("%s%s%d%s", th.verb, th.noun, quantity, th.measure),
			bureaus[lead], bureaus[(lead+1)%len(bureaus)] + "、" + bureaus[(lead+3)%len(bureaus)],
			rapid.SampledFrom([]string{"2020年11月底", "2020年12月底前", "2020年6月底"}).Draw(t, "deadline"),
			strconv.Itoa(rapid.IntRange(1, 99999).Draw(t, "total")), s[0], s[1], s[2], s[3],
		} {
			cols[k].cells = append(cols[k].cells, cell)
		}
	}
	return drawn{title: "2020年民生实事项目任务分解表", cols: cols}
}

// drawReport makes a progress table.
func drawReport(t *rapid.T) drawn {
	n := rapid.IntRange(2, 8).Draw(t, "rows")
	first := rapid.IntRange(0, len(things)-1).Draw(t, "first thing")
	cols := []drawnColumn{
		{field: fieldNo, head: "序号"},
		{field: fieldName, head: "项目名称"},
		{field: fieldUnit, head: "填报单位"},
		{field: fieldMeasure, head: "计量单位"},
		{field: fieldTarget, head: "年度目标值"},
		{field: fieldStarted, head: "累计开工"},
		{field: fieldDone, head: "累计完成"},
		{field: fieldRate, head: "完成率"},
		{field: fieldDeclared, head: "是否达序时"},
		{field: fieldInvested, head: "累计完成投资（万元）"},
		{field: fieldStage, head: "形象进度"},
		{field: fieldProblems, head: "存在问题"},
		{field: fieldNext, head: "下一步打算"},
	}
	for i := range n {
		th := things[(first+i)%len(things)]
		target := rapid.IntRange(1, 50).Draw(t, "hundreds") * 100
		done := target / 100 * rapid.IntRange(0, 100).Draw(t, "percent")
		for k, cell := range []string{
			strconv.Itoa(i + 1), th.noun + "工程", rapid.SampledFrom(bureaus).Draw(t, "unit"), th.measure, strconv.Itoa(target),
			strconv.Itoa(rapid.IntRange(0, target).Draw(t, "started")), strconv.Itoa(done), fmt.Sprintf("=%d%%", done*100/target),
			rapid.SampledFrom([]string{"是", "否", "超序时", "基本达序时", "已完成"}).Draw(t, "declared"),
			fmt.Sprintf("%d.5", rapid.IntRange(0, 9999).Draw(t, "invested")),
			rapid.SampledFrom([]string{"", "正在施工", "完成招标", "/", "主体封顶，正在安装"}).Draw(t, "stage"),
			rapid.SampledFrom([]string{"", "无", "征地困难"}).Draw(t, "problems"),
			rapid.SampledFrom([]string{"", "加快施工"}).Draw(t, "next"),
		} {
			cols[k].cells = append(cols[k].cells, cell)
		}
	}
	return drawn{title: "民生实事项目进展情况表", period: "2020年一季度", cols: cols}
}

// plain draws the table as it is.
func (d *drawn) plain() *Draft {
	lines := []string{d.period + d.title}
	heads := make([]string, len(d.cols))
	for i, c := range d.cols {
		heads[i] = c.head
	}
	lines = append(lines, strings.Join(heads, "|"))
	for r := range d.cols[0].cells {
		row := make([]string, len(d.cols))
		for i, c := range d.cols {
			row[i] = c.cells[r]
		}
		lines = append(lines, strings.Join(row, "|"))
	}
	return Read(book(sheet("表", strings.Join(lines, "\n"))))
}

// longer are heads that say more than the words of the table of synonyms.
var longer = map[field]string{
	fieldLead: "市级牵头责任单位 牵头单位（部门）", fieldPartner: "配合单位及部门", fieldName: "2020年民生实事项目名称",
	fieldDone: "截至3月底累计完成 1—3月累计完成 一季度累计完成数", fieldTarget: "2020年目标任务 目标任务 年度目标", fieldRate: "完成比例（%） 占全年目标任务比例",
	fieldInvested: "1-3月累计完成投资", fieldProblems: "目前存在问题", fieldNext: "下一步工作打算（措施）", fieldDeclared: "是否达到序时进度要求",
}

// synonymsOf are the other words for a head that mean one thing only in any
// table, or that the layout or the cells settle.
func synonymsOf(f field, layout Layout) []string {
	words := strings.Fields(longer[f])
	for _, w := range strings.Fields(synonyms[f]) {
		meanings := slices.DeleteFunc(slices.Clone(candidates[w]), func(m field) bool { return m != f && !slices.Contains(allowed[layout], m) })
		if len(meanings) == 1 && !strings.Contains(w, "科室") {
			words = append(words, w)
		}
	}
	return words
}

// fullWidth turns the digits of a text into ０ to ９.
func fullWidth(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r + '０' - '0'
		}
		return r
	}, s)
}

// retype writes a cell otherwise: as text, in full width, with spaces.
func retype(t *rapid.T, f field, cell string) string {
	if cell == "" || !rapid.Bool().Draw(t, "retype") {
		return cell
	}
	percent := strings.HasPrefix(cell, "=")
	bare := strings.TrimPrefix(cell, "=")
	_, err := strconv.ParseFloat(strings.TrimSuffix(bare, "%"), 64)
	switch how := rapid.IntRange(0, 3).Draw(t, "how"); {
	case how == 0 && err == nil:
		return "'" + bare
	case how == 1 && err == nil:
		return "'" + fullWidth(bare)
	case how == 2 && !percent && err == nil && f != fieldNo:
		return "' " + bare + " "
	case how == 3 && f == fieldNo:
		return rapid.SampledFrom([]string{"'" + bare + "、", "'" + bare + ".", "'0" + bare}).Draw(t, "number")
	case f == fieldContent || f == fieldDeadline:
		return fullWidth(cell)
	}
	return cell
}

// rewritten draws the same facts in another way.
func (d *drawn) rewritten(t *rapid.T, layout Layout) (string, *Draft) {
	cols := slices.Clone(d.cols)
	rows := rapid.Permutation(seq(len(cols[0].cells))).Draw(t, "rows")
	prose := d.period == "" && rapid.Bool().Draw(t, "schedule in one cell")
	var list []drawnColumn
	for _, c := range cols {
		switch {
		case prose && c.field == fieldDue:
			continue
		case c.field != fieldDue && rapid.Bool().Draw(t, "other head"):
			unit := ""
			if i := strings.Index(c.head, "（"); i > 0 {
				unit = c.head[i:]
			}
			c.head = rapid.SampledFrom(synonymsOf(c.field, layout)).Draw(t, "head") + unit
		}
		list = append(list, c)
	}
	if prose {
		all := drawnColumn{field: fieldSchedule, head: rapid.SampledFrom(synonymsOf(fieldSchedule, layout)).Draw(t, "head")}
		for r := range cols[0].cells {
			var parts []string
			for _, c := range cols {
				if c.field == fieldDue {
					parts = append(parts, c.head+rapid.SampledFrom([]string{"", "，", "："}).Draw(t, "mark")+c.cells[r])
				}
			}
			all.cells = append(all.cells, strings.Join(parts, "；"))
		}
		list = append(list, all)
	}
	list = shuffled(t, list)
	at := func(c drawnColumn, r int) string {
		if c.cells == nil {
			return ""
		}
		return c.cells[r]
	}
	for range rapid.IntRange(0, 2).Draw(t, "blank columns") {
		list = slices.Insert(list, rapid.IntRange(1, len(list)-1).Draw(t, "where"), drawnColumn{})
	}
	var lines []string
	wide := func(text string) string { return text + strings.Repeat("|<", len(list)-1) }
	if rapid.Bool().Draw(t, "annex") {
		lines = append(lines, rapid.SampledFrom([]string{"附件2", "附件：", "附表1"}).Draw(t, "annex mark"))
	}
	title := d.period + d.title
	switch rapid.IntRange(0, 2).Draw(t, "title") {
	case 0:
		lines = append(lines, wide(title))
	case 1:
		lines = append(lines, title)
	default:
		lines = append(lines, wide(strings.Join(strings.Split(title, ""), " ")))
	}
	if rapid.Bool().Draw(t, "line of labels") {
		lines = append(lines, wide(rapid.SampledFrom([]string{"单位：万元", "金额单位：万元", "填报人：张三    联系电话：83900000"}).Draw(t, "labels")))
	}
	if rapid.Bool().Draw(t, "blank line") {
		lines = append(lines, "")
	}
	head := heads(t, list)
	lines = append(lines, head...)
	merged := rapid.Bool().Draw(t, "merged categories")
	page := rapid.IntRange(1, 3*len(rows)).Draw(t, "page") // where the head stands again, if anywhere
	for i, r := range rows {
		if i == page && !merged {
			lines = append(lines, rapid.SampledFrom([]string{"", "续表", wide(title), wide(title + "（续）")}).Draw(t, "page mark"))
			lines = append(lines, head...)
		}
		row := make([]string, len(list))
		blank := rapid.IntRange(0, 5).Draw(t, "blank row") == 0
		if blank {
			lines = append(lines, "")
		}
		for k, c := range list {
			row[k] = retype(t, c.field, at(c, r))
			if c.field == fieldCategory && merged && !blank && i > 0 && at(c, rows[i-1]) == at(c, r) {
				row[k] = "^"
			}
		}
		lines = append(lines, strings.Join(row, "|"))
	}
	if rapid.Bool().Draw(t, "total") {
		lines = append(lines, total(list))
	}
	if rapid.Bool().Draw(t, "signature") {
		lines = append(lines, rapid.SampledFrom([]string{"填表人：李四|||审核人：王五", wide("注：本表按季报送。"), wide("负责人（签字）：    联系电话：123")}).Draw(t, "last line"))
	}
	text := strings.Join(lines, "\n")
	s := sheet("表", text, rapid.IntRange(0, 3).Draw(t, "down"), rapid.IntRange(0, 3).Draw(t, "right"))
	return text, Read(book(s))
}

// total is the row 合计 with the sums of money.
func total(list []drawnColumn) string {
	row := make([]string, len(list))
	for k, c := range list {
		switch c.field {
		case fieldTotal, fieldInvested:
			sum := decimal.Zero
			for _, cell := range c.cells {
				sum = sum.Add(decimal.RequireFromString(cell))
			}
			row[k] = sum.String()
		case fieldName:
			row[k] = "合计"
		default:
		}
	}
	return strings.Join(row, "|")
}

// heads draws one head row, or two with the groups over their columns.
func heads(t *rapid.T, list []drawnColumn) []string {
	spaced := func(s string) string {
		if s != "" && rapid.IntRange(0, 4).Draw(t, "spaced head") == 0 {
			r := []rune(s)
			return string(r[:1]) + rapid.SampledFrom([]string{" ", `\n`, "　"}).Draw(t, "space") + string(r[1:])
		}
		return s
	}
	upper, lower := make([]string, len(list)), make([]string, len(list))
	grouped := rapid.Bool().Draw(t, "grouped heads") && slices.ContainsFunc(list, func(c drawnColumn) bool { return c.group != "" })
	for i, c := range list {
		upper[i], lower[i] = spaced(c.head), "^"
		if c.group != "" {
			lower[i] = upper[i]
			if upper[i] = c.group; i > 0 && list[i-1].group == c.group {
				upper[i] = "<"
			}
		}
		if c.head == "" {
			lower[i] = ""
		}
	}
	if grouped {
		return []string{strings.Join(upper, "|"), strings.Join(lower, "|")}
	}
	for i, c := range list {
		if c.group != "" {
			upper[i] = lower[i]
		}
	}
	return []string{strings.Join(upper, "|")}
}

// shuffled moves the columns; quarters stay in their order.
func shuffled(t *rapid.T, list []drawnColumn) []drawnColumn {
	var dues, out []drawnColumn
	for _, c := range list {
		if c.field == fieldDue {
			dues = append(dues, c)
		}
	}
	for _, i := range rapid.Permutation(seq(len(list))).Draw(t, "columns") {
		if c := list[i]; c.field == fieldDue {
			c, dues = dues[0], dues[1:]
			out = append(out, c)
		} else {
			out = append(out, c)
		}
	}
	return out
}

func seq(n int) []int {
	s := make([]int, n)
	for i := range s {
		s[i] = i
	}
	return s
}

// facts are what a draft says, without its places.
func facts(d *Draft) []string {
	var out []string
	for i := range d.Projects {
		p := &d.Projects[i]
		s := fmt.Sprintf("%s %s %s %s 牵头%v 协办%v %s 总投资%s", p.ID, p.Category, p.Name, wording.Fold(p.Content),
			p.Names(ledger.Lead), p.Names(ledger.Partner), p.Deadline, show(p.Total))
		for _, t := range p.Targets {
			s += fmt.Sprintf(" [%s %s%s]", t.Kind, show(t.Quantity), t.Measure)
		}
		for _, m := range p.Milestones {
			s += " " + m.Due.String() + m.Text
			for _, e := range m.Expect {
				s += fmt.Sprintf("(%s %s%% %s)", e.Aspect, show(e.Percent), show(e.Quantity))
			}
		}
		out = append(out, s)
	}
	for i := range d.Progress {
		p := &d.Progress[i]
		out = append(out, fmt.Sprintf("%s%s %s %s %s %s%s 开工%s 完成%s %s%% %s 投资%s %s %s %s", p.No, p.Sub, p.Name, p.Unit, p.Period,
			show(p.Target), p.Measure, show(p.Started), show(p.Cumulative), show(p.CumulativePercent), p.Declared, show(p.Invested),
			p.StageText, p.Problems, p.Next))
	}
	slices.Sort(out)
	return out
}

func TestRewrittenTables(t *testing.T) {
	for name, made := range map[string]struct {
		draw   func(*rapid.T) drawn
		layout Layout
	}{"plan": {drawPlan, LayoutProject}, "report": {drawReport, LayoutProgress}} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				table := made.draw(t)
				first := table.plain()
				if len(first.Findings) > 0 || first.Layout != made.layout || len(first.Projects)+len(first.Progress) != len(table.cols[0].cells) {
					t.Fatalf("the plain table: %s, findings %v", first.Layout, codes(first.Findings))
				}
				text, again := table.rewritten(t, made.layout)
				if want, got := facts(first), facts(again); !reflect.DeepEqual(got, want) {
					t.Fatalf("%s\nreads\n%s\nwant\n%s", text, strings.Join(got, "\n"), strings.Join(want, "\n"))
				}
				if len(again.Findings) > 0 {
					t.Fatalf("%s\nfindings %v", text, codes(again.Findings))
				}
			})
		})
	}
}
