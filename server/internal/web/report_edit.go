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
	New     bool   // no such report is there yet
	Home    string // the project's own page
	Form    reportForm
}

// reportForm is a report with who called, as its form shows it or as it was
// typed.
type reportForm struct {
	Figures                    []figureRow
	Declared, StageText        string
	Planned, Invested, InPlace string
	Problems, Next, Request    string
	PhaseReached               bool
	// Reporter and Period are whose report a new one is: 市住建局, or with the area
	// whose share it is behind a bar.
	Reporter, Period string
	// How the office knows: by telephone ("call") or on paper ("paper").
	How                         string
	Caller, Telephone, CalledAt string
}

// The ways in which a report comes that is entered by hand.
const (
	byCall  = "call"
	byPaper = "paper"
)

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

// Reporters are those who may report on the project, to choose from.
func (p reportEditPage) Reporters() []choice {
	var list []choice
	for _, r := range app.Reporters(p.Programme, p.Project) {
		if r.Area == "" {
			list = append(list, choice{r.Unit, r.Unit})
		} else {
			list = append(list, choice{reporterText(r.Unit, r.Area), r.Unit + "（本地区任务）"})
		}
	}
	return list
}

func reporterText(unit, area string) string {
	if area == "" {
		return unit
	}
	return unit + "|" + area
}

func (s *server) reportPage(c echo.Context, title string) (reportEditPage, error) {
	var page reportEditPage
	var err error
	if page.Page, err = s.programmePage(c, title, "projects", c.Param("key")); err != nil {
		return page, err
	}
	if page.Project, err = projectAt(page.Programme, pathParam(c, "project")); err != nil {
		return page, err
	}
	page.Title = title + " " + page.Project.ID.String() + " " + s.ProjectTitle(page.Project)
	page.Home, err = projectURL(page.Key(), page.Project.ID, ledger.Period{})
	return page, err
}

func (s *server) reportEditPage(c echo.Context) (reportEditPage, error) {
	page, err := s.reportPage(c, "更正进展")
	if err != nil {
		return page, err
	}
	reports, err := s.Ledger.Reports(c.Request().Context(), page.Key())
	if err != nil {
		return page, err
	}
	wanted := ledger.Report{Project: page.Project.ID, Unit: c.QueryParam("unit"), Area: c.QueryParam("area"), Period: page.Period}
	if r := app.ReportAt(reports, &wanted); r != nil {
		page.Report = *r
		return page, nil
	}
	return page, ledger.Errorf(ledger.CodeNotFound, "没有这一条进展。请从项目页面的“历次报送”进入。")
}

// Action is where the form goes.
func (p reportEditPage) Action() (string, error) {
	if p.New {
		return p.Home + "/report/new", nil
	}
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

// reportEdit mends a report: at once where the office has it on paper, and after
// somebody has confirmed it where it was told by telephone.
func (s *server) reportEdit(c echo.Context) error {
	page, err := s.reportEditPage(c)
	if err != nil {
		return err
	}
	return s.settleReport(c, page)
}

// reportNewForm is the form to enter a report that came by telephone or on paper.
func (s *server) reportNewForm(c echo.Context) error {
	page, err := s.reportPage(c, "录入进展")
	if err != nil {
		return err
	}
	page.New = true
	page.Form = reportForm{
		How: byPaper, Reporter: reporterText(c.QueryParam("unit"), c.QueryParam("area")), Period: page.Period.String(),
		Figures: make([]figureRow, min(len(page.Project.Targets), 3)+1),
	}
	for i := range page.Form.Figures[1:] {
		page.Form.Figures[i].Of = page.Project.Targets[i].ID
	}
	return s.render(c, http.StatusOK, "report_edit", page)
}

// reportNew enters a report where there is none.
func (s *server) reportNew(c echo.Context) error {
	page, err := s.reportPage(c, "录入进展")
	if err != nil {
		return err
	}
	page.New = true
	return s.settleReport(c, page)
}

// settleReport does what the form says once it is confirmed.
func (s *server) settleReport(c echo.Context, page reportEditPage) error {
	values, err := c.FormParams()
	if err != nil {
		return ledger.Errorf(ledger.CodeInvalid, "表单没有完整收到，请重新提交。")
	}
	page.Form, page.correction = readReportForm(values), readCorrection(c)
	x := app.Correction{Programme: page.Key()}
	if page.New {
		err = s.placeReport(c, &page)
	}
	var next ledger.Report
	if err == nil {
		next, err = page.Form.report(&page.Report)
		x.Edit = app.EditReport{Report: next}
	}
	if err == nil {
		x.Paper, err = s.scanOf(c, &page.correction)
	}
	if err != nil {
		status, err := page.fail(c, err)
		if err != nil {
			return err
		}
		return s.render(c, status, "report_edit", page)
	}
	ctx, after := c.Request().Context(), page.Home+"?done=corrected"
	store := func(x app.Correction) error {
		_, err := s.Service.Correct(ctx, x, app.Browser)
		return err
	}
	if page.Form.How != byPaper {
		x.Call = &app.Call{Caller: page.Form.Caller, Telephone: page.Form.Telephone, At: page.Form.CalledAt}
		after = "/p/" + page.Key() + "/calls?done=called"
		store = func(x app.Correction) error {
			_, err := s.Service.TakeCall(ctx, x, app.Browser)
			return err
		}
	}
	done, status, err := s.settle(c, &page.correction, x, store)
	if err != nil {
		return err
	}
	if done {
		return seeOther(c, after)
	}
	return s.render(c, status, "report_edit", page)
}

// placeReport says whose report of which period a new one is.
func (s *server) placeReport(c echo.Context, page *reportEditPage) error {
	r := &page.Report
	r.Project = page.Project.ID
	r.Unit, r.Area, _ = strings.Cut(page.Form.Reporter, "|")
	var err error
	if r.Period, err = ledger.ParsePeriod(strings.ToUpper(strings.TrimSpace(page.Form.Period))); err != nil {
		return ledger.Errorf(ledger.CodeInvalid, "请填写周期，如 2020Q1 或 2020-03").At("period")
	}
	r.AsOf, r.Filed = r.Period.End(), today(s.Clock())
	reports, err := s.Ledger.Reports(c.Request().Context(), page.Key())
	if err != nil {
		return err
	}
	if app.ReportAt(reports, r) != nil {
		return ledger.Errorf(ledger.CodeInvalid, "%s已报过%s的进展，请在项目页面的“历次报送”里更正", r.Unit, r.Period.Chinese()).At("reporter")
	}
	return nil
}

func formOfReport(r *ledger.Report) reportForm {
	f := reportForm{
		Declared: string(r.Declared), StageText: r.StageText, Planned: numberText(r.Planned), Invested: numberText(r.Invested),
		InPlace: numberText(r.InPlace), Problems: r.Problems, Next: r.Next, Request: r.Request, PhaseReached: r.PhaseReached, How: byCall,
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
		PhaseReached: v.Has("phase"), Reporter: v.Get("reporter"), Period: v.Get("period"), How: v.Get("how"),
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
	r.PhaseReached = f.PhaseReached
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
