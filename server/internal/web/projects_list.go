package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/shopspring/decimal"

	"tongbao/reports/list"
	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

type projectsPage struct {
	Page
	Filter projectFilter
	List   listing[projectRow]
	All    int // how many there are without the filter
	// Removed were in the plan once.
	Removed []app.Removed
	counts  map[ledger.Verdict]int
	// What the list can be narrowed to.
	Units, Areas, Categories, Series, Dues []string
}

// CountOf is how many projects of the whole list have the verdict.
func (p projectsPage) CountOf(v ledger.Verdict) int { return p.counts[v] }

// projectRow is a project as the list shows it.
type projectRow struct {
	*ledger.Standing
	Title, Category string
	Worst           *figuresRow // of the target that is furthest behind; nil without figures
}

// projectFilter is what the address narrows the list to.
type projectFilter struct {
	Verdict  ledger.Verdict
	Unit     string
	Area     string
	Category string
	Series   string
	Due      string // the month of the deadline: 2020-06
	Query    string
}

// words say what the list is narrowed to.
func (f projectFilter) words() string {
	var parts []string
	for _, p := range [][2]string{
		{"研判", f.Verdict.Chinese()}, {"单位", f.Unit}, {"县区", f.Area}, {"类别", f.Category}, {"系列", seriesWords(f.Series)}, {"期限", f.Due}, {"查找", f.Query},
	} {
		if p[1] != "" {
			parts = append(parts, p[0]+"："+p[1])
		}
	}
	if len(parts) == 0 {
		return "全部项目"
	}
	return strings.Join(parts, "；")
}

func seriesWords(series string) string {
	switch series {
	case ledger.SeriesMain:
		return "计划项目"
	case ledger.SeriesVoted:
		return "票决项目"
	}
	return series
}

func (f projectFilter) keeps(r *projectRow) bool {
	p := r.Project
	if f.Verdict != "" && r.Verdict != f.Verdict ||
		f.Category != "" && r.Category != f.Category ||
		f.Series != "" && p.ID.Series != f.Series ||
		f.Due != "" && month(p.Deadline) != f.Due {
		return false
	}
	named := func(name string) func(ledger.Duty) bool { return func(d ledger.Duty) bool { return d.Name == name } }
	if f.Unit != "" && r.Reporter != f.Unit && !slices.ContainsFunc(p.Duties, named(f.Unit)) {
		return false
	}
	if f.Area != "" && !slices.ContainsFunc(p.Duties, named(f.Area)) &&
		!slices.ContainsFunc(p.Allocations, func(a ledger.Allocation) bool { return a.Unit == f.Area }) {
		return false
	}
	return f.Query == "" || strings.Contains(p.ID.String()+" "+r.Title+" "+p.Name+" "+p.Content, f.Query)
}

// month is a date's month as the address has it, "" for no date.
func month(d ledger.Date) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
}

// projectsList is 项目: every project with its verdict, narrowed and sorted by the
// address.
func (s *server) projectsList(c echo.Context) error {
	page, err := s.projectsPage(c)
	if err != nil {
		return err
	}
	if page.Removed, err = s.Service.Removed(c.Request().Context(), page.Key()); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "projects", page)
}

// projectsExport is the same list, all its pages, as a workbook.
func (s *server) projectsExport(c echo.Context) error {
	page, err := s.projectsPage(c)
	if err != nil {
		return err
	}
	when := "按计划"
	if !page.Period.IsZero() {
		when = "截至" + page.Period.End().Chinese()
	}
	return page.List.send(s, c, page.Page, "projects", when+"，"+page.Filter.words()+"。")
}

func (s *server) projectsPage(c echo.Context) (projectsPage, error) {
	base, err := s.programmePage(c, "项目", "projects", c.Param("key"))
	if err != nil {
		return projectsPage{}, err
	}
	base.Here = "/p/" + base.Key() + "/projects"
	page := projectsPage{Page: base, counts: map[ledger.Verdict]int{}, Filter: projectFilter{
		Verdict:  ledger.Verdict(c.QueryParam("verdict")),
		Unit:     c.QueryParam("unit"),
		Area:     c.QueryParam("area"),
		Category: c.QueryParam("category"),
		Series:   c.QueryParam("series"),
		Due:      c.QueryParam("due"),
		Query:    strings.TrimSpace(c.QueryParam("q")),
	}}
	standings, err := s.standings(c, page.Page)
	if err != nil {
		return page, err
	}
	page.All = len(standings)
	var rows []projectRow
	for i := range standings {
		st := &standings[i]
		row := projectRow{Standing: st, Title: s.ProjectTitle(st.Project), Category: page.Category(st.Project)}
		page.counts[st.Verdict]++
		page.note(&row)
		if page.Filter.keeps(&row) {
			if len(st.Targets) > 0 {
				row.Worst = worst(st.Targets)
			}
			rows = append(rows, row)
		}
	}
	slices.Sort(page.Dues)
	page.List = arrange(c, page.columns(), rows)
	return page, nil
}

// note collects what the list can be narrowed to.
func (p *projectsPage) note(r *projectRow) {
	add := func(list *[]string, value string) {
		if value != "" && !slices.Contains(*list, value) {
			*list = append(*list, value)
		}
	}
	add(&p.Units, r.Reporter)
	add(&p.Categories, r.Category)
	add(&p.Series, r.Project.ID.Series)
	add(&p.Dues, month(r.Project.Deadline))
	for _, a := range r.Project.Allocations {
		add(&p.Areas, a.Unit)
	}
}

