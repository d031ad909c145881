package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
)

// apiBulletinEdit replaces the office's own words of a draft, by section.
func (s *server) apiBulletinEdit(c echo.Context) error {
	id, err := idParam(c)
	if err != nil {
		return err
	}
	var in struct {
		Words map[string]string `json:"words"`
	}
	if err := readJSON(c, &in); err != nil {
		return err
	}
	words, err := cleanWords(in.Words)
	if err != nil {
		return err
	}
	record, err := s.Service.EditBulletin(c.Request().Context(), id, 0, words, app.Browser)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, bulletinOf(record))
}
