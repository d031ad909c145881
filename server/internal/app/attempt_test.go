package app_test

import (
	"context"
	"strings"
	"testing"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

func TestWhatIsRefusedIsOnTheLog(t *testing.T) {
	d := newDesk(t)
	issued := d.firstQuarter()
	ctx := t.Context()
	edit := app.Issuing{Date: issued.Document.Date}
	for _, tt := range []struct {
		name, action, subject, says string
		try                         func(ctx context.Context) error
	}{
		{"an issue", "issue", "通报#1", "已经发布", func(ctx context.Context) error {
			_, err := d.IssueBulletin(ctx, issued.ID, edit, app.Browser)
			return err
		}},
		{"words on what is issued", "draft", "通报#1", "已经发布", func(ctx context.Context) error {
			_, err := d.EditBulletin(ctx, issued.ID, 0, nil, app.Browser)
			return err
		}},
		{"a table that is there", "accept", "文件“淮安2020-一季度进展.xlsx”", "完全相同", func(ctx context.Context) error {
			_, _, err := d.Accept(ctx, workbookOf(t, "淮安2020-一季度进展.xlsx"), app.Binding{Programme: "huaian-2020", Period: ledger.QuarterOf(2020, 1)}, app.Browser)
			return err
		}},
		{"an undo under a bulletin", "undo", "报送#3", "已于", func(ctx context.Context) error {
			_, err := d.Undo(ctx, 3, "传错了", app.Browser)
			return err
		}},
		{"a file that is none", "upload", "文件“x.xlsx”", "网页", func(ctx context.Context) error {
			_, err := d.Check(ctx, app.Upload{Name: "x.xlsx", Data: []byte("<html>")}, app.Binding{})
			d.UploadRefused(ctx, "x.xlsx", err, app.Browser)
			return err
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			head, _ := d.Store.Head(ctx)
			if err := tt.try(ctx); err == nil {
				t.Fatal("it was not refused")
			}
			if err := tt.try(ctx); err == nil { // which the log does not tell again
				t.Fatal("it was not refused")
			}
			log, err := d.Audit(ctx, app.AuditFilter{Result: app.Failure, Action: tt.action, Limit: 10})
			if err != nil || len(log) != 1 {
				t.Fatalf("the log has %+v, %v", log, err)
			}
			if e := log[0]; e.Subject != tt.subject || !strings.Contains(e.Detail, tt.says) || e.Actor != app.Browser {
				t.Errorf("the log has %+v", e)
			}
			if now, _ := d.Store.Head(ctx); now != head {
				t.Error("the ledger counts as changed")
			}
		})
	}
	for name, try := range map[string]func(ctx context.Context) error{
		"a number there is none of": func(ctx context.Context) error {
			_, err := d.IssueBulletin(ctx, 99, edit, app.Browser)
			return err
		},
		"a field that is empty": func(ctx context.Context) error { _, err := d.Undo(ctx, 2, "", app.Browser); return err },
		"a client that went away": func(ctx context.Context) error {
			ctx, cancel := context.WithCancel(ctx)
			cancel()
			_, err := d.IssueBulletin(ctx, issued.ID, edit, app.Scheduler)
			return err
		},
	} {
		before, _ := d.Audit(ctx, app.AuditFilter{Limit: 1})
		if err := try(ctx); err == nil {
			t.Fatalf("%s was not refused", name)
		}
		if after, _ := d.Audit(ctx, app.AuditFilter{Limit: 1}); after[0].ID != before[0].ID {
			t.Errorf("%s is on the log: %+v", name, after[0])
		}
	}
	if wrong, err := d.Verify(ctx); err != nil || len(wrong) > 0 {
		t.Errorf("verify: %v %v", wrong, err)
	}
}
