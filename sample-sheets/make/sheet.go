package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
)

const lineHeight = 15 // points of one line of 10-point text

// sheetWriter writes one table as one sheet, the way an office lays it out:
// merged title, borders, wrapped text, frozen head, A4 landscape.
type sheetWriter struct {
	file   *excelize.File
	sheet  string
	table  *table
	styles map[string]int
	row    int // the row last written, from 1
	err    error
}

func writeSheet(f *excelize.File, sheet string, t *table) error {
	w := &sheetWriter{file: f, sheet: sheet, table: t, styles: map[string]int{}}
	w.widths()
	w.wide(t.title, "title", 32)
	for _, l := range t.lines {
		w.wide(l, "line", 20)
	}
	w.cells(t.head, "head", 1)
	head := w.row
	first := head + 1
	spans := t.spans()
	for i, r := range t.rows {
		if r.cells == nil {
			w.wide(r.section, "section", 20)
			continue
		}
		w.cells(r.cells, "", spans[i])
	}
	w.merge(first)
	for _, n := range t.notes {
		w.wide(n, "note", 18*float64(linesOf(n, w.total())))
	}
	w.page(head)
	return w.err
}

func (w *sheetWriter) keep(err error) {
	if w.err == nil {
		w.err = err
	}
}

func (w *sheetWriter) at(col, row int) string {
	ref, err := excelize.CoordinatesToCellName(col, row)
	w.keep(err)
	return ref
}

func (w *sheetWriter) total() float64 {
	sum := 0.0
	for _, c := range w.table.columns {
		sum += c.width
	}
	return sum
}

func (w *sheetWriter) widths() {
	for i, c := range w.table.columns {
		name, err := excelize.ColumnNumberToName(i + 1)
		w.keep(err)
		w.keep(w.file.SetColWidth(w.sheet, name, name, c.width))
	}
}

// wide writes a row that is merged over all columns.
func (w *sheetWriter) wide(text, style string, height float64) {
	w.row++
	first, last := w.at(1, w.row), w.at(len(w.table.columns), w.row)
	w.keep(w.file.SetCellStr(w.sheet, first, text))
	w.keep(w.file.MergeCell(w.sheet, first, last))
	w.keep(w.file.SetCellStyle(w.sheet, first, last, w.style(style)))
	w.keep(w.file.SetRowHeight(w.sheet, w.row, height))
}

// cells writes one row of the table, as high as its longest cell needs. span
// is over how many rows its merged columns reach.
func (w *sheetWriter) cells(cells []string, style string, span int) {
	w.row++
	lines := 1
	for i, text := range cells {
		ref := w.at(i+1, w.row)
		kind := style
		if style == "" {
			kind = w.value(ref, text, w.table.columns[i].kind)
		} else {
			w.keep(w.file.SetCellStr(w.sheet, ref, text))
		}
		w.keep(w.file.SetCellStyle(w.sheet, ref, ref, w.style(kind)))
		n := linesOf(text, w.table.columns[i].width)
		if w.table.joins(i) {
			n = (n + span - 1) / span
		}
		lines = max(lines, n)
	}
	w.keep(w.file.SetRowHeight(w.sheet, w.row, min(400, float64(lines)*lineHeight+6)))
}

// value writes a cell as its column's kind and returns the kind it became.
func (w *sheetWriter) value(ref, text, kind string) string {
	switch kind {
	case "number", "money":
		if d, err := decimal.NewFromString(text); err == nil {
			w.keep(w.file.SetCellValue(w.sheet, ref, d.InexactFloat64()))
			return kind
		}
	case "percent":
		if d, err := decimal.NewFromString(strings.TrimSuffix(text, "%")); err == nil && strings.HasSuffix(text, "%") {
			w.keep(w.file.SetCellValue(w.sheet, ref, d.Shift(-2).InexactFloat64()))
			return kind
		}
	case "date":
		if d, err := time.Parse(time.DateOnly, text); err == nil {
			w.keep(w.file.SetCellValue(w.sheet, ref, d))
			return kind
		}
	}
	if text != "" {
		w.keep(w.file.SetCellStr(w.sheet, ref, text))
	}
	if kind != "text" && kind != "words" {
		return "text"
	}
	return kind
}

// merge joins the key columns, and the columns marked as merged, of rows that
// share a key. Each keeps its first row's value.
func (w *sheetWriter) merge(first int) {
	for _, run := range w.table.runs() {
		if run[1]-run[0] < 2 {
			continue
		}
		for i := range w.table.columns {
			if !w.table.joins(i) {
				continue
			}
			from, to := w.at(i+1, first+run[0]), w.at(i+1, first+run[1]-1)
			for r := first + run[0] + 1; r < first+run[1]; r++ {
				w.keep(w.file.SetCellValue(w.sheet, w.at(i+1, r), nil))
			}
			w.keep(w.file.MergeCell(w.sheet, from, to))
		}
	}
}

func (w *sheetWriter) page(head int) {
	on, no, one, zero, paper := true, false, 1, 0, 9
	landscape := "landscape"
	margin := 0.5
	w.keep(w.file.SetSheetProps(w.sheet, &excelize.SheetPropsOptions{FitToPage: &on}))
	w.keep(w.file.SetPageLayout(w.sheet, &excelize.PageLayoutOptions{
		Size: &paper, Orientation: &landscape, FitToWidth: &one, FitToHeight: &zero,
	}))
	w.keep(w.file.SetPageMargins(w.sheet, &excelize.PageLayoutMarginsOptions{
		Left: &margin, Right: &margin, Top: &margin, Bottom: &margin, Horizontally: &on, Vertically: &no,
	}))
	w.keep(w.file.SetHeaderFooter(w.sheet, &excelize.HeaderFooterOptions{OddFooter: "&C第 &P 页 共 &N 页"}))
	w.keep(w.file.SetPanes(w.sheet, &excelize.Panes{
		Freeze: true, YSplit: head, TopLeftCell: w.at(1, head+1), ActivePane: "bottomLeft",
	}))
	w.keep(w.file.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", Scope: w.sheet,
		RefersTo: fmt.Sprintf("'%s'!$%d:$%d", w.sheet, head, head),
	}))
}

// linesOf is how many lines text takes in a column of the given width, counted
// in half-width characters as Excel does; a Chinese character takes two.
func linesOf(text string, width float64) int {
	lines := 0
	for _, paragraph := range strings.Split(text, "\n") {
		used := 0.0
		for _, r := range paragraph {
			if r < 0x2e80 {
				used += 1.1
			} else {
				used += 2.05
			}
		}
		lines += max(1, int((used+width-1.01)/max(1, width-1)))
	}
	return lines
}
