// Package blank writes the workbook that a unit fills in for a period
// (填报模板): locked but for what is to be filled, checked by Excel itself, ready
// to print, with a hidden key that tells every row however it is moved.
package blank

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"tongbao/reports/opc"
	"tongbao/server/internal/form"
)

// Write makes the workbook. The same form gives the same bytes; one without
// rows is an error.
func Write(f form.Form) ([]byte, error) {
	if len(f.Rows) == 0 {
		return nil, fmt.Errorf("write the form of %s: it asks for nothing", f.Unit)
	}
	file := excelize.NewFile()
	defer file.Close() // nothing is on disk, so nothing can fail
	file.SetZipWriter(func(to io.Writer) excelize.ZipWriter { return opc.NewWriter(to, nil) })
	w := &writer{file: file, form: f, sheet: f.Period.ShortChinese() + "进展", columns: columnsOf(f), styles: map[look]int{}}
	w.write()
	if w.err != nil {
		return nil, fmt.Errorf("write the form of %s: %w", f.Unit, w.err)
	}
	buf, err := file.WriteToBuffer()
	if err != nil {
		return nil, fmt.Errorf("write the form of %s: %w", f.Unit, err)
	}
	return buf.Bytes(), nil
}

// writer is a workbook in the making; the first error ends it.
type writer struct {
	file    *excelize.File
	form    form.Form
	sheet   string
	columns []column
	styles  map[look]int
	err     error
}

// The rows above the table.
const (
	titleRow = iota + 1
	unitRow
	peopleRow
	legendRow
	headRow
)

func (w *writer) write() {
	w.keep(w.file.SetDefaultFont(fontName))
	w.keep(w.file.SetSheetName("Sheet1", w.sheet))
	w.widths()
	w.preamble()
	w.head()
	for i := range w.form.Rows {
		w.row(headRow+1+i, &w.form.Rows[i])
	}
	w.checks()
	w.page()
	w.notes()
	w.file.SetActiveSheet(0)
	w.properties()
}

func (w *writer) keep(err error) {
	if w.err == nil {
		w.err = err
	}
}

// at is the address of a column (from 0) and row (from 1).
func (w *writer) at(column, row int) string {
	ref, err := excelize.CoordinatesToCellName(column+1, row)
	w.keep(err)
	return ref
}

// last is the row of the table's last project.
func (w *writer) last() int { return headRow + len(w.form.Rows) }

// visible is how many columns are shown: all but the key.
func (w *writer) visible() int { return len(w.columns) - 1 }

func (w *writer) widths() {
	for i, c := range w.columns {
		name, err := excelize.ColumnNumberToName(i + 1)
		w.keep(err)
		w.keep(w.file.SetColWidth(w.sheet, name, name, c.width))
		if c.id == keyColumn {
			w.keep(w.file.SetColVisible(w.sheet, name, false))
		}
	}
}

// put writes a text as text, whatever it begins with.
func (w *writer) put(column, row int, text string, l look) {
	ref := w.at(column, row)
	if text != "" {
		w.keep(w.file.SetCellStr(w.sheet, ref, text))
	}
	w.keep(w.file.SetCellStyle(w.sheet, ref, ref, w.style(l)))
}

// wide writes a text over columns [from, to).
func (w *writer) wide(from, to, row int, text string, l look) {
	w.put(from, row, text, l)
	if to-from < 2 {
		return
	}
	first, last := w.at(from, row), w.at(to-1, row)
	w.keep(w.file.MergeCell(w.sheet, first, last))
	w.keep(w.file.SetCellStyle(w.sheet, first, last, w.style(l)))
}

func (w *writer) properties() {
	stamp := w.form.Period.End().String() + "T00:00:00Z"
	w.keep(w.file.SetAppProps(&excelize.AppProperties{Application: "Microsoft Excel", Company: w.form.Office}))
	w.keep(w.file.SetDocProps(&excelize.DocProperties{
		Title: w.form.Title, Subject: w.form.Period.Chinese(), Creator: w.form.Office, LastModifiedBy: w.form.Office,
		Created: stamp, Modified: stamp, Language: "zh-CN",
	}))
}
