package blank

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"tongbao/server/internal/form"
	"tongbao/server/ledger"
)

// Declarations and stages to choose from.
var (
	declarations = []string{
		string(ledger.DeclaredCompleted), string(ledger.DeclaredAhead), string(ledger.DeclaredOnSchedule),
		string(ledger.DeclaredNearSchedule), string(ledger.DeclaredBehind), string(ledger.DeclaredFarBehind),
		string(ledger.DeclaredNotDue), string(ledger.DeclaredNotAssigned),
	}
	stages = []string{string(ledger.StagePrepare), string(ledger.StageBuild), string(ledger.StageDone), string(ledger.StageAccepted)}
)

// checks has Excel itself look at what is typed. A check of a column is one for
// all its cells of a kind and speaks of cells of the same row, so that it still
// holds when rows are sorted, which leaves checks where they are.
func (w *writer) checks() {
	for i := range w.columns {
		c := &w.columns[i]
		switch {
		case c.figure != nil:
			counts := w.open(i, func(r *form.Row) bool { f := c.figure(r); return f.Need != form.None && f.Kind == form.Count })
			shares := w.open(i, func(r *form.Row) bool { f := c.figure(r); return f.Need != form.None && f.Kind == form.Share })
			levels := w.open(i, func(r *form.Row) bool { f := c.figure(r); return f.Need != form.None && f.Kind == form.Level })
			w.figureCheck(c, counts, true)
			w.figureCheck(c, shares, true)
			w.figureCheck(c, levels, false)
		case c.money != nil:
			w.figureCheck(c, w.open(i, func(r *form.Row) bool { return c.money(r) != form.None }), true)
		case c.words != nil:
			w.wordsCheck(c, w.open(i, func(r *form.Row) bool { return c.words(r) != form.None }))
		}
	}
	w.marks()
}

// open are the cells of a column whose rows pass, in runs: "H6:H8 H10".
func (w *writer) open(column int, pass func(r *form.Row) bool) []string {
	var runs []string
	for i := 0; i < len(w.form.Rows); i++ {
		if !pass(&w.form.Rows[i]) {
			continue
		}
		from := i
		for i+1 < len(w.form.Rows) && pass(&w.form.Rows[i+1]) {
			i++
		}
		run := w.at(column, headRow+1+from)
		if i > from {
			run += ":" + w.at(column, headRow+1+i)
		}
		runs = append(runs, run)
	}
	return runs
}

// figureCheck wants a number of at least 0; where the last period's figure
// stands beside, a lower one is asked about. falls is false for a level, which
// may.
func (w *writer) figureCheck(c *column, cells []string, grows bool) {
	if len(cells) == 0 {
		return
	}
	dv := excelize.NewDataValidation(true)
	dv.Sqref = strings.Join(cells, " ")
	dv.SetInput(promptTitle(c), c.prompt)
	last := w.index(c.last)
	if grows && last >= 0 {
		beside := w.at(last, w.rowOf(cells[0]))
		w.keep(dv.SetRange("MAX(0,N("+beside+"))", "", excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorGreaterThanOrEqual))
		dv.SetError(excelize.DataValidationErrorStyleWarning, "比上期少", "应填不小于0的数字，累计数一般不低于上期。确实核减的，请在“存在问题”中写明原因。")
	} else {
		w.keep(dv.SetRange(0, "", excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorGreaterThanOrEqual))
		dv.SetError(excelize.DataValidationErrorStyleStop, "要填数字", "请填不小于0的数字，不写单位和文字。说明写在“形象进度”或“存在问题”中。")
	}
	w.keep(w.file.AddDataValidation(w.sheet, dv))
}

