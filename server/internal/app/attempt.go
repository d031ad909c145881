package app

import (
	"context"
	"fmt"
	"time"

	"tongbao/server/ledger"
)

// tellWithin is how long noting a failure may take: who was refused waits for it.
const tellWithin = 3 * time.Second

// tried notes on the log that what by tried was refused or failed with err: the
// transaction that it failed in is gone, so this is one of its own. It is called
// with every end of a use case. Nothing is noted where it was done, where a field
// of a form was typed wrong, where there is no such thing (anybody can ask for
// numbers that there are none of), and where the caller went away or the database
// could not be used: the log is a part of that.
func (s *Service) tried(ctx context.Context, by Actor, action, subject string, err error) {
	if err == nil || ctx.Err() != nil {
		return
	}
	why := "系统内部错误，原因见运行日志"
	if code := ledger.CodeOf(err); code != "" {
		refusal := ledger.Refusal(err)
		if refusal == nil || code == ledger.CodeNotFound || refusal.Field != "" {
			return
		}
		why = refusal.Message
		if n := len(refusal.Findings); n > 0 {
			why += fmt.Sprintf("（问题%d个）", n)
		}
	}
	ctx, cancel := context.WithTimeout(ctx, tellWithin)
	defer cancel()
	told, noting := s.Store.NoteFailure(ctx, AuditEntry{Actor: by, Action: action, Subject: subject, Detail: why})
	if noting != nil || !told {
		s.Log.Warn("a failure that is not on the log", "action", action, "subject", subject, "why", why, "error", noting)
	}
}

// UploadRefused notes on the log that a file could not be read, and why; nil is
// nothing.
func (s *Service) UploadRefused(ctx context.Context, name string, why error, by Actor) {
	s.tried(ctx, by, "upload", fileSubject(name), why)
}

// fileSubject is how the log names a file that is in no table yet.
func fileSubject(name string) string { return fmt.Sprintf("文件“%s”", name) }

// bulletinSubject is how the log names a bulletin.
func bulletinSubject(id int64) string { return fmt.Sprintf("通报#%d", id) }
