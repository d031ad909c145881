package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"tongbao/server/internal/app"
)

// KeepSlip stores what change makes of a bulletin's 发文稿纸 and says of it.
func (s *Store) KeepSlip(ctx context.Context, id int64, by app.Actor, change func(*app.BulletinRecord) (string, error)) error {
	return s.write(ctx, "keep a slip", func(tx *gorm.DB) error {
		row, err := findBulletin(tx, id)
		if err != nil {
			return err
		}
		b, err := row.domain()
		if err != nil {
			return err
		}
		detail, err := change(&b)
		if err != nil {
			return err
		}
		slip, err := toJSON(b.Slip)
		if err != nil {
			return err
		}
		if err := tx.Model(&bulletinRow{}).Where("id = ?", id).Update("slip", slip).Error; err != nil {
			return err
		}
		return s.record(tx, entry{Actor: string(by), Action: "slip", Subject: row.subject(), Detail: fmt.Sprintf("第%d期 %s", row.Number, detail)})
	})
}
