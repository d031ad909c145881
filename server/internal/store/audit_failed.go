package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"tongbao/server/internal/app"
)

// How many failures of one action the log takes in an hour and in a day, so that
// nobody can make it grow at will; and how many characters of each it keeps.
const (
	failuresAnHour = 60
	failuresADay   = 200
	failureSubject = 200
	failureDetail  = 500
)

// noMore is what the last entry says that the log takes.
const noMore = "（这类失败已经很多，暂不再逐条记入日志，其余见运行日志）"

// NoteFailure notes what failed as app.Store says. Whether there is room for it is
// read first, so that a flood of failures keeps no writer waiting.
func (s *Store) NoteFailure(ctx context.Context, e app.AuditEntry) (told bool, err error) {
	e.Result = app.Failure
	e.Subject, e.Detail = cut(label(e.Subject), failureSubject), cut(label(e.Detail), failureDetail)
	room := 0
	err = s.read(ctx, "room for a failure", func(tx *gorm.DB) error {
		room, err = s.roomForFailure(tx, e)
		return err
	})
	if err != nil || room == 0 {
		return false, err
	}
	err = s.write(ctx, "note a failure", func(tx *gorm.DB) error {
		room, err := s.roomForFailure(tx, e)
		if told = err == nil && room > 0; !told {
			return err
		}
		if room == 1 {
			e.Detail += noMore
		}
		return s.record(tx, aside(e))
	})
	return told && err == nil, err
}

// roomForFailure is how many failures of the action the log takes now: 0 also
// where it has just this one from the last hour, and while it is empty, for a
// ledger in which nothing was done counts as empty.
func (s *Store) roomForFailure(tx *gorm.DB, e app.AuditEntry) (int, error) {
	var head auditHead
	if err := tx.Where("one = 1").Take(&head).Error; err != nil || head.Entries == 0 {
		return 0, err
	}
	now, room := s.now(), failuresADay
	failed := func(since time.Duration) *gorm.DB {
		return tx.Model(&auditRow{}).Where("action = ? AND result = 'failed' AND at > ?", e.Action, now.Add(-since))
	}
	for _, span := range []struct {
		since time.Duration
		most  int
	}{{time.Hour, failuresAnHour}, {24 * time.Hour, failuresADay}} {
		var n int64
		if err := failed(span.since).Count(&n).Error; err != nil {
			return 0, err
		}
		room = min(room, max(0, span.most-int(n)))
	}
	var same int64
	err := failed(time.Hour).Where("actor = ? AND subject = ? AND detail IN ?", string(e.Actor), e.Subject, []string{e.Detail, e.Detail + noMore}).
		Count(&same).Error
	if same > 0 {
		room = 0
	}
	return room, err
}

// cut is at most n characters of a text.
func cut(text string, n int) string {
	if runes := []rune(text); len(runes) > n {
		return string(runes[:n-1]) + "…"
	}
	return text
}
