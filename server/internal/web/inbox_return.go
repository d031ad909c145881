package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
)

// inboxReturn is the chosen files of the inbox with what is wrong marked in their
// cells: one workbook, or a zip of several.
func (s *server) inboxReturn(c echo.Context) error {
	ids, err := chosenFiles(c)
	if err != nil {
		return err
	}
	file, data, err := s.Service.ReturnedInbox(c.Request().Context(), ids)
	if err != nil {
		return err
	}
	return sendFile(c, file, "returned", data)
}

type notesPage struct {
	Page
	Notes []app.ReturnNote
	IDs   []int64
}

// inboxNotes is 退回说明: a text for each unit, ready to paste.
func (s *server) inboxNotes(c echo.Context) error {
	ids, err := chosenFiles(c)
	if err != nil {
		return err
	}
	page := notesPage{Page: s.newPage(c, "退回说明", "upload"), IDs: ids}
	ctx := c.Request().Context()
	if page.Programmes, err = s.Service.Programmes(ctx); err != nil {
		return err
	}
	if page.Notes, err = s.Service.ReturnNotes(ctx, ids); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "notes", page)
}
