package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/internal/intake"
)

type submissionsPage struct {
	Page
	Rows []submissionLine
}

// submissionLine is one submission with where its stamped form is.
type submissionLine struct {
	app.Submission
	Reports bool // it brought reports, of which a stamped form is due
	Sealed  bool // the stamped form has come, and is of this version
}

// submissionsList is 报送: every accepted workbook, newest first.
func (s *server) submissionsList(c echo.Context) error {
	base, err := s.programmePage(c, "报送", "submissions", c.Param("key"))
	if err != nil {
		return err
	}
	page := submissionsPage{Page: base}
	ctx := c.Request().Context()
	submissions, err := s.Ledger.Submissions(ctx, base.Key())
	if err != nil {
		return err
	}
	seals, err := s.Service.Seals(ctx, base.Key())
	if err != nil {
		return err
	}
	for _, sub := range submissions {
		_, sealed := seals[sub.ID]
		page.Rows = append(page.Rows, submissionLine{sub, intake.Layout(sub.Layout).Reports(), sealed})
	}
	return s.render(c, http.StatusOK, "submissions", page)
}
