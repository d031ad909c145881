package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// uploadConfirm checks the form's kept files again, one of them with the doubtful
// readings that were confirmed. Nothing of them enters the ledger.
func (s *server) uploadConfirm(c echo.Context) error {
	files, asked, err := readAsked(c)
	if err != nil {
		return err
	}
	taken, typed := readOffers(c.Request().Form)
	if typed == nil {
		if files[asked].fields.Inbox != "" {
			return s.sayConfirmed(c, files[asked].fields.Inbox, taken)
		}
		if files[asked].fields.Confirmed, err = confirmedText(taken); err != nil {
			return err
		}
	}
	page, status, err := s.checkAgain(c, files, asked)
	if err != nil {
		return err
	}
	if typed != nil {
		status = http.StatusBadRequest
		page.Results[asked].retype(typed)
	}
	return s.render(c, status, "preview", page)
}
