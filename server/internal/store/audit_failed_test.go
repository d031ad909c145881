package store

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tongbao/server/internal/app"
)

// failure is what somebody tried the n-th time.
func failure(n int) app.AuditEntry {
	return app.AuditEntry{Actor: app.Browser, Action: "issue", Subject: fmt.Sprintf("通报#%d", n), Detail: "已经发布"}
}

func TestFailuresAreOnTheLogAndChangeNothing(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx, s := t.Context(), d.open(t)
		if must[bool](t)(s.NoteFailure(ctx, failure(1))) {
			t.Error("a failure makes an empty ledger one that is not")
		}
		must[app.Submission](t)(s.Accept(ctx, plan(programme(1), "p")))
		b := must[app.BulletinRecord](t)(s.NewDraft(ctx, newDraft(q1()), asIs))
		must[app.BulletinRecord](t)(s.Issue(ctx, issuable(b), nil))
		head := must[string](t)(s.Head(ctx))
		backup := app.AuditEntry{Actor: app.CommandLine, Action: app.ActionBackup, Subject: "a.zip", Detail: strings.Repeat("满", 9000)}
		for _, e := range []app.AuditEntry{failure(1), backup} {
			if !must[bool](t)(s.NoteFailure(ctx, e)) || must[bool](t)(s.NoteFailure(ctx, e)) {
				t.Errorf("%s is not told once", e.Action)
			}
		}
		if must[string](t)(s.Head(ctx)) != head {
			t.Error("a failure counts as a change of the ledger")
		}
		log := must[[]app.AuditEntry](t)(s.Audit(ctx, app.AuditFilter{Result: app.Failure, Limit: 10}))
		if len(log) != 2 || log[1].Subject != "通报#1" || len([]rune(log[0].Detail)) != failureDetail {
			t.Errorf("the log has %+v", log)
		}
		if pulse := must[app.Pulse](t)(s.Pulse(ctx)); !pulse.LastBackup.IsZero() {
			t.Error("a backup that failed counts as one")
		}
		sound(t, s) // also the seal, whose entry is that of the issue which was done
	})
}

func TestAFloodOfFailuresIsBounded(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx := t.Context()
		now := start()
		d.config.Clock = func() time.Time { return now }
		s := withProgramme(t, d)
		flood := func(from int) (told int) {
			for n := range failuresAnHour + 10 {
				if must[bool](t)(s.NoteFailure(ctx, failure(from+n))) {
					told++
				}
			}
			return told
		}
		total := 0
		for hour := range 5 {
			want := min(failuresAnHour, failuresADay-total)
			if got := flood(1000 * hour); got != want {
				t.Fatalf("in hour %d %d are told, want %d", hour, got, want)
			}
			total += want
			now = now.Add(time.Hour)
		}
		log := must[[]app.AuditEntry](t)(s.Audit(ctx, app.AuditFilter{Result: app.Failure, Limit: 1000}))
		if len(log) != failuresADay || !strings.HasSuffix(log[0].Detail, noMore) || strings.HasSuffix(log[1].Detail, noMore) {
			t.Errorf("%d failures, the last is %q", len(log), log[0].Detail)
		}
		other := failure(1)
		other.Action = "undo"
		if !must[bool](t)(s.NoteFailure(ctx, other)) {
			t.Error("one action's flood hides the failures of another")
		}
		now = now.Add(24 * time.Hour)
		if n := flood(50_000); n != failuresAnHour {
			t.Errorf("a day later %d are told", n)
		}
		sound(t, s)
	})
}
