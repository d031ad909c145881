package wording

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"

	"tongbao/server/ledger"
)

// look is how far, in characters, the words that govern a number are looked for.
const look = 48

// figure is a number with its measure in prose, before it is decided whether it
// is promised.
type figure struct {
	from, to int  // in norm: from the number to the end of its measure and 以上
	clause   span // the stretch between commas it stands in
	value    decimal.Decimal
	measure  string // "%", 个, 元, 元/月·人, 批次/千人
	cmp      ledger.Comparator
	chinese  bool // written in Chinese numerals
	// listed: no more than 、 or 和 stands between the figure before and this one.
	// head is where the first figure of such a list begins: the words that govern
	// the list stand before it.
	listed bool
	head   int
	// ratio: a count per so many people (6批次/千人), or a price per person or
	// month.
	ratio bool
}

func (f *figure) percent() bool { return f.measure == "%" || f.measure == "百分点" }
func (f *figure) money() bool   { return f.measure == "元" }
func (f *figure) price() bool   { return strings.HasPrefix(f.measure, "元/") }

// figures are the numbers with measures of a clause, in order.
func (p *prose) figures(c span) []figure {
	var out []figure
	for i := c.from; i < c.to; {
		f, next := p.figureAt(c, i)
		if f != nil {
			f.head = f.from
			if n := len(out); n > 0 {
				f.listed = f.measure == out[n-1].measure && listMark(string(p.open[out[n-1].to:f.from]))
				out[n-1].inherit(f)
			}
			out = append(out, *f)
		}
		i = next
	}
	return out
}

// inherit gives a figure of a list the comparator that the list's last one names
// (98%和95%以上), and the last one the comparator that the first names
// (分别不低于1450元/月和1865元/月).
func (f *figure) inherit(next *figure) {
	if !next.listed {
		return
	}
	next.head = f.head
	if next.cmp == ledger.Exactly {
		next.cmp = f.cmp
	} else if f.cmp == ledger.Exactly {
		f.cmp = next.cmp
	}
}

func listMark(s string) bool {
	switch s {
	case "、", "和", "及", "与", ",", "以及":
		return true
	}
	return false
}

// figureAt reads a figure at open[i]; next is where to go on.
func (p *prose) figureAt(c span, i int) (f *figure, next int) {
	r := p.open[:c.to]
	start := r[i]
	_, chineseDigit := chineseDigits[start]
	chinese := chineseDigit || start == '十' || hasAt(r, i, "百分之")
	if !isDigit(start) && !chinese {
		return nil, i + 1
	}
	if n, to, ok := percentAt(r, i); ok {
		f := &figure{from: i, to: to, clause: c, value: n, measure: "%", cmp: ledger.Exactly, chinese: chinese && start != '百'}
		if isRange(r, to) {
			if _, k, ok := percentAt(r, to+1); ok {
				f.to, f.cmp = k, ledger.AtLeast
			}
		}
		p.compare(c, f)
		return f, f.to
	}
	n, to, ok := numberAt(r, i)
	if !ok || p.named(c, i) {
		return nil, max(to, i+1)
	}
	f = &figure{from: i, clause: c, value: n, cmp: ledger.Exactly, chinese: chinese}
	if isRange(r, to) {
		if _, k, ok := numberAt(r, to+1); ok {
			f.cmp, to = ledger.AtLeast, k
		}
	}
	if to < len(r) && (r[to] == '多' || r[to] == '余') {
		f.cmp, to = ledger.AtLeast, to+1
	}
	if f.measure, f.to = measureAt(p.norm[:c.to], to); f.measure == "" {
		if f.measure, f.to = p.sharedMeasure(c, i, to); f.measure == "" {
			return nil, max(to, i+1)
		}
	}
	p.per(c, f)
	p.compare(c, f)
	return f, f.to
}

func isRange(r []rune, i int) bool {
	return i+1 < len(r) && strings.ContainsRune("-~—–至到", r[i]) && isDigit(r[i+1])
}

