package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// checked is one uploaded file as it was read: what the preview shows.
type checked struct {
	Name string
	// Failure says why the file could not be read or stored, under Headline.
	Failure  *failure
	Headline string
	Preview  *app.Preview
	Groups   []findingGroup
	Errors   int
	Warns    int
	Changes  changeList
	Pane     *pane  // its own tables, nil where nothing is wrong
	Kept     string // its hash once it is kept, "" for one that cannot be read
	Staged   string // the same where nothing stops it
	Stopped  string // why 确认入库 is disabled, in words
	Title    string // of the programme it belongs to
	Offers   int    // doubtful readings that can be confirmed on the page
	// Unanswered is why its answers were not kept, in words.
	Unanswered string
	Asked      []asked
	// Unknown are the names in it that the ledger does not know, Choices what they
	// may mean, Misnamed why what was said of them was not kept.
	Unknown  []unknownName
	Choices  nameChoices
	Misnamed string
	Inbox    *inboxRow // of a file of the inbox
}

// UnitText is the file's unit as a form carries it.
func (o checked) UnitText() string { return unitText(o.Preview.Binding) }

// SaidUnit is the unit that was said of the file, as a form carries it.
func (o checked) SaidUnit() string { return unitText(o.Preview.Said()) }

// maxFiles is how many files may be checked or accepted at once, those in zips
// counted each.
const maxFiles = 200

// maxRows is how many rows the files of one form may have together: what was
// read of all of them is held until it is answered.
const maxRows = 40_000

// rowCount counts the rows of a form's files.
type rowCount int

// add refuses a form that has too many with the rows of one more file.
func (n *rowCount) add(p *app.Preview) error {
	if *n += rowCount(p.Draft.Rows.Seen); *n > maxRows {
		return ledger.Errorf(ledger.CodeTooLarge, "这次上传的表合起来超过 %d 行，超过的是“%s”。请分几次上传。", maxRows, p.File)
	}
	return nil
}

// uploadCheck reads the files of the form and shows what they would change.
// Nothing of them enters the ledger.
func (s *server) uploadCheck(c echo.Context) error {
	page, err := s.newUploadPage(c, readUploadFields(c))
	if err != nil {
		return err
	}
	back := func(err error) error {
		f := failureOf(err, reference(c))
		if f.Status >= http.StatusInternalServerError && f.Reference != "" {
			return err
		}
		page.Problem = f.Detail
		return s.renderUpload(c, f.Status, page)
	}
	binding, err := page.Fields.binding()
	if err != nil {
		return back(err)
	}
	uploads := uploadedFiles(c)
	if len(uploads) == 0 {
		return back(ledger.Errorf(ledger.CodeInvalid, "还没有选择文件。请先选择要上传的工作簿。"))
	}
	status := http.StatusOK
	var rows rowCount
	for _, upload := range uploads {
		results, err := s.checkFile(c, upload, binding, &rows)
		if err != nil {
			return back(err)
		}
		if len(page.Results)+len(results) > maxFiles {
			return back(ledger.Errorf(ledger.CodeInvalid, "一次最多上传 %d 个文件（压缩包里的各算一个）。请分几次上传。", maxFiles))
		}
		for _, one := range results {
			if one.Staged == "" {
				status = http.StatusUnprocessableEntity
			}
		}
		page.Results = append(page.Results, results...)
	}
	page.Title = "核对上传的文件"
	if err := page.lay(s, c); err != nil {
		return err
	}
	return s.render(c, status, "preview", page)
}

