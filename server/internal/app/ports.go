// Package app holds the use cases: check, accept, judge, draft, issue,
// deliver. It declares the ports it needs; store, mail and the folder of
// files stand behind them.
package app

import (
	"context"
	"time"

	"tongbao/reports/bulletin"
	"tongbao/server/ledger"
)

// Actor is who does something.
type Actor string

// The actors there are before accounts exist.
const (
	CommandLine Actor = "系统管理员(命令行)"
	Browser     Actor = "系统管理员(网页)"
	Scheduler   Actor = "系统"
)

// Submission is one uploaded workbook that was accepted (报送).
type Submission struct {
	ID        int64
	Programme string
	File      string // as the user named it
	SHA256    string
	Layout    string
	Unit      string        // 填报单位, "" for a table of the office itself
	Period    ledger.Period // zero for a project table
	Actor     Actor
	At        time.Time
	// Rows were accepted, Rejected left out, Blank not filled in: together all
	// rows of data of the workbook.
	Rows, Rejected, Blank int
	Findings              []ledger.Finding // warnings, with their explanations
	LeftOut               []LeftRow        // the rejected rows, where good ones alone were taken
	Changes               []Change
	// Current is false once a later submission has replaced it or it was undone.
	Current bool
	Undone  *Undone // nil unless it was taken back
	Hand    *Hand   // what it rests on where it was entered by hand, else nil
}

// Change is one difference with the ledger (变化): a field of a project or
// report.
type Change struct {
	Project string // ProjectID as shown, "1③"
	Name    string
	Field   string // in Chinese: 完成时限
	Old     string // "" for a new one
	New     string // "" for one that is gone
	Cell    ledger.Cell
}

// Acceptance is what one accepted workbook puts into the ledger, all of it in
// one transaction or none.
type Acceptance struct {
	Submission Submission
	// Programme is set when the workbook makes or changes a programme's plan:
	// the whole programme as it is afterwards, projects of all series, with
	// allocations and funding.
	Programme *ledger.Programme
	// Base is the stored programme, unchanged, from which Programme was worked
	// out: CodeConflict when another acceptance has changed it since. nil is not
	// compared.
	Base *ledger.Programme
	// Reports are added; each supersedes the current report of the same
	// project, unit, area and period.
	Reports []ledger.Report
	// Matters are added; each supersedes the current matter of the same number,
	// unless it tells nothing new. The project made of a matter stays with it.
	Matters []ledger.Matter
	// InboxFile is the file of the inbox that is accepted, 0 for none.
	InboxFile int64
	// Replacements end or enter single reports; CodeConflict when what stands is not
	// any more what Old says.
	Replacements []Replacement
	// Confirms is the correction by telephone that this puts into the ledger, 0
	// for none: CodeConflict when it was decided already.
	Confirms int64
}

// Replacement is a stored report that ends, and what stands in its place. New
// keeps the submission that it names: one that only goes over to another unit
// stays with the workbook it came from. nil is nothing. Where Old is the zero
// report New is entered where no report stands.
type Replacement struct {
	Old ledger.Report
	New *ledger.Report
}

// enters reports whether it puts a report where none stood.
func (r *Replacement) enters() bool { return r.Old.Unit == "" }

// MatterVersion is a resident's request as one submission or decision left it.
type MatterVersion struct {
	ledger.Matter
	Actor Actor
	At    time.Time
	// Current is false once a later version has replaced it.
	Current bool
}

// BulletinState is where a bulletin stands.
type BulletinState string

// The states of a bulletin.
const (
	Draft  BulletinState = "draft"
	Issued BulletinState = "issued"
)

// BulletinRecord is one stored bulletin. Once it is issued nothing in it
// changes.
type BulletinRecord struct {
	ID        int64
	Programme string
	Period    ledger.Period
	Edition   bulletin.Edition
	Number    int // 期号, without gaps within a programme and edition
	State     BulletinState
	Title     string
	// Document is the bulletin as drafted or, once issued, as it was issued.
	Document bulletin.Document
	Version  int // of the draft: 0 before it is stored, then counted with each change
	// Words are the office's own paragraphs by section key, added when drafting.
	Words map[string]string
	// XLSX, PDF and DOCX are set once issued; DOCX has no hash where an earlier
	// version issued it.
	XLSX, PDF, DOCX File
	Slip            Slip
	Actor           Actor
	CreatedAt       time.Time
	IssuedAt        time.Time // zero while a draft
}

