package web

import (
	"github.com/labstack/echo/v4"

	"tongbao/server/ledger"
)

// uploadReturn gives the form's file back with what is wrong marked in its
// cells: an uploaded one, of which nothing is kept, or one that was checked and
// kept before, by its hash.
func (s *server) uploadReturn(c echo.Context) error {
	if c.FormValue("sha256") != "" {
		return s.returnKept(c)
	}
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

func (s *server) returnKept(c echo.Context) error {
	files, err := readStaged(c)
	if err != nil {
		return err
	}
	if len(files) != 1 {
		return ledger.Errorf(ledger.CodeInvalid, "批注表一次只能做一份。请选择一个工作簿。")
	}
	binding, err := files[0].fields.binding()
	if err != nil {
		return err
	}
	file, data, err := s.Service.ReturnedStaged(c.Request().Context(), files[0].hash, files[0].name, binding)
	if err != nil {
		return err
	}
	return sendFile(c, file, "returned", data)
}
