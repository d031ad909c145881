package web

import (
	"fmt"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// uploadAnswer keeps what the columns of one file are, and shows all the form's
// files as they are read with that.
func (s *server) uploadAnswer(c echo.Context) error {
	files, asked, err := readAsked(c)
	if err != nil {
		return err
	}
	kept, refusal := s.Service.AnswerColumns(c.Request().Context(), readAnswers(c, files[asked].fields), app.Browser)
	if refusal != nil && ledger.CodeOf(refusal) != ledger.CodeInvalid {
		return refusal
	}
	if id := files[asked].fields.Inbox; id != "" && refusal == nil {
		return seeOther(c, fmt.Sprintf("/inbox/%s?done=answered&n=%d", id, len(kept)))
	}
	page, status, err := s.checkAgain(c, files, asked)
	if err != nil {
		return err
	}
	if refusal != nil {
		page.Results[asked].Unanswered = failureOf(refusal, reference(c)).Detail
	} else {
		page.Done = fmt.Sprintf("已记住%d列，文件已按此重新读取。记错了的，可在“单位”页的识别记忆中撤销。", len(kept))
	}
	return s.render(c, status, "preview", page)
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
