package xlsx

import (
	"fmt"
	"math"
	"time"

	"github.com/xuri/excelize/v2"

	"tongbao/reports/bulletin"
	"tongbao/reports/list"
	"tongbao/reports/xlsx/measure"
)

// The width of a list's column is its longest text's, within these bounds.
const (
	listNarrow = 8.0
	listWide   = 46.0
)

const (
	dateFormat   = "yyyy-mm-dd"
	numberFormat = "General"
)

// WriteList makes a workbook of lists, a sheet for each: its head stays in sight
// and filters, it prints on A4 across with the head on every page. The same lists
// give the same bytes.
func WriteList(lists ...list.Table) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close() // nothing is on disk, so nothing can fail
	f.SetZipWriter(newPacker)
	w := &writer{f: f, styles: map[look]int{}, names: map[string]bool{}, places: map[string]string{}}
	if err := f.SetDefaultFont(fontName); err != nil {
		return nil, fmt.Errorf("write lists: %w", err)
	}
	for _, t := range lists {
		w.doc.Sample = t.Sample
		if err := w.list(t); err != nil {
			return nil, fmt.Errorf("write the list %s: %w", t.Title, err)
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		return nil, fmt.Errorf("write lists: %w", err)
	}
	f.SetActiveSheet(0)
	buf, err := f.WriteToBuffer()
	if err != nil {
		return nil, fmt.Errorf("write lists: %w", err)
	}
	return buf.Bytes(), nil
}

func (w *writer) list(t list.Table) error {
	sheet, err := w.sheet(t.Sheet)
	if err != nil {
		return err
	}
	widths := listWidths(t)
	for i, width := range widths {
		column, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := w.f.SetColWidth(sheet, column, column, width); err != nil {
			return err
		}
	}
	head, err := w.listHead(sheet, t, widths)
	if err != nil {
		return err
	}
	for i, row := range t.Rows {
		if err := w.listRow(sheet, head+1+i, row, widths); err != nil {
			return err
		}
	}
	return w.listPage(sheet, t, head)
}

// listWidths are the columns' widths by what stands in them.
func listWidths(t list.Table) []float64 {
	widths := make([]float64, len(t.Heads))
	for i, h := range t.Heads {
		widths[i] = math.Max(listNarrow, measure.Width(h)+2*measure.Padding) // room for the filter's arrow
		for _, row := range t.Rows {
			widths[i] = math.Max(widths[i], measure.Width(row[i].Shown())+measure.Padding)
		}
		widths[i] = math.Min(widths[i], listWide)
	}
	return widths
}

// listHead writes title, lines and heads, and returns the heads' row.
func (w *writer) listHead(sheet string, t list.Table, widths []float64) (int, error) {
	total := 0.0
	for _, width := range widths {
		total += width
	}
	row := 0
	across := func(s string, l look) error {
		row++
		if err := w.text(sheet, address(0, row), s, l); err != nil {
			return err
		}
		if last := len(widths) - 1; last > 0 {
			if err := w.f.MergeCell(sheet, address(0, row), address(last, row)); err != nil {
				return err
			}
		}
		return w.f.SetRowHeight(sheet, row, measure.Height(measure.Lines(s, total*tableSize/l.size), l.size))
	}
	if err := across(t.Title, look{align: bulletin.Center, format: textFormat, size: 16, bold: true}); err != nil {
		return 0, err
	}
	for _, line := range t.Lines {
		if err := across(line, look{align: bulletin.Left, format: textFormat, size: tableSize}); err != nil {
			return 0, err
		}
	}
	row++
	for i, h := range t.Heads {
		l := look{align: bulletin.Center, format: textFormat, size: tableSize, bold: true, border: true, fill: headFill}
		if err := w.text(sheet, address(i, row), h, l); err != nil {
			return 0, err
		}
	}
	return row, nil
}

func (w *writer) listRow(sheet string, row int, cells []list.Cell, widths []float64) error {
	tallest := 1
	for i, c := range cells {
		if err := w.listCell(sheet, address(i, row), c); err != nil {
			return err
		}
		tallest = max(tallest, measure.Lines(c.Shown(), widths[i]))
	}
	return w.f.SetRowHeight(sheet, row, measure.Height(tallest, tableSize))
}

func (w *writer) listCell(sheet, at string, c list.Cell) error {
	l := look{align: bulletin.Left, format: textFormat, size: tableSize, border: true}
	var value any
	switch {
	case c.Number != nil:
		l.align, l.format, value = bulletin.Right, numberFormat, c.Number.InexactFloat64()
	case !c.Date.IsZero():
		l.align, l.format = bulletin.Center, dateFormat
		value = time.Date(c.Date.Year, time.Month(c.Date.Month), c.Date.Day, 0, 0, 0, 0, time.UTC)
	default:
		return w.text(sheet, at, c.Text, l)
	}
	id, err := w.style(l)
	if err != nil {
		return err
	}
	if err := w.f.SetCellValue(sheet, at, value); err != nil {
		return err
	}
	return w.f.SetCellStyle(sheet, at, at, id)
}

// listPage keeps the head in sight, on the screen and on paper.
func (w *writer) listPage(sheet string, t list.Table, head int) error {
	if err := w.f.SetPanes(sheet, &excelize.Panes{
		Freeze: true, YSplit: head, TopLeftCell: address(0, head+1), ActivePane: "bottomLeft",
	}); err != nil {
		return err
	}
	last := address(len(t.Heads)-1, head+max(1, len(t.Rows)))
	if err := w.f.AutoFilter(sheet, address(0, head)+":"+last, nil); err != nil {
		return err
	}
	if err := w.define(sheet, "Print_Titles", fmt.Sprintf("$%d:$%d", head, head)); err != nil {
		return err
	}
	return w.paper(sheet, true, 0)
}
