package wording

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"

	"tongbao/server/ledger"
)

// bracketParts reads the brackets of a sentence that name shares of the target
// before them: 15所中小学(其中5所普通高中), 26座(新建15座、改造11座).
func (p *prose) bracketParts(s span, all []reading) []reading {
	for i := s.from; i < s.to; i++ {
		to, ok := p.close[i]
		if !ok || to > s.to || to-i < 4 {
			continue
		}
		if k := lastBefore(all, i); k >= 0 && i-all[k].fig.to <= look && all[k].fig.from >= s.from {
			all[k].target.Parts = append(all[k].target.Parts, p.partsIn(span{i + 1, to}, &all[k].target)...)
		}
		i = to
	}
	return all
}

// lastBefore is the last flow target that ends before i, or -1.
func lastBefore(all []reading, i int) int {
	for k := len(all) - 1; k >= 0; k-- {
		if all[k].fig.to <= i && all[k].target.Kind == ledger.Flow && !all[k].part {
			return k
		}
	}
	return -1
}

// partsIn reads a bracket as its own small text.
func (p *prose) partsIn(s span, whole *ledger.Target) []ledger.Part {
	inner := readProse(string(p.norm[s.from:s.to]))
	marked := whereof.MatchString(string(inner.open))
	var parts []ledger.Part
	for _, sentence := range inner.sentences() {
		for _, c := range inner.clauses(sentence) {
			figs := inner.figures(c)
			for k := range figs {
				f := figs[k]
				if f.percent() || f.money() || f.price() || f.chinese {
					continue
				}
				from, to := inner.own(figs, k)
				if name := partName(inner, from, to, f); name != "" && !areaShare(name) {
					parts = append(parts, ledger.Part{Name: name, Quantity: f.value, Measure: f.measure, Of: true})
				}
			}
		}
	}
	if sumsTo(parts, whole) {
		for i := range parts {
			parts[i].Of = false
		}
		return parts
	}
	if marked {
		return parts
	}
	return nil
}

var (
	partHead = regexp.MustCompile(`^(?:其中|含|包括|包含)?(?:省考核)?(?:全年|年内|计划|力争|共|约)*(?:完成|开展|实施|组织|举办|提供)?`)
	partTail = regexp.MustCompile(`(?:不少于|不低于|至少|约|达到|达)$`)
)

// partName is what a share is called: its own words without the number.
func partName(p *prose, from, to int, f figure) string {
	head := p.words(from, f.from)
	folded := Plain(head)
	if m := partHead.FindString(folded); m != "" {
		head = string([]rune(head)[len([]rune(m)):])
	}
	head = strings.TrimSuffix(head, partTail.FindString(Plain(head)))
	end := f.to
	for end < to && p.open[end] != hidden {
		end++
	}
	tail := strings.TrimPrefix(p.words(f.to, end), "的")
	if head == "" || len([]rune(head)) <= 2 && len([]rune(tail)) > 2 {
		return head + tail
	}
	return head
}

func sumsTo(parts []ledger.Part, whole *ledger.Target) bool {
	if len(parts) < 2 || whole.Quantity == nil {
		return false
	}
	sum := decimal.Zero
	for _, part := range parts {
		if sameMeasure(part.Measure) != sameMeasure(whole.Measure) {
			return false
		}
		sum = sum.Add(part.Quantity)
	}
	return sum.Equal(*whole.Quantity)
}

// groupParts makes parts of the targets behind a 其中, and of those that add up
// to the one before them: shares without a noun of their own
// (改造26座公厕,新建15座、改造11座), or such as begin with 对 (对8家…,对20家…).
func (p *prose) groupParts(all []reading) []reading {
	var out []reading
	for k := 0; k < len(all); {
		if all[k].part {
			n := k
			for n < len(all) && all[n].part {
				n++
			}
			if w := len(out) - 1; w >= 0 && out[w].target.Kind == ledger.Flow {
				p.attach(&out[w].target, all[k:n])
			}
			k = n
			continue
		}
		n := p.shares(all, k)
		out = append(out, all[k])
		if n > 0 {
			p.attach(&out[len(out)-1].target, all[k+1:k+1+n])
		}
		k += n + 1
	}
	return out
}

// attach gives a target its parts. Parts that add up to it are shares of it; else
// they are told beside it. Areas are no parts but allocations, which are read from
// words of their own: where one stands among them, none is a part.
func (p *prose) attach(t *ledger.Target, rs []reading) {
	var parts []ledger.Part
	for _, r := range rs {
		name := partName(p, r.from, r.to, r.fig)
		if areaShare(name) {
			return
		}
		if r.target.Kind == ledger.Flow && name != "" {
			parts = append(parts, ledger.Part{Name: name, Quantity: *r.target.Quantity, Measure: r.target.Measure, Of: true})
		}
	}
	if sumsTo(parts, t) {
		for i := range parts {
			parts[i].Of = false
		}
	}
	t.Parts = append(t.Parts, parts...)
}

var areaShareForm = regexp.MustCompile(`^在?(.+?)各?` + shareVerbs + `(?:约|各|为)*$`)

// areaShare reports whether a part's name is only an area's, with what is done
// there.
func areaShare(name string) bool {
	m := areaShareForm.FindStringSubmatch(Plain(name))
	return m != nil && IsArea(m[1])
}

// visible counts the characters from i up to j that no bracket or quotation hides.
func (p *prose) visible(i, j int) int {
	n := 0
	for ; i < j; i++ {
		if p.open[i] != hidden {
			n++
		}
	}
	return n
}

// shares is how many of the targets after k add up to it and are its shares.
func (p *prose) shares(all []reading, k int) int {
	whole := all[k].target
	if whole.Kind != ledger.Flow || whole.Quantity == nil {
		return 0
	}
	sum := decimal.Zero
	bare, toEach := true, true
	for n := 1; k+n < len(all) && n <= 12; n++ {
		r := all[k+n]
		if r.part || r.target.Kind != ledger.Flow || sameMeasure(r.target.Measure) != sameMeasure(whole.Measure) {
			return 0
		}
		bare = bare && p.visible(r.fig.to, r.to) <= 1 && r.fig.from-r.from <= 5
		toEach = toEach && r.fig.from > 0 && p.norm[r.fig.from-1] == '对'
		sum = sum.Add(*r.target.Quantity)
		switch c := sum.Cmp(*whole.Quantity); {
		case c > 0:
			return 0
		case c == 0 && n >= 2 && (bare || toEach):
			return n
		}
	}
	return 0
}
