package wording

import (
	"regexp"
	"strings"

	"tongbao/server/ledger"
)

var (
	whenWords = `(?:年内|年底前|今年|全年|力争|确保|争取|计划|\d{1,2}月底前|20\d\d年)*`
	startDeed = regexp.MustCompile(`^` + whenWords + `(?:开工建设|启动建设|新开工建设|开工新建)`)
	buildDeed = regexp.MustCompile(`^` + whenWords + `(?:基本)?(?:建成并?投用|建成并?投入使用|竣工并?投用|建成|新建|改建|扩建|迁建|拆建|新改建|新改扩建|续建|建设|完成)`)
	endDeed   = regexp.MustCompile(`(?:投入使用|投入运营|投入运行|建成通车|竣工通车|建成投用|竣工投用|建成投运)$`)
	vagueDeed = regexp.MustCompile(`^(?:一批|一系列|一流|更多|完善)|任务$|^(?:好|了)`)
)

// addDeeds adds the works that are promised without a quantity, in the order of
// the text. Where nothing at all is found, the first clause is the deed.
func (p *prose) addDeeds(all []reading) []reading {
	quantities := len(all) > 0
	var out []reading
	k := 0
	for _, s := range p.sentences() {
		for _, c := range p.clauses(s) {
			counted := false
			for k < len(all) && all[k].from < c.to {
				out = append(out, all[k])
				k++
			}
			for i := len(out) - 1; i >= 0 && out[i].to > c.from; i-- {
				counted = counted || !out[i].deed && out[i].from < c.to
			}
			if !counted && len(out) < maxTargets && len(p.figures(c)) == 0 {
				out = append(out, p.deeds(c, quantities)...)
			}
		}
	}
	out = append(out, all[k:]...)
	if len(out) == 0 {
		return p.onlyDeed()
	}
	return out
}

// deeds are the works that a clause promises, each of an enumeration once.
func (p *prose) deeds(c span, quantities bool) []reading {
	open := string(p.open[c.from:c.to])
	norm := string(p.norm[c.from:c.to])
	start := startDeed.FindString(norm)
	head := start
	if head == "" {
		head = buildDeed.FindString(norm)
	}
	switch {
	case head == "" && !endDeed.MatchString(open):
		return nil
	case head == "":
		return []reading{p.deed(c.from, c.to, false)}
	}
	object := []rune(norm)[len([]rune(head)):]
	if len(object) < 2 || vagueDeed.MatchString(string(object)) && (quantities || strings.HasPrefix(string(object), "一")) {
		return nil
	}
	from := c.from + len([]rune(head))
	items := p.cut(span{from, c.to}, "、")
	for _, it := range items {
		if it.to-it.from < 4 {
			items = []span{{from, c.to}}
			break
		}
	}
	var out []reading
	for i, it := range items[:min(len(items), maxTargets)] {
		at := it.from
		if i == 0 {
			at = c.from
		}
		out = append(out, p.deed(at, it.to, start != ""))
	}
	return out
}

func (p *prose) deed(from, to int, startOnly bool) reading {
	t := ledger.Target{Kind: ledger.Deed, Comparator: ledger.Exactly, StartOnly: startOnly, Text: p.words(from, to)}
	return reading{target: t, from: from, to: to, deed: true}
}

// onlyDeed is the first clause of a text that promises nothing countable.
func (p *prose) onlyDeed() []reading {
	for _, s := range p.sentences() {
		for _, c := range p.clauses(s) {
			if p.words(c.from, c.to) != "" {
				return []reading{p.deed(c.from, c.to, startDeed.MatchString(string(p.norm[c.from:c.to])))}
			}
		}
	}
	return nil
}
