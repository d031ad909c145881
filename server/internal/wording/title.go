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
	manner       = regexp.MustCompile(`^(?:在|以|结合|依托|通过|围绕|按照)`)
	raisedPrice  = regexp.MustCompile(`^(?:自[^,]{0,16}起)?将?([^,]+?)(?:由|从)原?[\d.]+[^,]*?(?:提高|提到|提升|增加|调整|上调)`)
	finishing    = regexp.MustCompile(`^完成.{4,}$`)
	raisedTo     = regexp.MustCompile(`(提高|提升|增加|降低)到[^,、。;提]*$`)
	remark       = regexp.MustCompile(`[(（]其中[^()（）]*[)）]$`)
	priced       = regexp.MustCompile(`按(?:平均)?(?:每[^,、。;\d]{1,6})?[\d.]+[万亿]?元(?:/[年月日人户院·]+)?`)
	treated      = regexp.MustCompile(`^对(.{2,}?)进行(.{2,})$`)
)

// Title is a short title for a project that shares its name with others: the
// content's first clause that says what is done, without its quantities
// (新改扩建80座旅游公厕 → 新改扩建旅游公厕; …由610元提高到645元 → …提高), in its own
// script. Without a content it is the name. The targets are the content's own.
func Title(name, content string, targets []ledger.Target) string {
	_, _, rest := SplitNo(content)
	p := readProse(rest)
	for _, s := range p.sentences() {
		clauses := p.clauses(s)
		for i, c := range clauses {
			if i+1 < len(clauses) && manner.MatchString(string(p.norm[c.from:c.to])) && !promises(p, c, targets) {
				continue
			}
			if title := p.title(clauses[i:]); title != "" {
				return title
			}
		}
	}
	return strings.TrimSpace(name)
}

// promises reports whether one of the targets was read in the clause.
func promises(p *prose, c span, targets []ledger.Target) bool {
	words := p.words(c.from, c.to)
	for _, t := range targets {
		if t.Quantity != nil && strings.Contains(words, t.Text) {
			return true
		}
	}
	return false
}

// title is the first clause without its quantities. A verb that is left without
// its object takes the object of the next clause
// (提供每人每月3次，每次1小时的照料服务).
func (p *prose) title(clauses []span) string {
	c := clauses[0]
	open := string(p.open[c.from:c.to])
	if m := raisedPrice.FindStringSubmatchIndex(open); m != nil {
		from := c.from + len([]rune(open[:m[2]]))
		return p.words(from, from+len([]rune(open[m[2]:m[3]]))) + "提高"
	}
	drop := map[int]bool{}
	figs := p.figures(c)
	for k := range figs {
		p.dropFigure(c, &figs[k], figs, drop)
	}
	for _, at := range perEachWords.FindAllStringIndex(open, -1) {
		if strings.Contains(open[at[0]:at[1]], "元") {
			continue // a price, which shorter knows
		}
		from := c.from + len([]rune(open[:at[0]]))
		for i := range []rune(open[at[0]:at[1]]) {
			drop[from+i] = true
		}
	}
	title := p.without(c, drop)
	if folded := Plain(title); finishing.MatchString(folded) {
		title = string([]rune(title)[2:])
	} else if titleEnd.MatchString(folded) && len(clauses) > 1 {
		next := clauses[1]
		if m := afterOf.FindStringSubmatch(string(p.open[next.from:next.to])); m != nil {
			title += p.words(next.to-len([]rune(m[1])), next.to)
		}
	}
	return shorter(title)
}

// shorter drops what a title can do without: the value something is raised to,
// a price, 其中 in brackets at its end, 对 and 进行 around what is done.
func shorter(title string) string {
	title = remark.ReplaceAllString(title, "")
	title = priced.ReplaceAllString(title, "")
	title = raisedTo.ReplaceAllString(title, "$1")
	return treated.ReplaceAllString(title, "$1$2")
}

// dropFigure marks a promised quantity with the words that belong to it.
func (p *prose) dropFigure(c span, f *figure, figs []figure, drop map[int]bool) {
	if f.percent() || f.price() || !p.promised(f, figs) {
		return
	}
	from, to := f.from, f.to
	if m := partTail.FindString(p.before(c, from, 6)); m != "" {
		from -= len([]rune(m))
	}
	if to < c.to && p.open[to] == '的' {
		to++
	}
	for i := from; i < to; i++ {
		drop[i] = true
	}
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
