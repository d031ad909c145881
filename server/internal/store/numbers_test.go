package store

import (
	"testing"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

func TestWhatIsRolledBackTakesNoNumber(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx, s := t.Context(), withProgramme(t, d)
		for i := range int64(3) {
			_, err := s.Accept(ctx, app.Acceptance{Submission: app.Submission{Programme: "x", Layout: "progress", SHA256: "x"}})
			wantCode(t, err, ledger.CodeNotFound) // found once its row was stored
			sub := must[app.Submission](t)(s.Accept(ctx, progress("市住建局", "r"+string('a'+rune(i)), q1(), 1, "5")))
			if sub.ID != i+2 {
				t.Errorf("submission %d has the number %d", i+2, sub.ID)
			}
		}
	})
}
