package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// healthLive says that the process answers.
func (s *server) healthLive(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }

// healthReady says whether the ledger can be reached.
func (s *server) healthReady(c echo.Context) error {
	if err := s.Ledger.Ping(c.Request().Context()); err != nil {
		s.Log.Error("not ready", "reference", reference(c), "error", err.Error())
		return c.String(http.StatusServiceUnavailable, "unavailable\n")
	}
	return c.String(http.StatusOK, "ok\n")
}
