package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"slices"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"
	"gorm.io/gorm"

	"tongbao/server/ledger"
)

// explain keeps errors for users as they are, tells in words what the database
// cannot do at present, and says of others what was being done.
func explain(what string, err error) error {
	if err == nil || ledger.CodeOf(err) != "" {
		return err
	}
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return ledger.Errorf(ledger.CodeConflict, "与已有记录重复，未作任何改动，请刷新后再试")
	}
	err = fmt.Errorf("store: %s: %w", what, err)
	if words := unavailable(err); words != "" {
		return ledger.Errorf(ledger.CodeUnavailable, "%s", words).Because(err)
	}
	return err
}

// explainCommit is explain of an error after which nobody knows whether the
// transaction was stored.
func explainCommit(what string, err error) error {
	if !full(err) && (lost(err) || sqliteCode(err, sqlite3.ErrIoErr)) {
		return ledger.Errorf(ledger.CodeUnavailable,
			"保存时与数据库的连接中断，不能确定是否已经保存。请刷新页面核对，没有保存的再提交一次").
			Because(fmt.Errorf("store: commit %s: %w", what, err))
	}
	return explain(what, err)
}

// unavailable says what the database cannot do at present and what to do about
// it; "" for any other error.
func unavailable(err error) string {
	switch {
	case errors.Is(err, context.Canceled): // nobody waits for it any more
		return ""
	case full(err):
		return "磁盘空间不足，没有保存。请联系管理员清理磁盘后再试"
	case sqliteCode(err, sqlite3.ErrReadonly, sqlite3.ErrPerm) || errors.Is(err, fs.ErrPermission) || postgresCode(err) == readOnly:
		return "台账现在只能读，没有保存。请联系管理员检查数据目录或数据库的写入权限"
	case sqliteCode(err, sqlite3.ErrIoErr, sqlite3.ErrCantOpen):
		return "数据目录所在的磁盘读写出错，没有办理。请联系管理员检查磁盘"
	case misconfigured(err) != "":
		return misconfigured(err)
	case busy(err):
		return "数据库正忙，请稍后再试"
	case lost(err):
		return "数据库没有应答，没有办理。请稍后再试；一直如此，请联系管理员"
	}
	return ""
}

// SQLSTATEs. See the appendix of PostgreSQL's manual on error codes.
const (
	lockNotAvailable = "55P03" // lock_timeout has passed
	queryCanceled    = "57014" // statement_timeout has passed
	diskFull         = "53100"
	readOnly         = "25006" // a standby, or a database set to read only
	tooManyConns     = "53300"
)

// busy reports whether another writer held the database for too long.
func busy(err error) bool {
	return sqliteCode(err, sqlite3.ErrBusy, sqlite3.ErrLocked) || errors.Is(err, errNoTurn) || errors.Is(err, context.DeadlineExceeded) ||
		slices.Contains([]string{lockNotAvailable, queryCanceled, tooManyConns}, postgresCode(err))
}

// full reports whether the disk, a quota or the size of a file allows no more.
func full(err error) bool {
	var e sqlite3.Error
	if errors.As(err, &e) && e.Code == sqlite3.ErrIoErr {
		return slices.Contains([]syscall.Errno{syscall.ENOSPC, syscall.EFBIG, syscall.EDQUOT}, e.SystemErrno)
	}
	return sqliteCode(err, sqlite3.ErrFull) || postgresCode(err) == diskFull
}

// lost reports whether the database server is not reached, or has ended the
// connection: classes 08 and 57P, and what the network says.
func lost(err error) bool {
	code := postgresCode(err)
	if strings.HasPrefix(code, "08") || strings.HasPrefix(code, "57P") {
		return true
	}
	var connecting *pgconn.ConnectError
	var network *net.OpError // not net.Error, which a file's error is as well
	return errors.As(err, &connecting) || errors.As(err, &network) || errors.Is(err, driver.ErrBadConn) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || pgconn.SafeToRetry(err)
}

// postgresCode is an error's SQLSTATE, or "".
func postgresCode(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// sqliteCode reports whether err is one of SQLite's errors.
func sqliteCode(err error, codes ...sqlite3.ErrNo) bool {
	var e sqlite3.Error
	return errors.As(err, &e) && slices.Contains(codes, e.Code)
}

// Full reports whether an error of the store comes from a disk, a quota or a
// file's size that allows no more.
func Full(err error) bool { return full(err) }
