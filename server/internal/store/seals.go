package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"tongbao/server/internal/app"
)

// sealRow is the stamped scan of a submission; a later one replaces it.
type sealRow struct {
	ID           int64
	Submission   int64
	Body         string // app.File
	Actor        string
	Created      time.Time `gorm:"column:created_at"`
	SupersededAt *time.Time
}

func (sealRow) TableName() string { return "seals" }

func (r *sealRow) domain() (app.Seal, error) {
	s := app.Seal{Submission: r.Submission, Actor: app.Actor(r.Actor), At: shown(r.Created)}
	return s, fromJSON(r.Body, &s.Scan)
}

// PutSeal keeps the stamped scan of a submission in the place of an earlier one.
func (s *Store) PutSeal(ctx context.Context, seal app.Seal) error {
	return s.write(ctx, "put a seal", func(tx *gorm.DB) error {
		sub, err := findSubmission(tx, seal.Submission)
		if err != nil {
			return err
		}
		body, err := toJSON(seal.Scan)
		if err != nil {
			return err
		}
		now := s.now()
		err = tx.Model(&sealRow{}).Where("submission = ?", sub.ID).Where(current).Update("superseded_at", now).Error
		if err != nil {
			return err
		}
		if err := tx.Create(&sealRow{Submission: sub.ID, Body: body, Actor: string(seal.Actor), Created: now}).Error; err != nil {
			return err
		}
		return s.record(tx, entry{
			Actor: string(seal.Actor), Action: "seal", Subject: sub.subject(),
			Detail: fmt.Sprintf("盖章件：未到 → 一致，文件“%s” SHA-256 %s", seal.Scan.Name, seal.Scan.SHA256),
		})
	})
}

// Seals are the stamped scans of a programme's submissions, by submission.
func (s *Store) Seals(ctx context.Context, key string) (map[int64]app.Seal, error) {
	seals := make(map[int64]app.Seal)
	err := s.read(ctx, "seals", func(tx *gorm.DB) error {
		var rows []sealRow
		err := tx.Where("submission IN (SELECT id FROM submissions WHERE programme = ?)", key).Where(current).Find(&rows).Error
		if err != nil {
			return err
		}
		for i := range rows {
			seal, err := rows[i].domain()
			if err != nil {
				return err
			}
			seals[seal.Submission] = seal
		}
		return nil
	})
	return seals, err
}
