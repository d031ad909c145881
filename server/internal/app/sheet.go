package app

import (
	"slices"
	"sort"
	"strings"

	"tongbao/server/internal/grid"
	"tongbao/server/ledger"
)

// Sheet is one worksheet as its clerk sees it, with the findings at their
// cells. Rows far from any finding are left out of a large one.
type Sheet struct {
	Number  int // from 1, in the workbook's order
	Name    string
	Hidden  bool
	Rows    int // the last row with content
	Columns []SheetColumn
	// MoreColumns is how many columns with content are not shown.
	MoreColumns int
	Parts       []SheetPart
}

// SheetColumn is one column that is shown.
type SheetColumn struct {
	Number int // from 1
	Name   string
	Hidden bool
}

// SheetPart is a stretch of rows, From and To among them; without Rows it is
// left out.
type SheetPart struct {
	From, To int
	Rows     []SheetRow
}

// SheetRow is one row with its cells; those that a merged one covers are not
// among them.
type SheetRow struct {
	Number int
	Hidden bool
	Cells  []SheetCell
}

// SheetCell is one cell, or a merged one as far as its part of the sheet shows
// it.
type SheetCell struct {
	Ref   string // "E7", of a merged one its upper left cell
	Text  string
	Right bool // a number: it stands at the right
	// Cols and Rows are how many shown columns and rows it covers.
	Cols, Rows int
	// Again: a merged cell that began above this part.
	Again bool
	// Findings are the places in the preview's list of what is wrong here, and
	// Severity is that of the worst.
	Findings []int
	Severity ledger.Severity
}

// Place is where a finding is shown: a sheet's number and a cell, both empty for
// one of no sheet.
type Place struct {
	Sheet int
	Ref   string // "" for the whole sheet
	Row   int    // of Ref, 0 without one
}

// How much of a sheet is shown at once, in rows, columns, cells and characters.
const (
	headRows     = 10  // that are shown of a large sheet in any case
	rowsAround   = 3   // above and below a finding
	rowsAtOnce   = 200 // of a stretch that is asked for
	aroundWanted = 20  // above and below a row that is asked for
	mostColumns  = 60  // columns with findings come on top
	mostText     = 300 // characters of a cell
	mostMarked   = 200 // cells of one finding
)

// Tables are a checked workbook's sheets with the places of its findings.
type Tables struct {
	book   *grid.Workbook
	places []Place
	// marked are the cells with findings of each sheet, by its number.
	marked map[int]map[grid.Address]mark
}

// mark is what is wrong with a cell: places in the list of findings, and the
// worst severity of them.
type mark struct {
	findings []int
	severity ledger.Severity
}

// Tables lays the preview's findings on the clerk's own sheets.
func (p *Preview) Tables() *Tables {
	t := &Tables{book: p.Workbook, places: make([]Place, len(p.Findings)), marked: make(map[int]map[grid.Address]mark)}
	if t.book == nil {
		t.book = &grid.Workbook{}
	}
	number := make(map[string]int, len(t.book.Sheets))
	for i := range t.book.Sheets {
		t.book.Sheets[i].Index()
		number[t.book.Sheets[i].Name] = i + 1
		t.marked[i+1] = make(map[grid.Address]mark)
	}
	for i, f := range p.Findings {
		n := number[f.Sheet]
		if n == 0 {
			continue
		}
		t.places[i].Sheet = n
		for _, ref := range cellsOf(f) {
			if r, ok := grid.ParseRange(ref); ok {
				t.mark(n, r, i, f.Severity)
			}
		}
	}
	return t
}

