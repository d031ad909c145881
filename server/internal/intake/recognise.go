package intake

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// table is one table of a sheet: where its heads and rows are, what its
// columns hold, and what the lines above and below say.
type table struct {
	*view
	layout Layout
	// headHash tells the words of its head from those of other tables.
	headHash string
	headFrom int
	headTo   int
	from, to int // rows that may hold data
	top      int // first row of the lines above the head
	columns  []column
	by       map[field][]int // field → columns of the sheet, left to right
	lead     preamble
	lines    []line
	year     int
	series   string
	found    *findings
	rejected map[int]bool            // rows with an error
	unfilled map[int]bool            // rows of data that nobody filled in
	cross    map[int]*indicator      // rate columns of a cross table → what they belong to
	units    map[string]string       // see firstUnit
	scales   map[int]decimal.Decimal // percent columns → what their plain figures are multiplied by
	// confirmed is what a person said of doubtful readings; offers are those of
	// the table, and offerAt finds them by cell.
	confirmed []Confirmation
	offers    []Offer
	offerAt   map[string]int
}

// line is one row between head and table end.
type line struct {
	row  int
	kind lineKind
}

type lineKind string

const (
	lineData    lineKind = "data"
	lineBlank   lineKind = "blank"
	lineSection lineKind = "section"
	lineTotal   lineKind = "total"
	lineHead    lineKind = "head"
	lineNote    lineKind = "note"
)

// maxHead is how many rows a head has at most.
const maxHead = 4

// recognise finds the tables of a sheet by their heads. A head that comes again
// with the same words continues its table over a page break.
func recognise(v *view, year int) []*table {
	var tables []*table
	var last *table
	for i := 0; i < len(v.Rows); i++ {
		row := v.Rows[i].Number
		if last != nil && row <= last.headTo {
			continue
		}
		to, columns, ok := v.headAt(row, year)
		if !ok {
			continue
		}
		after := 0
		if last != nil {
			after = last.headTo
		}
		if from := v.headAbove(row, to, after); from < row {
			row, columns = from, v.headColumns(from, to, year)
		}
		if last != nil && sameHead(last.columns, columns) {
			for r := row; r <= to; r++ {
				last.lines = append(last.lines, line{r, lineHead})
			}
			continue
		}
		t := &table{view: v, headFrom: row, headTo: to, from: to + 1, columns: columns, top: 1}
		if last != nil {
			last.to = v.preambleFrom(row, last.headTo) - 1
			t.top = last.to + 1
		}
		tables = append(tables, t)
		last = t
	}
	if last != nil {
		last.to = v.LastRow()
		for _, m := range v.Merges { // a row of a merge may hold nothing of its own
			if m.From.Row <= last.to && m.To.Row > last.to && m.From.Row > last.headTo {
				last.to = m.To.Row
			}
		}
		last.to = min(last.to, v.LastRow()+maxTail)
	}
	return tables
}

// maxTail limits how far a merge at the end of a sheet is followed.
const maxTail = 200

// headAt reads the head that begins in a row, if one does.
func (v *view) headAt(row, year int) (to int, columns []column, ok bool) {
	cells := v.filled(row)
	if len(cells) < 2 {
		return 0, nil, false
	}
	if slices.ContainsFunc(cells, func(c grid.Cell) bool { return c.Kind == grid.Number || c.Kind == grid.Date }) {
		return 0, nil, false
	}
	if _, numbered := wording.ParseNumber(cells[0].Text); numbered {
		return 0, nil, false
	}
	sure, known, words := 0, 0, 0
	distinct := make(map[field]bool)
	for _, c := range cells {
		if utf8.RuneCountInString(c.Text) > 40 || strings.ContainsAny(c.Text, "。；") || labelOnly(c.Text) {
			return 0, nil, false
		}
	}
	for _, c := range cells {
		words++
		col := newColumn(c.Col, []string{c.Text}, year)
		if col.head() {
			known++
		}
		if col.sure && !distinct[col.fields[0]] {
			distinct[col.fields[0]] = true
			sure++
		}
	}
	guessed := known == words && (distinct[fieldNo] || sure == 1 && words >= 3) || v.areasBelow(row)
	if known*2 < words && !guessed || sure < 2 && !guessed {
		return 0, nil, false
	}
	to = row
	for _, c := range cells {
		if m, merged := v.Merge(c.Address); merged && m.To.Row > to && m.To.Row < row+maxHead {
			to = m.To.Row
		}
	}
	for to+1 < row+maxHead && v.subHead(row, to+1, year) {
		to++
	}
	return to, v.headColumns(row, to, year), true
}

// areasBelow reports whether a row is the head of areas down with figures beside
// them, whatever the figures count.
func (v *view) areasBelow(row int) bool {
	first := v.filled(row)[0]
	word, _ := headWord(first.Text)
	if fields := candidates[word]; !slices.Contains(fields, fieldArea) && word != "单位" {
		return false
	}
	below := v.filled(row + 1)
	if len(below) < 2 || below[0].Col != first.Col || !wording.IsArea(below[0].Text) && !totalWord.MatchString(wording.Squeeze(below[0].Text)) {
		return false
	}
	for _, c := range below[1:] {
		if _, _, ok := figure(c.Text); !ok && !filler(c.Text) && !c.Percent {
			return false
		}
	}
	return true
}

// headAbove is the first row of a head whose known words stand in its lower
// rows only: a cell above reaches down into it (县区 over two rows beside
// 新建公厕 over 目标 and 完成).
func (v *view) headAbove(row, to, after int) int {
	from := row
	for _, m := range v.Merges {
		if m.From.Row < from && m.From.Row > max(after, row-maxHead) && m.To.Row >= row && m.To.Row <= to {
			from = m.From.Row
		}
	}
	highest := max(after, to-maxHead) + 1
	for from > highest && v.spans(from-1) {
		from--
	}
	for top := row - 1; top >= highest; top-- {
		if v.opens(top, row) {
			from = min(from, top)
		}
	}
	return from
}

