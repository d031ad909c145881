// Package grid is a workbook as cells with addresses: plain types between the
// file formats and the understanding of tables.
package grid

import (
	"strconv"
	"strings"
)

// Address is a cell's place, both numbers from 1. The zero Address is none.
type Address struct {
	Col, Row int
}

// String is "F7".
func (a Address) String() string {
	var b [32]byte
	return string(strconv.AppendInt(appendColumn(b[:0], a.Col), int64(a.Row), 10))
}

// ColumnName is the letters of a column: 1 is A, 27 is AA.
func ColumnName(col int) string { return string(appendColumn(nil, col)) }

func appendColumn(b []byte, col int) []byte {
	if col <= 0 {
		return b
	}
	return append(appendColumn(b, (col-1)/26), byte('A'+(col-1)%26))
}

// ParseAddress reads "F7" or "$F$7".
func ParseAddress(s string) (Address, bool) {
	s = strings.ReplaceAll(s, "$", "")
	var a Address
	i := 0
	for ; i < len(s) && i < 3; i++ {
		c := s[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			break
		}
		a.Col = a.Col*26 + int(c-'A'+1)
	}
	if i == 0 || i == len(s) || len(s)-i > 7 {
		return Address{}, false
	}
	for ; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return Address{}, false
		}
		a.Row = a.Row*10 + int(s[i]-'0')
	}
	return a, a.Row > 0
}

// Range is a rectangle of cells, From its upper left corner.
type Range struct {
	From, To Address
}

// String is "A3:A5", or "A3" for one cell.
func (r Range) String() string {
	if r.From == r.To {
		return r.From.String()
	}
	return r.From.String() + ":" + r.To.String()
}

// ParseRange reads "A3:B5", or "A3" as the range of one cell.
func ParseRange(s string) (Range, bool) {
	from, to, several := strings.Cut(s, ":")
	var r Range
	var ok bool
	if r.From, ok = ParseAddress(from); !ok {
		return Range{}, false
	}
	if r.To = r.From; !several {
		return r, true
	}
	if r.To, ok = ParseAddress(to); !ok || r.To.Col < r.From.Col || r.To.Row < r.From.Row {
		return Range{}, false
	}
	return r, true
}

// Contains reports whether a lies in the range.
func (r Range) Contains(a Address) bool {
	return a.Col >= r.From.Col && a.Col <= r.To.Col && a.Row >= r.From.Row && a.Row <= r.To.Row
}

// Kind is what a cell holds.
type Kind uint8

// The kinds of cell content.
const (
	Blank Kind = iota
	Text
	Number
	Bool
	Date  // a number with a date format
	Error // #DIV/0! and the like
	// NoValue is a formula that was saved without its result.
	NoValue
)

// Cell is one cell's content.
type Cell struct {
	Address
	// Text is what the clerk typed or sees: a text as it is (spaces and breaks
	// kept), a number in plain decimal digits ("0.757", never 7.57E-1), a
	// percent-formatted number as "60%", a date as "2020-03-31", an error's code.
	Text string
	Kind Kind
	// Percent: the number carries a percent format; Text has the sign.
	Percent bool
	// MonthOnly: the date's format shows no day (2020年9月); Text has the day
	// that is stored, which is the first of the month.
	MonthOnly bool
	// Formula: the value is a formula's stored result.
	Formula bool
}

// Sheet is one worksheet. Rows hold only cells with content, in ascending
// order of row and column; Add appends one.
type Sheet struct {
	Name       string
	Hidden     bool
	Rows       []Row
	Merges     []Range
	HiddenCols map[int]bool
	// Widths are columns' own widths in characters. Formats that return as they
	// came (.xlsx) leave them out, and so do those that have none.
	Widths map[int]float64

	merges mergeTree
	block  []packed // free, for the rows to come
}

// Workbook is one file's sheets in their order.
type Workbook struct {
	File   string // the name the user gave it
	Format string // "xlsx", "xlsm" …
	SHA256 string // of the file's bytes, lower-case hex
	Sheets []Sheet
}

// Cells is how many cells with content the workbook has.
func (w *Workbook) Cells() int {
	n := 0
	for i := range w.Sheets {
		for j := range w.Sheets[i].Rows {
			n += w.Sheets[i].Rows[j].Len()
		}
	}
	return n
}

// Index prepares look-ups by address; call it once after Rows and Merges are
// complete.
func (s *Sheet) Index() { s.merges = newMergeTree(s.Merges) }

// Merge is the merged range that covers a, if any.
func (s *Sheet) Merge(a Address) (Range, bool) { return s.merges.find(a) }

// Row is the row of a number, nil where it has no content.
func (s *Sheet) Row(number int) *Row {
	lo, hi := 0, len(s.Rows)
	for lo < hi {
		mid := (lo + hi) / 2
		if s.Rows[mid].Number < number {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(s.Rows) && s.Rows[lo].Number == number {
		return &s.Rows[lo]
	}
	return nil
}

// At is the cell at a itself; a merged range has its value at its upper left
// corner only.
func (s *Sheet) At(a Address) Cell {
	if r := s.Row(a.Row); r != nil {
		return r.At(a.Col)
	}
	return Cell{Address: a}
}

// Value is the cell at a, or the anchor of the merged range that covers a.
func (s *Sheet) Value(a Address) Cell {
	if m, ok := s.Merge(a); ok {
		return s.At(m.From)
	}
	return s.At(a)
}

// LastRow is the number of the last row with content, 0 when there is none.
func (s *Sheet) LastRow() int {
	if len(s.Rows) == 0 {
		return 0
	}
	return s.Rows[len(s.Rows)-1].Number
}
