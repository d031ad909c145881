package web

import (
	"context"
	"fmt"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
)

// setupFile puts another project table in the place of a setup's own.
func (s *server) setupFile(c echo.Context) error {
	return s.setupTakes(c, app.StepColumns, func(ctx context.Context, id int64, u app.Upload) (string, error) {
		_, err := s.Service.ReplaceSetupFile(ctx, id, versionOf(c), u, app.Browser)
		return "?done=replaced", err
	})
}

// setupContacts reads a list of contacts into the step's form.
func (s *server) setupContacts(c echo.Context) error {
	return s.setupTakes(c, app.StepContacts, func(ctx context.Context, id int64, u app.Upload) (string, error) {
		known, err := s.Service.ReadContacts(ctx, id, versionOf(c), u, app.Browser)
		return fmt.Sprintf("?done=contacts&n=%d", known), err
	})
}

// setupTakes gives the form's file to take and shows the step again, with what
// take says was done.
func (s *server) setupTakes(c echo.Context, step app.SetupStep, take func(ctx context.Context, id int64, u app.Upload) (string, error)) error {
	id, err := idParam(c)
	if err != nil {
		return err
	}
	upload, err := oneFile(c)
	if err != nil {
		return s.setupBack(c, step, nil, err)
	}
	done, err := take(c.Request().Context(), id, upload)
	if err != nil {
		return s.setupBack(c, step, nil, err)
	}
	return seeOther(c, setupAddress(id, step)+done)
}
