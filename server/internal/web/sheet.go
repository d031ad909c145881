package web

import (
	"fmt"
	"strconv"

	"tongbao/server/internal/app"
)

// onPage is how many cells of the clerks' own tables a page shows at first; the
// files of one form share them.
const onPage = 4000

// pane is a checked file's own tables as the page shows them, with addresses for
// what they leave out.
type pane struct {
	File   string // begins the ids of its parts: "f0"
	Sheets []app.Sheet
	// shown are the ids of marked cells that are on the page.
	shown map[string]bool
	rows  string // the address of further rows, without the sheet
}

// newPane is the pane of the n-th file of a page.
func newPane(n int, sheets []app.Sheet, file stagedFile) *pane {
	p := &pane{File: "f" + strconv.Itoa(n), Sheets: sheets, shown: map[string]bool{}}
	p.rows = file.address("/upload/sheet") + "&n=" + strconv.Itoa(n)
	for _, s := range sheets {
		for _, part := range s.Parts {
			for _, r := range part.Rows {
				for _, c := range r.Cells {
					if c.Severity != "" && !c.Again {
						p.shown[p.CellID(s.Number, c.Ref)] = true
					}
				}
			}
		}
	}
	return p
}

// SheetID is the id of a sheet, CellID that of a marked cell and FindingID that
// of a finding in the list.
func (p *pane) SheetID(sheet int) string { return fmt.Sprintf("%s-s%d", p.File, sheet) }

// CellID is the id of a marked cell.
func (p *pane) CellID(sheet int, ref string) string { return p.SheetID(sheet) + "-" + ref }

// FindingID is the id of a finding in the list, by its place.
func (p *pane) FindingID(i int) string { return fmt.Sprintf("%s-p%d", p.File, i) }

// Find is the address that shows where a finding is: on this page or, where its
// row is left out, on one of its own.
func (p *pane) Find(at app.Place) string {
	id := p.SheetID(at.Sheet)
	if at.Ref == "" {
		return "#" + id
	}
	id = p.CellID(at.Sheet, at.Ref)
	if p.shown[id] {
		return "#" + id
	}
	return fmt.Sprintf("%s&sheet=%d&row=%d#%s", p.rows, at.Sheet, at.Row, id)
}

// More is the address of rows that are left out.
func (p *pane) More(sheet, from, to int) string {
	return fmt.Sprintf("%s&sheet=%d&from=%d&to=%d#%s", p.rows, sheet, from, to, p.SheetID(sheet))
}

// First is the place among the sheets of the one that is open at first: the
// first with something wrong in it.
func (p *pane) First() int {
	for i, s := range p.Sheets {
		for _, part := range s.Parts {
			for _, r := range part.Rows {
				for _, c := range r.Cells {
					if c.Severity != "" {
						return i
					}
				}
			}
		}
	}
	return 0
}
