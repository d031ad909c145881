package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// setupShow is one step of a new programme.
func (s *server) setupShow(c echo.Context) error {
	step, err := setupStep(c)
	if err != nil {
		return err
	}
	id, err := idParam(c)
	if err != nil {
		return err
	}
	v, err := s.Service.Setup(c.Request().Context(), id)
	if err != nil {
		return err
	}
	if key := v.Setup.Established; key != "" {
		return seeOther(c, "/p/"+key) // the back button after 建立
	}
	page, err := s.newSetupPage(c, v, step)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "setup_"+string(step), page)
}

// setupResume is the first step that is still to be confirmed.
func (s *server) setupResume(c echo.Context) error {
	id, err := idParam(c)
	if err != nil {
		return err
	}
	v, err := s.Service.Setup(c.Request().Context(), id)
	if err != nil {
		return err
	}
	return seeOther(c, setupAddress(id, v.Setup.Next()))
}
