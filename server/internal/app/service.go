package app

import (
	"context"
	"log/slog"
	"time"

	"tongbao/reports/bulletin"
	"tongbao/reports/list"
	"tongbao/server/internal/form"
	"tongbao/server/internal/grid"
	"tongbao/server/ledger"
)

// Service is the office's work on one ledger. It is safe for use by several
// goroutines.
type Service struct {
	Store Store
	Blobs Blobs
	// Tidier is the same store of files, where no other ledger can name any of them.
	Tidier Tidier
	Mailer Mailer // nil where no SMTP server is configured
	Clock  func() time.Time
	Log    *slog.Logger
	// Open reads a file's bytes into cells and gives them to use, before which it
	// may wait; a ledger.Error says why it cannot.
	Open func(ctx context.Context, name string, data []byte, use func(*grid.Workbook)) error
	// Unpack gives the files to check for one that was sent to use: those in a
	// zip, before which it may wait, or the file itself.
	Unpack func(ctx context.Context, u Upload, use func([]Upload)) error
	// PDF, DOCX and XLSX set a bulletin. warnings are what an officer should know
	// before issuing: a character that no face has, a face that is missing.
	PDF  func(doc bulletin.Document) (data []byte, warnings []string, err error)
	DOCX func(doc bulletin.Document) ([]byte, error)
	XLSX func(doc bulletin.Document) ([]byte, error)
	// CheckFont says in Chinese why a font file cannot set a bulletin.
	CheckFont func(data []byte) error
	// SlipPDF sets the 发文稿纸 of a bulletin.
	SlipPDF func(doc bulletin.Document, slip bulletin.Slip) ([]byte, error)
	// ListBook writes lists as a workbook, a sheet for each.
	ListBook func(lists ...list.Table) ([]byte, error)
	// Mark puts notes into a workbook, in place of those of an earlier return;
	// without notes it only removes those. What comes back is of the format
	// "xlsx" or "xlsm". A ledger.Error says why it cannot.
	Mark func(u Upload, notes []Note) (data []byte, format string, err error)
	// Blank writes a form as a workbook for its unit to fill in.
	Blank func(f form.Form) ([]byte, error)
	// Simplify and Title give the words a bulletin prints for names.
	Simplify func(string) string
	Title    func(*ledger.Project) string
	// ReadBounce reads a message that came back.
	ReadBounce func(raw []byte) (Bounce, error)
	// Known are the settings (units, rule, head) of a programme that comes with
	// the product; false for any other key.
	Known func(key string) (ledger.Programme, bool)
	// Samples are the programmes that LoadSamples loads.
	Samples []Sample
	// Room is how many bytes are left on the data folder's disk; nil where neither
	// the database nor the files lie there.
	Room func() (uint64, error)
	// Snapshots are the programmes that pages have read.
	Snapshots *Snapshots
	// Patience is how long a look at the inbox waits for files that are read again;
	// 0 is until they are.
	Patience time.Duration
}

// Sample is one programme to load for a demonstration.
type Sample struct {
	Programme ledger.Programme // its settings, without projects
	Files     []SampleFile     // in the order in which they come in
}

// SampleFile is one workbook of a sample.
type SampleFile struct {
	Upload
	Period ledger.Period // zero for a plan
}

// Upload is a file as a user sent it.
type Upload struct {
	Name string
	Data []byte
}

// Programmes lists all programmes without their projects.
func (s *Service) Programmes(ctx context.Context) ([]ledger.Programme, error) {
	return s.Store.Programmes(ctx)
}

// Submissions lists what a programme was given, newest first.
func (s *Service) Submissions(ctx context.Context, key string) ([]Submission, error) {
	return s.Store.Submissions(ctx, key)
}

// Submission is one accepted workbook.
func (s *Service) Submission(ctx context.Context, id int64) (Submission, error) {
	return s.Store.Submission(ctx, id)
}

// Audit lists entries of the log, newest first.
func (s *Service) Audit(ctx context.Context, f AuditFilter) ([]AuditEntry, error) {
	return s.Store.Audit(ctx, f)
}

// AuditActions are the actions of all entries of the log.
func (s *Service) AuditActions(ctx context.Context) ([]string, error) {
	return s.Store.AuditActions(ctx)
}

// CanMail reports whether an SMTP server is configured.
func (s *Service) CanMail() bool { return s.Mailer != nil }
