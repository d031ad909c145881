package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"tongbao/server/ledger"
)

// CallRecord is a correction of a report told by telephone (来电更正). It counts
// when it is confirmed, and not before.
type CallRecord struct {
	ID        int64
	Programme string
	Told      Told
	Actor     Actor // who took it
	At        time.Time
	Decided   *Decided // nil while it waits
	// Submission is the correction that it became when it was confirmed, else 0.
	Submission int64
}

// Told is what was told by telephone.
type Told struct {
	About   string
	Reason  string
	Call    Call
	Report  ledger.Report // as it would be
	Seen    string        // the report when it was told, as Correction.Seen
	Changes []Change
}

// Chinese is what was told in words, for the log.
func (t Told) Chinese() string {
	var b strings.Builder
	fmt.Fprintf(&b, "来电更正%s：%s %s %s；", t.About, t.Call.Caller, t.Call.Telephone, t.Call.At)
	for _, c := range t.Changes {
		fmt.Fprintf(&b, "%s %s → %s；", c.Field, c.Old, c.New)
	}
	return b.String() + "原因：" + t.Reason
}

// Decided says who decided on a call, and when.
type Decided struct {
	By     Actor
	At     time.Time
	Remark string
}

// TakeCall keeps a correction told by telephone until it is confirmed. It
// changes nothing. Errors are Propose's, and CodeInvalid without who called.
func (s *Service) TakeCall(ctx context.Context, c Correction, by Actor) (CallRecord, error) {
	edit, ok := c.Edit.(EditReport)
	if !ok || c.Call == nil {
		return CallRecord{}, fmt.Errorf("a call about %T", c.Edit)
	}
	p, err := s.Propose(ctx, c)
	if err != nil {
		return CallRecord{}, err
	}
	if c.Seen == "" {
		l, err := s.Snapshot(ctx, c.Programme)
		if err != nil {
			return CallRecord{}, err
		}
		if c.Seen, err = Seen(l, c.Edit); err != nil {
			return CallRecord{}, err
		}
	}
	return s.Store.TakeCall(ctx, CallRecord{
		Programme: c.Programme, Actor: by, At: s.Clock(),
		Told: Told{
			About: p.About, Reason: strings.TrimSpace(c.Reason), Call: *p.acceptance.Submission.Hand.Call,
			Report: edit.Report, Seen: c.Seen, Changes: p.Changes,
		},
	})
}

// Calls are a programme's corrections told by telephone, newest first.
func (s *Service) Calls(ctx context.Context, key string) ([]CallRecord, error) {
	return s.Store.Calls(ctx, key)
}

// ConfirmCall puts what was told by telephone into the ledger. CodeConflict when
// the report is not any more what it was then, or when it was decided on
// already.
func (s *Service) ConfirmCall(ctx context.Context, key string, id int64, by Actor) (sub Submission, err error) {
	defer func() { s.tried(ctx, by, "accept", fmt.Sprintf("%s 来电更正#%d", key, id), err) }()
	calls, err := s.Store.Calls(ctx, key)
	if err != nil {
		return Submission{}, err
	}
	i := slices.IndexFunc(calls, func(c CallRecord) bool { return c.ID == id })
	if i < 0 {
		return Submission{}, ledger.Errorf(ledger.CodeNotFound, "没有编号为%d的来电更正", id)
	}
	t := calls[i].Told
	p, err := s.Propose(ctx, Correction{
		Programme: key, Edit: EditReport{t.Report}, Seen: t.Seen, Reason: t.Reason, Call: &t.Call,
	})
	if err != nil {
		return Submission{}, err
	}
	p.acceptance.Confirms = id
	return s.file(ctx, p, by)
}

// DropCall decides that what was told by telephone is not taken. CodeInvalid
// without a reason.
func (s *Service) DropCall(ctx context.Context, id int64, reason string, by Actor) error {
	reason, err := reasonOf("不采用", reason)
	if err != nil {
		return err
	}
	return s.Store.DropCall(ctx, id, reason, by)
}
