package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"tongbao/reports/list"
	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

type unitsPage struct {
	Page
	Filter  unitFilter
	List    listing[unitRow]
	All     int
	Kinds   []ledger.UnitKind
	Answers []app.ColumnAnswer
}

// unitRow is one unit with what it leads and its place in the period.
type unitRow struct {
	ledger.Unit
	Leads     int
	Standing  *ledger.UnitStanding // nil when it reports nothing in the period
	Addresses []string
}

// unitFilter is what the address narrows the list to.
type unitFilter struct {
	Kind  ledger.UnitKind
	Query string // in name or aliases
}

func (f unitFilter) keeps(u *ledger.Unit) bool {
	return (f.Kind == "" || u.Kind == f.Kind) &&
		(f.Query == "" || strings.Contains(u.Name+" "+strings.Join(u.Aliases, " "), f.Query))
}

// unitsList is 单位, in 建制序.
func (s *server) unitsList(c echo.Context) error {
	page, err := s.unitsPage(c)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "units", page)
}

// unitsExport is the same list as a workbook.
func (s *server) unitsExport(c echo.Context) error {
	page, err := s.unitsPage(c)
	if err != nil {
		return err
	}
	return page.List.send(s, c, page.Page, "units")
}

func (s *server) unitsPage(c echo.Context) (unitsPage, error) {
	key := c.Param("key")
	base, err := s.programmePage(c, "单位", "units", key)
	if err != nil {
		return unitsPage{}, err
	}
	base.Here = "/p/" + key + "/units"
	page := unitsPage{Page: base, Filter: unitFilter{ledger.UnitKind(c.QueryParam("kind")), strings.TrimSpace(c.QueryParam("q"))}}
	standings := map[string]*ledger.UnitStanding{}
	if !base.Period.IsZero() {
		summary, err := s.Service.Judge(c.Request().Context(), key, base.Period)
		if err != nil {
			return page, err
		}
		for i := range summary.Main.Units {
			standings[summary.Main.Units[i].Unit.Name] = &summary.Main.Units[i]
		}
	}
	leads := map[string]int{}
	for i := range base.Programme.Projects {
		for _, name := range base.Programme.Projects[i].Names(ledger.Lead) {
			if u, ok := base.Programme.Unit(name); ok {
				name = u.Name
			}
			leads[name]++
		}
	}
	page.All = len(base.Programme.Units)
	kinds := map[ledger.UnitKind]bool{}
	var rows []unitRow
	for _, u := range base.Programme.Units {
		if !kinds[u.Kind] {
			kinds[u.Kind] = true
			page.Kinds = append(page.Kinds, u.Kind)
		}
		if !page.Filter.keeps(&u) {
			continue
		}
		row := unitRow{Unit: u, Leads: leads[u.Name], Standing: standings[u.Name]}
		for _, r := range base.Programme.Recipients {
			if r.Unit == u.Name {
				row.Addresses = append(row.Addresses, r.Address)
			}
		}
		rows = append(rows, row)
	}
	if page.Answers, err = s.Service.ColumnAnswers(c.Request().Context(), key); err != nil {
		return page, err
	}
	page.List = arrange(c, unitColumns, rows)
	return page, nil
}

// ofStanding is a figure of a unit's period, nothing where it reports nothing.
func ofStanding(key, head string, figure func(u *ledger.UnitStanding) int) column[unitRow] {
	return column[unitRow]{Key: key, Head: head, Numeric: true, Cell: func(r *unitRow) list.Cell {
		if r.Standing == nil {
			return list.Cell{}
		}
		return list.Int(figure(r.Standing))
	}}
}

var unitColumns = []column[unitRow]{
	{Key: "order", Head: "序", Numeric: true, Cell: func(r *unitRow) list.Cell { return list.Int(r.Order) }},
	textColumn("name", "单位", func(r *unitRow) string { return r.Name }),
	textColumn("kind", "类型", func(r *unitRow) string { return string(r.Kind) }),
	countColumn("leads", "牵头项目", func(r *unitRow) int { return r.Leads }),
	ofStanding("filed", "已报", func(u *ledger.UnitStanding) int { return u.Filed }),
	ofStanding("owes", "应报", func(u *ledger.UnitStanding) int { return u.Owes }),
	ofStanding("late", "滞后", func(u *ledger.UnitStanding) int { return u.Counts.Late() }),
	ofStanding("silent", "年内未报次数", func(u *ledger.UnitStanding) int { return u.TimesSilent }),
	textColumn("aliases", "别名", func(r *unitRow) string { return strings.Join(r.Aliases, "、") }),
	textColumn("mail", "收件邮箱", func(r *unitRow) string { return strings.Join(r.Addresses, "、") }),
	textColumn("contact", "联系人", func(r *unitRow) string { return strings.TrimSpace(r.Contact.Person + " " + r.Contact.Telephone) }),
}
