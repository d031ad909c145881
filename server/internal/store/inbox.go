package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// inboxRow is one file that came in.
type inboxRow struct {
	ID              int64
	SHA256          string `gorm:"column:sha256"`
	Name            string
	Size            int64
	Said            string // app.Binding
	Reading         string // app.Reading
	Ledger          string // how the ledger stood when it was read
	Submission      *int64
	Actor           string
	Created         time.Time `gorm:"column:created_at"`
	DiscardedAt     *time.Time
	DiscardedBy     string
	DiscardedReason string
}

func (inboxRow) TableName() string { return "inbox" }

// inboxSeen is a file of the inbox with the submission it was accepted as.
type inboxSeen struct {
	File        inboxRow `gorm:"embedded"`
	Programme   *string
	AcceptedAt  *time.Time
	UndoneAt    *time.Time
	SameAs      *int64
	LedgerIsNow string
}

// subject names the file in the log.
func (r *inboxRow) subject() string { return fmt.Sprintf("收件#%d", r.ID) }

func (r *inboxSeen) domain() (app.InboxFile, error) {
	f := app.InboxFile{
		ID: r.File.ID, SHA256: r.File.SHA256, Name: r.File.Name, Size: r.File.Size, Actor: app.Actor(r.File.Actor), At: shown(r.File.Created),
		Stale: r.File.Ledger != r.LedgerIsNow,
	}
	if r.SameAs != nil {
		f.SameAs = *r.SameAs
	}
	if r.File.Submission != nil && r.AcceptedAt != nil && r.UndoneAt == nil {
		f.Accepted = &app.InboxAccepted{Submission: *r.File.Submission, Programme: *r.Programme, At: shown(*r.AcceptedAt)}
	}
	if err := fromJSON(r.File.Said, &f.Said); err != nil {
		return f, err
	}
	return f, fromJSON(r.File.Reading, &f.Reading)
}

// seen are the rows of the inbox as an officer sees them. A file of the same
// content that came earlier and is still there goes before it.
func seen(tx *gorm.DB) *gorm.DB {
	return tx.Table("inbox").
		Select(`inbox.*, submissions.programme, submissions.created_at AS accepted_at, submissions.undone_at, audit_head.ledger AS ledger_is_now,
			(SELECT MIN(earlier.id) FROM inbox AS earlier
			 WHERE earlier.sha256 = inbox.sha256 AND earlier.id < inbox.id AND earlier.discarded_at IS NULL) AS same_as`).
		Joins("JOIN audit_head ON audit_head.one = 1").
		Joins("LEFT JOIN submissions ON submissions.id = inbox.submission").
		Where("inbox.discarded_at IS NULL")
}

// Receive keeps a file that came in. The same content under the same name is
// there once: it comes back as it is, and again is true.
func (s *Store) Receive(ctx context.Context, f app.InboxFile, head string) (kept app.InboxFile, again bool, err error) {
	row := inboxRow{
		SHA256: f.SHA256, Name: label(f.Name), Size: f.Size, Ledger: head, Actor: string(f.Actor), Created: stored(f.At),
	}
	if row.Said, err = toJSON(f.Said); err != nil {
		return f, false, err
	}
	if row.Reading, err = toJSON(f.Reading); err != nil {
		return f, false, err
	}
	err = s.write(ctx, "receive", func(tx *gorm.DB) error {
		var before inboxRow
		err := tx.Where("sha256 = ? AND name = ? AND discarded_at IS NULL", row.SHA256, row.Name).Take(&before).Error
		switch {
		case err == nil:
			row.ID, again = before.ID, true
		case !errors.Is(err, gorm.ErrRecordNotFound):
			return err
		default:
			if err := tx.Create(&row).Error; err != nil {
				return err
			}
			e := entry{
				Actor: row.Actor, Action: "receive", Subject: row.subject(), Aside: true,
				Detail: fmt.Sprintf("文件“%s” %d字节 SHA-256 %s", row.Name, row.Size, row.SHA256),
			}
			if why := f.Reading.Refused; why != "" { // it is kept, but nothing is read of it
				e.Result, e.Detail = app.Partial, e.Detail+"："+why
			}
			if err := s.record(tx, e); err != nil {
				return err
			}
		}
		kept, err = inboxFile(tx, row.ID)
		return err
	})
	return kept, again, err
}

// inboxFile is one file that is still there.
func inboxFile(tx *gorm.DB, id int64) (app.InboxFile, error) {
	var row inboxSeen
	err := seen(tx).Where("inbox.id = ?", id).Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return app.InboxFile{}, ledger.Errorf(ledger.CodeNotFound, "收件中没有编号为%d的文件，可能已经删除", id)
	}
	if err != nil {
		return app.InboxFile{}, err
	}
	return row.domain()
}