func (w *writer) wordsCheck(c *column, cells []string) {
	if len(cells) == 0 {
		return
	}
	dv := excelize.NewDataValidation(true)
	dv.Sqref = strings.Join(cells, " ")
	dv.SetInput(promptTitle(c), c.prompt)
	switch c.id {
	case declaredColumn:
		w.keep(dv.SetDropList(declarations))
		dv.SetError(excelize.DataValidationErrorStyleStop, "请从列表中选", "是否达序时请从下拉列表中选："+strings.Join(declarations, "、")+"。")
	case stageColumn:
		w.keep(dv.SetDropList(stages)) // a suggestion: other words are taken too
	default:
		w.keep(dv.SetRange(0, maxWords, excelize.DataValidationTypeTextLength, excelize.DataValidationOperatorBetween))
		dv.SetError(excelize.DataValidationErrorStyleWarning, "文字太长", "这一格一般不超过"+strconv.Itoa(maxWords)+"字，请写得简短些。")
	}
	w.keep(w.file.AddDataValidation(w.sheet, dv))
}

// maxWords is how many characters of prose a bulletin can use.
const maxWords = 500

// dateCheck wants a day from the period's beginning to the end of the next
// year.
func (w *writer) dateCheck(cell string) {
	dv := excelize.NewDataValidation(true)
	dv.Sqref = cell
	start := w.form.Period.Start()
	w.keep(dv.SetRange(serial(start), serial(ledger.Date{Year: start.Year + 1, Month: 12, Day: 31}),
		excelize.DataValidationTypeDate, excelize.DataValidationOperatorBetween))
	dv.SetInput("填报日期", fmt.Sprintf("如 %s。", w.form.ReportBy))
	dv.SetError(excelize.DataValidationErrorStyleStop, "要填日期", fmt.Sprintf("请填日期，如 %s。", w.form.ReportBy))
	w.keep(w.file.AddDataValidation(w.sheet, dv))
}

// serial is the number by which Excel counts a day.
func serial(d ledger.Date) int {
	day := time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
	return int(day.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24)
}

// promptTitle is a column's head on one line, without its bracket; a title
// holds 32 characters.
func promptTitle(c *column) string {
	head, _, _ := strings.Cut(strings.ReplaceAll(c.head, "\n", ""), "（")
	return head
}

// index is the place of a column, −1 where the form has none of it.
func (w *writer) index(id columnID) int {
	for i := range w.columns {
		if w.columns[i].id == id && id != noColumn {
			return i
		}
	}
	return -1
}

// rowOf is the row that a run of cells begins in.
func (w *writer) rowOf(run string) int {
	first, _, _ := strings.Cut(run, ":")
	_, row, err := excelize.CellNameToCoordinates(first)
	w.keep(err)
	return row
}

// marks colours what is typed: red where a figure is none or negative, orange
// where it is below the last one, white where it is filled in.
func (w *writer) marks() {
	paint := func(color string) *int {
		id, err := w.file.NewConditionalStyle(&excelize.Style{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}})
		w.keep(err)
		return &id
	}
	wrong, fewer, filled := paint("FF9999"), paint("FFC000"), paint("FFFFFF")
	for i := range w.columns {
		c := &w.columns[i]
		if c.figure == nil && c.words == nil && c.money == nil {
			continue
		}
		cell := w.at(i, headRow+1)
		var rules []excelize.ConditionalFormatOptions
		if c.words == nil {
			rules = append(rules, excelize.ConditionalFormatOptions{
				Type: "formula", Criteria: fmt.Sprintf("AND(LEN(%[1]s)>0,OR(NOT(ISNUMBER(%[1]s)),N(%[1]s)<0))", cell), Format: wrong, StopIfTrue: true,
			})
			if last := w.index(c.last); last >= 0 {
				beside := w.at(last, headRow+1)
				rules = append(rules, excelize.ConditionalFormatOptions{
					Type: "formula", Criteria: fmt.Sprintf("AND(ISNUMBER(%[1]s),N(%[2]s)>%[1]s)", cell, beside), Format: fewer, StopIfTrue: true,
				})
			}
		}
		rules = append(rules, excelize.ConditionalFormatOptions{Type: "formula", Criteria: fmt.Sprintf("LEN(%s)>0", cell), Format: filled})
		w.keep(w.file.SetConditionalFormat(w.sheet, cell+":"+w.at(i, w.last()), rules))
	}
}
