package app

import (
	"context"
	"strings"
	"time"

	"tongbao/server/ledger"
)

// Undone says who took a submission back, when and why.
type Undone struct {
	By     Actor
	At     time.Time
	Reason string
}

// maxReason is how many characters the reason of an undo may have.
const maxReason = 500

// Undo takes an accepted submission back: what it replaced is current again,
// and the same file can be accepted anew. Nothing is deleted. CodeInvalid
// without a reason; CodeRefused when it is undone already, when something later
// builds on it, when its period is closed, or when a bulletin has been issued on
// it.
func (s *Service) Undo(ctx context.Context, submission int64, reason string, by Actor) (Submission, error) {
	reason = strings.TrimSpace(reason)
	switch n := len([]rune(reason)); {
	case n == 0:
		return Submission{}, ledger.Errorf(ledger.CodeInvalid, "请写明撤销的原因")
	case n > maxReason:
		return Submission{}, ledger.Errorf(ledger.CodeInvalid, "撤销的原因最多%d字，请删减", maxReason)
	}
	return s.Store.Undo(ctx, submission, reason, by)
}
