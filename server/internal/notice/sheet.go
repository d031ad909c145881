package notice

import (
	"fmt"
	"strconv"
	"strings"

	"tongbao/server/internal/grid"
)

// sheet is a list as a table, and where in the text each row and cell of it
// stands.
type sheet struct {
	grid.Sheet
	rows  map[int]place
	cells map[grid.Address]place
}

// columns are the columns that a list's items fill, in the order of tables.
func (l *list) columns() []string {
	filled := map[string]bool{columnNo: true, columnContent: true, columnAside: true}
	for _, it := range l.items {
		filled[columnName] = filled[columnName] || it.name != ""
		for c := range it.parts {
			filled[c] = true
		}
	}
	var out []string
	for _, c := range []string{
		columnNo, columnName, columnContent, columnSchedule, columnDeadline, columnLead, columnResponsible, columnPartner, columnLeader,
		columnMoney, columnAside,
	} {
		if filled[c] {
			out = append(out, c)
		}
	}
	return out
}

// sheet is the list as a table: its title, a head, a row for each heading and
// item.
func (l *list) sheet() *sheet {
	s := &sheet{Sheet: grid.Sheet{Name: l.name, HiddenCols: map[int]bool{}}, rows: make(map[int]place), cells: make(map[grid.Address]place)}
	columns := l.columns()
	if l.title != "" {
		s.put(l.titleAt, len(columns), l.title)
	}
	s.put(l.start(), 1, columns...)
	var head *heading
	for _, it := range l.items {
		if it.head != head && it.parent == nil {
			if head = it.head; head != nil {
				s.put(head.place, len(columns), head.whole)
			}
		}
		cells := make([]string, len(columns))
		row := len(s.Rows) + 1
		for i, c := range columns {
			if p := it.parts[c]; p != nil {
				cells[i] = p.text
				s.cells[grid.Address{Col: i + 1, Row: row}] = p.place
			}
			switch {
			case c == columnNo:
				cells[i] = it.id()
			case c == columnName:
				cells[i] = firstOf(it.name, strings.TrimRight(it.text, "。.;； "))
			case c == columnContent && cells[i] == "":
				cells[i] = it.text
			}
		}
		s.put(it.place, 1, cells...)
	}
	s.Index()
	return s
}

// start is where the list begins.
func (l *list) start() place {
	first := l.items[0].place
	if len(l.heads) > 0 && l.heads[0].before(first) {
		return l.heads[0].place
	}
	return first
}

// put appends a row; a row of one text lies over so many columns.
func (s *sheet) put(at place, over int, texts ...string) {
	row := len(s.Rows) + 1
	var cells []grid.Cell
	for i, text := range texts {
		if strings.TrimSpace(text) != "" {
			cells = append(cells, grid.Cell{Address: grid.Address{Col: i + 1, Row: row}, Text: text, Kind: grid.Text})
		}
	}
	s.Add(grid.Row{Number: row}, cells)
	s.rows[row] = at
	if over > 1 {
		s.Merges = append(s.Merges, grid.Range{From: grid.Address{Col: 1, Row: row}, To: grid.Address{Col: over, Row: row}})
	}
}

// id is an item's number as tables write it: 12, 1①.
func (it *item) id() string {
	switch {
	case it.parent == nil:
		return strconv.Itoa(it.no)
	case it.no == 0:
		return strconv.Itoa(it.parent.no)
	}
	return strconv.Itoa(it.parent.no) + sub(it.no)
}

// sub is ① for 1.
func sub(n int) string {
	if n < 1 || n > 20 {
		return "(" + strconv.Itoa(n) + ")"
	}
	return string(rune('①' + n - 1))
}

// of tells where a cell or range of the sheet stands in the text: 第23行.
func (s *sheet) of(ref string) string {
	r, ok := grid.ParseRange(ref)
	if !ok {
		return ref
	}
	if len(s.rows) == 0 { // a table of the document
		return fmt.Sprintf("第%d行第%d列", r.From.Row, r.From.Col)
	}
	if at, ok := s.cells[r.From]; ok {
		return at.String()
	}
	if at, ok := s.rows[r.From.Row]; ok {
		return at.String()
	}
	return ref
}
