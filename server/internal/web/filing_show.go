package web

import (
	"fmt"
	"html/template"
	"net/http"
	"sort"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// matrixColumns is the most projects that are shown as units × projects; more
// are listed unit by unit.
const matrixColumns = 200

type filingPage struct {
	Page
	Filing  *app.Filing // nil while there is nothing to report
	Filter  filingFilter
	Rows    []filingRow
	Columns []*ledger.Project // that concern one of the rows, in the programme's order
	Export  string
}

// filingFilter is what the address narrows 填报进度 to, and its order.
type filingFilter struct {
	State string // "missing" or "late"; "" for all units
	Sort  string // "missing": who owes most first; "" for 建制序
}

// filingRow is one unit with what it owes, and of a matrix a cell for each column,
// nil where the project does not concern it.
type filingRow struct {
	ledger.UnitFilings
	Shown []filingCell
	Cells []*filingCell
}

// filingCell is what is shown of a filing. It is put together here and not by the
// page, which has a thousand of them and is slow at calling functions.
type filingCell struct {
	State     string
	Word      string // the state's
	Words     string // with what there is to say of it
	Mark      template.HTML
	Address   string
	No, Title string // of the project
	Voted     bool
	Unstamped bool
}

// Matrix reports whether the page is small enough to be shown as one.
func (p filingPage) Matrix() bool { return len(p.Columns) <= matrixColumns }

// filingShow is 填报进度: which unit has reported on which project.
func (s *server) filingShow(c echo.Context) error {
	base, filing, err := s.filingOf(c, "填报进度")
	if err != nil {
		return err
	}
	base.Here = "/p/" + base.Key() + "/filing"
	page := filingPage{Page: base, Filing: filing, Filter: filingFilter{c.QueryParam("state"), c.QueryParam("sort")}}
	if page.Export, err = link(base.Here+".xlsx", "period", base.Period); err != nil {
		return err
	}
	if filing != nil {
		if err = page.fill(s.ProjectTitle); err != nil {
			return err
		}
	}
	return s.render(c, http.StatusOK, "filing", page)
}

// filingOf is what both pages of filings show: the period of the address, or
// the latest that has reports, or the latest that has begun. The Filing is nil
// while there is nothing to report.
func (s *server) filingOf(c echo.Context, title string) (Page, *app.Filing, error) {
	base, err := s.programmePage(c, title, "filing", c.Param("key"))
	if err != nil {
		return base, nil, err
	}
	base.Periods = quarters(base.Programme, today(s.Clock()))
	if base.Period.IsZero() && len(base.Periods) > 0 {
		base.Period = base.Periods[len(base.Periods)-1]
	}
	if base.Period.IsZero() || len(base.Programme.Projects) == 0 {
		return base, nil, nil
	}
	filing, err := s.Service.Filing(c.Request().Context(), base.Key(), base.Period)
	return base, filing, err
}

// quarters are those of a programme's year that have begun and do not end
// before its notice.
func quarters(p *ledger.Programme, today ledger.Date) []ledger.Period {
	var out []ledger.Period
	for n := 1; n <= 4; n++ {
		q := ledger.QuarterOf(p.Year, n)
		if !q.Start().After(today) && !q.End().Before(p.NoticeDate) {
			out = append(out, q)
		}
	}
	return out
}

// fill sets what the page lists, with the titles of projects.
func (p *filingPage) fill(title func(*ledger.Project) string) error {
	for i := range p.Filing.Units {
		u := p.Filing.Units[i]
		switch {
		case p.Filter.State == "missing" && len(u.Missing()) == 0,
			p.Filter.State == "late" && u.Count(ledger.FiledLate) == 0:
			continue
		}
		row := filingRow{UnitFilings: u}
		for _, x := range u.Filings {
			address, err := filingURL(p.Key(), x, p.Period)
			if err != nil {
				return err
			}
			row.Shown = append(row.Shown, filingCell{
				State: string(x.State), Word: x.State.Chinese(), Words: filingWords(x), Mark: filingMark(x.State), Address: address,
				No: x.Project.ID.No + x.Project.ID.Sub, Title: title(x.Project), Voted: x.Project.ID.Series == "voted",
				Unstamped: p.Filing.Unstamped(x),
			})
		}
		p.Rows = append(p.Rows, row)
	}
	if p.Filter.Sort == "missing" {
		sort.SliceStable(p.Rows, func(a, b int) bool { return len(p.Rows[a].Missing()) > len(p.Rows[b].Missing()) })
	}
	concerned := map[ledger.ProjectID]bool{}
	for _, row := range p.Rows {
		for _, x := range row.Filings {
			concerned[x.Project.ID] = true
		}
	}
	column := map[ledger.ProjectID]int{}
	for i := range p.Filing.Programme.Projects {
		if pr := &p.Filing.Programme.Projects[i]; concerned[pr.ID] {
			column[pr.ID] = len(p.Columns)
			p.Columns = append(p.Columns, pr)
		}
	}
	if !p.Matrix() {
		return nil
	}
	for i := range p.Rows {
		row := &p.Rows[i]
		row.Cells = make([]*filingCell, len(p.Columns))
		for k := range row.Shown {
			row.Cells[column[row.Filings[k].Project.ID]] = &row.Shown[k]
		}
	}
	return nil
}

// filingURL leads from a filing to the report that came, or else to the project.
func filingURL(key string, x ledger.Filing, p ledger.Period) (string, error) {
	if x.Report != nil && x.Report.Submission > 0 {
		return fmt.Sprintf("/p/%s/submissions/%d", key, x.Report.Submission), nil
	}
	return projectURL(key, x.Project.ID, p)
}

// filingWords are a filing's state with what there is to say of it.
func filingWords(x ledger.Filing) string {
	words := x.State.Chinese()
	switch {
	case x.By != "":
		words += "，由" + x.By + "填报"
	case x.Share:
		words += "，任务分解"
	}
	if x.DaysLate > 0 {
		words += fmt.Sprintf("，迟%d天", x.DaysLate)
	}
	return words
}

// filingExport is 填报进度 as a workbook.
func (s *server) filingExport(c echo.Context) error {
	period, err := ledger.ParsePeriod(c.QueryParam("period"))
	if err != nil {
		return err
	}
	file, data, err := s.Service.FilingBook(c.Request().Context(), c.Param("key"), period)
	if err != nil {
		return err
	}
	return sendFile(c, file, "filing", data)
}
