package web

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

type deliveryPage struct {
	Page
	correction
	Delivery app.Delivery
	Answers  []app.Answer
	Settings app.MailSettings
	Ready    bool
}

func (s *server) deliveryPage(c echo.Context) (deliveryPage, error) {
	page := deliveryPage{Page: s.newPage(c, "邮件", "mail")}
	id, err := idParam(c)
	if err != nil {
		return page, err
	}
	ctx := c.Request().Context()
	if page.Programmes, err = s.Service.Programmes(ctx); err != nil {
		return page, err
	}
	page.Settings, page.Ready = s.Service.MailSettings()
	page.Delivery, page.Answers, err = s.Ledger.Delivery(ctx, id)
	page.Title = fmt.Sprintf("邮件#%d", id)
	return page, err
}

// Returned reports whether a person may note that the message came back.
func (p deliveryPage) Returned() bool {
	return p.Delivery.State == app.Sent || p.Delivery.State == app.Uncertain
}

// mailShow is one message: what it says, and all that was said of it.
func (s *server) mailShow(c echo.Context) error {
	page, err := s.deliveryPage(c)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "delivery", page)
}

// mailDecide is what a person makes of a message.
func (s *server) mailDecide(c echo.Context) error {
	page, err := s.deliveryPage(c)
	if err != nil {
		return err
	}
	ctx, id, done := c.Request().Context(), page.Delivery.ID, "resent"
	switch c.FormValue("decision") {
	case "resend":
		err = s.Service.Resend(ctx, id, app.Browser)
	case "stop":
		err, done = s.Service.Stop(ctx, id, app.Browser), "stopped"
	case "sent":
		err, done = s.Service.MarkSent(ctx, id, app.Browser), "marked"
	case "bounced":
		page.Reason = c.FormValue("reason")
		err, done = s.Service.MarkBounced(ctx, id, page.Reason, app.Browser), "bounced"
	default:
		err = ledger.Errorf(ledger.CodeInvalid, "请选择“重新发送”“不再发送”“已收到”或“登记退信”。")
	}
	if err == nil {
		return seeOther(c, fmt.Sprintf("/mail/%d?done=%s", id, done))
	}
	status, err := page.fail(c, err)
	if err != nil {
		return err
	}
	return s.render(c, status, "delivery", page)
}
