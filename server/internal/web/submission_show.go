package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
)

type submissionPage struct {
	Page
	Submission app.Submission
	Groups     []findingGroup
	Changes    []changeGroup
}

// submissionShow is one accepted workbook with what it changed.
func (s *server) submissionShow(c echo.Context) error {
	id, err := idParam(c)
	if err != nil {
		return err
	}
	base, err := s.programmePage(c, "报送", "submissions", c.Param("key"))
	if err != nil {
		return err
	}
	page := submissionPage{Page: base}
	if page.Submission, err = s.Ledger.Submission(c.Request().Context(), id); err != nil {
		return err
	}
	if page.Submission.Programme != base.Key() {
		return echo.ErrNotFound
	}
	page.Title = page.Submission.File
	page.Groups = s.groupFindings(page.Submission.Findings, nil)
	page.Changes = groupChanges(page.Submission.Changes)
	return s.render(c, http.StatusOK, "submission", page)
}
