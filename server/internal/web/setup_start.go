package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

type setupStartPage struct {
	Page
	From    string // as chosen
	Problem string
	Setups  []app.Setup // under way
	Groups  []findingGroup
}

// setupForm is the beginning of a new programme, and the list of those that are
// under way.
func (s *server) setupForm(c echo.Context) error {
	page, err := s.setupStartPage(c)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "setup", page)
}

func (s *server) setupStartPage(c echo.Context) (setupStartPage, error) {
	page := setupStartPage{Page: s.newPage(c, "新建年度计划", "setup"), From: c.FormValue("from")}
	ctx := c.Request().Context()
	var err error
	if page.Programmes, err = s.Service.Programmes(ctx); err != nil {
		return page, err
	}
	page.Setups, err = s.Service.Setups(ctx)
	return page, err
}

// setupStart reads the project table of a new programme.
func (s *server) setupStart(c echo.Context) error {
	page, err := s.setupStartPage(c)
	if err != nil {
		return err
	}
	back := func(err error) error {
		f := failureOf(err, reference(c))
		if f.Status == http.StatusInternalServerError {
			return err
		}
		page.Problem, page.Groups = f.Detail, s.groupFindings(f.Findings, nil)
		return s.render(c, f.Status, "setup", page)
	}
	upload, err := oneFile(c)
	if err != nil {
		return back(err)
	}
	st, err := s.Service.StartSetup(c.Request().Context(), upload, page.From, app.Browser)
	if err != nil {
		return back(err)
	}
	return seeOther(c, setupAddress(st.ID, app.StepBasics))
}

// oneFile is the one file of the request's form.
func oneFile(c echo.Context) (app.Upload, error) {
	switch uploads := uploadedFiles(c); len(uploads) {
	case 0:
		return app.Upload{}, ledger.Errorf(ledger.CodeInvalid, "还没有选择文件。请先选择要上传的工作簿。")
	case 1:
		return uploads[0], nil
	default:
		return app.Upload{}, ledger.Errorf(ledger.CodeInvalid, "这里一次只收一个文件，请只选一个。")
	}
}
