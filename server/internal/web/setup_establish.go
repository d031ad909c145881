package web

import (
	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
)

// setupEstablish puts a new programme into the ledger.
func (s *server) setupEstablish(c echo.Context) error {
	id, err := idParam(c)
	if err != nil {
		return err
	}
	sub, err := s.Service.Establish(c.Request().Context(), id, versionOf(c), app.Browser)
	if err != nil {
		return s.setupBack(c, app.StepSummary, nil, err)
	}
	return seeOther(c, "/p/"+sub.Programme+"?done=established")
}

// setupDiscard gives a new programme up.
func (s *server) setupDiscard(c echo.Context) error {
	id, err := idParam(c)
	if err != nil {
		return err
	}
	if err := s.Service.DiscardSetup(c.Request().Context(), id, app.Browser); err != nil {
		return err
	}
	return seeOther(c, "/setup?done=setup-discarded")
}
