package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// apiSubmissionAccept puts a checked file into the ledger. It is checked
// again, for the ledger may have changed since.
func (s *server) apiSubmissionAccept(c echo.Context) error {
	if !hashForm.MatchString(c.Param("id")) {
		return echo.ErrNotFound
	}
	fields := readUploadFields(c)
	binding, err := fields.binding()
	if err != nil {
		return err
	}
	name := fileName(strings.TrimSpace(c.FormValue("name")))
	if name == "" {
		return ledger.Errorf(ledger.CodeInvalid, "缺少字段 name：文件的名称。")
	}
	form, err := c.FormParams()
	if err != nil {
		return ledger.Errorf(ledger.CodeInvalid, "表单没有完整收到，请重新提交。")
	}
	binding.Explanations = readExplanations(form)
	sub, _, err := s.Service.AcceptStaged(c.Request().Context(), c.Param("id"), name, binding, app.Browser)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusCreated, s.submissionOf(sub))
}
