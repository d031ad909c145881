package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"tongbao/reports/bulletin"
	"tongbao/server/ledger"
)

// Issuing is how a draft is to be issued.
type Issuing struct {
	Seen int         // the version that was looked at, 0 for the present one
	Date ledger.Date // 成文日期
	// Send: each recipient's mail enters the outbox with the issue, or nothing is
	// issued.
	Send bool
	// Recipients is the Mark of the mail plan that was looked at, "" for the
	// present one.
	Recipients string
}

// IssueBulletin freezes a draft, keeps its files and, where how says so, queues
// its mails in the same transaction. CodeConflict when the draft, or the list of
// recipients it is to be sent to, has changed since it was looked at.
// CodeRefused when it is issued already; of mails that cannot be queued the
// errors are those of bulletinMails.
func (s *Service) IssueBulletin(ctx context.Context, id int64, how Issuing, by Actor) (issued BulletinRecord, err error) {
	defer func() { s.tried(ctx, by, "issue", bulletinSubject(id), err) }()
	b, err := s.Store.Bulletin(ctx, id)
	if err != nil {
		return BulletinRecord{}, err
	}
	if b.State != Draft {
		return BulletinRecord{}, errIssued(b)
	}
	if how.Seen != 0 && how.Seen != b.Version {
		return BulletinRecord{}, ledger.Errorf(ledger.CodeConflict, "这份草稿在您打开这一页之后改过，没有发布。请返回草稿重新核对文字和数字，再发布")
	}
	if !how.Date.Valid() || how.Date.Before(b.Period.Start()) {
		return BulletinRecord{}, ledger.Errorf(ledger.CodeInvalid, "成文日期“%s”不对：应是日历上的一天，且不早于%s", how.Date, b.Period.Start().Chinese())
	}
	began := s.Clock()
	summary, err := s.Judge(ctx, b.Programme, b.Period)
	if err != nil {
		return BulletinRecord{}, err
	}
	s.compose(&b, summary, how.Date)
	for _, kind := range FileKinds {
		if *b.file(kind), err = s.keep(ctx, b, kind); err != nil {
			return BulletinRecord{}, err
		}
	}
	b.State, b.Actor, b.IssuedAt = Issued, by, began
	var mails []Delivery
	if how.Send {
		if mails, err = s.issueMails(b, summary.Programme, how, by); err != nil {
			return BulletinRecord{}, err
		}
	}
	return s.Store.Issue(ctx, b, mails)
}

// issueMails are the mails that a bulletin is issued with.
func (s *Service) issueMails(b BulletinRecord, p *ledger.Programme, how Issuing, by Actor) ([]Delivery, error) {
	if how.Recipients != "" && how.Recipients != PlanMail(p).Mark() {
		return nil, ledger.Errorf(ledger.CodeConflict, "收件人名单在您打开这一页之后改过，没有发布。请核对下面的名单，再发布")
	}
	mails, err := s.bulletinMails(b, p, by)
	if e := (*ledger.Error)(nil); errors.As(err, &e) {
		return nil, ledger.Errorf(e.Code, "没有发布：%s。也可以选“只发布”，以后再发送", e.Message)
	}
	return mails, err
}

func (s *Service) keep(ctx context.Context, b BulletinRecord, kind string) (File, error) {
	data, err := s.render(b.Document, kind)
	if err != nil {
		return File{}, err
	}
	sum, err := s.Blobs.Put(ctx, data)
	if err != nil {
		return File{}, fmt.Errorf("keep %s of bulletin %d: %w", kind, b.ID, err)
	}
	return File{Name: FileName(b, kind), SHA256: sum, Size: int64(len(data))}, nil
}

func (s *Service) render(doc bulletin.Document, kind string) ([]byte, error) {
	switch kind {
	case "pdf":
		data, _, err := s.PDF(doc)
		if err != nil {
			return nil, fmt.Errorf("set the bulletin as PDF: %w", err)
		}
		return data, nil
	case "docx":
		data, err := s.DOCX(doc)
		if err != nil {
			return nil, fmt.Errorf("write the bulletin as docx: %w", err)
		}
		return data, nil
	case "xlsx":
		data, err := s.XLSX(doc)
		if err != nil {
			return nil, fmt.Errorf("write the bulletin as xlsx: %w", err)
		}
		return data, nil
	}
	return nil, errNoKind(kind)
}

