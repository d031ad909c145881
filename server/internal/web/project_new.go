package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

func (s *server) projectNewPage(c echo.Context) (projectEditPage, error) {
	page := projectEditPage{New: true, Project: &ledger.Project{}}
	var err error
	if page.Page, err = s.programmePage(c, "新增项目", "projects", c.Param("key")); err != nil {
		return page, err
	}
	page.Home = "/p/" + page.Key() + "/projects/new"
	page.listUnits()
	return page, nil
}

// projectNewForm is the form to enter a project that no table named.
func (s *server) projectNewForm(c echo.Context) error {
	page, err := s.projectNewPage(c)
	if err != nil {
		return err
	}
	page.Form = formOfProject(&ledger.Project{
		ID: ledger.ProjectID{Series: ledger.SeriesMain}, Deadline: ledger.MonthEnd(page.Programme.Year, 12),
	})
	page.Form.Targets = append(page.Form.Targets, targetRow{})
	for range 3 {
		page.Form.Milestones = append(page.Form.Milestones, milestoneRow{Expect: make([]expectRow, 2)})
	}
	return s.render(c, http.StatusOK, "project_edit", page)
}

// projectNew enters a project once it is confirmed what is entered.
func (s *server) projectNew(c echo.Context) error {
	page, err := s.projectNewPage(c)
	if err != nil {
		return err
	}
	next, status, err := page.read(c)
	if err != nil {
		return err
	}
	if status != http.StatusOK {
		return s.render(c, status, "project_edit", page)
	}
	next.ID = ledger.ProjectID{Series: page.Form.Series, No: strings.TrimSpace(page.Form.No), Sub: page.Form.Sub}
	page.Project = &next
	done, status, err := s.correct(c, &page.correction, app.Correction{Programme: page.Key(), Edit: app.AddProject{Project: next}})
	if err != nil {
		return err
	}
	if !done {
		return s.render(c, status, "project_edit", page)
	}
	home, err := projectURL(page.Key(), next.ID, ledger.Period{})
	if err != nil {
		return err
	}
	return seeOther(c, home+"?done=corrected")
}