// File is a file in the blob store.
type File struct {
	Name   string // as downloaded
	SHA256 string
	Size   int64
}

// Store keeps the ledger. Its methods own their transactions. An unknown key
// or id is a ledger.Error with CodeNotFound; a collision one with
// CodeConflict.
type Store interface {
	// Head is the hash of the log's last entry on the ledger: another one after
	// every change of the ledger by whichever process, the same while files only
	// come in.
	Head(ctx context.Context) (string, error)
	// Programmes lists all programmes without their projects, newest year first.
	Programmes(ctx context.Context) ([]ledger.Programme, error)
	// Programme is one whole programme.
	Programme(ctx context.Context, key string) (*ledger.Programme, error)
	// Shared is a programme with its current reports as Programme and Reports have
	// them, of one moment, with the Head of that moment. Others read the same lists:
	// nobody changes anything in them.
	Shared(ctx context.Context, key string) (l *Snapshot, head string, err error)
	// Reports are a programme's current reports, all periods, oldest first.
	Reports(ctx context.Context, key string) ([]ledger.Report, error)
	// Matters are a programme's current matters in the order in which they first
	// came.
	Matters(ctx context.Context, key string) ([]ledger.Matter, error)
	// MatterVersions are all versions of one matter, newest first.
	MatterVersions(ctx context.Context, key, no string) ([]MatterVersion, error)
	// LinkMatter sets the project that was made of a matter, nil for none.
	LinkMatter(ctx context.Context, key, no string, project *ledger.ProjectID, by Actor) error
	// Accept stores a submission with everything in it. CodeConflict when the
	// same file is the current submission for the same programme, layout, unit
	// and period; CodeRefused when that period is closed.
	Accept(ctx context.Context, a Acceptance) (Submission, error)
	// Submissions lists a programme's submissions, newest first; "" lists all.
	Submissions(ctx context.Context, key string) ([]Submission, error)
	Submission(ctx context.Context, id int64) (Submission, error)
	// Receive keeps a file that came in and was read at that Head.
	// The same content under the same name is kept once: it comes back as it is,
	// and again is true.
	Receive(ctx context.Context, f InboxFile, head string) (kept InboxFile, again bool, err error)
	// Inbox lists the files that came in and are not deleted, oldest first: those
	// that are not accepted, and the accepted ones that came since a time.
	Inbox(ctx context.Context, since time.Time) ([]InboxFile, error)
	InboxFile(ctx context.Context, id int64) (InboxFile, error)
	// KeepReadings keeps the files' readings, each unless its Said is not what is
	// said of the file any more.
	KeepReadings(ctx context.Context, files []InboxFile, head string) error
	// Say keeps f.Said with f.Reading; Discard takes a file out. CodeConflict
	// when the file is accepted.
	Say(ctx context.Context, f InboxFile, head string, by Actor) error
	Discard(ctx context.Context, id int64, reason string, by Actor) (InboxFile, error)

	// Holds reports whether a file is the current submission for its programme,
	// layout, unit and period.
	Holds(ctx context.Context, sub Submission) (bool, error)
	// Undo takes a submission back as Service.Undo says.
	Undo(ctx context.Context, id int64, reason string, by Actor) (Submission, error)
	// ReportsOf are the reports that a submission brought, current or not.
	ReportsOf(ctx context.Context, submission int64) ([]ledger.Report, error)
	// PlanAfter is the programme as it stood right after a submission.
	PlanAfter(ctx context.Context, submission int64) (*ledger.Programme, error)

	// TakeCall keeps a correction told by telephone until it is decided on.
	TakeCall(ctx context.Context, c CallRecord) (CallRecord, error)
	// Calls are a programme's corrections told by telephone, newest first.
	Calls(ctx context.Context, key string) ([]CallRecord, error)
	// DropCall decides that one is not taken; CodeConflict when it is decided on
	// already. It is confirmed by the Acceptance that carries it.
	DropCall(ctx context.Context, id int64, remark string, by Actor) error
	// PutSeal keeps the stamped scan of a submission in the place of an earlier
	// one.
	PutSeal(ctx context.Context, seal Seal) error
	// Seals are the stamped scans of a programme's submissions, by submission.
	Seals(ctx context.Context, key string) (map[int64]Seal, error)

	// Rules are a programme's policy and closed periods; the default policy
	// where none is stored, also for a programme that is not there yet.
	Rules(ctx context.Context, key string) (Rules, error)
	SetPolicy(ctx context.Context, key string, p Policy, by Actor) error
	// ClosePeriod and ReopenPeriod are CodeConflict when the period is so
	// already.
	ClosePeriod(ctx context.Context, key string, p ledger.Period, by Actor) error
	ReopenPeriod(ctx context.Context, key string, p ledger.Period, by Actor) error

	// Remember keeps answers, each in the place of the current one for the same
	// programme, unit, layout and head: all or none.
	Remember(ctx context.Context, answers []ColumnAnswer) ([]ColumnAnswer, error)
	// Answers lists a programme's current answers, newest first.
	Answers(ctx context.Context, programme string) ([]ColumnAnswer, error)
	// Forget takes an answer back; CodeNotFound when it is not current.
	Forget(ctx context.Context, id int64, by Actor) (ColumnAnswer, error)

	// Setups are the setups under way, the newest first.
	Setups(ctx context.Context) ([]Setup, error)
	// Setup is one setup, also an established one; CodeNotFound once it was
	// discarded.
	Setup(ctx context.Context, id int64) (Setup, error)
	// SaveSetup stores a new setup (ID 0) or a changed one; CodeConflict unless
	// Version is the stored one, or when it has ended.
	SaveSetup(ctx context.Context, st Setup) (Setup, error)
	// DiscardSetup ends a setup without a programme.
	DiscardSetup(ctx context.Context, id int64, by Actor) error
	// Establish stores a setup's programme as Accept does, with the answers for
	// its columns, and ends the setup. CodeConflict as SaveSetup, and when the
	// programme is there already.
	Establish(ctx context.Context, st Setup, a Acceptance, answers []ColumnAnswer) (Submission, error)

	// NewDraft stores a new draft, which takes the edition's next number; compose
	// writes its title and document once it has that. CodeConflict when there is a
	// draft for the period and edition.
	NewDraft(ctx context.Context, b BulletinRecord, compose func(*BulletinRecord)) (BulletinRecord, error)
	// SaveDraft stores a changed draft. CodeRefused when it is issued already.
	SaveDraft(ctx context.Context, b BulletinRecord) (BulletinRecord, error)
	// Issue freezes a draft with its files, and makes the deliveries of its mails
	// as Enqueue does: all of it or nothing. b.IssuedAt is when its figures began
	// to be read: CodeConflict when a submission has been undone since.
	// CodeRefused unless it is a draft.
	Issue(ctx context.Context, b BulletinRecord, mails []Delivery) (BulletinRecord, error)
	// KeepSlip stores what change makes of a bulletin's Slip, with what it says of
	// it in the log.
	KeepSlip(ctx context.Context, id int64, by Actor, change func(*BulletinRecord) (detail string, err error)) error
	// Bulletins lists a programme's bulletins without their documents, newest
	// first; "" lists all.
	Bulletins(ctx context.Context, key string) ([]BulletinRecord, error)
	Bulletin(ctx context.Context, id int64) (BulletinRecord, error)

	Outbox

	// Snapshot gives all that the database holds, with the files that its rows
	// refer to, to use: one moment of it, while others go on writing.
	Snapshot(ctx context.Context, use func(c Contents, needed []Needed) error) error
	// Needed lists the files that the rows refer to.
	Needed(ctx context.Context) ([]Needed, error)
	// Named are the hashes of all files that rows or the log speak of, also of those
	// that may be missing.
	Named(ctx context.Context) (map[string]bool, error)
	// Note writes an entry on the log of something that left the ledger as it was.
	Note(ctx context.Context, e AuditEntry) error
	// NoteFailure writes an entry on the log of something that was tried and not
	// done, in a transaction of its own. told is false where the log has just that
	// from the last hour, has taken as many failures of the action as it does in an
	// hour or a day, or is still empty.
	NoteFailure(ctx context.Context, e AuditEntry) (told bool, err error)

	// Audit lists entries, newest first.
	Audit(ctx context.Context, f AuditFilter) ([]AuditEntry, error)
	// AuditActions are the actions of all entries.
	AuditActions(ctx context.Context) ([]string, error)
	// Verify checks the database's own integrity and the audit chain, and
	// returns what is wrong, in Chinese; none when all is well.
	Verify(ctx context.Context) ([]string, error)
	// Pulse is how the database stands, in figures.
	Pulse(ctx context.Context) (Pulse, error)
	Close() error
}

