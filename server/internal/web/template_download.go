package web

import (
	"net/http"
	"path"
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
		return sendFile(c, file, "template", data)
	}
	file, data, err := s.Service.Templates(ctx, key, period)
	if err != nil {
		return err
	}
	return sendFile(c, file, "templates", data)
}

// madeTypes are the media types of files that are made for a request.
var madeTypes = map[string]string{
	".xlsx": mediaTypes["xlsx"],
	".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
	".zip":  "application/zip",
	".pdf":  mediaTypes["pdf"],
}

// sendFile downloads a file that was made for this request. stem is its name
// without its ending for clients that read no Chinese.
func sendFile(c echo.Context, file app.File, stem string, data []byte) error {
	ext := path.Ext(file.Name)
	c.Response().Header().Set(echo.HeaderContentDisposition, disposition("attachment", file.Name, stem+ext))
	return c.Blob(http.StatusOK, madeTypes[ext], data)
}
