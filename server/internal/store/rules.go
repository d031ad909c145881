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

// policyRow is a programme's policy as it was set once. Rows are only added.
type policyRow struct {
	ID           int64
	Programme    string
	Body         string // app.Policy
	Actor        string
	Created      time.Time `gorm:"column:created_at"`
	SupersededAt *time.Time
}

func (policyRow) TableName() string { return "policies" }

// closedRow is one time for which a period was closed.
type closedRow struct {
	ID         int64
	Programme  string
	Period     string
	Actor      string
	Created    time.Time  `gorm:"column:created_at"`
	ReopenedAt *time.Time // nil: still closed
	ReopenedBy string
}

func (closedRow) TableName() string { return "closed_periods" }

// stillClosed are the periods that are closed now.
const stillClosed = "reopened_at IS NULL"

// Rules are a programme's policy and closed periods.
func (s *Store) Rules(ctx context.Context, key string) (app.Rules, error) {
	var rules app.Rules
	err := s.read(ctx, "rules", func(tx *gorm.DB) (err error) {
		rules, err = loadRules(tx, key)
		return err
	})
	return rules, err
}

func loadRules(tx *gorm.DB, key string) (app.Rules, error) {
	rules := app.Rules{Policy: app.DefaultPolicy()}
	var policies []policyRow
	if err := tx.Where("programme = ?", key).Where(current).Find(&policies).Error; err != nil {
		return rules, err
	}
	for _, r := range policies {
		if err := fromJSON(r.Body, &rules.Policy); err != nil {
			return rules, err
		}
	}
	var closed []closedRow
	if err := tx.Where("programme = ?", key).Where(stillClosed).Find(&closed).Error; err != nil {
		return rules, err
	}
	for _, r := range closed {
		p, err := parsePeriod(r.Period)
		if err != nil {
			return rules, err
		}
		rules.Closed = append(rules.Closed, app.ClosedPeriod{Period: p, Actor: app.Actor(r.Actor), At: shown(r.Created)})
	}
	slices.SortFunc(rules.Closed, func(a, b app.ClosedPeriod) int {
		switch {
		case a.Period.End().Before(b.Period.End()):
			return -1
		case b.Period.End().Before(a.Period.End()):
			return 1
		}
		return 0
	})
	return rules, nil
}

// SetPolicy puts a policy in the place of the present one. One that changes
// nothing is not stored.
func (s *Store) SetPolicy(ctx context.Context, key string, p app.Policy, by app.Actor) error {
	return s.write(ctx, "set policy", func(tx *gorm.DB) error {
		if err := programmeExists(tx, key); err != nil {
			return err
		}
		rules, err := loadRules(tx, key)
		if err != nil {
			return err
		}
		body, err := toJSON(p)
		if err != nil {
			return err
		}
		was, err := toJSON(rules.Policy)
		if err != nil || was == body {
			return err
		}
		now := s.now()
		if err := tx.Model(&policyRow{}).Where("programme = ?", key).Where(current).Update("superseded_at", now).Error; err != nil {
			return err
		}
		if err := tx.Create(&policyRow{Programme: key, Body: body, Actor: string(by), Created: now}).Error; err != nil {
			return err
		}
		return s.record(tx, entry{
			Actor: string(by), Action: "policy", Subject: key,
			Detail: fmt.Sprintf("入库规则：%s → %s", rules.Policy.Chinese(), p.Chinese()),
		})
	})
}

// ClosePeriod takes no more reports for a period.
func (s *Store) ClosePeriod(ctx context.Context, key string, p ledger.Period, by app.Actor) error {
	return s.write(ctx, "close period", func(tx *gorm.DB) error {
		if err := programmeExists(tx, key); err != nil {
			return err
		}
		rules, err := loadRules(tx, key)
		if err != nil {
			return err
		}
		if c, ok := rules.ClosedFor(p); ok {
			return ledger.Errorf(ledger.CodeConflict, "%s已于%s截止", c.Period.Chinese(), c.At.Format("2006年1月2日15:04"))
		}
		row := closedRow{Programme: key, Period: p.String(), Actor: string(by), Created: s.now()}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		return s.record(tx, entry{Actor: row.Actor, Action: "close", Subject: key, Detail: p.Chinese() + "：开放 → 截止报送"})
	})
}

// ReopenPeriod takes reports for a closed period again.
func (s *Store) ReopenPeriod(ctx context.Context, key string, p ledger.Period, by app.Actor) error {
	return s.write(ctx, "reopen period", func(tx *gorm.DB) error {
		open := tx.Model(&closedRow{}).Where("programme = ? AND period = ?", key, p.String()).Where(stillClosed).
			Updates(map[string]any{"reopened_at": s.now(), "reopened_by": string(by)})
		switch {
		case open.Error != nil:
			return open.Error
		case open.RowsAffected == 0:
			return ledger.Errorf(ledger.CodeConflict, "%s没有截止，不必重新开放", p.Chinese())
		}
		return s.record(tx, entry{Actor: string(by), Action: "reopen", Subject: key, Detail: p.Chinese() + "：截止报送 → 重新开放"})
	})
}

// stillOpen is CodeRefused when the submission's period is closed.
func stillOpen(tx *gorm.DB, row *submissionRow) error {
	p, err := parsePeriod(row.Period)
	if err != nil {
		return err
	}
	rules, err := loadRules(tx, row.Programme)
	if err != nil {
		return err
	}
	if c, closed := rules.ClosedFor(p); closed {
		return ledger.Errorf(ledger.CodeRefused, "%s已于%s截止报送，台账未改动。确需更正的，请先在“计划与规则”中重新开放",
			c.Period.Chinese(), c.At.Format("2006年1月2日15:04"))
	}
	return nil
}
