package grid

import "iter"

// Row is one row that has content. It is a view of cells that never change.
type Row struct {
	Number int
	Hidden bool
	Height float64 // in points; 0 where the sheet's Widths are left out too
	cells  []packed
}

// packed is a cell without its row. A large table has millions.
type packed struct {
	text  string
	col   uint16
	kind  Kind
	flags uint8
}

const (
	flagPercent = 1 << iota
	flagMonthOnly
	flagFormula
)

// What a row and each of its cells take in memory, in bytes, their texts not
// counted.
const (
	RowSize  = 48
	CellSize = 24
)

// blockCells is how many cells are allocated at once.
const blockCells = 1024

// Add appends a row like r with a copy of cells, which must be in ascending
// order of their columns and not blank.
func (s *Sheet) Add(r Row, cells []Cell) {
	if len(s.block) < len(cells) {
		s.block = make([]packed, max(blockCells, len(cells)))
	}
	kept := s.block[:len(cells):len(cells)]
	s.block = s.block[len(cells):]
	for i, c := range cells {
		kept[i] = pack(c)
	}
	r.cells = kept
	s.Rows = append(s.Rows, r)
}

// Repeat appends a row with the cells of the last one, which both share.
func (s *Sheet) Repeat(number int) {
	r := s.Rows[len(s.Rows)-1]
	r.Number = number
	s.Rows = append(s.Rows, r)
}

func pack(c Cell) packed {
	p := packed{text: c.Text, col: uint16(c.Col), kind: c.Kind}
	if c.Percent {
		p.flags |= flagPercent
	}
	if c.MonthOnly {
		p.flags |= flagMonthOnly
	}
	if c.Formula {
		p.flags |= flagFormula
	}
	return p
}

// Len is how many cells the row has.
func (r Row) Len() int { return len(r.cells) }

// Cell is the row's i-th cell with content, from 0.
func (r Row) Cell(i int) Cell {
	p := &r.cells[i]
	return Cell{
		Address: Address{int(p.col), r.Number}, Text: p.text, Kind: p.kind,
		Percent: p.flags&flagPercent != 0, MonthOnly: p.flags&flagMonthOnly != 0, Formula: p.flags&flagFormula != 0,
	}
}

// Last is the row's last cell.
func (r Row) Last() Cell { return r.Cell(len(r.cells) - 1) }

// Cells are the row's cells from left to right.
func (r Row) Cells() iter.Seq[Cell] {
	return func(yield func(Cell) bool) {
		for i := range r.cells {
			if !yield(r.Cell(i)) {
				return
			}
		}
	}
}

// At is the cell in a column, Blank where there is none.
func (r Row) At(col int) Cell {
	lo, hi := 0, len(r.cells)
	for lo < hi {
		if mid := (lo + hi) / 2; int(r.cells[mid].col) < col {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(r.cells) && int(r.cells[lo].col) == col {
		return r.Cell(lo)
	}
	return Cell{Address: Address{col, r.Number}}
}
