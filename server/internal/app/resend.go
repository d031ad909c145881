package app

import (
	"context"

	"tongbao/server/ledger"
)

// Resend sends a message again whose delivery failed or whose end is unknown:
// it goes back to the outbox with the Message-ID it had, so that a receiving
// server may see that it is the same. Its tries are counted anew. CodeNotFound
// when the bulletin has no such delivery, CodeRefused in any other state,
// CodeUnavailable where no mail server is configured.
func (s *Service) Resend(ctx context.Context, bulletin, delivery int64, by Actor) error {
	if s.Mailer == nil {
		return ledger.Errorf(ledger.CodeUnavailable, "还没有配置邮件服务器（SMTP_URL 和 MAIL_FROM），不能重新发送")
	}
	return s.decide(ctx, bulletin, delivery, by, func(d *Delivery) {
		d.State, d.Tries, d.NextTry, d.Answer = Pending, 0, s.Clock(), "人工决定重新发送"
	})
}

// MarkSent records that a person has made sure that a message arrived though
// no mail server said so. The errors are those of Resend.
func (s *Service) MarkSent(ctx context.Context, bulletin, delivery int64, by Actor) error {
	return s.decide(ctx, bulletin, delivery, by, func(d *Delivery) {
		d.State, d.Answer = Sent, "经人工核实，对方已收到"
	})
}

func (s *Service) decide(ctx context.Context, bulletin, delivery int64, by Actor, change func(*Delivery)) error {
	list, err := s.Store.Deliveries(ctx, bulletin)
	if err != nil {
		return err
	}
	for _, d := range list {
		if d.ID != delivery {
			continue
		}
		change(&d)
		d.Actor = by
		return s.Store.Decide(ctx, d)
	}
	return ledger.Errorf(ledger.CodeNotFound, "这期通报没有编号为%d的邮件", delivery)
}
