package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

// setupSave keeps a step's form and goes on to the next, or shows what it would
// come to.
func (s *server) setupSave(c echo.Context) error {
	step, err := setupStep(c)
	if err != nil {
		return err
	}
	id, err := idParam(c)
	if err != nil {
		return err
	}
	values, err := c.FormParams()
	if err != nil {
		return ledger.Errorf(ledger.CodeInvalid, "表单没有完整收到，请重新提交。")
	}
	form := readSetupForm(step, values)
	if form == nil {
		return echo.ErrNotFound
	}
	if values.Get("do") == "preview" {
		return s.setupTry(c, id, form)
	}
	if _, err := s.Service.SaveSetup(c.Request().Context(), id, versionOf(c), form, app.Browser); err != nil {
		return s.setupBack(c, step, form, err)
	}
	next := app.SetupSteps[slices.Index(app.SetupSteps, step)+1]
	return seeOther(c, setupAddress(id, next))
}

// setupTry shows a step with what its form would come to.
func (s *server) setupTry(c echo.Context, id int64, form app.SetupForm) error {
	v, err := s.Service.TrySetup(c.Request().Context(), id, form)
	if err != nil {
		return s.setupBack(c, form.Step(), form, err)
	}
	page, err := s.newSetupPage(c, v, form.Step())
	if err != nil {
		return err
	}
	page.Form = form
	return s.render(c, http.StatusOK, "setup_"+string(form.Step()), page)
}

// readSetupForm is a step's form as typed; nil for a step without.
func readSetupForm(step app.SetupStep, v url.Values) app.SetupForm {
	switch step {
	case app.StepBasics:
		return app.BasicsForm{
			Key: v.Get("key"), Government: v.Get("government"), Issuer: v.Get("issuer"), Title: v.Get("title"), Year: v.Get("year"),
			Notice: v.Get("notice"), NoticeNo: v.Get("noticeNo"), NoticeDate: v.Get("noticeDate"),
		}
	case app.StepColumns:
		var f app.ColumnsForm
		for _, row := range rows(v, "layout", "head", "field") {
			f.Answers = append(f.Answers, intake.Answer{Layout: row[0], Head: row[1], Field: row[2]})
		}
		return f
	case app.StepUnits:
		var f app.UnitsForm
		for _, row := range rows(v, "name", "kind", "as", "order") {
			f.Rows = append(f.Rows, app.UnitChoice{Name: row[0], Kind: ledger.UnitKind(row[1]), As: row[2], Order: row[3]})
		}
		return f
	case app.StepGroups:
		var f app.GroupsForm
		for i, name := range v["group"] {
			f.Groups = append(f.Groups, ledger.Group{Name: name, Members: v[fmt.Sprintf("member-%d", i)]})
		}
		return f
	case app.StepRule:
		return readSettings(v)
	case app.StepContacts:
		var f app.ContactsForm
		for _, row := range rows(v, "spelling", "unit", "person", "telephone", "mail") {
			f.Rows = append(f.Rows, app.ContactChoice{
				Spelling: row[0], Unit: row[1], Contact: ledger.Contact{Person: row[2], Telephone: row[3], Mail: row[4]},
			})
		}
		return f
	case app.StepSummary:
	}
	return nil
}

// readSettings is the form of a programme's settings as typed.
func readSettings(v url.Values) app.SettingsForm {
	f := app.SettingsForm{
		Rule: v.Get("rule"), Ahead: v.Get("ahead"), OnSchedule: v.Get("onSchedule"), NearSchedule: v.Get("nearSchedule"),
		Behind: v.Get("behind"), ReportDays: v.Get("reportDays"), Issuer: v.Get("issuer"), Greeting: v.Get("greeting"),
		Footnote: v.Get("footnote"), CopyTo: v.Get("copyTo"), ItemWord: v.Get("itemWord"), ProjectWord: v.Get("projectWord"),
	}
	for _, row := range rows(v, "pointDate", "pointPercent") {
		f.Points = append(f.Points, app.PointRow{Date: row[0], Percent: row[1]})
	}
	return f
}

// rows are the values of fields that a form has once for each row; what is
// missing at the end of one is "".
func rows(v url.Values, names ...string) [][]string {
	list := make([][]string, len(v[names[0]]))
	for i := range list {
		list[i] = make([]string, len(names))
		for k, name := range names {
			if i < len(v[name]) {
				list[i][k] = v[name][i]
			}
		}
	}
	return list
}
