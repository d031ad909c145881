package app_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// answering is a mail server that ends every try in one state and keeps the
// Message-IDs it was given.
type answering struct {
	state app.DeliveryState
	ids   []string
}

func (a *answering) Settings() app.MailSettings { return app.MailSettings{From: "office@example.cn"} }
func (a *answering) Session() app.MailSession   { return a }
func (a *answering) Close()                     {}

func (a *answering) Send(_ context.Context, m app.Message, _ func() error) app.SendResult {
	a.ids = append(a.ids, m.MessageID)
	return app.SendResult{State: a.state, Answer: "answer"}
}

// sendAll sends what is due.
func (d *desk) sendAll() {
	d.t.Helper()
	if _, err := d.SendDue(d.t.Context()); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) first(bulletin int64) app.Delivery {
	d.t.Helper()
	list, err := d.Deliveries(d.t.Context(), app.OutboxFilter{Bulletin: bulletin})
	if err != nil || len(list) == 0 {
		d.t.Fatalf("%d deliveries, %v", len(list), err)
	}
	return list[0]
}

func TestAPersonDecidesOnATroubledDelivery(t *testing.T) {
	const person app.Actor = "李四"
	resend := func(d *desk, id int64) error { return d.Resend(t.Context(), id, person) }
	stop := func(d *desk, id int64) error { return d.Stop(t.Context(), id, person) }
	sent := func(d *desk, id int64) error { return d.MarkSent(t.Context(), id, person) }
	for _, tt := range []struct {
		name   string
		ends   app.DeliveryState
		decide func(d *desk, delivery int64) error
		code   ledger.ErrorCode
		state  app.DeliveryState
		tries  int // after the outbox was emptied again
	}{
		{"a failed one is sent again", app.Failed, resend, "", app.Sent, 1},
		{"an unknown one is sent again", app.Uncertain, resend, "", app.Sent, 1},
		{"an unknown one arrived", app.Uncertain, sent, "", app.Sent, 1},
		{"a failed one arrived another way", app.Failed, sent, "", app.Sent, 1},
		{"a sent one is not sent again", app.Sent, resend, ledger.CodeRefused, app.Sent, 1},
		{"one that is put off is tried at once", app.Deferred, resend, "", app.Sent, 1},
		{"one that is put off is stopped", app.Deferred, stop, "", app.Stopped, 1},
		{"a failed one is stopped", app.Failed, stop, "", app.Stopped, 1},
		{"a sent one cannot be stopped", app.Sent, stop, ledger.CodeRefused, app.Sent, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t)
			server := &answering{state: tt.ends}
			d.Mailer = server
			b := d.firstQuarter()
			if _, err := d.Deliver(t.Context(), b.ID, app.Browser); err != nil {
				t.Fatal(err)
			}
			d.sendAll()
			before, tried := d.first(b.ID), len(server.ids)
			if err := tt.decide(d, before.ID); ledger.CodeOf(err) != tt.code {
				t.Fatalf("decided: %v, want %q", err, tt.code)
			}
			server.state = app.Sent
			d.sendAll()
			after := d.first(b.ID)
			if after.State != tt.state || after.Tries != tt.tries || after.MessageID != before.MessageID {
				t.Errorf("from %+v\nto %+v", before, after)
			}
			if again := server.ids[tried:]; len(again) > 1 || len(again) == 1 && again[0] != before.MessageID {
				t.Errorf("sent again as %q, was %q", again, before.MessageID)
			}
			log, err := d.Audit(t.Context(), app.AuditFilter{Limit: 50})
			if err != nil {
				t.Fatal(err)
			}
			noted := slices.ContainsFunc(log, func(e app.AuditEntry) bool {
				return e.Action == "decide" && e.Actor == person && strings.Contains(e.Detail, before.Address)
			})
			if noted != (tt.code == "") {
				t.Errorf("the log holds the decision: %v", noted)
			}
		})
	}
}

func TestDecisionsThatCannotBe(t *testing.T) {
	d := newDesk(t)
	d.Mailer = &answering{state: app.Failed}
	b := d.firstQuarter()
	if _, err := d.Deliver(t.Context(), b.ID, app.Browser); err != nil {
		t.Fatal(err)
	}
	d.sendAll()
	id := d.first(b.ID).ID
	if err := d.Resend(t.Context(), id+1000, app.Browser); ledger.CodeOf(err) != ledger.CodeNotFound {
		t.Errorf("an unknown delivery: %v", err)
	}
	d.Mailer = nil
	if err := d.Resend(t.Context(), id, app.Browser); ledger.CodeOf(err) != ledger.CodeUnavailable {
		t.Errorf("without a mail server: %v", err)
	}
	d.Mailer = &answering{state: app.Failed}
	if err := d.Resend(t.Context(), id, app.Browser); err != nil {
		t.Fatal(err)
	}
	if err := d.Resend(t.Context(), id, app.Browser); ledger.CodeOf(err) != ledger.CodeRefused {
		t.Errorf("decided twice: %v", err)
	}
}
