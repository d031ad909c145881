package wording

import (
	"strings"

	"github.com/shopspring/decimal"

	"tongbao/server/ledger"
)

// series are the mentions of one thing over all milestones.
type series struct {
	name     string
	words    pairs
	measure  string
	aspect   ledger.Aspect
	mentions []mention
	score    map[string]int // likeness to each target's words
	sum      decimal.Decimal
	// cumulative: the word 累计 stands with one of them.
	cumulative bool
}

func (s *series) last() decimal.Decimal { return s.mentions[len(s.mentions)-1].value }

// total is what the series comes to, read as cumulative or as increments.
func (s *series) total(cumulative bool) decimal.Decimal {
	if cumulative || s.cumulative {
		return s.last()
	}
	return s.sum
}

func (s *series) rising() bool {
	for k := 1; k < len(s.mentions); k++ {
		if s.mentions[k].value.LessThan(s.mentions[k-1].value) {
			return false
		}
	}
	return true
}

// Accumulate reads what the milestones expect, all of them together: it fills
// Expect anew from each one's Text and returns the targets with the parts that
// only the milestones name. Quantities are cumulative by the word 累计; else they are
// increments where they sum to the target or to the sum of its parts; else they
// are doubtful.
func Accumulate(ms []ledger.Milestone, targets []ledger.Target) ([]ledger.Milestone, []ledger.Target, []Doubt) {
	out := append([]ledger.Milestone(nil), ms...)
	kn := knownOf(append([]ledger.Target(nil), targets...))
	a := &accumulator{ms: out, targets: kn.targets, words: kn.words}
	var all []*series
	for i := range out {
		expect, mentions := expectations(i, out[i].Text, kn)
		out[i].Expect = expect
		for _, m := range mentions {
			all = join(all, m)
		}
	}
	a.resolve(all)
	return a.ms, a.targets, a.doubts
}

// maxSeries bounds how many different things one schedule's quantities may count.
const maxSeries = 64

// join adds a mention to the series of its name.
func join(all []*series, m mention) []*series {
	for _, s := range all {
		if s.aspect == m.aspect && sameMeasure(s.measure) == sameMeasure(m.measure) && (s.name == m.name || s.words.alike(m.words)) {
			s.take(m)
			return all
		}
	}
	if len(all) >= maxSeries {
		return all
	}
	s := &series{name: m.name, words: m.words, measure: m.measure, aspect: m.aspect}
	s.take(m)
	return append(all, s)
}

func (s *series) take(m mention) {
	s.mentions = append(s.mentions, m)
	s.sum = s.sum.Add(m.value)
	s.cumulative = s.cumulative || m.cumulative
}

type accumulator struct {
	ms      []ledger.Milestone
	targets []ledger.Target
	words   []pairs // of each target's text
	doubts  []Doubt
}

// resolve finds each series its target: the one whose quantity it comes to, then
// together with others as parts of one, then the one it is named like.
func (a *accumulator) resolve(all []*series) {
	taken := map[string]bool{}
	rest := a.whole(a.counted(all), taken)
	for i := range a.targets {
		t := &a.targets[i]
		if t.HasQuantity() && !taken[t.ID] {
			rest = a.parts(t, rest)
		}
	}
	for _, s := range rest {
		a.named(s)
	}
}

// counted are the series whose measure some target has. What is counted otherwise
// (开办培训班，培训50人) is part of the work and binds nothing.
func (a *accumulator) counted(all []*series) []*series {
	var out []*series
	for _, s := range all {
		s.score = map[string]int{}
		ok := false
		for i, t := range a.targets {
			if t.HasQuantity() && sameMeasure(t.Measure) == sameMeasure(s.measure) {
				ok = true
				s.score[t.ID] = s.words.common(a.words[i])
			}
		}
		if ok {
			out = append(out, s)
		}
	}
	return out
}

// whole gives the series that come to a target's quantity to that target, the
// best named first.
func (a *accumulator) whole(all []*series, taken map[string]bool) []*series {
	var rest []*series
	for _, s := range all {
		var best *ledger.Target
		for i := range a.targets {
			t := &a.targets[i]
			score, ok := s.score[t.ID]
			if !ok || !s.total(false).Equal(*t.Quantity) && !s.last().Equal(*t.Quantity) {
				continue
			}
			if best == nil || score > s.score[best.ID] {
				best = t
			}
		}
		if best == nil || a.partNamed(best, s) >= 0 {
			rest = append(rest, s)
			continue
		}
		taken[best.ID] = true
		a.expect(s, best.ID, "", s.cumulative || !s.sum.Equal(*best.Quantity) || len(s.mentions) == 1)
	}
	return rest
}

