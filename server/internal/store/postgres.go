package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"

	"tongbao/server/ledger"
)

const (
	postgresConns = 20
	// writersLock is the advisory lock that every writing transaction holds.
	writersLock = 0x746f6e67 // "tong"
	// lockNotAvailable is the SQLSTATE when lock_timeout has passed.
	lockNotAvailable = "55P03"
)

func (s *Store) openPostgres(ctx context.Context, dsn string) error {
	s.dialect = postgresDialect
	db, err := gorm.Open(postgres.Open(dsn), gormConfig())
	if err != nil {
		return ledger.Errorf(ledger.CodeUnavailable, "数据库无法连接：%w", err)
	}
	s.reader, s.writer = db, db
	pool, err := db.DB()
	if err != nil {
		return fmt.Errorf("store: postgres pool: %w", err)
	}
	pool.SetMaxOpenConns(postgresConns)
	pool.SetMaxIdleConns(postgresConns / 2)
	return s.Ping(ctx)
}

// lockWriters makes the transaction the only writing one until it ends. On
// SQLite it is that already.
func (s *Store) lockWriters(tx *gorm.DB) error {
	if s.dialect != postgresDialect {
		return nil
	}
	if err := tx.Exec("SET LOCAL lock_timeout = '30s'").Error; err != nil {
		return err
	}
	return tx.Exec("SELECT pg_advisory_xact_lock(?)", writersLock).Error
}

// busy reports whether another writer held the database for too long.
func (s *Store) busy(err error) bool {
	var e *pgconn.PgError
	return sqliteBusy(err) || errors.As(err, &e) && e.Code == lockNotAvailable
}
