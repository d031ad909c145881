package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// inboxDiscard takes a file out of the inbox for the reason that the form gives.
func (s *server) inboxDiscard(c echo.Context) error {
	id, err := idParam(c)
	if err != nil {
		return err
	}
	reason := c.FormValue("reason")
	_, err = s.Service.DiscardInbox(c.Request().Context(), id, reason, app.Browser)
	if err == nil {
		return seeOther(c, "/upload?done=discarded#inbox")
	}
	if ledger.CodeOf(err) != ledger.CodeInvalid {
		return err
	}
	page, formErr := s.newUploadPage(c, uploadFields{})
	if formErr != nil {
		return formErr
	}
	if page.Inbox, formErr = s.listInbox(c, page.Keys); formErr != nil {
		return formErr
	}
	page.Inbox.Problem = failureOf(err, reference(c)).Detail
	for i := range page.Inbox.Rows {
		if page.Inbox.Rows[i].ID == id {
			page.Inbox.Rows[i].Wrong, page.Inbox.Rows[i].Reason = page.Inbox.Problem, reason
		}
	}
	return s.render(c, http.StatusBadRequest, "upload", page)
}
