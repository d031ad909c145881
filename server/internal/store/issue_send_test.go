package store

import (
	"fmt"
	"sync"
	"testing"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// mailsOf are n mails of a bulletin, as one officer's click makes them.
func mailsOf(b app.BulletinRecord, click string, n int) []app.Delivery {
	mails := make([]app.Delivery, n)
	for i := range mails {
		mails[i] = app.Delivery{
			Cause: fmt.Sprintf("bulletin:%d", b.ID), Programme: key, Bulletin: b.ID, Unit: "市住建局", Subject: b.Title,
			Address: fmt.Sprintf("a%d@example.cn", i), MessageID: fmt.Sprintf("%s.%d@example.cn", click, i), Actor: b.Actor,
		}
	}
	return mails
}

// Whatever fails of an issue with its mails, nothing of it is there.
func TestIssueAndMailsAreOneTransaction(t *testing.T) {
	type mails = []app.Delivery
	for _, c := range []struct {
		name  string
		spoil string // SQL that makes a later step fail
		mend  string // takes that back
		call  func(b *app.BulletinRecord, m mails) mails
		code  ledger.ErrorCode
	}{
		{name: "no table of mails", spoil: "ALTER TABLE outbox RENAME TO lost", mend: "ALTER TABLE lost RENAME TO outbox"},
		// The entry of the issue is written, that of its mails is not.
		{name: "no entry for the mails", code: ledger.CodeConflict, spoil: "CREATE UNIQUE INDEX once ON audit (actor) WHERE action IN ('issue', 'deliver')", mend: "DROP INDEX once"},
		{name: "no version of the document", spoil: "ALTER TABLE bulletin_versions RENAME TO lost", mend: "ALTER TABLE lost RENAME TO bulletin_versions"},
		{name: "a mail without an address", call: func(_ *app.BulletinRecord, m mails) mails { m[2].Address = ""; return m }},
		{name: "a mail that is there", call: func(_ *app.BulletinRecord, m mails) mails { m[2].Address = m[0].Address; return m }},
		{name: "a mail of a draft", code: ledger.CodeRefused, call: func(_ *app.BulletinRecord, m mails) mails { m[2].Bulletin++; return m }},
		{name: "another version", code: ledger.CodeConflict, call: func(b *app.BulletinRecord, m mails) mails { b.Version++; return m }},
	} {
		t.Run(c.name, func(t *testing.T) {
			onEach(t, func(t *testing.T, d target) {
				ctx, s := t.Context(), withProgramme(t, d)
				b := issuable(must[app.BulletinRecord](t)(s.NewDraft(ctx, newDraft(q1()), asIs)))
				must[app.BulletinRecord](t)(s.NewDraft(ctx, newDraft(ledger.QuarterOf(2020, 2)), asIs))
				whole, m, entries := b, mailsOf(b, "x", 3), count(t, s, "audit")
				if c.call != nil {
					m = c.call(&b, m)
				}
				run(t, s, c.spoil)
				_, err := s.Issue(ctx, b, m)
				if wantCode(t, err, c.code); err == nil {
					t.Fatal("it was issued")
				}
				run(t, s, c.mend)
				got := must[app.BulletinRecord](t)(s.Bulletin(ctx, b.ID))
				if got.State != app.Draft || got.PDF.SHA256 != "" || count(t, s, "outbox") != 0 || count(t, s, "audit") != entries {
					t.Errorf("state %s, %d mails, %d entries more", got.State, count(t, s, "outbox"), count(t, s, "audit")-entries)
				}
				sound(t, s)
				must[app.BulletinRecord](t)(s.Issue(ctx, whole, mailsOf(whole, "y", 3)))
				if n := count(t, s, "outbox"); n != 3 {
					t.Errorf("%d mails after it was tried again", n)
				}
				sound(t, s)
			})
		})
	}
}

// run executes SQL, if any.
func run(t *testing.T, s *Store, sql string) {
	t.Helper()
	if sql == "" {
		return
	}
	if err := s.writer.Exec(sql).Error; err != nil {
		t.Fatal(err)
	}
}

func TestTwoOfficersIssueAndSendOnce(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx, s := t.Context(), withProgramme(t, d)
		b := issuable(must[app.BulletinRecord](t)(s.NewDraft(ctx, newDraft(q1()), asIs)))
		stores := []*Store{s, d.open(t)}
		errs := make([]error, 4)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() { _, errs[i] = stores[i%2].Issue(ctx, b, mailsOf(b, fmt.Sprint(i), 3)) })
		}
		wg.Wait()
		won := -1
		for i, err := range errs {
			if err == nil && won < 0 {
				won = i
			} else {
				wantCode(t, err, ledger.CodeRefused)
			}
		}
		mails := must[[]app.Delivery](t)(s.Deliveries(ctx, app.OutboxFilter{Bulletin: b.ID}))
		if won < 0 || len(mails) != 3 {
			t.Fatalf("won by %d, %d mails", won, len(mails))
		}
		for i, m := range mails {
			if want := fmt.Sprintf("%d.%d@example.cn", won, i); m.MessageID != want {
				t.Errorf("the mail %s, want %s", m.MessageID, want)
			}
		}
		if log := must[[]app.AuditEntry](t)(s.Audit(ctx, app.AuditFilter{Action: "deliver", Limit: 10})); len(log) != 1 {
			t.Errorf("%d entries on the mails", len(log))
		}
	})
}
