package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// templateDownload is a unit's sheet to fill in for a period, or every unit's
// in one zip where none is named.
func (s *server) templateDownload(c echo.Context) error {
	ctx, key := c.Request().Context(), c.Param("key")
	period, err := ledger.ParsePeriod(strings.ToUpper(strings.TrimSpace(c.QueryParam("period"))))
	if err != nil {
		return err
	}
	if unit := c.QueryParam("unit"); unit != "" {
		file, data, err := s.Service.Template(ctx, key, unit, period)
		if err != nil {
			return err
		}
		return sendFile(c, file, mediaTypes["xlsx"], "template.xlsx", data)
	}
	file, data, err := s.Service.Templates(ctx, key, period)
	if err != nil {
		return err
	}
	return sendFile(c, file, "application/zip", "templates.zip", data)
}

// sendFile downloads a file that was made for this request.
func sendFile(c echo.Context, file app.File, mediaType, fallback string, data []byte) error {
	c.Response().Header().Set(echo.HeaderContentDisposition, disposition("attachment", file.Name, fallback))
	return c.Blob(http.StatusOK, mediaType, data)
}
