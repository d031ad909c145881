package store

import (
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
