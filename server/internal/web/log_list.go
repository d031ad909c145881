package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
)

// maxLog is how many entries of the log one page shows.
const maxLog = 200

type logPage struct {
	Page
	Entries []app.AuditEntry
	Max     int
}

// logList is 日志: who did what when, newest first.
func (s *server) logList(c echo.Context) error {
	page := logPage{Page: s.newPage(c, "日志", "log"), Max: maxLog}
	var err error
	if page.Programmes, err = s.Service.Programmes(c.Request().Context()); err != nil {
		return err
	}
	page.Programme = find(page.Programmes, c.QueryParam("programme"))
	if page.Entries, err = s.Ledger.Audit(c.Request().Context(), maxLog); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "log", page)
}
