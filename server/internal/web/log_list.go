package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"tongbao/reports/list"
	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// How many entries of the log, the newest that are asked for, pages and a
// workbook hold.
const (
	maxLog       = 2000
	maxLogExport = 100_000
)

type logPage struct {
	Page
	Filter  app.AuditFilter
	List    listing[app.AuditEntry]
	All     int // how long the log is
	Actions []string
	Results []app.Result
}

// logFilter is what the address narrows the list to.
func logFilter(c echo.Context, most int) (f app.AuditFilter, err error) {
	f = app.AuditFilter{Action: c.QueryParam("action"), Result: app.Result(c.QueryParam("result")), Words: strings.TrimSpace(c.QueryParam("q")), Limit: most}
	for name, date := range map[string]*ledger.Date{"from": &f.From, "to": &f.To} {
		if text := c.QueryParam(name); text != "" {
			if *date, err = ledger.ParseDate(text); err != nil {
				return f, err
			}
		}
	}
	return f, nil
}

// logList is 日志: who did what when, newest first.
func (s *server) logList(c echo.Context) error {
	page, err := s.logPage(c, maxLog)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "log", page)
}

// logExport is the same list as a workbook.
func (s *server) logExport(c echo.Context) error {
	page, err := s.logPage(c, maxLogExport)
	if err != nil {
		return err
	}
	page.Programme = nil // the log is of all programmes
	return page.List.send(s, c, page.Page, "log")
}

func (s *server) logPage(c echo.Context, most int) (logPage, error) {
	page := logPage{Page: s.newPage(c, "日志", "log"), Results: app.Results}
	ctx := c.Request().Context()
	var err error
	if page.Filter, err = logFilter(c, most); err != nil {
		return page, err
	}
	if page.Programmes, err = s.Service.Programmes(ctx); err != nil {
		return page, err
	}
	page.Programme = find(page.Programmes, c.QueryParam("programme"))
	last, err := s.Ledger.Audit(ctx, app.AuditFilter{Limit: 1})
	if err != nil || len(last) == 0 {
		return page, err
	}
	page.All = int(last[0].ID) // entries are numbered from 1 without gaps
	if page.Actions, err = s.Ledger.AuditActions(ctx); err != nil {
		return page, err
	}
	entries, err := s.Ledger.Audit(ctx, page.Filter)
	page.List = arrange(c, logColumns, entries)
	return page, err
}

var logColumns = []column[app.AuditEntry]{
	{
		Key: "id", Head: "编号", Numeric: true, Cell: func(e *app.AuditEntry) list.Cell { return list.Int(int(e.ID)) },
	},
	textColumn("at", "时间", func(e *app.AuditEntry) string { return clock(e.At) }),
	textColumn("actor", "谁", func(e *app.AuditEntry) string { return string(e.Actor) }),
	textColumn("action", "做了什么", func(e *app.AuditEntry) string { return actionWords(e.Action) }),
	textColumn("result", "结果", func(e *app.AuditEntry) string { return resultWords(e.Result) }),
	textColumn("subject", "对象", func(e *app.AuditEntry) string { return e.Subject }),
	textColumn("detail", "说明", func(e *app.AuditEntry) string { return e.Detail }),
	textColumn("hash", "哈希", func(e *app.AuditEntry) string { return e.Hash }),
}
