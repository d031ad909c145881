package xlsx

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"tongbao/reports/bulletin"
	"tongbao/reports/xlsx/measure"
)

const (
	tableSize = 10.5  // 五号
	pageWidth = 128.0 // in characters
	// pageHeight is what A4 landscape has between its margins, in points.
	pageHeight = 487
	headFill   = "DDEBF7"
	totalFill  = "F2F2F2"
)

// grid is one table on its sheet.
type grid struct {
	w      *writer
	sheet  string
	t      *bulletin.Table
	widths []float64
	head   int // first row of the head, from 1
	first  int // first row below the head
}

// table writes one table of an annex on a sheet of its own; the annex's notes
// follow its last table.
func (w *writer) table(a bulletin.Annex, index int) error {
	t := &a.Tables[index]
	name := t.Sheet
	if name == "" {
		name = t.Title
	}
	sheet, err := w.sheet(name)
	if err != nil {
		return err
	}
	g := &grid{w: w, sheet: sheet, t: t, widths: columnWidths(t)}
	for i, width := range g.widths {
		column, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := w.f.SetColWidth(sheet, column, column, width); err != nil {
			return err
		}
	}
	if err := g.heading(a); err != nil {
		return err
	}
	last, err := g.rows()
	if err != nil {
		return err
	}
	bottom := last
	if index == len(a.Tables)-1 {
		if bottom, err = g.notes(a.Notes, last); err != nil {
			return err
		}
	}
	return g.finish(last, bottom)
}

// heading is the annex's name, its title, the date and the table's head.
func (g *grid) heading(a bulletin.Annex) error {
	lines := []struct {
		text string
		look look
	}{
		{fmt.Sprintf("附件%d", a.Number), look{align: bulletin.Left, format: textFormat, size: 12, bold: true}},
		{a.Title, look{align: bulletin.Center, format: textFormat, size: 16, bold: true}},
	}
	if g.t.Title != "" {
		lines = append(lines, struct {
			text string
			look look
		}{g.t.Title, look{align: bulletin.Center, format: textFormat, size: 12, bold: true}})
	}
	asOf := "截至" + g.w.doc.AsOf.Chinese()
	if g.w.doc.Sample {
		asOf += "（示例）"
	}
	lines = append(lines, struct {
		text string
		look look
	}{asOf, look{align: bulletin.Right, format: textFormat, size: tableSize}})
	for i, l := range lines {
		if err := g.across(i+1, l.text, l.look); err != nil {
			return err
		}
	}
	g.head = len(lines) + 1
	return g.columnHeads()
}

// across writes a text over the table's whole width.
func (g *grid) across(row int, s string, l look) error {
	if err := g.w.text(g.sheet, address(0, row), s, l); err != nil {
		return err
	}
	if last := len(g.widths) - 1; last > 0 {
		if err := g.w.f.MergeCell(g.sheet, address(0, row), address(last, row)); err != nil {
			return err
		}
	}
	return g.w.f.SetRowHeight(g.sheet, row, measure.Height(measure.Lines(s, g.total()*tableSize/l.size), l.size))
}

func (g *grid) total() float64 {
	sum := 0.0
	for _, w := range g.widths {
		sum += w
	}
	return sum
}

// columnHeads writes the head: two rows where columns are grouped.
func (g *grid) columnHeads() error {
	l := look{align: bulletin.Center, format: textFormat, size: tableSize, bold: true, border: true, fill: headFill}
	grouped := false
	for _, c := range g.t.Columns {
		grouped = grouped || c.Group != ""
	}
	bottom := g.head
	if grouped {
		bottom++
	}
	g.first = bottom + 1
	tallest := 1
	for i, c := range g.t.Columns {
		words := headWords(c)
		tallest = max(tallest, measure.Lines(words, g.widths[i]), 1+strings.Count(words, "\n"))
		top := words
		if grouped && c.Group != "" {
			top = c.Group
			if err := g.w.text(g.sheet, address(i, bottom), words, l); err != nil {
				return err
			}
		} else if grouped {
			if err := g.w.text(g.sheet, address(i, bottom), "", l); err != nil {
				return err
			}
		}
		if err := g.w.text(g.sheet, address(i, g.head), top, l); err != nil {
			return err
		}
	}
	if grouped {
		if err := g.mergeHeads(bottom); err != nil {
			return err
		}
		if err := g.w.f.SetRowHeight(g.sheet, g.head, measure.Height(1, tableSize)); err != nil {
			return err
		}
	}
	return g.w.f.SetRowHeight(g.sheet, bottom, measure.Height(tallest, tableSize))
}

// headWords is a column's head with its measure on a line of its own.
func headWords(c bulletin.Column) string {
	if c.Unit == "" {
		return c.Head
	}
	return c.Head + "\n（" + c.Unit + "）"
}

