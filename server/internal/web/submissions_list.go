package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
)

type submissionsPage struct {
	Page
	Rows []app.Submission
}

// submissionsList is 报送: every accepted workbook, newest first.
func (s *server) submissionsList(c echo.Context) error {
	base, err := s.programmePage(c, "报送", "submissions", c.Param("key"))
	if err != nil {
		return err
	}
	page := submissionsPage{Page: base}
	if page.Rows, err = s.Ledger.Submissions(c.Request().Context(), base.Key()); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "submissions", page)
}
