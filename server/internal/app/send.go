package app

import (
	"context"
	"fmt"
	"mime"
	"path"
	"slices"
	"time"

	"tongbao/server/ledger"
)

// SendDue sends what is due in the outbox, one message after the other, until
// nothing is or ctx is done, and returns how many were tried. Where the mail
// server cannot be reached, what is due is put off without trying each.
func (s *Service) SendDue(ctx context.Context) (int, error) {
	if s.Mailer == nil {
		return 0, nil
	}
	again, uncertain, err := s.Store.Recover(ctx, s.Clock())
	if err != nil {
		return 0, err
	}
	if again+uncertain > 0 {
		s.Log.Warn("messages were being sent when a server stopped", "again", again, "uncertain", uncertain)
	}
	r := round{Service: s, session: s.Mailer.Session()}
	defer r.session.Close()
	defer s.keepClaims(ctx)()
	tried := 0
	for ctx.Err() == nil {
		d, due, err := s.Store.Claim(ctx, s.Clock())
		if err != nil || !due {
			return tried, err
		}
		if err := r.send(ctx, d); err != nil {
			return tried, err
		}
		tried++
	}
	return tried, nil
}

// renewEvery is how often claims are renewed: several times within a lease.
const renewEvery = 15 * time.Second

// keepClaims renews this process's claims until the returned function is called:
// a mail server may take its time.
func (s *Service) keepClaims(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	done := make(chan struct{})
	go func() {
		defer close(done)
		ticker := time.NewTicker(renewEvery)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				if err := s.Store.Renew(ctx, s.Clock()); err != nil && ctx.Err() == nil {
					s.Log.Warn("renew claims of the outbox", "error", err)
				}
			}
		}
	}()
	return func() { cancel(); <-done }
}

// round is one walk through what is due.
type round struct {
	*Service
	session MailSession
	down    *SendResult // set once the mail server could not be reached
	// The files of the last message: mails of one bulletin share theirs.
	files       []File
	attachments []Attachment
}

// send tries one claimed message and stores what became of it.
func (r *round) send(ctx context.Context, d Delivery) error {
	d.Tries++
	result := r.try(ctx, d)
	d.State, d.Answer, d.UpdatedAt = result.State, result.Answer, r.Clock()
	if d.State == Deferred {
		pause, again := Backoff(d.Tries)
		if again {
			d.NextTry = d.UpdatedAt.Add(pause)
		} else {
			d.State = Failed
			d.Answer = "多日重试未能送出，不再重试；最后一次：" + d.Answer
		}
	}
	answers := slices.Clone(result.Answers)
	for i := range answers {
		answers[i].Try = d.Tries
	}
	r.Log.Info("mail", "delivery", d.ID, "unit", d.Unit, "state", string(d.State), "answer", d.Answer)
	// What became of a message must be kept even when the server is stopping.
	err := r.Store.Mark(context.WithoutCancel(ctx), d, answers)
	if ledger.CodeOf(err) == ledger.CodeConflict {
		r.Log.Warn("mail", "delivery", d.ID, "error", err)
		return nil
	}
	if err != nil {
		return fmt.Errorf("mark delivery %d as %s: %w", d.ID, d.State, err)
	}
	return nil
}

func (r *round) try(ctx context.Context, d Delivery) SendResult {
	if r.down != nil {
		return *r.down
	}
	m, err := r.message(ctx, d)
	if err != nil {
		return r.notSent(Content, err)
	}
	result := r.session.Send(ctx, m, func() error { return r.Store.HandOver(ctx, d.ID) })
	if result.Unreachable && ctx.Err() == nil {
		r.down = &result
	}
	return result
}

// notSent is the result where this side could not send. A file that is missing
// or changed stays so; anything else may pass.
func (r *round) notSent(phase Phase, err error) SendResult {
	result := SendResult{State: Deferred, Answer: "邮件没有发送：" + err.Error()}
	if code := ledger.CodeOf(err); code == ledger.CodeNotFound || code == ledger.CodeInvalid {
		result.State = Failed
	}
	result.Answers = []Answer{{At: r.Clock(), Phase: phase, Text: result.Answer, Actor: Scheduler}}
	return result
}

func (r *round) message(ctx context.Context, d Delivery) (Message, error) {
	if !slices.Equal(r.files, d.Files) {
		var attachments []Attachment
		for _, f := range d.Files {
			data, err := r.Blobs.Get(ctx, f.SHA256)
			if err != nil {
				return Message{}, fmt.Errorf("附件“%s”：%w", f.Name, err)
			}
			attachments = append(attachments, Attachment{Name: f.Name, Type: mediaType(f.Name), Data: data})
		}
		r.files, r.attachments = d.Files, attachments
	}
	return Message{
		MessageID: d.MessageID, To: d.Address, ToName: d.Unit, Subject: d.Subject, Body: d.Body, Attachments: r.attachments,
	}, nil
}

// mediaType is the type of a bulletin's file. The system's own table, which
// differs between machines, is only asked for others.
func mediaType(name string) string {
	switch path.Ext(name) {
	case ".pdf":
		return "application/pdf"
	case ".xlsx":
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		return t
	}
	return "application/octet-stream"
}
