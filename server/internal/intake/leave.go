package intake

import (
	"fmt"
	"slices"
	"strings"

	"tongbao/server/internal/grid"
	"tongbao/server/ledger"
)

// LeftRow is a row of a table that is not taken, though others of its file are.
type LeftRow struct {
	Sheet string
	Row   int
	Label string // the number and name it tells, "" where it tells none
	// Findings are the errors in the row. There are none in a good row that
	// cannot be taken without a faulty one of the same project.
	Findings []ledger.Finding
}

// rowAt is one row of one sheet.
type rowAt struct {
	sheet string
	row   int
}

// dataRow is a row of data with what became of it.
type dataRow struct {
	rowAt
	rejected bool
	left     bool // by an earlier LeaveOut
}

// item is what one record of a draft takes: a project, a report's row, a share.
// What is of one group is taken whole or not at all.
type item struct {
	group, label string
	at           rowAt
}

// LeaveOut is a draft without the rows that have errors, and those rows. A
// report, and a project with its shares and money, goes out as a whole, so that
// nothing half told takes the place of what the ledger holds. It is false where
// an error concerns the whole file or no row would be left; such a file can only
// be refused.
func LeaveOut(d *Draft, errors []ledger.Finding) (*Draft, []LeftRow, bool) {
	l := leaver{draft: d, data: make(map[rowAt]bool), found: make(map[rowAt][]ledger.Finding)}
	for _, r := range d.rows {
		l.data[r.rowAt] = true
	}
	for _, f := range errors {
		rows := l.placesOf(f)
		if len(rows) == 0 {
			return nil, nil, false
		}
		for _, p := range rows {
			l.found[p] = append(l.found[p], f)
		}
	}
	out := l.spread()
	rest := *d
	rest.partial, rest.rows, rest.Rows = true, slices.Clone(d.rows), d.Rows
	var left []LeftRow
	for i, r := range rest.rows {
		if !out[r.rowAt] || r.left {
			continue
		}
		rest.rows[i].left = true
		if !r.rejected {
			rest.rows[i].rejected = true
			rest.Rows.Accepted--
			rest.Rows.Rejected++
		}
		left = append(left, LeftRow{r.sheet, r.row, l.labels[r.rowAt], l.found[r.rowAt]})
	}
	keep := func(c ledger.Cell) bool { return !out[l.owner(c)] }
	rest.Projects = filter(d.Projects, func(p *ledger.Project) bool { return keep(p.Cell) })
	rest.Progress = filter(d.Progress, func(r *ProgressRow) bool { return keep(r.Cell) })
	rest.Allocations = filter(d.Allocations, func(a *AllocationRow) bool { return keep(a.Cell) })
	rest.Fundings = filter(d.Fundings, func(f *FundingRow) bool { return keep(f.Cell) })
	rest.Matters = filter(d.Matters, func(m *MatterRow) bool { return keep(m.Cell) })
	rest.faulty = nil
	some := len(rest.Projects)+len(rest.Progress)+len(rest.Allocations)+len(rest.Fundings)+len(rest.Matters) > 0
	return &rest, left, some && len(left) > 0
}

func filter[T any](list []T, keep func(*T) bool) []T {
	var kept []T
	for i := range list {
		if keep(&list[i]) {
			kept = append(kept, list[i])
		}
	}
	return kept
}

type leaver struct {
	draft  *Draft
	data   map[rowAt]bool
	found  map[rowAt][]ledger.Finding
	labels map[rowAt]string
}

// placesOf are the rows of data that a finding points at.
func (l *leaver) placesOf(f ledger.Finding) []rowAt {
	var places []rowAt
	for _, ref := range strings.Split(f.Cell, "、") {
		from, to, ok := rowsOf(ref)
		if !ok {
			continue
		}
		for row := from; row <= to; row++ {
			if p := (rowAt{f.Sheet, row}); l.data[p] {
				places = append(places, p)
			}
		}
	}
	return places
}

// rowsOf are the first and last row of a cell or range: A3, A3:C5.
func rowsOf(ref string) (from, to int, ok bool) {
	first, last, isRange := strings.Cut(ref, ":")
	a, ok := grid.ParseAddress(first)
	if !ok || !isRange {
		return a.Row, a.Row, ok
	}
	b, ok := grid.ParseAddress(last)
	return a.Row, b.Row, ok
}

