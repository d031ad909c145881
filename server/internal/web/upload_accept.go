package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

var hashForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

// stagedFile is one file of the form: it was checked and kept before.
type stagedFile struct {
	hash, name string
	fields     uploadFields
	said       map[string]string // explanations by the keys of their findings
}

// address is a page of the file with what the form says of it.
func (f stagedFile) address(path string) string {
	return path + "?" + url.Values{
		"sha256": {f.hash}, "name": {f.name}, "programme": {f.fields.Programme},
		"period": {f.fields.Period}, "unit": {f.fields.Unit}, "confirmed": {f.fields.Confirmed}, "inbox": {f.fields.Inbox},
	}.Encode()
}

// uploadAccept puts files into the ledger that were checked and kept before,
// each for itself, as the office's policy has it. They are checked again, for the ledger may
// have changed since.
func (s *server) uploadAccept(c echo.Context) error {
	files, err := readStaged(c)
	if err != nil {
		return err
	}
	var accepted []app.Submission
	var refused []checked
	status := http.StatusOK
	for _, f := range files {
		submission, one, err := s.acceptOne(c, f)
		if err != nil {
			return err
		}
		if one != nil {
			refused, status = append(refused, *one), one.Failure.Status
			continue
		}
		accepted = append(accepted, submission)
	}
	if len(refused) > 0 {
		page, err := s.newUploadPage(c, files[0].fields)
		if err != nil {
			return err
		}
		page.Title, page.Results = "没有入库", refused
		if err := page.lay(s, c); err != nil {
			return err
		}
		if len(accepted) > 0 {
			page.Title = "没有全部入库"
			page.Done = fmt.Sprintf("已入库%d个文件；下面%d个没有入库。", len(accepted), len(refused))
		}
		return s.render(c, status, "preview", page)
	}
	first := accepted[0]
	if len(accepted) == 1 {
		return seeOther(c, fmt.Sprintf("/p/%s/submissions/%d?done=accepted", first.Programme, first.ID))
	}
	return seeOther(c, fmt.Sprintf("/p/%s/submissions?done=allaccepted&n=%d", first.Programme, len(accepted)))
}

// readStaged reads the form's files; it has each field once for each file.
func readStaged(c echo.Context) ([]stagedFile, error) {
	form, err := c.FormParams()
	if err != nil {
		return nil, ledger.Errorf(ledger.CodeInvalid, "表单没有完整收到，请重新提交。")
	}
	hashes := form["sha256"]
	field := func(name string, i int) string {
		if i < len(form[name]) {
			return strings.TrimSpace(form[name][i])
		}
		return ""
	}
	if len(hashes) == 0 || len(hashes) > maxFiles {
		return nil, ledger.Errorf(ledger.CodeInvalid, "没有指明要入库的文件。请重新上传。")
	}
	var files []stagedFile
	said := readExplanations(form)
	for i, hash := range hashes {
		if !hashForm.MatchString(hash) {
			return nil, ledger.Errorf(ledger.CodeInvalid, "没有指明要入库的文件。请重新上传。")
		}
		files = append(files, stagedFile{hash: hash, name: fileName(field("name", i)), said: said, fields: uploadFields{
			Programme: field("programme", i), Period: strings.ToUpper(field("period", i)), Unit: field("unit", i),
			Confirmed: field("confirmed", i), Inbox: field("inbox", i),
		}})
	}
	return files, nil
}

// acceptOne returns what was stored, or what the page shows of a refusal; an
// error only for what is not the file's own fault.
func (s *server) acceptOne(c echo.Context, file stagedFile) (app.Submission, *checked, error) {
	ctx := c.Request().Context()
	binding, err := file.fields.binding()
	if err != nil {
		return app.Submission{}, nil, err
	}
	binding.Explanations = file.said
	submission, preview, err := s.Service.AcceptStaged(ctx, file.hash, file.name, binding, app.Browser)
	if err == nil {
		return submission, nil, nil
	}
	refusal := (*ledger.Error)(nil)
	if !errors.As(err, &refusal) {
		return app.Submission{}, nil, err
	}
	f := failureOf(err, reference(c))
	one := &checked{Name: file.name, Headline: "没有入库", Failure: &f, Groups: s.groupFindings(f.Findings, nil)}
	one.Errors, one.Warns = countFindings(f.Findings)
	if preview == nil && len(file.said) > 0 { // what was typed is to come back
		binding.Explanations = nil
		if preview, err = s.Service.CheckStaged(ctx, file.hash, file.name, binding); err != nil {
			return app.Submission{}, nil, err
		}
	}
	if preview != nil {
		one.show(s, preview)
		one.Asked = askedOf(preview, file.said, true)
		one.Kept = file.hash
		one.Title = s.titleOf(ctx, preview)
	}
	if one.Stopped == "" && len(one.Asked) > 0 {
		one.Staged = file.hash
	} else {
		one.Stopped = f.Detail
	}
	return app.Submission{}, one, nil
}
