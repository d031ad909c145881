package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// BenchmarkPages is each page of a programme of 2,000 projects with a report for
// each of 12 months, a tenth of them split over 20 areas that report their
// shares: 72,000 reports. One operation is one page, asked of the server; Cold is
// the first one after a change of the ledger.
func BenchmarkPages(b *testing.B) {
	o := serveOptions{options: &options{data: b.TempDir()}}
	s, closeStore, err := o.open(b.Context(), quietLog())
	if err != nil {
		b.Fatal(err)
	}
	handler, err := o.handler(s, quietLog())
	if err != nil {
		b.Fatal(err)
	}
	fillYear(b, s)
	get := func(b *testing.B, path string) {
		b.Helper()
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, httptest.NewRequestWithContext(b.Context(), http.MethodGet, "http://127.0.0.1"+path, nil))
		if answer.Code != http.StatusOK || answer.Body.Len() < 2000 {
			b.Fatalf("%s: %d %.300s", path, answer.Code, answer.Body)
		}
	}
	pages := []struct{ name, path string }{
		{"Overview", "/p/city-2026"},
		{"Projects", "/p/city-2026/projects"},
		{"ProjectsSorted", "/p/city-2026/projects?verdict=behind&sort=gap"},
		{"ProjectsXLSX", "/p/city-2026/projects.xlsx"},
		{"Project", "/p/city-2026/projects/1010"},
		{"Units", "/p/city-2026/units"},
		{"Submissions", "/p/city-2026/submissions"},
		{"Bulletins", "/p/city-2026/bulletins"},
		{"Log", "/log?programme=city-2026"},
	}
	for _, p := range pages {
		b.Run(p.name, func(b *testing.B) {
			get(b, p.path)
			b.ReportAllocs()
			for b.Loop() {
				get(b, p.path)
			}
		})
	}
	b.Run("Cold", func(b *testing.B) {
		reports, err := s.Store.Reports(b.Context(), "city-2026")
		if err != nil {
			b.Fatal(err)
		}
		last := reports[len(reports)-1]
		for i := 0; b.Loop(); i++ {
			b.StopTimer()
			next := last.Clone()
			next.StageText = fmt.Sprintf("第%d次更正", i)
			_, err := s.Store.Accept(b.Context(), app.Acceptance{
				Submission: app.Submission{
					Programme: "city-2026", File: "更正", SHA256: fmt.Sprint(i), Layout: app.LayoutHand, Unit: last.Unit, Period: last.Period, Hand: &app.Hand{Reason: "录错"},
				},
				Replacements: []app.Replacement{{Old: last, New: &next}},
			})
			if err != nil {
				b.Fatal(err)
			}
			if last = next; last.Submission == 0 {
				b.Fatal("no submission")
			}
			b.StartTimer()
			get(b, "/p/city-2026")
		}
	})
	if err := closeStore(); err != nil {
		b.Fatal(err)
	}
}

// fillYear puts the benchmark's programme into the ledger.
func fillYear(b *testing.B, s *app.Service) {
	b.Helper()
	const projects, areas, units = 2000, 20, 60
	works := []string{"老旧小区改造", "幼儿园新建", "农村公路提档升级", "河道整治", "村卫生室改造", "养老服务中心建设", "公共厕所新建", "高标准农田建设"}
	p := ledger.Programme{
		Key: "city-2026", Government: "市人民政府", Issuer: "市人民政府办公室", Title: "民生实事", Year: 2026,
		NoticeDate: ledger.Date{Year: 2026, Month: 1, Day: 5}, Script: ledger.Simplified, Rule: ledger.RuleLine,
		Thresholds: ledger.DefaultThresholds(), ReportDays: 10,
	}
	for i := range units {
		p.Units = append(p.Units, ledger.Unit{Name: fmt.Sprintf("第%d局", i+1), Kind: ledger.Bureau, Order: i + 1})
	}
	for i := range areas {
		p.Units = append(p.Units, ledger.Unit{Name: fmt.Sprintf("第%d县", i+1), Kind: ledger.County, Order: units + i + 1})
	}
	for i := range projects {
		quantity := decimal.NewFromInt(int64(400 + i%50*20))
		name := fmt.Sprintf("第%d片区%s", i+1, works[i%len(works)])
		project := ledger.Project{
			ID: ledger.ProjectID{Series: ledger.SeriesMain, No: fmt.Sprint(i + 1)}, Name: name, Category: works[i%len(works)],
			Content: strings.Repeat("完成"+name+"，同步实施雨污分流和道路修复。", 3), Deadline: ledger.MonthEnd(2026, 12),
			Targets: []ledger.Target{{ID: "t1", Text: fmt.Sprintf("%s%s个", works[i%len(works)], quantity), Kind: ledger.Flow, Quantity: &quantity, Measure: "个"}},
			Duties:  []ledger.Duty{{Role: ledger.Lead, Name: p.Units[i%units].Name}},
		}
		if i%10 == 9 {
			share := quantity.Div(decimal.NewFromInt(areas))
			for k := range areas {
				project.Allocations = append(project.Allocations, ledger.Allocation{Unit: p.Units[units+k].Name, Target: "t1", Quantity: share})
			}
		}
		p.Projects = append(p.Projects, project)
	}
	store := func(a app.Acceptance) {
		a.Submission.Programme, a.Submission.Actor = p.Key, app.CommandLine
		if _, err := s.Store.Accept(context.WithoutCancel(b.Context()), a); err != nil {
			b.Fatal(err)
		}
	}
	store(app.Acceptance{Submission: app.Submission{File: "plan.xlsx", SHA256: strings.Repeat("0", 64), Layout: "project"}, Programme: &p})
	for month := 1; month <= 12; month++ {
		period := ledger.Period{Year: 2026, Kind: ledger.Month, N: month}
		var reports []ledger.Report
		report := func(project *ledger.Project, unit, area string, quantity decimal.Decimal, pace int) {
			done := quantity.Mul(decimal.NewFromInt(int64(month * pace))).Div(decimal.NewFromInt(1300)).Round(0)
			reports = append(reports, ledger.Report{
				Project: project.ID, Unit: unit, Area: area, Period: period, AsOf: period.End(), Filed: period.End().AddDays(3),
				Figures: []ledger.Figures{{Target: "t1", Done: &done}}, StageText: "正在施工，按计划推进",
				Cell: ledger.Cell{File: "进展表.xlsx", Sheet: "Sheet1", Ref: fmt.Sprintf("E%d", len(reports)+2)},
			})
		}
		for i := range p.Projects {
			project := &p.Projects[i]
			report(project, project.Duties[0].Name, "", *project.Targets[0].Quantity, 70+i%40)
			for k, a := range project.Allocations {
				report(project, a.Unit, a.Unit, a.Quantity, 80+k*2)
			}
		}
		store(app.Acceptance{
			Submission: app.Submission{File: "report.xlsx", SHA256: fmt.Sprintf("%064d", month), Layout: "progress", Period: period, Rows: len(reports)},
			Reports:    reports,
		})
	}
}
