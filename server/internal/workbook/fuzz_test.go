package workbook

import (
	"strings"
	"testing"

	"tongbao/server/internal/grid"
)

func FuzzOpen(f *testing.F) {
	for _, c := range corpus(f) {
		if len(c.data) < 30_000 {
			f.Add(c.data)
		}
	}
	lim := DefaultLimits()
	lim.TotalSize, lim.PartSize = 4<<20, 2<<20
	f.Fuzz(func(t *testing.T, data []byte) { mustHold(t, data, lim) })
}

// FuzzSheet gets behind the package's checksums: the fuzzed bytes are the
// worksheet itself.
func FuzzSheet(f *testing.F) {
	parts := smallParts("")
	f.Add([]byte(parts[sheetPart]))
	for _, d := range damages {
		if d.part == sheetPart {
			f.Add([]byte(d.parts()[sheetPart]))
		}
	}
	f.Fuzz(func(t *testing.T, xml []byte) {
		parts := smallParts("")
		parts[sheetPart] = string(xml)
		mustHold(t, pack(t, parts), DefaultLimits())
	})
}

// mustHold opens data; what it yields must be in order.
func mustHold(t *testing.T, data []byte, lim Limits) {
	book, err := Open("表.xlsx", data, lim)
	if err != nil {
		if err.Error() == "" || strings.Contains(err.Error(), "%!") {
			t.Errorf("message %q", err)
		}
		return
	}
	for i := range book.Sheets {
		s := &book.Sheets[i]
		last := grid.Address{}
		for _, r := range s.Rows {
			if r.Number <= last.Row || r.Number > maxRow || len(r.Cells) == 0 {
				t.Fatalf("row %d after %d", r.Number, last.Row)
			}
			last = grid.Address{Row: r.Number}
			for _, c := range r.Cells {
				if c.Row != r.Number || c.Col <= last.Col || c.Col > maxCol {
					t.Fatalf("cell %v after %v", c.Address, last)
				}
				if c.Kind == grid.Blank || (c.Text == "") != (c.Kind == grid.NoValue) {
					t.Fatalf("cell %+v", c)
				}
				last = c.Address
			}
		}
	}
}
