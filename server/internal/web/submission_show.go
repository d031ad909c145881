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
	Changes    changeList
	Versions   []version
	Reason     string // why it should be undone, as typed
	Problem    string // why the form came back
}

// submissionShow is one accepted workbook with what it changed.
func (s *server) submissionShow(c echo.Context) error {
	page, err := s.submissionPage(c)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "submission", page)
}

func (s *server) submissionPage(c echo.Context) (submissionPage, error) {
	var page submissionPage
	id, err := idParam(c)
	if err != nil {
		return page, err
	}
	if page.Page, err = s.programmePage(c, "报送", "submissions", c.Param("key")); err != nil {
		return page, err
	}
	if page.Submission, err = s.Ledger.Submission(c.Request().Context(), id); err != nil {
		return page, err
	}
	if page.Submission.Programme != page.Key() {
		return page, echo.ErrNotFound
	}
	if page.Versions, err = s.versionsOf(c, page.Submission); err != nil {
		return page, err
	}
	page.Title = page.Submission.File
	page.Groups = s.groupFindings(page.Submission.Findings, nil)
	page.Changes = listChanges(page.Submission.Changes)
	return page, nil
}
