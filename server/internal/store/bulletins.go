package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"tongbao/reports/bulletin"
	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// bulletinRow is a bulletin's head, read together with its present version.
type bulletinRow struct {
	ID        int64
	Programme string
	Number    int
	Period    string
	Edition   string
	State     string
	Version   int
	XLSX      string `gorm:"column:xlsx"` // app.File
	PDF       string `gorm:"column:pdf"`  // app.File
	DOCX      string `gorm:"column:docx"` // app.File; "" where there is none: issued before version 2 of the seal
	Slip      string // app.Slip
	Seal      string
	Actor     string
	Created   time.Time `gorm:"column:created_at"`
	IssuedAt  *time.Time

	Title    string `gorm:"->"`
	Document string `gorm:"->"` // bulletin.Document; "" in a list
	Words    string `gorm:"->"` // map of section keys
}

func (bulletinRow) TableName() string { return "bulletins" }

// versionRow is a bulletin as it was saved once. Versions are only added.
type versionRow struct {
	Bulletin int64 `gorm:"primaryKey;autoIncrement:false"`
	Version  int   `gorm:"primaryKey;autoIncrement:false"`
	Title    string
	Document string
	Words    string
	Actor    string
	Created  time.Time `gorm:"column:created_at"`
}

func (versionRow) TableName() string { return "bulletin_versions" }

const (
	withTitle    = "bulletins.*, v.title"
	withDocument = withTitle + ", v.document, v.words"
)

// selectBulletins reads heads with columns of their present versions.
func selectBulletins(tx *gorm.DB, columns string) *gorm.DB {
	return tx.Table("bulletins").Select(columns).
		Joins("JOIN bulletin_versions v ON v.bulletin = bulletins.id AND v.version = bulletins.version")
}

func (r *bulletinRow) domain() (app.BulletinRecord, error) {
	b := app.BulletinRecord{
		ID: r.ID, Programme: r.Programme, Edition: bulletin.Edition(r.Edition), Number: r.Number,
		State: app.BulletinState(r.State), Title: r.Title, Version: r.Version, Actor: app.Actor(r.Actor), CreatedAt: shown(r.Created),
	}
	if r.IssuedAt != nil {
		b.IssuedAt = shown(*r.IssuedAt)
	}
	var err error
	if b.Period, err = parsePeriod(r.Period); err != nil {
		return b, err
	}
	if err := fromJSON(r.XLSX, &b.XLSX); err != nil {
		return b, err
	}
	if err := fromJSON(r.PDF, &b.PDF); err != nil {
		return b, err
	}
	if err := fromJSON(r.Slip, &b.Slip); err != nil {
		return b, err
	}
	if r.DOCX != "" {
		if err := fromJSON(r.DOCX, &b.DOCX); err != nil {
			return b, err
		}
	}
	if r.Document == "" {
		return b, nil
	}
	if err := fromJSON(r.Document, &b.Document); err != nil {
		return b, err
	}
	return b, fromJSON(r.Words, &b.Words)
}

// NewDraft stores a new draft, which takes its edition's next number and is
// composed with it.
func (s *Store) NewDraft(ctx context.Context, b app.BulletinRecord, compose func(*app.BulletinRecord)) (app.BulletinRecord, error) {
	var saved app.BulletinRecord
	err := s.write(ctx, "new draft", func(tx *gorm.DB) error {
		row, err := s.newDraft(tx, b)
		if err != nil {
			return err
		}
		b.ID, b.Number = row.ID, row.Number
		compose(&b)
		saved, err = s.saveDraft(tx, row, b)
		return err
	})
	return saved, err
}

// SaveDraft stores a changed draft. Programme, period, edition and number stay as
// they were first stored.
func (s *Store) SaveDraft(ctx context.Context, b app.BulletinRecord) (app.BulletinRecord, error) {
	var saved app.BulletinRecord
	err := s.write(ctx, "save draft", func(tx *gorm.DB) error {
		row, err := draft(tx, b.ID)
		if err == nil {
			err = sameVersion(row, b)
		}
		if err != nil {
			return err
		}
		saved, err = s.saveDraft(tx, row, b)
		return err
	})
	return saved, err
}

