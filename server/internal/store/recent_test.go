package store

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// What is held for the next reader is nobody's to change, and gives way to what
// another process has stored since.
func TestWhatWasReadLast(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx, s, other := t.Context(), d.open(t), d.open(t)
		must[app.Submission](t)(s.Accept(ctx, plan(programme(3), "aa")))
		must[app.Submission](t)(s.Accept(ctx, progress("市住建局", "bb", q1(), 2, "11.50")))
		for range 2 { // read, then held
			p := must[*ledger.Programme](t)(s.Programme(ctx, key))
			before := asJSON(t, p)
			p.Projects[0].Name, p.Projects[0].Targets[0].Text = "别的", "别的"
			if again := must[*ledger.Programme](t)(s.Programme(ctx, key)); asJSON(t, again) != before {
				t.Errorf("one reader's changes reach another: %s", asJSON(t, again))
			}
			reports := must[[]ledger.Report](t)(s.Reports(ctx, key))
			was := asJSON(t, reports)
			reports[0].Figures[0].Target = "别的"
			if again := must[[]ledger.Report](t)(s.Reports(ctx, key)); asJSON(t, again) != was {
				t.Errorf("one reader's changes reach another: %s", asJSON(t, again))
			}
		}
		must[app.Submission](t)(other.Accept(ctx, progress("市住建局", "cc", q1(), 2, "12")))
		for _, r := range must[[]ledger.Report](t)(s.Reports(ctx, key)) {
			for _, f := range r.Figures {
				if f.Done != nil && f.Done.String() == "11.5" {
					t.Errorf("%+v was replaced by another process", r)
				}
			}
		}
		for hash, want := range map[string]bool{"cc": true, "bb": false} {
			sub := progress("市住建局", hash, q1(), 2, "12").Submission
			if got := must[bool](t)(s.Holds(ctx, sub)); got != want {
				t.Errorf("holds %s: %v", hash, got)
			}
		}
	})
}

// After any changes, of this process or another, what is held is what a reader
// finds who holds nothing.
func TestWhatIsHeldIsWhatIsStored(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx, s, other := t.Context(), d.open(t), d.open(t)
		random := rand.New(rand.NewPCG(1, 2))
		units := []string{"市住建局", "市文广旅游局", "清江浦区"}
		must[app.Submission](t)(s.Accept(ctx, plan(programme(4), "first")))
		taken := []int64{}
		for step := range 120 {
			by, hash := []*Store{s, other}[random.IntN(2)], fmt.Sprint(step)
			var sub app.Submission
			var err error
			switch random.IntN(5) {
			case 0:
				sub, err = by.Accept(ctx, plan(programme(2+random.IntN(8)), hash))
			case 1, 2:
				period := ledger.QuarterOf(2020, 1+random.IntN(4))
				sub, err = by.Accept(ctx, progress(units[random.IntN(3)], hash, period, 1+random.IntN(2), hash))
			case 3:
				sub, err = by.Accept(ctx, byHand(t, by, random.IntN(2), hash))
			case 4:
				if len(taken) > 0 {
					_, err = by.Undo(ctx, taken[max(0, len(taken)-1-random.IntN(3))], "错", app.Browser)
				}
			}
			if code := ledger.CodeOf(err); err != nil && code != ledger.CodeConflict && code != ledger.CodeRefused {
				t.Fatal(err)
			}
			if sub.ID != 0 {
				taken = append(taken, sub.ID)
			}
			other.projects.lists, other.reports.lists = nil, nil
			held, _, err := s.Shared(ctx, key)
			if err != nil {
				t.Fatal(err)
			}
			stored, _, err := other.Shared(ctx, key)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := asJSON(t, held), asJSON(t, stored); got != want {
				t.Fatalf("step %d: held\n%s\nstored\n%s", step, got, want)
			}
		}
	})
}
