package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
)

// healthLive says that the process answers.
func (s *server) healthLive(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }

// readiness is what /readyz says.
type readiness struct {
	Ready  bool         `json:"ready"`
	Checks []app.Health `json:"checks"`
}

// healthReady says whether everything is there that work needs, and what is not.
func (s *server) healthReady(c echo.Context) error {
	r := readiness{Ready: true, Checks: s.Service.Health(c.Request().Context())}
	for _, check := range r.Checks {
		if check.OK {
			continue
		}
		r.Ready = false
		cause := ""
		if check.Err != nil {
			cause = check.Err.Error()
		}
		s.Log.Error("not ready", "reference", reference(c), "check", check.Name, "detail", check.Says, "error", cause)
	}
	if !r.Ready {
		return c.JSON(http.StatusServiceUnavailable, r)
	}
	return c.JSON(http.StatusOK, r)
}
