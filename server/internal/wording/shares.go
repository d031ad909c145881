package wording

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"

	"tongbao/server/ledger"
)

// SharedOut is a target, or a part of one, that the words beside it share out over
// areas: 改造70个小区，其中清江浦区25个、淮安区10个.
type SharedOut struct {
	Target string // its id
	Part   string // the part's name, "" for the target as a whole
	Areas  []AreaShare
	// Sum is all that the words hand out, to areas and to the government itself
	// (市本级).
	Sum decimal.Decimal
	// Marked: 其中 stands before the shares, which then need not be all.
	Marked bool
	// Open: the words say that there are more than are named (其余, 等).
	Open bool
}

// AreaShare is one area's share, in its target's measure.
type AreaShare struct {
	Unit     string
	Quantity decimal.Decimal
}

// areaShares is a SharedOut whose target is not numbered yet.
type areaShares struct {
	SharedOut
	whole   reading
	figures []int // where the figures of the shares begin
}

// shareVerbs may stand between an area and its figure.
const shareVerbs = `(?:新建|改扩建|改建|扩建|改造|建设|建成|完成|新增|新装|安装|新开|新辟|购置|配备|实施|承担|整治|开展|安排)*`

var (
	shareLead = regexp.MustCompile(`^(?:其中|含|包括|包含)?在?`)
	shareItem = regexp.MustCompile(`^(?:其中|含|包括|包含|分别为|分别是|即|由|在)*([\p{Han}]{2,24}?)(各)?(` + shareVerbs + `)(?:任务|约|为|各)*(\d[\d,.]*(?:万)?)([^\d]*)$`)
	// shareNext is the same area's share of another part: 淮安区新建3所、改扩建2所.
	shareNext = regexp.MustCompile(`^(` + shareVerbs + `)(\d[\d,.]*(?:万)?)([^\d]*)$`)
	shareRest = regexp.MustCompile(`^(?:其余|其他|其它|剩余|余下)`)
	shareMore = regexp.MustCompile(`等(?:地|县区|区县)?$`)
	shareMark = regexp.MustCompile(`^(?:其中|含|包括|包含)`)
	noShare   = regexp.MustCompile(`^(?:[全各每本我该]|所有|主?城区|中心城区|[市新地片园辖]区|县区)`)
	atHome    = regexp.MustCompile(`^[市县区](?:本级|直属?|级)$`)
)

// shareRun are the shares that follow each other, by what they are of.
type shareRun struct {
	groups       []areaShares
	now          int    // the group of the last share
	from         int    // where the first share begins
	waiting      []span // areas before an 各: 清江浦区、淮安区各5个
	areas        []AreaShare
	verbed       bool // the last share says what is done with its things
	marked, open bool // as in SharedOut
}

// group is the group for shares of a whole.
func (r *shareRun) group(whole reading) *areaShares {
	for r.now = range r.groups {
		if r.groups[r.now].whole.fig.from == whole.fig.from {
			return &r.groups[r.now]
		}
	}
	r.groups = append(r.groups, areaShares{whole: whole})
	r.now = len(r.groups) - 1
	return &r.groups[r.now]
}

// longestItem is how many characters one area's share has at most.
const longestItem = 40

// sharedOut finds the areas that share out the readings before them, and takes
// out of the readings those that only tell a share.
func (p *prose) sharedOut(all []reading) (groups []areaShares, kept []reading) {
	var run shareRun
	told := make(map[int]bool)
	finish := func() {
		for _, g := range run.groups {
			if g.Marked = run.marked; len(g.Areas) > 1 || len(g.Areas) == 1 && g.Marked {
				g.Open = run.open
				g.whole = g.addedUp(all)
				groups = append(groups, g)
				for _, at := range g.figures {
					told[at] = true
				}
			}
		}
		run = shareRun{}
	}
	beside := 0 // where the bracket ends that tells more of the last share
	for _, s := range p.pieces() {
		if s.from < beside {
			continue
		}
		if len(run.groups) > 0 {
			if beside = p.shareBracket(s.from); beside > 0 {
				for _, r := range all {
					told[r.fig.from] = told[r.fig.from] || r.fig.from >= s.from && r.fig.from < beside
				}
				continue
			}
		}
		text := string(p.norm[s.from:s.to])
		more := shareMore.FindString(text)
		text = strings.TrimSuffix(text, more)
		switch {
		case len(run.groups) > 0 && shareRest.MatchString(text):
			run.open = true
			continue
		case shareMark.FindString(text) == text:
			run.marked = true
			continue
		case areaOf(shareLead.ReplaceAllString(text, "")):
			run.marked = run.marked || shareMark.MatchString(text)
			run.waiting = append(run.waiting, s)
			continue
		case s.to-s.from > longestItem || !p.share(s, text, all, &run) && !p.nextShare(s, text, all, &run):
			finish()
			continue
		}
		run.waiting, run.open = nil, run.open || more != ""
		run.marked = run.marked || shareMark.MatchString(text)
	}
	finish()
	for _, r := range all {
		if !told[r.fig.from] {
			kept = append(kept, r)
		}
	}
	return groups, kept
}