// Touches reports whether a finding points into the row of a cell.
func Touches(f ledger.Finding, c ledger.Cell) bool {
	_, row, ok := rowsOf(c.Ref)
	if !ok || f.Sheet != c.Sheet {
		return false
	}
	for _, ref := range strings.Split(f.Cell+"、"+f.Args["cells"], "、") {
		if from, to, ok := rowsOf(ref); ok && from <= row && row <= to {
			return true
		}
	}
	return false
}

func (l *leaver) items() []item {
	var items []item
	add := func(kind, group, label string, c ledger.Cell) {
		items = append(items, item{kind + group, strings.TrimSpace(label), l.owner(c)})
	}
	d := l.draft
	for i := range d.Projects {
		p := &d.Projects[i]
		add("project", fmt.Sprint(p.ID), p.ID.String()+" "+p.Name, p.Cell)
	}
	for i := range d.Progress {
		r := &d.Progress[i]
		of := fmt.Sprint(r.Series, "/", r.No, "/", r.Sub)
		if r.Key != nil {
			of = fmt.Sprint(r.Key.Project)
		} else if r.No == "" || r.cross {
			of = r.Name
		}
		add("report", fmt.Sprint(of, "/", r.Unit, "/", r.Area, "/", r.Period), r.No+r.Sub+" "+r.Name, r.Cell)
	}
	for i := range d.Allocations {
		a := &d.Allocations[i]
		add("share", fmt.Sprint(a.Series, "/", a.No, "/", a.Sub, "/", a.Name), a.No+a.Sub+" "+a.Name, a.Cell)
	}
	for i := range d.Fundings {
		f := &d.Fundings[i]
		add("money", fmt.Sprint(f.Series, "/", f.No, "/", f.Sub, "/", f.Name), f.No+f.Sub+" "+f.Name, f.Cell)
	}
	for _, m := range slices.Concat(d.Matters, d.faulty) {
		add("matter", m.No+"/"+m.Cell.String(), m.No+" "+shorten(m.Content), m.Cell)
	}
	return items
}

// owner is the row in which a record begins.
func (l *leaver) owner(c ledger.Cell) rowAt {
	row, _, _ := rowsOf(c.Ref)
	return rowAt{c.Sheet, row}
}

// spread are the rows to leave out: those with an error, and with each of them
// all rows of its records and of their groups.
func (l *leaver) spread() map[rowAt]bool {
	items := l.items()
	l.labels = make(map[rowAt]string)
	byRow, byGroup := make(map[rowAt][]string), make(map[string][]rowAt)
	for _, it := range items {
		if l.labels[it.at] == "" {
			l.labels[it.at] = it.label
		}
		byRow[it.at] = append(byRow[it.at], it.group)
		byGroup[it.group] = append(byGroup[it.group], it.at)
	}
	// Rows after a record's first belong to it, except those that could not be
	// told to belong to anything.
	var last rowAt
	for _, r := range l.draft.rows {
		switch {
		case r.left:
		case len(byRow[r.rowAt]) > 0:
			last = r.rowAt
		case last.sheet == r.sheet && !l.orphan(r.rowAt) && len(l.draft.Progress) == 0:
			byRow[r.rowAt] = byRow[last]
			for _, group := range byRow[last] {
				byGroup[group] = append(byGroup[group], r.rowAt)
			}
		}
	}
	out := make(map[rowAt]bool)
	var next []rowAt
	for p := range l.found {
		out[p] = true
		next = append(next, p)
	}
	for len(next) > 0 {
		p := next[0]
		next = next[1:]
		for _, group := range byRow[p] {
			for _, q := range byGroup[group] {
				if !out[q] {
					out[q] = true
					next = append(next, q)
				}
			}
		}
	}
	return out
}

// orphan reports whether a row could not be told to be about any project.
func (l *leaver) orphan(p rowAt) bool {
	return slices.ContainsFunc(l.found[p], func(f ledger.Finding) bool {
		return f.Code == CodeNoNumber || f.Code == CodeNoName
	})
}
