package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"

	"tongbao/server/ledger"
)

const (
	postgresConns = 20
	// connectWithin is how long it may take to connect, unless the address says so
	// itself (connect_timeout).
	connectWithin = 10 * time.Second
	// writersLock is the advisory lock that every writing transaction holds, in
	// the ledger's own schema.
	writersLock = 0x746f6e67 // "tong"
)

// postgresSession is what every connection is told, unless the address says it
// itself: how long a statement waits for what another session has locked, and
// after how long the server ends a transaction whose process is silent, so that
// it does not keep all others out.
var postgresSession = map[string]time.Duration{
	"lock_timeout":                        patience,
	"idle_in_transaction_session_timeout": 10 * time.Minute,
}

func (s *Store) openPostgres(ctx context.Context, dsn string) error {
	s.dialect = postgresDialect
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return ledger.Errorf(ledger.CodeInvalid, "数据库地址无法识别：%w", err)
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectWithin
	}
	pool := stdlib.OpenDB(*config, stdlib.OptionAfterConnect(func(ctx context.Context, c *pgx.Conn) error {
		for name, value := range postgresSession {
			if _, said := config.RuntimeParams[name]; said {
				continue
			}
			if _, err := c.Exec(ctx, "SELECT set_config($1, $2, false)", name, strconv.FormatInt(value.Milliseconds(), 10)); err != nil {
				return err
			}
		}
		return nil
	}))
	pool.SetMaxOpenConns(postgresConns)
	pool.SetMaxIdleConns(postgresConns / 2)
	db, err := gorm.Open(postgres.New(postgres.Config{Conn: pool}), gormConfig())
	if err != nil {
		return ledger.Errorf(ledger.CodeUnavailable, "数据库无法连接：%s", noConnection(err, config)).Because(errors.Join(err, pool.Close()))
	}
	s.reader, s.writer = db, db
	return lasting(ctx, pool)
}

// lasting is CodeUnavailable where the server acknowledges what a loss of power
// may undo.
func lasting(ctx context.Context, pool *sql.DB) error {
	var unsafe string
	err := pool.QueryRowContext(ctx, `SELECT coalesce(string_agg(name, ', '), '') FROM pg_settings
		WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes') AND setting = 'off'`).Scan(&unsafe)
	if err != nil {
		return explain("read the server's settings", err)
	}
	if unsafe != "" {
		return ledger.Errorf(ledger.CodeUnavailable, "数据库关闭了落盘保护（%s = off），断电时会丢失已经确认的数据。请在数据库中打开后再启动", unsafe)
	}
	return nil
}

// lockWriters makes the transaction the only writing one until it ends. On
// SQLite it is that already.
func (s *Store) lockWriters(tx *gorm.DB) error {
	if s.dialect != postgresDialect {
		return nil
	}
	return tx.Exec("SELECT pg_advisory_xact_lock(?, coalesce(hashtext(current_schema()), 0))", writersLock).Error
}
