package intake

import (
	"slices"
	"strings"
	"unicode/utf8"

	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// plan finds the projects of a programme by number and by name.
type plan struct {
	byID   map[ledger.ProjectID]*ledger.Project
	byName map[string][]*ledger.Project // key of name, content or title
	keys   map[*ledger.Project][]string // what a table may call each
	all    []*ledger.Project
}

func planOf(p *ledger.Programme) *plan {
	m := &plan{
		byID: make(map[ledger.ProjectID]*ledger.Project), byName: make(map[string][]*ledger.Project),
		keys: make(map[*ledger.Project][]string),
	}
	for i := range p.Projects {
		pr := &p.Projects[i]
		m.byID[pr.ID] = pr
		m.all = append(m.all, pr)
		m.keys[pr] = nameKeys(pr)
		for _, k := range m.keys[pr] {
			m.byName[k] = append(m.byName[k], pr)
		}
	}
	return m
}

// nameKeys are the texts that a table may call a project by.
func nameKeys(pr *ledger.Project) []string {
	var keys []string
	for _, s := range []string{pr.Name, pr.Content, wording.Title(pr.Name, pr.Content, pr.Targets)} {
		if k := wording.Key(s); k != "" && !slices.Contains(keys, k) {
			keys = append(keys, k)
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
	if key == "" || sameName(key, m.keys[pr]) {
		return found{project: pr}
	}
	for _, o := range named {
		if o.ID.Series == id.Series && o != pr {
			return found{project: pr, other: o}
		}
	}
	return found{project: pr, renamed: !retold(key, m.keys[pr])}
}

// counting is the one project that a heading of a cross table names, or that
// counts what it names.
func (m *plan) counting(heading string) found {
	key := wording.Key(heading)
	if key == "" {
		return found{}
	}
	var one *ledger.Project
	for _, pr := range m.all {
		fits := sameName(key, m.keys[pr])
		for i := range pr.Targets {
			fits = fits || strings.Contains(wording.Key(pr.Targets[i].Text), key)
		}
		if !fits {
			continue
		}
		if one != nil {
			return found{}
		}
		one = pr
	}
	return found{project: one}
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

// sameName reports whether a name is one of a project's, or a telling part
// of one.
func sameName(key string, names []string) bool {
	for _, k := range names {
		if k == key || utf8.RuneCountInString(key) >= 4 && strings.Contains(k, key) ||
			utf8.RuneCountInString(k) >= 4 && strings.Contains(key, k) {
			return true
		}
	}
	return false
}

// retold reports whether a name is one of a project's in other words: half of
// its pairs of characters are found there.
func retold(key string, names []string) bool {
	name := []rune(key)
	if len(name) < 4 {
		return false
	}
	for _, k := range names {
		n := 0
		for i := 0; i+1 < len(name); i++ {
			if strings.Contains(k, string(name[i:i+2])) {
				n++
			}
		}
		if 2*n >= len(name)-1 {
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
		for _, k := range m.keys[pr] {
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
