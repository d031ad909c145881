package intake

import (
	"sort"
	"strings"
	"unicode/utf8"

	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// roster finds units by name. Two spellings are one unit when they are the same
// but for script, width, spaces and marks, when an area's differ by 政府 or
// 管委会 only, or when an alias says so; never by likeness.
type roster struct {
	units map[string]*ledger.Unit // key of a name or alias → unit
	list  []*ledger.Unit
	leads map[string]bool // canonical names of units that lead a project
}

func rosterOf(p *ledger.Programme) *roster {
	r := &roster{units: make(map[string]*ledger.Unit), leads: make(map[string]bool)}
	for i := range p.Units {
		r.enter(&p.Units[i])
	}
	for i := range p.Projects {
		for _, name := range p.Projects[i].Names(ledger.Lead) {
			if u, ok := r.find(name); ok {
				r.leads[u.Name] = true
			}
		}
	}
	return r
}

func (r *roster) enter(u *ledger.Unit) {
	r.list = append(r.list, u)
	for _, name := range append([]string{u.Name}, u.Aliases...) {
		if k := wording.Key(name); r.units[k] == nil {
			r.units[k] = u
		}
	}
}

// find is the unit of a name.
func (r *roster) find(name string) (*ledger.Unit, bool) {
	if u, ok := r.units[wording.Key(name)]; ok {
		return u, true
	}
	u, ok := r.units[wording.Key(wording.Area(name))]
	return u, ok
}

// canonical is the unit's own name, or the name itself where it is not known.
func (r *roster) canonical(name string) string {
	if u, ok := r.find(name); ok {
		return u.Name
	}
	return name
}

// nearest are the names most like a name, best first, for a message; none
// where nothing is like it.
func (r *roster) nearest(name string) string {
	names := make([]string, 0, len(r.list))
	for _, u := range r.list {
		names = append(names, u.Name)
	}
	return nearestOf(name, names)
}

// SameName reports whether two spellings are one name: the same but for script,
// width, spaces and marks.
func SameName(a, b string) bool { return wording.Key(a) == wording.Key(b) }

// KnowsUnit reports whether a programme has a unit of that name, as tables spell it.
func KnowsUnit(p *ledger.Programme, name string) bool {
	_, ok := rosterOf(p).find(name)
	return ok
}

// NearUnits are the names of a programme's units most like a name, for a
// message, with ”“ between them; "" where nothing is like it.
func NearUnits(p *ledger.Programme, name string) string { return rosterOf(p).nearest(name) }

// nearestOf are the Nearest names, joined for a message.
func nearestOf(name string, names []string) string {
	return strings.Join(Nearest(name, names), "”“")
}

// Nearest are up to three of the names that are most like one, best first.
func Nearest(name string, names []string) []string {
	type near struct {
		name     string
		distance int
	}
	key := wording.Key(name)
	var list []near
	for _, n := range names {
		k := wording.Key(n)
		if k == key || k == "" {
			continue
		}
		d := distance(key, k)
		if abbreviates(key, k) || abbreviates(k, key) || endsAlike(key, k) {
			d = 0
		}
		if limit := max(1, utf8.RuneCountInString(key)/3); d <= limit {
			list = append(list, near{n, d})
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].distance < list[j].distance })
	var best []string
	for i, n := range list {
		if i == 3 || n.distance > list[0].distance+1 {
			break
		}
		best = append(best, n.name)
	}
	return best
}

// endsAlike reports whether one name ends with the other, of three characters at
// least: 淮安生态文旅区, 生态文旅区.
func endsAlike(a, b string) bool {
	return min(utf8.RuneCountInString(a), utf8.RuneCountInString(b)) >= 3 && (strings.HasSuffix(a, b) || strings.HasSuffix(b, a))
}

// abbreviates reports whether the shorter name is the longer one with
// characters left out: 市城管局, 市城市管理局.
func abbreviates(short, long string) bool {
	a, b := []rune(short), []rune(long)
	if len(a) < 3 || len(a) >= len(b) || a[0] != b[0] || a[len(a)-1] != b[len(b)-1] {
		return false
	}
	i := 0
	for _, r := range b {
		if i < len(a) && a[i] == r {
			i++
		}
	}
	return i == len(a)
}

// maxCompared is how many characters of a name are compared; names are short.
const maxCompared = 40

// distance is how many characters must be put in, left out or changed to make
// one text of the other.
func distance(s, t string) int {
	a, b := []rune(s), []rune(t)
	a, b = a[:min(len(a), maxCompared)], b[:min(len(b), maxCompared)]
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		previous := row[0]
		row[0] = i + 1
		for j := range b {
			cost := previous
			if a[i] != b[j] {
				cost++
			}
			previous = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// alike reports whether a new unit's name is so near a known one's that the
// office should look: one abbreviates the other, or one character of a long name
// differs. Divisions in brackets and areas of another kind are different units.
func alike(a, b string) bool {
	if strings.ContainsAny(a+b, "()（）") || kindOf(a) != kindOf(b) {
		return false
	}
	x, y := wording.Key(a), wording.Key(b)
	if abbreviates(x, y) || abbreviates(y, x) {
		return true
	}
	n := min(utf8.RuneCountInString(x), utf8.RuneCountInString(y))
	return n >= 6 && !wording.IsArea(a) && distance(x, y) == 1
}

// kindOf is what sort of unit a name belongs to.
func kindOf(name string) ledger.UnitKind {
	s := wording.Simplify(wording.Area(name))
	switch {
	case wording.IsArea(name):
		for _, word := range []string{"开发区", "高新区", "园区", "新区", "经开区", "旅游区", "文旅区", "度假区", "示范区", "保税区", "工业区", "管理区", "试验区"} {
			if strings.HasSuffix(s, word) {
				return ledger.Park
			}
		}
		return ledger.County
	case hasAny(s, "公司", "集团", "银行", "电网", "供电"):
		return ledger.Enterprise
	case hasAny(s, "总工会", "工会", "团委", "团市委", "团区委", "妇联", "残联", "科协", "工商联", "红十字会", "侨联", "文联", "慈善总会", "计生协"):
		return ledger.MassBody
	}
	return ledger.Bureau
}

func hasAny(s string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