// Blobs keeps files by the SHA-256 of their bytes.
type Blobs interface {
	// Put stores the bytes and returns their hash; storing the same bytes twice
	// is one file.
	Put(ctx context.Context, data []byte) (sha256 string, err error)
	// Get returns the bytes, checked against the hash: CodeNotFound when there
	// is no such file, CodeInvalid when its bytes have changed.
	Get(ctx context.Context, sha256 string) ([]byte, error)
	// Each visits the hashes of all files in their order, until a visit fails.
	Each(ctx context.Context, visit func(sha256 string) error) error
	// Ready reports whether files can be put: CodeUnavailable when they cannot.
	Ready(ctx context.Context) error
}

// StoredFile is a file as Tidier keeps it.
type StoredFile struct {
	SHA256 string
	Size   int64 // in bytes
	Put    time.Time
}

// Tidier are Blobs from which files can be taken away again, without any that is
// being put meanwhile.
type Tidier interface {
	// Stale lists the files that were last put before a moment. Putting a file that
	// is there counts.
	Stale(ctx context.Context, before time.Time) ([]StoredFile, error)
	// Remove takes away those of the files that are still stale. Nobody puts any
	// file meanwhile. tell is told which before they go; where it fails, all stay.
	Remove(ctx context.Context, files []StoredFile, before time.Time, tell func(gone []StoredFile) error) error
	// Sweep removes what was begun long before now and never became a file, and
	// returns how many there were.
	Sweep(now time.Time) (n int, err error)
	// Shared is a file that says that a database elsewhere names some of the files;
	// "" where there is none.
	Shared() string
}

