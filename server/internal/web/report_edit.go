package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/shopspring/decimal"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

type reportEditPage struct {
	Page
	correction
	Project *ledger.Project
	Report  ledger.Report
	Home    string // the project's own page
	Form    reportForm
}

// reportForm is a report with who called, as its form shows it or as it was
// typed.
type reportForm struct {
	Figures                     []figureRow
	Declared, StageText         string
	Planned, Invested, InPlace  string
	Problems, Next, Request     string
	Caller, Telephone, CalledAt string
}

type figureRow struct {
	Of                                                            string // target, or target|part
	Started, Done, Finished, StartedPercent, DonePercent, Percent string
}

// Declarations are what a unit may say of itself.
func (reportEditPage) Declarations() []ledger.Declaration {
	return []ledger.Declaration{
		ledger.DeclaredNone, ledger.DeclaredCompleted, ledger.DeclaredAhead, ledger.DeclaredOnSchedule, ledger.DeclaredNearSchedule,
		ledger.DeclaredBehind, ledger.DeclaredFarBehind, ledger.DeclaredNotDue, ledger.DeclaredNotAssigned,
	}
}

// Parts are the targets and parts that a figure may be of.
func (p reportEditPage) Parts() []choice {
	return append([]choice{{"", "（项目整体）"}}, partChoices(p.Project.Targets)...)
}

func (s *server) reportEditPage(c echo.Context) (reportEditPage, error) {
	var page reportEditPage
	var err error
	if page.Page, err = s.programmePage(c, "来电更正", "projects", c.Param("key")); err != nil {
		return page, err
	}
	if page.Project, err = projectAt(page.Programme, pathParam(c, "project")); err != nil {
		return page, err
	}
	page.Title = "来电更正 " + page.Project.ID.String() + " " + s.ProjectTitle(page.Project)
	if page.Home, err = projectURL(page.Key(), page.Project.ID, ledger.Period{}); err != nil {
		return page, err
	}
	reports, err := s.Ledger.Reports(c.Request().Context(), page.Key())
	if err != nil {
		return page, err
	}
	for _, r := range reports {
		if r.Project == page.Project.ID && r.Unit == c.QueryParam("unit") && r.Area == c.QueryParam("area") && r.Period == page.Period {
			page.Report = r
			return page, nil
		}
	}
	return page, ledger.Errorf(ledger.CodeNotFound, "没有这一条进展。请从项目页面的“历次报送”进入。")
}

// Action is where the form goes.
func (p reportEditPage) Action() (string, error) {
	return link(p.Home+"/report", "unit", p.Report.Unit, "area", p.Report.Area, "period", p.Report.Period)
}

// reportEditForm is the form to mend a report that somebody calls about.
func (s *server) reportEditForm(c echo.Context) error {
	page, err := s.reportEditPage(c)
	if err != nil {
		return err
	}
	page.Form = formOfReport(&page.Report)
	l := app.Snapshot{Programme: page.Programme, Reports: []ledger.Report{page.Report}}
	if page.Seen, err = app.Seen(&l, app.EditReport{Report: page.Report}); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "report_edit", page)
}

// reportEdit takes down what was told by telephone. It counts when it is
// confirmed.
func (s *server) reportEdit(c echo.Context) error {
	page, err := s.reportEditPage(c)
	if err != nil {
		return err
	}
	values, err := c.FormParams()
	if err != nil {
		return ledger.Errorf(ledger.CodeInvalid, "表单没有完整收到，请重新提交。")
	}
	page.Form, page.correction = readReportForm(values), readCorrection(c)
	next, err := page.Form.report(&page.Report)
	if err != nil {
		status, err := page.fail(c, err)
		if err != nil {
			return err
		}
		return s.render(c, status, "report_edit", page)
	}
	x := app.Correction{
		Programme: page.Key(), Edit: app.EditReport{Report: next},
		Call: &app.Call{Caller: page.Form.Caller, Telephone: page.Form.Telephone, At: page.Form.CalledAt},
	}
	done, status, err := s.settle(c, &page.correction, x, func(x app.Correction) error {
		_, err := s.Service.TakeCall(c.Request().Context(), x, app.Browser)
		return err
	})
	if err != nil {
		return err
	}
	if done {
		return seeOther(c, "/p/"+page.Key()+"/calls?done=called")
	}
	return s.render(c, status, "report_edit", page)
}

