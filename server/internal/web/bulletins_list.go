package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"tongbao/reports/bulletin"
	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

type bulletinsPage struct {
	Page
	Rows []app.BulletinRecord
	// Open are periods with reports for which an edition is not drafted yet,
	// newest first.
	Open []openPeriod
}

type openPeriod struct {
	Period  ledger.Period
	Edition bulletin.Edition
}

// bulletinsList is 通报: what was issued, what is drafted, what can be.
func (s *server) bulletinsList(c echo.Context) error {
	base, err := s.programmePage(c, "通报", "bulletins", c.Param("key"))
	if err != nil {
		return err
	}
	page := bulletinsPage{Page: base}
	if page.Rows, err = s.Ledger.Bulletins(c.Request().Context(), base.Key()); err != nil {
		return err
	}
	there := map[openPeriod]bool{}
	for _, b := range page.Rows {
		there[openPeriod{b.Period, b.Edition}] = true
	}
	for i := len(base.Periods) - 1; i >= 0; i-- {
		for _, edition := range []bulletin.Edition{bulletin.Internal, bulletin.Public} {
			if o := (openPeriod{base.Periods[i], edition}); !there[o] {
				page.Open = append(page.Open, o)
			}
		}
	}
	return s.render(c, http.StatusOK, "bulletins", page)
}
