package web

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

// inboxSay keeps where an officer says that a file of the inbox belongs, and
// reads it with that.
func (s *server) inboxSay(c echo.Context) error {
	id, err := idParam(c)
	if err != nil {
		return err
	}
	f, err := s.Service.InboxFile(c.Request().Context(), id)
	if err != nil {
		return err
	}
	said, err := readUploadFields(c).binding()
	if err == nil {
		said.Explanations, said.Confirmed = f.Said.Explanations, f.Said.Confirmed
		_, err = s.Service.SayOf(c.Request().Context(), id, said, app.Browser)
	}
	if ledger.CodeOf(err) != "" {
		refusal := failureOf(err, reference(c))
		return s.renderInboxFile(c, refusal.Status, f, refusal.Detail)
	}
	if err != nil {
		return err
	}
	if c.FormValue("from") == "list" {
		return seeOther(c, fmt.Sprintf("/upload?done=said#file-%d", id))
	}
	return seeOther(c, fmt.Sprintf("/inbox/%d?done=said", id))
}

// sayConfirmed keeps the doubtful readings of a file of the inbox that were
// confirmed, in place of those that were before.
func (s *server) sayConfirmed(c echo.Context, inbox string, taken []intake.Confirmation) error {
	id, err := strconv.ParseInt(inbox, 10, 64)
	if err != nil {
		return echo.ErrNotFound
	}
	f, err := s.Service.InboxFile(c.Request().Context(), id)
	if err != nil {
		return err
	}
	said := f.Said
	said.Confirmed = taken
	if _, err := s.Service.SayOf(c.Request().Context(), id, said, app.Browser); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/inbox/%d?done=said", id))
}
