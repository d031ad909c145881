package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"
)

var mediaTypes = map[string]string{
	"pdf":  "application/pdf",
	"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

// bulletinFile downloads a bulletin's file; ?inline=1 shows a PDF in the page.
func (s *server) bulletinFile(kind string) echo.HandlerFunc {
	return func(c echo.Context) error {
		id, err := idParam(c)
		if err != nil {
			return err
		}
		return s.sendBulletin(c, id, kind, kind == "pdf" && c.QueryParam("inline") == "1")
	}
}

func (s *server) sendBulletin(c echo.Context, id int64, kind string, inline bool) error {
	file, data, err := s.Service.BulletinFile(c.Request().Context(), id, kind)
	if err != nil {
		return err
	}
	fallback := fmt.Sprintf("bulletin-%d.%s", id, kind)
	if inline {
		return showPDF(c, file.Name, fallback, data)
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, disposition("attachment", file.Name, fallback))
	return c.Blob(http.StatusOK, mediaTypes[kind], data)
}

// exchangeDownload is the 公文交换包 of an issued bulletin.
func (s *server) exchangeDownload(c echo.Context) error {
	id, err := idParam(c)
	if err != nil {
		return err
	}
	file, data, err := s.Service.ExchangePack(c.Request().Context(), id)
	if err != nil {
		return err
	}
	return sendFile(c, file, fmt.Sprintf("bulletin-%d", id), data)
}

// showPDF shows a PDF in the page that asks for it.
func showPDF(c echo.Context, name, fallback string, data []byte) error {
	h := c.Response().Header()
	// The browser's own PDF viewer styles itself; the file is no page.
	h.Set("Content-Security-Policy", "frame-ancestors 'self'")
	h.Set(echo.HeaderContentDisposition, disposition("inline", name, fallback))
	return c.Blob(http.StatusOK, mediaTypes["pdf"], data)
}

// disposition names a download in Chinese (RFC 5987) beside a plain name for
// clients that do not read it.
func disposition(how, name, fallback string) string {
	name = plain(name)
	if name == "" {
		name = fallback
	}
	encoded := strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
	return fmt.Sprintf(`%s; filename="%s"; filename*=UTF-8''%s`, how, fallback, encoded)
}
