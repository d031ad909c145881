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
	b := must[app.BulletinRecord](t)(s.SaveDraft(ctx, newDraft(q1())))
	must[app.BulletinRecord](t)(s.Issue(ctx, issuable(b)))
	ds := make([]app.Delivery, n)
	for i := range ds {
		ds[i] = app.Delivery{
			Bulletin: b.ID, Unit: "市住建局", Address: fmt.Sprintf("a%d@example.cn", i),
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
		ds = append(ds, app.Delivery{Bulletin: ds[0].Bulletin, Address: "new@example.cn"})
		if made := must[int](t)(s.Enqueue(ctx, ds)); made != 1 {
			t.Errorf("%d deliveries made, want 1", made)
		}
		got := must[[]app.Delivery](t)(s.Deliveries(ctx, ds[0].Bulletin))
		if len(got) != 3 || got[1].MessageID != "m1@example.cn" || got[2].MessageID == "" || got[0].State != app.Pending {
			t.Errorf("deliveries are %+v", got)
		}
		b := must[app.BulletinRecord](t)(s.SaveDraft(ctx, newDraft(ledger.QuarterOf(2020, 2))))
		_, err := s.Enqueue(ctx, []app.Delivery{{Bulletin: b.ID, Address: "a@b.cn"}})
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
					claimed, err := stores[i%2].Claim(ctx, late(), 3)
					if err != nil {
						t.Error(err)
					}
					if len(claimed) == 0 {
						return
					}
					mu.Lock()
					for _, c := range claimed {
						taken[c.ID]++
					}
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

func TestMarkAndTryAgain(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx := t.Context()
		s, _ := queued(t, d, 2)
		claimed := must[[]app.Delivery](t)(s.Claim(ctx, late(), 10))
		if len(claimed) != 2 || claimed[0].State != app.Sending {
			t.Fatalf("claimed %+v", claimed)
		}
		again := claimed[0]
		again.State, again.Tries, again.Answer, again.NextTry = app.Deferred, 1, "450 稍后再试", late().Add(time.Hour)
		sent := claimed[1]
		sent.State, sent.Tries, sent.Answer = app.Sent, 1, "250 OK"
		for _, m := range []app.Delivery{again, sent} {
			if err := s.Mark(ctx, m); err != nil {
				t.Fatal(err)
			}
		}
		if early := must[[]app.Delivery](t)(s.Claim(ctx, late(), 10)); len(early) != 0 {
			t.Errorf("claimed too early: %+v", early)
		}
		due := must[[]app.Delivery](t)(s.Claim(ctx, late().Add(2*time.Hour), 10))
		if len(due) != 1 || due[0].ID != again.ID || due[0].MessageID != again.MessageID || due[0].Tries != 1 {
			t.Errorf("claimed %+v", due)
		}
		sent.State = app.Pending
		wantCode(t, s.Mark(ctx, sent), ledger.CodeRefused)
		if n := count(t, s, "delivery_answers"); n != 2 {
			t.Errorf("%d answers kept, want 2", n)
		}
		sound(t, s)
	})
}

func TestInterruptedAreUncertain(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx := t.Context()
		s, ds := queued(t, d, 3)
		must[[]app.Delivery](t)(s.Claim(ctx, late(), 2))
		if n := must[int](t)(s.Interrupted(ctx, late())); n != 0 {
			t.Errorf("%d of this process's own claims interrupted", n)
		}
		next := d.open(t)
		moment := late()
		if d.dialect == postgresDialect { // another server may be at work: its claims end with their lease
			if n := must[int](t)(next.Interrupted(ctx, moment)); n != 0 {
				t.Errorf("%d claims of a living process interrupted", n)
			}
			moment = moment.Add(2*lease + time.Second)
		}
		if n := must[int](t)(next.Interrupted(ctx, moment)); n != 2 {
			t.Errorf("%d interrupted, want 2", n)
		}
		states := map[app.DeliveryState]int{}
		for _, got := range must[[]app.Delivery](t)(next.Deliveries(ctx, ds[0].Bulletin)) {
			states[got.State]++
		}
		if states[app.Uncertain] != 2 || states[app.Pending] != 1 {
			t.Errorf("states are %v", states)
		}
		if left := must[[]app.Delivery](t)(next.Claim(ctx, moment, 10)); len(left) != 1 {
			t.Errorf("claimed %+v, want the pending one alone", left)
		}
	})
}
