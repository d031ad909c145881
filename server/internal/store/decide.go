package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// Decide stores what a person, d.Actor, made of a delivery that failed or
// whose end is unknown: State, Tries, NextTry and Answer. In any other state
// it is CodeRefused, so that two people who decide at once send one message.
func (s *Store) Decide(ctx context.Context, d app.Delivery) error {
	return s.write(ctx, "decide on delivery", func(tx *gorm.DB) error {
		row, err := findDelivery(tx, d.ID)
		if err != nil {
			return err
		}
		if row.State != string(app.Failed) && row.State != string(app.Uncertain) {
			return ledger.Errorf(ledger.CodeRefused, "发往%s的邮件现在不需要人工处理，请刷新后查看状态", row.Address)
		}
		before, now := row.State, s.now()
		err = tx.Model(&deliveryRow{}).Where("id = ?", row.ID).Updates(map[string]any{
			"state": string(d.State), "tries": d.Tries, "next_try": stored(d.NextTry), "answer": label(d.Answer), "updated_at": now,
		}).Error
		if err != nil {
			return err
		}
		if err := tx.Create(&answerRow{Delivery: row.ID, State: string(d.State), Answer: label(d.Answer), Created: now}).Error; err != nil {
			return err
		}
		return s.record(tx, entry{
			Actor: string(d.Actor), Action: "decide", Subject: fmt.Sprintf("邮件#%d", row.ID),
			Detail: fmt.Sprintf("%s <%s> %s → %s：%s", row.Unit, row.Address, before, d.State, d.Answer),
		})
	})
}
