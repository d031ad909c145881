package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

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

// apiSubmissionCheck reads one workbook and answers as `check --json` does,
// with the difference with the ledger and the id by which the office accepts
// it. Nothing of it enters the ledger.
func (s *server) apiSubmissionCheck(c echo.Context) error {
	binding, err := readUploadFields(c).binding()
	if err != nil {
		return err
	}
	headers := uploadedFiles(c)
	if len(headers) != 1 {
		return ledger.Errorf(ledger.CodeInvalid, "请以 multipart/form-data 的 file 字段上传一个文件。")
	}
	upload, err := readUpload(headers[0])
	if err != nil {
		return err
	}
	preview, err := s.Service.Check(c.Request().Context(), upload, binding)
	if err != nil {
		return err
	}
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
		id, err := s.Service.Stage(c.Request().Context(), upload)
		if err != nil {
			return err
		}
		answer.ID = &id
	}
	body, err := s.CheckJSON(preview)
	if err != nil {
		return err
	}
	if body, err = withFields(body, answer); err != nil {
		return err
	}
	return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, body)
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
