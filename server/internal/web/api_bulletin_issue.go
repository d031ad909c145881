package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// apiBulletinIssue freezes a draft with its files and, where that is asked for,
// queues its mails with it.
func (s *server) apiBulletinIssue(c echo.Context) error {
	id, err := idParam(c)
	if err != nil {
		return err
	}
	var in struct {
		Date string `json:"date"`
		Send bool   `json:"send"`
	}
	if err := readJSON(c, &in); err != nil {
		return err
	}
	date, err := ledger.ParseDate(in.Date)
	if err != nil {
		return err
	}
	record, err := s.Service.IssueBulletin(c.Request().Context(), id, app.Issuing{Date: date, Send: in.Send}, app.Browser)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, bulletinOf(record))
}
