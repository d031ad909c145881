package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

// Letter is a mail of plain text to one address.
type Letter struct {
	// Cause is what it is about and when, "remind:huaian-2020:2020Q1:2020-04-12":
	// a second letter of the same cause to the same address is not made.
	Cause     string
	Programme string // key, "" for none
	Unit      string // or who else it is for, as the letter names him
	Address   string // bare
	Subject   string
	Body      string // lines end in "\n"
}

// QueueLetters puts letters into the outbox, all of them or none, and returns
// how many were added; one of the same cause and address that is there already
// is left as it is. CodeInvalid for an address or subject that cannot be sent,
// CodeUnavailable where no mail server is configured.
func (s *Service) QueueLetters(ctx context.Context, letters []Letter, by Actor) (int, error) {
	if err := s.needMailer(); err != nil {
		return 0, err
	}
	rows := make([]Delivery, len(letters))
	for i, l := range letters {
		if err := wrongAddress(l.Unit, l.Address); err != nil {
			return 0, err
		}
		if strings.ContainsAny(l.Subject, "\r\n") {
			return 0, ledger.Errorf(ledger.CodeInvalid, "给“%s”的邮件主题中有换行，不能发送", l.Unit)
		}
		rows[i] = s.addressed(Delivery{
			Cause: l.Cause, Programme: l.Programme, Unit: l.Unit, Address: l.Address, Subject: l.Subject, Body: l.Body, Actor: by,
		})
	}
	return s.Store.Enqueue(ctx, rows)
}

// addressed gives a message its Message-ID, which says nothing and is its own,
// so that a message tried again is the same one to the receiving server.
func (s *Service) addressed(d Delivery) Delivery {
	now := s.Clock()
	sum := sha256.Sum256([]byte(fmt.Sprintf("%s\n%s\n%d", d.Cause, strings.ToLower(d.Address), now.UnixNano())))
	_, domain, _ := strings.Cut(s.Mailer.Settings().From, "@")
	d.MessageID = hex.EncodeToString(sum[:16]) + "@" + domain
	d.State, d.NextTry, d.CreatedAt, d.UpdatedAt = Pending, now, now, now
	return d
}

func (s *Service) needMailer() error {
	if s.Mailer != nil {
		return nil
	}
	return ledger.Errorf(ledger.CodeUnavailable, "还没有配置邮件服务器（SMTP_URL 和 MAIL_FROM），不能发送邮件；通报可下载 PDF 和 xlsx 另行分发")
}

// Deliver puts an issued bulletin into the outbox for every recipient of its
// programme and returns how many messages were added; recipients who have
// theirs already get no second one. CodeRefused for a draft; the other errors are
// those of bulletinMails.
func (s *Service) Deliver(ctx context.Context, id int64, by Actor) (made int, err error) {
	defer func() { s.tried(ctx, by, "deliver", bulletinSubject(id), err) }()
	b, err := s.Store.Bulletin(ctx, id)
	if err != nil {
		return 0, err
	}
	if b.State != Issued {
		return 0, ledger.Errorf(ledger.CodeRefused, "第%d期通报还是草稿，发布后才能发送", b.Number)
	}
	p, err := s.Store.Programme(ctx, b.Programme)
	if err != nil {
		return 0, err
	}
	rows, err := s.bulletinMails(b, p, by)
	if err != nil {
		return 0, err
	}
	return s.Store.Enqueue(ctx, rows)
}

// Deliveries are the messages of the outbox and how far each is.
func (s *Service) Deliveries(ctx context.Context, f OutboxFilter) ([]Delivery, error) {
	return s.Store.Deliveries(ctx, f)
}

// Delivery is one message with all that was said of it, oldest first.
func (s *Service) Delivery(ctx context.Context, id int64) (Delivery, []Answer, error) {
	return s.Store.Delivery(ctx, id)
}

// Backoff is how long to wait after the n-th try that was put off, growing from
// five minutes to four hours; false when five days of waiting are over
// (RFC 5321, 4.5.4.1).
func Backoff(tries int) (time.Duration, bool) {
	const first, longest, giveUp = 5 * time.Minute, 4 * time.Hour, 5 * 24 * time.Hour
	pause, total := first, time.Duration(0)
	for i := 1; i < tries; i++ {
		total += pause
		pause = min(2*pause, longest)
	}
	return pause, total+pause <= giveUp
}

// MailSettings are what people are shown of the mail server; false where none is
// configured.
func (s *Service) MailSettings() (MailSettings, bool) {
	if s.Mailer == nil {
		return MailSettings{}, false
	}
	return s.Mailer.Settings(), true
}

// TestMail queues a letter that shows whether mail can be sent. The errors are
// those of QueueLetters.
func (s *Service) TestMail(ctx context.Context, address string, by Actor) error {
	now := s.Clock()
	address, problem := intake.Mailbox(address)
	if problem != "" {
		return ledger.Errorf(ledger.CodeInvalid, "%s", problem).At("address")
	}
	_, err := s.QueueLetters(ctx, []Letter{{
		Cause: "test:" + now.Format(time.RFC3339Nano), Unit: "测试收件人", Address: address, Subject: "实事通报测试邮件",
		Body: fmt.Sprintf("这是实事通报发出的测试邮件，收到它就说明邮件服务器配置正确。\n\n%s\n", now.Format("2006年1月2日 15:04")),
	}}, by)
	return err
}
