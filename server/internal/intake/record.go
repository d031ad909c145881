package intake

import (
	"strconv"
	"strings"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// record is one project's rows of a table, before its cells are understood.
type record struct {
	id       ledger.ProjectID
	number   number
	row      int
	rows     []int // all its rows, the first included
	section  *section
	name     string
	content  []string
	subGiven bool // the row itself says its sub-number
}

// numbering is how a table counts its projects.
type numbering struct {
	brackets bool // （一）（二） are numbers, not sub-numbers
	items    bool // numbers begin anew under each heading: the heading is the number
}

// numberingOf looks at all number cells before any is read.
func (t *table) numberingOf() numbering {
	var n numbering
	col := t.col(fieldNo)
	if col == 0 {
		return n
	}
	under := make(map[string]int) // number text → heading it was first seen under
	plain, brackets, restart, items, heading := false, false, false, false, 0
	for _, l := range t.lines {
		switch l.kind {
		case lineSection:
			heading++
			items = items || t.readSection(l.row).item
		case lineData:
			text := wording.Squeeze(t.own(l.row, col).Text)
			if text == "" {
				continue
			}
			if bracketed.MatchString(text) {
				brackets = true
			} else if no, _ := splitNumber(text, false); no != "" {
				plain = true
			}
			if first, ok := under[text]; ok && first != heading {
				restart = true
			} else if !ok {
				under[text] = heading
			}
		default:
		}
	}
	n.items = heading > 1 && restart || items && !plain
	n.brackets = brackets && !plain && !n.items
	return n
}

// records groups the table's rows of data into projects and numbers them.
// Rows that cannot be told are findings.
func (t *table) records() []*record {
	mode := t.numberingOf()
	var all []*record
	var last *record
	var current *section
	var sections []*section
	for _, l := range t.lines {
		switch l.kind {
		case lineSection:
			current = t.readSection(l.row)
			sections = append(sections, current)
			if current.no == "" {
				current.no = strconv.Itoa(len(sections))
			}
			last = nil
		case lineData:
			r := t.record(l.row, mode, current, last)
			if r == nil {
				if current != nil {
					current.found++ // a project all the same
				}
				continue
			}
			if r == last {
				r.rows = append(r.rows, l.row)
				continue
			}
			last = r
			all = append(all, r)
			if current != nil {
				current.found++
			}
		default:
		}
	}
	if mode.items {
		for _, r := range all {
			if r.section != nil && r.section.found == 1 {
				r.id.Sub = ""
			}
		}
	}
	t.numberNamed(all)
	all = t.withoutGroups(all)
	t.duplicates(all)
	t.countSections(sections)
	return all
}

// record reads who a row is about. It returns last when the row goes on with
// the project before, nil when the row cannot be told.
func (t *table) record(row int, mode numbering, current *section, last *record) *record {
	n := t.readNumber(row, mode.brackets)
	nameCol, contentCol := t.col(fieldName), t.col(fieldContent)
	name := t.get(row, fieldName)
	content := t.joined(row, fieldContent)
	textCol := nameCol
	if textCol == 0 {
		textCol = contentCol
	}
	if textCol == 0 {
		textCol = t.firstColumn()
	}
	if n.at.Col == 0 { // no column of numbers: they stand before the text
		lead := name
		if nameCol == 0 {
			lead = content
		}
		no, sub, rest := wording.SplitNo(lead)
		n.no, n.sub, n.ref, n.own, n.rows = no, sub, t.ref(row, textCol), true, 1
		if nameCol != 0 {
			name = rest
		} else {
			content = rest
		}
	}
	if n.sub == "" {
		n.sub, name, content = t.subInText(row, name, content)
		n.below = n.sub != ""
	} else {
		_, _, content = subOf(content)
	}
	given := n.sub != "" && (n.below || n.own)
	if mode.items && current != nil {
		if n.sub == "" && n.no != "" {
			if k, err := strconv.Atoi(n.no); err == nil {
				n.sub = circled(k)
			}
		}
		n.no = current.no
	}
	if last != nil && t.continues(row, n, name, content, last) {
		return last
	}
	if n.no == "" && last != nil && (n.sub != "" || n.text == "" && name == "" && t.distinct(row)) {
		n.no = last.id.No // ② in a row whose number cell was left empty
		if name == "" && n.text == "" {
			name = last.name
			n.at, n.own = last.number.at, false
		}
	}
	if n.no == "" && current != nil && current.item {
		n.no = current.no
	}
	optional := t.layout != LayoutProject // rows there may be told by number or name alone
	switch {
	case n.no == "" && !(optional && n.at.Col == 0 && name != ""):
		t.fail(row, CodeNoNumber, n.ref, "value", n.text, "name", firstOf(name, content))
		return nil
	case name == "" && (nameCol != 0 || content == "") && !optional:
		t.fail(row, CodeNoName, t.ref(row, textCol), "no", n.no+n.sub)
		return nil
	}
	return &record{
		id:     ledger.ProjectID{Series: t.series, No: n.no, Sub: n.sub},
		number: n, row: row, rows: []int{row}, section: current,
		name: name, content: []string{content}, subGiven: given,
	}
}

// continues reports whether a row goes on with the project before it: its own
// number and name are empty or repeated, and no new sub-number stands in it.
func (t *table) continues(row int, n number, name, content string, last *record) bool {
	if n.sub != "" && n.sub != last.id.Sub {
		return false
	}
	ownName := ""
	if col := t.col(fieldName); col > 0 {
		ownName = strings.TrimSpace(t.own(row, col).Text)
	}
	hasName := t.has(fieldName)
	repeated := ownName == "" || wording.Squeeze(ownName) == wording.Squeeze(last.name)
	switch {
	case n.at.Col == 0: // no column of numbers
		return n.no == "" && n.sub == "" && (ownName == "" && hasName || name == "" && content == "")
	case (n.text == "" || !n.own) && t.distinct(row):
		return false
	case n.text == "":
		return n.sub == "" && ownName == "" && (hasName || content == "")
	case n.below:
		return false // the same sub-number again is a duplicate
	case !n.own: // covered by the same merge as the row before
		return n.ref == last.number.ref && repeated && (last.id.Sub == n.sub || content == "")
	}
	return hasName && n.no == last.id.No && n.sub == last.id.Sub && ownName != "" && repeated
}

// distinct reports whether a row of a plan whose number or name says nothing new
// is a project all the same: it has its own content, and its own units,
// schedule or deadline.
func (t *table) distinct(row int) bool {
	own := func(f field) bool {
		for _, col := range t.by[f] {
			if !blank(t.own(row, col).Text) {
				return true
			}
		}
		return false
	}
	return t.layout == LayoutProject && t.has(fieldName) && own(fieldContent) &&
		(own(fieldLead) || own(fieldResponsible) || own(fieldSchedule) || own(fieldDeadline))
}

// subInText takes the sub-number off the beginning of a row's name or content:
// ①, or （一） and 1) where the number stands in a cell of its own.
func (t *table) subInText(row int, name, content string) (sub, restName, restContent string) {
	if col := t.col(fieldName); col > 0 {
		if no, s, rest := subOf(t.text(row, col)); s != "" && no == "" && name != "" {
			_, _, content = subOf(content)
			return s, rest, content
		}
	}
	if no, s, rest := subOf(content); s != "" && no == "" {
		return s, name, rest
	}
	return "", name, content
}

// subOf splits a text that begins with ①; a text with several of them is a
// list of its own and is left whole.
func subOf(text string) (no, sub, rest string) {
	no, sub, rest = wording.SplitNo(text)
	if no != "" || sub == "" {
		return "", "", text
	}
	if next := nextCircle(sub); next != "" && strings.Contains(rest, next) {
		return "", "", text
	}
	return "", sub, rest
}

func nextCircle(sub string) string {
	r := []rune(sub)
	if len(r) == 1 && r[0] >= '①' && r[0] < '⑳' {
		return string(r[0] + 1)
	}
	return ""
}

// joined is the text of all columns of a field in a row, each once.
func (t *table) joined(row int, f field) string {
	cols := t.by[f]
	if len(cols) == 1 {
		return t.text(row, cols[0])
	}
	var parts []string
	for _, col := range cols {
		text := t.text(row, col)
		if text != "" && (len(parts) == 0 || parts[len(parts)-1] != text) {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, "\n")
}

// texts are a field's texts over a record's rows: what its first row shows,
// and what further rows hold themselves.
func (t *table) texts(r *record, f field) []grid.Cell {
	var cells []grid.Cell
	for _, col := range t.by[f] {
		for i, row := range r.rows {
			c := t.own(row, col)
			if i == 0 {
				c = t.value(row, col)
			}
			if blank(c.Text) {
				continue
			}
			if n := len(cells); n > 0 && cells[n-1].Address == c.Address {
				continue
			}
			cells = append(cells, c)
		}
	}
	return cells
}

func firstOf(texts ...string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}
