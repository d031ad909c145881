package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"tongbao/server/ledger"
)

// apiVerdicts is a programme judged at the end of a period, as `export --json`
// prints it.
func (s *server) apiVerdicts(c echo.Context) error {
	text, err := wanted(c, "period", "2020Q1")
	if err != nil {
		return err
	}
	period, err := ledger.ParsePeriod(text)
	if err != nil {
		return err
	}
	summary, err := s.Service.Judge(c.Request().Context(), c.Param("key"), period)
	if err != nil {
		return err
	}
	body, err := s.ExportJSON(summary)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, body)
}
