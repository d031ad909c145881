package bulletin

import (
	"strings"

	"tongbao/server/ledger"
)

// projectAnnex is the 进展情况一览表 of a series: one line for each judged
// target, the project's own cells spanning its lines, by category.
func (d *draft) projectAnnex(s *ledger.SeriesSummary, title, sheet string) Annex {
	t := Table{Sheet: sheet, Columns: d.projectColumns()}
	category := ""
	for i := range s.Standings {
		st := &s.Standings[i]
		if c := d.category(st.Project); c != category && c != "" {
			category = c
			t.Rows = append(t.Rows, Row{Kind: SectionRow, Cells: []Cell{text(d.simple(c))}})
		}
		d.about(d.title(st.Project), func() { t.Rows = append(t.Rows, d.projectRows(st)...) })
	}
	notes := []string{d.legend()}
	if !d.public() {
		notes = append(notes, "达序时率＝（已完成＋超序时＋达序时＋基本达序时）÷（有任务的项目数－未到节点）。进度按截至"+
			d.s.AsOf.Chinese()+"的累计数计算；一个项目有多项任务的，以最差的一项研判。目标任务未注明口径的，实际进度为完成率。")
	}
	if len(where(s, func(st *ledger.Standing) bool { return st.SelfAssessed })) > 0 {
		notes = append(notes, "标注“自评”的，本期没有量化节点，依据责任单位自评。")
	}
	if note := d.roundingNote(s.Counts); note != "" {
		notes = append(notes, note)
	}
	return Annex{Title: title, Landscape: true, Tables: []Table{t.withoutEmpty().without(d.s.Programme.Form.Hide), d.classTable(s, sheet)}, Notes: notes}
}

func (d *draft) projectColumns() []Column {
	if d.public() {
		return []Column{
			{Head: "序号", Weight: 5, Align: Center},
			{Head: "项目", Weight: 26, Align: Left},
			{Head: "目标任务", Weight: 26, Align: Left, key: ledger.ColumnTask},
			{Head: "责任单位", Weight: 16, Align: Left, key: ledger.ColumnUnit},
			{Head: "累计完成", Weight: 11, Align: Right, key: ledger.ColumnDone},
			{Head: "阶段", Weight: 8, Align: Center, key: ledger.ColumnStage},
			{Head: "推进情况", Weight: 12, Align: Center},
		}
	}
	return []Column{
		{Head: "序号", Weight: 5, Align: Center},
		{Head: "项目", Weight: 21, Align: Left},
		{Head: "目标任务", Weight: 21, Align: Left, key: ledger.ColumnTask},
		{Head: "主报单位", Weight: 13, Align: Left, key: ledger.ColumnUnit},
		{Group: "进度", Head: "序时要求", Unit: "%", Weight: 8, Align: Decimal},
		{Group: "进度", Head: "实际", Unit: "%", Weight: 8, Align: Decimal},
		{Group: "进度", Head: "差", Unit: "百分点", Weight: 8, Align: Decimal},
		{Head: "累计", Weight: 9, Align: Right, key: ledger.ColumnDone},
		{Head: "差额", Weight: 8, Align: Right, key: ledger.ColumnGap},
		{Head: "阶段", Weight: 7, Align: Center, key: ledger.ColumnStage},
		{Head: "研判", Weight: 11, Align: Center},
	}
}

// The columns of the internal table that formulas name.
const (
	columnExpected = 4
	columnActual   = 5
)

// projectRows are the lines of one project: the judged targets or, where none
// was judged, one line with its task in words.
func (d *draft) projectRows(st *ledger.Standing) []Row {
	lines := linesOf(st)
	n := max(1, len(lines))
	unit := d.simple(st.Reporter)
	if d.public() {
		unit = d.leads(st)
	}
	rows := make([]Row, 0, n)
	for i := range n {
		number, title, reporter, stage, verdict := covered(), covered(), covered(), covered(), covered()
		if i == 0 {
			number = text(st.Project.ID.No + st.Project.ID.Sub).down(n)
			title = text(d.title(st.Project)).down(n)
			reporter = text(orDash(unit)).down(n)
			stage = text(orDash(string(stageOf(st)))).down(n)
		}
		task, figures := text(orDash(d.task(st.Project))), dashes(5)
		switch {
		case len(lines) == 0 && d.public():
			figures = dashes(1)
		case len(lines) == 0:
		case d.public():
			task, figures = text(d.targetTask(lines[i])), []Cell{d.doneCell(lines[i])}
		default:
			task = text(d.targetTask(lines[i]))
			figures = append(d.scheduleCells(lines[i]), d.doneCell(lines[i]), d.gapCell(lines[i]))
		}
		if i == 0 {
			verdict = d.verdictCell(st).down(n)
		}
		cells := append([]Cell{number, title, task, reporter}, figures...)
		rows = append(rows, Row{Kind: DataRow, Cells: append(cells, stage, verdict)})
		rows[0].Anchor = anchor(st.Project)
	}
	return rows
}

// verdictCell is the light with its word; the public edition draws no light.
func (d *draft) verdictCell(st *ledger.Standing) Cell {
	name := d.className(st.Verdict)
	var remarks []string
	switch {
	case st.AwaitsAcceptance:
		remarks = append(remarks, "已完工待验收")
	case st.Verdict == ledger.Completed && st.Exceeded:
		remarks = append(remarks, "超额完成")
	case st.Verdict == ledger.Completed && st.Early:
		remarks = append(remarks, "提前完成")
	case st.Verdict == ledger.NotReported && st.Report != nil && !d.public():
		remarks = append(remarks, "内容不全")
	}
	if st.SelfAssessed && name != pressing {
		remarks = append(remarks, "自评")
	}
	if len(remarks) > 0 {
		name += "（" + strings.Join(remarks, "、") + "）"
	}
	c := Cell{Text: name, Figure: d.bind("研判", name, cellsOf(st))}
	if !d.public() {
		c.Verdict = st.Verdict
	}
	return c
}