// parts makes the remaining series of a target's measure its parts where they sum
// to it.
func (a *accumulator) parts(t *ledger.Target, all []*series) []*series {
	var mine, rest []*series
	for _, s := range all {
		best := true
		for _, o := range a.targets {
			best = best && s.score[o.ID] <= s.score[t.ID]
		}
		if _, ok := s.score[t.ID]; ok && best {
			mine = append(mine, s)
		} else {
			rest = append(rest, s)
		}
	}
	for _, cumulative := range []bool{false, true} {
		sum := decimal.Zero
		for _, s := range mine {
			sum = sum.Add(s.total(cumulative))
		}
		if len(mine) >= 2 && sum.Equal(*t.Quantity) {
			names := a.partNames(t, mine, cumulative)
			for k, s := range mine {
				a.expect(s, t.ID, names[k], cumulative || s.cumulative)
			}
			return rest
		}
	}
	return all
}

// partNamed is the part of a target that a series is named like, or -1.
func (a *accumulator) partNamed(t *ledger.Target, s *series) int {
	best, score := -1, 0
	for i, p := range t.Parts {
		if n := s.words.common(pairsOf(p.Name)); n > score {
			best, score = i, n
		}
	}
	return best
}

// partNames names the series as the target's own parts, or makes them its parts
// by their own names without the word that all of them end with.
func (a *accumulator) partNames(t *ledger.Target, mine []*series, cumulative bool) []string {
	names := make([]string, len(mine))
	if len(t.Parts) > 0 {
		used := map[int]bool{}
		for k, s := range mine {
			if i := a.partNamed(t, s); i >= 0 && !used[i] {
				names[k], used[i] = t.Parts[i].Name, true
			}
		}
		for k, s := range mine {
			for i := 0; names[k] == "" && i < len(t.Parts); i++ {
				if !used[i] && t.Parts[i].Quantity.Equal(s.total(cumulative)) {
					names[k], used[i] = t.Parts[i].Name, true
				}
			}
			if names[k] == "" {
				names[k] = s.name
			}
		}
		return names
	}
	cut := commonEnding(mine)
	parts := make([]ledger.Part, len(mine))
	for k, s := range mine {
		r := []rune(s.name)
		names[k] = string(r[:len(r)-cut])
		parts[k] = ledger.Part{Name: names[k], Quantity: s.total(cumulative), Measure: t.Measure}
	}
	t.Parts = parts
	return names
}

// commonEnding is how many characters all names end with, leaving two of each.
func commonEnding(all []*series) int {
	first := []rune(all[0].name)
	n := len(first)
	for _, s := range all {
		r := []rune(s.name)
		k := 0
		for k < n && k < len(r)-2 && r[len(r)-1-k] == first[len(first)-1-k] {
			k++
		}
		n = min(n, k)
	}
	if n < 2 || n > len(first)-2 {
		return 0
	}
	return n
}

// named gives a series that comes to no target's quantity to the target or part it
// is named like, and asks how it is meant.
func (a *accumulator) named(s *series) {
	var best, only *ledger.Target
	candidates := 0
	for i := range a.targets {
		t := &a.targets[i]
		score, ok := s.score[t.ID]
		if !ok {
			continue
		}
		candidates++
		only = t
		if score > 0 && (best == nil || score > s.score[best.ID]) {
			best = t
		}
	}
	if candidates == 1 && len(s.words) == 0 {
		best = only // 完成15座 names nothing else
	}
	if best == nil {
		if candidates == 1 {
			a.doubt(DoubtUnmatched, s, nil)
		}
		return
	}
	part, whole := "", *best.Quantity
	if i := a.partNamed(best, s); i >= 0 && s.words.common(pairsOf(best.Parts[i].Name)) >= s.score[best.ID] {
		part, whole = best.Parts[i].Name, best.Parts[i].Quantity
	}
	switch {
	case s.cumulative, len(s.mentions) == 1:
		a.expect(s, best.ID, part, true)
	case s.sum.Equal(whole):
		a.expect(s, best.ID, part, false)
	case s.rising() && s.last().Equal(whole):
		a.expect(s, best.ID, part, true)
	default:
		a.expect(s, best.ID, part, s.rising() && s.sum.GreaterThan(whole))
		a.doubt(DoubtCumulative, s, &whole)
	}
}

// expect writes a series into its milestones.
func (a *accumulator) expect(s *series, target, part string, cumulative bool) {
	for _, m := range s.mentions {
		value := m.value
		a.ms[m.milestone].Expect = append(a.ms[m.milestone].Expect, ledger.Expectation{
			Target: target, Part: part, Aspect: m.aspect, Quantity: &value, Cumulative: cumulative,
		})
	}
}

func (a *accumulator) doubt(code string, s *series, whole *decimal.Decimal) {
	var values, texts []string
	for _, m := range s.mentions {
		values = append(values, m.value.String())
		texts = append(texts, m.text)
	}
	d := Doubt{Code: code, Text: strings.Join(texts, "；"), Args: map[string]string{
		"name": s.name, "values": strings.Join(values, "、"), "measure": s.measure, "sum": s.sum.String(),
	}}
	if whole != nil {
		d.Args["target"] = whole.String()
	}
	a.doubts = append(a.doubts, d)
}
