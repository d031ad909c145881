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
	headers := uploadedFiles(c)
	if len(headers) != 1 {
		return ledger.Errorf(ledger.CodeInvalid, "批注表一次只能做一份。请选择一个工作簿。")
	}
	u, err := readUpload(headers[0])
	if err != nil {
		return err
	}
	file, data, err := s.Service.Returned(c.Request().Context(), u, binding)
	if err != nil {
		return err
	}
	return sendFile(c, file, "returned", data)
}
