package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

type adjustPage struct {
	Page
	correction
	Project *ledger.Project // as the adjustments so far leave it
	Home    string
	Form    adjustForm
}

// adjustForm is an approved adjustment as typed.
type adjustForm struct {
	Kind, ApprovedBy, Approved, Paper, Effective, Deadline string
	planForm
}

// Kinds are the kinds of adjustment, to choose from.
func (adjustPage) Kinds() []ledger.AdjustmentKind { return ledger.AdjustmentKinds }

// Parts are the targets and parts that a milestone may be of.
func (p adjustPage) Parts() []choice { return partChoices(p.Project.Targets) }

func (s *server) adjustPage(c echo.Context) (adjustPage, error) {
	var page adjustPage
	var err error
	if page.Page, err = s.programmePage(c, "登记调整", "projects", c.Param("key")); err != nil {
		return page, err
	}
	project, err := projectAt(page.Programme, pathParam(c, "project"))
	if err != nil {
		return page, err
	}
	page.Project = app.InForce(page.Programme, project)
	page.Title = "登记调整 " + project.ID.String() + " " + s.ProjectTitle(project)
	page.Home, err = projectURL(page.Key(), project.ID, ledger.Period{})
	return page, err
}

// adjustShow is the form to enter an approved adjustment.
func (s *server) adjustShow(c echo.Context) error {
	page, err := s.adjustPage(c)
	if err != nil {
		return err
	}
	page.Form = adjustForm{Kind: string(ledger.AdjustTarget), planForm: formOfPlan(page.Project)}
	page.Seen, err = app.Seen(&app.Snapshot{Programme: page.Programme}, app.Adjust{Adjustment: ledger.Adjustment{Project: page.Project.ID}})
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "adjust", page)
}

// adjustAdd enters an approved adjustment once it is confirmed what it changes.
func (s *server) adjustAdd(c echo.Context) error {
	page, err := s.adjustPage(c)
	if err != nil {
		return err
	}
	values, err := c.FormParams()
	if err != nil {
		return ledger.Errorf(ledger.CodeInvalid, "表单没有完整收到，请重新提交。")
	}
	page.Form = adjustForm{
		values.Get("kind"), values.Get("approved-by"), values.Get("approved"), values.Get("paper"), values.Get("effective"), values.Get("deadline"),
		readPlanForm(values),
	}
	page.correction = readCorrection(c)
	a, err := page.Form.adjustment(page.Project)
	x := app.Correction{Programme: page.Key(), Edit: app.Adjust{Adjustment: a}}
	if err == nil {
		x.Paper, err = s.scanOf(c, &page.correction)
	}
	if err != nil {
		status, err := page.fail(c, err)
		if err != nil {
			return err
		}
		return s.render(c, status, "adjust", page)
	}
	done, status, err := s.correct(c, &page.correction, x)
	if err != nil {
		return err
	}
	if done {
		return seeOther(c, page.Home+"?done=adjusted#adjustments")
	}
	return s.render(c, status, "adjust", page)
}

// adjustment is what the form says of a project. An error has its field.
func (f *adjustForm) adjustment(pr *ledger.Project) (ledger.Adjustment, error) {
	a := ledger.Adjustment{
		Project: pr.ID, Kind: ledger.AdjustmentKind(f.Kind), ApprovedBy: strings.TrimSpace(f.ApprovedBy), Paper: strings.TrimSpace(f.Paper),
	}
	var err error
	if a.Approved, err = dateField(f.Approved, "approved"); err != nil {
		return a, err
	}
	if a.Effective, err = dateField(f.Effective, "effective"); err != nil {
		return a, err
	}
	if a.Deadline, err = dateField(f.Deadline, "deadline"); err != nil {
		return a, err
	}
	a.Targets, a.Milestones, err = f.plan(pr)
	return a, err
}