// named reports whether the number at i is part of a name: 第4期, G312, 5-3号.
func (p *prose) named(c span, i int) bool {
	if i == c.from || i == 0 {
		return false
	}
	prev := p.norm[i-1]
	return prev == '第' || prev == '.' || prev == '-' || prev == '#' || prev >= 'A' && prev <= 'Z' || prev >= 'a' && prev <= 'z'
}

// sharedMeasure is the measure of a bare number in a list, which the next number
// brings: 新建15、改造11座 and 20、30和40个. A number that begins its clause is the
// clause's own (1、新建).
func (p *prose) sharedMeasure(c span, from, i int) (string, int) {
	if i+1 >= c.to || p.open[i] != '、' && p.open[i] != '和' || from == c.from && !isDigit(p.open[i+1]) {
		return "", i
	}
	for j := i + 1; j < min(c.to, i+8); j++ {
		if isDigit(p.open[j]) {
			_, k, ok := numberAt(p.open[:c.to], j)
			if !ok {
				return "", i
			}
			m, _ := measureAt(p.norm[:c.to], k)
			return m, i
		}
	}
	return "", i
}

var (
	perSuffix = regexp.MustCompile(`^/(?:每)?(千人|万人|百人|人|户|家|所|村|院|次|月|年|天|日|亩|个|床|平方米|台|套|辆|生)(?:[·/]?(人|户|家|月|年|床|次|生))?`)
	perPrefix = regexp.MustCompile(`每(人|户|家|名|生|床|位)?每?(月|年|学年|学期|天|日)(?:发放|补贴|补助|标准)?(?:为|到|至|不低于|达到)?$`)
)

// per reads what a price or ratio counts by: 元/月·人, 每人每月173元, 批次/千人.
func (p *prose) per(c span, f *figure) {
	if m := perSuffix.FindStringSubmatch(string(p.norm[f.to:min(c.to, f.to+10)])); m != nil {
		f.measure += "/" + m[1]
		if m[2] != "" {
			f.measure += "·" + m[2]
		}
		f.to += len([]rune(m[0]))
		f.ratio = true
		return
	}
	if !f.money() {
		return
	}
	if m := perPrefix.FindStringSubmatch(p.before(c, f.from, 14)); m != nil {
		f.measure += "/" + m[2]
		if m[1] != "" {
			f.measure += "·" + m[1]
		}
		f.ratio = true
	}
}

var (
	atLeastBefore = regexp.MustCompile(`(?:不少于|不低于|不小于|不得少于|不得低于|不下于?|至少|突破|不少)(?:建成|完成|新增|新建|建设|改造|开展)?(?:为|到|达)?$`)
	atLeastOf     = regexp.MustCompile(`(?:不少于|不低于)[^,、]{1,16}的$`) // 不低于低保标准的1.3倍
	notMoreBefore = regexp.MustCompile(`(?:不超过|不高于|不多于|不大于|最多|控制在|降至|不得超过)$`)
	aboutBefore   = regexp.MustCompile(`(?:约|大约|约为|近|将近|大概)$`)
	afterFigure   = regexp.MustCompile(`^(?:及|或)?(以上|以下|以内|左右|上下|之内)`)
)

// compare reads the words beside the figure that say how it is meant.
func (p *prose) compare(c span, f *figure) {
	before := p.before(c, f.from, 10)
	switch {
	case notMoreBefore.MatchString(before):
		f.cmp = ledger.AtMost
	case atLeastBefore.MatchString(before), atLeastOf.MatchString(p.before(c, f.from, 20)):
		f.cmp = ledger.AtLeast
	case aboutBefore.MatchString(before):
		f.cmp = ledger.About
	}
	m := afterFigure.FindStringSubmatch(p.after(c, f.to, 4))
	if m == nil {
		return
	}
	f.to += len([]rune(m[0]))
	switch m[1] {
	case "以上":
		f.cmp = ledger.AtLeast
	case "左右", "上下":
		f.cmp = ledger.About
	default:
		f.cmp = ledger.AtMost
	}
}
