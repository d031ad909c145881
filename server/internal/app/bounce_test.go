package app_test

import (
	"errors"
	"strings"
	"testing"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

func TestABounceIsShownWhereItBelongs(t *testing.T) {
	report := func(action, status, words string) []app.BounceReport {
		return []app.BounceReport{{Recipient: "x@example.cn", Action: action, Status: status, Diagnostic: words}}
	}
	for _, tt := range []struct {
		name   string
		bounce func(d app.Delivery) app.Bounce
		before app.DeliveryState
		code   ledger.ErrorCode
		after  app.DeliveryState
		says   string
	}{
		{
			"by its Message-ID", func(d app.Delivery) app.Bounce {
				return app.Bounce{MessageIDs: []string{d.MessageID}, Reports: report("failed", "5.1.1", "smtp; 550 unknown")}
			},
			app.Sent, "", app.Bounced, "退信：邮箱不存在（5.1.1 smtp; 550 unknown）",
		},
		{
			"by its address", func(d app.Delivery) app.Bounce {
				return app.Bounce{Reports: []app.BounceReport{{Recipient: strings.ToUpper(d.Address), Action: "failed", Status: "5.2.9"}}}
			},
			app.Sent, "", app.Bounced, "收件邮箱有问题（5.2.9）",
		},
		{
			"of an unknown one", func(d app.Delivery) app.Bounce {
				return app.Bounce{MessageIDs: []string{d.MessageID}, Reports: report("failed", "", "")}
			},
			app.Uncertain, "", app.Bounced, "没有说明原因",
		},
		{
			"a delay", func(d app.Delivery) app.Bounce {
				return app.Bounce{MessageIDs: []string{d.MessageID}, Reports: report("delayed", "4.4.1", "")}
			},
			app.Sent, "", app.Sent, "投递推迟",
		},
		{
			"of somebody else's", func(app.Delivery) app.Bounce {
				return app.Bounce{MessageIDs: []string{"x@y"}, Reports: report("failed", "", "")}
			},
			app.Sent, ledger.CodeRefused, app.Sent, "",
		},
		{
			"behind an id of the server's own", func(d app.Delivery) app.Bounce {
				return app.Bounce{MessageIDs: []string{"QQ1", d.MessageID}, Reports: report("failed", "5.1.1", "")}
			},
			app.Sent, "", app.Bounced, "邮箱不存在",
		},
		{
			"that only shows the message", func(d app.Delivery) app.Bounce { return app.Bounce{MessageIDs: []string{d.MessageID}} },
			app.Sent, ledger.CodeRefused, app.Sent, "",
		},
		{
			"to nobody of ours", func(app.Delivery) app.Bounce { return app.Bounce{Reports: report("failed", "", "")} },
			app.Sent, ledger.CodeRefused, app.Sent, "",
		},
		{
			"of one that is sent again already", func(d app.Delivery) app.Bounce {
				return app.Bounce{MessageIDs: []string{d.MessageID}, Reports: report("failed", "", "")}
			},
			app.Deferred, ledger.CodeRefused, app.Deferred, "",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t)
			d.Mailer = &answering{state: tt.before}
			n, err := d.QueueLetters(t.Context(), []app.Letter{{
				Cause: "test", Unit: "市住建局", Address: "zjj@example.cn", Subject: "催报", Body: "请报送。\n",
			}}, app.Browser)
			if err != nil || n != 1 {
				t.Fatalf("%d queued, %v", n, err)
			}
			d.sendAll()
			all, err := d.Deliveries(t.Context(), app.OutboxFilter{})
			if err != nil || len(all) != 1 {
				t.Fatalf("%+v, %v", all, err)
			}
			d.ReadBounce = func([]byte) (app.Bounce, error) { return tt.bounce(all[0]), nil }
			if _, err := d.TakeBounce(t.Context(), nil, app.Browser); ledger.CodeOf(err) != tt.code {
				t.Fatalf("error %v, want %q", err, tt.code)
			}
			after, answers, err := d.Store.Delivery(t.Context(), all[0].ID)
			if err != nil || after.State != tt.after || !strings.Contains(after.Answer, tt.says) {
				t.Errorf("is %s: %s, %v", after.State, after.Answer, err)
			}
			if last := answers; tt.code == "" && (len(last) == 0 || last[len(last)-1].Phase != app.Report || last[len(last)-1].Actor != app.Browser) {
				t.Errorf("noted %+v", last)
			}
		})
	}
}

func TestWhatIsNoBounceIsRefused(t *testing.T) {
	d := newDesk(t)
	d.ReadBounce = func([]byte) (app.Bounce, error) { return app.Bounce{}, errors.New("no") }
	if _, err := d.TakeBounce(t.Context(), nil, app.Browser); err == nil {
		t.Error("taken")
	}
}

func TestLettersThatCannotBeSentAreRefused(t *testing.T) {
	d := newDesk(t)
	letter := app.Letter{Cause: "remind:1", Unit: "市住建局", Address: "zjj@example.cn", Subject: "催报", Body: "请报送。\n"}
	if _, err := d.QueueLetters(t.Context(), []app.Letter{letter}, app.Browser); ledger.CodeOf(err) != ledger.CodeUnavailable {
		t.Errorf("without a mail server: %v", err)
	}
	d.Mailer = &post{}
	for name, change := range map[string]func(*app.Letter){
		"no address":     func(l *app.Letter) { l.Address = "" },
		"two addresses":  func(l *app.Letter) { l.Address = "a@b.cn, c@d.cn" },
		"named address":  func(l *app.Letter) { l.Address = "x <a@b.cn>" },
		"another header": func(l *app.Letter) { l.Subject = "催报\r\nBcc: a@b.cn" },
	} {
		bad := letter
		change(&bad)
		if _, err := d.QueueLetters(t.Context(), []app.Letter{letter, bad}, app.Browser); ledger.CodeOf(err) != ledger.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, want := range []int{1, 0} {
		if n, err := d.QueueLetters(t.Context(), []app.Letter{letter}, app.Browser); n != want || err != nil {
			t.Errorf("%d queued, want %d: %v", n, want, err)
		}
	}
}
