package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// The rows as the present schema has them.

// origin is which submission made a row and which one replaced it.
type origin struct {
	Submission   int64
	Actor        string
	Created      time.Time  `gorm:"column:created_at"`
	SupersededAt *time.Time // nil: current
	SupersededBy *int64
}

type submissionRow struct {
	ID           int64
	Programme    string
	Layout       string
	Unit         string
	Period       string
	File         string
	SHA256       string `gorm:"column:sha256"`
	Accepted     int
	Rejected     int
	Blank        int
	Findings     string
	LeftOut      string
	Changes      string
	Actor        string
	Created      time.Time `gorm:"column:created_at"`
	SupersededAt *time.Time
	SupersededBy *int64
	UndoneAt     *time.Time // then SupersededAt is the same and SupersededBy nil
	UndoneBy     string
	UndoneReason string
	Hand         string // *app.Hand
	Kept         int    // 1: the file of that hash is kept; before schema 0015 it may not be
}

func (submissionRow) TableName() string { return "submissions" }

type programmeRow struct {
	ID        int64
	Programme string
	Year      int
	Settings  string // ledger.Programme without its projects
	Origin    origin `gorm:"embedded"`
}

func (programmeRow) TableName() string { return "programmes" }

// projectKey is a ledger.ProjectID as columns.
type projectKey struct {
	Series string
	No     string
	Sub    string
}

func keyOf(id ledger.ProjectID) projectKey { return projectKey{id.Series, id.No, id.Sub} }

type projectRow struct {
	ID        int64
	Programme string
	Key       projectKey `gorm:"embedded"`
	Position  int
	Body      string // ledger.Project
	Origin    origin `gorm:"embedded"`
}

func (projectRow) TableName() string { return "projects" }

// reportKey is what at most one current report has.
type reportKey struct {
	Project projectKey `gorm:"embedded"`
	Unit    string
	Area    string
	Period  string
}

func rowKeyOf(r *ledger.Report) reportKey {
	return reportKey{keyOf(r.Project), r.Unit, r.Area, r.Period.String()}
}

type reportRow struct {
	ID        int64
	Programme string
	Key       reportKey `gorm:"embedded"`
	PeriodEnd string
	Filed     string
	Body      string // ledger.Report
	Origin    origin `gorm:"embedded"`
}

func (reportRow) TableName() string { return "reports" }

func (r *submissionRow) domain() (app.Submission, error) {
	s := app.Submission{
		ID: r.ID, Programme: r.Programme, File: r.File, SHA256: r.SHA256, Layout: r.Layout, Unit: r.Unit,
		Actor: app.Actor(r.Actor), At: shown(r.Created), Rows: r.Accepted, Rejected: r.Rejected, Blank: r.Blank,
		Current: r.SupersededAt == nil,
	}
	if r.UndoneAt != nil {
		s.Undone = &app.Undone{By: app.Actor(r.UndoneBy), At: shown(*r.UndoneAt), Reason: r.UndoneReason}
	}
	var err error
	if s.Period, err = parsePeriod(r.Period); err != nil {
		return s, err
	}
	if err := fromJSON(r.Findings, &s.Findings); err != nil {
		return s, err
	}
	if err := fromJSON(r.LeftOut, &s.LeftOut); err != nil {
		return s, err
	}
	if err := fromJSON(r.Hand, &s.Hand); err != nil {
		return s, err
	}
	return s, fromJSON(r.Changes, &s.Changes)
}

// parsePeriod reads a stored period; "" is none.
func parsePeriod(s string) (ledger.Period, error) {
	if s == "" {
		return ledger.Period{}, nil
	}
	p, err := ledger.ParsePeriod(s)
	if err != nil {
		return p, fmt.Errorf("stored period %q cannot be read", s)
	}
	return p, nil
}

// toJSON is the stored form of a document: the same value gives the same
// bytes, and < > & stay readable.
func toJSON(v any) (string, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return "", fmt.Errorf("encode %T: %w", v, err)
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}

// fromJSON reads a stored document. A field that the type no longer has is an
// error: it wants a migration, and must not be lost in silence.
func fromJSON(s string, v any) error {
	d := json.NewDecoder(bytes.NewReader([]byte(s)))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return fmt.Errorf("decode stored %T: %w", v, err)
	}
	return nil
}

// label is a name that came from outside as both databases can hold it:
// PostgreSQL takes neither NUL nor broken UTF-8.
func label(s string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "\uFFFD")
}
