package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// helpShow is a manual of one page: help_clerk for who fills the tables in,
// help_office for who gathers them.
func (s *server) helpShow(name, title string) echo.HandlerFunc {
	return func(c echo.Context) error {
		page := s.newPage(c, title, "")
		var err error
		if page.Programmes, err = s.Service.Programmes(c.Request().Context()); err != nil {
			return err
		}
		return s.render(c, http.StatusOK, name, page)
	}
}
