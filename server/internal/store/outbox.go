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

// mailRow is one message to one recipient.
type mailRow struct {
	ID           int64
	Cause        string
	Programme    string
	Bulletin     *int64
	Unit         string
	Address      string
	MessageID    string
	Subject      string
	Body         string
	Files        string // JSON
	State        string
	Tries        int
	NextTry      time.Time
	Answer       string
	Actor        string
	Created      time.Time `gorm:"column:created_at"`
	Updated      time.Time `gorm:"column:updated_at"`
	ClaimedBy    string
	ClaimedUntil *time.Time
	HandedOver   *time.Time `gorm:"column:handed_over_at"`
}

func (mailRow) TableName() string { return "outbox" }

// answerRow is one thing that was said of a message.
type answerRow struct {
	ID      int64
	Mail    int64
	Try     int
	Phase   string
	Code    int
	Text    string
	Actor   string
	Created time.Time `gorm:"column:created_at"`
}

func (answerRow) TableName() string { return "outbox_answers" }

func (r *mailRow) domain() (app.Delivery, error) {
	d := app.Delivery{
		ID: r.ID, Cause: r.Cause, Programme: r.Programme, Unit: r.Unit, Address: r.Address, MessageID: r.MessageID,
		Subject: r.Subject, Body: r.Body, State: app.DeliveryState(r.State), Tries: r.Tries, NextTry: shown(r.NextTry),
		Answer: r.Answer, Actor: app.Actor(r.Actor), CreatedAt: shown(r.Created), UpdatedAt: shown(r.Updated),
	}
	if r.Bulletin != nil {
		d.Bulletin = *r.Bulletin
	}
	return d, fromJSON(r.Files, &d.Files)
}

func deliveriesOf(rows []mailRow) ([]app.Delivery, error) {
	ds := make([]app.Delivery, len(rows))
	for i := range rows {
		var err error
		if ds[i], err = rows[i].domain(); err != nil {
			return nil, err
		}
	}
	return ds, nil
}

// subject is how the log names the message.
func (r *mailRow) subject() string { return fmt.Sprintf("邮件#%d", r.ID) }

// Enqueue makes deliveries as app.Outbox says. A delivery without a Message-ID
// gets one.
func (s *Store) Enqueue(ctx context.Context, deliveries []app.Delivery) (int, error) {
	made := 0
	err := s.write(ctx, "enqueue", func(tx *gorm.DB) error {
		var err error
		made, err = s.enqueue(tx, deliveries)
		return err
	})
	if err != nil {
		return 0, err
	}
	return made, nil
}

// enqueue makes deliveries in the transaction of what causes them, with one
// entry in the log for those of one subject.
func (s *Store) enqueue(tx *gorm.DB, deliveries []app.Delivery) (int, error) {
	made, issued := 0, map[int64]bool{}
	type group struct{ actor, subject string }
	var groups []group
	added := map[group][]mailRow{}
	for _, d := range deliveries {
		if d.Bulletin != 0 && !issued[d.Bulletin] {
			if err := issuedBulletin(tx, d.Bulletin); err != nil {
				return 0, err
			}
			issued[d.Bulletin] = true
		}
		row, err := s.newMail(d)
		if err != nil {
			return 0, err
		}
		done := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
		if done.Error != nil {
			return 0, done.Error
		}
		g := group{string(d.Actor), d.Subject}
		if _, known := added[g]; !known {
			groups = append(groups, g)
		}
		if done.RowsAffected > 0 {
			added[g] = append(added[g], row)
			made++
		}
	}
	for _, g := range groups {
		if len(added[g]) == 0 {
			continue
		}
		detail, err := sealMails(added[g])
		if err != nil {
			return 0, err
		}
		err = s.record(tx, entry{Actor: g.actor, Action: actionDeliver, Subject: g.subject, Aside: true, Detail: detail})
		if err != nil {
			return 0, err
		}
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

func (s *Store) newMail(d app.Delivery) (mailRow, error) {
	if d.Cause == "" || d.Address == "" {
		return mailRow{}, fmt.Errorf("store: a message to %q without cause or address", d.Unit)
	}
	now := s.now()
	row := mailRow{
		Cause: d.Cause, Programme: d.Programme, Unit: d.Unit, Address: d.Address, MessageID: d.MessageID,
		Subject: d.Subject, Body: d.Body, State: string(app.Pending), NextTry: now,
		Actor: string(d.Actor), Created: now, Updated: now,
	}
	if d.Bulletin != 0 {
		row.Bulletin = &d.Bulletin
	}
	if !d.NextTry.IsZero() {
		row.NextTry = stored(d.NextTry)
	}
	if row.MessageID == "" {
		id, err := token()
		if err != nil {
			return row, err
		}
		row.MessageID = id + "@tongbao"
	}
	var err error
	row.Files, err = toJSON(d.Files)
	return row, err
}

// Deliveries lists in the order in which they were made.
func (s *Store) Deliveries(ctx context.Context, f app.OutboxFilter) ([]app.Delivery, error) {
	var rows []mailRow
	err := s.read(ctx, "deliveries", func(tx *gorm.DB) error {
		q := tx.Order("id")
		if f.Bulletin != 0 {
			if _, err := findBulletin(tx, f.Bulletin); err != nil {
				return err
			}
			q = q.Where("bulletin = ?", f.Bulletin)
		}
		if f.Programme != "" {
			q = q.Where("programme = ?", f.Programme)
		}
		return q.Find(&rows).Error
	})
	if err != nil {
		return nil, err
	}
	return deliveriesOf(rows)
}

// Delivery is one with all that was said of it, oldest first.
func (s *Store) Delivery(ctx context.Context, id int64) (app.Delivery, []app.Answer, error) {
	var row mailRow
	var said []answerRow
	err := s.read(ctx, "delivery", func(tx *gorm.DB) error {
		var err error
		if row, err = findMail(tx, id); err != nil {
			return err
		}
		return tx.Where("mail = ?", id).Order("id").Find(&said).Error
	})
	if err != nil {
		return app.Delivery{}, nil, err
	}
	answers := make([]app.Answer, len(said))
	for i, a := range said {
		answers[i] = app.Answer{
			At: shown(a.Created), Try: a.Try, Phase: app.Phase(a.Phase), Code: a.Code, Text: a.Text, Actor: app.Actor(a.Actor),
		}
	}
	d, err := row.domain()
	return d, answers, err
}

// DeliveryOf is the delivery with a Message-ID.
func (s *Store) DeliveryOf(ctx context.Context, messageID string) (app.Delivery, error) {
	var rows []mailRow
	err := s.read(ctx, "delivery by message id", func(tx *gorm.DB) error {
		return tx.Where("message_id = ?", messageID).Find(&rows).Error
	})
	if err != nil {
		return app.Delivery{}, err
	}
	if len(rows) == 0 {
		return app.Delivery{}, ledger.Errorf(ledger.CodeNotFound, "发件箱里没有编号为 <%s> 的邮件", messageID)
	}
	return rows[0].domain()
}

// findMail is one row of the outbox, or CodeNotFound.
func findMail(tx *gorm.DB, id int64) (mailRow, error) {
	var rows []mailRow
	if err := tx.Where("id = ?", id).Find(&rows).Error; err != nil {
		return mailRow{}, err
	}
	if len(rows) == 0 {
		return mailRow{}, ledger.Errorf(ledger.CodeNotFound, "没有编号为%d的邮件", id)
	}
	return rows[0], nil
}
