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
	Plan app.MailPlan
	Date string // as typed
	Send bool   // 发布并发送 is chosen
}

// Open reports whether it is not issued yet: a second window may have done so.
func (p issuePage) Open() bool { return p.Bulletin.State == app.Draft }

// CanSend reports whether mail can be sent at all.
func (p issuePage) CanSend() bool { return p.Mail && len(p.Plan.Recipients) > 0 }

// bulletinIssueForm asks once more before a bulletin is issued, for its date and
// whether it is sent with that.
func (s *server) bulletinIssueForm(c echo.Context) error {
	page, err := s.issuePage(c)
	if err != nil {
		return err
	}
	if page.Bulletin.State != app.Draft {
		return seeOther(c, fmt.Sprintf("/bulletins/%d", page.Bulletin.ID))
	}
	page.Date = today(s.Clock()).String()
	// The addresses of a sample are made up.
	page.Send = page.CanSend() && len(page.Plan.Wrong) == 0 && !page.Programme.Sample
	return s.render(c, http.StatusOK, "issue", page)
}

func (s *server) issuePage(c echo.Context) (issuePage, error) {
	base, err := s.bulletinPage(c, nil)
	if err != nil {
		return issuePage{}, err
	}
	base.Title = "发布通报"
	return issuePage{bulletinPage: base, Plan: app.PlanMail(base.Programme)}, nil
}

// bulletinIssue freezes a draft with its files and, where that was chosen, queues
// its mails with it.
func (s *server) bulletinIssue(c echo.Context) error {
	id, err := idParam(c)
	if err != nil {
		return err
	}
	typed, send := strings.TrimSpace(c.FormValue("date")), c.FormValue("send") == "yes"
	how := app.Issuing{Seen: max(0, versionOf(c)), Send: send, Recipients: c.FormValue("recipients")}
	how.Date, err = ledger.ParseDate(typed)
	if err == nil && c.FormValue("confirm") != "yes" {
		err = ledger.Errorf(ledger.CodeInvalid, "请先勾选“文字和数字已经核对”。")
	}
	if err == nil {
		_, err = s.Service.IssueBulletin(c.Request().Context(), id, how, app.Browser)
	}
	switch code := ledger.CodeOf(err); {
	case err == nil && send:
		return seeOther(c, fmt.Sprintf("/bulletins/%d?done=issued-sent#deliveries", id))
	case err == nil:
		return seeOther(c, fmt.Sprintf("/bulletins/%d?done=issued", id))
	case code == "" || code == ledger.CodeNotFound:
		return err
	}
	page, perr := s.issuePage(c)
	if perr != nil {
		return perr
	}
	f := failureOf(err, reference(c))
	page.Problem, page.Date, page.Send = f.Detail, typed, send
	return s.render(c, f.Status, "issue", page)
}
