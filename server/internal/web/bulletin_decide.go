package web

import (
	"fmt"
	"strconv"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// bulletinDecide is what a person makes of a message that failed or whose end
// is unknown: it is sent again, not any more, or is known to have arrived.
func (s *server) bulletinDecide(c echo.Context) error {
	id, err := idParam(c)
	if err != nil {
		return err
	}
	delivery, err := strconv.ParseInt(c.Param("delivery"), 10, 64)
	if err != nil || delivery <= 0 {
		return echo.ErrNotFound
	}
	ctx, done := c.Request().Context(), "resent"
	switch c.FormValue("decision") {
	case "resend":
		err = s.Service.Resend(ctx, delivery, app.Browser)
	case "stop":
		err, done = s.Service.Stop(ctx, delivery, app.Browser), "stopped"
	case "sent":
		err, done = s.Service.MarkSent(ctx, delivery, app.Browser), "marked"
	default:
		err = ledger.Errorf(ledger.CodeInvalid, "请选择“重新发送”“不再发送”或“已收到”。")
	}
	if err == nil {
		return seeOther(c, fmt.Sprintf("/bulletins/%d?done=%s#deliveries", id, done))
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