// shareInside is how a bracket behind a share begins that tells what is among it:
// 清江浦区25个（含省考核16个）.
var shareInside = regexp.MustCompile(`^(?:分别|均|各)?(?:含|包括|包含|其中)`)

// shareBracket is where such a bracket ends whose text begins at a place, 0 where
// none does.
func (p *prose) shareBracket(from int) int {
	if from == 0 || p.norm[from-1] != '(' || !shareInside.MatchString(string(p.norm[from:min(from+6, len(p.norm))])) {
		return 0
	}
	for i := from; i < min(from+3*longestItem, len(p.norm)); i++ {
		if p.norm[i] == ')' {
			return i + 1
		}
	}
	return 0
}

// pieces are the stretches between punctuation, brackets and, behind a figure, 和.
func (p *prose) pieces() []span {
	var out []span
	from, digits := 0, false
	for i := 0; i <= len(p.norm); i++ {
		if i < len(p.norm) {
			r := p.norm[i]
			digits = digits || isDigit(r)
			joined := digits && strings.ContainsRune("和及与", r)
			if !joined && !strings.ContainsRune(",;。、:!?()", r) || r == ',' && thousands(p.norm, i) {
				continue
			}
		}
		if from < i {
			out = append(out, span{from, i})
		}
		from, digits = i+1, false
	}
	return out
}

// areaOf reports whether a name is one area's that can have a share.
func areaOf(name string) bool {
	return IsArea(name) && !IsGroup(name) && !noShare.MatchString(name)
}

// share reads the share of one area, or of several with 各 before the figure, into
// the run; false where the words are none.
func (p *prose) share(s span, text string, all []reading, run *shareRun) bool {
	m := shareItem.FindStringSubmatchIndex(text)
	if m == nil {
		return false
	}
	at := func(byte int) int { return s.from + len([]rune(text[:byte])) }
	areas := []span{{at(m[2]), at(m[3])}}
	if each := strings.Contains(text[m[3]:m[8]], "各"); each {
		areas = append(append([]span(nil), run.waiting...), p.namesIn(areas[0])...)
	} else if len(run.waiting) > 0 {
		return false
	}
	n, ok := ParseNumber(text[m[8]:m[9]])
	if !ok || !n.IsPositive() {
		return false
	}
	verb, from := text[m[6]:m[7]], s.from
	if len(run.groups) > 0 {
		from = run.from
	}
	whole, exact, ok := wholeBefore(all, from, verb)
	if len(run.groups) > 0 && !exact {
		whole = run.groups[run.now].whole
	}
	if !ok || !whole.countsAs([]rune(text[m[10]:m[11]])) {
		return false
	}
	var shares []AreaShare
	sum := decimal.Zero
	for _, a := range areas {
		name := shareLead.ReplaceAllString(string(p.norm[a.from:a.to]), "")
		switch {
		case areaOf(name):
			shares = append(shares, AreaShare{Unit: Area(p.words(a.to-len([]rune(name)), a.to)), Quantity: n})
		case !atHome.MatchString(name):
			return false
		}
		sum = sum.Add(n)
	}
	g := run.group(whole)
	g.Sum = g.Sum.Add(sum)
	g.figures = append(g.figures, at(m[8]))
	g.Areas = append(g.Areas, shares...)
	run.from, run.areas, run.verbed = from, shares, verb != ""
	return true
}

