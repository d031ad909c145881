package bulletin

import (
	"fmt"

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
		t.Rows = append(t.Rows, d.projectRows(st)...)
	}
	notes := []string{d.legend()}
	if !d.public() {
		notes = append(notes, "达序时率＝（已完成＋超序时＋达序时＋基本达序时）÷（有任务的项目数－未到节点）。进度按截至"+
			d.s.AsOf.Chinese()+"的累计数计算；一个项目有多项任务的，以最差的一项研判。")
	}
	if len(where(s, func(st *ledger.Standing) bool { return st.SelfAssessed })) > 0 {
		notes = append(notes, "标注“自评”的，本期没有量化节点，依据责任单位自评。")
	}
	if note := d.roundingNote(s.Counts); note != "" {
		notes = append(notes, note)
	}
	return Annex{Title: title, Landscape: true, Tables: []Table{t, d.classTable(s, sheet)}, Notes: notes}
}

func (d *draft) projectColumns() []Column {
	if d.public() {
		return []Column{
			{Head: "序号", Weight: 5, Align: Center},
			{Head: "项目", Weight: 26, Align: Left},
			{Head: "目标任务", Weight: 26, Align: Left},
			{Head: "责任单位", Weight: 16, Align: Left},
			{Head: "累计完成", Weight: 11, Align: Right},
			{Head: "阶段", Weight: 8, Align: Center},
			{Head: "推进情况", Weight: 12, Align: Center},
		}
	}
	return []Column{
		{Head: "序号", Weight: 5, Align: Center},
		{Head: "项目", Weight: 21, Align: Left},
		{Head: "目标任务", Weight: 21, Align: Left},
		{Head: "主报单位", Weight: 13, Align: Left},
		{Group: "进度", Head: "序时要求", Unit: "%", Weight: 8, Align: Decimal},
		{Group: "进度", Head: "实际", Unit: "%", Weight: 8, Align: Decimal},
		{Group: "进度", Head: "差", Unit: "百分点", Weight: 8, Align: Decimal},
		{Head: "累计", Weight: 9, Align: Right},
		{Head: "差额", Weight: 8, Align: Right},
		{Head: "阶段", Weight: 7, Align: Center},
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
	lines := max(1, len(st.Targets))
	rows := make([]Row, 0, lines)
	for i := range lines {
		var head [3]Cell // 序号, 项目, 主报单位
		var tail [2]Cell // 阶段, 研判
		if i == 0 {
			unit := d.simple(st.Reporter)
			if d.public() {
				unit = d.leads(st)
			}
			head = [3]Cell{
				text(st.Project.ID.No + st.Project.ID.Sub).down(lines),
				text(d.title(st.Project)).down(lines),
				text(orDash(unit)).down(lines),
			}
			tail = [2]Cell{text(orDash(string(stageOf(st)))).down(lines), d.verdictCell(st).down(lines)}
		} else {
			for k := range head {
				head[k] = covered()
			}
			tail = [2]Cell{covered(), covered()}
		}
		task := text(orDash(d.task(st.Project)))
		var target *ledger.TargetStanding
		if len(st.Targets) > 0 {
			target = &st.Targets[i]
			task = text(d.targetTask(target))
		}
		figures := []Cell{d.doneCell(target)}
		if !d.public() {
			figures = append(d.scheduleCells(target), figures[0], d.gapCell(target))
		}
		cells := append([]Cell{head[0], head[1], task, head[2]}, figures...)
		rows = append(rows, Row{Kind: DataRow, Cells: append(cells, tail[:]...)})
	}
	return rows
}

// verdictCell is the light with its word; the public edition draws no light.
func (d *draft) verdictCell(st *ledger.Standing) Cell {
	name := d.className(st.Verdict)
	switch {
	case st.AwaitsAcceptance:
		name += "（已完工待验收）"
	case st.Verdict == ledger.Completed && st.Exceeded:
		name += "（超额完成）"
	case st.Verdict == ledger.Completed && st.Early:
		name += "（提前完成）"
	case st.SelfAssessed && name != pressing:
		name += "（自评）"
	}
	c := Cell{Text: name, Figure: d.bind(d.title(st.Project)+"研判", name, cellsOf(st))}
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

func (d *draft) targetTask(t *ledger.TargetStanding) string {
	s := d.simple(d.targetText(t.Target))
	if d.public() {
		return s
	}
	return fmt.Sprintf("%s（%s）", s, rateName(t))
}

// scheduleCells are 序时要求, 实际 and 差 of one line. The numbers printed are
// those of the text, with as many digits as make the difference come out.
func (d *draft) scheduleCells(t *ledger.TargetStanding) []Cell {
	if t == nil {
		return []Cell{dash(), dash(), dash()}
	}
	rate, expected, difference := ledger.ShownDifference(t.Rate, t.Expected)
	less := Formula{Kind: MinusOf, Of: columnActual, By: columnExpected}
	points := t.Rate.Float() - t.Expected.Float()
	if t.Difference.Cmp(t.Rate.Sub(t.Expected)) != 0 { // lower is better
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

// doneCell is the cumulative quantity of one line.
func (d *draft) doneCell(t *ledger.TargetStanding) Cell {
	if t == nil || t.OfWork || !t.Target.HasQuantity() {
		return dash()
	}
	c := d.amount("累计", t.Done, d.simple(t.Target.Measure), t.From)
	if d.public() && t.Aspect == ledger.Start {
		return d.prefixed("已开工", c) // its column says 累计完成
	}
	return c
}

// gapCell is how many things one line is short of its expectation.
func (d *draft) gapCell(t *ledger.TargetStanding) Cell {
	if t == nil || t.OfWork || !t.Target.HasQuantity() || !t.Gap.IsPositive() {
		return dash()
	}
	return d.amount("差额", t.Gap, d.simple(t.Target.Measure), t.From)
}

// classTable counts the classes; its total is a formula.
func (d *draft) classTable(s *ledger.SeriesSummary, sheet string) Table {
	t := Table{
		Title: "研判分类汇总", Sheet: sheet + "汇总",
		Columns: []Column{
			{Head: "研判", Weight: 20, Align: Left},
			{Head: "项目数", Weight: 12, Align: Right},
			{Head: "占比", Weight: 12, Align: Right},
		},
	}
	if d.public() {
		t.Title = "推进情况汇总"
		t.Columns[0].Head = "推进情况"
	}
	sum := 0
	for _, c := range d.classes() {
		n := c.count(s.Counts)
		sum += n
		cells := cellsOfAll(where(s, func(st *ledger.Standing) bool { return c.has(st.Verdict) }))
		name := text(c.name)
		if !d.public() {
			name.Verdict = c.verdicts[0]
		}
		t.Rows = append(t.Rows, Row{Kind: DataRow, Cells: []Cell{
			name, d.whole(c.name+"项目数", n, cells),
			d.share(c.name+"占比", ledger.PercentOfInts(n, s.Counts.Total), cells),
		}})
	}
	t.Rows = append(t.Rows, Row{Kind: TotalRow, Cells: []Cell{
		text("合计"), d.whole("项目数合计", sum, nil).by(Formula{Kind: SumAbove}),
		d.share("占比合计", ledger.PercentOfInts(sum, s.Counts.Total), nil).by(Formula{Kind: SumAbove, Of: 2}),
	}})
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
