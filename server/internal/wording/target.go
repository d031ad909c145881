package wording

import (
	"regexp"
	"sort"
	"strconv"
	"strings"

	"tongbao/server/ledger"
)

// Targets are the year's targets in a content cell, numbered t1, t2, …: its
// quantities in order, and the deeds without quantity that it names (建成市疾控中心).
// Numbers in names and quotations, ages, times, rates per each and rules of
// payment are none. A content without any quantity is one deed at least; an empty
// one has no target.
func Targets(content string) []ledger.Target {
	targets, _ := Promises(content)
	return targets
}

// Promises are a content's targets, as Targets has them, and how its words share
// them out over areas.
func Promises(content string) ([]ledger.Target, []SharedOut) {
	p := readProse(content)
	var all []reading
	for _, s := range p.sentences() {
		all = p.readSentence(s, all)
	}
	groups, all := p.sharedOut(all)
	all = p.groupParts(all)
	all = p.addDeeds(all)
	targets := make([]ledger.Target, 0, len(all))
	for _, r := range all {
		t := r.target
		t.ID = "t" + strconv.Itoa(len(targets)+1)
		targets = append(targets, t)
	}
	var shared []SharedOut
	for i := range groups {
		if s, ok := p.place(&groups[i], all, targets); ok {
			shared = append(shared, s)
		}
	}
	return targets, shared
}

// maxTargets bounds the targets of one content, and with them the work that a
// text made to be long can cause.
const maxTargets = 100

// reading is a target with the place it was read from.
type reading struct {
	target   ledger.Target
	fig      figure
	from, to int // its own words in norm
	part     bool
	deed     bool
}

// readSentence adds a sentence's quantities.
func (p *prose) readSentence(s span, all []reading) []reading {
	within := false // behind a 其中
	var before span
	for _, c := range p.clauses(s) {
		if whereof.MatchString(string(p.open[c.from:min(c.to, c.from+4)])) {
			within = true
		}
		figs := p.figures(c)
		bases := baselines(p, figs)
		var kept []figure
		var targets []ledger.Target
		for k := range figs {
			f := &figs[k]
			if k > 0 && bases[k-1] == baseOf && figs[k-1].price() && f.money() {
				f.measure = figs[k-1].measure
			}
			if len(all)+len(kept) >= maxTargets || bases[k] == baseOf || !p.promised(f, figs) {
				continue
			}
			t := p.target(f)
			if k > 0 && bases[k-1] == baseOf {
				base := figs[k-1].value
				t.Baseline = &base
				raised(&t)
			}
			kept, targets = append(kept, *f), append(targets, t)
		}
		for k, t := range targets {
			r := reading{target: t, fig: kept[k], part: within && t.Kind == ledger.Flow}
			r.from, r.to = p.own(kept, k)
			r.target.Text = p.words(r.from, r.to)
			all = append(all, p.each(before, r)...)
		}
		before = c
	}
	return p.bracketParts(s, all)
}

var whereof = regexp.MustCompile(`^(?:其中|含|包括|包含)`)

// own is the stretch of a figure's own words: its clause, or its item of the list
// where the clause lists several. Items that are figures only (分别达到98%和95%)
// have the whole clause.
func (p *prose) own(figs []figure, k int) (from, to int) {
	c := figs[k].clause
	from, to = c.from, c.to
	if k > 0 && !figs[k].listed {
		if _, next := p.listBreak(figs[k-1].to, figs[k].from); next > 0 {
			from = next
		}
	}
	if k+1 < len(figs) && !figs[k+1].listed {
		if end, next := p.listBreak(figs[k].to, figs[k+1].from); next > 0 {
			to = end
		}
	}
	return max(from, figs[k].from-4*look), min(to, figs[k].to+4*look)
}

// listBreak is where one item of a list ends and the next begins between two
// figures; next is 0 where no list mark stands.
func (p *prose) listBreak(from, to int) (end, next int) {
	for i := from; i < to; i++ {
		switch p.open[i] {
		case '、', '和', '及', '与':
			return i, i + 1
		}
	}
	return to, 0
}

