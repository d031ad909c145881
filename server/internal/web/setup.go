package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// SetupService is what the pages of a new programme (新建年度计划) ask of the use
// cases.
type SetupService interface {
	Setups(ctx context.Context) ([]app.Setup, error)
	Setup(ctx context.Context, id int64) (*app.SetupView, error)
	StartSetup(ctx context.Context, u app.Upload, from string, by app.Actor) (app.Setup, error)
	ReplaceSetupFile(ctx context.Context, id int64, version int, u app.Upload, by app.Actor) (app.Setup, error)
	TrySetup(ctx context.Context, id int64, form app.SetupForm) (*app.SetupView, error)
	SaveSetup(ctx context.Context, id int64, version int, form app.SetupForm, by app.Actor) (app.Setup, error)
	ReadContacts(ctx context.Context, id int64, version int, u app.Upload, by app.Actor) (known int, err error)
	DiscardSetup(ctx context.Context, id int64, by app.Actor) error
	Establish(ctx context.Context, id int64, version int, by app.Actor) (app.Submission, error)
}

// stepNames are the steps as the bar shows them.
var stepNames = word(map[app.SetupStep]string{
	app.StepBasics: "基本信息", app.StepColumns: "列", app.StepUnits: "单位", app.StepGroups: "统称",
	app.StepRule: "研判规则", app.StepContacts: "联系人", app.StepSummary: "建立",
})

// setupPage is one step of a setup.
type setupPage struct {
	Page
	View    *app.SetupView
	Step    app.SetupStep
	Form    any          // the step's form, as stored or as typed
	Wrong   app.Refusals // why fields came back, by their names
	Problem string       // why the whole form did
	Groups  []findingGroup
	Effect  *effect // of the step's rule
}

// Address is where a step of this setup stands.
func (p setupPage) Address(step app.SetupStep) string { return setupAddress(p.View.Setup.ID, step) }

func setupAddress(id int64, step app.SetupStep) string { return fmt.Sprintf("/setup/%d/%s", id, step) }

// Steps are all steps, for the bar.
func (p setupPage) Steps() []app.SetupStep { return app.SetupSteps }

// Units are the names of the units as decided so far.
func (p setupPage) Units() []ledger.Unit { return p.View.Plan.Units }

// Chosen is what the form's answers say of a column, the guess where they say
// nothing.
func (p setupPage) Chosen(layout, head, guess string) string {
	form, _ := p.Form.(app.ColumnsForm)
	for _, a := range form.Answers {
		if a.Layout == layout && a.Head == head {
			return a.Field
		}
	}
	return guess
}

// Found is a unit as it was found, by its name.
func (p setupPage) Found(name string) app.FoundUnit {
	i := slices.IndexFunc(p.View.Found, func(u app.FoundUnit) bool { return u.Name == name })
	if i < 0 {
		return app.FoundUnit{}
	}
	return p.View.Found[i]
}

// Warnings are what the table's findings warn of.
func (p setupPage) Warnings() int {
	_, warnings := countFindings(p.View.Preview.Findings)
	return warnings
}

// stepForm is a step's form as it stands; nil for one without.
func stepForm(v *app.SetupView, step app.SetupStep) any {
	switch step {
	case app.StepBasics:
		return v.BasicsForm()
	case app.StepColumns:
		return app.ColumnsForm{Answers: v.Setup.Answers}
	case app.StepUnits:
		return v.UnitsForm()
	case app.StepGroups:
		return v.GroupsForm()
	case app.StepRule:
		return app.SettingsOf(v.Plan)
	case app.StepContacts:
		return v.ContactsForm()
	case app.StepSummary:
	}
	return nil
}

// setupStep is the step of the address.
func setupStep(c echo.Context) (app.SetupStep, error) {
	step := app.SetupStep(c.Param("step"))
	if !slices.Contains(app.SetupSteps, step) {
		return "", echo.ErrNotFound
	}
	return step, nil
}

// versionOf is the setup's version that the form was made from.
func versionOf(c echo.Context) int {
	n, err := strconv.Atoi(c.FormValue("version"))
	if err != nil {
		return -1 // of no setup: a conflict
	}
	return n
}

func (s *server) newSetupPage(c echo.Context, v *app.SetupView, step app.SetupStep) (setupPage, error) {
	page := setupPage{Page: s.newPage(c, stepNames(step)+" · 新建年度计划", "setup"), View: v, Step: step, Form: stepForm(v, step)}
	var err error
	if page.Programmes, err = s.Service.Programmes(c.Request().Context()); err != nil {
		return page, err
	}
	page.Groups = s.groupFindings(v.Preview.Findings, nil)
	if step == app.StepRule {
		page.Effect = newEffect(v.Plan, c.FormValue("period"))
	}
	return page, nil
}

// setupBack shows a step's page again with what was typed and why it was not
// taken. Other errors it returns.
func (s *server) setupBack(c echo.Context, step app.SetupStep, form any, refusal error) error {
	id, err := idParam(c)
	if err != nil {
		return err
	}
	wrong := app.Refusals(nil)
	code := ledger.CodeOf(refusal)
	if !errors.As(refusal, &wrong) && (code == "" || code == ledger.CodeNotFound) {
		return refusal
	}
	v, err := s.Service.Setup(c.Request().Context(), id)
	if err != nil {
		return err
	}
	page, err := s.newSetupPage(c, v, step)
	if err != nil {
		return err
	}
	if form != nil {
		page.Form = form
	}
	status := http.StatusUnprocessableEntity
	if page.Wrong = wrong; wrong == nil {
		f := failureOf(refusal, reference(c))
		page.Problem, status = f.Detail, f.Status
	} else {
		page.Problem = fmt.Sprintf("有%d处没有填对，已在下面标明，其余内容都还在。", len(wrong))
	}
	return s.render(c, status, "setup_"+string(step), page)
}