// InboxFile is one file that came in and was not deleted.
func (s *Store) InboxFile(ctx context.Context, id int64) (app.InboxFile, error) {
	var f app.InboxFile
	err := s.read(ctx, "inbox file", func(tx *gorm.DB) (err error) {
		f, err = inboxFile(tx, id)
		return err
	})
	return f, err
}

// Inbox are the files that came in and were not deleted, in the order in which
// they came: those that are not accepted, and those that came since a time.
func (s *Store) Inbox(ctx context.Context, since time.Time) ([]app.InboxFile, error) {
	var rows []inboxSeen
	err := s.read(ctx, "inbox", func(tx *gorm.DB) error {
		return seen(tx).Where("(inbox.submission IS NULL OR submissions.undone_at IS NOT NULL OR inbox.created_at >= ?)", stored(since)).
			Order("inbox.id").Find(&rows).Error
	})
	if err != nil {
		return nil, err
	}
	files := make([]app.InboxFile, len(rows))
	for i := range rows {
		if files[i], err = rows[i].domain(); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// KeepReadings keeps what files were last read as, unless what is said of them has
// changed since.
func (s *Store) KeepReadings(ctx context.Context, files []app.InboxFile, head string) error {
	return s.write(ctx, "keep readings", func(tx *gorm.DB) error {
		for _, f := range files {
			said, err := toJSON(f.Said)
			if err != nil {
				return err
			}
			reading, err := toJSON(f.Reading)
			if err != nil {
				return err
			}
			if err := tx.Model(&inboxRow{}).Where("id = ? AND said = ?", f.ID, said).
				Updates(map[string]any{"reading": reading, "ledger": head}).Error; err != nil {
				return err
			}
		}
		return nil
	})
}

// Say keeps what an officer says of a file, and what it is read as with that.
func (s *Store) Say(ctx context.Context, f app.InboxFile, head string, by app.Actor) error {
	said, err := toJSON(f.Said)
	if err != nil {
		return err
	}
	reading, err := toJSON(f.Reading)
	if err != nil {
		return err
	}
	return s.write(ctx, "say of a file", func(tx *gorm.DB) error {
		before, err := inboxFile(tx, f.ID)
		if err != nil {
			return err
		}
		if before.Accepted != nil {
			return ledger.Errorf(ledger.CodeConflict, "“%s”已经入库，不能再改它属于哪里。要改，请先撤销那次报送", f.Name)
		}
		row := inboxRow{ID: f.ID}
		if err := tx.Model(&inboxRow{}).Where("id = ?", f.ID).
			Updates(map[string]any{"said": said, "reading": reading, "ledger": head}).Error; err != nil {
			return err
		}
		return s.record(tx, entry{
			Actor: string(by), Action: "say", Subject: row.subject(), Aside: true,
			Detail: fmt.Sprintf("文件“%s”：%s（原为 %s）", f.Name, f.Said.Chinese(), before.Said.Chinese()),
		})
	})
}

// Discard takes a file out of the inbox for a reason; its row stays.
func (s *Store) Discard(ctx context.Context, id int64, reason string, by app.Actor) (app.InboxFile, error) {
	var f app.InboxFile
	err := s.write(ctx, "discard", func(tx *gorm.DB) error {
		var err error
		if f, err = inboxFile(tx, id); err != nil {
			return err
		}
		if f.Accepted != nil {
			return ledger.Errorf(ledger.CodeConflict, "“%s”已经入库，不能从收件中删除。要收回，请撤销那次报送", f.Name)
		}
		row := inboxRow{ID: id}
		if err := tx.Model(&inboxRow{}).Where("id = ?", id).Updates(map[string]any{
			"discarded_at": s.now(), "discarded_by": string(by), "discarded_reason": label(reason),
		}).Error; err != nil {
			return err
		}
		return s.record(tx, entry{
			Actor: string(by), Action: "discard", Subject: row.subject(), Aside: true,
			Detail: fmt.Sprintf("文件“%s” SHA-256 %s 原因：%s", f.Name, f.SHA256, reason),
		})
	})
	return f, err
}

// leaveInbox notes as which submission a file of the inbox was accepted.
func leaveInbox(tx *gorm.DB, file, submission int64) error {
	if file == 0 {
		return nil
	}
	before, err := inboxFile(tx, file)
	if err != nil {
		return err
	}
	if before.Accepted != nil {
		return ledger.Errorf(ledger.CodeConflict, "“%s”已经入库（编号%d），没有重复入库", before.Name, before.Accepted.Submission)
	}
	return tx.Model(&inboxRow{}).Where("id = ?", file).Update("submission", submission).Error
}
