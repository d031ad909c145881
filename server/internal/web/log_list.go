package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"tongbao/reports/list"
	"tongbao/server/internal/app"
)

// How many entries of the log, the newest, the pages go back and a workbook holds.
const (
	maxLog       = 2000
	maxLogExport = 100_000
)

type logPage struct {
	Page
	Filter  logFilter
	List    listing[app.AuditEntry]
	All     int
	Max     int
	Actions []string
}

// logFilter is what the address narrows the list to.
type logFilter struct {
	Action, Query string
}

func (f logFilter) keeps(e *app.AuditEntry) bool {
	return (f.Action == "" || e.Action == f.Action) &&
		(f.Query == "" || strings.Contains(e.Subject+" "+e.Detail+" "+string(e.Actor), f.Query))
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
	page := logPage{
		Page: s.newPage(c, "日志", "log"), Max: most,
		Filter: logFilter{Action: c.QueryParam("action"), Query: strings.TrimSpace(c.QueryParam("q"))},
	}
	var err error
	if page.Programmes, err = s.Service.Programmes(c.Request().Context()); err != nil {
		return page, err
	}
	page.Programme = find(page.Programmes, c.QueryParam("programme"))
	entries, err := s.Ledger.Audit(c.Request().Context(), most)
	if err != nil {
		return page, err
	}
	page.All = len(entries)
	var rows []app.AuditEntry
	for i := range entries {
		if !slices.Contains(page.Actions, entries[i].Action) {
			page.Actions = append(page.Actions, entries[i].Action)
		}
		if page.Filter.keeps(&entries[i]) {
			rows = append(rows, entries[i])
		}
	}
	page.List = arrange(c, logColumns, rows)
	return page, nil
}

var logColumns = []column[app.AuditEntry]{
	{
		Key: "id", Head: "编号", Numeric: true, Cell: func(e *app.AuditEntry) list.Cell { return list.Int(int(e.ID)) },
	},
	textColumn("at", "时间", func(e *app.AuditEntry) string { return clock(e.At) }),
	textColumn("actor", "谁", func(e *app.AuditEntry) string { return string(e.Actor) }),
	textColumn("action", "做了什么", func(e *app.AuditEntry) string { return actionWords(e.Action) }),
	textColumn("subject", "对象", func(e *app.AuditEntry) string { return e.Subject }),
	textColumn("detail", "说明", func(e *app.AuditEntry) string { return e.Detail }),
	textColumn("hash", "哈希", func(e *app.AuditEntry) string { return e.Hash }),
}
