package store

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// queued is a store with an issued bulletin and n deliveries of it.
func queued(t *testing.T, d target, n int) (*Store, []app.Delivery) {
	t.Helper()
	ctx, s := t.Context(), withProgramme(t, d)
	b := must[app.BulletinRecord](t)(s.NewDraft(ctx, newDraft(q1()), asIs))
	must[app.BulletinRecord](t)(s.Issue(ctx, issuable(b), nil))
	ds := make([]app.Delivery, n)
	for i := range ds {
		ds[i] = app.Delivery{
			Cause: "bulletin:1", Bulletin: b.ID, Unit: "市住建局", Address: fmt.Sprintf("a%d@example.cn", i),
			MessageID: fmt.Sprintf("m%d@example.cn", i), Actor: app.Browser,
		}
	}
	if made := must[int](t)(s.Enqueue(ctx, ds)); made != n {
		t.Fatalf("%d deliveries made, want %d", made, n)
	}
	return s, ds
}

// late is after everything that the tests' clock has said.
func late() time.Time { return start().Add(time.Hour) }

func TestEnqueueOnce(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx := t.Context()
		s, ds := queued(t, d, 2)
		ds[1].MessageID = "other@example.cn"
		ds = append(ds, app.Delivery{Cause: "bulletin:1", Bulletin: ds[0].Bulletin, Address: "new@example.cn"})
		if made := must[int](t)(s.Enqueue(ctx, ds)); made != 1 {
			t.Errorf("%d deliveries made, want 1", made)
		}
		got := must[[]app.Delivery](t)(s.Deliveries(ctx, app.OutboxFilter{Bulletin: ds[0].Bulletin}))
		if len(got) != 3 || got[1].MessageID != "m1@example.cn" || got[2].MessageID == "" || got[0].State != app.Pending {
			t.Errorf("deliveries are %+v", got)
		}
		b := must[app.BulletinRecord](t)(s.NewDraft(ctx, newDraft(ledger.QuarterOf(2020, 2)), asIs))
		_, err := s.Enqueue(ctx, []app.Delivery{{Cause: "bulletin:2", Bulletin: b.ID, Address: "a@b.cn"}})
		wantCode(t, err, ledger.CodeRefused)
	})
}

