package web

import (
	"context"
	"fmt"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

// unknownName is a name in a file that the ledger does not know, with what was
// typed of it.
type unknownName struct {
	intake.Unknown
	Is, Problem string
}

// mostUnknown is how many unknown names a page asks about at once.
const mostUnknown = 30

// Places are the first cells where the name stands.
func (n unknownName) Places() string {
	const most = 3
	words := ""
	for i, cell := range n.Cells {
		if i == most {
			return fmt.Sprintf("%s等%d处", words, len(n.Cells))
		}
		if i > 0 {
			words += "、"
		}
		words += cell
	}
	return words
}

// nameChoices are what names may mean.
type nameChoices struct{ Units, Projects []string }

// askNames asks of a checked file what its unknown names are.
func (s *server) askNames(ctx context.Context, o *checked) error {
	key := o.Preview.Binding.Programme
	if key == "" || o.Preview.New {
		return nil
	}
	p, err := s.Ledger.Programme(ctx, key)
	if err != nil {
		return err
	}
	projects := false
	for i, u := range o.Preview.Unknowns(p) {
		if i == mostUnknown {
			break
		}
		o.Unknown = append(o.Unknown, unknownName{Unknown: u})
		projects = projects || !u.Unit
	}
	if len(o.Unknown) == 0 {
		return nil
	}
	for i := range p.Units {
		o.Choices.Units = append(o.Choices.Units, p.Units[i].Name)
	}
	for i := range p.Projects {
		if !projects {
			break
		}
		o.Choices.Projects = append(o.Choices.Projects, p.Projects[i].ID.String()+" "+s.ProjectTitle(&p.Projects[i]))
	}
	return nil
}

// uploadNames keeps what names in one file mean, and shows all the form's files
// as they are read with that.
func (s *server) uploadNames(c echo.Context) error {
	files, asked, err := readAsked(c)
	if err != nil {
		return err
	}
	of, form := files[asked], c.Request().Form
	var names []app.Named
	for i, words := range form["words"] {
		if i < len(form["kind"]) && i < len(form["is"]) {
			names = append(names, app.Named{Unit: form["kind"][i] == "unit", Words: words, Is: form["is"][i]})
		}
	}
	refusal := s.Service.LearnNames(c.Request().Context(), of.fields.Programme, of.name, names, app.Browser)
	if refusal != nil && ledger.CodeOf(refusal) != ledger.CodeInvalid && ledger.CodeOf(refusal) != ledger.CodeConflict {
		return refusal
	}
	if refusal == nil && of.fields.Inbox != "" {
		return seeOther(c, fmt.Sprintf("/inbox/%s?done=named", of.fields.Inbox))
	}
	files[asked].fields.Unit = c.FormValue("said-unit") // whose it is may be clearer now
	page, status, err := s.checkAgain(c, files, asked)
	if err != nil {
		return err
	}
	if refusal == nil {
		page.Done = doneWords("named", "")
		return s.render(c, status, "preview", page)
	}
	one := &page.Results[asked]
	one.Misnamed = failureOf(refusal, reference(c)).Detail
	for i := range one.Unknown {
		for k, n := range names {
			if n.Words == one.Unknown[i].Words && n.Unit == one.Unknown[i].Unit {
				one.Unknown[i].Is = n.Is
				if e := ledger.Refusal(refusal); e != nil && e.Field == app.Row("name", k) {
					one.Unknown[i].Problem = e.Message
				}
			}
		}
	}
	return s.render(c, failureOf(refusal, reference(c)).Status, "preview", page)
}
