package web

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

type sealPage struct {
	Page
	correction
	Form  *app.SealForm
	Seal  *app.Seal // nil while the stamped scan has not come
	Typed string    // the check code as typed
	Lines []sealLine
}

// sealLine is one row of the form to be stamped.
type sealLine struct {
	Report ledger.Report
	Name   string
}

func (s *server) sealPage(c echo.Context) (sealPage, error) {
	var page sealPage
	id, err := idParam(c)
	if err != nil {
		return page, err
	}
	if page.Page, err = s.programmePage(c, "上报表", "submissions", c.Param("key")); err != nil {
		return page, err
	}
	ctx := c.Request().Context()
	if page.Form, err = s.Service.SealForm(ctx, id); err != nil {
		return page, err
	}
	if page.Form.Submission.Programme != page.Key() {
		return page, echo.ErrNotFound
	}
	seals, err := s.Service.Seals(ctx, page.Key())
	if err != nil {
		return page, err
	}
	if seal, ok := seals[id]; ok {
		page.Seal = &seal
	}
	for _, r := range page.Form.Reports {
		line := sealLine{Report: r}
		if p, ok := page.Programme.Project(r.Project); ok {
			line.Name = s.ProjectTitle(p)
		}
		page.Lines = append(page.Lines, line)
	}
	return page, nil
}

// sealShow is the form of a submission to be printed and stamped, and where its
// scan is filed.
func (s *server) sealShow(c echo.Context) error {
	page, err := s.sealPage(c)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "seal", page)
}

// sealFile files the stamped scan of a submission.
func (s *server) sealFile(c echo.Context) error {
	page, err := s.sealPage(c)
	if err != nil {
		return err
	}
	page.Typed = c.FormValue("code")
	var scan app.Upload
	if files := uploadedFiles(c); len(files) > 0 {
		scan = files[0]
	}
	id := page.Form.Submission.ID
	if err = s.Service.FileSeal(c.Request().Context(), id, page.Typed, scan, app.Browser); err == nil {
		return seeOther(c, fmt.Sprintf("/p/%s/submissions/%d/form?done=sealed", page.Key(), id))
	}
	status, err := page.fail(c, err)
	if err != nil {
		return err
	}
	return s.render(c, status, "seal", page)
}
