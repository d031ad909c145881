package web

import (
	"context"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// receivedJSON is what the page's script is told of a form's files.
type receivedJSON struct {
	Files []receivedFileJSON `json:"files"`
	Again int                `json:"again"` // were there already
}

type receivedFileJSON struct {
	ID    int64          `json:"id"`
	Name  string         `json:"name"`
	State app.InboxState `json:"state"`
}

// inboxReceive keeps the files of the form and reads them, each for itself;
// what the form says of where they belong holds for all of them. Once a form has
// arrived it is worked through, whether or not its sender still waits.
func (s *server) inboxReceive(c echo.Context) error {
	page, err := s.newUploadPage(c, readUploadFields(c))
	if err != nil {
		return err
	}
	back := func(err error) error {
		f := failureOf(err, reference(c))
		if wantsJSON(c) || f.Reference != "" {
			return err
		}
		page.Problem = f.Detail
		return s.renderUpload(c, f.Status, page)
	}
	binding, err := page.Fields.binding()
	if err != nil {
		return back(err)
	}
	uploads := uploadedFiles(c)
	if len(uploads) == 0 {
		return back(ledger.Errorf(ledger.CodeInvalid, "还没有选择文件。请先选择要上传的文件。"))
	}
	if len(uploads) > maxFiles {
		return back(ledger.Errorf(ledger.CodeInvalid, "一次最多上传 %d 个文件。请分几次上传。", maxFiles))
	}
	answer := receivedJSON{Files: []receivedFileJSON{}}
	ctx := context.WithoutCancel(c.Request().Context())
	for _, u := range uploads {
		files, again, err := s.receive(ctx, u, binding)
		if err != nil {
			return err
		}
		answer.Again += again
		for i := range files {
			answer.Files = append(answer.Files, receivedFileJSON{files[i].ID, files[i].Name, files[i].State()})
		}
	}
	if wantsJSON(c) {
		return writeJSON(c, http.StatusOK, answer)
	}
	if len(answer.Files) == 1 {
		return seeOther(c, fmt.Sprintf("/inbox/%d", answer.Files[0].ID))
	}
	return seeOther(c, fmt.Sprintf("/upload?done=received&n=%d#inbox", len(answer.Files)))
}

// receive is the service's Receive of one file, within the time of a request.
func (s *server) receive(ctx context.Context, u app.Upload, b app.Binding) ([]app.InboxFile, int, error) {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	return s.Service.Receive(ctx, u, b, app.Browser)
}
