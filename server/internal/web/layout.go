package web

import (
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// layoutPage is the form of how a programme's bulletins look on paper, with the
// pages as they would be.
type layoutPage struct {
	Page
	correction
	Form app.LayoutForm
}

// Heads and Urgencies are what may be chosen.
func (layoutPage) Heads() []app.HeadChoice { return app.HeadsOffered() }
func (layoutPage) Urgencies() []string     { return app.Urgencies() }

// Columns are the columns that need not be printed.
func (p layoutPage) Columns() []columnChoice {
	var list []columnChoice
	for _, c := range ledger.OptionalColumns {
		list = append(list, columnChoice{string(c.Key), c.Name, slices.Contains(p.Form.Hide, string(c.Key))})
	}
	return list
}

// columnChoice is a column that need not be printed.
type columnChoice struct {
	Key, Name string
	Hidden    bool
}

// Preview is the address of the pages as the form would have them.
func (p layoutPage) Preview() template.URL {
	values := url.Values{
		"head": {p.Form.Head}, "name": {p.Form.Name}, "issue": {p.Form.Issue}, "number": {p.Form.Number},
		"secrecy": {p.Form.Secrecy}, "urgency": {p.Form.Urgency}, "period": {p.Period.String()},
	}
	values["hide"] = p.Form.Hide
	if p.Form.Sealed {
		values.Set("sealed", "yes")
	}
	return template.URL("/p/" + url.PathEscape(p.Key()) + "/rules/layout/preview.pdf?" + values.Encode()) //nolint:gosec // encoded
}

// readLayout is the form as typed.
func readLayout(v url.Values) app.LayoutForm {
	return app.LayoutForm{
		Head: v.Get("head"), Name: v.Get("name"), Issue: v.Get("issue"), Number: v.Get("number"),
		Sealed: v.Get("sealed") == "yes", Secrecy: v.Get("secrecy"), Urgency: v.Get("urgency"), Hide: v["hide"],
	}
}

func (s *server) layoutPage(c echo.Context) (layoutPage, error) {
	base, err := s.programmePage(c, "通报版式", "rules", c.Param("key"))
	return layoutPage{Page: base}, err
}

// layoutShow is the form as the programme stands or, with fields in the address,
// as typed so far, so that the pages follow it.
func (s *server) layoutShow(c echo.Context) error {
	page, err := s.layoutPage(c)
	if err != nil {
		return err
	}
	page.Form = app.LayoutOf(page.Programme)
	if c.QueryParams().Has("head") {
		page.Form = readLayout(c.QueryParams())
		page.refuse()
	}
	if page.Seen, err = app.Seen(&app.Snapshot{Programme: page.Programme}, app.EditLayout{}); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "layout", page)
}

// layoutSet changes the look: the first time it shows what would change, the
// second time it stores that.
func (s *server) layoutSet(c echo.Context) error {
	page, err := s.layoutPage(c)
	if err != nil {
		return err
	}
	values, err := c.FormParams()
	if err != nil {
		return ledger.Errorf(ledger.CodeInvalid, "表单没有完整收到，请重新提交。")
	}
	page.Form, page.correction = readLayout(values), readCorrection(c)
	if page.refuse() {
		page.Shown = ""
		return s.render(c, http.StatusUnprocessableEntity, "layout", page)
	}
	done, status, err := s.correct(c, &page.correction, app.Correction{Programme: page.Key(), Edit: app.EditLayout{Form: page.Form}})
	if err != nil {
		return err
	}
	if done {
		return seeOther(c, "/p/"+page.Key()+"/rules?done=layout")
	}
	return s.render(c, status, "layout", page)
}

// refuse puts what the form cannot have beside its fields and reports whether
// there is any.
func (p *layoutPage) refuse() bool {
	next := *p.Programme
	wrong := app.Refusals(nil)
	if !errors.As(p.Form.Apply(&next), &wrong) {
		return false
	}
	p.Wrong = wrong
	p.Problem = fmt.Sprintf("有%d处没有填对，已在下面标明，其余内容都还在。", len(wrong))
	return true
}

// layoutPreview is the bulletin of the latest period as the form would have it.
func (s *server) layoutPreview(c echo.Context) error {
	page, err := s.layoutPage(c)
	if err != nil {
		return err
	}
	data, err := s.Service.PreviewLayout(c.Request().Context(), page.Key(), page.Period, readLayout(c.QueryParams()))
	if err != nil {
		return err
	}
	return showPDF(c, "版式预览.pdf", "preview.pdf", data)
}
