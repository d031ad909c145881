package store

import (
	"reflect"
	"testing"
	"time"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

func received(name, hash string) app.InboxFile {
	return app.InboxFile{
		Name: name, SHA256: hash, Size: 12, Actor: app.Browser, At: start(),
		Said:    app.Binding{Programme: key, Period: q1(), Explanations: map[string]string{"a|b|c": "补报"}},
		Reading: app.Reading{Layout: "progress", Programme: key, Rows: 2, Errors: 1, Doubts: []app.Doubt{{Field: app.DoubtUnit, Guess: "市住建局"}}},
	}
}

func TestInboxGivesBackWhatItTookOnce(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx, s := t.Context(), d.open(t)
		state := must[string](t)(s.Head(ctx))
		first, again, err := s.Receive(ctx, received("一季度.xlsx", "aa"), state)
		if err != nil || again || first.ID != 1 || first.Stale || !reflect.DeepEqual(first.Said, received("", "").Said) ||
			!reflect.DeepEqual(first.Reading, received("", "").Reading) || first.SameAs != 0 || first.State() != app.InboxAsked {
			t.Fatalf("received %+v, again %v: %v", first, again, err)
		}
		twice, again, err := s.Receive(ctx, received("一季度.xlsx", "aa"), state)
		if err != nil || !again || !reflect.DeepEqual(twice, first) {
			t.Errorf("twice: %+v, again %v: %v", twice, again, err)
		}
		copied, again, err := s.Receive(ctx, received("副本.xlsx", "aa"), state)
		if err != nil || again || copied.SameAs != first.ID || copied.State() != app.InboxDuplicate {
			t.Errorf("under another name: %+v, again %v: %v", copied, again, err)
		}
		if now := must[string](t)(s.Head(ctx)); now != state {
			t.Error("a file that came in changed the ledger")
		}
		if all := must[[]app.InboxFile](t)(s.Inbox(ctx, time.Time{})); len(all) != 2 || all[0].ID != 1 || all[1].Name != "副本.xlsx" {
			t.Errorf("the inbox has %+v", all)
		}
		if n := count(t, s, "audit"); n != 2 {
			t.Errorf("%d entries in the log", n)
		}
		_, err = s.InboxFile(ctx, 9)
		wantCode(t, err, ledger.CodeNotFound)
		sound(t, s)
	})
}

func TestInboxFileIsAcceptedOnce(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx, s := t.Context(), d.open(t)
		must[app.Submission](t)(s.Accept(ctx, plan(programme(3), "pp")))
		state := must[string](t)(s.Head(ctx))
		f, _, err := s.Receive(ctx, received("一季度.xlsx", "bb"), state)
		if err != nil {
			t.Fatal(err)
		}
		a := progress("市住建局", "bb", q1(), 2, "11")
		a.InboxFile = f.ID
		sub := must[app.Submission](t)(s.Accept(ctx, a))
		got := must[app.InboxFile](t)(s.InboxFile(ctx, f.ID))
		if got.Accepted == nil || got.Accepted.Submission != sub.ID || got.Accepted.Programme != key || got.State() != app.InboxTaken || !got.Stale {
			t.Fatalf("accepted: %+v", got)
		}
		other := progress("市住建局", "cc", q1(), 2, "12")
		other.InboxFile = f.ID
		_, err = s.Accept(ctx, other)
		wantCode(t, err, ledger.CodeConflict)
		if n := count(t, s, "submissions"); n != 2 {
			t.Errorf("%d submissions", n)
		}
		wantCode(t, s.Say(ctx, got, state, app.Browser), ledger.CodeConflict)
		_, err = s.Discard(ctx, f.ID, "错发", app.Browser)
		wantCode(t, err, ledger.CodeConflict)
		if open := must[[]app.InboxFile](t)(s.Inbox(ctx, start().Add(time.Hour))); len(open) != 0 {
			t.Errorf("still open: %+v", open)
		}
		must[app.Submission](t)(s.Undo(ctx, sub.ID, "报错了", app.Browser))
		if open := must[[]app.InboxFile](t)(s.Inbox(ctx, start().Add(time.Hour))); len(open) != 1 || open[0].Accepted != nil {
			t.Errorf("after the undo: %+v", open)
		}
		a.Submission.At = start().Add(time.Hour)
		if again := must[app.Submission](t)(s.Accept(ctx, a)); again.ID == sub.ID {
			t.Error("not accepted anew")
		}
		sound(t, s)
	})
}

func TestWhatIsSaidOfAnInboxFile(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx, s := t.Context(), d.open(t)
		f, _, err := s.Receive(ctx, received("一季度.xlsx", "aa"), "")
		if err != nil {
			t.Fatal(err)
		}
		old := f
		f.Said.Unit, f.Reading.Doubts, f.Reading.Unit = "市住建局", nil, "市住建局"
		if err := s.Say(ctx, f, "", app.Browser); err != nil {
			t.Fatal(err)
		}
		old.Reading.Rows = 99 // read before it was said
		if err := s.KeepReadings(ctx, []app.InboxFile{old}, ""); err != nil {
			t.Fatal(err)
		}
		got := must[app.InboxFile](t)(s.InboxFile(ctx, f.ID))
		if got.Said.Unit != "市住建局" || got.Reading.Rows != 2 || len(got.Reading.Doubts) != 0 {
			t.Errorf("said: %+v", got)
		}
		gone := must[app.InboxFile](t)(s.Discard(ctx, f.ID, "不是本市的", app.Browser))
		if gone.ID != f.ID {
			t.Errorf("discarded %+v", gone)
		}
		_, err = s.Discard(ctx, f.ID, "再删", app.Browser)
		wantCode(t, err, ledger.CodeNotFound)
		if n := count(t, s, "inbox"); n != 1 {
			t.Errorf("%d rows are kept", n)
		}
		if _, again, err := s.Receive(ctx, received("一季度.xlsx", "aa"), ""); err != nil || again {
			t.Errorf("sent again after it was deleted: %v %v", again, err)
		}
		log := must[[]app.AuditEntry](t)(s.Audit(ctx, app.AuditFilter{Limit: 10}))
		if len(log) != 4 || log[1].Action != "discard" || log[2].Action != "say" || log[3].Action != "receive" {
			t.Errorf("the log has %+v", log)
		}
		sound(t, s)
	})
}