// nextShare reads the share that the last areas have of another part, whose verb
// was told before them.
func (p *prose) nextShare(s span, text string, all []reading, run *shareRun) bool {
	m := shareNext.FindStringSubmatch(text)
	if m == nil || m[1] == "" || !run.verbed || len(run.waiting) > 0 || len(run.areas) == 0 || !strings.ContainsRune("、,和及与", p.norm[s.from-1]) {
		return false
	}
	n, ok := ParseNumber(m[2])
	whole, exact, _ := wholeBefore(all, run.from, m[1])
	if !ok || !n.IsPositive() || !exact || whole.fig.from == run.groups[run.now].whole.fig.from || !whole.countsAs([]rune(m[3])) {
		return false
	}
	g := run.group(whole)
	for _, a := range run.areas {
		g.Areas = append(g.Areas, AreaShare{Unit: a.Unit, Quantity: n})
		g.Sum = g.Sum.Add(n)
	}
	g.figures = append(g.figures, s.from+len([]rune(m[1])))
	return true
}

// namesIn parts the areas that 和 joins. What begins with 和 itself (和平区) is
// left whole.
func (p *prose) namesIn(s span) []span {
	for i := s.from + 2; i < s.to; i++ {
		if name := shareMark.ReplaceAllString(string(p.norm[s.from:i]), ""); strings.ContainsRune("和及与", p.norm[i]) && areaOf(name) {
			return append([]span{{s.from, i}}, p.namesIn(span{i + 1, s.to})...)
		}
	}
	return []span{s}
}

// wholeBefore is the last quantity before a place, or the last that says verb
// where several are told together (新建10所、改扩建5所，其中淮安区新建3所): then it
// is exact.
func wholeBefore(all []reading, at int, verb string) (whole reading, exact, ok bool) {
	var last *reading
	for k := len(all) - 1; k >= 0; k-- {
		r := &all[k]
		if r.fig.to > at || r.target.Kind != ledger.Flow || last != nil && sameMeasure(r.target.Measure) != sameMeasure(last.target.Measure) {
			continue
		}
		if verb != "" && strings.HasPrefix(Simplify(r.target.Text), verb) {
			return *r, true, true
		}
		if last == nil {
			last = r
		}
	}
	if last == nil {
		return reading{}, false, false
	}
	return *last, false, true
}

// addedUp is what the shares are of: the quantity before them or, where another
// before that is what they add up to, that one (47个市场，对8家…，对20家…，对19家…。
// 其中甲区20个…).
func (g *areaShares) addedUp(all []reading) reading {
	if g.whole.target.Quantity == nil || g.Sum.Equal(*g.whole.target.Quantity) {
		return g.whole
	}
	for k := len(all) - 1; k >= 0; k-- {
		r := &all[k]
		if t := r.target; r.fig.to <= g.whole.fig.from && t.Kind == ledger.Flow && t.Quantity != nil && g.Sum.Equal(*t.Quantity) &&
			sameMeasure(t.Measure) == sameMeasure(g.whole.target.Measure) {
			return *r
		}
	}
	return g.whole
}

// countsAs reports whether what follows a share's figure is the reading's measure,
// and perhaps its noun.
func (r *reading) countsAs(tail []rune) bool {
	measure, end := measureAt(tail, 0)
	if measure == "" {
		return len(tail) == 0
	}
	noun := string(tail[end:])
	return measure != "元" && sameMeasure(measure) == sameMeasure(r.target.Measure) &&
		(noun == "" || strings.Contains(Simplify(r.target.Text), noun))
}

// place tells which target, or which part of one, shares are of, once the readings
// are grouped; false where the whole has become neither.
func (p *prose) place(g *areaShares, all []reading, targets []ledger.Target) (SharedOut, bool) {
	for k := len(all) - 1; k >= 0; k-- {
		if all[k].deed || all[k].fig.from > g.whole.fig.from {
			continue
		}
		g.Target = targets[k].ID
		if all[k].fig.from == g.whole.fig.from {
			return g.SharedOut, true
		}
		g.Part = partName(p, g.whole.from, g.whole.to, g.whole.fig)
		for _, part := range targets[k].Parts {
			if part.Name == g.Part {
				return g.SharedOut, true
			}
		}
		break
	}
	return SharedOut{}, false
}
