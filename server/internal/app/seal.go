package app

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"time"

	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

// Seal is the stamped and signed scan of a submission's form (盖章件), filed
// under the check code that is printed on it.
type Seal struct {
	Submission int64
	Scan       File
	Actor      Actor
	At         time.Time
}

// SealForm is a submission as it is printed to be stamped (上报表).
type SealForm struct {
	Submission Submission
	Programme  *ledger.Programme
	Version    int
	// Code is the check code, of what the submission says: 3F2A-9C01-77BE.
	Code    string
	Reports []ledger.Report
}

// SealForm is a submission's form to be stamped. CodeRefused for a submission
// that brought no reports.
func (s *Service) SealForm(ctx context.Context, id int64) (*SealForm, error) {
	sub, err := s.Store.Submission(ctx, id)
	if err != nil {
		return nil, err
	}
	if !intake.Layout(sub.Layout).Reports() {
		return nil, ledger.Errorf(ledger.CodeRefused, "只有报送进展的表格需要盖章上报，“%s”不是", sub.File)
	}
	f := &SealForm{Submission: sub}
	if f.Programme, err = s.Store.Programme(ctx, sub.Programme); err != nil {
		return nil, err
	}
	if f.Reports, err = s.Store.ReportsOf(ctx, id); err != nil {
		return nil, err
	}
	versions, err := s.Versions(ctx, sub)
	if err != nil {
		return nil, err
	}
	f.Version = 1 + slices.IndexFunc(versions, func(v Submission) bool { return v.ID == id })
	said, err := digest(struct {
		ID      int64
		SHA256  string
		Reports []ledger.Report
	}{sub.ID, sub.SHA256, f.Reports})
	if err != nil {
		return nil, err
	}
	said = strings.ToUpper(said)
	f.Code = said[:4] + "-" + said[4:8] + "-" + said[8:12]
	return f, nil
}

// FileSeal files the stamped scan of a submission. code is what is printed on
// it: CodeInvalid with its field when it is another version's, or when the file
// is no PDF, JPEG or PNG.
func (s *Service) FileSeal(ctx context.Context, id int64, code string, scan Upload, by Actor) error {
	f, err := s.SealForm(ctx, id)
	if err != nil {
		return err
	}
	plain := func(c string) string {
		return strings.ToUpper(strings.NewReplacer("-", "", " ", "", "－", "", "　", "").Replace(c))
	}
	if plain(code) == "" {
		return ledger.Errorf(ledger.CodeInvalid, "请照盖章件左下角填写核对码").At("code")
	}
	if plain(code) != plain(f.Code) {
		return ledger.Errorf(ledger.CodeInvalid, "核对码不符：盖章件不是这一版（第%d版）打印的。请核对是否拿错，或请单位重新打印盖章", f.Version).At("code")
	}
	file, err := s.KeepScan(ctx, scan)
	if err != nil {
		return err
	}
	return s.Store.PutSeal(ctx, Seal{Submission: id, Scan: file, Actor: by})
}

// Seals are the stamped scans of a programme's submissions, by submission.
func (s *Service) Seals(ctx context.Context, key string) (map[int64]Seal, error) {
	return s.Store.Seals(ctx, key)
}

// scanTypes are the kinds of scan that are taken, by how they begin.
var scanTypes = []struct{ begins, media string }{
	{"%PDF-", "application/pdf"}, {"\xff\xd8\xff", "image/jpeg"}, {"\x89PNG\r\n\x1a\n", "image/png"},
}

// ScanType is the media type of a scan; "" for what is none.
func ScanType(data []byte) string {
	for _, t := range scanTypes {
		if bytes.HasPrefix(data, []byte(t.begins)) {
			return t.media
		}
	}
	return ""
}

// KeepScan keeps a scan or photograph of a paper: CodeInvalid for what is none.
func (s *Service) KeepScan(ctx context.Context, u Upload) (File, error) {
	if len(u.Data) == 0 {
		return File{}, ledger.Errorf(ledger.CodeInvalid, "请选择扫描件").At("file")
	}
	if ScanType(u.Data) == "" {
		return File{}, ledger.Errorf(ledger.CodeInvalid, "“%s”不是 PDF、JPG 或 PNG。请把盖章的纸扫描或拍照后上传", u.Name).At("file")
	}
	return s.keepFile(ctx, u)
}

// keepFile keeps a file that a row is going to name. That goes for one that has
// long been kept as well: files that no row names are tidied away in the end.
func (s *Service) keepFile(ctx context.Context, u Upload) (File, error) {
	hash, err := s.Blobs.Put(ctx, u.Data)
	if err != nil {
		return File{}, err
	}
	return File{Name: u.Name, SHA256: hash, Size: int64(len(u.Data))}, nil
}

// KeptScan is a scan that was kept before, by its hash, under a name. CodeInvalid
// when there is none.
func (s *Service) KeptScan(ctx context.Context, sha256, name string) (File, error) {
	data, err := s.Blobs.Get(ctx, sha256)
	if err != nil || ScanType(data) == "" {
		return File{}, ledger.Errorf(ledger.CodeInvalid, "扫描件“%s”已找不到，请重新选择", name).At("file")
	}
	return s.keepFile(ctx, Upload{Name: name, Data: data})
}

// Scan is a scan's bytes: the stamped one of a submission, or the paper that a
// correction rests on. CodeNotFound where there is none.
func (s *Service) Scan(ctx context.Context, id int64) (File, []byte, error) {
	sub, err := s.Store.Submission(ctx, id)
	if err != nil {
		return File{}, nil, err
	}
	seals, err := s.Store.Seals(ctx, sub.Programme)
	if err != nil {
		return File{}, nil, err
	}
	file := seals[id].Scan
	if sub.Hand != nil && sub.Hand.Paper != nil {
		file = *sub.Hand.Paper
	}
	if file.SHA256 == "" {
		return File{}, nil, ledger.Errorf(ledger.CodeNotFound, "这份报送没有扫描件")
	}
	data, err := s.Blobs.Get(ctx, file.SHA256)
	return file, data, err
}