// saveDraft stores a draft's next version, unless it is as it was.
func (s *Store) saveDraft(tx *gorm.DB, row *bulletinRow, b app.BulletinRecord) (app.BulletinRecord, error) {
	changed, err := s.putVersion(tx, row, b)
	if err != nil {
		return app.BulletinRecord{}, err
	}
	saved, err := row.domain()
	if err != nil || !changed {
		return saved, err
	}
	head := map[string]any{"version": row.Version, "actor": row.Actor}
	if err := tx.Model(&bulletinRow{}).Where("id = ?", row.ID).Updates(head).Error; err != nil {
		return saved, err
	}
	return saved, s.record(tx, entry{
		Actor: row.Actor, Action: "draft", Subject: row.subject(),
		Detail: fmt.Sprintf("%s 第%d稿“%s”", row.words(), row.Version, row.Title),
	})
}

// newDraft stores the head of a new draft; its first version follows.
func (s *Store) newDraft(tx *gorm.DB, b app.BulletinRecord) (*bulletinRow, error) {
	if err := programmeExists(tx, b.Programme); err != nil {
		return nil, err
	}
	noFile, err := toJSON(app.File{})
	if err != nil {
		return nil, err
	}
	row := bulletinRow{
		Programme: b.Programme, Period: b.Period.String(), Edition: string(b.Edition),
		State: string(app.Draft), XLSX: noFile, PDF: noFile, Slip: "{}", Actor: string(b.Actor), Created: s.now(),
	}
	var open int64
	err = tx.Model(&bulletinRow{}).
		Where("programme = ? AND period = ? AND edition = ? AND state = ?", row.Programme, row.Period, row.Edition, row.State).
		Count(&open).Error
	if err != nil {
		return nil, err
	}
	if open > 0 {
		return nil, ledger.Errorf(ledger.CodeConflict, "%s的通报已有一份草稿，请打开那一份继续修改", b.Period.Chinese())
	}
	err = tx.Model(&bulletinRow{}).Where("programme = ? AND edition = ?", row.Programme, row.Edition).
		Select("COALESCE(MAX(number), 0) + 1").Scan(&row.Number).Error
	if err != nil {
		return nil, err
	}
	return &row, tx.Create(&row).Error
}

// draft finds a bulletin that can still be changed.
func draft(tx *gorm.DB, id int64) (*bulletinRow, error) {
	row, err := findBulletin(tx, id)
	if err != nil {
		return nil, err
	}
	if row.State != string(app.Draft) {
		return nil, ledger.Errorf(ledger.CodeRefused, "第%d期通报已经印发，不能再改动", row.Number)
	}
	return row, nil
}

// sameVersion is CodeConflict where the stored draft is another version than b,
// which was made from it.
func sameVersion(row *bulletinRow, b app.BulletinRecord) error {
	if b.Version != 0 && b.Version != row.Version {
		return ledger.Errorf(ledger.CodeConflict, "第%d期通报的草稿刚在别处改过，请重新打开后再办理", row.Number)
	}
	return nil
}

// putVersion adds b's words and document as the row's next version; what is
// the same as the present one is not added.
func (s *Store) putVersion(tx *gorm.DB, row *bulletinRow, b app.BulletinRecord) (changed bool, err error) {
	document, err := toJSON(b.Document)
	if err != nil {
		return false, err
	}
	words, err := toJSON(b.Words)
	if err != nil {
		return false, err
	}
	if row.Version > 0 && row.Title == b.Title && row.Document == document && row.Words == words {
		return false, nil
	}
	row.Version++
	row.Title, row.Document, row.Words, row.Actor = b.Title, document, words, string(b.Actor)
	return true, tx.Create(&versionRow{
		Bulletin: row.ID, Version: row.Version, Title: row.Title, Document: document, Words: words,
		Actor: row.Actor, Created: s.now(),
	}).Error
}

// Issue freezes a draft with its files, seals it in the log, and queues its mails,
// in one transaction.
func (s *Store) Issue(ctx context.Context, b app.BulletinRecord, mails []app.Delivery) (app.BulletinRecord, error) {
	if b.XLSX.SHA256 == "" || b.PDF.SHA256 == "" || b.DOCX.SHA256 == "" {
		return app.BulletinRecord{}, fmt.Errorf("store: issue bulletin %d: a file is missing", b.ID)
	}
	var issued app.BulletinRecord
	err := s.write(ctx, "issue", func(tx *gorm.DB) error {
		var err error
		if issued, err = s.issue(tx, b); err != nil {
			return err
		}
		made, err := s.enqueue(tx, mails)
		if err == nil && made != len(mails) {
			return fmt.Errorf("store: issue bulletin %d: %d of its %d mails are there already", b.ID, len(mails)-made, len(mails))
		}
		return err
	})
	if err != nil {
		return app.BulletinRecord{}, err
	}
	return issued, nil
}

