package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
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
	key := c.Param("key")
	if page.Submission, err = s.Ledger.Submission(c.Request().Context(), id); err != nil {
		return page, err
	}
	if page.Submission.Programme != key {
		return page, echo.ErrNotFound
	}
	page.Page, err = s.programmePage(c, "报送", "submissions", key)
	if ledger.CodeOf(err) == ledger.CodeNotFound && page.Submission.Undone != nil {
		// Undoing the plan that made a programme takes the programme away with it.
		page.Page, err = s.newPage(c, "报送", "submissions"), nil
	}
	if err != nil {
		return page, err
	}
	if page.Programme == nil {
		page.Versions = []version{{1, page.Submission}}
	} else if page.Versions, err = s.versionsOf(c, page.Submission); err != nil {
		return page, err
	}
	page.Title = page.Submission.File
	page.Groups = s.groupFindings(page.Submission.Findings, nil)
	page.Changes = listChanges(page.Submission.Changes)
	return page, nil
}
