package web

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
)

// inboxShow is one file of the inbox: where it belongs, what is wrong with it and
// what it would change.
func (s *server) inboxShow(c echo.Context) error {
	id, err := idParam(c)
	if err != nil {
		return err
	}
	f, err := s.Service.InboxFile(c.Request().Context(), id)
	if err != nil {
		return err
	}
	return s.renderInboxFile(c, http.StatusOK, f, "")
}

// renderInboxFile shows a file of the inbox; problem is why what was last asked
// for could not be done.
func (s *server) renderInboxFile(c echo.Context, status int, f app.InboxFile, problem string) error {
	if f.Accepted != nil {
		return seeOther(c, fmt.Sprintf("/p/%s/submissions/%d", f.Accepted.Programme, f.Accepted.Submission))
	}
	fields, err := fieldsOf(f)
	if err != nil {
		return err
	}
	page, err := s.newUploadPage(c, fields)
	if err != nil {
		return err
	}
	page.Title, page.Problem = f.Name, problem
	one, err := s.checkKept(c, stagedFile{hash: f.SHA256, name: f.Name, fields: fields})
	if err != nil {
		return err
	}
	if one.Preview != nil {
		f.Reading = one.Preview.Reading()
	}
	row := s.inboxRow(f, page.Keys)
	one.Inbox = &row
	one.offerInbox(&row)
	page.Results = []checked{one}
	if err := page.lay(s, c); err != nil {
		return err
	}
	return s.render(c, status, "preview", page)
}

// offerInbox lets a file of the inbox be accepted only once it is clear where
// it belongs.
func (o *checked) offerInbox(row *inboxRow) {
	if row.State() == app.InboxAsked && len(row.Reading.Doubts) > 0 || row.SameAs != 0 {
		o.Staged, o.Stopped = "", row.Why()
	}
}

// fieldsOf is what was said of a file of the inbox, as a form carries it.
func fieldsOf(f app.InboxFile) (uploadFields, error) {
	confirmed, err := confirmedText(f.Said.Confirmed)
	return uploadFields{
		Programme: f.Said.Programme, Period: f.Said.Period.String(), Unit: unitText(f.Said), Confirmed: confirmed,
		Inbox: fmt.Sprint(f.ID),
	}, err
}
