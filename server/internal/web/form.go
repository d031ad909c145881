package web

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"
	"golang.org/x/sync/semaphore"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// maxBody is a file of MaxUpload bytes and the form around it.
const maxBody = MaxUpload + 1<<20

// maxDrain is how much of an oversized body is read and thrown away, so that
// a browser gets to see the answer instead of a broken connection.
const maxDrain = 4 * MaxUpload

// Forms above largeBody wait for each other, so that together they hold no more
// than largeBodies bytes; the others never wait.
const (
	largeBody   = 1 << 20
	largeBodies = 3 * maxBody
)

// maxParts is how many fields and files one form may have.
const maxParts = 2000

// uploadsKey is where a request keeps the files of its form.
const uploadsKey = "uploads"

// readForm reads the form of a request before anything else looks at it, so
// that one over the limit is answered with 413 also when it comes in chunks. It
// is held in memory; nothing is written to disk.
func (s *server) readForm(next echo.HandlerFunc) echo.HandlerFunc {
	turns := semaphore.NewWeighted(largeBodies)
	return func(c echo.Context) error {
		r := c.Request()
		if r.Method != http.MethodPost && r.Method != http.MethodPut && r.Method != http.MethodPatch {
			return next(c)
		}
		if r.ContentLength > maxBody {
			drain(r.Body)
			return tooLarge()
		}
		done, err := takeTurn(r.Context(), turns, r.ContentLength)
		if err != nil {
			return err
		}
		defer done()
		body := r.Body
		r.Body = http.MaxBytesReader(c.Response(), body, maxBody)
		uploads, err := parseForm(r)
		var known *ledger.Error
		switch tooBig := (*http.MaxBytesError)(nil); {
		case errors.As(err, &tooBig):
			drain(body)
			return tooLarge()
		case errors.As(err, &known):
			return err
		case err != nil:
			return ledger.Errorf(ledger.CodeInvalid, "表单没有完整收到，请重新提交。")
		}
		c.Set(uploadsKey, uploads)
		return next(c)
	}
}

// takeTurn waits until a body of so many bytes, -1 where that is unknown, may be
// held.
func takeTurn(ctx context.Context, turns *semaphore.Weighted, length int64) (done func(), err error) {
	if length < 0 {
		length = maxBody
	}
	if length <= largeBody {
		return func() {}, nil
	}
	if err := turns.Acquire(ctx, length); err != nil {
		return nil, ledger.Errorf(ledger.CodeUnavailable, "同时上传的人太多，请稍后再试。")
	}
	return func() { turns.Release(length) }, nil
}

// parseForm reads a form and returns its files.
func parseForm(r *http.Request) ([]app.Upload, error) {
	if kind, _, _ := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType)); kind != echo.MIMEMultipartForm {
		return nil, r.ParseForm()
	}
	if err := r.ParseForm(); err != nil { // of the address
		return nil, err
	}
	reader, err := r.MultipartReader()
	if err != nil {
		return nil, err
	}
	form := &multipart.Form{Value: make(map[string][]string)}
	uploads, err := readParts(reader, form, max(r.ContentLength, 0))
	r.MultipartForm = form
	r.PostForm = form.Value
	for name, values := range form.Value {
		r.Form[name] = append(slices.Clone(values), r.Form[name]...)
	}
	return uploads, err
}

// readParts puts a form's fields into form and returns the files of its field
// "file"; an empty one is none. All files lie in one piece of memory, of the
// body's length where that is known.
func readParts(reader *multipart.Reader, form *multipart.Form, length int64) ([]app.Upload, error) {
	all := make([]byte, 0, length)
	type place struct {
		name     string
		from, to int
	}
	var files []place
	for n := 0; ; n++ {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if n == maxParts {
			return nil, ledger.Errorf(ledger.CodeInvalid, "表单的栏目和文件超过 %d 个。请分几次上传。", maxParts)
		}
		from := len(all)
		if all, err = appendFrom(all, part); err != nil {
			return nil, err
		}
		switch name := part.FormName(); {
		case !isFile(part):
			form.Value[name] = append(form.Value[name], string(all[from:]))
			all = all[:from]
		case name == "file" && part.FileName() != "":
			files = append(files, place{fileName(part.FileName()), from, len(all)})
		default:
			all = all[:from]
		}
	}
	uploads := make([]app.Upload, len(files))
	for i, f := range files {
		uploads[i] = app.Upload{Name: f.name, Data: all[f.from:f.to:f.to]}
	}
	return uploads, nil
}

// isFile reports whether a part came from a field for files, be it empty.
func isFile(part *multipart.Part) bool {
	_, params, _ := mime.ParseMediaType(part.Header.Get(echo.HeaderContentDisposition))
	_, named := params["filename"]
	return named
}

// appendFrom is io.ReadAll into the space behind b.
func appendFrom(b []byte, r io.Reader) ([]byte, error) {
	for {
		if len(b) == cap(b) {
			b = slices.Grow(b, 64<<10)
		}
		n, err := r.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
		if errors.Is(err, io.EOF) {
			return b, nil
		}
		if err != nil {
			return b, err
		}
	}
}

// uploadedFiles are the files of the request's form.
func uploadedFiles(c echo.Context) []app.Upload {
	uploads, _ := c.Get(uploadsKey).([]app.Upload)
	return uploads
}

func drain(body io.Reader) {
	// Whether the rest arrives changes nothing for the answer.
	_, _ = io.CopyN(io.Discard, body, maxDrain)
}

func tooLarge() error {
	return ledger.Errorf(ledger.CodeTooLarge,
		"上传的内容超过 %d MB 的上限。请删去工作簿里的图片和无关工作表，或把几个文件分次上传。", MaxUpload>>20)
}
