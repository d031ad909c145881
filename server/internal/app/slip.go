package app

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"tongbao/reports/bulletin"
	"tongbao/server/ledger"
)

// Slip is a bulletin's 发文稿纸: what is said on it and, once it is signed, its
// scan.
type Slip struct {
	bulletin.Slip
	Scan *SignedScan `json:",omitempty"` // nil while it has not come
}

// SignedScan is the scan of the signed 发文稿纸, and who filed it when.
type SignedScan struct {
	File
	Actor Actor
	At    time.Time
}

var (
	copyForm    = regexp.MustCompile(`^[0-9]{6}$`)
	secrecyForm = regexp.MustCompile(`^(绝密|机密|秘密)(★[0-9一二三四五六七八九十]{1,3}(年|个月)|★长期)?$`)
	urgencyForm = regexp.MustCompile(`^(特急|加急)$`)
)

// check refuses what cannot stand on a document, each with its field.
func checkSlip(s bulletin.Slip) error {
	switch {
	case utf8.RuneCountInString(s.DocumentNumber) > 40 || strings.ContainsAny(s.DocumentNumber, "\r\n\t"):
		return ledger.Errorf(ledger.CodeInvalid, "发文字号最多40个字，写在一行，如“某政办发〔2024〕5号”，或只写序号").At("number")
	case s.Copies < 0 || s.Copies > 99999:
		return ledger.Errorf(ledger.CodeInvalid, "份数应是1至99999的整数").At("copies")
	case s.Copy != "" && !copyForm.MatchString(s.Copy):
		return ledger.Errorf(ledger.CodeInvalid, "份号是6位数字，如000001").At("copy")
	case s.Secrecy != "" && !secrecyForm.MatchString(s.Secrecy):
		return ledger.Errorf(ledger.CodeInvalid, "密级写绝密、机密或秘密，可带保密期限，如“秘密★1年”").At("secrecy")
	case s.Urgency != "" && !urgencyForm.MatchString(s.Urgency):
		return ledger.Errorf(ledger.CodeInvalid, "紧急程度是特急或加急").At("urgency")
	case utf8.RuneCountInString(s.Drafter) > 20 || strings.ContainsAny(s.Drafter, "\r\n\t"):
		return ledger.Errorf(ledger.CodeInvalid, "拟稿人最多20个字").At("drafter")
	}
	return nil
}

// SaySlip keeps what a draft's 发文稿纸 says. CodeInvalid with its field,
// CodeRefused for an issued bulletin.
func (s *Service) SaySlip(ctx context.Context, id int64, said bulletin.Slip, by Actor) error {
	if err := checkSlip(said); err != nil {
		return err
	}
	return s.Store.KeepSlip(ctx, id, by, func(b *BulletinRecord) (string, error) {
		if b.State != Draft {
			return "", errIssued(*b)
		}
		before := b.Slip.Slip
		b.Slip.Slip = said
		return fmt.Sprintf("发文稿纸：%+v → %+v", before, said), nil
	})
}

// FileSlip files the scan of the signed 发文稿纸 with a bulletin, in the place of
// an earlier one. CodeInvalid when the file is no PDF, JPEG or PNG.
func (s *Service) FileSlip(ctx context.Context, id int64, scan Upload, by Actor) error {
	file, err := s.KeepScan(ctx, scan)
	if err != nil {
		return err
	}
	return s.Store.KeepSlip(ctx, id, by, func(b *BulletinRecord) (string, error) {
		before := "未到"
		if b.Slip.Scan != nil {
			before = b.Slip.Scan.SHA256
		}
		b.Slip.Scan = &SignedScan{File: file, Actor: by, At: s.Clock()}
		return fmt.Sprintf("发文稿纸签发件：%s → 文件“%s” SHA-256 %s", before, file.Name, file.SHA256), nil
	})
}

// SlipFile is a bulletin's 发文稿纸 as PDF, to be printed and signed.
func (s *Service) SlipFile(ctx context.Context, id int64) (File, []byte, error) {
	b, err := s.Bulletin(ctx, id)
	if err != nil {
		return File{}, nil, err
	}
	data, err := s.SlipPDF(b.Document, b.Slip.Slip)
	if err != nil {
		return File{}, nil, fmt.Errorf("set the slip of bulletin %d: %w", id, err)
	}
	return fileOf(fileName(fmt.Sprintf("%s（第%d期）发文稿纸.pdf", b.Title, b.Number)), data), data, nil
}

// SlipScan is the scan of the signed 发文稿纸. CodeNotFound while there is none.
func (s *Service) SlipScan(ctx context.Context, id int64) (File, []byte, error) {
	b, err := s.Store.Bulletin(ctx, id)
	if err != nil {
		return File{}, nil, err
	}
	if b.Slip.Scan == nil {
		return File{}, nil, ledger.Errorf(ledger.CodeNotFound, "第%d期通报的发文稿纸签发件还没有归档", b.Number)
	}
	data, err := s.Blobs.Get(ctx, b.Slip.Scan.SHA256)
	return b.Slip.Scan.File, data, err
}
