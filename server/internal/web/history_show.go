package web

import (
	"net/http"
	"slices"

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
	OfUnit  bool
}

// projectHistory is every change of one project.
func (s *server) projectHistory(c echo.Context) error {
	base, err := s.programmePage(c, "历史", "projects", c.Param("key"))
	if err != nil {
		return err
	}
	id := pathParam(c, "project")
	page := historyPage{Page: base}
	if project, err := projectAt(base.Programme, id); err == nil {
		page.Of = id + " " + s.ProjectTitle(project)
		if page.Home, err = projectURL(base.Key(), project.ID, ledger.Period{}); err != nil {
			return err
		}
	} else {
		gone, rerr := s.Service.Removed(c.Request().Context(), base.Key())
		if rerr != nil {
			return rerr
		}
		i := slices.IndexFunc(gone, func(r app.Removed) bool { return r.Project == id })
		if i < 0 {
			return err
		}
		page.Of, page.Home = id+" "+gone[i].Name+"（已移出）", "/p/"+base.Key()+"/projects"
	}
	page.Entries, err = s.Service.ProjectHistory(c.Request().Context(), base.Key(), id)
	return s.showHistory(c, page, err)
}

// unitHistory is every change of one unit, its duties and shares.
func (s *server) unitHistory(c echo.Context) error {
	base, err := s.programmePage(c, "历史", "units", c.Param("key"))
	if err != nil {
		return err
	}
	name := pathParam(c, "unit")
	page := historyPage{Page: base, Of: name, Home: "/p/" + base.Key() + "/units", OfUnit: true}
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
