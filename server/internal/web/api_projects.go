package web

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/internal/intake"
)

// apiProjects are a programme's projects as the ledger holds them, each as
// `check --json` prints it.
func (s *server) apiProjects(c echo.Context) error {
	programme, err := s.Ledger.Programme(c.Request().Context(), c.Param("key"))
	if err != nil {
		return err
	}
	body, err := s.CheckJSON(&app.Preview{Draft: &intake.Draft{Projects: programme.Projects}})
	if err != nil {
		return err
	}
	var file struct {
		Projects json.RawMessage `json:"projects"`
	}
	if err := json.Unmarshal(body, &file); err != nil {
		return fmt.Errorf("projects as JSON: %w", err)
	}
	return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, file.Projects)
}
