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

// columnAnswerRow is what a person said a column holds.
type columnAnswerRow struct {
	ID           int64
	Programme    string
	Unit         string
	Layout       string
	Head         string
	Field        string
	Actor        string
	Created      time.Time  `gorm:"column:created_at"`
	SupersededAt *time.Time // nil: current
	SupersededBy *int64     // nil of one that was taken back
}

func (columnAnswerRow) TableName() string { return "column_answers" }

func (r *columnAnswerRow) domain() app.ColumnAnswer {
	return app.ColumnAnswer{
		ID: r.ID, Programme: r.Programme, Unit: r.Unit, Layout: r.Layout, Head: r.Head, Field: r.Field,
		Actor: app.Actor(r.Actor), At: shown(r.Created),
	}
}

// subject names an answer in the log.
func (r *columnAnswerRow) subject() string { return fmt.Sprintf("识别记忆#%d", r.ID) }

// detail says in the log which column of whose tables is what.
func (r *columnAnswerRow) detail() string {
	unit := r.Unit
	if unit == "" {
		unit = "各单位"
	}
	return fmt.Sprintf("%s %s 表头“%s”：%s", r.Programme, unit, r.Head, r.domain().Label())
}

// Remember keeps answers with their log entries; one that says the same as the
// current one is left as it is.
func (s *Store) Remember(ctx context.Context, answers []app.ColumnAnswer) ([]app.ColumnAnswer, error) {
	var kept []app.ColumnAnswer
	err := s.write(ctx, "remember answers", func(tx *gorm.DB) (err error) {
		kept, err = s.remember(tx, answers)
		return err
	})
	if err != nil {
		return nil, err
	}
	return kept, nil
}

func (s *Store) remember(tx *gorm.DB, answers []app.ColumnAnswer) ([]app.ColumnAnswer, error) {
	kept := make([]app.ColumnAnswer, len(answers))
	for i, a := range answers {
		row := columnAnswerRow{
			Programme: a.Programme, Unit: label(a.Unit), Layout: a.Layout, Head: label(a.Head), Field: a.Field,
			Actor: string(a.Actor), Created: stored(a.At),
		}
		if err := s.rememberOne(tx, &row); err != nil {
			return nil, err
		}
		kept[i] = row.domain()
	}
	return kept, nil
}

// rememberOne stores the row in the place of the current one, or makes it that
// one where both say the same.
func (s *Store) rememberOne(tx *gorm.DB, row *columnAnswerRow) error {
	var before columnAnswerRow
	err := tx.Where("programme = ? AND unit = ? AND layout = ? AND head = ?", row.Programme, row.Unit, row.Layout, row.Head).
		Where(current).Take(&before).Error
	replaces := err == nil
	switch {
	case err != nil && !errors.Is(err, gorm.ErrRecordNotFound):
		return err
	case replaces && before.Field == row.Field:
		*row = before
		return nil
	case replaces:
		if err := supersedeAnswer(tx, before.ID, row.Created, nil); err != nil {
			return err
		}
	}
	if err := tx.Create(row).Error; err != nil {
		return err
	}
	if replaces {
		if err := supersedeAnswer(tx, before.ID, row.Created, &row.ID); err != nil {
			return err
		}
	}
	return s.record(tx, entry{Actor: row.Actor, Action: "answer", Subject: row.subject(), Detail: row.detail()})
}

func supersedeAnswer(tx *gorm.DB, id int64, at time.Time, by *int64) error {
	return tx.Model(&columnAnswerRow{}).Where("id = ?", id).
		Updates(map[string]any{"superseded_at": at, "superseded_by": by}).Error
}

// Answers lists a programme's current answers, newest first.
func (s *Store) Answers(ctx context.Context, programme string) ([]app.ColumnAnswer, error) {
	var rows []columnAnswerRow
	err := s.read(ctx, "answers", func(tx *gorm.DB) error {
		return tx.Where("programme = ?", programme).Where(current).Order("id DESC").Find(&rows).Error
	})
	if err != nil {
		return nil, err
	}
	answers := make([]app.ColumnAnswer, len(rows))
	for i := range rows {
		answers[i] = rows[i].domain()
	}
	return answers, nil
}

// Forget takes an answer back; the row stays, superseded by none.
func (s *Store) Forget(ctx context.Context, id int64, by app.Actor) (app.ColumnAnswer, error) {
	var row columnAnswerRow
	err := s.write(ctx, "forget answer", func(tx *gorm.DB) error {
		err := tx.Where("id = ?", id).Where(current).Take(&row).Error
		if errors.Is(err, gorm.ErrRecordNotFound) {
			return ledger.Errorf(ledger.CodeNotFound, "没有编号为%d的识别记忆，可能已经撤销或改过", id)
		}
		if err != nil {
			return err
		}
		if err := supersedeAnswer(tx, row.ID, s.now(), nil); err != nil {
			return err
		}
		return s.record(tx, entry{Actor: string(by), Action: "forget", Subject: row.subject(), Detail: row.detail()})
	})
	if err != nil {
		return app.ColumnAnswer{}, err
	}
	return row.domain(), nil
}
