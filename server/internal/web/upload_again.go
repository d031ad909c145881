package web

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"tongbao/server/ledger"
)

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

// readAsked reads the files of a form that is about one of them, and which.
func readAsked(c echo.Context) (files []stagedFile, asked int, err error) {
	if files, err = readStaged(c); err != nil {
		return nil, 0, err
	}
	asked, err = strconv.Atoi(c.FormValue("asked"))
	if err != nil || asked < 0 || asked >= len(files) {
		return nil, 0, ledger.Errorf(ledger.CodeInvalid, "没有指明是哪个文件。请重新上传。")
	}
	return files, asked, nil
}

// checkAgain is the page of files that were kept before, each checked once more;
// its fields are those of the one that was asked about.
func (s *server) checkAgain(c echo.Context, files []stagedFile, asked int) (uploadPage, int, error) {
	page, err := s.newUploadPage(c, files[asked].fields)
	if err != nil {
		return page, 0, err
	}
	page.Title = "核对上传的文件"
	status := http.StatusOK
	for _, f := range files {
		one, err := s.checkKept(c, f)
		if err != nil {
			return page, 0, err
		}
		if one.Staged == "" {
			status = http.StatusUnprocessableEntity
		}
		page.Results = append(page.Results, one)
	}
	return page, status, page.lay(s, c)
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
