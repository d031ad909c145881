package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

type matterPage struct {
	Page
	Matter   *ledger.Matter // as it stands now
	Versions []app.MatterVersion
	Today    ledger.Date
	// Choice is the project that was chosen in the form; Wrong says what is wrong
	// with it, "" for nothing.
	Choice, Wrong string
}

// matterShow is one matter with where it was read and how it came to be so.
func (s *server) matterShow(c echo.Context) error {
	page, err := s.matterPage(c)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "matter", page)
}

func (s *server) matterPage(c echo.Context) (matterPage, error) {
	key, no := c.Param("key"), pathParam(c, "no")
	base, err := s.programmePage(c, "民声事项", "matters", key)
	page := matterPage{Page: base, Today: today(s.Clock())}
	if err != nil {
		return page, err
	}
	if page.Versions, err = s.Service.Matter(c.Request().Context(), key, no); err != nil {
		return page, err
	}
	page.Matter = &page.Versions[0].Matter
	page.Title = "民声事项 " + page.Matter.No
	if page.Matter.Project != nil {
		page.Choice = page.Matter.Project.String()
	}
	return page, nil
}

// matterLink sets the project that was made of a matter, none for an empty
// choice.
func (s *server) matterLink(c echo.Context) error {
	page, err := s.matterPage(c)
	if err != nil {
		return err
	}
	page.Choice = strings.TrimSpace(c.FormValue("project"))
	var project *ledger.ProjectID
	for i := range page.Programme.Projects {
		if p := &page.Programme.Projects[i]; p.ID.String() == page.Choice {
			project = &p.ID
		}
	}
	if page.Choice != "" && project == nil {
		page.Wrong = "年度计划里没有序号为“" + plain(page.Choice) + "”的项目，请在列表中选择。"
		return s.render(c, http.StatusUnprocessableEntity, "matter", page)
	}
	if err := s.Service.LinkMatter(c.Request().Context(), page.Key(), page.Matter.No, project, app.Browser); err != nil {
		return err
	}
	address, err := link(matterURL(page.Key(), page.Matter.No), "done", "linked")
	if err != nil {
		return err
	}
	return seeOther(c, address)
}