func formOfReport(r *ledger.Report) reportForm {
	f := reportForm{
		Declared: string(r.Declared), StageText: r.StageText, Planned: numberText(r.Planned), Invested: numberText(r.Invested),
		InPlace: numberText(r.InPlace), Problems: r.Problems, Next: r.Next, Request: r.Request,
	}
	for _, g := range r.Figures {
		f.Figures = append(f.Figures, figureRow{
			targetPart(g.Target, g.Part), numberText(g.Started), numberText(g.Done), numberText(g.Finished),
			numberText(g.StartedPercent), numberText(g.DonePercent), numberText(g.FinishedPercent),
		})
	}
	f.Figures = append(f.Figures, figureRow{})
	return f
}

func readReportForm(v url.Values) reportForm {
	f := reportForm{
		Declared: v.Get("declared"), StageText: v.Get("stage"), Planned: v.Get("planned"), Invested: v.Get("invested"), InPlace: v.Get("in-place"),
		Problems: v.Get("problems"), Next: v.Get("next"), Request: v.Get("request"),
		Caller: v.Get("caller"), Telephone: v.Get("telephone"), CalledAt: v.Get("called-at"),
	}
	for i := 0; v.Has(app.Row("figure", i) + ".done"); i++ {
		at := app.Row("figure", i)
		f.Figures = append(f.Figures, figureRow{
			v.Get(at + ".of"), v.Get(at + ".started"), v.Get(at + ".done"), v.Get(at + ".finished"),
			v.Get(at + ".started-percent"), v.Get(at + ".done-percent"), v.Get(at + ".finished-percent"),
		})
	}
	return f
}

// report is old with what the form says. An error has its field.
func (f *reportForm) report(old *ledger.Report) (ledger.Report, error) {
	r := old.Clone()
	r.Declared, r.StageText = ledger.Declaration(f.Declared), strings.TrimSpace(f.StageText)
	r.Problems, r.Next, r.Request = unbroken(f.Problems), unbroken(f.Next), unbroken(f.Request)
	type amount struct {
		text, field string
		to          **decimal.Decimal
	}
	amounts := []amount{{f.Planned, "planned", &r.Planned}, {f.Invested, "invested", &r.Invested}, {f.InPlace, "in-place", &r.InPlace}}
	figures := make([]ledger.Figures, len(f.Figures))
	for i, row := range f.Figures {
		g, at := &figures[i], app.Row("figure", i)
		g.Target, g.Part, _ = strings.Cut(row.Of, "|")
		for _, o := range old.Figures {
			if o.Target == g.Target && o.Part == g.Part {
				*g = o
			}
		}
		amounts = append(amounts,
			amount{row.Started, at, &g.Started}, amount{row.Done, at, &g.Done}, amount{row.Finished, at, &g.Finished},
			amount{row.StartedPercent, at, &g.StartedPercent}, amount{row.DonePercent, at, &g.DonePercent}, amount{row.Percent, at, &g.FinishedPercent})
	}
	for _, a := range amounts {
		n, err := numberField(a.text, a.field)
		if err != nil {
			return r, err
		}
		*a.to = n
	}
	r.Figures = nil
	for i, g := range figures {
		if row := f.Figures[i]; strings.TrimSpace(row.Started+row.Done+row.Finished+row.StartedPercent+row.DonePercent+row.Percent) != "" {
			r.Figures = append(r.Figures, g)
		}
	}
	return r, nil
}
