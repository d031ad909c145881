package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"tongbao/reports/list"
	"tongbao/server/internal/app"
	"tongbao/server/internal/intake"
)

type submissionsPage struct {
	Page
	Filter submissionFilter
	List   listing[submissionLine]
	All    int
	Units  []string
	Spans  []string // periods, as the address has them
}

// submissionLine is one submission with where its stamped form is.
type submissionLine struct {
	app.Submission
	Reports bool // it brought reports, of which a stamped form is due
	Sealed  bool // the stamped form has come, and is of this version
}

// seal says of the stamped form what the list says.
func (s *submissionLine) seal() string {
	switch {
	case s.Sealed:
		return "已到"
	case s.Reports:
		return "未到"
	}
	return ""
}

// submissionFilter is what the address narrows the list to.
type submissionFilter struct {
	Unit, Span, State, Query string
}

func (f submissionFilter) keeps(s *app.Submission) bool {
	return (f.Unit == "" || s.Unit == f.Unit) && (f.Span == "" || s.Period.String() == f.Span) &&
		(f.State == "" || (f.State == "current") == s.Current) && (f.Query == "" || strings.Contains(s.File, f.Query))
}

// submissionsList is 报送: every accepted workbook, newest first.
func (s *server) submissionsList(c echo.Context) error {
	page, err := s.submissionsPage(c)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "submissions", page)
}

// submissionsExport is the same list as a workbook.
func (s *server) submissionsExport(c echo.Context) error {
	page, err := s.submissionsPage(c)
	if err != nil {
		return err
	}
	return page.List.send(s, c, page.Page, "submissions")
}

func (s *server) submissionsPage(c echo.Context) (submissionsPage, error) {
	base, err := s.programmePage(c, "报送", "submissions", c.Param("key"))
	if err != nil {
		return submissionsPage{}, err
	}
	page := submissionsPage{Page: base, Filter: submissionFilter{
		Unit: c.QueryParam("unit"), Span: c.QueryParam("span"), State: c.QueryParam("state"), Query: strings.TrimSpace(c.QueryParam("q")),
	}}
	all, err := s.Ledger.Submissions(c.Request().Context(), base.Key())
	if err != nil {
		return page, err
	}
	seals, err := s.Service.Seals(c.Request().Context(), base.Key())
	if err != nil {
		return page, err
	}
	page.All = len(all)
	var rows []submissionLine
	for i := range all {
		sub := &all[i]
		if sub.Unit != "" && !slices.Contains(page.Units, sub.Unit) {
			page.Units = append(page.Units, sub.Unit)
		}
		if span := sub.Period.String(); !sub.Period.IsZero() && !slices.Contains(page.Spans, span) {
			page.Spans = append(page.Spans, span)
		}
		if page.Filter.keeps(sub) {
			_, sealed := seals[sub.ID]
			rows = append(rows, submissionLine{*sub, intake.Layout(sub.Layout).Reports(), sealed})
		}
	}
	slices.Sort(page.Spans)
	page.List = arrange(c, submissionColumns, rows)
	return page, nil
}

var submissionColumns = []column[submissionLine]{
	textColumn("file", "文件", func(s *submissionLine) string { return s.File }),
	textColumn("layout", "类型", func(s *submissionLine) string { return layoutWords(s.Layout) }),
	textColumn("unit", "单位", func(s *submissionLine) string { return s.Unit }),
	{
		Key: "span", Head: "周期", Cell: func(s *submissionLine) list.Cell {
			if s.Period.IsZero() {
				return list.Cell{}
			}
			return list.Text(s.Period.Chinese())
		},
		Order: func(s *submissionLine) int { return s.Period.Year*100 + s.Period.End().Month },
	},
	textColumn("at", "入库时间", func(s *submissionLine) string { return when(s.At) }),
	textColumn("actor", "经办", func(s *submissionLine) string { return string(s.Actor) }),
	countColumn("rows", "行数", func(s *submissionLine) int { return s.Rows }),
	countColumn("changes", "变化", func(s *submissionLine) int { return len(s.Changes) }),
	countColumn("findings", "提醒", func(s *submissionLine) int { return len(s.Findings) }),
	textColumn("state", "状态", func(s *submissionLine) string {
		switch {
		case s.Undone != nil:
			return "已撤销"
		case s.Current:
			return "现行"
		}
		return "已被替换"
	}),
	textColumn("seal", "盖章件", (*submissionLine).seal),
}
