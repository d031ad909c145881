// Package store keeps the ledger in a database through gorm: SQLite in one
// file by default, PostgreSQL where a URL says so. It implements app.Store.
//
// On both databases all writing transactions run one after the other: SQLite
// has one writer by nature, on PostgreSQL each takes the same advisory lock
// first. What must be counted or chained (numbers of bulletins, the log,
// current versions) is therefore decided inside the transaction, without
// retries. Readers never wait for a writer.
//
// What people entered is never overwritten. A row that is replaced gets
// superseded_at and superseded_by, the submission that replaced it; rows
// without superseded_at are the current ones.
package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"database/sql/driver"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

var _ app.Store = (*Store)(nil)

// Config says which database to open.
type Config struct {
	// DSN is a PostgreSQL address (postgres://…). "" means SQLite in DataDir.
	DSN string
	// DataDir is the folder of the SQLite file tongbao.db; it is made when it
	// is missing.
	DataDir string
	// Clock gives the time of what is stored.
	Clock func() time.Time
	// Log may be nil.
	Log *slog.Logger
}

// Store is an open database. It is safe for use by several goroutines, and by
// several processes on one database.
type Store struct {
	reader, writer *gorm.DB      // the same one on PostgreSQL
	turn           chan struct{} // holds one writer of this process
	dialect        dialect
	clock          func() time.Time
	log            *slog.Logger
	instance       string // tells this process's claims from another's
	wal            wal    // of SQLite; for whoever has the turn
	projects       recent[ledger.Project]
	reports        recent[ledger.Report]
}

// dialect is what the two databases do differently.
type dialect string

const (
	sqliteDialect   dialect = "sqlite"
	postgresDialect dialect = "postgres"
)

// Open opens the database, brings its schema up to date and checks that it is
// set up as the store relies on. A DSN that is none is CodeInvalid, a database
// that cannot be used CodeUnavailable.
func Open(ctx context.Context, c Config) (*Store, error) {
	s, err := connect(ctx, c)
	if err != nil {
		return nil, err
	}
	if err = s.migrate(ctx); err == nil {
		err = s.forget()
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// forget closes the connections that read before the schema was brought up to
// date: SQLite's driver takes the names of a statement's columns from the schema
// a connection knows, and its values from the one there is.
func (s *Store) forget() error {
	pool, err := s.reader.DB()
	if err != nil {
		return fmt.Errorf("store: readers: %w", err)
	}
	if s.dialect == sqliteDialect {
		pool.SetMaxIdleConns(0)
		pool.SetMaxIdleConns(sqliteReaders)
	}
	return nil
}

// connect is Open of a database with whatever schema it has.
func connect(ctx context.Context, c Config) (*Store, error) {
	if c.Clock == nil {
		return nil, errors.New("store: Config.Clock is missing")
	}
	if c.Log == nil {
		c.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	instance, err := token()
	if err != nil {
		return nil, err
	}
	s := &Store{turn: make(chan struct{}, 1), clock: c.Clock, log: c.Log, instance: instance}
	switch {
	case c.DSN == "":
		err = s.openSQLite(ctx, c.DataDir)
	case strings.HasPrefix(c.DSN, "postgres://"), strings.HasPrefix(c.DSN, "postgresql://"):
		err = s.openPostgres(ctx, c.DSN)
	default:
		err = ledger.Errorf(ledger.CodeInvalid, "数据库地址无法识别，应写作 postgres://用户:密码@主机:端口/库名")
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Close waits for nothing: transactions that are under way are rolled back.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*gorm.DB{s.reader, s.writer} {
		if db == nil {
			continue
		}
		pool, err := db.DB()
		if err == nil {
			err = pool.Close()
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	pool, err := s.reader.DB()
	if err != nil {
		return fmt.Errorf("store: ping: %w", err)
	}
	if err := pool.PingContext(ctx); err != nil {
		return explain("ping", fmt.Errorf("%w: %w", driver.ErrBadConn, err))
	}
	return nil
}

// gormConfig: transactions are the store's own, errors are translated to
// gorm's, nothing is printed.
func gormConfig() *gorm.Config {
	return &gorm.Config{
		SkipDefaultTransaction: true,
		TranslateError:         true,
		Logger:                 logger.Discard,
	}
}

// patience is how long a writer waits for those before it: in this process, and
// again for those of other processes.
const patience = 30 * time.Second

var errNoTurn = errors.New("no turn among the writers of this process")

// write runs fn in one transaction, alone among all writers of all processes.
// Those of this process wait here, so that they take no connections from
// readers.
func (s *Store) write(ctx context.Context, what string, fn func(tx *gorm.DB) error) error {
	wait := time.NewTimer(patience)
	defer wait.Stop()
	select {
	case s.turn <- struct{}{}:
	case <-wait.C:
		return explain(what, errNoTurn)
	case <-ctx.Done():
		return explain(what, ctx.Err())
	}
	defer func() { <-s.turn }()
	done := false
	err := s.writer.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		err := s.lockWriters(tx)
		if err == nil {
			err = fn(tx)
		}
		done = err == nil
		return err
	})
	if done {
		s.shorten(ctx)
		return explainCommit(what, ended(ctx, err))
	}
	return explain(what, ended(ctx, err))
}

// read runs fn on one snapshot of the database.
func (s *Store) read(ctx context.Context, what string, fn func(tx *gorm.DB) error) error {
	err := s.reader.WithContext(ctx).Transaction(fn,
		&sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	return explain(what, ended(ctx, err))
}

// ended says of an error that ctx was over, for which drivers have many words.
func ended(ctx context.Context, err error) error {
	if err == nil || ctx.Err() == nil {
		return err
	}
	return fmt.Errorf("%w: %w", ctx.Err(), err)
}

// now is the store's time as both databases keep it: UTC, in microseconds.
func (s *Store) now() time.Time { return stored(s.clock()) }

func stored(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// shown is a stored time where the government is. China has had one time
// without summer time since 1992, so a fixed zone is exact and needs no zone
// files on the machine.
func shown(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.In(beijing)
}

var beijing = time.FixedZone("Asia/Shanghai", 8*60*60)

// token is 16 random bytes in hexadecimal.
func token() (string, error) {
	b := make([]byte, 16)
	if _, err := rand.Read(b); err != nil {
		return "", fmt.Errorf("store: random token: %w", err)
	}
	return hex.EncodeToString(b), nil
}
