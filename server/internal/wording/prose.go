package wording

import (
	"regexp"
	"strings"
	"unicode"
)

// hidden stands in open for a character of a quotation or a bracket: what is
// written there names something and promises nothing.
const hidden = '□'

// prose is a cell's text made ready for reading.
type prose struct {
	src []rune
	// norm is src folded and simplified, without spaces and line breaks that part
	// no words; at tells where each of its characters stands in src.
	norm []rune
	at   []int
	// open is norm with quotations and brackets hidden.
	open []rune
	// close pairs the brackets of norm.
	close map[int]int
}

func readProse(s string) *prose {
	p := &prose{src: []rune(s)}
	for i := 0; i < len(p.src); i++ {
		f := foldRune(p.src[i])
		if f < 0 {
			continue
		}
		if unicode.IsSpace(f) {
			if f == '\n' && p.breaks(i) {
				p.push(';', i)
			} else if n := len(p.norm); f != '\n' && n > 0 && isDigit(p.norm[n-1]) && i+1 < len(p.src) && isDigit(foldRune(p.src[i+1])) {
				p.push(' ', i)
			}
			continue
		}
		if f == '，' || f == '﹐' {
			f = ','
		}
		if strings.ContainsRune(circled, f) {
			f = ';' // ①…②… are statements of their own
		}
		p.push(simplifyRune(f), i)
	}
	p.hide()
	return p
}

func (p *prose) push(r rune, at int) {
	p.norm, p.at = append(p.norm, r), append(p.at, at)
}

var lineHead = regexp.MustCompile(`^(?:[` + circled + `]|\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[).、.]|[一二三四]季度|第[一二三四]季度|\d{1,2}月|上半年|下半年|(?:新|改|扩|建|完成|实施|开展|打造|培育|创建|提升|推进|整治|为|组织))`)

// breaks reports whether a line break parts two statements, and is not only a
// wrap of one.
func (p *prose) breaks(i int) bool {
	if n := len(p.norm); n == 0 || strings.ContainsRune(",;。:、;(", p.norm[n-1]) {
		return false
	}
	next := strings.TrimSpace(Plain(string(p.src[i+1 : min(i+9, len(p.src))])))
	return lineHead.MatchString(next)
}

// hide fills open and close. Quotations that are never closed hide nothing.
func (p *prose) hide() {
	p.open = append([]rune(nil), p.norm...)
	p.close = brackets(p.norm)
	for i := 0; i < len(p.norm); i++ {
		to, ok := p.close[i]
		if !ok || isNumbering(p.norm[i+1:to]) {
			continue
		}
		for ; i < to; i++ {
			p.open[i] = hidden
		}
		p.open[to] = hidden
	}
	closing := map[rune]rune{'“': '”', '「': '」', '『': '』', '《': '》', '〈': '〉', '‘': '’', '"': '"', '\'': '\''}
	from, want := -1, rune(0)
	for i, r := range p.norm {
		switch {
		case from >= 0 && r == want:
			for k := from; k <= i; k++ {
				p.open[k] = hidden
			}
			from = -1
		case from >= 0 && (r == '。' || i-from > 60):
			from = -1
		case from < 0 && closing[r] != 0 && !(r == '\'' && i > 0 && isDigit(p.norm[i-1])):
			from, want = i, closing[r]
		}
	}
}

// isNumbering reports whether a bracket holds an item's number: (一), (1).
func isNumbering(r []rune) bool {
	if len(r) > 3 {
		return false
	}
	n, ok := ParseNumber(string(r))
	return ok && n.IsPositive()
}

// words are the source's own words from norm[i] up to norm[j].
func (p *prose) words(i, j int) string {
	for i < j && strings.ContainsRune(",;。、: ", p.norm[i]) {
		i++
	}
	for i < j && strings.ContainsRune(",;。、: ", p.norm[j-1]) {
		j--
	}
	if i >= j {
		return ""
	}
	s := string(p.src[p.at[i] : p.at[j-1]+1])
	if strings.ContainsAny(s, "\r\n") {
		s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' }), "")
	}
	return strings.TrimSpace(s)
}

// span is a stretch of norm.
type span struct{ from, to int }

// sentences are the stretches between 。 ； and ！ outside brackets and quotations.
func (p *prose) sentences() []span {
	all := p.cut(span{0, len(p.open)}, "。;!?")
	for i, s := range all {
		head := string(p.norm[s.from:min(s.to, s.from+6)])
		if m := sentenceNo.FindStringSubmatch(head); m != nil {
			all[i].from += len([]rune(m[1]))
		}
	}
	return all
}

// sentenceNo is the number of an item at the front of a sentence: 1、 2. (一).
var sentenceNo = regexp.MustCompile(`^((?:\(?\d{1,2}[.、)]|\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}、))[^\d]`)

// clauses are the stretches of a sentence between commas.
func (p *prose) clauses(s span) []span { return p.cut(s, ",:") }

func (p *prose) cut(s span, marks string) []span {
	var out []span
	from := s.from
	for i := s.from; i <= s.to; i++ {
		if i < s.to && !strings.ContainsRune(marks, p.open[i]) {
			continue
		}
		// 1,200 is one number.
		if i < s.to && p.open[i] == ',' && thousands(p.open, i) {
			continue
		}
		if from < i {
			out = append(out, span{from, i})
		}
		from = i + 1
	}
	return out
}

// thousands reports whether the comma at i parts the thousands of a number.
func thousands(r []rune, i int) bool {
	return i > 0 && isDigit(r[i-1]) && digitsEnd(r, i+1) == i+4
}

// before are up to n characters of open before i, within the span.
func (p *prose) before(s span, i, n int) string { return string(p.open[max(s.from, i-n):i]) }

// after are up to n characters of open from i on, within the span.
func (p *prose) after(s span, i, n int) string { return string(p.open[min(i, s.to):min(s.to, i+n)]) }
