package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

type unitEndPage struct {
	Page
	correction
	Name   string
	Home   string
	Form   unitEndForm
	Known  []string   // the other units
	Shares []heirLine // projects in which the unit has a part
}

// unitEndForm is the end of a unit as typed.
type unitEndForm struct {
	How        string // merge or split
	On, Into   string
	Successors string // one a line
}

// heirLine is one project that goes to a successor.
type heirLine struct {
	ID   ledger.ProjectID
	Name string
	Heir string // as typed
}

func (s *server) unitEndPage(c echo.Context) (unitEndPage, error) {
	var page unitEndPage
	var err error
	if page.Page, err = s.programmePage(c, "撤并", "units", c.Param("key")); err != nil {
		return page, err
	}
	u, err := unitAt(page.Programme, pathParam(c, "unit"))
	if err != nil {
		return page, err
	}
	page.Name, page.Title, page.Home = u.Name, "撤并 "+u.Name, unitURL(page.Key(), u.Name)
	for _, o := range page.Programme.Units {
		if o.Name != u.Name {
			page.Known = append(page.Known, o.Name)
		}
	}
	for i := range page.Programme.Projects {
		p := &page.Programme.Projects[i]
		if hasPart(page.Programme, p, u.Name) {
			page.Shares = append(page.Shares, heirLine{p.ID, s.ProjectTitle(p), strings.TrimSpace(c.FormValue("heir." + p.ID.String()))})
		}
	}
	return page, nil
}

// hasPart reports whether a unit has a duty or a share in a project.
func hasPart(p *ledger.Programme, pr *ledger.Project, unit string) bool {
	return slices.ContainsFunc(pr.Duties, func(d ledger.Duty) bool { return d.Role != ledger.Leader && p.Canonical(d.Name) == unit }) ||
		slices.ContainsFunc(pr.Allocations, func(a ledger.Allocation) bool { return p.Canonical(a.Unit) == unit })
}

// edit is what the form says of the unit's end.
func (p *unitEndPage) edit() (app.Edit, error) {
	on, err := dateField(p.Form.On, "on")
	if err != nil {
		return nil, err
	}
	if p.Form.How == "split" {
		heirs := map[ledger.ProjectID]string{}
		for _, l := range p.Shares {
			if l.Heir != "" {
				heirs[l.ID] = l.Heir
			}
		}
		return app.SplitUnit{Name: p.Name, Successors: names(p.Form.Successors), On: on, Heirs: heirs}, nil
	}
	return app.MergeUnit{Name: p.Name, Into: p.Form.Into, On: on}, nil
}

// unitEndForm is the form to merge a unit into another or to split it.
func (s *server) unitEndForm(c echo.Context) error {
	page, err := s.unitEndPage(c)
	if err != nil {
		return err
	}
	page.Form.How = "merge"
	page.Seen, err = app.Seen(&app.Snapshot{Programme: page.Programme}, app.MergeUnit{Name: page.Name})
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "unit_end", page)
}

// unitEnd merges a unit into another or splits it, once it is confirmed what
// changes.
func (s *server) unitEnd(c echo.Context) error {
	page, err := s.unitEndPage(c)
	if err != nil {
		return err
	}
	page.Form = unitEndForm{c.FormValue("how"), c.FormValue("on"), c.FormValue("into"), c.FormValue("successors")}
	page.correction = readCorrection(c)
	edit, err := page.edit()
	if err != nil {
		status, err := page.fail(c, err)
		if err != nil {
			return err
		}
		return s.render(c, status, "unit_end", page)
	}
	done, status, err := s.correct(c, &page.correction, app.Correction{Programme: page.Key(), Edit: edit})
	if err != nil {
		return err
	}
	if done {
		return seeOther(c, "/p/"+page.Key()+"/units?done=corrected")
	}
	return s.render(c, status, "unit_end", page)
}