type role int

const (
	plain  role = iota
	baseOf      // the 610 of 由610元提高到645元
)

var (
	fromWord = regexp.MustCompile(`(?:由|从)(?:原来的?|原|目前的?|现在的?|现行的?)?(?:每[人户]?每?[月年])?$`)
	toWord   = regexp.MustCompile(`^[^,]{0,10}?(?:到|至|为|达)(?:不低于|不少于)?$`)
)

// baselines tells which figures are what another starts from.
func baselines(p *prose, figs []figure) []role {
	roles := make([]role, len(figs))
	for k := 0; k+1 < len(figs); k++ {
		f, g := figs[k], figs[k+1]
		if g.from-f.to <= 12 && fromWord.MatchString(p.before(f.clause, f.from, 10)) &&
			toWord.MatchString(string(p.open[f.to:g.from])) {
			roles[k] = baseOf
		}
	}
	return roles
}

var (
	raise      = regexp.MustCompile(`(?:提高|提升|增加|增长|调整|上调|调高|提|涨|达|增)(?:到|至|为)|达到?$|不低于$|不少于$|标准(?:为|达)`)
	standards  = regexp.MustCompile(`标准|养老金|补助|补贴|津贴|工资|基数|待遇|救助金|抚恤|优待金|生活费|养育费`)
	eachWord   = regexp.MustCompile(`每(?:个|家|人|户|村|县|镇|乡|院|生|次|所|场|座|名|位|行政村|社区|街道|区|市|班|校|床|台|辆|条|套|张|期|亩|天|日|周|月|季|站|点)|[人户村均校班]均|各(?:县|区|镇|乡|街道|园区|市)[^,、]{0,8}各`)
	yearlyWord = regexp.MustCompile(`每(?:学)?年`)
	byRule     = regexp.MustCompile(`按照?[^,]{0,40}$`)
	ruleEnd    = regexp.MustCompile(`^[^,。;]{0,14}?(?:标准|比例|发放|给予|计提|补助|奖补|补贴|奖励)`)
	invested   = regexp.MustCompile(`(?:总投资|总投入|计划投资|概算|估算|投资约|总造价|预算)[^,]{0,6}$`)
	existing   = regexp.MustCompile(`(?:现有|原有|已有|已建成|已完成|截至|目前|列入[^,]{0,20}的|超出|不足)[^,]{0,8}$|共有$`)
	underOf    = regexp.MustCompile(`^的`)
	doingNear  = regexp.MustCompile(`(?:新建|改建|扩建|建成|建设|建立|打造|改造|完成|新增|培育|培训|创建|创作|设立|成立|整治|修建|修缮|开设|开展|举办|新开|新辟|购置|更新|配备|配置|设置|打通|治理|开通|开办|提供|选树|评选|组建|认定|遴选|安装|推出|出台|发布|实施|建|办)$`)
)

// promised reports whether a figure is promised: governed by doing something, and
// neither part of a name nor a rate per each nor a rule.
func (p *prose) promised(f *figure, figs []figure) bool {
	before := p.before(f.clause, f.head, look)
	near := p.before(f.clause, f.head, 10)
	after := p.after(f.clause, f.to, 16)
	if f.chinese && !f.percent() && !p.spokenQuantity(f, near, after) {
		return false
	}
	if f.chinese && f.percent() && strings.HasPrefix(after, "级") {
		return false
	}
	switch f.measure {
	case "类":
		if f.cmp == ledger.Exactly && !raise.MatchString(near) {
			return false
		}
	case "种":
		if !strings.HasSuffix(near, "将") && !strings.HasSuffix(near, "把") && !doingNear.MatchString(near) {
			return false
		}
	}
	if existing.MatchString(before) && !raise.MatchString(near) {
		return false
	}
	if f.cmp == ledger.AtMost && underOf.MatchString(after) || f.cmp == ledger.AtMost && f.money() && !notMoreBefore.MatchString(near) {
		return false
	}
	if invested.MatchString(before) && (f.money() || f.price()) {
		return false
	}
	if paired(p, f, figs) || p.scope(f, figs) {
		return false
	}
	if f.price() || f.money() {
		return p.promisedMoney(f, before, near, after)
	}
	if byRule.MatchString(before) && (f.percent() || byRule.MatchString(near)) && ruleEnd.MatchString(after) {
		return false
	}
	if f.ratio {
		return !eachWord.MatchString(before)
	}
	if loc := eachWord.FindAllStringIndex(before, -1); loc != nil {
		return levelled(before, f)
	}
	return true
}

