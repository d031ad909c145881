package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"tongbao/server/ledger"
)

type projectsPage struct {
	Page
	Filter     projectFilter
	Rows       []ledger.Standing
	All        int // how many there are without the filter
	counts     map[ledger.Verdict]int
	Units      []string
	Categories []string
}

// CountOf is how many projects of the whole list have the verdict.
func (p projectsPage) CountOf(v ledger.Verdict) int { return p.counts[v] }

// projectFilter is what the address narrows the list to.
type projectFilter struct {
	Verdict  ledger.Verdict
	Unit     string
	Category string
	Series   string
	Query    string
}

func (f projectFilter) keeps(s *ledger.Standing, title, category string) bool {
	p := s.Project
	if f.Verdict != "" && s.Verdict != f.Verdict ||
		f.Category != "" && category != f.Category ||
		f.Series != "" && p.ID.Series != f.Series {
		return false
	}
	if f.Unit != "" && s.Reporter != f.Unit && !slices.ContainsFunc(p.Duties, func(d ledger.Duty) bool { return d.Name == f.Unit }) {
		return false
	}
	return f.Query == "" || strings.Contains(p.ID.String()+" "+title+" "+p.Name+" "+p.Content, f.Query)
}

// projectsList is 项目: every project with its verdict, narrowed by the address.
func (s *server) projectsList(c echo.Context) error {
	key := c.Param("key")
	base, err := s.programmePage(c, "项目", "projects", key)
	if err != nil {
		return err
	}
	base.Here = "/p/" + key + "/projects"
	page := projectsPage{Page: base, counts: map[ledger.Verdict]int{}, Filter: projectFilter{
		Verdict:  ledger.Verdict(c.QueryParam("verdict")),
		Unit:     c.QueryParam("unit"),
		Category: c.QueryParam("category"),
		Series:   c.QueryParam("series"),
		Query:    strings.TrimSpace(c.QueryParam("q")),
	}}
	standings, err := s.standings(c, page.Page)
	if err != nil {
		return err
	}
	page.All = len(standings)
	for i := range standings {
		st := &standings[i]
		page.counts[st.Verdict]++
		category := page.Category(st.Project)
		page.note(st, category)
		if page.Filter.keeps(st, s.ProjectTitle(st.Project), category) {
			page.Rows = append(page.Rows, *st)
		}
	}
	return s.render(c, http.StatusOK, "projects", page)
}

// note collects what the list can be narrowed to.
func (p *projectsPage) note(s *ledger.Standing, category string) {
	if s.Reporter != "" && !slices.Contains(p.Units, s.Reporter) {
		p.Units = append(p.Units, s.Reporter)
	}
	if category != "" && !slices.Contains(p.Categories, category) {
		p.Categories = append(p.Categories, category)
	}
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
}

// worst is the standing of the target that is furthest behind.
func worst(targets []ledger.TargetStanding) figuresRow {
	t := targets[0]
	for _, u := range targets[1:] {
		if w := t.Verdict.Worse(u.Verdict); w != t.Verdict || w == u.Verdict && u.Difference.Cmp(t.Difference) < 0 {
			t = u
		}
	}
	rate, expected, difference := ledger.ShownDifference(t.Rate, t.Expected)
	switch sign := t.Difference.CmpInt(0); {
	case sign < 0:
		difference = "−" + difference
	case sign > 0:
		difference = "+" + difference
	}
	return figuresRow{rate + "%", expected + "%", difference}
}
