package intake

import (
	"strings"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// view is a sheet with the look-ups that reading needs.
type view struct {
	*grid.Sheet
	file string
	rows map[int]*grid.Row
	same map[grid.Address]grid.Cell // cells that say 同上, as what they repeat
}

func newView(file string, s *grid.Sheet) *view {
	s.Index()
	v := &view{Sheet: s, file: file, rows: make(map[int]*grid.Row, len(s.Rows))}
	for i := range s.Rows {
		v.rows[s.Rows[i].Number] = &s.Rows[i]
	}
	return v
}

// own is the content of the cell itself; a cell covered by a merge has none.
func (v *view) own(row, col int) grid.Cell {
	if r := v.rows[row]; r != nil {
		for _, c := range r.Cells {
			if c.Col == col {
				if s, ok := v.same[c.Address]; ok {
					return s
				}
				return c
			}
			if c.Col > col {
				break
			}
		}
	}
	return grid.Cell{Address: grid.Address{Col: col, Row: row}}
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

// filled are a row's own cells with content.
func (v *view) filled(row int) []grid.Cell {
	r := v.rows[row]
	if r == nil {
		return nil
	}
	var cells []grid.Cell
	for _, c := range r.Cells {
		if c.Kind == grid.NoValue || strings.TrimSpace(c.Text) != "" {
			cells = append(cells, c)
		}
	}
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

// squeeze is a text for comparison: simplified, half width, without white
// space.
func squeeze(s string) string {
	return strings.Join(strings.Fields(wording.Simplify(wording.Fold(s))), "")
}

// ditto are the whole cells that say the same as the cell above.
func ditto(text string) bool {
	switch squeeze(text) {
	case "同上", "〃", "\"", "″", "”", "“", "同上一项", "同上项":
		return true
	}
	return false
}
