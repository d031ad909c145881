package intake

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/wording"
)

var (
	totalWord   = regexp.MustCompile(`^(?:合计|小计|总计|共计|全市合计|全区合计|全县合计|全市|全市汇总|合计数|总合计|汇总)[:：]?$`)
	noteStart   = regexp.MustCompile(`^(?:注|备注|说明|填表说明|填报说明|附注|※|\*)\s*[:：1一(（、.]|^第\s*\d+\s*页|^共\s*\d+\s*页|^[-—－]\s*\d+\s*[-—－]$|^注$`)
	sectionMark = regexp.MustCompile(`^(?:第([零一二三四五六七八九十百]+|\d+)(件|项|类|部分)|([一二三四五六七八九十]+)[、.．]|[(（]([一二三四五六七八九十]+)[)）])[、:：.．\s]*`)
	countMark   = regexp.MustCompile(`[(（\[]?(?:共|计)?\s*(\d+|[一二三四五六七八九十]+)\s*(?:项|个项目|件|个|条)(?:任务|实事)?[)）\]]?$`)
)

// classify says what each row between head and table end is.
func (t *table) classify() {
	heads := make(map[int]bool, len(t.lines))
	for _, l := range t.lines {
		heads[l.row] = true
	}
	t.lines = slices.Grow(t.lines[:0], t.to-t.from+1)
	above := 0 // the row of data before
	for row := t.from; row <= t.to; row++ {
		kind := lineHead
		if !heads[row] {
			kind = t.kindOf(row)
		}
		t.lines = append(t.lines, line{row, kind})
		if kind == lineData {
			t.repeat(row, above)
			above = row
		}
	}
	// The table ends with its last row of data; blanks and notes after it are
	// outside.
	for n := len(t.lines); n > 0 && t.lines[n-1].kind == lineBlank; n = len(t.lines) {
		t.lines = t.lines[:n-1]
	}
	// So is what looks like a heading and has nothing under it: a date, a seal.
	for i := len(t.lines) - 1; i >= 0 && t.lines[i].kind != lineData && t.lines[i].kind != lineTotal; i-- {
		if l := &t.lines[i]; l.kind == lineSection && !t.counted(l.row) {
			l.kind = lineNote
		}
	}
	last := -1
	for i, l := range t.lines {
		if l.kind != lineBlank && l.kind != lineNote {
			last = i
		}
	}
	tail := t.lines[last+1:]
	t.lines = append(t.lines[:last+1:last+1], slices.DeleteFunc(slices.Clone(tail), func(l line) bool { return l.kind == lineBlank })...)
}

// counted reports whether a row is a heading beyond doubt: it has a number or says
// how many projects follow.
func (t *table) counted(row int) bool {
	s := t.readSection(row)
	return s.no != "" || s.count > 0
}

// repeat gives the cells of a row that say 同上 what the row of data above, if
// there is one, holds.
func (t *table) repeat(row, above int) {
	for _, c := range t.filled(row) {
		if above > 0 && c.Kind == grid.Text && ditto(c.Text) {
			if t.same == nil {
				t.same = make(map[grid.Address]grid.Cell)
			}
			from := t.value(above, c.Col)
			from.Address = c.Address
			t.same[c.Address] = from
		}
	}
}

func (t *table) kindOf(row int) lineKind {
	cells := t.filled(row)
	if len(cells) == 0 {
		return lineBlank
	}
	if unsaved := func(c grid.Cell) bool { return c.Kind == grid.NoValue }; len(cells) > 1 && slices.ContainsFunc(cells, unsaved) {
		if cells = slices.DeleteFunc(slices.Clone(cells), unsaved); len(cells) == 0 {
			return lineData
		}
	}
	text := strings.TrimSpace(wording.Plain(cells[0].Text))
	switch {
	case len(cells) == 1 && (continued(text) || t.lead.title != "" && plainTitle(text) == plainTitle(t.lead.title)):
		return lineHead
	case len(cells) <= 2 && noteStart.MatchString(text), len(cells) == 1 && annex.MatchString(strings.Join(strings.Fields(text), "")),
		t.signature(row, cells):
		return lineNote
	case t.totalName(cells) != "":
		return lineTotal
	case t.section(cells, text):
		return lineSection
	}
	return lineData
}

// totalName is the word that makes a row a total (合计, 小计): in its first cell, or
// where its number or name would stand; "" for any other row.
func (t *table) totalName(cells []grid.Cell) string {
	for i, c := range cells {
		if c.Kind != grid.Text || len(c.Text) > maxTotalName || !t.identifies(c.Col) {
			continue
		}
		if f := t.column(c.Col).field; i > 0 && f != fieldNo && f != fieldName && f != fieldContent && f != fieldCategory {
			continue
		}
		word := wording.Squeeze(c.Text)
		if totalWord.MatchString(word) && (i == 0 || t.namesNothing(cells)) {
			return word
		}
	}
	return ""
}

// maxTotalName is how many bytes the name of a total has at most, with spaces.
const maxTotalName = 48

// namesNothing reports whether a row has no number, and no name but a total's.
func (t *table) namesNothing(cells []grid.Cell) bool {
	return !slices.ContainsFunc(cells, func(c grid.Cell) bool {
		f := t.column(c.Col).field
		return (f == fieldNo || f == fieldName) && !totalWord.MatchString(wording.Squeeze(c.Text))
	})
}

