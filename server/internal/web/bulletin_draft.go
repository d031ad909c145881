package web

import (
	"fmt"

	"github.com/labstack/echo/v4"

	"tongbao/reports/bulletin"
	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// bulletinDraft drafts the bulletin of a period, or shows the one there is.
func (s *server) bulletinDraft(c echo.Context) error {
	period, err := ledger.ParsePeriod(c.FormValue("period"))
	if err != nil {
		return err
	}
	edition := bulletin.Edition(c.FormValue("edition"))
	if edition != bulletin.Internal && edition != bulletin.Public {
		return ledger.Errorf(ledger.CodeInvalid, "请选择内部版或公开版。")
	}
	record, err := s.Service.DraftBulletin(c.Request().Context(), c.Param("key"), period, edition, app.Browser)
	if err != nil {
		return err
	}
	done := "drafted"
	if record.State != app.Draft {
		done = "issued-before" // nothing was drafted
	}
	return seeOther(c, fmt.Sprintf("/bulletins/%d?done=%s", record.ID, done))
}
