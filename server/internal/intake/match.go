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
	byID    map[ledger.ProjectID]*ledger.Project
	byNo    map[ledger.ProjectID][]*ledger.Project // without their sub-numbers
	all     []*ledger.Project
	names   map[*ledger.Project][]string // see called
	callers map[string][]*ledger.Project // see named
	counts  map[string]found             // see counting
	calls   Called                       // what people said rows mean
}

func planOf(p *ledger.Programme) *plan {
	m := &plan{
		byID: p.ByID(), byNo: make(map[ledger.ProjectID][]*ledger.Project, len(p.Projects)),
		names: make(map[*ledger.Project][]string), counts: make(map[string]found),
	}
	for i := range p.Projects {
		pr := &p.Projects[i]
		m.all = append(m.all, pr)
		no := ledger.ProjectID{Series: pr.ID.Series, No: pr.ID.No}
		m.byNo[no] = append(m.byNo[no], pr)
	}
	return m
}

// called are the texts that a table may call a project by: the keys of its
// name, its content and its title. They are worked out when they are first
// asked for: most rows have the number and the name of their project.
func (m *plan) called(pr *ledger.Project) []string {
	keys, ok := m.names[pr]
	if ok {
		return keys
	}
	for _, s := range []string{pr.Name, pr.Content, wording.Title(pr.Name, pr.Content, pr.Targets)} {
		if k := wording.Key(s); k != "" && !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	m.names[pr] = keys
	return keys
}

// named are the projects that a table may call by the text with this key.
func (m *plan) named(key string) []*ledger.Project {
	if m.callers == nil {
		m.callers = make(map[string][]*ledger.Project, len(m.all))
		for _, pr := range m.all {
			for _, k := range m.called(pr) {
				m.callers[k] = append(m.callers[k], pr)
			}
		}
	}
	return m.callers[key]
}

// found is the project a row is about, and how sure that is.
type found struct {
	project *ledger.Project
	renamed bool            // by number; the name is another
	other   *ledger.Project // the name is this project's, the number another's
}

// find is the project of a number and a name: the one that people said they
// mean, or else the plan's own.
func (m *plan) find(id ledger.ProjectID, name string) found {
	if pr := m.said(rowWords(id, name)); pr != nil {
		return found{project: pr}
	}
	key := wording.Key(name)
	pr := m.byID[id]
	if pr == nil && id.No != "" && id.Sub == "" {
		pr = m.only(id)
	}
	if pr != nil && (key == "" || key == wording.Key(pr.Name)) {
		return found{project: pr}
	}
	named := m.named(key)
	if pr == nil && id.No == "" && len(named) == 1 {
		return found{project: named[0]}
	}
	if pr == nil {
		if len(named) == 1 && id.Sub == "" && named[0].ID.No == id.No {
			return found{project: named[0]}
		}
		return found{}
	}
	if sameName(key, m.called(pr)) {
		return found{project: pr}
	}
	for _, o := range named {
		if o.ID.Series == id.Series && o != pr {
			return found{project: pr, other: o}
		}
	}
	return found{project: pr, renamed: !retold(key, m.called(pr))}
}

// counting is the one project that a heading of a cross table names, or that
// counts what it names.
func (m *plan) counting(heading string) found {
	key := wording.Key(heading)
	if key == "" {
		return found{}
	}
	if f, ok := m.counts[key]; ok {
		return f // each heading is asked for by every row under it
	}
	f := found{project: m.said(heading)}
	if f.project == nil {
		f.project = m.onlyCounting(key)
	}
	m.counts[key] = f
	return f
}

func (m *plan) onlyCounting(key string) *ledger.Project {
	if all := m.allCounting(key); len(all) == 1 {
		return all[0]
	}
	return nil
}

// allCounting are the projects that a heading may mean.
func (m *plan) allCounting(key string) []*ledger.Project {
	var all []*ledger.Project
	for _, pr := range m.all {
		fits := sameName(key, m.called(pr))
		for i := range pr.Targets {
			fits = fits || strings.Contains(wording.Key(pr.Targets[i].Text), key)
		}
		if fits {
			all = append(all, pr)
		}
	}
	return all
}

// nearHeading are the projects that a heading may mean, or the one most like
// it, for a message.
func (m *plan) nearHeading(heading string) string {
	const most = 3
	key := wording.Key(heading)
	if key == "" {
		return ""
	}
	var names []string
	for i, pr := range m.allCounting(key) {
		if i < most {
			names = append(names, pr.ID.String()+" "+shorten(pr.Name))
		}
	}
	return firstOf(strings.Join(names, "”“"), m.near(heading))
}

// only is the one project with a number, whatever its sub-number.
func (m *plan) only(id ledger.ProjectID) *ledger.Project {
	if list := m.byNo[ledger.ProjectID{Series: id.Series, No: id.No}]; len(list) == 1 {
		return list[0]
	}
	return nil
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
		for _, k := range m.called(pr) {
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
