package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

type projectRemovePage struct {
	Page
	correction
	Project *ledger.Project
	Home    string // the project's own page
}

func (s *server) projectRemovePage(c echo.Context) (projectRemovePage, error) {
	var page projectRemovePage
	var err error
	if page.Page, err = s.programmePage(c, "移出项目", "projects", c.Param("key")); err != nil {
		return page, err
	}
	if page.Project, err = projectAt(page.Programme, pathParam(c, "project")); err != nil {
		return page, err
	}
	page.Title = "移出 " + page.Project.ID.String() + " " + s.ProjectTitle(page.Project)
	page.Home, err = projectURL(page.Key(), page.Project.ID, ledger.Period{})
	return page, err
}

// projectRemoveForm is the form to take a project out of the plan.
func (s *server) projectRemoveForm(c echo.Context) error {
	page, err := s.projectRemovePage(c)
	if err != nil {
		return err
	}
	page.Seen, err = app.Seen(&app.Snapshot{Programme: page.Programme}, app.RemoveProject{ID: page.Project.ID})
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "project_remove", page)
}

// projectRemove takes a project out of the plan once it is confirmed what ends.
func (s *server) projectRemove(c echo.Context) error {
	page, err := s.projectRemovePage(c)
	if err != nil {
		return err
	}
	page.correction = readCorrection(c)
	done, status, err := s.correct(c, &page.correction, app.Correction{Programme: page.Key(), Edit: app.RemoveProject{ID: page.Project.ID}})
	if err != nil {
		return err
	}
	if done {
		return seeOther(c, "/p/"+page.Key()+"/projects?done=removed#removed")
	}
	return s.render(c, status, "project_remove", page)
}
