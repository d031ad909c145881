package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

type projectEditPage struct {
	Page
	correction
	Project *ledger.Project
	New     bool // it is not in the ledger yet
	Form    projectForm
	Home    string // the project's own page, or where a new one is entered
	Areas   []string
	Known   []string // units, to choose from
}

func (s *server) projectEditPage(c echo.Context) (projectEditPage, error) {
	var page projectEditPage
	var err error
	if page.Page, err = s.programmePage(c, "更正", "projects", c.Param("key")); err != nil {
		return page, err
	}
	if page.Project, err = projectAt(page.Programme, pathParam(c, "project")); err != nil {
		return page, err
	}
	page.Title = "更正 " + page.Project.ID.String() + " " + s.ProjectTitle(page.Project)
	page.listUnits()
	page.Home, err = projectURL(page.Key(), page.Project.ID, ledger.Period{})
	return page, err
}

func (p *projectEditPage) listUnits() {
	for _, u := range p.Programme.Units {
		p.Known = append(p.Known, u.Name)
		if u.Kind.Area() {
			p.Areas = append(p.Areas, u.Name)
		}
	}
}

// Action is where the form goes.
func (p projectEditPage) Action() string {
	if p.New {
		return p.Home
	}
	return p.Home + "/edit"
}

// Series are the lists that a new project may stand in.
func (p projectEditPage) Series() []string { return app.SeriesOf(p.Programme) }

// Parts are the targets and parts that a milestone or share may be of.
func (p projectEditPage) Parts() []choice {
	if p.New && len(p.Project.Targets) == 0 {
		return []choice{{"t1", "第1个目标"}, {"t2", "第2个目标"}}
	}
	return partChoices(p.Project.Targets)
}

// projectAt is the project that an address names.
func projectAt(p *ledger.Programme, id string) (*ledger.Project, error) {
	for i := range p.Projects {
		if p.Projects[i].ID.String() == id {
			return &p.Projects[i], nil
		}
	}
	return nil, ledger.Errorf(ledger.CodeNotFound, "没有序号为“%s”的项目。请从项目列表进入。", plain(id))
}

// projectEditForm is the form to mend a project, as it stands.
func (s *server) projectEditForm(c echo.Context) error {
	page, err := s.projectEditPage(c)
	if err != nil {
		return err
	}
	page.Form = formOfProject(page.Project)
	page.Seen, err = app.Seen(&app.Snapshot{Programme: page.Programme}, app.EditProject{Project: *page.Project})
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "project_edit", page)
}

// read takes what was typed and returns the project it says. A status other
// than 200 is that of the page, which tells what is wrong.
func (p *projectEditPage) read(c echo.Context) (ledger.Project, int, error) {
	values, err := c.FormParams()
	if err != nil {
		return ledger.Project{}, 0, ledger.Errorf(ledger.CodeInvalid, "表单没有完整收到，请重新提交。")
	}
	p.Form, p.correction = readProjectForm(values), readCorrection(c)
	next, err := p.Form.project(p.Project)
	if err != nil {
		status, err := p.fail(c, err)
		return next, status, err
	}
	return next, http.StatusOK, nil
}

// projectEdit mends a project: the first time it shows what would change, the
// second time it stores that.
func (s *server) projectEdit(c echo.Context) error {
	page, err := s.projectEditPage(c)
	if err != nil {
		return err
	}
	next, status, err := page.read(c)
	if err != nil {
		return err
	}
	if status != http.StatusOK {
		return s.render(c, status, "project_edit", page)
	}
	done, status, err := s.correct(c, &page.correction, app.Correction{Programme: page.Key(), Edit: app.EditProject{Project: next}})
	if err != nil {
		return err
	}
	if done {
		return seeOther(c, page.Home+"?done=corrected")
	}
	return s.render(c, status, "project_edit", page)
}
