package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

type historyPage struct {
	Page
	Of      string // what it is the history of
	Home    string
	Entries []app.HistoryEntry
	Count   int // changes in all of them
}

// projectHistory is every change of one project.
func (s *server) projectHistory(c echo.Context) error {
	base, err := s.programmePage(c, "历史", "projects", c.Param("key"))
	if err != nil {
		return err
	}
	project, err := projectAt(base.Programme, pathParam(c, "project"))
	if err != nil {
		return err
	}
	page := historyPage{Page: base, Of: project.ID.String() + " " + s.ProjectTitle(project)}
	if page.Home, err = projectURL(base.Key(), project.ID, ledger.Period{}); err != nil {
		return err
	}
	page.Entries, err = s.Service.ProjectHistory(c.Request().Context(), base.Key(), project.ID)
	return s.showHistory(c, page, err)
}

// unitHistory is every change of one unit that was entered by hand.
func (s *server) unitHistory(c echo.Context) error {
	base, err := s.programmePage(c, "历史", "units", c.Param("key"))
	if err != nil {
		return err
	}
	name := pathParam(c, "unit")
	page := historyPage{Page: base, Of: name, Home: "/p/" + base.Key() + "/units"}
	page.Entries, err = s.Service.UnitHistory(c.Request().Context(), base.Key(), name)
	return s.showHistory(c, page, err)
}

func (s *server) showHistory(c echo.Context, page historyPage, err error) error {
	if err != nil {
		return err
	}
	page.Title = page.Of + " 的历史"
	for _, e := range page.Entries {
		page.Count += len(e.Changes)
	}
	return s.render(c, http.StatusOK, "history", page)
}
