package notice

import (
	"slices"
	"strings"
	"unicode/utf8"

	"tongbao/server/internal/wording"
)

// list is one list of projects in a notice.
type list struct {
	name    string // 正文, 附件1: what its sheet is called
	title   string
	titleAt place
	kind    kind // how its items count themselves
	items   []*item
	heads   []*heading
	flat    bool  // a table whose borders are lost
	end     int   // the piece behind its last
	guessed []int // items between whose units no border was left
	odd     []place
}

// heading is a group of items: 一、促进就业（3项）.
type heading struct {
	place
	kind  kind
	no    int
	whole string
}

// item is one project of a list, as its lines say it.
type item struct {
	place
	no     int
	parent *heading // 第一件: the item is the heading's first, second …
	head   *heading
	name   string
	text   string
	parts  map[string]*part
	broken []place // lines that end within a sentence
	steps  int     // its numbered 推进措施
	// restarted: the numbers of its list begin anew under each heading.
	restarted bool
}

// part is what a label of an item says.
type part struct {
	place
	word string
	text string
}

// maxHeading is how many characters a heading or a name has at most.
const maxHeading = 60

// listIn finds the list of projects in a stretch of pieces, nil where there is
// none: the items are the lines of one kind of number that say who is to do them.
func listIn(all []piece) *list {
	told := evidence(all)
	count := make(map[kind]int)
	for i, p := range all {
		if told[i] {
			count[p.kind]++
		}
	}
	best := unmarked
	for _, k := range []kind{chinese, bracket, arabic, circled, byItem} {
		if count[k] > count[best] {
			best = k
		}
	}
	if count[best] == 0 {
		return nil
	}
	l := &list{kind: best}
	l.collect(all, l.members(all, told))
	l.restart()
	return l
}

// restart finds whether numbers begin anew under each heading.
func (l *list) restart() {
	under := make(map[int]*heading)
	restarted := false
	for _, it := range l.items {
		if it.head == nil || it.parent != nil {
			return
		}
		first, seen := under[it.no]
		restarted = restarted || seen && first != it.head
		under[it.no] = it.head
	}
	for _, it := range l.items {
		it.restarted = restarted
	}
}

// evidence tells of each numbered piece whether it is a project: units in
// brackets at its end, or labels in the lines that follow it.
func evidence(all []piece) []bool {
	told := make([]bool, len(all))
	for i := range all {
		p := &all[i]
		if p.kind == unmarked || p.label.column != "" {
			continue
		}
		text := p.text
		for k := i + 1; k < len(all) && all[k].kind == unmarked; k++ {
			q := &all[k]
			switch q.label.column {
			case "":
				if k == i+1 {
					text += q.text
				}
			case columnLead, columnResponsible, columnPartner, columnDeadline, columnContent, partDuties:
				told[i] = true
			}
		}
		told[i] = told[i] || assigned(text)
	}
	return told
}

// assigned reports whether a text says whose it is, or that it is nobody's.
func assigned(text string) bool {
	rest, duties := wording.CutDuties(text)
	return duties != "" && rest != "" || noTask(text)
}

// noTask reports whether a text ends with the bracket 我区无任务.
func noTask(text string) bool {
	s := strings.TrimRight(wording.Plain(text), "。.; ")
	at := strings.LastIndexByte(s, '(')
	return at > 0 && strings.HasSuffix(s, ")") && wording.NoTask(s[at+1:len(s)-1])
}

