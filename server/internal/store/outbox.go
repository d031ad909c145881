package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// lease is how long a claim of one delivery holds, and of several that are
// sent one after the other for each. It is longer than any try to send can
// last, so that a claim past it belongs to a process that is gone.
const lease = 30 * time.Minute

type deliveryRow struct {
	ID           int64
	Bulletin     int64
	Unit         string
	Address      string
	MessageID    string
	State        string
	Tries        int
	NextTry      time.Time
	Answer       string
	Actor        string
	Created      time.Time `gorm:"column:created_at"`
	Updated      time.Time `gorm:"column:updated_at"`
	ClaimedBy    string
	ClaimedUntil *time.Time
}

func (deliveryRow) TableName() string { return "deliveries" }

// answerRow is one answer of a mail server: every try leaves one.
type answerRow struct {
	ID       int64
	Delivery int64
	State    string
	Answer   string
	Created  time.Time `gorm:"column:created_at"`
}

func (answerRow) TableName() string { return "delivery_answers" }

func (r *deliveryRow) domain() app.Delivery {
	return app.Delivery{
		ID: r.ID, Bulletin: r.Bulletin, Unit: r.Unit, Address: r.Address, MessageID: r.MessageID,
		State: app.DeliveryState(r.State), Tries: r.Tries, NextTry: shown(r.NextTry), Answer: r.Answer,
		Actor: app.Actor(r.Actor), CreatedAt: shown(r.Created), UpdatedAt: shown(r.Updated),
	}
}

func deliveriesOf(rows []deliveryRow) []app.Delivery {
	ds := make([]app.Delivery, len(rows))
	for i := range rows {
		ds[i] = rows[i].domain()
	}
	return ds
}