func TestWorkersClaimEachDeliveryOnce(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx := t.Context()
		s, ds := queued(t, d, 40)
		stores := []*Store{s, d.open(t)}
		var mu sync.Mutex
		taken := map[int64]int{}
		var wg sync.WaitGroup
		for i := range 4 {
			wg.Go(func() {
				for {
					claimed, due, err := stores[i%2].Claim(ctx, late())
					if err != nil {
						t.Error(err)
					}
					if !due {
						return
					}
					mu.Lock()
					taken[claimed.ID]++
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		if len(taken) != len(ds) {
			t.Errorf("%d deliveries claimed, want %d", len(taken), len(ds))
		}
		for id, n := range taken {
			if n != 1 {
				t.Errorf("delivery %d claimed %d times", id, n)
			}
		}
	})
}

// claim takes what is due at now; a delivery without an ID when nothing is.
func claim(t *testing.T, s *Store, now time.Time) app.Delivery {
	t.Helper()
	d, _, err := s.Claim(t.Context(), now)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestMarkAndTryAgain(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx := t.Context()
		s, _ := queued(t, d, 2)
		again, sent := claim(t, s, late()), claim(t, s, late())
		again.State, again.Tries, again.Answer, again.NextTry = app.Deferred, 1, "450 稍后再试", late().Add(time.Hour)
		sent.State, sent.Tries, sent.Answer = app.Sent, 1, "250 OK"
		said := []app.Answer{
			{At: late(), Try: 1, Phase: app.MailFrom, Code: 250, Text: "OK"},
			{At: late(), Try: 1, Phase: app.RcptTo, Code: 450, Text: "稍后再试"},
		}
		for _, m := range []app.Delivery{again, sent} {
			if err := s.Mark(ctx, m, said); err != nil {
				t.Fatal(err)
			}
		}
		if early := claim(t, s, late()); early.ID != 0 {
			t.Errorf("claimed too early: %+v", early)
		}
		due := claim(t, s, late().Add(2*time.Hour))
		if due.ID != again.ID || due.MessageID != again.MessageID || due.Tries != 1 {
			t.Errorf("claimed %+v", due)
		}
		sent.State = app.Failed
		wantCode(t, s.Mark(ctx, sent, nil), ledger.CodeConflict)
		got, answers, err := s.Delivery(ctx, sent.ID)
		if err != nil || got.State != app.Sent || len(answers) != 2 || answers[1].Code != 450 || answers[1].Phase != app.RcptTo || !answers[1].At.Equal(late()) {
			t.Errorf("%+v with answers %+v, %v", got, answers, err)
		}
		sound(t, s)
	})
}

// gone is a second process on the database, after the first one's claims have
// lapsed.
func gone(t *testing.T, d target, s *Store) (*Store, time.Time) {
	t.Helper()
	if again, uncertain, err := s.Recover(t.Context(), late()); err != nil || again+uncertain != 0 {
		t.Errorf("%d of this process's own claims taken back, %v", again+uncertain, err)
	}
	next, moment := d.open(t), late()
	if d.dialect == postgresDialect { // another server may be at work: its claims end with their lease
		if again, uncertain, err := next.Recover(t.Context(), moment.Add(lease/2)); err != nil || again+uncertain != 0 {
			t.Errorf("%d claims of a living process taken back, %v", again+uncertain, err)
		}
		moment = moment.Add(lease + time.Second)
	}
	return next, moment
}

func TestAKilledProcessLosesNothing(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx := t.Context()
		s, ds := queued(t, d, 3)
		before, within := claim(t, s, late()), claim(t, s, late())
		if err := s.HandOver(ctx, within.ID); err != nil {
			t.Fatal(err)
		}
		next, moment := gone(t, d, s)
		again, uncertain, err := next.Recover(ctx, moment)
		if err != nil || again != 1 || uncertain != 1 {
			t.Fatalf("%d again, %d uncertain, %v", again, uncertain, err)
		}
		states := map[int64]app.DeliveryState{}
		for _, got := range must[[]app.Delivery](t)(next.Deliveries(ctx, app.OutboxFilter{Bulletin: ds[0].Bulletin})) {
			states[got.ID] = got.State
		}
		if states[before.ID] != app.Deferred || states[within.ID] != app.Uncertain {
			t.Errorf("states are %v", states)
		}
		due := map[int64]bool{claim(t, next, moment).ID: true, claim(t, next, moment).ID: true, claim(t, next, moment).ID: true}
		if !due[before.ID] || due[within.ID] || len(due) != 3 { // the third is none
			t.Errorf("due again: %v", due)
		}
	})
}

func TestAProcessThatSleptTooLongDoesNotSendWhatIsNotItsOwn(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx := t.Context()
		s, _ := queued(t, d, 2)
		slept, answered := claim(t, s, late()), claim(t, s, late())
		if err := s.HandOver(ctx, answered.ID); err != nil {
			t.Fatal(err)
		}
		next, moment := gone(t, d, s)
		if _, _, err := next.Recover(ctx, moment); err != nil {
			t.Fatal(err)
		}
		wantCode(t, s.HandOver(ctx, slept.ID), ledger.CodeConflict)
		slept.State = app.Deferred
		wantCode(t, s.Mark(ctx, slept, nil), ledger.CodeConflict)
		// What it handed over in time, and knows the end of, is settled by that.
		answered.State, answered.Answer = app.Sent, "250 OK"
		if err := s.Mark(ctx, answered, nil); err != nil {
			t.Fatal(err)
		}
		if got, _, err := next.Delivery(ctx, answered.ID); err != nil || got.State != app.Sent {
			t.Errorf("%+v, %v", got, err)
		}
	})
}

func TestRenewedClaimsHold(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		if d.dialect == sqliteDialect {
			return // there one server uses the folder at a time
		}
		s, _ := queued(t, d, 1)
		claim(t, s, late())
		if err := s.Renew(t.Context(), late().Add(lease/2)); err != nil {
			t.Fatal(err)
		}
		if again, uncertain, err := d.open(t).Recover(t.Context(), late().Add(lease+time.Second)); err != nil || again+uncertain != 0 {
			t.Errorf("a renewed claim was taken back: %v", err)
		}
	})
}