// FileKinds are the kinds of a bulletin's files, by the endings of their names.
var FileKinds = []string{"xlsx", "pdf", "docx"}

// file is where a bulletin names its file of a kind, nil for any other.
func (b *BulletinRecord) file(kind string) *File {
	switch kind {
	case "xlsx":
		return &b.XLSX
	case "pdf":
		return &b.PDF
	case "docx":
		return &b.DOCX
	}
	return nil
}

// Kinds are the kinds of files that a bulletin has: one issued by an earlier
// version has no docx.
func (b BulletinRecord) Kinds() []string {
	return slices.DeleteFunc(slices.Clone(FileKinds), func(kind string) bool {
		return b.State == Issued && b.file(kind).SHA256 == ""
	})
}

// Files are those that a bulletin was issued with.
func (b BulletinRecord) Files() []File {
	var files []File
	for _, kind := range FileKinds {
		if f := b.file(kind); f.SHA256 != "" {
			files = append(files, *f)
		}
	}
	return files
}

func errNoKind(kind string) error {
	return ledger.Errorf(ledger.CodeNotFound, "没有“%s”格式的通报，可下载 pdf、docx 和 xlsx", kind)
}

// FileName is the name a bulletin's file is downloaded by.
func FileName(b BulletinRecord, kind string) string {
	edition := ""
	if b.Edition == bulletin.Public {
		edition = "-公开版"
	}
	return fmt.Sprintf("%s-%s-第%d期%s.%s", b.Programme, b.Period, b.Number, edition, kind)
}

// BulletinFile is a bulletin's file, of one of FileKinds: the kept one once it
// is issued, a freshly made one while it is a draft.
func (s *Service) BulletinFile(ctx context.Context, id int64, kind string) (File, []byte, error) {
	b, err := s.Bulletin(ctx, id)
	if err != nil {
		return File{}, nil, err
	}
	if b.State == Draft {
		data, err := s.render(b.Document, kind)
		if err != nil {
			return File{}, nil, err
		}
		sum := sha256.Sum256(data)
		return File{Name: "草稿-" + FileName(b, kind), SHA256: hex.EncodeToString(sum[:]), Size: int64(len(data))}, data, nil
	}
	file := b.file(kind)
	if file == nil {
		return File{}, nil, errNoKind(kind)
	}
	if file.SHA256 == "" {
		return File{}, nil, ledger.Errorf(ledger.CodeNotFound, "第%d期通报由较早版本的程序发布，没有 Word 文件；请下载 PDF 或 Excel", b.Number)
	}
	data, err := s.Blobs.Get(ctx, file.SHA256)
	return *file, data, err
}

// BulletinWarnings are what an officer should know before issuing a draft.
func (s *Service) BulletinWarnings(ctx context.Context, id int64) ([]string, error) {
	b, err := s.Bulletin(ctx, id)
	if err != nil || b.State != Draft {
		return nil, err
	}
	_, warnings, err := s.PDF(b.Document)
	return warnings, err
}

// Trace is a figure of a bulletin with the cells it was computed from.
// CodeNotFound when the bulletin has no such figure.
func (s *Service) Trace(ctx context.Context, id int64, ref string) (bulletin.Figure, error) {
	b, err := s.Bulletin(ctx, id)
	if err != nil {
		return bulletin.Figure{}, err
	}
	for _, f := range b.Document.Figures {
		if f.Ref == ref {
			return f, nil
		}
	}
	return bulletin.Figure{}, ledger.Errorf(ledger.CodeNotFound, "第%d期通报里没有编号为“%s”的数字", b.Number, ref)
}

// Verify checks the database, the log's chain, and every file that the ledger
// refers to against its hash. It returns what is wrong, in Chinese; none when all is well.
func (s *Service) Verify(ctx context.Context) ([]string, error) {
	wrong, err := s.Store.Verify(ctx)
	if err != nil {
		return nil, err
	}
	needed, err := s.Store.Needed(ctx)
	if err != nil && len(wrong) > 0 && ctx.Err() == nil { // what is wrong is why
		return append(wrong, "台账用到的文件没有核对，因为有记录读不出："+err.Error()), nil
	}
	if err != nil {
		return nil, err
	}
	missing, err := MissingFiles(ctx, s.Blobs, needed)
	return append(wrong, missing...), err
}
