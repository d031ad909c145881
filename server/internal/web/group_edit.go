package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
)

type groupEditPage struct {
	Page
	correction
	Name    string
	Members string // one a line
	Known   []string
}

func (s *server) groupEditPage(c echo.Context) (groupEditPage, error) {
	base, err := s.programmePage(c, "单位组", "units", c.Param("key"))
	if err != nil {
		return groupEditPage{}, err
	}
	page := groupEditPage{Page: base, Name: strings.TrimSpace(c.FormValue("name"))}
	for _, u := range base.Programme.Units {
		page.Known = append(page.Known, u.Name)
	}
	return page, nil
}

// groupEditForm is the form for the members of the group that the address names,
// or for a new one.
func (s *server) groupEditForm(c echo.Context) error {
	page, err := s.groupEditPage(c)
	if err != nil {
		return err
	}
	if g, ok := page.Programme.Group(page.Name); ok {
		page.Members = strings.Join(g.Members, "\n")
		page.Seen, err = app.Seen(&app.Snapshot{Programme: page.Programme}, app.EditGroup{Name: page.Name})
		if err != nil {
			return err
		}
	}
	return s.render(c, http.StatusOK, "group_edit", page)
}

// groupEdit sets a group's members, once it is confirmed what changes.
func (s *server) groupEdit(c echo.Context) error {
	page, err := s.groupEditPage(c)
	if err != nil {
		return err
	}
	page.correction, page.Members = readCorrection(c), c.FormValue("members")
	done, status, err := s.correct(c, &page.correction, app.Correction{
		Programme: page.Key(), Edit: app.EditGroup{Name: page.Name, Members: names(page.Members)},
	})
	if err != nil {
		return err
	}
	if done {
		return seeOther(c, "/p/"+page.Key()+"/units?done=corrected#groups")
	}
	return s.render(c, status, "group_edit", page)
}
