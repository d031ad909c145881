package web

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// inboxAccept puts the chosen files of the inbox into the ledger, each for
// itself. Those that cannot be are told with their reasons; the others are
// accepted all the same.
func (s *server) inboxAccept(c echo.Context) error {
	ids, err := chosenFiles(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	accepted := 0
	var refused []inboxRefused
	status := http.StatusUnprocessableEntity
	for _, id := range ids {
		f, err := s.Service.InboxFile(ctx, id)
		if err != nil {
			return err
		}
		_, err = s.Service.AcceptInbox(ctx, id, app.Browser)
		if ledger.CodeOf(err) != "" {
			if ledger.Refusal(err) == nil { // the next one fares no better
				status = http.StatusServiceUnavailable
			}
			refused = append(refused, inboxRefused{f, failureOf(err, reference(c)).Detail})
			continue
		}
		if err != nil {
			return err
		}
		accepted++
	}
	if len(refused) == 0 {
		return seeOther(c, fmt.Sprintf("/upload?done=allaccepted&n=%d#inbox", accepted))
	}
	page, err := s.newUploadPage(c, uploadFields{})
	if err != nil {
		return err
	}
	page.Done = fmt.Sprintf("已入库%d个文件，%d个没有入库。", accepted, len(refused))
	if page.Inbox, err = s.listInbox(c, page.Keys); err != nil {
		return err
	}
	page.Inbox.Refused = refused
	return s.render(c, status, "upload", page)
}

// chosenFiles are the numbers of the files that a form or an address names, each
// once.
func chosenFiles(c echo.Context) ([]int64, error) {
	form, err := c.FormParams()
	if err != nil {
		return nil, ledger.Errorf(ledger.CodeInvalid, "表单没有完整收到，请重新提交。")
	}
	seen := map[int64]bool{}
	var ids []int64
	for _, text := range form["id"] {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, echo.ErrNotFound
		}
		if !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	switch {
	case len(ids) == 0:
		return nil, ledger.Errorf(ledger.CodeInvalid, "还没有选择文件。请先在表中勾选。")
	case len(ids) > maxFiles:
		return nil, ledger.Errorf(ledger.CodeInvalid, "一次最多办理%d个文件，请分几次。", maxFiles)
	}
	return ids, nil
}
