package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

type unitsPage struct {
	Page
	Rows    []unitRow
	Answers []app.ColumnAnswer
}

// unitRow is one unit with what it leads and its place in the period.
type unitRow struct {
	ledger.Unit
	Leads     int
	Standing  *ledger.UnitStanding // nil when it reports nothing in the period
	Addresses []string
}

// unitsList is 单位, in 建制序.
func (s *server) unitsList(c echo.Context) error {
	key := c.Param("key")
	base, err := s.programmePage(c, "单位", "units", key)
	if err != nil {
		return err
	}
	base.Here = "/p/" + key + "/units"
	page := unitsPage{Page: base}
	standings := map[string]*ledger.UnitStanding{}
	if !base.Period.IsZero() {
		summary, err := s.Service.Judge(c.Request().Context(), key, base.Period)
		if err != nil {
			return err
		}
		for i := range summary.Main.Units {
			standings[summary.Main.Units[i].Unit.Name] = &summary.Main.Units[i]
		}
	}
	leads := map[string]int{}
	for i := range base.Programme.Projects {
		for _, name := range base.Programme.Projects[i].Names(ledger.Lead) {
			if u, ok := base.Programme.Unit(name); ok {
				name = u.Name
			}
			leads[name]++
		}
	}
	for _, u := range base.Programme.Units {
		row := unitRow{Unit: u, Leads: leads[u.Name], Standing: standings[u.Name]}
		for _, r := range base.Programme.Recipients {
			if r.Unit == u.Name {
				row.Addresses = append(row.Addresses, r.Address)
			}
		}
		page.Rows = append(page.Rows, row)
	}
	if page.Answers, err = s.Service.ColumnAnswers(c.Request().Context(), key); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "units", page)
}
