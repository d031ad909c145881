package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// auditRow is one entry of the log. The ids count from 1 without gaps, so that
// an entry that was taken out is missed.
type auditRow struct {
	ID       int64 `gorm:"autoIncrement:false"`
	At       time.Time
	Actor    string
	Action   string
	Subject  string
	Detail   string
	Result   string // app.Result; "" in entries from before there was one
	PrevHash string
	Hash     string
}

func (auditRow) TableName() string { return "audit" }

// auditHead says how long the log is and how it ends, so that entries taken
// off its end are missed too.
type auditHead struct {
	One     int64 `gorm:"primaryKey"`
	Entries int64
	Hash    string
	// Ledger is the hash of the last entry that was not aside: while it stays
	// the same, so does the ledger.
	Ledger string
}

func (auditHead) TableName() string { return "audit_head" }

// entry is what a use of the store has to say for the log.
type entry struct {
	Actor, Action, Subject, Detail string
	Result                         app.Result // "" is app.Done
	// Aside: what is told left the ledger as it was.
	Aside bool
}

// record appends to the log in the transaction of what it tells.
func (s *Store) record(tx *gorm.DB, e entry) error {
	var head auditHead
	if err := tx.Where("one = 1").Take(&head).Error; err != nil {
		return err
	}
	row := auditRow{
		ID: head.Entries + 1, At: s.now(), Actor: e.Actor, Action: e.Action,
		Subject: label(e.Subject), Detail: label(e.Detail), Result: string(cmp.Or(e.Result, app.Done)), PrevHash: head.Hash,
	}
	var err error
	if row.Hash, err = row.sum(); err != nil {
		return err
	}
	if err := tx.Create(&row).Error; err != nil {
		return err
	}
	end := map[string]any{"entries": row.ID, "hash": row.Hash}
	if !e.Aside {
		end["ledger"] = row.Hash
	}
	return tx.Model(&auditHead{}).Where("one = 1").Updates(end).Error
}

// Note writes an entry of something that left the ledger as it was.
func (s *Store) Note(ctx context.Context, e app.AuditEntry) error {
	return s.write(ctx, "note", func(tx *gorm.DB) error {
		return s.record(tx, aside(e))
	})
}

// aside is what an entry says that left the ledger as it was.
func aside(e app.AuditEntry) entry {
	return entry{Actor: string(e.Actor), Action: e.Action, Subject: e.Subject, Detail: e.Detail, Result: e.Result, Aside: true}
}

// sum is the SHA-256 over the hash before and the entry's own fields, as a
// JSON array that begins with the version of this form: 1 without a result.
func (r *auditRow) sum() (string, error) {
	chained := []string{
		"1", r.PrevHash, strconv.FormatInt(r.ID, 10), r.At.UTC().Format(time.RFC3339Nano),
		r.Actor, r.Action, r.Subject, r.Detail,
	}
	if r.Result != "" {
		chained[0] = "2"
		chained = append(chained, r.Result)
	}
	fields, err := toJSON(chained)
	if err != nil {
		return "", err
	}
	return digest(fields), nil
}

func digest(s string) string {
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:])
}

// Audit lists entries, newest first.
func (s *Store) Audit(ctx context.Context, f app.AuditFilter) ([]app.AuditEntry, error) {
	var rows []auditRow
	err := s.read(ctx, "audit", func(tx *gorm.DB) error {
		return auditQuery(tx, f).Order("id DESC").Limit(f.Limit).Find(&rows).Error
	})
	if err != nil {
		return nil, err
	}
	entries := make([]app.AuditEntry, len(rows))
	for i, r := range rows {
		entries[i] = app.AuditEntry{
			ID: r.ID, At: shown(r.At), Actor: app.Actor(r.Actor), Action: r.Action,
			Subject: r.Subject, Detail: r.Detail, Result: app.Result(r.Result), Hash: r.Hash,
		}
	}
	return entries, nil
}

func auditQuery(tx *gorm.DB, f app.AuditFilter) *gorm.DB {
	if f.Action != "" {
		tx = tx.Where("action = ?", f.Action)
	}
	if f.Result != "" {
		tx = tx.Where("result = ?", string(f.Result))
	}
	if f.Words != "" {
		like := "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(f.Words) + "%"
		tx = tx.Where(`(actor LIKE ? ESCAPE '\' OR subject LIKE ? ESCAPE '\' OR detail LIKE ? ESCAPE '\')`, like, like, like)
	}
	if f.Upto != 0 {
		tx = tx.Where("id <= ?", f.Upto)
	}
	if !f.From.IsZero() {
		tx = tx.Where("at >= ?", midnight(f.From))
	}
	if !f.To.IsZero() {
		tx = tx.Where("at < ?", midnight(f.To.AddDays(1)))
	}
	return tx
}

// midnight is when a day begins in Beijing.
func midnight(d ledger.Date) time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, beijing).UTC()
}

// AuditActions are the actions of all entries.
func (s *Store) AuditActions(ctx context.Context) ([]string, error) {
	var actions []string
	err := s.read(ctx, "audit actions", func(tx *gorm.DB) error {
		return tx.Model(&auditRow{}).Distinct().Order("action").Pluck("action", &actions).Error
	})
	return actions, err
}
