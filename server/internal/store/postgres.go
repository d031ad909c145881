package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"

	"tongbao/server/ledger"
)

const (
	postgresConns = 20
	// writersLock is the advisory lock that every writing transaction holds.
	writersLock = 0x746f6e67 // "tong"

	// SQLSTATEs.
	lockNotAvailable = "55P03" // lock_timeout has passed
	diskFull         = "53100"
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
func busy(err error) bool {
	return sqliteCode(err, sqlite3.ErrBusy, sqlite3.ErrLocked) || postgresCode(err) == lockNotAvailable
}

// full reports whether the disk has no room left.
func full(err error) bool {
	return sqliteCode(err, sqlite3.ErrFull) || postgresCode(err) == diskFull
}

// postgresCode is an error's SQLSTATE, or "".
func postgresCode(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}
