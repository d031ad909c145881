package web

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// uploadAnswer keeps what the columns of one file are, and shows all the form's
// files as they are read with that.
func (s *server) uploadAnswer(c echo.Context) error {
	files, err := readStaged(c)
	if err != nil {
		return err
	}
	asked, err := strconv.Atoi(c.FormValue("asked"))
	if err != nil || asked < 0 || asked >= len(files) {
		return ledger.Errorf(ledger.CodeInvalid, "没有指明是哪个文件的列。请重新上传。")
	}
	page, err := s.newUploadPage(c, files[asked].fields)
	if err != nil {
		return err
	}
	page.Title = "核对上传的文件"
	kept, refusal := s.Service.AnswerColumns(c.Request().Context(), readAnswers(c, files[asked].fields), app.Browser)
	if refusal != nil && ledger.CodeOf(refusal) != ledger.CodeInvalid {
		return refusal
	}
	status := http.StatusOK
	for i, f := range files {
		one, err := s.checkKept(c, f)
		if err != nil {
			return err
		}
		if i == asked && refusal != nil {
			one.Unanswered = failureOf(refusal, reference(c)).Detail
		}
		if one.Staged == "" {
			status = http.StatusUnprocessableEntity
		}
		page.Results = append(page.Results, one)
	}
	if refusal == nil {
		page.Done = fmt.Sprintf("已记住%d列，文件已按此重新读取。记错了的，可在“单位”页的识别记忆中撤销。", len(kept))
	}
	page.lay(s)
	return s.render(c, status, "preview", page)
}

// carried are the files that a form on one of them takes along, so that all are
// shown again.
type carried struct {
	Files []checked
	Asked int // which of them the form is about
}

// Carried are the files that a form on the page's n-th takes along: all that are
// kept, or that one alone where they are more than a form may carry.
func (p uploadPage) Carried(n int) carried {
	var all carried
	for i, r := range p.Results {
		if r.Kept == "" {
			continue
		}
		if i == n {
			all.Asked = len(all.Files)
		}
		all.Files = append(all.Files, r)
	}
	if len(all.Files) > maxFiles {
		return carried{Files: p.Results[n : n+1]}
	}
	return all
}

// Asks reports whether nothing but a question stops the file.
func (o checked) Asks() bool {
	return o.Errors == 0 && o.Preview.Binding.Programme != "" && len(o.Preview.Unsure()) > 0
}

// readAnswers are the form's answers; it has each field once for each column.
func readAnswers(c echo.Context, file uploadFields) []app.ColumnAnswer {
	form := c.Request().Form
	layouts, heads := form["layout"], form["head"]
	var list []app.ColumnAnswer
	for i, field := range form["field"] {
		if i < len(layouts) && i < len(heads) {
			list = append(list, app.ColumnAnswer{
				Programme: file.Programme, Unit: file.Unit, Layout: layouts[i], Head: heads[i], Field: field,
			})
		}
	}
	return list
}

// checkKept checks a file again that was kept before. It returns an error only
// for what is not the file's own fault.
func (s *server) checkKept(c echo.Context, file stagedFile) (checked, error) {
	binding, err := file.fields.binding()
	if err != nil {
		return checked{}, err
	}
	ctx := c.Request().Context()
	preview, err := s.Service.CheckStaged(ctx, file.hash, file.name, binding)
	if err != nil {
		return s.unreadable(c, file.name, err)
	}
	one := checked{Name: file.name, Kept: file.hash}
	one.show(s, preview)
	one.Title = s.titleOf(ctx, preview)
	if one.Stopped == "" {
		one.Staged = file.hash
	}
	return one, nil
}
