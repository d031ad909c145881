package store

import (
	"testing"

	"tongbao/server/internal/app"
	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

func setup() app.Setup {
	return app.Setup{
		File: "项目表.xlsx", SHA256: "a1", Programme: ledger.Programme{Key: key, Year: 2020}, Actor: app.Browser, At: start(),
		Answers: []intake.Answer{{Layout: "0123456789abcdef", Head: "干成了多少", Field: "done"}},
	}
}

func TestASetupIsKeptUntilItIsEstablished(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx, s := t.Context(), d.open(t)
		first := must[app.Setup](t)(s.SaveSetup(ctx, setup()))
		if first.ID == 0 || first.Version != 1 {
			t.Fatalf("stored as %+v", first)
		}
		changed := first
		changed.Programme.Title = "民生实事"
		changed = must[app.Setup](t)(s.SaveSetup(ctx, changed))
		if _, err := s.SaveSetup(ctx, first); ledger.CodeOf(err) != ledger.CodeConflict {
			t.Errorf("a second window's save: %v", err)
		}
		again := must[app.Setup](t)(s.Setup(ctx, first.ID))
		if again.Version != 2 || again.Programme.Title != "民生实事" || len(again.Answers) != 1 {
			t.Errorf("read back %+v", again)
		}
		if count(t, s, "programmes") != 0 || len(must[[]app.Setup](t)(s.Setups(ctx))) != 1 {
			t.Error("a setup is in the ledger, or not in the list")
		}
		p := programme(2)
		answers := []app.ColumnAnswer{answer("", "干成了多少", "done")}
		if _, err := s.Establish(ctx, first, plan(p, "a1"), answers); ledger.CodeOf(err) != ledger.CodeConflict {
			t.Errorf("an old version is established: %v", err)
		}
		sub := must[app.Submission](t)(s.Establish(ctx, changed, plan(p, "a1"), answers))
		if sub.ID == 0 || count(t, s, "programmes") != 1 || kept(t, s, key) != " 干成了多少 done" {
			t.Errorf("established %+v, %q", sub, kept(t, s, key))
		}
		if _, err := s.Establish(ctx, changed, plan(p, "a1"), answers); ledger.CodeOf(err) != ledger.CodeConflict {
			t.Errorf("established twice: %v", err)
		}
		if err := s.DiscardSetup(ctx, first.ID, app.Browser); ledger.CodeOf(err) != ledger.CodeConflict {
			t.Errorf("an established one is discarded: %v", err)
		}
		if done := must[app.Setup](t)(s.Setup(ctx, first.ID)); done.Established != key || len(must[[]app.Setup](t)(s.Setups(ctx))) != 0 {
			t.Errorf("after it: %+v", done)
		}
		sound(t, s)
	})
}

// Nothing of a setup whose key was taken meanwhile is stored.
func TestASetupWithATakenKeyChangesNothing(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx, s := t.Context(), d.open(t)
		st := must[app.Setup](t)(s.SaveSetup(ctx, setup()))
		must[app.Submission](t)(s.Accept(ctx, plan(programme(2), "b2")))
		entries := count(t, s, "audit")
		_, err := s.Establish(ctx, st, plan(programme(2), "a1"), []app.ColumnAnswer{answer("", "干成了多少", "done")})
		wantCode(t, err, ledger.CodeConflict)
		if count(t, s, "submissions") != 1 || kept(t, s, key) != "" || count(t, s, "audit") != entries {
			t.Error("something of it was stored")
		}
		if err := s.DiscardSetup(ctx, st.ID, app.Browser); err != nil {
			t.Fatal(err)
		}
		_, err = s.Setup(ctx, st.ID)
		wantCode(t, err, ledger.CodeNotFound)
		_, err = s.SaveSetup(ctx, st)
		wantCode(t, err, ledger.CodeNotFound)
		sound(t, s)
	})
}
