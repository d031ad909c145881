package intake

import (
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// plan finds the projects of a programme by number and by name.
type plan struct {
	byID   map[ledger.ProjectID]*ledger.Project
	byName map[string][]*ledger.Project // key of name, content or title
	all    []*ledger.Project
}

func planOf(p *ledger.Programme) *plan {
	m := &plan{byID: make(map[ledger.ProjectID]*ledger.Project), byName: make(map[string][]*ledger.Project)}
	for i := range p.Projects {
		pr := &p.Projects[i]
		m.byID[pr.ID] = pr
		m.all = append(m.all, pr)
		for k := range nameKeys(pr) {
			m.byName[k] = append(m.byName[k], pr)
		}
	}
	return m
}

// nameKeys are the texts that a table may call a project by.
func nameKeys(pr *ledger.Project) map[string]bool {
	keys := make(map[string]bool)
	for _, s := range []string{pr.Name, pr.Content, wording.Title(pr.Name, pr.Content, pr.Targets)} {
		if k := wording.Key(s); k != "" {
			keys[k] = true
		}
	}
	return keys
}

// found is the project a row is about, and how sure that is.
type found struct {
	project *ledger.Project
	renamed bool            // by number; the name is another
	other   *ledger.Project // the name is this project's, the number another's
}

// find is the project of a number and a name.
func (m *plan) find(id ledger.ProjectID, name string) found {
	key := wording.Key(name)
	named := m.byName[key]
	pr := m.byID[id]
	if pr == nil && id.No != "" && id.Sub == "" {
		pr = m.only(id)
	}
	if pr == nil && id.No == "" && len(named) == 1 {
		return found{project: named[0]}
	}
	if pr == nil {
		if len(named) == 1 && id.Sub == "" && named[0].ID.No == id.No {
			return found{project: named[0]}
		}
		return found{}
	}
	if key == "" || sameName(key, pr) {
		return found{project: pr}
	}
	for _, o := range named {
		if o.ID.Series == id.Series && o != pr {
			return found{project: pr, other: o}
		}
	}
	return found{project: pr, renamed: true}
}

// only is the one project with a number, whatever its sub-number.
func (m *plan) only(id ledger.ProjectID) *ledger.Project {
	var one *ledger.Project
	for _, pr := range m.all {
		if pr.ID.Series == id.Series && pr.ID.No == id.No {
			if one != nil {
				return nil
			}
			one = pr
		}
	}
	return one
}

// sameName reports whether a name is one of the project's, or a telling part
// of one.
func sameName(key string, pr *ledger.Project) bool {
	for k := range nameKeys(pr) {
		if k == key || utf8.RuneCountInString(key) >= 4 && strings.Contains(k, key) ||
			utf8.RuneCountInString(k) >= 4 && strings.Contains(key, k) {
			return true
		}
	}
	return false
}

// near are the projects most like a name, for a message.
func (m *plan) near(name string) string {
	key := wording.Key(name)
	if key == "" {
		return ""
	}
	best, at := 0, (*ledger.Project)(nil)
	for _, pr := range m.all {
		for k := range nameKeys(pr) {
			if n := commonRun(key, k); n > best {
				best, at = n, pr
			}
		}
	}
	if best < 3 {
		return ""
	}
	return at.ID.String() + " " + shorten(at.Name)
}

// choice is the target, and the part of it, that a row's figures are about.
type choice struct {
	target *ledger.Target
	part   *ledger.Part
	factor decimal.Decimal // from the row's measure to the target's
}

// chooseTarget finds the target that a row names by its indicator, measure and
// quantity. area is the area whose share the row is, or "".
func chooseTarget(pr *ledger.Project, indicator, measure string, quantity *decimal.Decimal, area string) (choice, bool) {
	best, bestScore, tie := choice{}, 0, false
	try := func(c choice, score int) {
		switch {
		case score > bestScore:
			best, bestScore, tie = c, score, false
		case score == bestScore && score > 0:
			tie = true
		}
	}
	key := wording.Key(indicator)
	for i := range pr.Targets {
		t := &pr.Targets[i]
		factor, fits := measureFactor(measure, t.Measure)
		score := textScore(key, t.Text, "")
		score += quantityScore(pr, t, nil, area, quantity, factor)
		if !fits {
			score -= 30
		} else if measure != "" && t.Measure != "" {
			score += 8
		}
		if t.Kind == ledger.Deed {
			score -= 4
		}
		if len(pr.Targets) == 1 {
			score += 12
		}
		try(choice{target: t, factor: factor}, score)
		for k := range t.Parts {
			part := &t.Parts[k]
			factor, fits := measureFactor(measure, firstOf(part.Measure, t.Measure))
			if !fits || key == "" {
				continue
			}
			score := textScore(key, part.Name, t.Text) + quantityScore(pr, t, part, area, quantity, factor)
			try(choice{target: t, part: part, factor: factor}, score)
		}
	}
	return best, best.target != nil && !tie && bestScore >= 10
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