// levelled reports whether a rate per each is a level to reach
// (每千人口托位数达5.27个, 人均绿地提高到15平方米).
func levelled(before string, f *figure) bool {
	return f.percent() || regexp.MustCompile(`(?:每[百千万]人|[人户]均).*(?:达|提高|提升|增加)到?$`).MatchString(before)
}

// spokenQuantity decides on a number in Chinese numerals, which mostly are parts of
// names (三级, 第四期, 一批): it counts something only right behind its verb, or at
// the end of its clause.
func (p *prose) spokenQuantity(f *figure, near, after string) bool {
	switch f.measure {
	case "批", "类", "种", "面", "本", "路", "门", "口", "节", "头", "对", "块", "位":
		return false
	case "期", "次", "名", "场":
		return f.value.IntPart() > 1 && doingNear.MatchString(near)
	}
	if doingNear.MatchString(near) {
		return true
	}
	return f.value.IntPart() > 1 && (after == "" || strings.HasPrefix(after, "、") || strings.HasPrefix(after, "和")) &&
		!strings.HasSuffix(near, "等")
}

// promisedMoney tells a promised amount or price from rules and rates.
func (p *prose) promisedMoney(f *figure, before, near, after string) bool {
	if f.price() {
		return raise.MatchString(before) && !(byRule.MatchString(before) && ruleEnd.MatchString(after))
	}
	if byRule.MatchString(before) && ruleEnd.MatchString(after) {
		return false
	}
	if strings.HasPrefix(after, "的标准") {
		return false
	}
	return !eachWord.MatchString(before) && !(yearlyWord.MatchString(before) && !raise.MatchString(near))
}

// paired reports whether a figure only counts those who are paired
// (组织100个团队结对1000个站点).
func paired(p *prose, f *figure, figs []figure) bool {
	c := f.clause
	if len(figs) < 2 || c.to-c.from > 4*look {
		return false
	}
	s := string(p.open[c.from:c.to])
	return strings.Contains(s, "组织") && strings.Contains(s, "结对")
}

var (
	scopeHead = regexp.MustCompile(`(?:为|在|对|向|于|扶持|帮扶|支持|帮助|组织|指导|依托)[^,、]{0,6}$`)
	scopeVerb = regexp.MustCompile(`^[^,]{2,16}?(?:新增|新建|建设|建成|改造|检测|检查|配备|配置|安装|提供|开展|实施|发放|培训|完成|创建|设立)`)
)

// scope reports whether a figure only says for whom or where what follows it is
// done (扶持24个产业园新增车间50个, 为40所学校检测镜片3万副).
func (p *prose) scope(f *figure, figs []figure) bool {
	if !scopeHead.MatchString(p.before(f.clause, f.from, 10)) {
		return false
	}
	first := sort.Search(len(figs), func(k int) bool { return figs[k].from >= f.to })
	for k := first; k < len(figs) && figs[k].from-f.to <= look; k++ {
		if figs[k].chinese {
			continue
		}
		between := string(p.open[f.to:figs[k].from])
		return !strings.ContainsAny(between, "、和及与为") && !eachWord.MatchString(between) && scopeVerb.MatchString(between)
	}
	return false
}

