package web

import (
	"fmt"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// bulletinDeliver puts an issued bulletin into the outbox.
func (s *server) bulletinDeliver(c echo.Context) error {
	id, err := idParam(c)
	if err != nil {
		return err
	}
	n, err := s.Service.Deliver(c.Request().Context(), id, app.Browser)
	if err == nil {
		return seeOther(c, fmt.Sprintf("/bulletins/%d?done=delivered&n=%d#deliveries", id, n))
	}
	if code := ledger.CodeOf(err); code == "" || code == ledger.CodeNotFound {
		return err
	}
	page, perr := s.bulletinPage(c, nil)
	if perr != nil {
		return perr
	}
	f := failureOf(err, reference(c))
	page.Problem = f.Detail
	return s.render(c, f.Status, "bulletin", page)
}
