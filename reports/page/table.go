package page

import (
	"slices"
	"strings"

	"tongbao/reports/font"
)

// Table is a table whose head repeats on every page. Row i has one cell for
// each column; a section row has one cell.
type Table struct {
	Title   string // centred above it, "" for none
	Dense   bool   // many rows: set in 小五 where 五号 is the rule
	tight   bool   // with little room above and below the text of its rows
	Columns []Column
	Rows    []Row
}

// Column is a column. Neighbours with the same Group stand under one merged
// head.
type Column struct {
	Group, Head, Unit string
	Weight            float64 // share of the width; 0 counts as 1
	Align             Align
}

// Align is how cells of a column are set.
type Align uint8

// The alignments. Decimal aligns numbers on their decimal points and centres
// anything else.
const (
	Left Align = iota
	Center
	Right
	Decimal
)

// RowKind says what a row is.
type RowKind uint8

// The kinds of row: a section row is one cell across the table.
const (
	DataRow RowKind = iota
	SectionRow
	TotalRow
)

// Row is one row.
type Row struct {
	Kind   RowKind
	Cells  []Cell
	Anchor string // by which texts link to the row, "" for none
}

// Cell is one cell; Span is how many rows it covers downward, and the cells it
// covers below it are Covered.
type Cell struct {
	Text    string
	Light   Light
	Span    int
	Covered bool
}

// Measures of a table. The size is the largest in which no word and no number
// has to break.
const (
	cellPadX   = 3
	cellPadY   = 2.6  // above and below the text of a cell
	tightPadY  = 1.4  // where rows are set close
	leading    = 1.32 // line height in em
	outerRule  = 0.9
	innerRule  = 0.4
	headSplit  = 0.34 // a row higher than this share of the page may split
	tableSplit = 0.6  // so may a whole table below another
	noteSplit  = 0.3  // one not so high stays with the notes below it
	groupSplit = 0.3  // so may rows that belong together
)

var tableSizes = []float64{Size5, SizeSmall5, 7.5}

// tableSetter sets one table.
type tableSetter struct {
	s     *Setter
	t     Table
	area  area
	size  float64
	word  int       // texts of so many characters do not break
	lead  float64   // height of a line
	padY  float64   // above and below the text of a cell
	x     []float64 // left edges of the columns, and the right edge of the last
	texts [][]cellText
	cells [][]cellBox
	high  []float64 // of the rows
	heads []headCell
	// headHigh are the heights of the head's levels, one or two.
	headHigh []float64
	points   []decimals // in em
	blocks   []float64  // widest line of each column's cells, lights included
}

// cellBox is a cell's text, broken for its column.
type cellBox struct {
	lines []line
	light Light
	align Align
	slot  float64 // room for the light
}

func (ts *tableSetter) height(box cellBox) float64 {
	return float64(max(1, len(box.lines)))*ts.lead + 2*ts.padY
}

// newTable chooses the size and the widths of the columns and breaks all
// cells.
func (s *Setter) newTable(t Table, a area) *tableSetter {
	ts := &tableSetter{s: s, t: t, area: a, padY: cellPadY}
	if t.tight {
		ts.padY = tightPadY
	}
	sizes := tableSizes
	if t.Dense {
		sizes = sizes[1:]
	}
	ts.shapeCells()
	var natural, least []float64
	for _, size := range sizes {
		ts.size, ts.lead = size, size*leading
		for _, ts.word = range cellWords {
			if natural, least = ts.measure(); sum(least) <= a.width() {
				break
			}
		}
		if sum(least) <= a.width() {
			break
		}
	}
	ts.place(natural, least)
	ts.breakHeads()
	if sum(ts.headHigh) > a.height()/2 { // no head to repeat: its texts are the first row
		return s.newTable(headless(t), a)
	}
	ts.breakCells()
	return ts
}

// headless moves the texts of a table's head into its first row.
func headless(t Table) Table {
	first := Row{Kind: TotalRow}
	columns := make([]Column, len(t.Columns))
	for i, c := range t.Columns {
		first.Cells = append(first.Cells, Cell{Text: strings.TrimSpace(c.Group + "\n" + c.Head + "\n" + c.Unit)})
		columns[i] = Column{Weight: c.Weight, Align: c.Align}
	}
	t.Columns = columns
	t.Rows = append([]Row{first}, t.Rows...)
	return t
}

