package notice

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"tongbao/server/internal/wording"
)

// place is where something stands in a text: its line, from 1, and how many
// characters of the line are before it.
type place struct {
	line, at  int
	paragraph bool // of a document, which counts no lines
}

// String is 第23行 (of a document 第23段), in a line that holds several things
// 第23行第1204字.
func (p place) String() string {
	word := "行"
	if p.paragraph {
		word = "段"
	}
	switch {
	case p.line == 0:
		return ""
	case p.at == 0:
		return fmt.Sprintf("第%d%s", p.line, word)
	}
	return fmt.Sprintf("第%d%s第%d字", p.line, word, p.at+1)
}

func (p place) before(q place) bool { return p.line < q.line || p.line == q.line && p.at < q.at }

// piece is a line, or a part of one in which several have run together.
type piece struct {
	place
	mark
	text  string // without its number or label
	whole string // as it stands
	label label  // zero where it has none
}

// plain reports whether a piece has neither number nor label.
func (p *piece) plain() bool { return p.kind == unmarked && p.label.column == "" }

// pieces are a text's lines that are not empty; lines that have run together are
// parted.
func (r *reader) pieces() []piece {
	var out []piece
	for i, text := range r.doc.Lines {
		for _, p := range parted(strings.Map(visible, text)) {
			if strings.TrimSpace(p.text) == "" {
				continue
			}
			at := r.at(i + 1)
			at.at = p.at
			out = append(out, newPiece(at, p.text))
		}
	}
	return out
}

// at is a line of the notice.
func (r *reader) at(line int) place { return place{line: line, paragraph: r.doc.Format == "docx"} }

func newPiece(at place, text string) piece {
	trimmed := strings.TrimSpace(text)
	if at.at > 0 {
		at.at += utf8.RuneCountInString(text) - utf8.RuneCountInString(strings.TrimLeft(text, " \t\u3000"))
	}
	p := piece{place: at, whole: trimmed, text: trimmed}
	if l, rest, ok := labelOf(trimmed); ok {
		p.label, p.text = l, rest
		return p
	}
	p.mark, p.text = markOf(trimmed)
	return p
}

// visible drops marks without width, so that a text and its plain form have the
// same characters.
func visible(r rune) rune {
	if r >= 0x200B && r <= 0x200D || r == 0xFEFF || r == 0x2060 || r == 0x00AD {
		return -1
	}
	return r
}

// stretch is a part of a line.
type stretch struct {
	at   int // characters before it
	text string
}

// The beginnings of what stands on lines of its own where lines are whole.
var (
	headedPart = regexp.MustCompile(`[一二三四五六七八九十]{1,2}、(?:目标任务|年度目标|主要内容|建设内容|实施内容|序时进度|进度安排|时间安排|实施进度|资金安排|资金来源|资金保障|责任分工|职责分工)`)
	innerPart  = regexp.MustCompile(`第[一二三四五六七八九十]{1,3}件:|\d[.、](?:责任单位|协办单位|牵头单位|配合单位):`)
	// innerHead is a heading that the first part of its item follows at once.
	innerHead = regexp.MustCompile(`(\([一二三四五六七八九十]{1,3}\))[^。:;]{2,70}$`)
)

// mostRunTogether is how many characters before a part are looked at for the
// heading of its item.
const mostRunTogether = 80

// parted cuts a line in which the parts of several items have run together.
func parted(text string) []stretch {
	plain := wording.Plain(text)
	heads := headedPart.FindAllStringIndex(plain, -1)
	if len(heads) < 2 {
		return cutAt(text, plain, itemsWithin(plain))
	}
	var cuts []int
	for _, h := range heads {
		cuts = append(cuts, h[0])
		before := plain[:h[0]]
		lead := len(before) - len(lastRunes(before, mostRunTogether))
		if m := innerHead.FindStringSubmatchIndex(before[lead:]); m != nil {
			cuts = append(cuts, lead+m[2])
		}
	}
	for _, m := range innerPart.FindAllStringIndex(plain, -1) {
		cuts = append(cuts, m[0])
	}
	return cutAt(text, plain, cuts)
}

var (
	innerNumber = regexp.MustCompile(`\d{1,3}[.、]`)
	innerUnits  = regexp.MustCompile(`(?:单位|部门):`)
)

// leastRunTogether is how many items stand in a line before it is thought that
// several have run together.
const leastRunTogether = 3

// itemsWithin are where items begin that have run together: 1., and each next
// number behind a sentence or bracket.
func itemsWithin(plain string) []int {
	if len(innerUnits.FindAllStringIndex(plain, leastRunTogether)) < leastRunTogether {
		return nil
	}
	var cuts []int
	for _, at := range innerNumber.FindAllStringIndex(plain, -1) {
		before, _ := utf8.DecodeLastRuneInString(plain[:at[0]])
		if plain[at[0]:at[1]-len(lastRunes(plain[at[0]:at[1]], 1))] == strconv.Itoa(len(cuts)+1) &&
			(len(cuts) == 0 && (before < '0' || before > '9') || strings.ContainsRune(")]。;", before)) {
			cuts = append(cuts, at[0])
		}
	}
	if len(cuts) < leastRunTogether {
		return nil
	}
	return cuts
}

// cutAt cuts a text at places of its plain form, which has the same characters but
// not the same bytes.
func cutAt(text, plain string, cuts []int) []stretch {
	cuts = append(cuts, 0, len(plain))
	slices.SortFunc(cuts, cmp.Compare[int])
	cuts = slices.Compact(cuts)
	var out []stretch
	rest, at := text, 0
	for i := 0; i+1 < len(cuts); i++ {
		n := utf8.RuneCountInString(plain[cuts[i]:cuts[i+1]])
		end := cut(rest, n)
		out = append(out, stretch{at, rest[:end]})
		rest, at = rest[end:], at+n
	}
	return out
}

// lastRunes is the end of a text, n characters of it.
func lastRunes(text string, n int) string {
	i := len(text)
	for ; n > 0 && i > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(text[:i])
		i -= size
	}
	return text[i:]
}

// longestFirst joins words for a pattern, so that a word that begins with another
// is tried before it.
func longestFirst(words []string) string {
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	return strings.Join(words, "|")
}
