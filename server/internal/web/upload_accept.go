package web

import (
	"errors"
	"fmt"
	"regexp"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

var hashForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

// uploadAccept puts a file into the ledger that was checked and kept before.
// It is checked again, for the ledger may have changed since.
func (s *server) uploadAccept(c echo.Context) error {
	ctx := c.Request().Context()
	fields := readUploadFields(c)
	hash, name := c.FormValue("sha256"), fileName(c.FormValue("name"))
	if !hashForm.MatchString(hash) {
		return ledger.Errorf(ledger.CodeInvalid, "没有指明要入库的文件。请重新上传。")
	}
	binding, err := fields.binding()
	if err != nil {
		return err
	}
	submission, preview, err := s.Service.AcceptStaged(ctx, hash, name, binding, app.Browser)
	if err == nil {
		return seeOther(c, fmt.Sprintf("/p/%s/submissions/%d?done=accepted", submission.Programme, submission.ID))
	}
	refusal := (*ledger.Error)(nil)
	if !errors.As(err, &refusal) {
		return err
	}
	page, perr := s.newUploadPage(c, fields)
	if perr != nil {
		return perr
	}
	f := failureOf(err, reference(c))
	one := checked{Name: name, Failure: &f, Groups: s.groupFindings(f.Findings)}
	one.Errors, one.Warns = countFindings(f.Findings)
	if preview != nil {
		one.show(s, preview)
		one.Title = s.titleOf(ctx, preview.Binding.Programme)
	}
	one.Stopped = f.Detail
	page.Title = "没有入库"
	page.Results = []checked{one}
	return s.render(c, f.Status, "preview", page)
}
