package intake

import (
	"regexp"
	"strings"
	"testing"

	"tongbao/server/internal/grid"
	"tongbao/server/ledger"
)

var (
	plainFigure   = regexp.MustCompile(`^-?\d+(\.\d+)?$`)
	percentFigure = regexp.MustCompile(`^=(-?\d+(?:\.\d+)?)%$`)
)

// sheet makes a worksheet from a small text table: one line a row, cells
// between |, ^ merged with the cell above, < with the cell to the left, ' in
// front of a figure that is text, =60% a number with a percent format, \n a
// break within a cell. at moves it down and right.
func sheet(name, text string, at ...int) grid.Sheet {
	down, right := 0, 0
	if len(at) == 2 {
		down, right = at[0], at[1]
	}
	s := grid.Sheet{Name: name, HiddenCols: map[int]bool{}}
	lines := strings.Split(strings.Trim(text, "\n"), "\n")
	anchors := make(map[grid.Address]grid.Address)
	ranges := make(map[grid.Address]*grid.Range)
	for i, line := range lines {
		row := i + 1 + down
		var cells []grid.Cell
		if strings.TrimSpace(line) != "" {
			for j, cell := range strings.Split(line, "|") {
				a := grid.Address{Col: j + 1 + right, Row: row}
				cell = strings.ReplaceAll(strings.TrimSpace(cell), `\n`, "\n")
				from := a
				switch cell {
				case "^":
					from.Row--
				case "<":
					from.Col--
				}
				if from != a && from.Row > down && from.Col > right {
					anchor, ok := anchors[from]
					if !ok {
						anchor = from
					}
					anchors[a] = anchor
					r := ranges[anchor]
					if r == nil {
						r = &grid.Range{From: anchor, To: anchor}
						ranges[anchor] = r
					}
					r.To.Row, r.To.Col = max(r.To.Row, a.Row), max(r.To.Col, a.Col)
					continue
				}
				if cell != "" && cell != "^" && cell != "<" {
					cells = append(cells, cellOf(a, cell))
				}
			}
		}
		if len(cells) > 0 {
			s.Add(grid.Row{Number: row}, cells)
		}
	}
	for _, r := range ranges {
		s.Merges = append(s.Merges, *r)
	}
	s.Index()
	return s
}

func cellOf(a grid.Address, text string) grid.Cell {
	c := grid.Cell{Address: a, Kind: grid.Text, Text: text}
	switch {
	case strings.HasPrefix(text, "'"):
		c.Text = text[1:]
	case text == "=?":
		c.Kind, c.Text, c.Formula = grid.NoValue, "", true
	case percentFigure.MatchString(text):
		c.Kind, c.Text, c.Percent = grid.Number, text[1:], true
	case plainFigure.MatchString(text):
		c.Kind = grid.Number
	}
	return c
}

func book(sheets ...grid.Sheet) *grid.Workbook {
	return &grid.Workbook{File: "t.xlsx", Format: "xlsx", SHA256: "0", Sheets: sheets}
}

// codes are findings as "code@cell" in order.
func codes(list []ledger.Finding) []string {
	out := []string{}
	for _, f := range list {
		out = append(out, f.Code+"@"+f.Cell)
	}
	return out
}

func checkRows(t *testing.T, d *Draft, accepted, rejected, blank int) {
	t.Helper()
	want := RowCount{Seen: accepted + rejected + blank, Accepted: accepted, Rejected: rejected, Blank: blank}
	if d.Rows != want {
		t.Errorf("rows %+v, want %+v", d.Rows, want)
	}
}

func splitBar(s string) []string { return strings.Split(s, "|") }

// allocate fills a table's %s in order.
func allocate(text string, values ...string) string {
	for _, v := range values {
		text = strings.Replace(text, "%s", v, 1)
	}
	return text
}
