package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
)

// scanDownload is the scan of a submission: the stamped one, or the paper that a
// correction rests on.
func (s *server) scanDownload(c echo.Context) error {
	id, err := idParam(c)
	if err != nil {
		return err
	}
	file, data, err := s.Service.Scan(c.Request().Context(), id)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, disposition("attachment", file.Name, "scan"))
	return c.Blob(http.StatusOK, app.ScanType(data), data)
}