// mark puts a finding at the cells of a range; of one that covers more than a
// head or a column of a small table, at the first only.
func (t *Tables) mark(sheet int, r grid.Range, finding int, severity ledger.Severity) {
	if m, ok := t.book.Sheets[sheet-1].Merge(r.From); ok {
		r.From = m.From
	}
	if p := &t.places[finding]; p.Ref == "" {
		p.Ref, p.Row = r.From.String(), r.From.Row
	}
	if (r.To.Col-r.From.Col+1)*(r.To.Row-r.From.Row+1) > mostMarked {
		r.To = r.From
	}
	for row := r.From.Row; row <= r.To.Row; row++ {
		for col := r.From.Col; col <= r.To.Col; col++ {
			at := grid.Address{Col: col, Row: row}
			m := t.marked[sheet][at]
			m.findings = append(m.findings, finding)
			if m.severity != ledger.SeverityError {
				m.severity = severity
			}
			t.marked[sheet][at] = m
		}
	}
}

// cellsOf are the cells and ranges of a finding, of joined findings every one.
func cellsOf(f ledger.Finding) []string {
	var cells []string
	if f.Cell != "" {
		cells = strings.Split(f.Cell, "、")
	}
	if also := f.Args["cells"]; also != "" && f.Args["count"] != "" {
		for _, c := range strings.Split(also, "、") {
			if !slices.Contains(cells, c) {
				cells = append(cells, c)
			}
		}
	}
	return cells
}

// Places says of each finding where it is shown.
func (t *Tables) Places() []Place { return t.places }

// Sheets are the clerk's own tables with at most so many cells: small ones whole,
// of large ones the head and the rows around findings. Empty sheets and the list
// of an earlier return are not among them.
func (t *Tables) Sheets(most int) []Sheet {
	var views []*sheetView
	for i := range t.book.Sheets {
		if s := &t.book.Sheets[i]; len(s.Rows) > 0 && !s.Own() {
			views = append(views, t.view(i+1))
		}
	}
	for _, bad := range []bool{true, false} { // what is left of most goes to the sheets without findings
		for _, v := range views {
			if bad == (len(v.marked) > 0) {
				v.Parts = v.cut(1, v.Rows, v.telling(most))
				most -= v.shown()
			}
		}
	}
	sheets := make([]Sheet, len(views))
	for i, v := range views {
		sheets[i] = v.Sheet
	}
	return sheets
}

// shown is how many cells are laid out.
func (v *sheetView) shown() int {
	n := 0
	for _, p := range v.Parts {
		n += len(p.Rows) * len(v.Columns)
	}
	return n
}

// Between is one sheet from one row to another: the first rows of that
// stretch or, where row is one of it, those around row. false when there is no
// such sheet.
func (t *Tables) Between(number, from, to, row int) (Sheet, bool) {
	if number < 1 || number > len(t.book.Sheets) {
		return Sheet{}, false
	}
	v := t.view(number)
	from, to = max(from, 1), min(to, v.Rows)
	first, last := from, from+rowsAtOnce-1
	if row >= from && row <= to {
		first, last = row-aroundWanted, row+aroundWanted
	}
	v.Parts = v.cut(from, to, []SheetPart{{From: first, To: last}})
	return v.Sheet, true
}

// sheetView is a sheet being laid out.
type sheetView struct {
	Sheet
	sheet  *grid.Sheet
	hidden map[int]bool // rows
	marked map[grid.Address]mark
}

func (t *Tables) view(number int) *sheetView {
	s := &t.book.Sheets[number-1]
	v := &sheetView{
		Sheet: Sheet{Number: number, Name: s.Name, Hidden: s.Hidden, Rows: s.LastRow()},
		sheet: s, hidden: make(map[int]bool), marked: t.marked[number],
	}
	last := 0
	for i := range s.Rows {
		r := &s.Rows[i]
		if r.Hidden {
			v.hidden[r.Number] = true
		}
		last = max(last, r.Last().Col)
	}
	bad := make(map[int]bool) // columns
	for at := range v.marked {
		bad[at.Col] = true
		v.Rows = max(v.Rows, at.Row)
		last = max(last, at.Col)
	}
	for col := 1; col <= last; col++ {
		if col > mostColumns && !bad[col] {
			v.MoreColumns++
			continue
		}
		v.Columns = append(v.Columns, SheetColumn{col, grid.ColumnName(col), s.HiddenCols[col]})
	}
	return v
}

