package wording

import (
	"regexp"
	"strings"

	"tongbao/server/ledger"
)

var (
	perEachWords = regexp.MustCompile(`(?:、|和)?每[^,、。;]{1,6}(?:每[^,、。;]{1,2})?(?:不少于|不低于|至少)?[\d.\-~]+[^,、。;的]{1,3}的?`)
	titleEnd     = regexp.MustCompile(`(?:提供|开展|实施|进行|给予)$`)
	afterOf      = regexp.MustCompile(`的([^的,、。;]{2,12})$`)
)

// Title is a short title for a project that shares its name with others: the
// content's first clause without its number and quantities
// (新改扩建80座旅游公厕 → 新改扩建旅游公厕), in its own script. Without a content
// it is the name.
func Title(name, content string, _ []ledger.Target) string {
	_, _, rest := SplitNo(content)
	p := readProse(rest)
	sentences := p.sentences()
	if len(sentences) == 0 {
		return strings.TrimSpace(name)
	}
	clauses := p.clauses(sentences[0])
	if len(clauses) == 0 {
		return strings.TrimSpace(name)
	}
	c := clauses[0]
	drop := map[int]bool{}
	figs := p.figures(c)
	for k := range figs {
		f := &figs[k]
		if f.percent() || f.price() || !p.promised(f, figs) {
			continue
		}
		from := f.from
		if m := partTail.FindString(p.before(c, from, 6)); m != "" {
			from -= len([]rune(m))
		}
		for i := from; i < f.to; i++ {
			drop[i] = true
		}
		if f.to < c.to && p.open[f.to] == '的' {
			drop[f.to] = true
		}
	}
	for _, at := range perEachWords.FindAllStringIndex(string(p.open[c.from:c.to]), -1) {
		head := len([]rune(string(p.open[c.from:c.to])[:at[0]]))
		n := len([]rune(string(p.open[c.from:c.to])[at[0]:at[1]]))
		for i := 0; i < n; i++ {
			drop[c.from+head+i] = true
		}
	}
	title := p.without(c, drop)
	if titleEnd.MatchString(Simplify(title)) && len(clauses) > 1 {
		next := clauses[1]
		if m := afterOf.FindStringSubmatch(string(p.open[next.from:next.to])); m != nil {
			title += p.words(next.to-len([]rune(m[1])), next.to)
		}
	}
	if title == "" {
		return strings.TrimSpace(name)
	}
	return title
}

// without are a clause's own words but for the dropped ones.
func (p *prose) without(c span, drop map[int]bool) string {
	var b strings.Builder
	for i := c.from; i < c.to; i++ {
		if !drop[i] && !strings.ContainsRune(circled, p.norm[i]) {
			b.WriteRune(p.src[p.at[i]])
		}
	}
	return strings.TrimSpace(b.String())
}
