package web

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// uploadFields are the upload form's fields as typed.
type uploadFields struct {
	Programme string // a key, "" from the file, or newProgramme
	NewKey    string
	Period    string
	Unit      string
	Confirmed string // readings that were confirmed, as confirmedText writes them
	Inbox     string // the number of a file of the inbox, "" for any other
}

// newProgramme is the choice that takes the key from the field beside it.
const newProgramme = "+"

// gatheredTable is the unit of a table that gathers several units' rows.
const gatheredTable = "*"

// unitText is the unit of a binding as a form carries it.
func unitText(b app.Binding) string {
	if b.Gathered {
		return gatheredTable
	}
	return b.Unit
}

type uploadPage struct {
	Page
	Fields  uploadFields
	Problem string // why the form came back
	Keys    []ledger.Programme
	Results []checked
	Inbox   inboxList
}

// OfInbox reports whether the page is about a file of the inbox.
func (p uploadPage) OfInbox() bool { return len(p.Results) == 1 && p.Results[0].Inbox != nil }

// Ready are the files that can be accepted, where there are several.
func (p uploadPage) Ready() []checked {
	var ready []checked
	for _, r := range p.Results {
		if r.Staged != "" && len(r.Preview.Unexplained()) == 0 {
			ready = append(ready, r)
		}
	}
	if len(ready) < 2 {
		return nil
	}
	return ready
}

// binding understands the fields; its error is a ledger.Error.
func (f uploadFields) binding() (app.Binding, error) {
	b := app.Binding{Programme: f.Programme, Unit: f.Unit}
	if f.Programme == newProgramme {
		b.Programme = f.NewKey
		if b.Programme == "" {
			return b, ledger.Errorf(ledger.CodeInvalid, "请填写新年度计划的代号，如 huaian-2020。")
		}
	}
	if b.Programme != "" {
		if err := app.CheckKey(plain(b.Programme)); err != nil {
			return b, err
		}
	}
	if f.Period != "" {
		p, err := ledger.ParsePeriod(f.Period)
		if err != nil {
			return b, err
		}
		b.Period = p
	}
	var err error
	if f.Inbox != "" {
		if b.InboxFile, err = strconv.ParseInt(f.Inbox, 10, 64); err != nil {
			return b, ledger.Errorf(ledger.CodeInvalid, "没有指明是收件中的哪个文件。请从收件重新打开。")
		}
	}
	if b.Unit == gatheredTable {
		b.Unit, b.Gathered = "", true
	}
	b.Confirmed, err = parseConfirmed(f.Confirmed)
	return b, err
}

func readUploadFields(c echo.Context) uploadFields {
	value := func(name string) string { return strings.TrimSpace(c.FormValue(name)) }
	return uploadFields{
		Programme: value("programme"), NewKey: value("newkey"), Period: strings.ToUpper(value("period")), Unit: value("unit"),
		Confirmed: value("confirmed"), Inbox: value("inbox"),
	}
}

// uploadForm is 上传, with the files that came in.
func (s *server) uploadForm(c echo.Context) error {
	page, err := s.newUploadPage(c, readUploadFields(c))
	if err != nil {
		return err
	}
	return s.renderUpload(c, http.StatusOK, page)
}

// renderUpload shows the form with the inbox as it is.
func (s *server) renderUpload(c echo.Context, status int, page uploadPage) error {
	var err error
	if page.Inbox, err = s.listInbox(c, page.Keys); err != nil {
		return err
	}
	return s.render(c, status, "upload", page)
}

func (s *server) newUploadPage(c echo.Context, fields uploadFields) (uploadPage, error) {
	page := uploadPage{Page: s.newPage(c, "上传", "upload"), Fields: fields}
	var err error
	if page.Keys, err = s.Service.Programmes(c.Request().Context()); err != nil {
		return page, err
	}
	page.Programmes = page.Keys
	if fields.Programme != "" && fields.Programme != newProgramme {
		page.Programme = find(page.Keys, fields.Programme)
	}
	return page, nil
}

// find is a programme of a list, or nil.
func find(list []ledger.Programme, key string) *ledger.Programme {
	for i := range list {
		if list[i].Key == key {
			return &list[i]
		}
	}
	return nil
}

// titleOf is the name for people of the programme a file belongs to: its own,
// or what a new one's table is called, or its key.
func (s *server) titleOf(ctx context.Context, preview *app.Preview) string {
	key := preview.Binding.Programme
	if list, err := s.Service.Programmes(ctx); err == nil {
		if p := find(list, key); p != nil {
			return p.Title
		}
	}
	if preview.New && preview.Draft.Title != "" {
		return fmt.Sprintf("%s（%s）", preview.Draft.Title, key)
	}
	return key
}
