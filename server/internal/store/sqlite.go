package store

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/mattn/go-sqlite3"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"

	"tongbao/server/internal/disk"
	"tongbao/server/ledger"
)

// FileName is the SQLite file's name in the data folder.
const FileName = "tongbao.db"

// sqliteReaders is how many connections read at once; further readers wait
// for one of them in the pool.
const sqliteReaders = 8

// sqlitePragmas are what every connection must have, as PRAGMA reports it.
// WAL lets readers read while one writes; FULL keeps what was acknowledged
// through a loss of power; the timeout (milliseconds) bridges the writes of
// other processes.
var sqlitePragmas = [][2]string{
	{"journal_mode", "wal"}, {"synchronous", "2"}, {"foreign_keys", "1"}, {"busy_timeout", "30000"},
}

func (s *Store) openSQLite(ctx context.Context, dir string) error {
	s.dialect = sqliteDialect
	if dir == "" {
		return ledger.Errorf(ledger.CodeInvalid, "没有指定数据目录")
	}
	path, err := filepath.Abs(filepath.Join(dir, FileName))
	if err != nil {
		return fmt.Errorf("store: data folder: %w", err)
	}
	if err := disk.MakeDir(filepath.Dir(path)); err != nil {
		return ledger.Errorf(ledger.CodeUnavailable, "数据目录 %s 无法建立：%s", filepath.Dir(path), whyNot(err)).Because(err)
	}
	// SQLite gives its own files the mode of the database file.
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return ledger.Errorf(ledger.CodeUnavailable, "数据库文件 %s 无法打开：%s", path, whyNot(err)).Because(err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("store: close %s: %w", path, err)
	}
	if s.writer, err = openSQLitePool(ctx, path, "immediate", false, 1); err != nil {
		return err
	}
	s.wal = newWAL(path)
	s.reader, err = openSQLitePool(ctx, path, "deferred", true, sqliteReaders)
	return err
}

// openSQLitePool opens connections whose transactions begin as txlock says. A
// writer begins IMMEDIATE: a deferred one that finds another writer at its
// first write fails at once instead of waiting.
func openSQLitePool(ctx context.Context, path, txlock string, readOnly bool, size int) (*gorm.DB, error) {
	db, err := connectSQLite(ctx, sqliteDSN(path, txlock, readOnly))
	if err != nil {
		return nil, ledger.Errorf(ledger.CodeUnavailable, "数据库文件 %s 无法打开：%s", path, whyNot(err)).Because(err)
	}
	pool, err := db.DB()
	if err != nil {
		return nil, fmt.Errorf("store: sqlite pool: %w", err)
	}
	pool.SetMaxOpenConns(size)
	pool.SetMaxIdleConns(size)
	for _, want := range sqlitePragmas {
		var got string
		if err := db.WithContext(ctx).Raw("PRAGMA " + want[0]).Scan(&got).Error; err != nil {
			return db, fmt.Errorf("store: read pragma %s: %w", want[0], err)
		}
		if got != want[1] {
			return db, ledger.Errorf(ledger.CodeUnavailable,
				"数据库文件 %s 所在的磁盘不支持所需的写入方式（%s 应为 %s，实为 %s），请换用本机磁盘", path, want[0], want[1], got)
		}
	}
	return db, nil
}

// whyNot says why a file or folder cannot be used, and what to do.
func whyNot(err error) string {
	switch {
	case full(err) || disk.Full(err):
		return "磁盘空间不足，请清理后再试"
	case disk.Denied(err) || sqliteCode(err, sqlite3.ErrReadonly, sqlite3.ErrPerm, sqlite3.ErrCantOpen):
		return "没有读写权限，或磁盘是只读的。命令要由运行服务的那个用户来运行；请核对数据目录的属主和权限"
	case sqliteCode(err, sqlite3.ErrNotADB, sqlite3.ErrCorrupt):
		return "不是数据库，或已经损坏。请用 restore 恢复备份"
	case sqliteCode(err, sqlite3.ErrBusy, sqlite3.ErrLocked):
		return "一直被另一个程序占用，请稍后再试"
	}
	return "请检查这个位置"
}

// A new file is switched to WAL by whoever opens it first. SQLite does not wait
// its busy timeout for that switch, so the others wait here.
const (
	connectTries = 200
	connectPause = 50 * time.Millisecond
)

// connectSQLite connects to a file, after others that are opening it.
func connectSQLite(ctx context.Context, dsn string) (*gorm.DB, error) {
	for try := 1; ; try++ {
		db, err := gorm.Open(sqlite.Open(dsn), gormConfig())
		if err == nil {
			return db, nil
		}
		if db != nil {
			if pool, poolErr := db.DB(); poolErr == nil {
				_ = pool.Close() // the connection's own error is the one that counts
			}
		}
		if try == connectTries || !sqliteCode(err, sqlite3.ErrBusy, sqlite3.ErrLocked) {
			return nil, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(connectPause):
		}
	}
}

// sqliteDSN spells the pragmas for mattn/go-sqlite3, which ignores keys it
// does not know.
func sqliteDSN(path, txlock string, readOnly bool) string {
	q := url.Values{"_txlock": {txlock}}
	for _, p := range sqlitePragmas {
		q.Set("_"+p[0], p[1])
	}
	if readOnly {
		q.Set("_query_only", "1")
	}
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") { // C:/… on Windows
		slashed = "/" + slashed
	}
	return "file://" + (&url.URL{Path: slashed}).EscapedPath() + "?" + q.Encode()
}