// identifies reports whether a column says which project or area a row is
// about, so that 合计 in it makes a total row.
func (t *table) identifies(col int) bool {
	switch t.column(col).field {
	case fieldNo, fieldSub, fieldName, fieldCategory, fieldArea, fieldUnit, fieldIndicator, "":
		return true
	case fieldContent:
		return !t.has(fieldName)
	default:
		return false
	}
}

// signature reports whether a row is a line of labels: 填报人：  审核人：.
func (t *table) signature(row int, cells []grid.Cell) bool {
	if !slices.ContainsFunc(cells, func(c grid.Cell) bool { return labelled(c.Text) }) {
		return false
	}
	long := 0
	for _, c := range cells { // before a long row of data is joined to one text
		if long += utf8.RuneCountInString(strings.TrimSpace(c.Text)); long >= mostLabels {
			return false
		}
	}
	text := t.lineText(row)
	if utf8.RuneCountInString(text) >= mostLabels {
		return false
	}
	key := wording.Plain(text)
	places := label.FindAllStringIndex(key, -1)
	return len(places) > 0 && places[0][0] == 0 && (len(cells) == 1 || len(places) > 1) &&
		!strings.HasPrefix(key, "单位")
}

// mostLabels is how many characters a line of labels has at most.
const mostLabels = 120

// section reports whether a row is a heading within the table: one cell across
// it, or a number with a name and nothing else.
func (t *table) section(cells []grid.Cell, text string) bool {
	if len(t.columns) < 3 || utf8.RuneCountInString(text) > 60 {
		return false
	}
	first := cells[0]
	switch len(cells) {
	case 1:
		if m, ok := t.Merge(first.Address); ok && m.To.Col > m.From.Col {
			return (m.To.Col-m.From.Col+1)*2 >= len(t.columns) || sectionMark.MatchString(text) || countMark.MatchString(text)
		}
		if first.Kind != grid.Text || first.Col > t.columns[0].col+1 {
			return false
		}
		f := t.column(first.Col).field
		if f == fieldNo {
			_, _, code := projectCode(text)
			return utf8.RuneCountInString(text) > 3 && !code
		}
		return f != fieldCategory && (sectionMark.MatchString(text) || countMark.MatchString(text) && utf8.RuneCountInString(text) < 30)
	case 2:
		// 一 | 促进就业（3项）
		second := cells[1]
		if first.Kind != grid.Text || second.Kind != grid.Text || t.column(first.Col).field != fieldNo {
			return false
		}
		if f := t.column(second.Col).field; f != fieldName && f != fieldContent && f != fieldCategory {
			return false
		}
		name := strings.TrimSpace(wording.Fold(second.Text))
		return chineseNumber(text) && utf8.RuneCountInString(name) < 30 && !strings.ContainsAny(name, "。；;")
	}
	return false
}

// chineseNumber reports whether a text is a number in Chinese numerals, with
// or without a mark: 一、 （三） 第二件.
func chineseNumber(text string) bool {
	s := strings.Trim(text, "第件项类、.．()（） ")
	return s != "" && strings.Trim(s, "零〇一二三四五六七八九十百") == ""
}

// section is a heading within a table.
type section struct {
	row   int
	cell  string
	text  string // as written
	name  string // without number and count
	no    string // its number: "1"
	item  bool   // 第一件: the number counts items (件), not categories
	count int    // (3项); 0 when it does not say
	found int    // projects read under it
}

// readSection reads a section row.
func (t *table) readSection(row int) *section {
	cells := t.filled(row)
	var parts []string
	for _, c := range cells {
		parts = append(parts, strings.TrimSpace(c.Text))
	}
	s := newSection(strings.Join(parts, " "))
	if len(parts) == 2 {
		s = newSection(strings.TrimRight(parts[0], "、.． ") + "、" + parts[1])
	}
	s.row, s.cell = row, t.ref(row, cells[0].Col)
	return s
}

// newSection reads the words of a heading: 一、促进就业（3项）.
func newSection(text string) *section {
	s := &section{text: text}
	rest := strings.TrimSpace(wording.Fold(text))
	if m := sectionMark.FindStringSubmatch(wording.Simplify(rest)); m != nil {
		n, ok := wording.ParseNumber(m[1] + m[3] + m[4])
		if ok {
			s.no = n.String()
		}
		s.item = m[2] == "件" || m[2] == "项"
		rest = cutRunes(rest, utf8.RuneCountInString(m[0]))
	}
	if m := countMark.FindStringSubmatchIndex(wording.Simplify(rest)); m != nil {
		simple := wording.Simplify(rest)
		if n, ok := wording.ParseNumber(simple[m[2]:m[3]]); ok && strings.ContainsAny(simple[m[0]:m[1]], "(（[共计") {
			s.count, _ = strconv.Atoi(n.String())
			rest = string([]rune(rest)[:utf8.RuneCountInString(simple[:m[0]])])
		}
	}
	s.name = strings.TrimSpace(rest)
	return s
}

// cutRunes is s without its first n characters.
func cutRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[i:]
		}
		n--
	}
	return ""
}