// mergeHeads merges neighbours of one group across, and the others downward.
func (g *grid) mergeHeads(bottom int) error {
	columns := g.t.Columns
	for i := 0; i < len(columns); {
		end := i
		if columns[i].Group == "" {
			if err := g.w.f.MergeCell(g.sheet, address(i, g.head), address(i, bottom)); err != nil {
				return err
			}
		} else {
			for end+1 < len(columns) && columns[end+1].Group == columns[i].Group {
				end++
			}
			if end > i {
				if err := g.w.f.MergeCell(g.sheet, address(i, g.head), address(end, g.head)); err != nil {
					return err
				}
			}
		}
		i = end + 1
	}
	return nil
}

// rows writes the table's rows and returns the last one.
func (g *grid) rows() (int, error) {
	row := g.first - 1
	// A cell written into a merged range lands in the range's first cell, so
	// ranges are merged once everything is written.
	var merges [][2]string
	for i := range g.t.Rows {
		r := &g.t.Rows[i]
		row++
		if r.Kind == bulletin.SectionRow {
			if err := g.section(r, row); err != nil {
				return 0, err
			}
			continue
		}
		tallest := 1
		for c := range r.Cells {
			cell := &r.Cells[c]
			if err := g.cell(r, c, row); err != nil {
				return 0, err
			}
			n := measure.Lines(cell.Text, g.widths[c])
			if cell.Span > 1 {
				n = (n + cell.Span - 1) / cell.Span
				merges = append(merges, [2]string{address(c, row), address(c, row+cell.Span-1)})
			}
			tallest = max(tallest, n)
		}
		// A spanning cell above may need this row as tall as its own.
		for k := i - 1; k >= 0 && covers(g.t.Rows[k], i-k); k-- {
			for c, cell := range g.t.Rows[k].Cells {
				if cell.Span > i-k {
					tallest = max(tallest, (measure.Lines(cell.Text, g.widths[c])+cell.Span-1)/cell.Span)
				}
			}
		}
		if err := g.w.f.SetRowHeight(g.sheet, row, measure.Height(tallest, tableSize)); err != nil {
			return 0, err
		}
	}
	for _, m := range merges {
		if err := g.w.f.MergeCell(g.sheet, m[0], m[1]); err != nil {
			return 0, err
		}
	}
	return row, nil
}

// covers reports whether a cell of the row reaches n rows further down, or is
// itself covered by one above.
func covers(r bulletin.Row, n int) bool {
	for _, c := range r.Cells {
		if c.Span > n || c.Covered {
			return true
		}
	}
	return false
}

// section is one cell across the table.
func (g *grid) section(r *bulletin.Row, row int) error {
	l := look{align: bulletin.Left, format: textFormat, size: tableSize, bold: true, border: true, fill: totalFill}
	for c := range g.t.Columns {
		s := ""
		if c == 0 && len(r.Cells) > 0 {
			s = r.Cells[0].Text
		}
		if err := g.w.text(g.sheet, address(c, row), s, l); err != nil {
			return err
		}
	}
	if last := len(g.t.Columns) - 1; last > 0 {
		if err := g.w.f.MergeCell(g.sheet, address(0, row), address(last, row)); err != nil {
			return err
		}
	}
	n := 1
	if len(r.Cells) > 0 {
		n = measure.Lines(r.Cells[0].Text, g.total())
	}
	return g.w.f.SetRowHeight(g.sheet, row, measure.Height(n, tableSize))
}

// cell writes one cell: text, a number, or a formula over its stored number.
func (g *grid) cell(r *bulletin.Row, column, row int) error {
	c := &r.Cells[column]
	at := address(column, row)
	g.w.place(c.Figure, g.sheet, at)
	l := look{align: g.t.Columns[column].Align, format: textFormat, size: tableSize, border: true}
	if r.Kind == bulletin.TotalRow {
		l.bold, l.fill = true, totalFill
	}
	if c.Value == nil {
		if l.align != bulletin.Left {
			l.align = bulletin.Center // a dash among numbers
		}
		return g.w.text(g.sheet, at, c.Text, l)
	}
	l.format = c.Format
	id, err := g.w.style(l)
	if err != nil {
		return err
	}
	if err := g.w.f.SetCellFloat(g.sheet, at, *c.Value, -1, 64); err != nil {
		return err
	}
	if c.Formula != nil {
		if words := formula(c.Formula, column, row, g.first); words != "" {
			// The number written before stays as the stored result; pack makes it
			// a number again.
			if err := g.w.f.SetCellFormula(g.sheet, at, words); err != nil {
				return err
			}
		}
	}
	return g.w.f.SetCellStyle(g.sheet, at, at, id)
}

// notes stand under the table, each over its whole width.
func (g *grid) notes(notes []string, row int) (int, error) {
	l := look{align: bulletin.Left, format: textFormat, size: 9}
	for i, n := range notes {
		row++
		if i == 0 {
			n = "注：" + n
		}
		if err := g.across(row, n, l); err != nil {
			return 0, err
		}
	}
	return row, nil
}
