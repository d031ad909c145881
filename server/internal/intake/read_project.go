package intake

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/shopspring/decimal"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// readProjects reads a project table into the draft.
func (t *table) readProjects(d *Draft) {
	records := t.records()
	for _, r := range records {
		d.Projects = append(d.Projects, t.project(r))
	}
	t.checkSums(records)
}

// project understands one record.
func (t *table) project(r *record) ledger.Project {
	anchor := t.firstColumn()
	p := ledger.Project{ID: r.id, Cell: t.at(r.row, anchor), Category: t.category(r)}

	content, inlineText, noTask, contentCell := t.content(r)
	name, nameDuties, nameNoTask := splitInline(r.name)
	p.NoTask = noTask || nameNoTask || t.noTask(r)
	p.Content = content
	if inlineText == "" {
		inlineText = nameDuties
	}
	p.Duties = t.readDuties(r, inlineText, contentCell)
	var shared []wording.SharedOut
	p.Targets, shared = t.targets(content, name, contentCell)
	p.Name = name
	if t.col(fieldName) == 0 || content == "" {
		if content == "" {
			p.Content = name
		}
		p.Name = wording.Title("", p.Content, p.Targets)
		if p.Name == "" {
			p.Name = p.Content
		}
	}
	p.Nature = firstText(t.texts(r, fieldNature))
	t.readDeadline(r, &p)
	t.readSchedule(r, &p)
	t.readMoney(r, &p)
	t.readShares(r, &p)
	t.readToldShares(r, &p, shared)
	p.Repeats = t.repeats(r)
	if !p.NoTask && len(p.Names(ledger.Lead)) == 0 {
		t.warn(CodeNoLead, t.ref(r.row, anchor), "value", p.ID.String())
	}
	return p
}

// firstColumn is the column that a row's own cell is named by: the number's,
// or the name's.
func (t *table) firstColumn() int {
	for _, f := range []field{fieldNo, fieldName, fieldContent} {
		if col := t.col(f); col > 0 {
			return col
		}
	}
	return t.columns[0].col
}

// category is the project's group: its own column, or the heading above it.
func (t *table) category(r *record) string {
	if text := firstText(t.texts(r, fieldCategory)); text != "" {
		return newSection(strings.Join(strings.Fields(text), "")).name
	}
	if r.section != nil {
		return r.section.name
	}
	return ""
}

// content is what the project consists of, without number, duties and the
// no-task mark, over all of its rows.
func (t *table) content(r *record) (content, duties string, noTask bool, cell ledger.Cell) {
	col := t.col(fieldContent)
	if col == 0 {
		col = t.col(fieldName)
		_, duties, noTask = splitInline(r.name)
		return "", duties, noTask, t.cell(r.row, col)
	}
	cell = t.cell(r.row, col)
	var parts []string
	for i, row := range r.rows {
		text := r.content[0]
		if i > 0 {
			text = ""
			for _, c := range t.by[fieldContent] {
				if own := strings.TrimSpace(t.own(row, c).Text); own != "" && own != r.content[0] {
					text = own
				}
			}
			_, _, text = subOf(text)
		}
		rest, inner, none := splitInline(text)
		if rest != "" {
			parts = append(parts, rest)
		}
		if inner != "" {
			duties = strings.TrimPrefix(duties+"；"+inner, "；")
		}
		noTask = noTask || none
	}
	return strings.Join(parts, "\n"), duties, noTask, cell
}

// noTask reports whether a cell of the record's first row says 我区无任务.
func (t *table) noTask(r *record) bool {
	for _, c := range t.filled(r.row) {
		switch t.column(c.Col).field {
		case fieldContent, fieldName, fieldNo:
		default:
			if wording.NoTask(c.Text) || taskHead.MatchString(t.column(c.Col).name()) && negative(c.Text) {
				return true
			}
		}
	}
	return false
}

// taskHead is the head of a column that says whether the government has a share
// in the item.
var taskHead = regexp.MustCompile(`^(?:[我本][市县区]|有无|是否有|是否承担|是否涉及).{0,4}任务|^[我本]?[市县区]?是否(?:承担|涉及)$`)

func negative(text string) bool {
	switch wording.Squeeze(text) {
	case "无", "否", "没有", "不涉及", "不承担", "×":
		return true
	}
	return false
}

// targets reads what is promised, and how the words share it out over areas: from
// the content, or from the name where there is no more.
func (t *table) targets(content, name string, cell ledger.Cell) ([]ledger.Target, []wording.SharedOut) {
	text := content
	if text == "" {
		text = name
	}
	targets, shared := wording.Promises(text)
	for i := range targets {
		targets[i].Cell = cell
	}
	return targets, shared
}

