package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// lease is how long a claim holds unless it is renewed. A process that does not
// come to renew it for so long may go on afterwards all the same: HandOver then
// tells it that the message is not its own any more.
const lease = time.Minute

// Claim takes the delivery that has been due longest, and marks it as being
// sent by this process.
func (s *Store) Claim(ctx context.Context, now time.Time) (app.Delivery, bool, error) {
	var rows []mailRow
	err := s.write(ctx, "claim", func(tx *gorm.DB) error {
		err := tx.Where("state IN ? AND next_try <= ?", []string{string(app.Pending), string(app.Deferred)}, stored(now)).
			Order("next_try, id").Limit(1).Find(&rows).Error
		if err != nil || len(rows) == 0 {
			return err
		}
		rows[0].State, rows[0].Updated = string(app.Sending), s.now()
		return tx.Model(&mailRow{}).Where("id = ?", rows[0].ID).Updates(map[string]any{
			"state": app.Sending, "updated_at": rows[0].Updated, "claimed_by": s.instance,
			"claimed_until": stored(now).Add(lease), "handed_over_at": nil,
		}).Error
	})
	if err != nil || len(rows) == 0 {
		return app.Delivery{}, false, err
	}
	d, err := rows[0].domain()
	return d, err == nil, err
}

// Renew keeps this process's claims for another lease.
func (s *Store) Renew(ctx context.Context, now time.Time) error {
	return s.write(ctx, "renew claims", func(tx *gorm.DB) error {
		return tx.Model(&mailRow{}).Where("state = ? AND claimed_by = ?", string(app.Sending), s.instance).
			Update("claimed_until", stored(now).Add(lease)).Error
	})
}

// HandOver notes that a message is about to be ended.
func (s *Store) HandOver(ctx context.Context, id int64) error {
	return s.write(ctx, "hand over", func(tx *gorm.DB) error {
		done := tx.Model(&mailRow{}).Where("id = ? AND state = ? AND claimed_by = ?", id, string(app.Sending), s.instance).
			Update("handed_over_at", s.now())
		if done.Error == nil && done.RowsAffected == 0 {
			return ledger.Errorf(ledger.CodeConflict, "这封邮件已由另一个进程接手")
		}
		return done.Error
	})
}

// Mark stores what became of a delivery that this process claimed. One that
// another process has meanwhile taken for interrupted within the window is
// settled by what this one knows.
func (s *Store) Mark(ctx context.Context, d app.Delivery, answers []app.Answer) error {
	var lost error
	err := s.write(ctx, "mark delivery", func(tx *gorm.DB) error {
		row, err := findMail(tx, d.ID)
		if err != nil {
			return err
		}
		if err := putAnswers(tx, row.ID, answers); err != nil {
			return err
		}
		own := row.ClaimedBy == s.instance && (row.State == string(app.Sending) || row.State == string(app.Uncertain))
		if !own {
			lost = ledger.Errorf(ledger.CodeConflict, "发往%s的邮件已由别处处理，这次的结果（%s）只记入答复", row.Address, d.State.Chinese())
			return nil
		}
		row.State, row.Tries, row.Answer = string(d.State), d.Tries, label(d.Answer)
		if !d.NextTry.IsZero() {
			row.NextTry = stored(d.NextTry)
		}
		row.ClaimedBy = ""
		return s.settle(tx, row, string(d.Actor))
	})
	if err != nil {
		return err
	}
	return lost
}

// settle stores a delivery's new state, and logs it unless another try follows.
func (s *Store) settle(tx *gorm.DB, row mailRow, actor string) error {
	err := tx.Model(&mailRow{}).Where("id = ?", row.ID).Updates(map[string]any{
		"state": row.State, "tries": row.Tries, "next_try": row.NextTry, "answer": row.Answer,
		"updated_at": s.now(), "claimed_by": row.ClaimedBy, "claimed_until": nil, "handed_over_at": nil,
	}).Error
	if err != nil || row.State == string(app.Deferred) {
		return err
	}
	return s.record(tx, entry{
		Actor: actor, Action: "send", Subject: row.subject(), Aside: true, Result: sendResults[app.DeliveryState(row.State)],
		Detail: fmt.Sprintf("%s <%s> 正在发送 → %s：%s", row.Unit, row.Address, app.DeliveryState(row.State).Chinese(), row.Answer),
	})
}

