package plain

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"tongbao/reports/xlsx/measure"
	"tongbao/server/internal/grid"
	"tongbao/server/internal/workbook/markup"
)

// sheetXML is one worksheet's part; selected is the one that is shown first.
func sheetXML(s *grid.Sheet, selected bool) string {
	l := layoutOf(s)
	var b strings.Builder
	b.WriteString(`<worksheet xmlns="` + mainNS + `"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>`)
	view := `workbookViewId="0"`
	if selected {
		view = `tabSelected="1" ` + view
	}
	b.WriteString(`<sheetViews><sheetView ` + view + `/></sheetViews><sheetFormatPr defaultRowHeight="15"/>`)
	l.columns(&b)
	b.WriteString(`<sheetData>`)
	for i := range s.Rows {
		l.row(&b, &s.Rows[i])
	}
	b.WriteString(`</sheetData>`)
	if len(s.Merges) > 0 {
		fmt.Fprintf(&b, `<mergeCells count="%d">`, len(s.Merges))
		for _, m := range s.Merges {
			b.WriteString(`<mergeCell ref="` + m.String() + `"/>`)
		}
		b.WriteString(`</mergeCells>`)
	}
	b.WriteString(`<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>` +
		`<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>`)
	return b.String()
}

// layout is where a sheet's table stands and how wide its columns are.
type layout struct {
	sheet      *grid.Sheet
	head, body int // first rows of the table's head and body; 0 where there is no table
	last       int // column with content
	widths     map[int]float64
}

// A column that no width is known of is as wide as its longest line needs,
// within these bounds.
const narrowest, widest = 8.0, 40.0

func layoutOf(s *grid.Sheet) *layout {
	l := &layout{sheet: s, widths: maps.Clone(s.Widths)}
	if l.widths == nil {
		l.widths = make(map[int]float64)
	}
	for _, r := range s.Rows {
		l.last = max(l.last, r.Last().Col)
	}
	l.findHead()
	for _, r := range s.Rows {
		for c := range r.Cells() {
			if _, merged := s.Merge(c.Address); merged || s.Widths[c.Col] > 0 || l.head > 0 && r.Number < l.head {
				continue
			}
			for line := range strings.Lines(c.Text) {
				l.widths[c.Col] = min(widest, max(narrowest, l.widths[c.Col], math.Ceil(measure.Width(line)+measure.Padding)))
			}
		}
	}
	return l
}

// findHead takes the first row that fills half of the columns for the table's
// head, with the rows that a merged range takes it down to.
func (l *layout) findHead() {
	for _, r := range l.sheet.Rows {
		filled, down := 0, r.Number
		for c := range r.Cells() {
			filled++
			if m, ok := l.sheet.Merge(c.Address); ok {
				filled += m.To.Col - m.From.Col
				if m.To.Row-m.From.Row < maxHead {
					down = max(down, m.To.Row)
				}
			}
		}
		if r.Len() > 1 && 2*filled >= l.last {
			l.head, l.body = r.Number, down+1
			return
		}
	}
}

// maxHead is how many rows a head may have.
const maxHead = 4

func (l *layout) area(row int) area {
	switch {
	case l.head == 0:
		return lineArea
	case row >= l.body:
		return bodyArea
	case row >= l.head:
		return headArea
	case row == l.sheet.Rows[0].Number:
		return titleArea
	}
	return lineArea
}

func (l *layout) columns(b *strings.Builder) {
	var text strings.Builder
	for col := 1; col <= l.last; col++ {
		width, hidden := l.widths[col], ""
		if l.sheet.HiddenCols[col] {
			hidden = ` hidden="1"`
		}
		if width == 0 {
			width = narrowest
		}
		fmt.Fprintf(&text, `<col min="%d" max="%d" width="%s"%s customWidth="1"/>`, col, col, number(min(width, 255)), hidden)
	}
	if text.Len() > 0 {
		b.WriteString(`<cols>` + text.String() + `</cols>`)
	}
}

