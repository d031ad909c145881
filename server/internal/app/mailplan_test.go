package app_test

import (
	"slices"
	"strings"
	"testing"

	"tongbao/reports/bulletin"
	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

func TestMailPlan(t *testing.T) {
	p := &ledger.Programme{
		Units: []ledger.Unit{
			{Name: "市住建局"},
			{Name: "物业处", Parent: "市住建局"},
			{Name: "市教育局", Aliases: []string{"教育局"}, Contact: ledger.Contact{Mail: "other@example.cn"}},
			{Name: "市公安局", Contact: ledger.Contact{Mail: "ga@example.cn"}},
			{Name: "市水利局"},
			{Name: "市房管处", Contact: ledger.Contact{Mail: "ZJ@example.cn"}}, // gets it at another's address
		},
		Recipients: []ledger.Recipient{
			{Unit: "市住建局", Address: "zj@example.cn"},
			{Unit: "教育局", Address: "jy at example.cn"},
			{Unit: "市委办", Address: "ZJ@example.cn"},
		},
	}
	plan := app.PlanMail(p)
	want := []ledger.Recipient{p.Recipients[0], p.Recipients[1], {Unit: "市公安局", Address: "ga@example.cn"}}
	if !slices.Equal(plan.Recipients, want) {
		t.Errorf("recipients %v, want %v", plan.Recipients, want)
	}
	if !slices.Equal(plan.Wrong, want[1:2]) || !slices.Equal(plan.Silent, []string{"市水利局"}) {
		t.Errorf("wrong %v, silent %v", plan.Wrong, plan.Silent)
	}
	p.Recipients[0].Address = "zj2@example.cn"
	if app.PlanMail(p).Mark() == plan.Mark() {
		t.Error("another list has the same mark")
	}
}

// draftToSend is a draft of 淮安's first quarter, whose recipients are those of the
// samples.
func (d *desk) draftToSend() app.BulletinRecord {
	d.t.Helper()
	d.accept("淮安2020-项目表.xlsx", "")
	d.accept("淮安2020-一季度进展.xlsx", "2020Q1")
	b, err := d.DraftBulletin(d.t.Context(), "huaian-2020", ledger.QuarterOf(2020, 1), bulletin.Internal, app.CommandLine)
	if err != nil {
		d.t.Fatal(err)
	}
	return b
}

func TestIssuedWithItsMails(t *testing.T) {
	d := newDesk(t)
	d.Mailer = &answering{state: app.Sent}
	b := d.draftToSend()
	p, err := d.Store.Programme(t.Context(), b.Programme)
	if err != nil {
		t.Fatal(err)
	}
	how := app.Issuing{Seen: b.Version, Date: ledger.Date{Year: 2020, Month: 4, Day: 13}, Send: true, Recipients: app.PlanMail(p).Mark()}
	issued, err := d.IssueBulletin(t.Context(), b.ID, how, app.Browser)
	if err != nil {
		t.Fatal(err)
	}
	mails, err := d.Deliveries(t.Context(), app.OutboxFilter{Bulletin: b.ID})
	if err != nil || len(mails) != len(app.PlanMail(p).Recipients) || len(mails) == 0 {
		t.Fatalf("%d mails, %v", len(mails), err)
	}
	for _, m := range mails {
		if !slices.Equal(m.Files, []app.File{issued.PDF, issued.XLSX}) || m.MessageID == "" || m.State != app.Pending || m.Subject != issued.Title {
			t.Errorf("%+v", m)
		}
	}
	if n, err := d.Deliver(t.Context(), b.ID, app.Browser); err != nil || n != 0 {
		t.Errorf("%d sent once more, %v", n, err)
	}
}

func TestMailsThatCannotBeQueuedAreNotIssued(t *testing.T) {
	for _, tt := range []struct {
		name  string
		spoil func(d *desk, how *app.Issuing)
		code  ledger.ErrorCode
		says  string
	}{
		{"no mail server", func(d *desk, _ *app.Issuing) { d.Mailer = nil }, ledger.CodeUnavailable, "SMTP_URL"},
		{"another list than was seen", func(_ *desk, how *app.Issuing) { how.Recipients = "0" }, ledger.CodeConflict, "名单"},
		{"a bad address", func(d *desk, _ *app.Issuing) {
			known := d.Known
			d.Known = func(key string) (ledger.Programme, bool) {
				p, ok := known(key)
				p.Recipients = append(p.Recipients, ledger.Recipient{Unit: "市教育局", Address: "edu.example.cn"})
				return p, ok
			}
		}, ledger.CodeInvalid, "市教育局（edu.example.cn）"},
		{"nobody", func(d *desk, _ *app.Issuing) {
			known := d.Known
			d.Known = func(key string) (ledger.Programme, bool) {
				p, ok := known(key)
				p.Recipients = nil
				return p, ok
			}
		}, ledger.CodeRefused, "没有登记收件人"},
		{"too large", func(d *desk, _ *app.Issuing) {
			d.PDF = func(bulletin.Document) ([]byte, []string, error) { return make([]byte, 21<<20), nil, nil }
		}, ledger.CodeTooLarge, "公文交换包"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t)
			d.Mailer = &answering{state: app.Sent}
			how := app.Issuing{Date: ledger.Date{Year: 2020, Month: 4, Day: 13}, Send: true}
			tt.spoil(d, &how)
			b := d.draftToSend()
			_, err := d.IssueBulletin(t.Context(), b.ID, how, app.Browser)
			if ledger.CodeOf(err) != tt.code || !strings.Contains(err.Error(), tt.says) || !strings.Contains(err.Error(), "没有发布") {
				t.Fatalf("refused with %v, want %s %q", err, tt.code, tt.says)
			}
			mails, err := d.Deliveries(t.Context(), app.OutboxFilter{})
			if err != nil || len(mails) > 0 {
				t.Errorf("%d mails, %v", len(mails), err)
			}
			if b, err = d.Store.Bulletin(t.Context(), b.ID); err != nil || b.State != app.Draft {
				t.Errorf("the bulletin is %s, %v", b.State, err)
			}
			how.Send = false
			if _, err := d.IssueBulletin(t.Context(), b.ID, how, app.Browser); err != nil {
				t.Errorf("not issued without mails: %v", err)
			}
		})
	}
}
