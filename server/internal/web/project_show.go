package web

import (
	"fmt"
	"net/http"
	"slices"
	"sort"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

type projectPage struct {
	Page
	Project    *ledger.Project
	Home       string           // the page's own address
	Standing   *ledger.Standing // nil while no period has reports
	Judgements []judgement
	Reasons    []string
	Times      []timePoint
	Line       *timeLine
	// Adjustments are those that were approved, also such as are not in force yet.
	Adjustments []ledger.Adjustment
	Shares      []ledger.Share
	ShareUnits  []string
	Reports     []ledger.Report // of all periods, newest first
	Remarks     []remark
	Cells       []source
}

// remark is what a unit said of a finding in one of its reports on the project.
type remark struct {
	Period     ledger.Period
	Unit       string
	Submission int64
	Finding    ledger.Finding
}

// timePoint is one day on the project's time line: milestones due on it, and
// the period that ends on it with what was reported.
type timePoint struct {
	Date       ledger.Date
	Milestones []ledger.Milestone
	Period     ledger.Period // zero when no period ends here
	Standing   *ledger.Standing
	Lines      []string
	Current    bool
}

// source is one value with the cell it was read from.
type source struct {
	What, Value string
	Cell        ledger.Cell
}

// projectShow is one project on one screen.
func (s *server) projectShow(c echo.Context) error {
	key := c.Param("key")
	base, err := s.programmePage(c, "项目", "projects", key)
	if err != nil {
		return err
	}
	page := projectPage{Page: base}
	if page.Project, err = projectAt(base.Programme, pathParam(c, "project")); err != nil {
		return err
	}
	page.Title = page.Project.ID.String() + " " + s.ProjectTitle(page.Project)
	if page.Here, err = projectURL(key, page.Project.ID, ledger.Period{}); err != nil {
		return err
	}
	page.Home = page.Here
	page.Adjustments = app.AdjustmentsOf(base.Programme, page.Project.ID)
	if err := s.fillTimes(c, &page); err != nil {
		return err
	}
	page.Line = newTimeLine(page.Times)
	reports, err := s.Ledger.Reports(c.Request().Context(), key)
	if err != nil {
		return err
	}
	for i := range slices.Backward(reports) {
		if reports[i].Project == page.Project.ID {
			page.Reports = append(page.Reports, reports[i])
		}
	}
	if page.Remarks, err = s.remarks(c, page.Reports); err != nil {
		return err
	}
	page.Cells = sources(page.Project, page.Standing)
	return s.render(c, http.StatusOK, "project", page)
}

// remarks are the explanations that units gave with reports on one project.
func (s *server) remarks(c echo.Context, reports []ledger.Report) ([]remark, error) {
	var list []remark
	read := map[int64][]ledger.Finding{}
	for i := range reports {
		r := &reports[i]
		findings, known := read[r.Submission]
		if !known && r.Submission != 0 {
			sub, err := s.Ledger.Submission(c.Request().Context(), r.Submission)
			if err != nil {
				return nil, err
			}
			findings = sub.Findings
			read[r.Submission] = findings
		}
		for _, f := range findings {
			if f.Explanation != "" && concerns(f, r) {
				list = append(list, remark{r.Period, r.Unit, r.Submission, f})
			}
		}
	}
	return list, nil
}

// concerns reports whether a finding is about a report: it names its project or
// points into one of its rows.
func concerns(f ledger.Finding, r *ledger.Report) bool {
	return f.Args["project"] == r.Project.String() || intake.Touches(f, r.Cell) ||
		slices.ContainsFunc(r.Figures, func(g ledger.Figures) bool { return intake.Touches(f, g.Cell) })
}

// fillTimes judges the project in every period that has reports.
func (s *server) fillTimes(c echo.Context, page *projectPage) error {
	points := map[ledger.Date]*timePoint{}
	at := func(d ledger.Date) *timePoint {
		if points[d] == nil {
			points[d] = &timePoint{Date: d}
		}
		return points[d]
	}
	for _, m := range page.Project.Milestones {
		t := at(m.Due)
		t.Milestones = append(t.Milestones, m)
	}
	periods := page.Periods
	if !page.Period.IsZero() && !contains(periods, page.Period) {
		periods = append(append([]ledger.Period{}, periods...), page.Period)
	}
	for _, period := range periods {
		summary, err := s.Service.Judge(c.Request().Context(), page.Key(), period)
		if err != nil {
			return err
		}
		st := standingOf(summary, page.Project.ID)
		if st == nil {
			continue
		}
		t := at(period.End())
		t.Period, t.Standing = period, st
		for _, target := range st.Targets {
			t.Lines = append(t.Lines, targetRule(target, period))
		}
		if period == page.Period {
			t.Current = true
			page.Standing = st
			page.Judgements = judgements(st, period, page.Programme.Thresholds)
			page.Reasons = reasons(st, period, page.Programme.ReportBy(period))
			page.Shares, page.ShareUnits = sharesOf(summary, page.Project.ID)
		}
	}
	for _, t := range points {
		page.Times = append(page.Times, *t)
	}
	sort.Slice(page.Times, func(i, j int) bool { return page.Times[i].Date.Before(page.Times[j].Date) })
	return nil
}

func contains(periods []ledger.Period, p ledger.Period) bool {
	for _, q := range periods {
		if q == p {
			return true
		}
	}
	return false
}

func standingOf(s *ledger.Summary, id ledger.ProjectID) *ledger.Standing {
	for _, series := range append([]ledger.SeriesSummary{s.Main}, s.Others...) {
		for i := range series.Standings {
			if series.Standings[i].Project.ID == id {
				return &series.Standings[i]
			}
		}
	}
	return nil
}

// sharesOf are a project's allocations with what each area reported, and the
// area of each.
func sharesOf(s *ledger.Summary, id ledger.ProjectID) (shares []ledger.Share, units []string) {
	for _, series := range append([]ledger.SeriesSummary{s.Main}, s.Others...) {
		for _, area := range series.Areas {
			for _, share := range area.Shares {
				if share.Project == id {
					shares, units = append(shares, share), append(units, area.Unit.Name)
				}
			}
		}
	}
	return shares, units
}

// sources are the cells behind a project's promises and the period's figures.
func sources(p *ledger.Project, st *ledger.Standing) []source {
	var list []source
	add := func(what, value string, cell ledger.Cell) {
		if cell.Ref != "" {
			list = append(list, source{what, value, cell})
		}
	}
	add("项目", p.Name, p.Cell)
	for _, t := range p.Targets {
		add("目标任务", t.Text, t.Cell)
	}
	for _, m := range p.Milestones {
		add("序时进度", m.Due.Chinese(), m.Cell)
	}
	for _, d := range p.Duties {
		add("责任", d.Name, d.Cell)
	}
	for _, a := range p.Allocations {
		add("任务分解", a.Unit+" "+a.Quantity.String(), a.Cell)
	}
	if p.Planned != nil {
		add("当年计划投资（万元）", p.Planned.String(), p.PlannedCell)
	}
	for _, f := range p.Funding {
		value := "其余"
		if f.Amount != nil {
			value = f.Amount.String()
		}
		add("资金来源（万元）", f.Source+" "+value, f.Cell)
	}
	if st == nil || st.Report == nil {
		return list
	}
	r := st.Report
	add("进展", r.Period.Chinese(), r.Cell)
	for _, f := range r.Figures {
		text := f.Part
		if t, ok := p.Target(f.Target); ok {
			text = t.Text + text
		}
		add("进展数字", fmt.Sprintf("%s（%s）", text, figureWords(f)), f.Cell)
	}
	return list
}

// figureWords are the figures of one target as reported.
func figureWords(f ledger.Figures) string {
	words := ""
	for _, part := range []struct {
		name  string
		value any
		unit  string
	}{
		{"开工", f.Started, ""},
		{"累计完成", f.Done, ""},
		{"完工", f.Finished, ""},
		{"开工率", f.StartedPercent, "%"},
		{"完成率", f.DonePercent, "%"},
		{"完工率", f.FinishedPercent, "%"},
	} {
		value, err := decimalWords(part.value)
		if err != nil || value == "—" {
			continue
		}
		if words != "" {
			words += "，"
		}
		words += part.name + value + part.unit
	}
	return words
}
