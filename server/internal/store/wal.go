package store

import (
	"context"
	"fmt"
	"os"
	"time"

	"gorm.io/gorm"
)

// wal is SQLite's write-ahead log. SQLite itself writes it over from its
// beginning only when, at some moment, nobody reads from it. While readers
// follow each other without a gap there is no such moment, and it would grow with
// every change until the disk is full.
type wal struct {
	path  string
	limit int64 // bytes
	next  int64 // the size at which it is tried again to shorten it
}

const (
	walLimit = 32 << 20
	// walPatience is how long a writer whose change is stored, and those behind it,
	// wait for those who read from the log. Who begins to read then mostly needs it
	// no more; now and then readers follow each other in it for longer.
	walPatience = time.Second
)

func newWAL(database string) wal {
	return wal{path: database + "-wal", limit: walLimit, next: walLimit}
}

// shorten empties the log of a SQLite database once it has grown. It is for
// whoever has the turn, after a change was stored; where readers take too long
// the log stays until it has grown as much again.
func (s *Store) shorten(ctx context.Context) {
	if s.dialect != sqliteDialect {
		return
	}
	info, err := os.Stat(s.wal.path)
	if err != nil || info.Size() < s.wal.next {
		return
	}
	s.wal.next = info.Size() + s.wal.limit
	var busy int
	ctx = context.WithoutCancel(ctx) // it takes no longer than walPatience
	err = s.writer.WithContext(ctx).Connection(func(db *gorm.DB) error {
		if err := db.Exec(timeoutPragma(walPatience)).Error; err != nil {
			return err
		}
		err := db.Raw("PRAGMA wal_checkpoint(TRUNCATE)").Row().Scan(&busy, new(int), new(int))
		return firstError(err, db.Exec(timeoutPragma(patience)).Error)
	})
	if err == nil && busy == 0 {
		s.wal.next = s.wal.limit
		return
	}
	s.log.Warn("the write-ahead log could not be emptied yet", "bytes", info.Size(), "error", err)
}

func timeoutPragma(d time.Duration) string {
	return fmt.Sprintf("PRAGMA busy_timeout = %d", d.Milliseconds())
}
