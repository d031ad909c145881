package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"tongbao/server/ledger"
)

// claimBatch is how many messages one round of sending takes. It is small: a
// claim of a process that died lapses only when all it claimed together could
// have been sent.
const claimBatch = 3

// Deliver puts an issued bulletin into the outbox for every recipient of its
// programme and returns how many messages were added; recipients who have
// theirs already get no second one. CodeRefused for a draft or without
// recipients, CodeUnavailable where no mail server is configured.
func (s *Service) Deliver(ctx context.Context, id int64, by Actor) (int, error) {
	b, err := s.Store.Bulletin(ctx, id)
	if err != nil {
		return 0, err
	}
	if b.State != Issued {
		return 0, ledger.Errorf(ledger.CodeRefused, "第%d期通报还是草稿，发布后才能发送", b.Number)
	}
	if s.Mailer == nil {
		return 0, ledger.Errorf(ledger.CodeUnavailable, "还没有配置邮件服务器（SMTP_URL 和 MAIL_FROM），不能发送；可下载 PDF 和 xlsx 另行分发")
	}
	p, err := s.Store.Programme(ctx, b.Programme)
	if err != nil {
		return 0, err
	}
	if len(p.Recipients) == 0 {
		return 0, ledger.Errorf(ledger.CodeRefused, "“%s”没有登记收件人，请先登记各单位的电子邮箱", p.Title)
	}
	now := s.Clock()
	var rows []Delivery
	for _, r := range p.Recipients {
		rows = append(rows, Delivery{
			Bulletin: b.ID, Unit: r.Unit, Address: r.Address, MessageID: messageID(b, r.Address),
			State: Pending, NextTry: now, Actor: by, CreatedAt: now, UpdatedAt: now,
		})
	}
	return s.Store.Enqueue(ctx, rows)
}

// messageID is fixed when the row is made, so that a message tried again is
// the same message to the receiving server.
func messageID(b BulletinRecord, address string) string {
	sum := sha256.Sum256([]byte(fmt.Sprintf("%d\n%s\n%s", b.ID, b.PDF.SHA256, strings.ToLower(address))))
	return hex.EncodeToString(sum[:16]) + "@tongbao"
}

// Deliveries are a bulletin's messages and how far each is.
func (s *Service) Deliveries(ctx context.Context, id int64) ([]Delivery, error) {
	return s.Store.Deliveries(ctx, id)
}

// SendDue sends what is due in the outbox and returns how many were tried.
// Call it again until it returns 0.
func (s *Service) SendDue(ctx context.Context) (int, error) {
	if s.Mailer == nil {
		return 0, nil
	}
	lost, err := s.Store.Interrupted(ctx, s.Clock())
	if err != nil {
		return 0, err
	}
	if lost > 0 {
		s.Log.Warn("messages were being sent when a server stopped", "count", lost)
	}
	claimed, err := s.Store.Claim(ctx, s.Clock(), claimBatch)
	if err != nil {
		return 0, err
	}
	for i, d := range claimed {
		d.Tries++
		result := s.send(ctx, d)
		d.State, d.Answer, d.UpdatedAt = result.State, result.Answer, s.Clock()
		if d.State == Deferred {
			pause, again := Backoff(d.Tries)
			if again {
				d.NextTry = d.UpdatedAt.Add(pause)
			} else {
				d.State = Failed
			}
		}
		// What became of a message must be kept even when the server is stopping.
		if err := s.Store.Mark(context.WithoutCancel(ctx), d); err != nil {
			return i, fmt.Errorf("mark delivery %d as %s: %w", d.ID, d.State, err)
		}
		s.Log.Info("mail", "delivery", d.ID, "unit", d.Unit, "state", string(d.State), "answer", d.Answer)
	}
	return len(claimed), nil
}

func (s *Service) send(ctx context.Context, d Delivery) SendResult {
	if err := ctx.Err(); err != nil {
		return SendResult{State: Deferred, Answer: "服务正在停止，稍后再发"}
	}
	m, err := s.message(ctx, d)
	if err != nil {
		return SendResult{State: Failed, Answer: err.Error()}
	}
	return s.Mailer.Send(ctx, m)
}

func (s *Service) message(ctx context.Context, d Delivery) (Message, error) {
	b, err := s.Store.Bulletin(ctx, d.Bulletin)
	if err != nil {
		return Message{}, err
	}
	pdf, err := s.Blobs.Get(ctx, b.PDF.SHA256)
	if err != nil {
		return Message{}, err
	}
	xlsx, err := s.Blobs.Get(ctx, b.XLSX.SHA256)
	if err != nil {
		return Message{}, err
	}
	body := fmt.Sprintf("%s：\n\n现将《%s》（%s）送上，请查收附件。\n\n附件：\n1. %s（正式文本）\n2. %s（数据表）\n\n%s\n%s\n",
		d.Unit, b.Title, b.Document.Head.Issue, b.PDF.Name, b.XLSX.Name, b.Document.Signature, b.Document.Date.Chinese())
	return Message{
		MessageID: d.MessageID, To: d.Address, ToName: d.Unit, Subject: b.Title, Body: body,
		Attachments: []Attachment{
			{Name: b.PDF.Name, Type: "application/pdf", Data: pdf},
			{Name: b.XLSX.Name, Type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Data: xlsx},
		},
	}, nil
}

// Backoff is how long to wait after the n-th try that was put off, growing from
// five minutes to eight hours; false when five days of trying are over
// (RFC 5321, 4.5.4.1).
func Backoff(tries int) (time.Duration, bool) {
	const first, longest, giveUp = 5 * time.Minute, 8 * time.Hour, 5 * 24 * time.Hour
	pause, total := first, time.Duration(0)
	for i := 1; i < tries; i++ {
		total += pause
		pause = min(2*pause, longest)
	}
	return pause, total+pause <= giveUp
}