// task is the year's task in words.
func (d *draft) task(p *ledger.Project) string {
	s := ""
	for i := range p.Targets {
		if s != "" {
			s += "；"
		}
		s += d.targetText(&p.Targets[i])
	}
	if s == "" {
		s = firstClause(p.Content)
	}
	return d.simple(s)
}

func (d *draft) targetText(t *ledger.Target) string {
	if t.Text != "" {
		return t.Text
	}
	if t.Quantity != nil {
		return quantity(*t.Quantity) + t.Measure
	}
	return ""
}

func (d *draft) targetTask(l line) string {
	s := strings.Trim(d.simple(d.targetText(l.target)), "，。；、 ")
	if name := l.rateName(); !d.public() && name != "实际" && name != rateDone {
		s += "（" + name + "）"
	}
	return orDash(s)
}

// scheduleCells are 序时要求, 实际 and 差 of one line. The numbers printed are
// those of the text, with as many digits as make the difference come out.
func (d *draft) scheduleCells(l line) []Cell {
	t := l.judged
	if l.earlier {
		return dashes(3)
	}
	if t == nil {
		return []Cell{dash(), d.number("实际", l.rate.Float(), l.rate.Fixed(1), "", l.from), dash()}
	}
	rate, expected, difference := sameDigits(ledger.ShownDifference(t.Rate, t.Expected))
	less := Formula{Kind: MinusOf, Of: columnActual, By: columnExpected}
	points := t.Rate.Float() - t.Expected.Float()
	if lowerWins(t) {
		less.Of, less.By = columnExpected, columnActual
		points = -points
	}
	if t.Difference.CmpInt(0) < 0 {
		difference = "-" + difference
	}
	return []Cell{
		d.number("序时要求", t.Expected.Float(), expected, "", t.From),
		d.number("实际", t.Rate.Float(), rate, "", t.From),
		d.number("与序时要求之差", points, difference, "", t.From).by(less),
	}
}

// sameDigits prints the numbers of one line with equally many decimals, at
// least one.
func sameDigits(a, b, c string) (x, y, z string) {
	n := max(1, decimals(a), decimals(b), decimals(c))
	return withDecimals(a, n), withDecimals(b, n), withDecimals(c, n)
}

// doneCell is the cumulative quantity of one line.
func (d *draft) doneCell(l line) Cell {
	if !l.counted() || l.earlier && d.public() {
		return dash()
	}
	c := d.things("累计", l.done, d.simple(l.target.Measure), l.from)
	if l.earlier {
		return d.prefixed("上期", c)
	}
	if d.public() && l.aspect == ledger.Start {
		return d.prefixed("已开工", c) // its column says 累计完成
	}
	return c
}

// gapCell is how many things one line is short of its expectation.
func (d *draft) gapCell(l line) Cell {
	if l.judged == nil || !l.counted() || !l.judged.Gap.IsPositive() {
		return dash()
	}
	return d.things("差额", l.judged.Gap, d.simple(l.target.Measure), l.from)
}

// classTable counts the classes, one in each column; the total is a formula.
func (d *draft) classTable(s *ledger.SeriesSummary, sheet string) Table {
	t := Table{Title: "研判分类汇总", Sheet: sheet + "汇总", Columns: []Column{{Head: "研判", Weight: 8, Align: Center}}}
	if d.public() {
		t.Title, t.Columns[0].Head = "推进情况汇总", "推进情况"
	}
	counts, shares := []Cell{text("项目数")}, []Cell{text("占比")}
	sum := 0
	for _, c := range d.classes() {
		n := c.count(s.Counts)
		sum += n
		cells := cellsOfAll(where(s, func(st *ledger.Standing) bool { return c.has(st.Verdict) }))
		t.Columns = append(t.Columns, Column{Head: c.name, Weight: 8, Align: Center})
		counts = append(counts, d.whole(c.name+"项目数", n, cells))
		shares = append(shares, d.share(c.name+"占比", ledger.PercentOfInts(n, s.Counts.Total), cells))
	}
	all := cellsOfAll(where(s, func(st *ledger.Standing) bool { return st.Verdict != ledger.NoTask }))
	across := Formula{Kind: SumAcross, Of: 1, To: len(t.Columns) - 1}
	t.Columns = append(t.Columns, Column{Head: "合计", Weight: 8, Align: Center})
	counts = append(counts, d.whole("项目数合计", sum, all).by(across))
	shares = append(shares, d.share("占比合计", ledger.PercentOfInts(sum, s.Counts.Total), all).by(across))
	t.Rows = []Row{{Kind: DataRow, Cells: counts}, {Kind: DataRow, Cells: shares}}
	return t
}

// roundingNote is the statistical note where printed shares do not add up.
func (d *draft) roundingNote(counts ledger.Counts) string {
	var sum ledger.Percent
	for _, c := range d.classes() {
		n := c.count(counts)
		sum = sum.Add(printed(ledger.PercentOfInts(n, counts.Total)))
	}
	if counts.Total == 0 || sum.CmpInt(100) == 0 {
		return ""
	}
	return "因四舍五入，分项之和可能不等于合计。"
}

func orDash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}
