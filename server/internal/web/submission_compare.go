package web

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// version is one of several submissions of the same report.
type version struct {
	N int // 第N版
	app.Submission
}

type comparePage struct {
	Page
	Versions []version
	From, To version
	Changes  changeList
}

// versionsOf numbers the versions of a submission's report, the oldest first.
func (s *server) versionsOf(c echo.Context, of app.Submission) ([]version, error) {
	all, err := s.Service.Versions(c.Request().Context(), of)
	if err != nil {
		return nil, err
	}
	var list []version
	for i, sub := range all {
		list = append(list, version{i + 1, sub})
	}
	return list, nil
}

// submissionCompare compares a submission with another version of the same
// report, which the address names; without one, with the version before it.
func (s *server) submissionCompare(c echo.Context) error {
	shown, err := s.submissionPage(c)
	if err != nil {
		return err
	}
	page := comparePage{Page: shown.Page, Versions: shown.Versions}
	page.To = page.find(shown.Submission.ID)
	page.From = page.find(0)
	if text := c.QueryParam("with"); text != "" {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return echo.ErrNotFound
		}
		page.From = page.find(id)
	}
	if page.From.N == 0 {
		return ledger.Errorf(ledger.CodeNotFound, "这张表没有可以对比的这一版。请从报送页面选择两个版本。")
	}
	changes, err := s.Service.CompareVersions(c.Request().Context(), page.From.Submission, page.To.Submission)
	if err != nil {
		return err
	}
	page.Title, page.Changes = "版本对比", listChanges(changes)
	return s.render(c, http.StatusOK, "compare", page)
}

// find is the version of an id, or for 0 the one before To.
func (p *comparePage) find(id int64) version {
	for _, v := range p.Versions {
		if v.ID == id || id == 0 && v.N == p.To.N-1 {
			return v
		}
	}
	return version{}
}

// apiSubmissionCompare lists what a submission says otherwise than another
// version of the same report.
func (s *server) apiSubmissionCompare(c echo.Context) error {
	id, err := idParam(c)
	if err != nil {
		return err
	}
	text, err := wanted(c, "with", "3")
	if err != nil {
		return err
	}
	other, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return ledger.Errorf(ledger.CodeInvalid, "参数 with 应是报送的编号，如 ?with=3。")
	}
	ctx := c.Request().Context()
	to, err := s.Ledger.Submission(ctx, id)
	if err != nil {
		return err
	}
	from, err := s.Ledger.Submission(ctx, other)
	if err != nil {
		return err
	}
	changes, err := s.Service.CompareVersions(ctx, from, to)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, changesOf(changes))
}

// apiSubmissionVersions lists all versions of a submission's report, the oldest
// first.
func (s *server) apiSubmissionVersions(c echo.Context) error {
	id, err := idParam(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	sub, err := s.Ledger.Submission(ctx, id)
	if err != nil {
		return err
	}
	versions, err := s.Service.Versions(ctx, sub)
	if err != nil {
		return err
	}
	list := []submissionJSON{}
	for _, v := range versions {
		list = append(list, s.submissionOf(v))
	}
	return writeJSON(c, http.StatusOK, list)
}