var (
	keepBefore   = regexp.MustCompile(`(?:稳定|保持|维持|控制|巩固)在?(?:不低于|不少于|不超过)?$`)
	workAfter    = regexp.MustCompile(`^的?(?:工程量|工作量|工程总量|总工程量|形象进度)`)
	workBefore   = regexp.MustCompile(`(?:工程量|工作量|工程总量)(?:的)?(?:达到?|完成)?(?:约)?$`)
	lowerBefore  = regexp.MustCompile(`(?:降低|下降|减少|压减|下调|缩减|压降|降)(?:到|至|了|为|约)?$`)
	reachOfCount = regexp.MustCompile(`(?:率|比例|占比|比重|千人口[^,]*|每[百千万]人[^,]*|[人户]均[^,]*)(?:数)?(?:提高|提升|增加)?(?:达|到|至|为|不低于)+$`)
	startBefore  = regexp.MustCompile(`(?:新开工|开工建设|开工新建|启动建设|累计开工)[^,]*$`)
	sinceBefore  = regexp.MustCompile(`累计[^,]{0,16}$`)
)

// target is what a promised figure means.
func (p *prose) target(f *figure) ledger.Target {
	before := p.before(f.clause, f.head, look)
	after := p.after(f.clause, f.to, 8)
	value := f.value
	t := ledger.Target{Kind: ledger.Flow, Quantity: &value, Measure: f.measure, Comparator: f.cmp}
	switch {
	case f.percent():
		t.Kind = ledger.Reach
		if keepBefore.MatchString(before) {
			t.Kind = ledger.Keep
			t.LowerIsBetter = f.cmp == ledger.AtMost
		} else if workAfter.MatchString(after) || workBefore.MatchString(before) {
			t.Kind = ledger.Work
		}
		t.LowerIsBetter = t.LowerIsBetter || lowerBefore.MatchString(before)
	case f.price():
		t.Kind = ledger.Standard
	case f.money() && standards.MatchString(before) && raise.MatchString(p.before(f.clause, f.head, 10)):
		t.Kind = ledger.Standard
	case f.money():
		value = value.Shift(-4)
		t.Measure = "万元"
	case f.measure == "倍":
		t.Kind = ledger.Standard
	case f.ratio:
		t.Kind = ledger.Keep
	case reachOfCount.MatchString(before):
		t.Kind = ledger.Reach
	}
	if t.Kind == ledger.Flow {
		t.NeedsBase = sinceBefore.MatchString(before)
		t.StartOnly = startBefore.MatchString(before) && !strings.Contains(before, "建成")
	}
	return t
}

// raised marks a count that rises from a baseline as a reach (由7类增加至13类).
func raised(t *ledger.Target) {
	if t.Kind == ledger.Flow && t.Measure != "万元" {
		t.Kind = ledger.Reach
	}
	t.LowerIsBetter = t.Baseline.GreaterThan(*t.Quantity)
}

// each hands a figure behind 各 to every one of those named before it
// (影像中心、心电中心各成立5家: two targets).
func (p *prose) each(before span, r reading) []reading {
	c := r.fig.clause
	at := -1
	for i := r.fig.from - 1; i >= max(c.from, r.fig.from-5); i-- {
		if p.open[i] == '各' {
			at = i
			break
		}
	}
	if at < 0 || at+1 < len(p.open) && strings.ContainsRune("类种县区镇乡级市街", p.open[at+1]) {
		return []reading{r}
	}
	subjects := span{max(c.from, r.from, at-4*look), at}
	if at == c.from {
		subjects = before
	}
	items := p.cut(subjects, "、和")
	if len(items) < 2 {
		return []reading{r}
	}
	var out []reading
	tail := p.words(at+1, r.to)
	for _, it := range items {
		name := strings.TrimPrefix(strings.TrimPrefix(p.words(it.from, it.to), "围绕"), "圍繞")
		if IsArea(name) {
			return nil
		}
		one := r
		one.target.Text = name + tail
		out = append(out, one)
	}
	return out
}
