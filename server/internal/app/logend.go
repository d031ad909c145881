package app

import (
	"context"
	"fmt"
	"regexp"
	"strconv"

	"tongbao/server/ledger"
)

// LogEnd is how the log ended at some moment. Kept where whoever owns the
// database cannot change it, it bears witness to all entries until then: a chain
// that was cut off or written anew does not come by it.
type LogEnd struct {
	Entries int64  // the number of the last one
	Hash    string // of the last one
}

// String is the form that ParseLogEnd reads: "128:" and the hash.
func (e LogEnd) String() string { return fmt.Sprintf("%d:%s", e.Entries, e.Hash) }

var logEndForm = regexp.MustCompile(`^([1-9]\d{0,17}):([0-9a-f]{64})$`)

// ParseLogEnd reads what String writes, and reports whether it is that.
func ParseLogEnd(text string) (e LogEnd, ok bool) {
	m := logEndForm.FindStringSubmatch(text)
	if m == nil {
		return e, false
	}
	n, err := strconv.ParseInt(m[1], 10, 64)
	return LogEnd{n, m[2]}, err == nil
}

// LogEnd is how the log ends now; the zero value while it is empty.
func (s *Service) LogEnd(ctx context.Context) (LogEnd, error) {
	last, err := s.Store.Audit(ctx, AuditFilter{Limit: 1})
	if err != nil || len(last) == 0 {
		return LogEnd{}, err
	}
	return LogEnd{last[0].ID, last[0].Hash}, nil
}

// CheckSince is CodeConflict unless the log went on from an earlier end: its
// entry of that number has that hash. With a chain that Verify finds whole,
// nothing until then was changed, taken out or cut off.
func (s *Service) CheckSince(ctx context.Context, earlier LogEnd) error {
	now, err := s.LogEnd(ctx)
	if err != nil || earlier.Entries == 0 {
		return err
	}
	if now.Entries < earlier.Entries {
		return ledger.Errorf(ledger.CodeConflict, "日志曾有%d条，现在只有%d条：末尾被删去，或这是另一个台账，或恢复自更早的备份", earlier.Entries, now.Entries)
	}
	at, err := s.Store.Audit(ctx, AuditFilter{Upto: earlier.Entries, Limit: 1})
	if err != nil {
		return err
	}
	if len(at) == 0 || (LogEnd{at[0].ID, at[0].Hash}) != earlier {
		return ledger.Errorf(ledger.CodeConflict, "日志第%d条不是原来的那一条：该条或以前的日志被改写过，或这是另一个台账", earlier.Entries)
	}
	return nil
}