// shapeCells shapes the text of every cell, once for all sizes.
func (ts *tableSetter) shapeCells() {
	ts.texts = make([][]cellText, len(ts.t.Rows))
	ts.points = make([]decimals, len(ts.t.Columns))
	for i, r := range ts.t.Rows {
		n := len(ts.t.Columns)
		if r.Kind == SectionRow {
			n = 1
		}
		ts.texts[i] = make([]cellText, n)
		for c := range ts.texts[i] {
			spans := cellSpans(r.Kind, cellAt(r, c))
			ts.texts[i][c] = ts.s.cellText(spans)
			if r.Kind != SectionRow && ts.t.Columns[c].Align == Decimal {
				ts.points[c].take(ts.s, spans)
			}
		}
	}
}

// measure is every column's width when nothing breaks, and its least width:
// that of the longest piece that should not break.
func (ts *tableSetter) measure() (natural, least []float64) {
	natural, least = make([]float64, len(ts.t.Columns)), make([]float64, len(ts.t.Columns))
	take := func(c int, text *cellText, slot float64, word int) {
		whole, piece := text.whole, text.piece
		if len(text.glyphs) <= word {
			piece = whole
		}
		natural[c] = max(natural[c], whole*ts.size+slot+2*cellPadX)
		least[c] = max(least[c], piece*ts.size+slot+2*cellPadX)
	}
	for c, col := range ts.t.Columns {
		least[c] = 2*ts.size + 2*cellPadX
		for _, spans := range headSpans(col) {
			text := ts.s.cellText(spans)
			take(c, &text, 0, headWord)
		}
	}
	for i, r := range ts.t.Rows {
		if r.Kind == SectionRow {
			continue
		}
		for c := range ts.t.Columns {
			word, light := ts.word, cellAt(r, c).Light
			if light != NoLight {
				word = lightWord
			}
			text := ts.texts[i][c]
			if at := text.remark(); light != NoLight && len(text.glyphs) > word && at > 0 && max(at, len(text.glyphs)-at) <= longestPart {
				text.piece = text.apart()
			}
			take(c, &text, lightSlots(light)*ts.size, word)
		}
	}
	for c, p := range ts.points {
		whole := (p.before+p.after)*ts.size + 2*cellPadX
		natural[c], least[c] = max(natural[c], whole), max(least[c], whole)
	}
	return natural, least
}

// Texts of so many characters are words that should not break, in a head and
// after a light.
const headWord, lightWord = 6, 7

// longestPart is how many characters before and after the bracket do not break
// where a text after a light stands on two lines: 已完成, （提前完成）.
const longestPart = 9

// cellWords are the same for other cells: shorter where there is little room.
var cellWords = []int{6, 3}

// cellText is the text of a cell, shaped at a size of 1, with its width on one
// line and that of its widest piece that should not break.
type cellText struct {
	glyphs       []glyph
	whole, piece float64
}

func (s *Setter) cellText(spans []Span) cellText {
	t := cellText{glyphs: s.shape(spans, 1)}
	held := holds(t.glyphs)
	line, run := 0.0, 0.0
	for i := range t.glyphs {
		g := &t.glyphs[i]
		if g.r == '\n' {
			line = 0
		}
		if held[i] == free {
			run = 0
		}
		line += g.advance
		run += g.advance
		t.whole, t.piece = max(t.whole, line), max(t.piece, run)
	}
	return t
}

// remark is where a remark in brackets begins, 0 for none.
func (t cellText) remark() int {
	for i := len(t.glyphs) - 1; i > 0; i-- {
		if t.glyphs[i].r == '（' {
			return i
		}
	}
	return 0
}

// apart is the width of a text whose remark stands on a line of its own.
func (t cellText) apart() float64 {
	at := t.remark()
	return max(cut(t.glyphs, 0, at).width, cut(t.glyphs, at, len(t.glyphs)).width)
}

// scaled are the text's glyphs at a size.
func (t cellText) scaled(size float64) []glyph {
	out := slices.Clone(t.glyphs)
	for i := range out {
		out[i].advance *= size
		out[i].left *= size
	}
	return out
}