// Enqueue makes deliveries, all of them or none; one that exists for the same
// bulletin and address, or with the same Message-ID, is left as it is. A delivery without a Message-ID gets
// one. Only issued bulletins are delivered: CodeRefused otherwise.
func (s *Store) Enqueue(ctx context.Context, deliveries []app.Delivery) (int, error) {
	made := 0
	err := s.write(ctx, "enqueue", func(tx *gorm.DB) error {
		made = 0
		added := map[int64]int{} // by bulletin
		for _, d := range deliveries {
			if _, known := added[d.Bulletin]; !known {
				if err := issuedBulletin(tx, d.Bulletin); err != nil {
					return err
				}
				added[d.Bulletin] = 0
			}
			row, err := s.newDelivery(d)
			if err != nil {
				return err
			}
			done := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
			if done.Error != nil {
				return done.Error
			}
			added[d.Bulletin] += int(done.RowsAffected)
		}
		for _, d := range deliveries {
			n := added[d.Bulletin]
			if n == 0 {
				continue
			}
			made += n
			added[d.Bulletin] = 0
			err := s.record(tx, entry{
				Actor: string(d.Actor), Action: "deliver", Subject: fmt.Sprintf("通报#%d", d.Bulletin),
				Detail: fmt.Sprintf("%d封邮件进入发件箱", n),
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return made, nil
}

func issuedBulletin(tx *gorm.DB, id int64) error {
	row, err := findBulletin(tx, id)
	if err != nil {
		return err
	}
	if row.State != string(app.Issued) {
		return ledger.Errorf(ledger.CodeRefused, "第%d期通报尚未印发，不能发送", row.Number)
	}
	return nil
}

func (s *Store) newDelivery(d app.Delivery) (deliveryRow, error) {
	now := s.now()
	row := deliveryRow{
		Bulletin: d.Bulletin, Unit: d.Unit, Address: d.Address, MessageID: d.MessageID,
		State: string(app.Pending), NextTry: stored(d.NextTry), Actor: string(d.Actor), Created: now, Updated: now,
	}
	if d.NextTry.IsZero() {
		row.NextTry = now
	}
	if row.MessageID == "" {
		id, err := token()
		if err != nil {
			return row, err
		}
		row.MessageID = id + "@tongbao"
	}
	return row, nil
}

// Claim takes up to n deliveries that are due at now, those due longest first,
// and marks them as being sent by this process.
func (s *Store) Claim(ctx context.Context, now time.Time, n int) ([]app.Delivery, error) {
	var rows []deliveryRow
	err := s.write(ctx, "claim", func(tx *gorm.DB) error {
		err := tx.Where("state IN ? AND next_try <= ?", []string{string(app.Pending), string(app.Deferred)}, stored(now)).
			Order("next_try, id").Limit(n).Find(&rows).Error
		if err != nil || len(rows) == 0 {
			return err
		}
		until := stored(now).Add(time.Duration(len(rows)) * lease)
		ids := make([]int64, len(rows))
		for i := range rows {
			ids[i] = rows[i].ID
			rows[i].State, rows[i].Updated = string(app.Sending), s.now()
		}
		return tx.Model(&deliveryRow{}).Where("id IN ?", ids).Updates(map[string]any{
			"state": app.Sending, "updated_at": rows[0].Updated, "claimed_by": s.instance, "claimed_until": until,
		}).Error
	})
	if err != nil {
		return nil, err
	}
	return deliveriesOf(rows), nil
}

// findDelivery is one row of the outbox, or CodeNotFound.
func findDelivery(tx *gorm.DB, id int64) (deliveryRow, error) {
	var rows []deliveryRow
	if err := tx.Where("id = ?", id).Find(&rows).Error; err != nil {
		return deliveryRow{}, err
	}
	if len(rows) == 0 {
		return deliveryRow{}, ledger.Errorf(ledger.CodeNotFound, "没有编号为%d的邮件", id)
	}
	return rows[0], nil
}

// Mark stores what became of a delivery: State, Tries, NextTry and Answer. A
// delivery that was sent stays sent (CodeRefused).
func (s *Store) Mark(ctx context.Context, d app.Delivery) error {
	return s.write(ctx, "mark delivery", func(tx *gorm.DB) error {
		row, err := findDelivery(tx, d.ID)
		if err != nil {
			return err
		}
		if row.State == string(app.Sent) && d.State != app.Sent {
			return ledger.Errorf(ledger.CodeRefused, "发往%s的邮件已经送出，状态不能再改", row.Address)
		}
		row.State, row.Tries, row.Answer = string(d.State), d.Tries, label(d.Answer)
		if !d.NextTry.IsZero() {
			row.NextTry = stored(d.NextTry)
		}
		return s.settle(tx, row, string(d.Actor))
	})
}

// settle stores a delivery's new state with its answer, and logs it unless
// another try follows.
func (s *Store) settle(tx *gorm.DB, row deliveryRow, actor string) error {
	now := s.now()
	err := tx.Model(&deliveryRow{}).Where("id = ?", row.ID).Updates(map[string]any{
		"state": row.State, "tries": row.Tries, "next_try": row.NextTry, "answer": row.Answer,
		"updated_at": now, "claimed_by": "", "claimed_until": nil,
	}).Error
	if err != nil {
		return err
	}
	if err := tx.Create(&answerRow{Delivery: row.ID, State: row.State, Answer: row.Answer, Created: now}).Error; err != nil {
		return err
	}
	if row.State == string(app.Deferred) || row.State == string(app.Sending) {
		return nil
	}
	return s.record(tx, entry{
		Actor: actor, Action: "send", Subject: fmt.Sprintf("邮件#%d", row.ID),
		Detail: fmt.Sprintf("%s <%s> %s：%s", row.Unit, row.Address, row.State, row.Answer),
	})
}

// Interrupted marks as Uncertain what a process that is gone was sending:
// claims past their lease and, on SQLite, whose file one server uses at a
// time, claims of any process but this one. It may be called at any time.
func (s *Store) Interrupted(ctx context.Context, now time.Time) (int, error) {
	var rows []deliveryRow
	err := s.write(ctx, "interrupted deliveries", func(tx *gorm.DB) error {
		q := tx.Where("state = ?", string(app.Sending))
		if s.dialect == sqliteDialect {
			q = q.Where("(claimed_until < ? OR claimed_by <> ?)", stored(now), s.instance)
		} else {
			q = q.Where("claimed_until < ?", stored(now))
		}
		if err := q.Order("id").Find(&rows).Error; err != nil {
			return err
		}
		for _, row := range rows {
			row.State = string(app.Uncertain)
			row.Answer = "发送过程中程序中断，对方是否收到不明，请核实后决定是否重发"
			if err := s.settle(tx, row, string(app.Scheduler)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return len(rows), nil
}

// Deliveries are a bulletin's deliveries in the order in which they were made.
func (s *Store) Deliveries(ctx context.Context, bulletin int64) ([]app.Delivery, error) {
	var rows []deliveryRow
	err := s.read(ctx, "deliveries", func(tx *gorm.DB) error {
		if _, err := findBulletin(tx, bulletin); err != nil {
			return err
		}
		return tx.Where("bulletin = ?", bulletin).Order("id").Find(&rows).Error
	})
	if err != nil {
		return nil, err
	}
	return deliveriesOf(rows), nil
}