func number(v float64) string { return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64) }

// row writes a row's cells; within the table blank ones too, for their border,
// and beside the title, which is centred over them.
func (l *layout) row(b *strings.Builder, r *grid.Row) {
	a := l.area(r.Number)
	fmt.Fprintf(b, `<row r="%d"`, r.Number)
	if height := l.height(r, a); height > 0 {
		fmt.Fprintf(b, ` ht="%s" customHeight="1"`, number(height))
	}
	if r.Hidden {
		b.WriteString(` hidden="1"`)
	}
	b.WriteString(`>`)
	col := 1
	blanks := func(before int) {
		for ; col < before && a != lineArea; col++ {
			fmt.Fprintf(b, `<c r="%s" s="%d"/>`, grid.Address{Col: col, Row: r.Number}, styleOf(a, general))
		}
	}
	for c := range r.Cells() {
		blanks(c.Col)
		b.WriteString(cellXML(c, a))
		col = c.Col + 1
	}
	blanks(min(l.last, widestTable) + 1)
	b.WriteString(`</row>`)
}

// widestTable is how many columns of a table have borders where they are blank.
const widestTable = 256

// height is a row's own height, or what the texts in a table's row need: a
// program that opens the file need not work it out. 0 leaves it to the program.
func (l *layout) height(r *grid.Row, a area) float64 {
	switch {
	case r.Height > 0:
		return min(r.Height, 409)
	case a == titleArea:
		return 30
	case a == lineArea:
		return 0
	}
	lines := 1
	for c := range r.Cells() {
		width := l.widths[c.Col]
		if m, ok := l.sheet.Merge(c.Address); ok {
			if m.To.Row > m.From.Row {
				continue
			}
			for col := c.Col + 1; col <= m.To.Col; col++ {
				width += l.widths[col]
			}
		}
		n := 0
		for line := range strings.Lines(c.Text) {
			n += measure.Lines(line, width)
		}
		lines = max(lines, n)
	}
	return measure.Height(lines, 11)
}

// cellXML is a cell with its value, in the look of its area.
func cellXML(c grid.Cell, a area) string {
	ref, style := c.String(), styleOf(a, formatOf(c))
	value := func(kind, text string) string {
		if kind != "" {
			kind = ` t="` + kind + `"`
		}
		return fmt.Sprintf(`<c r="%s" s="%d"%s><v>%s</v></c>`, ref, style, kind, text)
	}
	switch c.Kind {
	case grid.Number:
		digits, percent := strings.CutSuffix(c.Text, "%")
		if v, err := decimal.NewFromString(digits); err == nil {
			if percent {
				v = v.Shift(-2)
			}
			return value("", v.String())
		}
	case grid.Date:
		if n, ok := serial(c.Text); ok {
			return value("", strconv.Itoa(n))
		}
	case grid.Bool:
		if c.Text == "TRUE" {
			return value("b", "1")
		}
		return value("b", "0")
	case grid.Error:
		code := c.Text
		if !slices.Contains(errorCodes, code) {
			code = "#VALUE!"
		}
		return value("e", code)
	case grid.Text, grid.Blank, grid.NoValue:
	}
	if c.Text == "" {
		return fmt.Sprintf(`<c r="%s" s="%d"/>`, ref, styleOf(a, general))
	}
	return markup.TextCell(ref, style, c.Text)
}

// errorCodes are the errors that a cell may hold (ECMA-376 part 1, 18.18.11 and
// 18.17.3).
var errorCodes = []string{"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"}

// serial is the number of a day (2020-03-31); false before March 1900, where
// programs count differently.
func serial(day string) (int, bool) {
	t, err := time.Parse(time.DateOnly, day)
	n := int((t.Unix() - time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).Unix()) / (24 * 60 * 60))
	return n, err == nil && n > 60 && t.Year() < 10000
}
