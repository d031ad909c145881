package web

import (
	"strings"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// policySet changes how strictly workbooks are taken.
func (s *server) policySet(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return ledger.Errorf(ledger.CodeInvalid, "表单没有完整收到，请重新提交。")
	}
	policy := app.Policy{
		Rows: app.RowsRule(form.Get("rows")), Warnings: app.WarningsRule(form.Get("warnings")), Codes: form["code"],
	}
	if policy.Warnings == app.ExplainWarnings && len(policy.Codes) == 0 {
		err = ledger.Errorf(ledger.CodeInvalid, "请至少勾选一种须说明的提醒；都不须说明的，请选“提醒不需说明”。")
	} else {
		err = s.Service.SetPolicy(c.Request().Context(), c.Param("key"), policy, app.Browser)
	}
	return s.rulesDone(c, err, "policy", func(page *rulesPage) { page.choose(policy) })
}

// periodSet closes a period or opens it again.
func (s *server) periodSet(c echo.Context) error {
	typed := strings.ToUpper(strings.TrimSpace(c.FormValue("period")))
	period, err := ledger.ParsePeriod(typed)
	ctx, key, done := c.Request().Context(), c.Param("key"), "closed"
	switch {
	case err != nil:
	case c.FormValue("state") == "closed":
		err = s.Service.ClosePeriod(ctx, key, period, app.Browser)
	case c.FormValue("state") == "open":
		err, done = s.Service.ReopenPeriod(ctx, key, period, app.Browser), "reopened"
	default:
		err = ledger.Errorf(ledger.CodeInvalid, "请选择截止报送或重新开放。")
	}
	return s.rulesDone(c, err, done, func(page *rulesPage) { page.Typed = typed })
}

// rulesDone ends a change of the rules: the page says what was done, or comes
// back with what was typed and why it was not.
func (s *server) rulesDone(c echo.Context, err error, done string, keep func(*rulesPage)) error {
	if err == nil {
		return seeOther(c, "/p/"+c.Param("key")+"/rules?done="+done)
	}
	if code := ledger.CodeOf(err); code == "" || code == ledger.CodeNotFound {
		return err
	}
	page, perr := s.rulesPage(c)
	if perr != nil {
		return perr
	}
	keep(&page)
	f := failureOf(err, reference(c))
	page.Problem = f.Detail
	return s.render(c, f.Status, "rules", page)
}
