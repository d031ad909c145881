package app

import (
	"context"
	"fmt"
	"time"
)

// Pulse is how a ledger's database stands, in figures.
type Pulse struct {
	Database string // SQLite 3.45.1, PostgreSQL 15.3
	// Current: the schema is this version's.
	Current bool
	Outbox  map[DeliveryState]int
	// Due is since when the message waits that has been due longest, zero where
	// none is.
	Due time.Time
	// Inbox is how many files came in and are neither accepted nor deleted.
	Inbox int
	// LastBackup is when the last backup was finished, zero where there was none.
	LastBackup time.Time
	// Entries is how long the log is.
	Entries int64
}

// Health is whether one thing that a server needs is well.
type Health struct {
	Name string `json:"name"` // database, migrations, files, disk, outbox
	OK   bool   `json:"ok"`
	Says string `json:"detail"` // in Chinese; names no address and no path
	// Err is the cause, for the log.
	Err error `json:"-"`
}

const (
	// leastRoom is how many free bytes the data folder's disk must have: some
	// backups' worth of an office's year.
	leastRoom = 256 << 20
	// longestDue is how long a message may be due without having been tried: a
	// server looks every few seconds.
	longestDue = time.Hour
)

// Health looks at everything that a server needs to work.
func (s *Service) Health(ctx context.Context) []Health {
	pulse, err := s.Store.Pulse(ctx)
	if err != nil {
		return []Health{bad("database", "数据库没有应答", err), s.filesHealth(ctx), s.diskHealth()}
	}
	checks := []Health{good("database", pulse.Database), s.filesHealth(ctx), s.diskHealth(), s.outboxHealth(pulse)}
	if pulse.Current {
		return append(checks, good("migrations", "数据库结构是本版本的"))
	}
	return append(checks, bad("migrations", "数据库结构不是本版本的：已由另一版本的程序升级，请换成同一版本后重启", nil))
}

func (s *Service) filesHealth(ctx context.Context) Health {
	if err := s.Blobs.Ready(ctx); err != nil {
		return bad("files", "文件存储不能写入", err)
	}
	return good("files", "文件存储可以写入")
}

func (s *Service) diskHealth() Health {
	if s.Room == nil {
		return good("disk", "不用本机磁盘")
	}
	free, err := s.Room()
	switch {
	case err != nil:
		return bad("disk", "不知道磁盘还剩多少空间", err)
	case free < leastRoom:
		return bad("disk", fmt.Sprintf("磁盘只剩 %d MB，至少要有 %d MB，请清理或扩容", free>>20, uint64(leastRoom)>>20), nil)
	}
	return good("disk", fmt.Sprintf("磁盘还剩 %d MB", free>>20))
}

func (s *Service) outboxHealth(p Pulse) Health {
	if !s.CanMail() {
		return good("outbox", "没有设置发送邮件")
	}
	if wait := s.Clock().Sub(p.Due); !p.Due.IsZero() && wait > longestDue {
		return bad("outbox", fmt.Sprintf("有邮件到时未发已有 %d 分钟，发送可能已停", int(wait.Minutes())), nil)
	}
	return good("outbox", fmt.Sprintf("待发送 %d 封", p.Outbox[Pending]+p.Outbox[Deferred]))
}

func good(name, says string) Health { return Health{Name: name, OK: true, Says: says} }

func bad(name, says string, err error) Health { return Health{Name: name, Says: says, Err: err} }

// Pulse is how the ledger's database stands, in figures.
func (s *Service) Pulse(ctx context.Context) (Pulse, error) { return s.Store.Pulse(ctx) }
