package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

type mattersPage struct {
	Page
	app.MatterList
	Filter app.MatterFilter
	States []ledger.MatterState
	Export string // the address of the same list as a workbook
}

// SettledRate is 办结率 in percent, — where no matter counts in it.
func (p mattersPage) SettledRate() string {
	rate, ok := p.Counts.SettledRate()
	if !ok {
		return "—"
	}
	return rate.Shown(1) + "%"
}

// mattersList is 民声事项: residents' requests, narrowed by the address.
func (s *server) mattersList(c echo.Context) error {
	key := c.Param("key")
	base, err := s.programmePage(c, "民声事项", "matters", key)
	if err != nil {
		return err
	}
	page := mattersPage{Page: base, Filter: matterFilter(c), States: ledger.MatterStates, Export: "/p/" + key + "/matters.xlsx?" + c.QueryString()}
	if page.MatterList, err = s.Service.Matters(c.Request().Context(), key, page.Filter); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "matters", page)
}

// matterFilter is what the address narrows a list of matters to.
func matterFilter(c echo.Context) app.MatterFilter {
	return app.MatterFilter{
		State: ledger.MatterState(c.QueryParam("state")), Unit: c.QueryParam("unit"),
		Supervised: c.QueryParam("supervised") != "", Overdue: c.QueryParam("overdue") != "",
		Query: strings.TrimSpace(c.QueryParam("q")),
	}
}

// matterURL is a matter's own page.
func matterURL(key, no string) string { return "/p/" + key + "/matters/" + url.PathEscape(no) }

// mattersExport is the same list as a workbook.
func (s *server) mattersExport(c echo.Context) error {
	file, data, err := s.Service.MattersBook(c.Request().Context(), c.Param("key"), matterFilter(c))
	if err != nil {
		return err
	}
	return sendFile(c, file, "matters", data)
}
