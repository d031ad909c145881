package web

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

type issuePage struct {
	bulletinPage
	Date string // as typed
}

// bulletinIssueForm asks once more before a bulletin is issued, and for its date.
func (s *server) bulletinIssueForm(c echo.Context) error {
	page, err := s.bulletinPage(c, nil)
	if err != nil {
		return err
	}
	if page.Bulletin.State != app.Draft {
		return seeOther(c, fmt.Sprintf("/bulletins/%d", page.Bulletin.ID))
	}
	page.Title = "发布通报"
	return s.render(c, http.StatusOK, "issue", issuePage{page, today(s.Clock()).String()})
}

// bulletinIssue freezes a draft with its files.
func (s *server) bulletinIssue(c echo.Context) error {
	id, err := idParam(c)
	if err != nil {
		return err
	}
	typed := strings.TrimSpace(c.FormValue("date"))
	date, err := ledger.ParseDate(typed)
	if err == nil && c.FormValue("confirm") != "yes" {
		err = ledger.Errorf(ledger.CodeInvalid, "请先勾选“文字和数字已经核对”。")
	}
	if err == nil {
		_, err = s.Service.IssueBulletin(c.Request().Context(), id, max(0, versionOf(c)), date, app.Browser)
	}
	if err == nil {
		return seeOther(c, fmt.Sprintf("/bulletins/%d?done=issued", id))
	}
	if code := ledger.CodeOf(err); code == "" || code == ledger.CodeNotFound {
		return err
	}
	page, perr := s.bulletinPage(c, nil)
	if perr != nil {
		return perr
	}
	f := failureOf(err, reference(c))
	page.Title, page.Problem = "发布通报", f.Detail
	return s.render(c, f.Status, "issue", issuePage{page, typed})
}
