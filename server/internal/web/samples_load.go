package web

import (
	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
)

// samplesLoad fills an empty ledger with the five sample programmes.
func (s *server) samplesLoad(c echo.Context) error {
	if _, err := s.Service.LoadSamples(c.Request().Context(), app.Browser); err != nil {
		return err
	}
	return seeOther(c, "/?done=samples")
}
