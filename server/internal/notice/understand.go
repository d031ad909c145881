package notice

import (
	"strings"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/intake"
	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// What a table has at least that may be a list: others say what the notice is.
const leastRows, leastColumns = 3, 3

// tables takes a document's own tables that hold a list of projects.
func (r *reader) tables() {
	for i := range r.doc.Tables {
		t := &r.doc.Tables[i].Sheet
		s := &sheet{Sheet: *t, rows: make(map[int]place), cells: make(map[grid.Address]place)}
		d := r.read(s)
		switch d.Layout {
		case intake.LayoutProject, intake.LayoutAllocation, intake.LayoutFunding:
		default:
			if len(t.Rows) >= leastRows && t.Rows[leastRows-1].Len() >= leastColumns {
				r.warn(intake.CodeTableIgnored, t.Name, "", "value", t.Name)
			}
			continue
		}
		r.keep(&found{list: &list{name: t.Name, title: d.Title}, sheet: s, draft: d})
	}
}

// read understands one table.
func (r *reader) read(s *sheet) *intake.Draft {
	w := &grid.Workbook{File: r.doc.File, Format: r.doc.Format, SHA256: r.doc.SHA256, Sheets: []grid.Sheet{s.Sheet}}
	return intake.ReadIn(w, r.notice.Year)
}

// understand reads every list, finds which of them repeat others, and joins what
// they say in one draft.
func (r *reader) understand() {
	d := &intake.Draft{File: r.doc.File, Format: r.doc.Format, SHA256: r.doc.SHA256, Layout: intake.LayoutUnknown}
	d.Title, d.Year = r.notice.Title, r.notice.Year
	for i, f := range r.lists {
		if f.draft == nil {
			f.sheet = f.list.sheet()
			f.draft = r.read(f.sheet)
		}
		f.relocate()
		f.projects = make(map[ledger.ProjectID]*ledger.Project, len(f.draft.Projects))
		for k := range f.draft.Projects {
			f.projects[f.draft.Projects[k].ID] = &f.draft.Projects[k]
		}
		for _, earlier := range r.lists[:i] {
			if f.repeats(earlier) {
				break
			}
		}
		r.join(d, f)
	}
	r.draft = d
}

// join adds a list to the draft: a list that repeats another gives only what it
// tells of shares and money.
func (r *reader) join(d *intake.Draft, f *found) {
	if d.Layout == intake.LayoutUnknown {
		d.Layout = f.draft.Layout
	}
	if f.of != nil {
		r.details(d, f)
		for _, x := range f.draft.Findings {
			switch x.Code {
			case intake.CodeSumMismatch, intake.CodeDuplicateNumber, intake.CodeCategoryCount, intake.CodeNoNumber:
				d.Findings = append(d.Findings, x)
			}
		}
		return
	}
	d.Rows.Seen += f.draft.Rows.Seen
	d.Rows.Accepted += f.draft.Rows.Accepted
	d.Rows.Rejected += f.draft.Rows.Rejected
	d.Rows.Blank += f.draft.Rows.Blank
	d.Other = append(d.Other, f.draft.Other...)
	d.Projects = append(d.Projects, f.draft.Projects...)
	d.Allocations = append(d.Allocations, f.draft.Allocations...)
	d.Fundings = append(d.Fundings, f.draft.Fundings...)
	d.Findings = append(d.Findings, f.draft.Findings...)
}

// details are a plan's shares and money as rows of tables of their own, for the
// projects that another list names.
func (r *reader) details(d *intake.Draft, f *found) {
	for i := range f.draft.Projects {
		p := &f.draft.Projects[i]
		for _, a := range p.Allocations {
			t, ok := p.Target(a.Target)
			if !ok {
				continue
			}
			row := intake.AllocationRow{
				Cell: a.Cell, Series: p.ID.Series, No: p.ID.No, Sub: p.ID.Sub, Name: p.Name, Target: firstOf(a.Part, t.Text), Part: a.Part,
				Unit: a.Unit, Quantity: a.Quantity, Measure: t.Measure, Of: a.Of, OfName: a.Name,
			}
			d.Allocations = append(d.Allocations, row)
		}
		money := intake.FundingRow{Cell: p.Cell, Series: p.ID.Series, No: p.ID.No, Sub: p.ID.Sub, Name: p.Name}
		if p.Total != nil {
			total := money
			total.Kind, total.Amount = "total", p.Total
			d.Fundings = append(d.Fundings, total)
		}
		for _, source := range p.Funding {
			one := money
			one.Cell, one.Kind, one.Source, one.Amount, one.Open = source.Cell, "source", source.Source, source.Amount, source.Open
			d.Fundings = append(d.Fundings, one)
		}
	}
}

// relocate names every cell of a list's draft by its line in the text.
func (f *found) relocate() {
	at := func(c *ledger.Cell) { c.Ref = f.sheet.of(c.Ref) }
	for i := range f.draft.Projects {
		f.draft.Projects[i].Cells(at)
	}
	for i := range f.draft.Allocations {
		at(&f.draft.Allocations[i].Cell)
	}
	for i := range f.draft.Fundings {
		at(&f.draft.Fundings[i].Cell)
	}
	for i := range f.draft.Other {
		if p, ok := f.sheet.rows[f.draft.Other[i].Row]; ok {
			f.draft.Other[i].Row = p.line
		}
	}
	for i := range f.draft.Findings {
		x := &f.draft.Findings[i]
		x.Cell = f.sheet.of(x.Cell)
		for _, name := range []string{"cells", "other"} {
			if x.Args[name] != "" {
				refs := strings.Split(x.Args[name], "、")
				for k := range refs {
					refs[k] = f.sheet.of(refs[k])
				}
				x.Args[name] = strings.Join(refs, "、")
			}
		}
	}
}

// repeats reports whether a list tells the projects of an earlier one again, and
// keeps it then: the same numbers, with the same words or in detail.
func (f *found) repeats(earlier *found) bool {
	if earlier.of != nil {
		return false
	}
	mine, theirs := f.projects, earlier.projects
	both, alike := 0, 0
	for id, p := range mine {
		q := theirs[id]
		if q == nil {
			continue
		}
		both++
		if alikeTexts(p, q) {
			alike++
		}
	}
	if both*5 < max(len(mine), len(theirs))*4 || both == 0 {
		return false
	}
	f.detail = len(f.items) > 0 && f.items[0].parent != nil && (earlier.flat || len(earlier.items) == 0)
	if alike*2 < both && !f.detail {
		return false
	}
	f.of = earlier
	return true
}

// alikeTexts reports whether two projects begin with the same words.
func alikeTexts(p, q *ledger.Project) bool {
	a, b := wording.Key(p.Content), wording.Key(q.Content)
	const enough = 6
	return a != "" && a[:cut(a, enough)] == b[:cut(b, enough)]
}