// spans reports whether a row holds headings over several columns each, beside
// others: no title, which stands alone.
func (v *view) spans(row int) bool {
	cells, wide := v.filled(row), false
	if len(cells) < 2 || labelled(v.lineText(row)) {
		return false
	}
	for _, c := range cells {
		if c.Kind != grid.Text || utf8.RuneCountInString(c.Text) > 40 {
			return false
		}
		m, ok := v.Merge(c.Address)
		wide = wide || ok && m.To.Col > m.From.Col && m.To.Row == row
	}
	return wide
}

// opens reports whether a row begins the head whose lowest row is given,
// unmerged: 县区 over empty cells, beside headings over what the rows below say.
func (v *view) opens(row, lower int) bool {
	cells := v.filled(row)
	if len(cells) < 2 {
		return false
	}
	for below := row + 1; below <= lower; below++ {
		if v.text(below, cells[0].Col) != "" {
			return false
		}
	}
	for r := row; r < lower; r++ {
		if !v.headings(r) {
			return false
		}
	}
	word, _ := headWord(cells[0].Text)
	fields := candidates[word]
	return slices.Contains(fields, fieldArea) || slices.Contains(fields, fieldNo)
}

// headings reports whether a row holds short texts only, and no labels with
// values.
func (v *view) headings(row int) bool {
	for _, c := range v.filled(row) {
		if c.Kind != grid.Text || utf8.RuneCountInString(c.Text) > 40 {
			return false
		}
	}
	return !labelled(v.lineText(row))
}

// subHead reports whether a row goes on with the head above it: short words,
// most of them known, none in a column that the head has closed already.
func (v *view) subHead(from, row, year int) bool {
	cells := v.filled(row)
	if len(cells) == 0 {
		return false
	}
	known := 0
	for _, c := range cells {
		if c.Kind != grid.Text || len([]rune(c.Text)) > 24 {
			return false
		}
		col := newColumn(c.Col, []string{c.Text}, year)
		if col.head() {
			known++
		}
		above := newColumn(c.Col, []string{v.text(from, c.Col)}, year)
		if above.sure && (above.fields[0] == fieldNo || above.fields[0] == fieldName) {
			return false
		}
	}
	return known*2 > len(cells) || known*2 == len(cells) && known > 0
}

// headColumns reads every column that the head rows cover.
func (v *view) headColumns(from, to, year int) []column {
	first, last := 0, 0
	for row := from; row <= to; row++ {
		for _, c := range v.filled(row) {
			right := c.Col
			if m, ok := v.Merge(c.Address); ok {
				right = min(m.To.Col, c.Col+maxSpan)
			}
			if first == 0 || c.Col < first {
				first = c.Col
			}
			last = max(last, right)
		}
	}
	var columns []column
	span := make([]string, to-from+1) // the last text of each head row but the lowest
	for col := first; col <= last; col++ {
		texts := make([]string, 0, to-from+1)
		for row := from; row <= to; row++ {
			text := v.text(row, col)
			i := row - from
			if text == "" && row < to && v.text(to, col) != "" {
				text = span[i] // a head that stands over the columns to its right, unmerged
			} else {
				span[i] = text
			}
			texts = append(texts, text)
		}
		if c := newColumn(col, texts, year); len(c.words) > 0 {
			columns = append(columns, c)
		}
	}
	return columns
}

// maxSpan limits how many columns one head may cover.
const maxSpan = 256

// sameHead reports whether two heads have the same words in the same columns.
func sameHead(a, b []column) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].col != b[i].col || a[i].name() != b[i].name() {
			return false
		}
	}
	return true
}

// preambleFrom is the first row of the lines that stand right above a head:
// title, 填报单位, 单位：万元. They hold one cell, or several with colons.
func (v *view) preambleFrom(head, after int) int {
	first := head
	for row := head - 1; row > after; row-- {
		cells := v.filled(row)
		if len(cells) > 1 && !labelled(v.lineText(row)) {
			break
		}
		if len(cells) == 1 && numberOnly(cells[0]) {
			break
		}
		first = row
	}
	return first
}

func numberOnly(c grid.Cell) bool { return c.Kind == grid.Number }

// labelled reports whether a line is made of labels and values: 填报人：张三.
func labelled(text string) bool { return strings.Contains(text, ":") || strings.Contains(text, "：") }

// index makes the look-up from fields to columns.
func (t *table) index() {
	t.by = make(map[field][]int)
	for _, c := range t.columns {
		if c.field != "" {
			t.by[c.field] = append(t.by[c.field], c.col)
		}
	}
}

// has reports whether a column was taken for the field.
func (t *table) has(f field) bool { return len(t.by[f]) > 0 }

// col is the first column of a field, 0 when there is none.
func (t *table) col(f field) int {
	if c := t.by[f]; len(c) > 0 {
		return c[0]
	}
	return 0
}

// column is the column at a place of the sheet.
func (t *table) column(col int) *column {
	for i := range t.columns {
		if t.columns[i].col == col {
			return &t.columns[i]
		}
	}
	return &column{}
}

// get is the text of a row in a field's first column.
func (t *table) get(row int, f field) string {
	if c := t.col(f); c > 0 {
		return t.text(row, c)
	}
	return ""
}

// getCell is where that text stands.
func (t *table) getCell(row int, f field) ledger.Cell { return t.cell(row, t.col(f)) }
