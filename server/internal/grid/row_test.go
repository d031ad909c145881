package grid

import (
	"slices"
	"testing"
	"unsafe"

	"pgregory.net/rapid"
)

// TestRow: a row gives back the cells that were put into it.
func TestRow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s Sheet
		var rows [][]Cell
		for range rapid.IntRange(1, 5).Draw(t, "rows") {
			var cells []Cell
			number, hidden := len(rows)+1, rapid.Bool().Draw(t, "hidden")
			for col := 0; len(cells) < 1200 && rapid.IntRange(0, 9).Draw(t, "more") > 0; {
				if col += rapid.IntRange(1, 3000).Draw(t, "step"); col > 16384 {
					break
				}
				cells = append(cells, Cell{
					Address: Address{col, number}, Text: rapid.String().Draw(t, "text"), Kind: Kind(rapid.IntRange(1, 6).Draw(t, "kind")),
					Percent: rapid.Bool().Draw(t, "percent"), MonthOnly: rapid.Bool().Draw(t, "month"), Formula: rapid.Bool().Draw(t, "formula"),
				})
			}
			s.Add(Row{Number: number, Hidden: hidden}, cells)
			rows = append(rows, cells)
			if got := s.Rows[len(rows)-1]; got.Hidden != hidden || got.Len() != len(cells) {
				t.Fatalf("%+v", got)
			}
		}
		for i, cells := range rows {
			if got := slices.Collect(s.Rows[i].Cells()); !slices.Equal(got, cells) {
				t.Fatalf("%+v, want %+v", got, cells)
			}
			for _, c := range cells {
				if s.At(c.Address) != c {
					t.Fatalf("%+v, want %+v", s.At(c.Address), c)
				}
			}
		}
	})
}

func TestRepeat(t *testing.T) {
	var s Sheet
	s.Add(Row{Number: 3, Hidden: true}, []Cell{{Address: Address{2, 3}, Kind: Number, Text: "5"}})
	s.Repeat(4)
	want := Cell{Address: Address{2, 4}, Kind: Number, Text: "5"}
	if got := s.At(want.Address); got != want || !s.Rows[1].Hidden {
		t.Errorf("%+v", got)
	}
}

func TestSizes(t *testing.T) {
	if unsafe.Sizeof(packed{}) != CellSize || unsafe.Sizeof(Row{}) != RowSize {
		t.Errorf("a cell takes %d bytes, a row %d", unsafe.Sizeof(packed{}), unsafe.Sizeof(Row{}))
	}
}
