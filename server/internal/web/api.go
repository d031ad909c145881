package web

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"

	"github.com/labstack/echo/v4"

	"tongbao/server/ledger"
)

// maxJSON is the most bytes of a request in JSON.
const maxJSON = 1 << 20

func writeJSON(c echo.Context, status int, value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return c.Blob(status, echo.MIMEApplicationJSON, body)
}

// readJSON reads a request's one object into value. It wants the media type
// said: a form of another site cannot say it without asking first.
func readJSON(c echo.Context, value any) error {
	r := c.Request()
	if kind, _, err := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType)); err != nil || kind != echo.MIMEApplicationJSON {
		return ledger.Errorf(ledger.CodeInvalid, "请以 Content-Type: application/json 发送。")
	}
	d := json.NewDecoder(http.MaxBytesReader(c.Response(), r.Body, maxJSON))
	d.DisallowUnknownFields()
	if err := d.Decode(value); err != nil {
		return ledger.Errorf(ledger.CodeInvalid, "请求的 JSON 读不出来：%s。", plain(err.Error()))
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return ledger.Errorf(ledger.CodeInvalid, "请求的 JSON 后面还有多余的内容。")
	}
	return nil
}

// wanted is a query parameter that may not be left out.
func wanted(c echo.Context, name, example string) (string, error) {
	value := c.QueryParam(name)
	if value == "" {
		return "", ledger.Errorf(ledger.CodeInvalid, "缺少参数 %s，如 ?%s=%s。", name, name, example)
	}
	return value, nil
}
