package intake

import (
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// choice is the target, and the part of it, that a row's figures are about.
type choice struct {
	target *ledger.Target
	part   *ledger.Part
	factor decimal.Decimal // from the row's measure to the target's
}

// scored is a choice and how well it fits.
type scored struct {
	choice
	score int
}

// goodFit is the least score at which a row's words are taken to name a target.
const goodFit = 10

// chooseTarget finds the one target that a row names by its indicator, measure
// and quantity; false where none fits or several fit equally.
func chooseTarget(pr *ledger.Project, indicator, measure string, quantity *decimal.Decimal, area string) (choice, bool) {
	list := candidatesOf(pr, indicator, measure, quantity, area)
	if len(list) == 0 || list[0].score < goodFit || len(list) > 1 && list[1].score == list[0].score {
		return choice{}, false
	}
	return list[0].choice, true
}

// candidatesOf are a project's targets and parts, those that fit a row best
// first. area is the area whose share the row is, or "".
func candidatesOf(pr *ledger.Project, indicator, measure string, quantity *decimal.Decimal, area string) []scored {
	var list []scored
	key := wording.Key(indicator)
	for i := range pr.Targets {
		t := &pr.Targets[i]
		factor, fits := measureFactor(measure, t.Measure)
		score := textScore(key, t.Text, "") + quantityScore(pr, t, nil, area, quantity, factor)
		switch {
		case !fits:
			score -= 30
		case measure != "" && t.Measure != "":
			score += 8
		}
		if t.Kind == ledger.Deed {
			score -= 4
		}
		if len(pr.Targets) == 1 {
			score += 12
		}
		list = append(list, scored{choice{target: t, factor: factor}, score})
		for k := range t.Parts {
			part := &t.Parts[k]
			factor, fits := measureFactor(measure, firstOf(part.Measure, t.Measure))
			if !fits || key == "" {
				continue
			}
			score := textScore(key, part.Name, t.Text) + quantityScore(pr, t, part, area, quantity, factor)
			list = append(list, scored{choice{target: t, part: part, factor: factor}, score})
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].score > list[j].score })
	return list
}

// textScore says how well an indicator's words fit a target's; whole is the
// target around a part.
func textScore(key, text, whole string) int {
	t := wording.Key(text)
	switch {
	case key == "" || t == "":
		return 0
	case key == t:
		return 60
	}
	score := 2 * min(commonRun(key, t), 12)
	if strings.Contains(key, t) || strings.Contains(t, key) {
		score += 20
	}
	if firstTwo(key) == firstTwo(t) {
		score += 3
	}
	if whole != "" && strings.Contains(key, t) && utf8.RuneCountInString(t) < 4 {
		// 新建 of 新建城市公厕: what is left must fit the whole target, and the part
		// must be what the indicator begins with.
		rest := strings.TrimPrefix(key, t)
		if rest == key {
			return 0
		}
		score = 10 + 2*min(commonRun(rest, wording.Key(whole)), 12) + 20
	}
	return score
}

func firstTwo(s string) string {
	r := []rune(s)
	return string(r[:min(len(r), 2)])
}

// quantityScore says how well a row's year figure fits a target's, a part's, or
// an area's share of one.
func quantityScore(pr *ledger.Project, t *ledger.Target, part *ledger.Part, area string, quantity *decimal.Decimal, factor decimal.Decimal) int {
	if quantity == nil {
		return 0
	}
	q := quantity.Mul(factor)
	if area != "" {
		for i := range pr.Allocations {
			a := &pr.Allocations[i]
			if a.Target == t.ID && a.Unit == area && !a.Of && a.Quantity.Equal(q) && (part == nil) == (a.Part == "") &&
				(part == nil || part.Name == a.Part) {
				return 25
			}
		}
		return 0
	}
	switch {
	case part != nil && part.Quantity.Equal(q), part == nil && t.Quantity != nil && t.Quantity.Equal(q):
		return 25
	}
	return 0
}

// counted are measures that count single things and stand for one another.
const counted = "个家所处座项名人户条台套块片件间口批"

// measureFactor is what a figure in one measure is multiplied by to be in
// another (万人次 → 人次: 10,000); false where they do not fit.
func measureFactor(from, to string) (decimal.Decimal, bool) {
	from, to = plainMeasure(from), plainMeasure(to)
	if from == "" || to == "" || from == to {
		return one, true
	}
	for _, unit := range []struct {
		prefix string
		n      int64
	}{{"万", 10_000}, {"亿", 100_000_000}, {"千", 1000}, {"百", 100}} {
		if base := strings.TrimPrefix(from, unit.prefix); base != from && (base == to || base == "") {
			return decimal.NewFromInt(unit.n), true
		}
		if base := strings.TrimPrefix(to, unit.prefix); base != to && base == from {
			return one.Div(decimal.NewFromInt(unit.n)), true
		}
	}
	if utf8.RuneCountInString(from) == 1 && utf8.RuneCountInString(to) == 1 &&
		strings.Contains(counted, from) && strings.Contains(counted, to) {
		return one, true
	}
	if strings.HasPrefix(from, to) || strings.HasPrefix(to, from) { // 场, 场次
		return one, true
	}
	return one, false
}

func plainMeasure(s string) string {
	s = strings.Trim(wording.Key(s), "()")
	switch s {
	case "平米", "㎡", "m2":
		return "平方米"
	case "km", "千米":
		return "公里"
	case "％":
		return "%"
	}
	return s
}

// commonRun is the length, in characters, of the longest run two texts share.
func commonRun(s, t string) int {
	a, b := []rune(s), []rune(t)
	a, b = a[:min(len(a), 2*maxCompared)], b[:min(len(b), 2*maxCompared)]
	best, row := 0, make([]int, len(b)+1)
	for i := range a {
		diagonal := 0
		for j := range b {
			above := row[j+1]
			row[j+1] = 0
			if a[i] == b[j] {
				row[j+1] = diagonal + 1
				best = max(best, row[j+1])
			}
			diagonal = above
		}
	}
	return best
}
