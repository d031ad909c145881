package web

import (
	"github.com/labstack/echo/v4"

	"tongbao/server/ledger"
)

// gatheredExport is 汇总表 of the period that the address names.
func (s *server) gatheredExport(c echo.Context) error {
	p, err := ledger.ParsePeriod(c.QueryParam("period"))
	if err != nil {
		return err
	}
	file, data, err := s.Service.GatheredBook(c.Request().Context(), c.Param("key"), p)
	if err != nil {
		return err
	}
	return sendFile(c, file, "gathered", data)
}
