package web

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

type filingLatePage struct {
	Page
	Filing *app.Filing // nil while there is nothing to report
	Rows   []owingRow
	ToAll  string // one reminder for all, "" when nobody owes
	Export string
}

// owingRow is one unit of 未报名单 with the text that reminds it.
type owingRow struct {
	app.Owing
	Text string
	Mail string // a letter to the unit, "" where it has no address
}

// filingLate is 未报名单 with 催报.
func (s *server) filingLate(c echo.Context) error {
	base, filing, err := s.filingOf(c, "未报名单")
	if err != nil {
		return err
	}
	base.Here = "/p/" + base.Key() + "/filing/late"
	page := filingLatePage{Page: base, Filing: filing}
	if page.Export, err = link(base.Here+".xlsx", "period", base.Period); err != nil {
		return err
	}
	if filing != nil {
		page.ToAll = filing.ReminderToAll()
		for _, o := range filing.Owing() {
			row := owingRow{Owing: o, Text: filing.Reminder(o)}
			if len(o.Addresses) > 0 {
				row.Mail = "mailto:" + o.Addresses[0] + "?subject=" + url.PathEscape(filing.RemindSubject())
			}
			page.Rows = append(page.Rows, row)
		}
	}
	return s.render(c, http.StatusOK, "filing_late", page)
}

// filingLateExport is 未报名单 as a workbook.
func (s *server) filingLateExport(c echo.Context) error {
	period, err := ledger.ParsePeriod(c.QueryParam("period"))
	if err != nil {
		return err
	}
	file, data, err := s.Service.OwingBook(c.Request().Context(), c.Param("key"), period)
	if err != nil {
		return err
	}
	return sendFile(c, file, "late", data)
}
