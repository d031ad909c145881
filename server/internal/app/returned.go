package app

import (
	"context"
	"path"
	"strings"

	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

// Note is one finding in words for the workbook that goes back to the clerk.
type Note struct {
	Sheet string // "" for the whole workbook
	// Cell is a cell, a range, or several of them joined by 、; "" for the whole
	// sheet.
	Cell     string
	Severity ledger.Severity
	Message  string
	Hint     string
}

// Returned is the clerk's own workbook with what is wrong marked in its cells
// and listed on a sheet of its own (退回的批注表); of another format than .xlsx it
// comes back as one. Marks of an earlier return are
// removed; a file without findings comes back without marks. Nothing is stored.
func (s *Service) Returned(ctx context.Context, u Upload, b Binding) (File, []byte, error) {
	if s.Mark == nil {
		return File{}, nil, ledger.Errorf(ledger.CodeUnavailable, "本机没有配置批注表")
	}
	v, err := s.Check(ctx, u, b)
	if err != nil {
		return File{}, nil, err
	}
	return s.marked(u, v)
}

// marked is Returned of a file that was checked.
func (s *Service) marked(u Upload, v *Preview) (File, []byte, error) {
	data, format, err := s.Mark(u, notes(v.Findings))
	if err != nil {
		return File{}, nil, err
	}
	return File{Name: returnedName(u.Name, format), Size: int64(len(data))}, data, nil
}

// ReturnedStaged is Returned for a staged upload. CodeNotFound when it is not
// there any more.
func (s *Service) ReturnedStaged(ctx context.Context, sha256, name string, b Binding) (File, []byte, error) {
	data, err := s.Blobs.Get(ctx, sha256)
	if err != nil {
		return File{}, nil, err
	}
	return s.Returned(ctx, Upload{Name: name, Data: data}, b)
}

// notes are findings in words. Of joined warnings every place is marked.
func notes(findings []ledger.Finding) []Note {
	var out []Note
	for _, f := range findings {
		out = append(out, Note{Sheet: f.Sheet, Cell: strings.Join(cellsOf(f), "、"), Severity: f.Severity, Message: intake.Message(f), Hint: intake.Hint(f)})
	}
	return out
}

// returnedName is 进展表（批注）.xlsx, with the ending of the format; a file that
// was returned before keeps its name.
func returnedName(name, format string) string {
	const mark = "（批注）"
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	stem := strings.TrimSuffix(base, path.Ext(base))
	if !strings.HasSuffix(stem, mark) {
		stem += mark
	}
	return stem + "." + format
}
