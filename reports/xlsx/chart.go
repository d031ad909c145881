package xlsx

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"tongbao/reports/bulletin"
	"tongbao/reports/xlsx/measure"
)

// Measures of the sheet of charts: its numbers stand on the left, each chart
// beside them.
const (
	chartNames   = 30.0 // width of the names, in characters
	chartNumbers = 12.0
	chartColumns = 13 // of the sheet; the charts reach to the last
	chartFrom    = 4  // first column of a chart, from 0
	chartColumn  = 9.0
	chartWide    = 600  // in pixels: nine columns, less a little
	chartRow     = 20.0 // height of a row, in points
	chartLeast   = 11   // rows that a chart has at least
	chartPage    = 34   // rows on a printed page
	pixels       = 96.0 / 72
)

// charts writes an annex of charts on one sheet: for each its numbers as a
// table, and a native chart that draws these cells.
func (w *writer) charts(a bulletin.Annex) error {
	sheet, err := w.sheet("进展情况图")
	if err != nil {
		return err
	}
	if err := w.f.SetColWidth(sheet, "A", "A", chartNames); err != nil {
		return err
	}
	if err := w.f.SetColWidth(sheet, "B", "C", chartNumbers); err != nil {
		return err
	}
	if err := w.f.SetColWidth(sheet, "E", "M", chartColumn); err != nil {
		return err
	}
	asOf := "截至" + w.doc.AsOf.Chinese()
	if w.doc.Sample {
		asOf += "（示例）"
	}
	row := 0
	for _, l := range []struct {
		text string
		look look
	}{
		{fmt.Sprintf("附件%d", a.Number), look{align: bulletin.Left, format: textFormat, size: 12, bold: true}},
		{a.Title, look{align: bulletin.Center, format: textFormat, size: 16, bold: true}},
		{asOf, look{align: bulletin.Right, format: textFormat, size: tableSize}},
	} {
		row++
		if err := w.text(sheet, address(0, row), l.text, l.look); err != nil {
			return err
		}
		if err := w.f.MergeCell(sheet, address(0, row), address(chartColumns-1, row)); err != nil {
			return err
		}
		if err := w.f.SetRowHeight(sheet, row, measure.Height(1, l.look.size)); err != nil {
			return err
		}
	}
	row++
	page := 1 // its first row
	for i, c := range a.Charts {
		top := row + 1
		if top+chartRows(c) > page+chartPage && i > 0 {
			page = top
			if err := w.f.InsertPageBreak(sheet, address(0, top)); err != nil {
				return err
			}
		}
		if err := w.chart(sheet, top, i+1, c); err != nil {
			return err
		}
		row = top + chartRows(c) + 1 // the frame of the last one is on paper too
	}
	end := address(chartColumns-1, row)
	if err := w.f.SetSheetDimension(sheet, "A1:"+end); err != nil {
		return err
	}
	last, err := excelize.ColumnNumberToName(chartColumns)
	if err != nil {
		return err
	}
	if err := w.define(sheet, "Print_Area", fmt.Sprintf("$A$1:$%s$%d", last, row)); err != nil {
		return err
	}
	return w.paper(sheet, true, 0)
}

// chartRows is how many rows a chart takes after its first.
func chartRows(c bulletin.Chart) int {
	rows := 1 + len(c.Points)
	if c.Note != "" {
		rows += 2 // beside the chart it has little width
	}
	return max(rows, chartLeast)
}

