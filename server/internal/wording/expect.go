package wording

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"

	"tongbao/server/ledger"
)

// known are the targets beside the pairs of their words.
type known struct {
	targets []ledger.Target
	words   []pairs
}

func knownOf(targets []ledger.Target) *known {
	k := &known{targets: targets}
	for _, t := range targets {
		k.words = append(k.words, pairsOf(t.Text))
	}
	return k
}

// expecting collects expectations: one for each target, part and aspect, the
// larger percent.
type expecting struct {
	list []ledger.Expectation
	at   map[expectKey]int
}

type expectKey struct {
	target string
	aspect ledger.Aspect
	level  bool
}

func (x *expecting) add(e ledger.Expectation) {
	key := expectKey{e.Target, e.Aspect, e.Percent == nil}
	if i, ok := x.at[key]; ok {
		if e.Percent != nil && e.Percent.GreaterThan(*x.list[i].Percent) {
			x.list[i] = e
		}
		return
	}
	if x.at == nil {
		x.at = map[expectKey]int{}
	}
	x.at[key] = len(x.list)
	x.list = append(x.list, e)
}

// mention is a quantity that a milestone names, before its target is known.
type mention struct {
	milestone  int
	name       string
	words      pairs // of the name
	text       string
	measure    string
	aspect     ledger.Aspect
	value      decimal.Decimal
	cumulative bool // the word 累计 stands with it
}

var (
	partial     = regexp.MustCompile(`基本|大部分|大多数|部分|首批|第一批|一批|分批|初步|陆续|逐步|主体|前期|准备|除外|力争提前`)
	preparing   = regexp.MustCompile(`选址|招标|招投标|设计|立项|方案|规划|勘察|勘界|手续|审批|征地|拆迁|采购|摸底|排查|资料|论证|宣传|体制|机制|序时`)
	startAll    = regexp.MustCompile(`(?:全面|全部|所有|均)[^,]{0,12}(?:开工|动工|进场施工)|全面启动[^,]{0,10}(?:整治|改造|建设|施工|工程|治理|提升)`)
	finishAll   = regexp.MustCompile(`(?:全面|全部)(?:完成|建成|竣工|完工|交付|投用|投入使用|发放)|(?:完成|实现)[^,]{0,6}(?:年度|全年)[^,]{0,10}任务|完成(?:全部|所有|各项)[^,]{0,8}(?:任务|建设|改造|工程)|(?:建成|竣工|完工)?(?:并)?(?:投入使用|投入运营|投用|通车)$`)
	barePercent = regexp.MustCompile(`^(?:[^\p{Han}]|达到?|约|进度|以上|左右|不低于)*$`) // the whole of a column's cell
	otherRate   = regexp.MustCompile(`资金|投资|拨付|支付|同比|增长|增幅|补贴|满意`)
)

// expectations reads one milestone's own words: what is said in percents and in
// words of completeness becomes expectations, quantities become mentions.
func expectations(i int, text string, targets *known) ([]ledger.Expectation, []mention) {
	if m, ok := targets.bareNumber(i, text); ok {
		return nil, []mention{m}
	}
	p := readProse(text)
	var out expecting
	var mentions []mention
	for _, s := range p.sentences() {
		for _, c := range p.clauses(s) {
			figs := p.figures(c)
			percents := false
			for k := range figs {
				f := &figs[k]
				from, to := p.own(figs, k)
				if f.measure == "%" {
					percents = true
					targets.percent(p, f, string(p.open[from:to]), &out)
				} else if m, ok := p.mention(i, f, figs, from, to); ok {
					mentions = append(mentions, m)
				}
			}
			if !percents {
				targets.complete(string(p.open[c.from:c.to]), &out)
			}
		}
	}
	return out.list, mentions
}

// bareNumber reads a cell that holds a number and nothing else as a quantity of
// the only target there is.
func (kn *known) bareNumber(i int, text string) (mention, bool) {
	n, ok := ParseNumber(text)
	if !ok {
		return mention{}, false
	}
	measure := ""
	for _, t := range kn.targets {
		if t.HasQuantity() {
			if measure != "" {
				return mention{}, false
			}
			measure = t.Measure
		}
	}
	return mention{milestone: i, text: text, measure: measure, aspect: ledger.Progress, value: n}, measure != ""
}

