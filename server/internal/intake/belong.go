package intake

import (
	"path"
	"strings"
	"unicode/utf8"

	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// Fit is how many rows of a draft name a project, and how many of those name
// one of the programme's, by its number and name both where the row has both.
func Fit(d *Draft, p *ledger.Programme) (rows, known int) {
	w := &binder{programme: p, plan: planOf(p)}
	count := func(f found) {
		rows++
		if f.project != nil && !f.renamed && f.other == nil {
			known++
		}
	}
	for i := range d.Progress {
		count(w.find(&d.Progress[i]))
	}
	for i := range d.Projects {
		count(w.plan.find(d.Projects[i].ID, d.Projects[i].Name))
	}
	for i := range d.Allocations {
		a := &d.Allocations[i]
		count(w.plan.find(ledger.ProjectID{Series: a.Series, No: a.No, Sub: a.Sub}, a.Name))
	}
	for i := range d.Fundings {
		f := &d.Fundings[i]
		count(w.plan.find(ledger.ProjectID{Series: f.Series, No: f.No, Sub: f.Sub}, f.Name))
	}
	return rows, known
}

// PeriodTold is the period that a draft without one in its lines tells
// otherwise: all its rows the same one, or its file's name. year stands in where
// the name has none.
func PeriodTold(d *Draft, year int) ledger.Period {
	rows := ledger.Period{}
	for i := range d.Progress {
		p, err := ledger.ParsePeriod(d.Progress[i].Period)
		switch {
		case err != nil:
		case rows.IsZero():
			rows = p
		case rows != p:
			return ledger.Period{}
		}
	}
	if !rows.IsZero() {
		return rows
	}
	name := stem(d.File)
	if p, ok := wording.PeriodIn(name, year); ok && p.Year != 0 && (p.Kind != ledger.Year || wholeYear.MatchString(wording.Squeeze(name))) {
		return p
	}
	return ledger.Period{}
}

// stem is a file's name without folders and ending.
func stem(file string) string {
	base := path.Base(strings.ReplaceAll(file, `\`, "/"))
	return strings.TrimSuffix(base, path.Ext(base))
}

// Filer is whose a table of reports is.
type Filer struct {
	// Unit is the unit's own name; "" for a table that gathers several units'
	// rows, and where it is not known.
	Unit string
	// Sure: neither the lines nor the rows leave a doubt. Otherwise Unit is a
	// guess.
	Sure bool
}

// FilerOf tells whose a table of reports is that belongs to a programme: the
// unit that its 填报单位 line names, or else the one that all its rows name, or
// the one in its file's name where the rows can be its. A table whose rows name
// several units gathers them. Rows that are all one reporter's make a guess.
func FilerOf(d *Draft, p *ledger.Programme) Filer {
	w := &binder{programme: p, plan: planOf(p), units: rosterOf(p)}
	if u, ok := w.units.find(d.Reporter); d.Reporter != "" && ok {
		return Filer{u.Name, true}
	}
	own := w.named(d)
	switch {
	case len(own) > 1, d.Reporter != "" && len(own) == 1, d.Gathered:
		return Filer{"", true} // of an office that gathers
	case len(own) == 1:
		return Filer{own[0], true}
	}
	reporters, fits := w.reporters(d)
	if u := w.units.within(stem(d.File)); u != nil && d.Reporter == "" {
		return Filer{u.Name, fits(u)}
	}
	switch near := w.units.nearest(d.Reporter); {
	case d.Reporter != "" && near != "" && !strings.Contains(near, "”"):
		return Filer{near, false}
	case len(reporters) == 1:
		return Filer{reporters[0], false}
	}
	return Filer{}
}

// named are the units that the rows name themselves, and areas of shares.
func (w *binder) named(d *Draft) []string {
	var names []string
	seen := map[string]bool{}
	for i := range d.Progress {
		r := &d.Progress[i]
		name := r.Unit
		if r.sheetUnit {
			name = ""
		}
		if r.Area != "" && !wholeArea(r.Area) {
			name = r.Area
		}
		if u, ok := w.units.find(name); name != "" && ok && !seen[u.Name] {
			seen[u.Name] = true
			names = append(names, u.Name)
		}
	}
	return names
}

// reporters are the reporters of the rows' projects, and a test whether a unit
// may report at least half of the rows.
func (w *binder) reporters(d *Draft) (names []string, fits func(*ledger.Unit) bool) {
	var projects []*ledger.Project
	seen := map[string]bool{}
	for i := range d.Progress {
		f := w.find(&d.Progress[i])
		if f.project == nil {
			continue
		}
		projects = append(projects, f.project)
		name, _ := f.project.Reporter()
		if name = w.units.canonical(name); name != "" && !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	return names, func(u *ledger.Unit) bool {
		n := 0
		for _, pr := range projects {
			if _, ok := w.share(pr, u); ok {
				n++
			}
		}
		return len(projects) > 0 && 2*n >= len(projects)
	}
}

// within is the one unit whose name or alias a text holds, the longest where
// one holds another; 住建局 is 市住建局 where no other unit is called so. nil
// where there is none or more than one.
func (r *roster) within(text string) *ledger.Unit {
	key := wording.Key(text)
	var best *ledger.Unit
	longest, several := 0, false
	see := func(name string, u *ledger.Unit) {
		n := utf8.RuneCountInString(name)
		if n < 2 || n < longest || !strings.Contains(key, name) {
			return
		}
		if n == longest && u != best {
			several = true
			return
		}
		best, longest, several = u, n, false
	}
	for _, u := range r.list {
		for _, name := range append([]string{u.Name}, u.Aliases...) {
			see(wording.Key(name), u)
			see(wording.Key(wording.Area(name)), u)
		}
	}
	if best == nil {
		for _, u := range r.list {
			short := wording.Key(u.Name)
			for _, level := range []string{"市", "区", "县"} {
				if rest, ok := strings.CutPrefix(short, level); ok && utf8.RuneCountInString(rest) >= 3 {
					see(rest, u)
				}
			}
		}
	}
	if several {
		return nil
	}
	return best
}
