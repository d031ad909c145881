package web

import (
	"errors"
	"fmt"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// mailTest queues a test mail.
func (s *server) mailTest(c echo.Context) error {
	address := c.FormValue("address")
	err := s.Service.TestMail(c.Request().Context(), address, app.Browser)
	return s.mailDone(c, "tested", address, err)
}

// mailBounce takes in a message that came back.
func (s *server) mailBounce(c echo.Context) error {
	files := uploadedFiles(c)
	if len(files) == 0 {
		return s.mailDone(c, "", "", ledger.Errorf(ledger.CodeInvalid, "请选择退信文件（.eml）").At("file"))
	}
	d, err := s.Service.TakeBounce(c.Request().Context(), files[0].Data, app.Browser)
	if err == nil {
		return seeOther(c, fmt.Sprintf("/mail/%d?done=bounced", d.ID))
	}
	if e := (*ledger.Error)(nil); errors.As(err, &e) {
		err = e.At("file")
	}
	return s.mailDone(c, "", "", err)
}

// mailResend sends again what failed or came back of one bulletin, or of all.
func (s *server) mailResend(c echo.Context) error {
	page, err := s.mailPage(c)
	if err != nil {
		return err
	}
	n, err := s.Service.ResendFailed(c.Request().Context(), app.OutboxFilter{Bulletin: page.Filter.Bulletin}, app.Browser)
	return s.mailDone(c, fmt.Sprintf("resent-all&n=%d", n), "", err)
}

// mailDone goes back to the outbox, or shows it with what is wrong.
func (s *server) mailDone(c echo.Context, done, typed string, err error) error {
	if err == nil {
		return seeOther(c, "/mail?done="+done)
	}
	page, perr := s.mailPage(c)
	if perr != nil {
		return perr
	}
	page.Typed = typed
	status, err := page.fail(c, err)
	if err != nil {
		return err
	}
	if page.Wrong != nil {
		page.Problem = ""
	}
	return s.render(c, status, "mail", page)
}