// percent reads a percent: of what is started, done or finished.
func (kn *known) percent(p *prose, f *figure, own string, out *expecting) {
	if otherRate.MatchString(own) || eachWord.MatchString(p.before(f.clause, f.from, look)) {
		return
	}
	aspect, ofWork := ledger.Progress, false
	works := strings.Contains(own, "工程量") || strings.Contains(own, "工作量") || strings.Contains(own, "形象进度")
	switch {
	case strings.Contains(own, "开工") || strings.Contains(own, "动工") || strings.Contains(own, "进场"):
		aspect = ledger.Start
	case works:
		ofWork = true
	case strings.Contains(own, "任务"):
	case strings.Contains(own, "完工") || strings.Contains(own, "竣工") || strings.Contains(own, "建成") ||
		strings.Contains(own, "完成率") || strings.Contains(own, "投用"):
		aspect = ledger.Finish
	case strings.Contains(own, "完成"), barePercent.MatchString(own):
	default:
		kn.level(f, own, out)
		return
	}
	for _, id := range kn.meant(own) {
		percent := f.value
		out.add(ledger.Expectation{Target: id, Aspect: aspect, Percent: &percent, Cumulative: true, OfWork: ofWork})
	}
}

// level reads a level on the way to a reach or keep (普及率达90%).
func (kn *known) level(f *figure, own string, out *expecting) {
	words := pairsOf(own)
	for i, t := range kn.targets {
		if (t.Kind == ledger.Reach || t.Kind == ledger.Keep) && t.Measure == f.measure && words.common(kn.words[i]) >= 2 {
			value := f.value
			out.add(ledger.Expectation{Target: t.ID, Aspect: ledger.Progress, Quantity: &value, Cumulative: true})
		}
	}
}

// complete reads 全面开工 and 全面完成.
func (kn *known) complete(clause string, out *expecting) {
	if partial.MatchString(clause) || preparing.MatchString(clause) {
		return
	}
	var aspect ledger.Aspect
	switch {
	case finishAll.MatchString(clause):
		aspect = ledger.Finish
	case startAll.MatchString(clause):
		aspect = ledger.Start
	default:
		return
	}
	for _, id := range kn.meant(clause) {
		percent := decimal.NewFromInt(100)
		out.add(ledger.Expectation{Target: id, Aspect: aspect, Percent: &percent, Cumulative: true})
	}
}

// meant are the flow targets that a clause names best, or all of them where it
// names none.
func (kn *known) meant(clause string) []string {
	best, score := []string(nil), 0
	var all []string
	words := pairsOf(clause)
	for i, t := range kn.targets {
		if t.Kind != ledger.Flow && t.Kind != ledger.Work {
			continue
		}
		all = append(all, t.ID)
		switch n := words.common(kn.words[i]); {
		case n > score:
			best, score = []string{t.ID}, n
		case n == score && n > 0:
			best = append(best, t.ID)
		}
	}
	if score > 0 {
		return best
	}
	return all
}

// mention reads a quantity of a milestone.
func (p *prose) mention(i int, f *figure, figs []figure, from, to int) (mention, bool) {
	if f.percent() || f.price() || f.ratio || !p.promised(f, figs) {
		return mention{}, false
	}
	own := string(p.open[from:to])
	m := mention{milestone: i, measure: f.measure, value: f.value, aspect: ledger.Progress, text: p.words(from, to)}
	if f.money() {
		m.measure, m.value = "万元", f.value.Shift(-4)
	}
	switch {
	case strings.Contains(own, "建成") || strings.Contains(own, "竣工") || strings.Contains(own, "完工") || strings.Contains(own, "投入使用"):
		m.aspect = ledger.Finish
	case strings.Contains(own, "开工"):
		m.aspect = ledger.Start
	}
	m.cumulative = strings.Contains(p.before(f.clause, f.from, look), "累计")
	m.name = strings.NewReplacer("累计", "", "累計", "").Replace(partName(p, from, to, *f))
	m.words = pairsOf(m.name)
	return m, true
}