// sendResults are what a delivery's states say of its sending.
var sendResults = map[app.DeliveryState]app.Result{app.Failed: app.Failure, app.Uncertain: app.Unknown, app.Bounced: app.Failure}

func putAnswers(tx *gorm.DB, mail int64, answers []app.Answer) error {
	if len(answers) == 0 {
		return nil
	}
	rows := make([]answerRow, len(answers))
	for i, a := range answers {
		rows[i] = answerRow{
			Mail: mail, Try: a.Try, Phase: string(a.Phase), Code: a.Code, Text: label(a.Text),
			Actor: string(a.Actor), Created: stored(a.At),
		}
	}
	return tx.Create(&rows).Error
}

// Recover takes back what processes that are gone were sending: claims that
// were not renewed and, on SQLite, whose folder one server uses at a time,
// claims of any process but this one. It may be called at any time.
func (s *Store) Recover(ctx context.Context, now time.Time) (again, uncertain int, err error) {
	err = s.write(ctx, "recover deliveries", func(tx *gorm.DB) error {
		again, uncertain = 0, 0
		q := tx.Where("state = ?", string(app.Sending))
		if s.dialect == sqliteDialect {
			q = q.Where("(claimed_until < ? OR claimed_by <> ?)", stored(now), s.instance)
		} else {
			q = q.Where("claimed_until < ?", stored(now))
		}
		var rows []mailRow
		if err := q.Order("id").Find(&rows).Error; err != nil {
			return err
		}
		for _, row := range rows {
			row.Tries++
			if row.HandedOver == nil {
				row.State, row.ClaimedBy, row.NextTry = string(app.Deferred), "", stored(now)
				row.Answer = "发送过程中程序中断，邮件还没有交出，将再次发送"
				again++
			} else {
				row.State = string(app.Uncertain)
				row.Answer = "发送过程中程序中断，对方是否收到不明，请核实后决定是否重发"
				uncertain++
			}
			err := putAnswers(tx, row.ID, []app.Answer{{
				At: s.now(), Try: row.Tries, Phase: app.Interruption, Text: row.Answer, Actor: app.Scheduler,
			}})
			if err != nil {
				return err
			}
			if err := s.settle(tx, row, string(app.Scheduler)); err != nil {
				return err
			}
		}
		return nil
	})
	return again, uncertain, err
}

// Decide stores what a person or a bounce made of a delivery in one of the
// states from, so that two people who decide at once send one message.
func (s *Store) Decide(ctx context.Context, d app.Delivery, from []app.DeliveryState, a app.Answer) error {
	return s.write(ctx, "decide on delivery", func(tx *gorm.DB) error {
		row, err := findMail(tx, d.ID)
		if err != nil {
			return err
		}
		if !slices.Contains(from, app.DeliveryState(row.State)) {
			return ledger.Errorf(ledger.CodeRefused, "发往%s的邮件现在是“%s”，不能这样处理，请刷新后查看", row.Address, app.DeliveryState(row.State).Chinese())
		}
		before := row.State
		err = tx.Model(&mailRow{}).Where("id = ?", row.ID).Updates(map[string]any{
			"state": string(d.State), "tries": d.Tries, "next_try": stored(d.NextTry), "answer": label(d.Answer),
			"updated_at": s.now(), "claimed_by": "",
		}).Error
		if err != nil {
			return err
		}
		if err := putAnswers(tx, row.ID, []app.Answer{a}); err != nil {
			return err
		}
		return s.record(tx, entry{
			Actor: string(d.Actor), Action: "decide", Subject: row.subject(), Aside: true,
			Detail: fmt.Sprintf("%s <%s> %s → %s：%s", row.Unit, row.Address, app.DeliveryState(before).Chinese(), d.State.Chinese(), d.Answer),
		})
	})
}