// columns are the list's columns, also of its workbook.
func (p *projectsPage) columns() []column[projectRow] {
	order := map[ledger.ProjectID]int{}
	for i := range p.Programme.Projects {
		order[p.Programme.Projects[i].ID] = i
	}
	ranks := map[string]int{}
	for _, u := range p.Programme.Units {
		ranks[u.Name] = u.Order
	}
	figure := func(key, head, unit string, of func(f *figuresRow) decimal.Decimal) column[projectRow] {
		return column[projectRow]{Key: key, Head: head, Unit: unit, Numeric: true, Cell: func(r *projectRow) list.Cell {
			if r.Worst == nil {
				return list.Cell{}
			}
			d := of(r.Worst)
			return list.Number(&d)
		}}
	}
	columns := []column[projectRow]{
		{
			Key: "no", Head: "序号", Cell: func(r *projectRow) list.Cell { return list.Text(r.Project.ID.String()) },
			Order: func(r *projectRow) int { return order[r.Project.ID] },
		},
		textColumn("name", "项目", func(r *projectRow) string { return r.Title }),
		{
			Key: "verdict", Head: "研判", Cell: func(r *projectRow) list.Cell { return list.Text(r.Verdict.Chinese()) },
			Order: func(r *projectRow) int { return slices.Index(ledger.Verdicts, r.Verdict) },
		},
		figure("rate", "完成率", "%", func(f *figuresRow) decimal.Decimal { return f.rate }),
		figure("due", "应达", "%", func(f *figuresRow) decimal.Decimal { return f.expected }),
		figure("gap", "差距", "百分点", func(f *figuresRow) decimal.Decimal { return f.difference }),
		{
			Key: "unit", Head: "主报单位", Cell: func(r *projectRow) list.Cell { return list.Text(r.Reporter) },
			Order: func(r *projectRow) int { return ranks[r.Reporter] },
		},
	}
	if len(p.Categories) > 0 {
		columns = append(columns, column[projectRow]{
			Key: "category", Head: "类别", Cell: func(r *projectRow) list.Cell { return list.Text(r.Category) },
			Order: func(r *projectRow) int { return slices.Index(p.Categories, r.Category) },
		})
	}
	return append(columns, column[projectRow]{
		Key: "deadline", Head: "期限", Cell: func(r *projectRow) list.Cell { return list.Day(r.Project.Deadline) },
	})
}

// standings are all projects of all series as they stand in the page's period;
// without one, as the plan has them.
func (s *server) standings(c echo.Context, page Page) ([]ledger.Standing, error) {
	if page.Period.IsZero() {
		var list []ledger.Standing
		for i := range page.Programme.Projects {
			p := &page.Programme.Projects[i]
			st := ledger.Standing{Project: p}
			st.Reporter, st.ReporterConfirmed = p.Reporter()
			list = append(list, st)
		}
		return list, nil
	}
	summary, err := s.Service.Judge(c.Request().Context(), page.Key(), page.Period)
	if err != nil {
		return nil, err
	}
	list := slices.Clone(summary.Main.Standings)
	for _, other := range summary.Others {
		list = append(list, other.Standings...)
	}
	return list, nil
}

// figuresRow is one target's standing as a list shows it.
type figuresRow struct {
	Rate, Expected, Difference string
	rate, expected, difference decimal.Decimal // the same, to sort by
}

// worst is the standing of the target that is furthest behind.
func worst(targets []ledger.TargetStanding) *figuresRow {
	t := targets[0]
	for _, u := range targets[1:] {
		if w := t.Verdict.Worse(u.Verdict); w != t.Verdict || w == u.Verdict && u.Difference.Cmp(t.Difference) < 0 {
			t = u
		}
	}
	return rowOf(t.Rate, t.Expected, t.Difference.CmpInt(0))
}

// rowOf prints a rate beside what is due; sign is that of the difference, negative
// when behind also where lower is better.
func rowOf(actual, due ledger.Percent, sign int) *figuresRow {
	rate, expected, difference := ledger.ShownDifference(actual, due)
	f := figuresRow{rate: figureOf(rate), expected: figureOf(expected), difference: figureOf(difference)}
	switch {
	case sign < 0:
		difference, f.difference = "−"+difference, f.difference.Neg()
	case sign > 0:
		difference = "+" + difference
	}
	f.Rate, f.Expected, f.Difference = rate+"%", expected+"%", difference
	return &f
}

func paceWords(p ledger.Pace) *figuresRow {
	return rowOf(p.Actual, p.Expected, p.Actual.Cmp(p.Expected))
}

// onScheduleWords is 达序时率, — where nothing is due.
func onScheduleWords(c ledger.Counts) string {
	rate, ok := c.OnScheduleRate()
	if !ok {
		return "—"
	}
	return rate.Shown(1) + "%"
}

// figureOf is a figure that was printed, to be sorted by.
func figureOf(shown string) decimal.Decimal {
	d, err := decimal.NewFromString(shown)
	if err != nil { // the ledger prints figures
		return decimal.Zero
	}
	return d
}