// members are the places of the items: pieces of the list's kind that are told to
// be projects, and those that stand between or beside them in their sequence.
func (l *list) members(all []piece, told []bool) []int {
	first, last := -1, -1
	for i, p := range all {
		if told[i] && l.mayHold(&p) {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	var at []int
	for i := first; i <= last; i++ {
		if l.mayHold(&all[i]) && (told[i] || l.goesOn(all, at, i)) {
			at = append(at, i)
		}
	}
	for i, next := first-1, all[first].no; i >= 0; i-- { // items before that say nobody's name
		if p := &all[i]; p.kind == l.kind && p.label.column == "" {
			if p.no != next-1 {
				break
			}
			at, next = slices.Insert(at, 0, i), p.no
		}
	}
	for i := last + 1; i < len(all); i++ {
		if l.mayHold(&all[i]) && l.goesOn(all, at, i) {
			at = append(at, i)
		}
	}
	return at
}

// mayHold reports whether a piece counts as items of the list do. 第二件, among
// items that count （一） within each 件, is one itself where it has none.
func (l *list) mayHold(p *piece) bool {
	return p.label.column == "" && (p.kind == l.kind || p.kind == byItem)
}

// goesOn reports whether a piece has the number that comes next.
func (l *list) goesOn(all []piece, at []int, i int) bool {
	p := &all[i]
	if p.kind != l.kind || len(at) == 0 {
		return false
	}
	last := &all[at[len(at)-1]]
	return p.no == last.no+1 || p.no == 1 && headed(all[at[len(at)-1]+1:i], l.kind)
}

// headed reports whether a heading is among pieces.
func headed(pieces []piece, below kind) bool {
	return slices.ContainsFunc(pieces, func(p piece) bool {
		return p.kind != unmarked && p.kind < below && p.label.column == "" && headline(p.text)
	})
}

// headline reports whether a text is short and no sentence.
func headline(text string) bool {
	return text != "" && utf8.RuneCountInString(text) <= maxHeading && !strings.ContainsAny(text, "。；;") && !assigned(text)
}

// collect makes the items of their pieces and of those that follow each.
func (l *list) collect(all []piece, at []int) {
	member := make(map[int]bool, len(at))
	for _, i := range at {
		member[i] = true
	}
	named := l.named(all, at)
	begin := at[0]
	for begin > 0 && isHead(&all[begin-1], l.kind) {
		begin--
	}
	var now *item
	var head *heading
	open := "" // the label whose text goes on
	for i := begin; i < len(all); i++ {
		p := &all[i]
		switch {
		case member[i] && p.kind == byItem && l.kind != byItem:
			head = l.heading(p)
			now, open = l.add(p, head), ""
			now.no = 0
			l.end = i + 1
		case member[i]:
			now, open = l.add(p, head), ""
			l.end = i + 1
		case l.isHeading(all, i, member):
			head, now = l.heading(p), nil
			l.end = i + 1
		case now == nil:
			if i > at[len(at)-1] {
				return
			}
		default:
			var more bool
			if open, more = now.take(p, open, named); more {
				l.end = i + 1
			} else if i > at[len(at)-1] {
				return
			}
		}
	}
}

func (l *list) heading(p *piece) *heading {
	h := &heading{place: p.place, kind: p.kind, no: p.no, whole: p.whole}
	l.heads = append(l.heads, h)
	return h
}

func (l *list) add(p *piece, head *heading) *item {
	it := &item{place: p.place, no: p.no, head: head, text: p.text, parts: make(map[string]*part)}
	if head != nil && head.kind == byItem {
		it.parent = head
	}
	l.items = append(l.items, it)
	return it
}

// isHead reports whether a piece may be a heading over items of a kind.
func isHead(p *piece, below kind) bool {
	return p.kind != unmarked && p.kind != below && p.label.column == "" && headline(p.text)
}

// mostHeads is how many headings may stand over one item.
const mostHeads = 3

// isHeading reports whether a piece is a heading: an item follows it at once, or
// another heading that one follows.
func (l *list) isHeading(all []piece, i int, member map[int]bool) bool {
	for end := min(i+mostHeads, len(all)); i < end && isHead(&all[i], l.kind) && !member[i]; i++ {
		if i+1 < len(all) && member[i+1] {
			return true
		}
	}
	return false
}

// named reports whether the items' own lines are names, under which paragraphs
// and labels say the rest.
func (l *list) named(all []piece, at []int) bool {
	n := 0
	for _, i := range at {
		if i+1 < len(all) && !assigned(all[i].text) && utf8.RuneCountInString(all[i].text) <= maxHeading &&
			(all[i+1].label.column != "" && all[i+1].label.column != partMeasures || all[i+1].plain() && finished(all[i].text)) {
			n++
		}
	}
	return n*2 > len(at)
}

// finished reports whether a line ends where a sentence does.
func finished(text string) bool {
	last, _ := utf8.DecodeLastRuneInString(text)
	return strings.ContainsRune("。！？；：;:!?.)）〕]】”", last)
}

// brief reports whether a label's text is a line, not paragraphs.
func brief(column string) bool {
	switch column {
	case columnDeadline, columnLead, columnResponsible, columnPartner, columnLeader:
		return true
	}
	return false
}

// take takes a piece that follows the item's own line, open being the label whose
// text may go on; more is false where the piece is no part of the item.
func (it *item) take(p *piece, open string, named bool) (now string, more bool) {
	switch {
	case p.label.column == partDuties && p.text == "":
		return open, true
	case p.label.column != "":
		it.put(p)
		return p.label.column, true
	case open == "" && p.plain() && !finished(it.text) && !named:
		it.broken = append(it.broken, p.place)
		it.text += p.text
		return open, true
	case open == "" && named && (p.kind != unmarked || it.name == ""):
		it.name = firstOf(it.name, strings.TrimRight(it.text, "。.;； "))
		it.more(p)
		return open, true
	case open == "" && p.kind == circled:
		it.text += "\n" + p.whole
		return open, true
	case open == "":
		return open, false
	}
	own := it.parts[open]
	switch {
	case open == partMeasures:
		if p.kind != unmarked {
			it.steps++
		} else if own.text != "" && finished(own.text) {
			return "", false
		}
	case brief(open) && (finished(own.text) || !strings.ContainsAny(own.text[len(own.text)-min(len(own.text), 3):], "、,，")):
		return open, false
	}
	own.text = strings.TrimPrefix(own.text+"\n"+p.whole, "\n")
	return open, true
}

// more adds a paragraph under the item's name.
func (it *item) more(p *piece) {
	own := it.parts[columnContent]
	if own == nil {
		it.parts[columnContent] = &part{p.place, columnContent, p.whole}
		return
	}
	own.text += "\n" + p.whole
}

// put keeps what a label says; said again it is added.
func (it *item) put(p *piece) {
	if own := it.parts[p.label.column]; own != nil {
		own.text = strings.TrimPrefix(own.text+"\n"+p.text, "\n")
		return
	}
	it.parts[p.label.column] = &part{p.place, p.label.word, p.text}
}

func firstOf(texts ...string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}
