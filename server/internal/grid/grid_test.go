package grid

import (
	"testing"

	"pgregory.net/rapid"
)

func TestAddress(t *testing.T) {
	for _, c := range []struct {
		in   string
		want Address
		ok   bool
	}{
		{"A1", Address{1, 1}, true},
		{"F7", Address{6, 7}, true},
		{"$F$7", Address{6, 7}, true},
		{"f7", Address{6, 7}, true},
		{"Z1", Address{26, 1}, true},
		{"AA1", Address{27, 1}, true},
		{"XFD1048576", Address{16384, 1048576}, true},
		{"A01", Address{1, 1}, true},
		{"", Address{}, false},
		{"A", Address{}, false},
		{"7", Address{}, false},
		{"A0", Address{}, false},
		{"ABCD1", Address{}, false},
		{"A12345678", Address{}, false},
		{"A1B", Address{}, false},
		{"A-1", Address{}, false},
		{"甲1", Address{}, false},
		{"[1", Address{}, false},
	} {
		got, ok := ParseAddress(c.in)
		if ok != c.ok || ok && got != c.want {
			t.Errorf("%q: %v %v, want %v %v", c.in, got, ok, c.want, c.ok)
		}
	}
}

func TestAddressRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := Address{rapid.IntRange(1, 16384).Draw(t, "col"), rapid.IntRange(1, 1048576).Draw(t, "row")}
		if got, ok := ParseAddress(a.String()); !ok || got != a {
			t.Fatalf("%v → %s → %v", a, a.String(), got)
		}
	})
}

func TestRange(t *testing.T) {
	r := Range{Address{2, 3}, Address{4, 5}}
	if r.String() != "B3:D5" || (Range{r.From, r.From}).String() != "B3" {
		t.Errorf("%s", r)
	}
	for at, want := range map[string]bool{"B3": true, "D5": true, "C4": true, "A3": false, "E5": false, "B2": false, "D6": false} {
		a, _ := ParseAddress(at)
		if r.Contains(a) != want {
			t.Errorf("%s in %s: %v", at, r, !want)
		}
	}
}

func TestSheet(t *testing.T) {
	text := func(col, row int, s string) Cell { return Cell{Address: Address{col, row}, Kind: Text, Text: s} }
	s := Sheet{Merges: []Range{{Address{1, 3}, Address{2, 5}}, {Address{1, 1}, Address{6, 1}}}}
	s.Add(Row{Number: 1}, []Cell{text(1, 1, "表")})
	s.Add(Row{Number: 3}, []Cell{text(1, 3, "甲"), text(4, 3, "乙")})
	s.Add(Row{Number: 9}, []Cell{text(2, 9, "丙")})
	s.Index()
	for at, want := range map[string]struct{ own, value string }{
		"A1": {"表", "表"},
		"F1": {"", "表"},
		"G1": {"", ""},
		"A3": {"甲", "甲"},
		"B5": {"", "甲"},
		"A6": {"", ""},
		"D3": {"乙", "乙"},
		"D4": {"", ""},
		"B9": {"丙", "丙"},
		"B8": {"", ""},
	} {
		a, _ := ParseAddress(at)
		if got := s.At(a); got.Text != want.own || got.Address != a {
			t.Errorf("At %s: %v %q, want %q", at, got.Address, got.Text, want.own)
		}
		if got := s.Value(a); got.Text != want.value {
			t.Errorf("Value %s: %q, want %q", at, got.Text, want.value)
		}
	}
	if s.LastRow() != 9 || (&Sheet{}).LastRow() != 0 {
		t.Errorf("last row %d", s.LastRow())
	}
	if s.Merges[0].From.Row != 3 {
		t.Error("Index changed the order of Merges")
	}
}

// TestMerge: the tree finds what going through all ranges finds.
func TestMerge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s Sheet
		for range rapid.IntRange(0, 30).Draw(t, "merges") {
			from := Address{rapid.IntRange(1, 12).Draw(t, "col"), rapid.IntRange(1, 30).Draw(t, "row")}
			m := Range{from, Address{from.Col + rapid.IntRange(0, 3).Draw(t, "wide"), from.Row + rapid.IntRange(0, 9).Draw(t, "high")}}
			apart := true
			for _, o := range s.Merges {
				if m.From.Col <= o.To.Col && o.From.Col <= m.To.Col && m.From.Row <= o.To.Row && o.From.Row <= m.To.Row {
					apart = false
				}
			}
			if apart {
				s.Merges = append(s.Merges, m)
			}
		}
		s.Index()
		for col := 1; col <= 16; col++ {
			for row := 1; row <= 40; row++ {
				a := Address{col, row}
				var want Range
				for _, m := range s.Merges {
					if m.Contains(a) {
						want = m
					}
				}
				if got, ok := s.Merge(a); got != want || ok != (want != Range{}) {
					t.Fatalf("%s: %v %v, want %v of %v", a, got, ok, want, s.Merges)
				}
			}
		}
	})
}
