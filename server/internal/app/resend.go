package app

import (
	"context"
	"strings"

	"tongbao/server/ledger"
)

// Resend sends a message again whose delivery failed, came back or whose end is
// unknown, that was stopped, or whose next try is not to be waited for: it goes
// back to the outbox with the Message-ID it had, so that a receiving server may
// see that it is the same. Its tries are counted anew.
// CodeNotFound when there is no such delivery, CodeRefused in any other state,
// CodeUnavailable where no mail server is configured.
func (s *Service) Resend(ctx context.Context, delivery int64, by Actor) error {
	if err := s.needMailer(); err != nil {
		return err
	}
	return s.decide(ctx, delivery, by, resendable, func(d *Delivery) {
		d.State, d.Tries, d.NextTry, d.Answer = Pending, 0, s.Clock(), "人工决定重新发送"
	})
}

// ResendFailed sends again what failed or came back among the deliveries that
// the filter names, and returns how many; those whose end is unknown are left,
// each wants a decision of its own. The errors are those of Resend.
func (s *Service) ResendFailed(ctx context.Context, f OutboxFilter, by Actor) (int, error) {
	if err := s.needMailer(); err != nil {
		return 0, err
	}
	list, err := s.Store.Deliveries(ctx, f)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, d := range list {
		if d.State != Failed && d.State != Bounced {
			continue
		}
		err := s.Resend(ctx, d.ID, by)
		if ledger.CodeOf(err) == ledger.CodeRefused {
			continue // somebody else was faster
		}
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// Stop keeps a message from being sent (again): the address is wrong, or it came
// another way. It asks for no decision any more. CodeNotFound when there is no
// such delivery, CodeRefused for one that is being sent or was.
func (s *Service) Stop(ctx context.Context, delivery int64, by Actor) error {
	return s.decide(ctx, delivery, by, stoppable, func(d *Delivery) {
		d.State, d.Answer = Stopped, "人工决定不再发送"
	})
}

// MarkSent records that a person has made sure that a message arrived though
// no mail server said so. The errors are those of Resend.
func (s *Service) MarkSent(ctx context.Context, delivery int64, by Actor) error {
	return s.decide(ctx, delivery, by, undecided, func(d *Delivery) {
		d.State, d.Answer = Sent, "经人工核实，对方已收到"
	})
}

// MarkBounced records that a message came back after a server had taken it,
// and why; CodeInvalid without a reason.
func (s *Service) MarkBounced(ctx context.Context, delivery int64, reason string, by Actor) error {
	reason = strings.Join(strings.Fields(reason), " ")
	if reason == "" {
		return ledger.Errorf(ledger.CodeInvalid, "请写明退信的原因（退信里的原话或大意）").At("reason")
	}
	return s.decide(ctx, delivery, by, []DeliveryState{Sent, Uncertain}, func(d *Delivery) {
		d.State, d.Answer = Bounced, "人工登记退信："+reason
	})
}

func (s *Service) decide(ctx context.Context, delivery int64, by Actor, from []DeliveryState, change func(*Delivery)) error {
	d, _, err := s.Store.Delivery(ctx, delivery)
	if err != nil {
		return err
	}
	change(&d)
	d.Actor = by
	return s.Store.Decide(ctx, d, from, Answer{At: s.Clock(), Phase: Decision, Text: d.Answer, Actor: by})
}