// readDeadline reads 完成时限, 31 December where nothing is said.
func (t *table) readDeadline(r *record, p *ledger.Project) {
	cells := t.texts(r, fieldDeadline)
	p.DeadlineText = firstText(cells)
	if t.year != 0 {
		p.Deadline = ledger.Date{Year: t.year, Month: 12, Day: 31}
	}
	if p.DeadlineText == "" || filler(p.DeadlineText) {
		return
	}
	due, phase, ok := wording.Deadline(p.DeadlineText, t.year)
	if cells[0].MonthOnly { // stored as the month's first day, meant as its last
		p.DeadlineText = fmt.Sprintf("%d年%d月", due.Year, due.Month)
		due = ledger.MonthEnd(due.Year, due.Month)
	}
	if !ok {
		if !t.yearless(p.DeadlineText) {
			t.fail(r.row, CodeUnreadableDate, t.ref(cells[0].Row, cells[0].Col), "value", p.DeadlineText)
		}
		return
	}
	if !due.IsZero() {
		p.Deadline = due
	}
	p.Phase = phase
}

// yearless reports whether a text only lacks a year to be a date, which no line of
// the table says: a finding of its own.
func (t *table) yearless(text string) bool {
	_, _, ok := wording.Deadline(text, 2000)
	return t.year == 0 && ok
}

// readSchedule reads 进度要求 in prose and the columns for single quarters.
func (t *table) readSchedule(r *record, p *ledger.Project) {
	var doubts []wording.Doubt
	var ref string
	if cells := t.texts(r, fieldSchedule); len(cells) > 0 {
		var parts []string
		for _, c := range cells {
			parts = append(parts, strings.TrimSpace(c.Text))
		}
		ref = t.ref(cells[0].Row, cells[0].Col)
		p.Milestones, p.Targets, doubts = wording.Milestones(strings.Join(parts, "\n"), t.year, p.Targets)
		for i := range p.Milestones {
			p.Milestones[i].Cell = t.cell(cells[0].Row, cells[0].Col)
		}
	}
	if cols := t.by[fieldDue]; len(cols) > 0 {
		ms := p.Milestones
		for _, col := range cols {
			if text := t.text(r.row, col); text != "" && !filler(text) {
				ms = append(ms, t.milestonesAt(r.row, col, text, p.Targets)...)
				ref = firstOf(ref, t.ref(r.row, col))
			}
		}
		p.Milestones, p.Targets, doubts = wording.Accumulate(ms, p.Targets)
	}
	for _, doubt := range doubts {
		t.warn(CodeUnclearSeries, ref, "value", doubt.Text, "project", p.ID.String(), "doubt", doubt.Code)
	}
	for i := range p.Targets {
		if p.Targets[i].Cell.Ref == "" {
			p.Targets[i].Cell = t.at(r.row, t.firstColumn())
		}
	}
}

// readMoney reads the investment columns and 资金来源.
func (t *table) readMoney(r *record, p *ledger.Project) {
	p.Total = t.money(r, fieldTotal)
	p.Planned = t.money(r, fieldPlanned)
	for _, c := range t.texts(r, fieldSource) {
		list, total := fundingOf(c.Text, t.cell(c.Row, c.Col))
		p.Funding = append(p.Funding, list...)
		if p.Total == nil {
			p.Total = total
		}
	}
}

// milestonesAt are what a column for one date says: one milestone, or several
// where the text names dates within the column's time (11月份…，12月份…).
func (t *table) milestonesAt(row, col int, text string, targets []ledger.Target) []ledger.Milestone {
	c := t.column(col)
	cell := t.cell(row, col)
	ms, _, _ := wording.Milestones(c.period.ShortChinese()+"："+text, t.year, targets)
	if len(ms) < 2 {
		ms = []ledger.Milestone{wording.MilestoneAt(c.period.String(), c.due, text, targets)}
	}
	for i := range ms {
		ms[i].Cell = cell
		ms[i].Expect = nil
	}
	return ms
}

var (
	repeats   = regexp.MustCompile(`同(?:为|属|于)?[^，。；]{0,20}?第?((?:\d{1,3}[、,，和及]?)+)项`)
	oneNumber = regexp.MustCompile(`\d+`)
)

// repeats are the main items that a project of another series stands for, as a
// remark says: 同为为民办实事项目第8、9项.
func (t *table) repeats(r *record) []ledger.ProjectID {
	if t.series == ledger.SeriesMain {
		return nil
	}
	var ids []ledger.ProjectID
	for _, c := range t.filled(r.row) {
		if t.column(c.Col).field != "" {
			continue
		}
		if m := repeats.FindStringSubmatch(wording.Squeeze(c.Text)); m != nil {
			for _, no := range oneNumber.FindAllString(m[1], -1) {
				ids = append(ids, ledger.ProjectID{Series: ledger.SeriesMain, No: no})
			}
		}
	}
	return ids
}

// money is a record's amount in 万元 from a column, nil where none stands.
func (t *table) money(r *record, f field) *decimal.Decimal {
	cells := t.texts(r, f)
	if len(cells) == 0 {
		return nil
	}
	return t.moneyAt(r.row, cells[0])
}

func firstText(cells []grid.Cell) string {
	if len(cells) == 0 {
		return ""
	}
	return strings.TrimSpace(cells[0].Text)
}
