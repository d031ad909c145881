package web

import (
	"fmt"
	"strings"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

const (
	wordsPrefix = "words."
	maxWords    = 5000 // characters of one section
)

// bulletinEdit keeps the office's own words; the figures stay the ledger's.
func (s *server) bulletinEdit(c echo.Context) error {
	id, err := idParam(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return ledger.Errorf(ledger.CodeInvalid, "表单没有完整收到，请重新提交。")
	}
	words := map[string]string{}
	for name, values := range form {
		if key, ok := strings.CutPrefix(name, wordsPrefix); ok && len(values) > 0 {
			words[key] = values[0]
		}
	}
	words, err = cleanWords(words)
	if err == nil {
		_, err = s.Service.EditBulletin(c.Request().Context(), id, max(0, versionOf(c)), words, app.Browser)
	}
	if err == nil {
		return seeOther(c, fmt.Sprintf("/bulletins/%d?done=edited", id))
	}
	if code := ledger.CodeOf(err); code == "" || code == ledger.CodeNotFound {
		return err
	}
	page, perr := s.bulletinPage(c, words)
	if perr != nil {
		return perr
	}
	f := failureOf(err, reference(c))
	page.Problem = f.Detail
	return s.render(c, f.Status, "bulletin", page)
}

// cleanWords are the sections' words without empty ones. With CodeInvalid they
// are returned all the same, for the form that comes back.
func cleanWords(typed map[string]string) (map[string]string, error) {
	words := map[string]string{}
	var err error
	for key, text := range typed {
		text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
		if len([]rune(text)) > maxWords {
			err = ledger.Errorf(ledger.CodeInvalid, "一节的文字最多 %d 字，请删减后再保存。", maxWords)
		}
		if text != "" {
			words[key] = text
		}
	}
	return words, err
}
