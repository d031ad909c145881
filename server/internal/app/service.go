package app

import (
	"context"
	"log/slog"
	"time"

	"tongbao/reports/bulletin"
	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

// Service is the office's work on one ledger. It is safe for use by several
// goroutines.
type Service struct {
	Store  Store
	Blobs  Blobs
	Mailer Mailer // nil where no SMTP server is configured
	Clock  func() time.Time
	Log    *slog.Logger
}

// Upload is a file as a user sent it.
type Upload struct {
	Name string
	Data []byte
}

// Binding says where a file belongs; empty fields are taken from the file.
type Binding struct {
	Programme string
	Period    ledger.Period
	Unit      string
}

// Preview is a checked file: what was read, what is wrong, and what it would
// change. Nothing of it is stored.
type Preview struct {
	Upload  Upload
	Binding Binding // as resolved
	Draft   intake.Draft
	// Findings are all findings, of the file and against the ledger.
	Findings []ledger.Finding
	Changes  []Change
	// New: the file makes a programme that the ledger does not hold.
	New bool
	// Duplicate: the same file is what the ledger holds already.
	Duplicate bool

	acceptance Acceptance
}

// HasErrors reports whether a finding stops the file.
func (p *Preview) HasErrors() bool {
	for _, f := range p.Findings {
		if f.Severity == ledger.SeverityError {
			return true
		}
	}
	return false
}

// The use cases; each moves to a file of its own.

// Programmes lists all programmes without their projects.
func (s *Service) Programmes(ctx context.Context) ([]ledger.Programme, error) { return nil, nil }

// Periods are the quarters for which a programme has reports, in order.
func (s *Service) Periods(ctx context.Context, key string) ([]ledger.Period, error) { return nil, nil }

// Check reads an upload and compares it with the ledger. It stores nothing.
// The error is a ledger.Error when the file cannot be read at all; what is
// wrong inside it is in the preview's findings.
func (s *Service) Check(ctx context.Context, u Upload, b Binding) (*Preview, error) { return nil, nil }

// Accept checks an upload and, unless a finding stops it, stores it. A stopped
// file is a ledger.Error with CodeRefused and the findings.
func (s *Service) Accept(ctx context.Context, u Upload, b Binding, by Actor) (Submission, *Preview, error) {
	return Submission{}, nil, nil
}

// Stage keeps an upload that was checked without errors, so that it can be
// accepted later by its hash.
func (s *Service) Stage(ctx context.Context, u Upload) (sha256 string, err error) { return "", nil }

// AcceptStaged accepts a staged upload.
func (s *Service) AcceptStaged(ctx context.Context, sha256, name string, b Binding, by Actor) (Submission, *Preview, error) {
	return Submission{}, nil, nil
}

// Judge judges a programme at the end of a period, with the period before it.
func (s *Service) Judge(ctx context.Context, key string, p ledger.Period) (*ledger.Summary, error) {
	return nil, nil
}

// DraftBulletin drafts the bulletin of a period, or returns the draft or issued
// one that exists.
func (s *Service) DraftBulletin(ctx context.Context, key string, p ledger.Period, e bulletin.Edition, by Actor) (BulletinRecord, error) {
	return BulletinRecord{}, nil
}

// EditBulletin puts the office's own words into a draft's sections, by section
// key, and drafts its figures anew.
func (s *Service) EditBulletin(ctx context.Context, id int64, words map[string]string, by Actor) (BulletinRecord, error) {
	return BulletinRecord{}, nil
}

// IssueBulletin freezes a draft, dated date, and keeps its files.
func (s *Service) IssueBulletin(ctx context.Context, id int64, date ledger.Date, by Actor) (BulletinRecord, error) {
	return BulletinRecord{}, nil
}

// BulletinFile is a bulletin's file, kind "pdf" or "xlsx": the kept one once it
// is issued, a freshly made one while it is a draft.
func (s *Service) BulletinFile(ctx context.Context, id int64, kind string) (File, []byte, error) {
	return File{}, nil, nil
}

// Deliver puts an issued bulletin into the outbox for every recipient of its
// programme and returns how many messages were added.
func (s *Service) Deliver(ctx context.Context, id int64, by Actor) (int, error) { return 0, nil }

// SendDue sends what is due in the outbox and returns how many were tried.
func (s *Service) SendDue(ctx context.Context) (int, error) { return 0, nil }

// LoadSamples loads the five sample programmes with their reports and issues
// their bulletins; what is there already is left. CodeRefused on a ledger that
// holds anything else.
func (s *Service) LoadSamples(ctx context.Context, by Actor) ([]BulletinRecord, error) {
	return nil, nil
}
