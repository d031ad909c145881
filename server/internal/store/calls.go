package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// callRow is a correction told by telephone; DecidedAt is nil while it waits.
type callRow struct {
	ID         int64
	Programme  string
	Body       string // app.CallRecord without what the columns have
	Actor      string
	Created    time.Time `gorm:"column:created_at"`
	DecidedAt  *time.Time
	DecidedBy  string
	Remark     string
	Submission *int64 // where it was confirmed
}

func (callRow) TableName() string { return "calls" }

func (r *callRow) domain() (app.CallRecord, error) {
	var c app.CallRecord
	if err := fromJSON(r.Body, &c.Told); err != nil {
		return c, err
	}
	c.ID, c.Programme, c.Actor, c.At = r.ID, r.Programme, app.Actor(r.Actor), shown(r.Created)
	if r.DecidedAt != nil {
		c.Decided = &app.Decided{By: app.Actor(r.DecidedBy), At: shown(*r.DecidedAt), Remark: r.Remark}
	}
	if r.Submission != nil {
		c.Submission = *r.Submission
	}
	return c, nil
}

// TakeCall keeps a correction told by telephone until it is decided on.
func (s *Store) TakeCall(ctx context.Context, c app.CallRecord) (app.CallRecord, error) {
	var kept app.CallRecord
	err := s.write(ctx, "take a call", func(tx *gorm.DB) error {
		if err := programmeExists(tx, c.Programme); err != nil {
			return err
		}
		body, err := toJSON(c.Told)
		if err != nil {
			return err
		}
		row := callRow{Programme: c.Programme, Body: body, Actor: string(c.Actor), Created: stored(c.At)}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		if kept, err = row.domain(); err != nil {
			return err
		}
		return s.record(tx, entry{
			Actor: row.Actor, Action: "call", Subject: c.Programme,
			Detail: c.Told.Chinese(),
		})
	})
	return kept, err
}

// Calls are a programme's corrections told by telephone, newest first.
func (s *Store) Calls(ctx context.Context, key string) ([]app.CallRecord, error) {
	var calls []app.CallRecord
	err := s.read(ctx, "calls", func(tx *gorm.DB) error {
		q, err := ofProgramme(tx, key)
		if err != nil {
			return err
		}
		var rows []callRow
		if err := q.Order("id DESC").Find(&rows).Error; err != nil {
			return err
		}
		calls = make([]app.CallRecord, len(rows))
		for i := range rows {
			if calls[i], err = rows[i].domain(); err != nil {
				return err
			}
		}
		return nil
	})
	return calls, err
}

// DropCall decides that a correction told by telephone is not taken.
func (s *Store) DropCall(ctx context.Context, id int64, remark string, by app.Actor) error {
	return s.write(ctx, "drop a call", func(tx *gorm.DB) error {
		row, err := openCall(tx, id)
		if err != nil {
			return err
		}
		now := s.now()
		row.DecidedAt, row.DecidedBy, row.Remark = &now, string(by), label(remark)
		if err := tx.Save(row).Error; err != nil {
			return err
		}
		return s.record(tx, entry{
			Actor: row.DecidedBy, Action: "call-dropped", Subject: row.Programme, Detail: "来电更正：待确认 → 不采用；原因：" + row.Remark,
		})
	})
}

// openCall is a call that is not decided on.
func openCall(tx *gorm.DB, id int64) (*callRow, error) {
	var rows []callRow
	if err := tx.Where("id = ?", id).Find(&rows).Error; err != nil {
		return nil, err
	}
	switch {
	case len(rows) == 0:
		return nil, ledger.Errorf(ledger.CodeNotFound, "没有编号为%d的来电更正", id)
	case rows[0].DecidedAt != nil:
		return nil, ledger.Errorf(ledger.CodeConflict, "这条来电更正已由%s处理，不必再办", rows[0].DecidedBy)
	}
	return &rows[0], nil
}

// confirmed marks the call that a submission puts into the ledger; 0 is none.
func confirmed(tx *gorm.DB, id int64, by *submissionRow) error {
	if id == 0 {
		return nil
	}
	row, err := openCall(tx, id)
	if err != nil {
		return err
	}
	row.DecidedAt, row.DecidedBy, row.Submission = &by.Created, by.Actor, &by.ID
	return tx.Save(row).Error
}
