package store

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"tongbao/server/internal/app"
)

// Pulse is how the database stands, in figures.
func (s *Store) Pulse(ctx context.Context) (app.Pulse, error) {
	p := app.Pulse{Outbox: map[app.DeliveryState]int{}}
	err := s.read(ctx, "pulse", func(tx *gorm.DB) error {
		for _, look := range []func(*gorm.DB, *app.Pulse) error{s.pulseDatabase, s.pulseOutbox, pulseInbox, pulseLog} {
			if err := look(tx, &p); err != nil {
				return err
			}
		}
		return nil
	})
	return p, err
}

func (s *Store) pulseDatabase(tx *gorm.DB, p *app.Pulse) error {
	query := "SELECT 'SQLite ' || sqlite_version()"
	if s.dialect == postgresDialect {
		query = "SELECT 'PostgreSQL ' || current_setting('server_version')"
	}
	if err := tx.Raw(query).Scan(&p.Database).Error; err != nil {
		return err
	}
	var has, want []string
	if err := tx.Table(migrationsTable).Pluck("id", &has).Error; err != nil {
		return err
	}
	for _, m := range migrations(s.dialect) {
		want = append(want, m.ID)
	}
	slices.Sort(has)
	slices.Sort(want)
	p.Current = strings.Join(has, " ") == strings.Join(want, " ")
	return nil
}

func (s *Store) pulseOutbox(tx *gorm.DB, p *app.Pulse) error {
	var states []struct {
		State string
		N     int
	}
	if err := tx.Model(&mailRow{}).Select("state, COUNT(*) AS n").Group("state").Scan(&states).Error; err != nil {
		return err
	}
	for _, s := range states {
		p.Outbox[app.DeliveryState(s.State)] = s.N
	}
	var longest mailRow
	err := tx.Where("state IN ? AND next_try <= ?", []string{string(app.Pending), string(app.Deferred)}, s.now()).
		Order("next_try").Take(&longest).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil
	}
	p.Due = shown(longest.NextTry)
	return err
}

func pulseInbox(tx *gorm.DB, p *app.Pulse) error {
	var n int64
	err := tx.Model(&inboxRow{}).Where("discarded_at IS NULL AND submission IS NULL").Count(&n).Error
	p.Inbox = int(n)
	return err
}

func pulseLog(tx *gorm.DB, p *app.Pulse) error {
	var head auditHead
	if err := tx.Where("one = 1").Take(&head).Error; err != nil {
		return err
	}
	p.Entries = head.Entries
	var last []time.Time
	err := tx.Model(&auditRow{}).Where("action = ? AND result <> 'failed'", app.ActionBackup).Order("id DESC").Limit(1).Pluck("at", &last).Error
	if len(last) == 1 {
		p.LastBackup = shown(last[0])
	}
	return err
}
