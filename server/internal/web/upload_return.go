package web

import (
	"github.com/labstack/echo/v4"

	"tongbao/server/ledger"
)

// uploadReturn gives the form's file back with what is wrong marked in its
// cells. Nothing of it is kept.
func (s *server) uploadReturn(c echo.Context) error {
	binding, err := readUploadFields(c).binding()
	if err != nil {
		return err
	}
	uploads := uploadedFiles(c)
	if len(uploads) != 1 {
		return ledger.Errorf(ledger.CodeInvalid, "批注表一次只能做一份。请选择一个工作簿。")
	}
	file, data, err := s.Service.Returned(c.Request().Context(), uploads[0], binding)
	if err != nil {
		return err
	}
	return sendFile(c, file, "returned", data)
}
