package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

type unitEditPage struct {
	Page
	correction
	Name   string // as the ledger has it; "" for a new unit
	Action string // where the form goes
	Form   unitForm
	Former []ledger.FormerName
	Known  []string
}

// unitForm is a unit as its form shows it or as it was typed.
type unitForm struct {
	Name, From, Kind, Order, Parent string
	Aliases, Addresses              string // one a line
	Person, Telephone, Mail         string
}

// Kinds are the kinds of unit, to choose from.
func (unitEditPage) Kinds() []ledger.UnitKind { return ledger.UnitKinds }

func (s *server) unitEditPage(c echo.Context) (unitEditPage, ledger.Unit, error) {
	var page unitEditPage
	var u ledger.Unit
	var err error
	if page.Page, err = s.programmePage(c, "新增单位", "units", c.Param("key")); err != nil {
		return page, u, err
	}
	for _, u := range page.Programme.Units {
		page.Known = append(page.Known, u.Name)
	}
	page.Action = "/p/" + page.Key() + "/units/new"
	if name := pathParam(c, "unit"); name != "" {
		if u, err = unitAt(page.Programme, name); err != nil {
			return page, u, err
		}
		page.Name, page.Former, page.Title, page.Action = u.Name, u.Former, "更正 "+u.Name, unitURL(page.Key(), u.Name)+"/edit"
	}
	return page, u, nil
}

// unitAt is the unit that an address names.
func unitAt(p *ledger.Programme, name string) (ledger.Unit, error) {
	u, ok := p.Unit(name)
	if !ok {
		return u, ledger.Errorf(ledger.CodeNotFound, "台账里没有单位“%s”，可能已撤并。请从单位列表进入。", plain(name))
	}
	return u, nil
}

// unitURL is the beginning of the addresses of a unit's pages.
func unitURL(key, name string) string { return "/p/" + key + "/units/" + url.PathEscape(name) }

// edit is the form's change of a unit.
func (p *unitEditPage) edit(u ledger.Unit) (app.Edit, error) {
	f := &p.Form
	from, err := dateField(f.From, "from")
	if err != nil {
		return nil, err
	}
	u.Name, u.Kind, u.Parent = strings.TrimSpace(f.Name), ledger.UnitKind(f.Kind), strings.TrimSpace(f.Parent)
	u.Aliases, u.Order = names(f.Aliases), 0
	u.Contact = ledger.Contact{Person: strings.TrimSpace(f.Person), Telephone: strings.TrimSpace(f.Telephone), Mail: strings.TrimSpace(f.Mail)}
	if f.Order != "" {
		if u.Order, err = strconv.Atoi(strings.TrimSpace(f.Order)); err != nil {
			return nil, ledger.Errorf(ledger.CodeInvalid, "建制序“%s”不是整数", f.Order).At("order")
		}
	}
	if p.Name == "" {
		return app.AddUnit{Unit: u, Addresses: names(f.Addresses)}, nil
	}
	return app.EditUnit{Name: p.Name, Unit: u, From: from, Addresses: names(f.Addresses)}, nil
}

// unitEditForm is the form to mend a unit, as it stands, or to enter a new one.
func (s *server) unitEditForm(c echo.Context) error {
	page, u, err := s.unitEditPage(c)
	if err != nil {
		return err
	}
	page.Form = unitForm{
		Name: u.Name, Kind: string(u.Kind), Parent: u.Parent, Aliases: strings.Join(u.Aliases, "\n"),
		Addresses: strings.Join(app.AddressesOf(page.Programme, u.Name), "\n"),
		Person:    u.Contact.Person, Telephone: u.Contact.Telephone, Mail: u.Contact.Mail,
	}
	if u.Order > 0 {
		page.Form.Order = strconv.Itoa(u.Order)
	}
	edit, err := page.edit(u)
	if err != nil {
		return err
	}
	if page.Seen, err = app.Seen(&app.Snapshot{Programme: page.Programme}, edit); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "unit_edit", page)
}

// unitEdit mends a unit or enters a new one, once it is confirmed what changes.
func (s *server) unitEdit(c echo.Context) error {
	page, u, err := s.unitEditPage(c)
	if err != nil {
		return err
	}
	page.Form = unitForm{
		c.FormValue("name"), c.FormValue("from"), c.FormValue("kind"), c.FormValue("order"), c.FormValue("parent"),
		c.FormValue("aliases"), c.FormValue("addresses"), c.FormValue("person"), c.FormValue("telephone"), c.FormValue("mail"),
	}
	page.correction = readCorrection(c)
	edit, err := page.edit(u)
	if err != nil {
		status, err := page.fail(c, err)
		if err != nil {
			return err
		}
		return s.render(c, status, "unit_edit", page)
	}
	done, status, err := s.correct(c, &page.correction, app.Correction{Programme: page.Key(), Edit: edit})
	if err != nil {
		return err
	}
	if done {
		return seeOther(c, "/p/"+page.Key()+"/units?done=corrected")
	}
	return s.render(c, status, "unit_edit", page)
}
