package intake

import (
	"strings"
	"unicode"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// view is a sheet with the look-ups that reading needs.
type view struct {
	*grid.Sheet
	file string
	last *grid.Row                  // looked up last: a row is read to its end before the next
	full cellsOf                    // asked for last
	same map[grid.Address]grid.Cell // cells that say 同上, as what they repeat
}

// cellsOf are a row's cells that are more than spaces.
type cellsOf struct {
	row   int
	cells []grid.Cell
}

func newView(file string, s *grid.Sheet) *view {
	s.Index()
	return &view{Sheet: s, file: file}
}

func empty(c grid.Cell) bool { return c.Kind != grid.NoValue && blank(c.Text) }

// blank reports whether a text has nothing but spaces.
func blank(text string) bool {
	for _, r := range text {
		if !unicode.IsSpace(r) {
			return false
		}
	}
	return true
}

// row is a row with content, nil where there is none.
func (v *view) row(number int) *grid.Row {
	if v.last == nil || v.last.Number != number {
		v.last = v.Row(number)
	}
	return v.last
}

// own is the content of the cell itself; a cell covered by a merge has none.
func (v *view) own(row, col int) grid.Cell {
	at := grid.Address{Col: col, Row: row}
	if r := v.row(row); r != nil {
		c := r.At(col)
		if s, repeats := v.same[at]; repeats && c.Kind != grid.Blank {
			return s
		}
		return c
	}
	return grid.Cell{Address: at}
}

// value is the content that a reader sees at the cell: its own, or that of the
// merged range over it.
func (v *view) value(row, col int) grid.Cell {
	if m, ok := v.Merge(grid.Address{Col: col, Row: row}); ok {
		return v.own(m.From.Row, m.From.Col)
	}
	return v.own(row, col)
}

// text is the value's text without spaces at its ends.
func (v *view) text(row, col int) string { return strings.TrimSpace(v.value(row, col).Text) }

// ref is the cell's address, or the merged range over it.
func (v *view) ref(row, col int) string {
	a := grid.Address{Col: col, Row: row}
	if m, ok := v.Merge(a); ok {
		return m.String()
	}
	return a.String()
}

// cell is where a value stands, for the ledger: the cell that holds it.
func (v *view) cell(row, col int) ledger.Cell {
	a := grid.Address{Col: col, Row: row}
	if m, ok := v.Merge(a); ok {
		a = m.From
	}
	return ledger.Cell{File: v.file, Sheet: v.Name, Ref: a.String()}
}

// at is a row's own address in a column, merged or not.
func (v *view) at(row, col int) ledger.Cell {
	return ledger.Cell{File: v.file, Sheet: v.Name, Ref: grid.Address{Col: col, Row: row}.String()}
}

// filled are a row's own cells with content, to be looked at only.
func (v *view) filled(row int) []grid.Cell {
	if v.full.row == row {
		return v.full.cells
	}
	var cells []grid.Cell
	if r := v.row(row); r != nil {
		cells = make([]grid.Cell, 0, r.Len())
		for i := range r.Len() {
			if c := r.Cell(i); !empty(c) {
				cells = append(cells, c)
			}
		}
	}
	v.full = cellsOf{row, cells}
	return cells
}

// lineText is all of a row's text, its cells joined by spaces.
func (v *view) lineText(row int) string {
	var parts []string
	for _, c := range v.filled(row) {
		parts = append(parts, strings.TrimSpace(c.Text))
	}
	return strings.Join(parts, "  ")
}

// ditto are the whole cells that say the same as the cell above.
func ditto(text string) bool {
	switch wording.Short(text) {
	case "同上", "〃", "\"", "″", "”", "“", "同上一项", "同上项":
		return true
	}
	return false
}