// fileName is a client's file name without folders and control characters.
func fileName(name string) string {
	name = strings.ReplaceAll(name, `\`, "/")
	return plain(name[strings.LastIndex(name, "/")+1:])
}

// checkFile checks one file of the form; a zip of workbooks comes to several
// results. It returns an error only for what is not the file's own fault.
func (s *server) checkFile(c echo.Context, upload app.Upload, b app.Binding, rows *rowCount) ([]checked, error) {
	var results []checked
	var failed error
	err := s.Service.Files(c.Request().Context(), upload, func(uploads []app.Upload) {
		for _, u := range uploads {
			u.Name = fileName(u.Name)
			var one checked
			if one, failed = s.checkOne(c, u, b); failed == nil && one.Preview != nil {
				failed = rows.add(one.Preview)
			}
			if failed != nil {
				return
			}
			results = append(results, one)
		}
	})
	if err != nil {
		one, err := s.unreadable(c, upload.Name, err)
		return []checked{one}, err
	}
	return results, failed
}

// unreadable shows a file that was refused, which the log tells; other errors it
// returns.
func (s *server) unreadable(c echo.Context, name string, err error) (checked, error) {
	one := checked{Name: name}
	refusal := ledger.Refusal(err)
	if refusal == nil {
		return one, err
	}
	s.Service.UploadRefused(c.Request().Context(), name, err, app.Browser)
	f := failureOf(refusal, reference(c))
	one.Headline, one.Failure, one.Groups = "文件不能读入", &f, s.groupFindings(f.Findings, nil)
	one.Errors, one.Warns = countFindings(f.Findings)
	return one, nil
}

// checkOne returns an error only for what is not the file's own fault.
func (s *server) checkOne(c echo.Context, upload app.Upload, b app.Binding) (checked, error) {
	ctx := c.Request().Context()
	one := checked{Name: upload.Name}
	preview, err := s.Service.Check(ctx, upload, b)
	if err != nil {
		return s.unreadable(c, upload.Name, err)
	}
	one.show(s, preview)
	one.Title = s.titleOf(ctx, preview)
	if one.Kept, err = s.Service.Stage(ctx, upload); err == nil && one.Stopped == "" {
		one.Staged = one.Kept
	}
	return one, err
}

// lay puts the clerks' own tables beside the findings of each file.
func (p *uploadPage) lay(s *server, c echo.Context) error {
	for i := range p.Results {
		one := &p.Results[i]
		if one.Preview == nil {
			continue
		}
		if err := s.askNames(c.Request().Context(), one); err != nil {
			return err
		}
		if len(one.Preview.Findings) == 0 {
			continue
		}
		b := one.Preview.Binding
		tables := one.Preview.Tables()
		confirmed, err := one.Confirmed()
		if err != nil {
			return err
		}
		file := stagedFile{hash: one.Kept, name: one.Name, fields: uploadFields{Programme: b.Programme, Period: b.Period.String(), Unit: unitText(b), Confirmed: confirmed}}
		one.Pane = newPane(i, tables.Sheets(onPage/len(p.Results)), file)
		one.Groups = s.groupFindings(one.Preview.Findings, tables.Places())
		one.offer()
	}
	return nil
}

// show arranges a preview for the page and says what stops it, if anything.
func (o *checked) show(s *server, p *app.Preview) {
	o.Preview, o.Groups = p, s.groupFindings(p.Findings, nil)
	o.Errors, o.Warns = countFindings(p.Findings)
	o.Changes, o.Asked = listChanges(p.Changes), askedOf(p, nil, false)
	switch {
	case len(p.Stops()) > 0:
		o.Stopped = fmt.Sprintf("有%d处错误，改正后重新上传才能入库。", o.Errors)
	case p.Binding.Programme == "":
		o.Stopped = "从文件里看不出属于哪个年度计划。请选定年度计划再上传一次；新的年度计划请选“新建”，填写代号。"
	case len(p.Unsure()) > 0:
		o.Stopped = fmt.Sprintf("还有%d列是按猜测读的，先在“这一列是什么”中选定。", len(p.Unsure()))
	case p.Differs():
		o.Stopped = "这个文件已经入库，读出的内容与台账已有不同（见“变化”）。要按它重新入库，请先撤销那次报送，再上传。"
	case p.Duplicate:
		o.Stopped = "这个文件已经入库，内容没有变化，不必再次入库。"
	}
}

// FirstTab is the tab that is open at first: the problems, or else the changes,
// or else what was read.
func (o checked) FirstTab() int {
	switch {
	case o.Errors+o.Warns > 0 || o.Preview == nil:
		return 0
	case o.Changes.Count > 0:
		return 1
	}
	return 2
}

// HasCategories reports whether the table that was read names categories.
func (o checked) HasCategories() bool {
	return slices.ContainsFunc(o.Preview.Draft.Projects, func(p ledger.Project) bool { return p.Category != "" })
}