func (s *Store) issue(tx *gorm.DB, b app.BulletinRecord) (issued app.BulletinRecord, err error) {
	row, err := draft(tx, b.ID)
	if err == nil {
		err = sameVersion(row, b)
	}
	if err == nil {
		err = nothingUndone(tx, row.Programme, b.IssuedAt)
	}
	if err == nil {
		_, err = s.putVersion(tx, row, b)
	}
	if err != nil {
		return issued, err
	}
	at := s.now()
	row.State, row.Actor, row.IssuedAt = string(app.Issued), string(b.Actor), &at
	for to, file := range map[*string]app.File{&row.XLSX: b.XLSX, &row.PDF: b.PDF, &row.DOCX: b.DOCX} {
		if *to, err = toJSON(file); err != nil {
			return issued, err
		}
	}
	if row.Seal, err = row.sum(); err != nil {
		return issued, err
	}
	head := map[string]any{
		"version": row.Version, "state": row.State, "actor": row.Actor, "issued_at": at,
		"xlsx": row.XLSX, "pdf": row.PDF, "docx": row.DOCX, "seal": row.Seal,
	}
	if err := tx.Model(&bulletinRow{}).Where("id = ?", row.ID).Updates(head).Error; err != nil {
		return issued, err
	}
	if issued, err = row.domain(); err != nil {
		return issued, err
	}
	return issued, s.record(tx, entry{
		Actor: row.Actor, Action: actionIssue, Subject: row.subject(),
		Detail: fmt.Sprintf("%s“%s”：草稿 → 已发布，Excel %s，PDF %s，Word %s，封存 %s",
			row.words(), row.Title, b.XLSX.SHA256, b.PDF.SHA256, b.DOCX.SHA256, row.Seal),
	})
}

// actionIssue is the log's word for an issue, where Verify looks for seals.
const actionIssue = "issue"

// sum is the seal of an issued bulletin: the SHA-256 over all of it.
func (r *bulletinRow) sum() (string, error) {
	sealed := []string{
		"1", r.Programme, fmt.Sprint(r.Number), r.Period, r.Edition, r.State, r.Title, r.Document, r.Words,
		r.XLSX, r.PDF, r.Actor, r.IssuedAt.UTC().Format(time.RFC3339Nano),
	}
	if r.DOCX != "" {
		sealed[0] = "2"
		sealed = append(sealed, r.DOCX)
	}
	fields, err := toJSON(sealed)
	if err != nil {
		return "", err
	}
	return digest(fields), nil
}

// words are what the log says of what the bulletin is.
func (r *bulletinRow) words() string {
	return fmt.Sprintf("%s %s %s 第%d期", r.Programme, periodWords(r.Period), bulletin.Edition(r.Edition).Chinese(), r.Number)
}

// subject is how the log names the bulletin.
func (r *bulletinRow) subject() string { return fmt.Sprintf("通报#%d", r.ID) }

// Bulletins lists a programme's bulletins without their documents, newest
// first; "" lists all.
func (s *Store) Bulletins(ctx context.Context, key string) ([]app.BulletinRecord, error) {
	var bulletins []app.BulletinRecord
	err := s.read(ctx, "bulletins", func(tx *gorm.DB) error {
		q, err := ofProgramme(tx, key)
		if err != nil {
			return err
		}
		var rows []bulletinRow
		if err := selectBulletins(q, withTitle).Order("bulletins.id DESC").Find(&rows).Error; err != nil {
			return err
		}
		bulletins = make([]app.BulletinRecord, len(rows))
		for i := range rows {
			if bulletins[i], err = rows[i].domain(); err != nil {
				return err
			}
		}
		return nil
	})
	return bulletins, err
}

// Bulletin is one bulletin with its document.
func (s *Store) Bulletin(ctx context.Context, id int64) (app.BulletinRecord, error) {
	var b app.BulletinRecord
	err := s.read(ctx, "bulletin", func(tx *gorm.DB) error {
		row, err := findBulletin(tx, id)
		if err != nil {
			return err
		}
		b, err = row.domain()
		return err
	})
	return b, err
}

func findBulletin(tx *gorm.DB, id int64) (*bulletinRow, error) {
	var rows []bulletinRow
	if err := selectBulletins(tx, withDocument).Where("bulletins.id = ?", id).Find(&rows).Error; err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, ledger.Errorf(ledger.CodeNotFound, "没有编号为%d的通报", id)
	}
	return &rows[0], nil
}
