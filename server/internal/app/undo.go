package app

import (
	"context"
	"fmt"
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

// maxReason is how many characters a reason may have.
const maxReason = 500

// Undo takes an accepted submission back: what it replaced is current again,
// and the same file can be accepted anew. Nothing is deleted. CodeInvalid
// without a reason; CodeRefused when it is undone already, when something later
// builds on it, when its period is closed, or when a bulletin has been issued on
// it.
func (s *Service) Undo(ctx context.Context, submission int64, reason string, by Actor) (Submission, error) {
	reason, err := reasonOf("撤销", reason)
	if err != nil {
		return Submission{}, err
	}
	sub, err := s.Store.Undo(ctx, submission, reason, by)
	s.tried(ctx, by, "undo", fmt.Sprintf("报送#%d", submission), err)
	return sub, err
}

// reasonOf is the reason of what is done, which must be told.
func reasonOf(what, reason string) (string, error) {
	reason = strings.TrimSpace(reason)
	switch n := len([]rune(reason)); {
	case n == 0:
		return "", ledger.Errorf(ledger.CodeInvalid, "请写明%s的原因", what).At("reason")
	case n > maxReason:
		return "", ledger.Errorf(ledger.CodeInvalid, "%s的原因最多%d字，请删减", what, maxReason).At("reason")
	}
	return reason, nil
}
