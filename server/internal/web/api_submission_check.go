package web

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// stagedJSON is what the answer to a checked file says beyond `check --json`.
type stagedJSON struct {
	// ID accepts the file; null while something stops it, which Stopped says.
	ID        *string      `json:"id"`
	Stopped   string       `json:"stopped,omitempty"`
	Programme string       `json:"programme"`
	Unit      string       `json:"unit"`
	Duplicate bool         `json:"duplicate"`
	Changes   []changeJSON `json:"changes"`
	// LeftOut would not be taken, where the office takes good rows alone.
	LeftOut []leftRowJSON `json:"leftOut"`
	// Explain are the findings that ask for a word of explanation.
	Explain []explainJSON `json:"explain"`
}

// explainJSON is a finding that asks for a word, and the key to answer it by.
type explainJSON struct {
	Key      string `json:"key"`
	Optional bool   `json:"optional"` // without a word its row is left out
	findingJSON
}

// checkedJSON is the answer to several files.
type checkedJSON struct {
	Files []json.RawMessage `json:"files"`
}

// refusedJSON is the answer to a file among several that cannot be read.
type refusedJSON struct {
	File    string  `json:"file"`
	ID      *string `json:"id"`
	Problem problem `json:"problem"`
}

// apiSubmissionCheck reads one workbook and answers as `check --json` does,
// with the difference with the ledger and the id by which the office accepts
// it. Of several, or a zip of them, it answers for each. Nothing of it enters
// the ledger.
func (s *server) apiSubmissionCheck(c echo.Context) error {
	binding, err := readUploadFields(c).binding()
	if err != nil {
		return err
	}
	sent := uploadedFiles(c)
	if len(sent) == 0 {
		return ledger.Errorf(ledger.CodeInvalid, "请以 multipart/form-data 的 file 字段上传文件。")
	}
	answer := checkedJSON{}
	var rows rowCount
	alone := false // the answer is to the one file that was sent, as it is
	for _, u := range sent {
		var failed error
		err := s.Service.Files(c.Request().Context(), u, func(uploads []app.Upload) {
			alone = len(sent) == 1 && len(uploads) == 1 && uploads[0].Name == u.Name
			failed = s.checkAll(c, uploads, binding, alone, &rows, &answer)
		})
		s.Service.UploadRefused(c.Request().Context(), fileName(u.Name), err, app.Browser)
		if ledger.Refusal(err) != nil && len(sent) > 1 {
			err = s.refuse(c, u.Name, err, &answer)
		}
		if err := cmp.Or(err, failed); err != nil {
			return err
		}
	}
	if alone {
		return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, answer.Files[0])
	}
	return writeJSON(c, http.StatusOK, answer)
}

// checkAll adds the answers to uploads. A file that is alone and cannot be read
// is an error, another one has an answer that says so.
func (s *server) checkAll(c echo.Context, uploads []app.Upload, binding app.Binding, alone bool, rows *rowCount, answer *checkedJSON) error {
	if len(answer.Files)+len(uploads) > maxFiles {
		return ledger.Errorf(ledger.CodeInvalid, "一次最多上传 %d 个文件（压缩包里的各算一个）。请分几次上传。", maxFiles)
	}
	for _, u := range uploads {
		u.Name = fileName(u.Name)
		preview, err := s.Service.Check(c.Request().Context(), u, binding)
		s.Service.UploadRefused(c.Request().Context(), u.Name, err, app.Browser)
		if !alone && ledger.Refusal(err) != nil {
			if err := s.refuse(c, u.Name, err, answer); err != nil {
				return err
			}
			continue
		}
		if err == nil {
			err = rows.add(preview)
		}
		if err != nil {
			return err
		}
		body, err := s.checkedJSON(c.Request().Context(), u, preview)
		if err != nil {
			return err
		}
		answer.Files = append(answer.Files, body)
	}
	return nil
}

// refuse adds the answer to a file that cannot be read.
func (s *server) refuse(c echo.Context, name string, why error, answer *checkedJSON) error {
	body, err := json.Marshal(refusedJSON{File: name, Problem: s.problemOf(failureOf(why, reference(c)))})
	answer.Files = append(answer.Files, body)
	return err
}

// checkedJSON is the answer to one file that was checked.
func (s *server) checkedJSON(ctx context.Context, upload app.Upload, preview *app.Preview) ([]byte, error) {
	var one checked
	one.show(s, preview)
	answer := stagedJSON{
		Stopped: one.Stopped, Programme: preview.Binding.Programme, Unit: preview.Binding.Unit,
		Duplicate: preview.Duplicate, Changes: changesOf(preview.Changes),
		LeftOut: s.leftOutOf(preview.LeftOut), Explain: []explainJSON{},
	}
	for _, a := range one.Asked {
		answer.Explain = append(answer.Explain, explainJSON{a.Key, a.Optional, s.findingOf(a.Finding)})
	}
	if one.Stopped == "" {
		id, err := s.Service.Stage(ctx, upload)
		if err != nil {
			return nil, err
		}
		answer.ID = &id
	}
	body, err := s.CheckJSON(preview)
	if err != nil {
		return nil, err
	}
	return withFields(body, answer)
}

// withFields is a JSON object with the fields of another after its own.
func withFields(object []byte, more any) ([]byte, error) {
	head, ok := bytes.CutSuffix(bytes.TrimSpace(object), []byte("}"))
	if !ok {
		return nil, fmt.Errorf("not a JSON object: %.40q", object)
	}
	tail, err := json.Marshal(more)
	if err != nil {
		return nil, err
	}
	return append(append(bytes.Clone(head), ','), tail[1:]...), nil
}