// place shares the width of the area among the columns. Each gets its least;
// what is left goes to those whose text would like more, by how much more and
// by weight; when nobody wants more, by weight alone.
func (ts *tableSetter) place(natural, least []float64) {
	total := ts.area.width()
	width := slices.Clone(least)
	if over := sum(least); over > total { // no room even for whole words
		for c := range width {
			width[c] *= total / over
		}
	}
	for range len(width) + 1 {
		rest := total - sum(width)
		if rest <= slop {
			break
		}
		want, all := make([]float64, len(width)), 0.0
		for c, col := range ts.t.Columns {
			want[c] = max(0, min(natural[c], total/2)-width[c]) * weight(col)
			all += want[c]
		}
		for c, col := range ts.t.Columns {
			if all > slop {
				width[c] = min(max(width[c], natural[c]), width[c]+rest*want[c]/all)
			} else {
				width[c] += rest * weight(col) / ts.weights()
			}
		}
	}
	ts.x = make([]float64, 1, len(width)+1)
	ts.x[0] = ts.area.left
	for c := range width {
		ts.x = append(ts.x, ts.x[c]+width[c])
	}
}

func weight(col Column) float64 {
	if col.Weight > 0 {
		return col.Weight
	}
	return 1
}

func (ts *tableSetter) weights() float64 {
	total := 0.0
	for _, col := range ts.t.Columns {
		total += weight(col)
	}
	return total
}

// breakCells breaks every cell at its column's width and finds the heights of
// the rows. A cell over several rows that needs more than they have makes them
// all higher.
func (ts *tableSetter) breakCells() {
	ts.cells = make([][]cellBox, len(ts.t.Rows))
	ts.high = make([]float64, len(ts.t.Rows))
	for i, r := range ts.t.Rows {
		ts.high[i] = ts.lead + 2*ts.padY
		if r.Kind == SectionRow {
			box := ts.cellBox(ts.texts[i][0], cellAt(r, 0).Light, Left, ts.area.width())
			ts.cells[i] = []cellBox{box}
			ts.high[i] = ts.height(box)
			continue
		}
		ts.cells[i] = make([]cellBox, len(ts.t.Columns))
		for c, col := range ts.t.Columns {
			box := ts.cellBox(ts.texts[i][c], cellAt(r, c).Light, col.Align, ts.x[c+1]-ts.x[c])
			ts.cells[i][c] = box
			if ts.span(i, c) == 1 {
				ts.high[i] = max(ts.high[i], ts.height(box))
			}
		}
	}
	ts.blocks = make([]float64, len(ts.t.Columns))
	for i, row := range ts.cells {
		for c, box := range row {
			if ts.t.Rows[i].Kind != SectionRow {
				ts.blocks[c] = max(ts.blocks[c], box.slot+widest(box.lines))
			}
		}
	}
	for i := range ts.t.Rows {
		for c := range ts.cells[i] {
			n := ts.span(i, c)
			if short := ts.height(ts.cells[i][c]) - sum(ts.high[i:i+n]); n > 1 && short > 0 {
				for k := i; k < i+n; k++ {
					ts.high[k] += short / float64(n)
				}
			}
		}
	}
}

// span is how many rows a cell covers, at least 1 and not beyond the last row
// or into a section row.
func (ts *tableSetter) span(i, c int) int {
	if ts.t.Rows[i].Kind == SectionRow {
		return 1
	}
	want := cellAt(ts.t.Rows[i], c).Span
	n := 1
	for n < want && i+n < len(ts.t.Rows) && ts.t.Rows[i+n].Kind != SectionRow && cellAt(ts.t.Rows[i+n], c).Covered {
		n++
	}
	return n
}

func (ts *tableSetter) cellBox(text cellText, light Light, align Align, width float64) cellBox {
	box := cellBox{light: light, align: align, slot: lightSlots(light) * ts.size}
	inner := width - 2*cellPadX - box.slot
	glyphs := text.scaled(ts.size)
	switch at := text.remark(); {
	case len(glyphs) == 0:
	case light != NoLight && at > 0 && text.whole*ts.size > inner && text.apart()*ts.size <= inner:
		box.lines = []line{cut(glyphs, 0, at), cut(glyphs, at, len(glyphs))}
		box.lines[0].last = true
	default:
		box.lines = breakLines(glyphs, ts.size, inner, inner)
	}
	return box
}

// cellAt is a row's cell in a column, empty when the row is short.
func cellAt(r Row, c int) Cell {
	if c < len(r.Cells) {
		return r.Cells[c]
	}
	return Cell{}
}

func cellSpans(kind RowKind, cell Cell) []Span {
	face := font.Song
	if kind != DataRow {
		face = font.Hei
	}
	text := strings.TrimSpace(cell.Text)
	if text == "" {
		return nil
	}
	return []Span{{Face: face, Text: text}}
}

func sum(values []float64) float64 {
	total := 0.0
	for _, v := range values {
		total += v
	}
	return total
}