// telling are the stretches that are worth showing at first, in at most so many
// cells.
func (v *sheetView) telling(most int) []SheetPart {
	if v.Rows*len(v.Columns) <= most {
		return []SheetPart{{From: 1, To: v.Rows}}
	}
	left := most/max(1, len(v.Columns)) - headRows
	if left < 0 {
		return nil
	}
	parts := []SheetPart{{From: 1, To: headRows}}
	for _, row := range v.markedRows() {
		if left -= 2*rowsAround + 1; left < 0 {
			break
		}
		parts = append(parts, SheetPart{From: row - rowsAround, To: row + rowsAround})
	}
	return parts
}

// markedRows are the rows with findings, from the top.
func (v *sheetView) markedRows() []int {
	var rows []int
	for at := range v.marked {
		rows = append(rows, at.Row)
	}
	slices.Sort(rows)
	return slices.Compact(rows)
}

// cut lays out the rows from one to another: those of the stretches that are
// wanted, and what is left out between them.
func (v *sheetView) cut(from, to int, wanted []SheetPart) []SheetPart {
	sort.Slice(wanted, func(i, j int) bool { return wanted[i].From < wanted[j].From })
	var parts []SheetPart
	next := from // the first row that is in no part yet
	for _, w := range wanted {
		first, last := max(w.From, next), min(w.To, to)
		if first-next <= rowsAround {
			first = next // so few are not worth leaving out
		}
		if first > last {
			continue
		}
		if first > next {
			parts = append(parts, SheetPart{From: next, To: first - 1})
		}
		if n := len(parts); n > 0 && parts[n-1].Rows != nil && parts[n-1].To == first-1 {
			first = parts[n-1].From // one stretch with the one before
			parts = parts[:n-1]
		}
		parts = append(parts, SheetPart{From: first, To: last, Rows: []SheetRow{}})
		next = last + 1
	}
	if next <= to {
		parts = append(parts, SheetPart{From: next, To: to})
	}
	for i := range parts {
		if parts[i].Rows != nil {
			v.fill(&parts[i])
		}
	}
	return parts
}

// fill lays out the cells of a part.
func (v *sheetView) fill(p *SheetPart) {
	for number := p.From; number <= p.To; number++ {
		row := SheetRow{Number: number, Hidden: v.hidden[number]}
		for i, c := range v.Columns {
			if cell, ok := v.cell(p, number, i, c.Number); ok {
				row.Cells = append(row.Cells, cell)
			}
		}
		p.Rows = append(p.Rows, row)
	}
}

// cell is the cell of a row in the i-th shown column; false where a merged one
// covers it that is shown already.
func (v *sheetView) cell(p *SheetPart, row, i, col int) (SheetCell, bool) {
	at := grid.Address{Col: col, Row: row}
	out := SheetCell{Cols: 1, Rows: 1}
	if m, ok := v.sheet.Merge(at); ok {
		first := i > 0 && v.Columns[i-1].Number >= m.From.Col
		if first || row > max(m.From.Row, p.From) {
			return out, false
		}
		out.Again = row > m.From.Row
		out.Rows = min(m.To.Row, p.To) - row + 1
		for k := i + 1; k < len(v.Columns) && v.Columns[k].Number <= m.To.Col; k++ {
			out.Cols++
		}
		at = m.From
	}
	c := v.sheet.At(at)
	out.Ref, out.Text, out.Right = at.String(), shownText(c.Text), c.Kind == grid.Number
	out.Findings, out.Severity = v.marked[at].findings, v.marked[at].severity
	return out, true
}

// shownText is a cell's text, a very long one shortened.
func shownText(s string) string {
	s = strings.TrimSpace(s)
	if r := []rune(s); len(r) > mostText {
		return string(r[:mostText]) + "…"
	}
	return s
}