// chart writes one chart from a row on.
func (w *writer) chart(sheet string, top, number int, c bulletin.Chart) error {
	title := fmt.Sprintf("图%d　%s", number, c.Title)
	if err := w.text(sheet, address(0, top), title, look{align: bulletin.Left, format: textFormat, size: tableSize, bold: true}); err != nil {
		return err
	}
	if err := w.f.MergeCell(sheet, address(0, top), address(chartFrom-2, top)); err != nil {
		return err
	}
	head := look{align: bulletin.Center, format: textFormat, size: tableSize, bold: true, border: true, fill: headFill}
	for k, name := range append([]string{""}, c.Series...) {
		if err := w.text(sheet, address(k, top+1), name, head); err != nil {
			return err
		}
	}
	first := top + 2
	for i, p := range c.Points {
		if err := w.point(sheet, first+i, p); err != nil {
			return err
		}
	}
	last := first + len(c.Points) - 1
	bottom := top + chartRows(c)
	if c.Note != "" {
		if err := w.text(sheet, address(0, last+1), "注："+c.Note, look{align: bulletin.Left, format: textFormat, size: 9}); err != nil {
			return err
		}
		if err := w.f.MergeCell(sheet, address(0, last+1), address(chartFrom-2, last+2)); err != nil {
			return err
		}
	}
	for row := top; row <= bottom; row++ {
		if err := w.f.SetRowHeight(sheet, row, chartRow); err != nil {
			return err
		}
	}
	return w.f.AddChart(sheet, address(chartFrom, top), native(sheet, title, c, top+1, first, last, bottom))
}

// point writes the name and the numbers of one point.
func (w *writer) point(sheet string, row int, p bulletin.Point) error {
	plain := look{align: bulletin.Left, format: textFormat, size: tableSize, border: true}
	if err := w.text(sheet, address(0, row), p.Name, plain); err != nil {
		return err
	}
	for k := range p.Values {
		v, at := &p.Values[k], address(k+1, row)
		w.place(v.Figure, sheet, at)
		l := look{align: bulletin.Right, format: textFormat, size: tableSize, border: true}
		if v.Value == nil {
			if err := w.text(sheet, at, v.Text, l); err != nil {
				return err
			}
			continue
		}
		l.format = v.Format
		id, err := w.style(l)
		if err != nil {
			return err
		}
		if err := w.f.SetCellFloat(sheet, at, *v.Value, -1, 64); err != nil {
			return err
		}
		if err := w.f.SetCellStyle(sheet, at, at, id); err != nil {
			return err
		}
	}
	return nil
}

// inks are the colours of a chart's series, light before dark as in the PDF; a
// single series is dark.
var inks = [...]string{"DEE2E8", "3E5478"}

// native is the chart over the cells of its numbers, each printed at its bar.
func native(sheet, title string, c bulletin.Chart, head, first, last, bottom int) *excelize.Chart {
	kind := excelize.Bar
	if c.Kind == bulletin.Columns {
		kind = excelize.Col
	}
	span := func(column int) string {
		name, err := excelize.ColumnNumberToName(column + 1)
		if err != nil {
			return ""
		}
		return fmt.Sprintf("'%s'!$%s$%d:$%s$%d", sheet, name, first, name, last)
	}
	chart := &excelize.Chart{
		Type:  kind,
		Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: title, Font: &excelize.Font{Family: fontName, Size: 11, Bold: true}}}},
		// Bars are listed from the top, as the table is.
		XAxis:     excelize.ChartAxis{ReverseOrder: kind == excelize.Bar, Font: excelize.Font{Family: fontName, Size: 9, Color: "000000"}},
		YAxis:     excelize.ChartAxis{None: true, Minimum: new(float64)},
		PlotArea:  excelize.ChartPlotArea{ShowVal: true, NumFmt: excelize.ChartNumFmt{SourceLinked: true}},
		Legend:    excelize.ChartLegend{Position: "none"},
		Dimension: excelize.ChartDimension{Width: chartWide, Height: uint(float64(bottom-head+1) * chartRow * pixels)},
	}
	if len(c.Series) > 1 {
		chart.Legend.Position = "top"
	}
	if c.Full > 0 {
		chart.YAxis.Maximum = &c.Full
	}
	for k := range c.Series {
		name, err := excelize.ColumnNumberToName(k + 2)
		if err != nil {
			continue // of the two series there are
		}
		ink := inks[min(k+len(inks)-min(len(inks), len(c.Series)), len(inks)-1)]
		chart.Series = append(chart.Series, excelize.ChartSeries{
			Name:       fmt.Sprintf("'%s'!$%s$%d", sheet, name, head),
			Categories: span(0), Values: span(k + 1),
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{ink}},
		})
	}
	return chart
}
