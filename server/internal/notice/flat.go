package notice

import (
	"slices"
	"strings"
	"unicode/utf8"

	"tongbao/server/internal/wording"
)

// headWords are the heads of tables by their columns.
var headWords = map[string]string{
	"序号": columnNo, "编号": columnNo,
	"项目名称": columnName, "项目": columnName, "实事名称": columnName, "实事项目": columnName, "工程名称": columnName, "事项": columnName, "名称": columnName,
}

// headColumn is the column of a head, "" for any other word.
func headColumn(text string) string {
	word := wording.Squeeze(text)
	return firstOf(headWords[word], columnOf[word])
}

// flatHead reads the head of a table whose cells stand one on each line: its
// columns and how many pieces they take. A head may have lost its middle too
// (主 | 要内容).
func flatHead(all []piece) (columns []string, n int) {
	if headColumn(all[0].whole) != columnNo {
		return nil, 0
	}
	for n < len(all) {
		found := false
		for k := 1; k <= 3 && n+k <= len(all) && !found; k++ {
			var b strings.Builder
			for _, p := range all[n : n+k] {
				b.WriteString(p.whole)
			}
			column := headColumn(b.String())
			if found = column != "" && !slices.Contains(columns, column); found {
				columns, n = append(columns, column), n+k
			}
		}
		if !found {
			break
		}
	}
	if len(columns) < 4 || !slices.Contains(columns, columnName) && !slices.Contains(columns, columnContent) {
		return nil, 0
	}
	return columns, n
}

// flatTable reads a table that has lost its borders, nil where none begins here.
// Each row is its number and name, then the texts in their order, then the units.
func flatTable(all []piece) *list {
	columns, n := flatHead(all)
	if columns == nil {
		return nil
	}
	l := &list{kind: arabic, flat: true, name: "项目表"}
	var texts, units []string
	for _, c := range columns {
		switch c {
		case columnNo, columnName:
		case columnLead, columnResponsible, columnPartner:
			units = append(units, c)
		default:
			texts = append(texts, c)
		}
	}
	row := flatRow{named: slices.Contains(columns, columnName), texts: texts, units: units}
	no, name := 0, ""
	for n < len(all) {
		k := row.read(all[n:], &no, &name)
		if k == 0 {
			break
		}
		l.items = append(l.items, row.item)
		switch {
		case row.odd:
			l.odd = append(l.odd, row.item.place)
		case row.guessed:
			l.guessed = append(l.guessed, len(l.items)-1)
		}
		n += k
	}
	if len(l.items) == 0 {
		return nil
	}
	l.end = n
	return l
}

// flatRow reads one row at a time.
type flatRow struct {
	named        bool
	texts, units []string
	item         *item
	guessed      bool // where one column of units ends was told by what the units are
	odd          bool // it has not the lines that the head asks for
}

// rowNumber is the number of a row, alone on its line.
func rowNumber(p *piece) (int, bool) {
	n, ok := wording.ParseNumber(p.whole)
	if !ok || !n.IsInteger() || len(p.whole) > 3 {
		return 0, false
	}
	return int(n.IntPart()), true
}

// read takes the row that begins the pieces; 0 where none does. no and name are
// those of the row before, which a row with ② shares.
func (r *flatRow) read(all []piece, no *int, name *string) int {
	n := 0
	r.item = &item{place: all[0].place, parts: make(map[string]*part)}
	r.guessed, r.odd = false, false
	if k, ok := rowNumber(&all[0]); ok {
		*no, n = k, 1
		if r.named && n < len(all) {
			*name = all[n].whole
			n++
		}
	} else if all[0].kind != circled || *no == 0 {
		return 0
	}
	r.item.no, r.item.name = *no, *name
	begin := n
	for n < len(all) && !r.starts(&all[n], n > begin) && n-begin < len(r.texts) {
		p := &all[n]
		r.item.parts[r.texts[n-begin]] = &part{p.place, r.texts[n-begin], p.whole}
		n++
	}
	r.odd = n-begin != len(r.texts)
	if n == begin {
		return 0
	}
	last := r.item.parts[r.texts[n-begin-1]]
	for k := 0; k < mostExtra && n < len(all) && !r.starts(&all[n], true) && !unitLine(&all[n]); k++ {
		r.odd = true
		last.text += "\n" + all[n].whole
		n++
	}
	begin = n
	for n < len(all) && unitLine(&all[n]) {
		n++
	}
	r.split(all[begin:n])
	return n
}

// mostExtra is how many lines more than the head asks for a row may have.
const mostExtra = 6

// starts reports whether a piece begins the next row; the first text of a row may
// begin with ① itself.
func (r *flatRow) starts(p *piece, inside bool) bool {
	_, numbered := rowNumber(p)
	return numbered || inside && p.kind == circled
}

// unitLine reports whether a line names units and nothing else.
func unitLine(p *piece) bool {
	if utf8.RuneCountInString(p.whole) > maxHeading || strings.ContainsAny(p.whole, "。；;：:，,") || p.kind != unmarked {
		return false
	}
	names := wording.Units(p.whole)
	return len(names) > 0 && !slices.ContainsFunc(names, func(n string) bool { return !wording.IsUnit(n) && !wording.IsGroup(n) })
}

// split parts a row's units into their columns: the first column ends with the
// last unit that is no bureau of the government's own (市…局), for governments and
// committees of areas carry out and do not assist.
func (r *flatRow) split(lines []piece) {
	if len(lines) == 0 || len(r.units) == 0 {
		r.odd = r.odd || len(r.units) > 0
		return
	}
	end := len(lines)
	if len(r.units) > 1 {
		end = 1
		for i := range lines {
			if !bureau(lines[i].whole) {
				end = i + 1
			}
		}
		r.guessed = len(lines) > 1
	}
	for i, some := range [][]piece{lines[:end], lines[end:]} {
		if len(some) == 0 || i >= len(r.units) {
			continue
		}
		var names []string
		for _, p := range some {
			names = append(names, p.whole)
		}
		r.item.parts[r.units[i]] = &part{some[0].place, r.units[i], strings.Join(names, "\n")}
	}
}

// bureau reports whether a line names a bureau of the government's own.
func bureau(text string) bool {
	s := wording.Squeeze(text)
	first, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("市区县省", first) && !wording.IsArea(s) && !wording.IsGroup(s) && !strings.HasSuffix(s, "公司")
}
