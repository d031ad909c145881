package web

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// submissionUndo takes an accepted workbook back.
func (s *server) submissionUndo(c echo.Context) error {
	page, err := s.submissionPage(c)
	if err != nil {
		return err
	}
	page.Reason = c.FormValue("reason")
	ctx := c.Request().Context()
	_, err = s.Service.Undo(ctx, page.Submission.ID, page.Reason, app.Browser)
	if err == nil {
		return seeOther(c, fmt.Sprintf("/p/%s/submissions/%d?done=undone", page.Submission.Programme, page.Submission.ID))
	}
	if code := ledger.CodeOf(err); code == "" || code == ledger.CodeNotFound {
		return err
	}
	f := failureOf(err, reference(c))
	page.Problem = f.Detail
	return s.render(c, f.Status, "submission", page)
}

// apiSubmissionUndo takes an accepted workbook back.
func (s *server) apiSubmissionUndo(c echo.Context) error {
	id, err := idParam(c)
	if err != nil {
		return err
	}
	reason, err := wanted(c, "reason", "填报有误")
	if err != nil {
		return err
	}
	sub, err := s.Service.Undo(c.Request().Context(), id, reason, app.Browser)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, s.submissionOf(sub))
}