// Message is one mail to one address with its attachments.
type Message struct {
	MessageID   string
	To          string
	ToName      string
	Subject     string
	Body        string
	Attachments []Attachment
}

// Attachment is one file of a message.
type Attachment struct {
	Name string
	Type string // media type
	Data []byte
}

// SendResult is how a try ended.
type SendResult struct {
	State  DeliveryState // Sent, Deferred, Failed or Uncertain
	Answer string        // the server's words, or what went wrong, in Chinese
	// Unreachable: the server could not be spoken with, so it has said nothing of
	// this message, and others need not be tried now.
	Unreachable bool
	// Answers are all that the server said in this try.
	Answers []Answer
}

// MailSettings are what people are shown of the mail server.
type MailSettings struct {
	Server   string // host:port
	Security string // in words
	User     string // "" without login
	From     string // the address that messages come from, bare
	FromName string
}

// Mailer speaks with one mail server.
type Mailer interface {
	// Session is for messages that are sent one after the other.
	Session() MailSession
	Settings() MailSettings
}

// MailSession sends messages over one connection, made when it is needed. It is
// for one goroutine.
type MailSession interface {
	// Send sends one message and never returns without a state. handOver is called
	// before the message's last byte; where it fails the message is not sent.
	Send(ctx context.Context, m Message, handOver func() error) SendResult
	Close()
}
