package app_test

import (
	"context"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tongbao/reports/bulletin"
	samplesheets "tongbao/sample-sheets"
	"tongbao/server/internal/app"
	"tongbao/server/internal/blob"
	"tongbao/server/internal/grid"
	"tongbao/server/internal/store"
	"tongbao/server/internal/wording"
	"tongbao/server/internal/workbook"
	"tongbao/server/ledger"
)

// desk is a service on a real ledger in a folder of its own, with a clock that
// the test moves and plain text in place of PDF and xlsx.
type desk struct {
	*app.Service
	t   *testing.T
	now time.Time
	dir string
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, now: time.Date(2020, 4, 13, 9, 0, 0, 0, time.FixedZone("CST", 8*60*60)), dir: t.TempDir()}
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	clock := func() time.Time { return d.now }
	s, err := store.Open(t.Context(), store.Config{DataDir: d.dir, Clock: clock, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	blobs, err := blob.New(filepath.Join(d.dir, "files"))
	if err != nil {
		t.Fatal(err)
	}
	text := func(doc bulletin.Document) []byte {
		var b strings.Builder
		b.WriteString(doc.Title + doc.Head.Issue)
		for _, s := range doc.Sections {
			for _, p := range s.Paragraphs {
				b.WriteString("\n" + p.Text())
			}
		}
		return []byte(b.String())
	}
	d.Service = &app.Service{
		Store: s, Blobs: blobs, Clock: clock, Log: log,
		Open: func(_ context.Context, name string, data []byte, use func(*grid.Workbook)) error {
			book, err := workbook.Open(name, data, workbook.DefaultLimits())
			if err == nil {
				use(book)
			}
			return err
		},
		Unpack: func(_ context.Context, u app.Upload, use func([]app.Upload)) error {
			use([]app.Upload{u})
			return nil
		},
		PDF:      func(doc bulletin.Document) ([]byte, []string, error) { return text(doc), nil, nil },
		DOCX:     func(doc bulletin.Document) ([]byte, error) { return append([]byte("docx "), text(doc)...), nil },
		XLSX:     func(doc bulletin.Document) ([]byte, error) { return append([]byte("xlsx "), text(doc)...), nil },
		Simplify: wording.Simplify,
		Title:    func(p *ledger.Project) string { return p.Name },
		Known:    samplesheets.Settings,
	}
	return d
}

func workbookOf(t *testing.T, name string) app.Upload {
	t.Helper()
	for _, key := range samplesheets.Keys() {
		for _, w := range samplesheets.Workbooks(key) {
			if w.Name == name {
				return app.Upload{Name: w.Name, Data: w.Data}
			}
		}
	}
	t.Fatalf("no sample %s", name)
	return app.Upload{}
}

func (d *desk) accept(name, period string) app.Submission {
	d.t.Helper()
	b := app.Binding{Programme: "huaian-2020"}
	if period != "" {
		b.Period = ledger.QuarterOf(2020, int(period[len(period)-1]-'0'))
	}
	sub, _, err := d.Accept(d.t.Context(), workbookOf(d.t, name), b, app.CommandLine)
	if err != nil {
		d.t.Fatalf("%s: %v", name, err)
	}
	return sub
}

// firstQuarter takes 淮安's plan and first quarter in and issues its bulletin.
func (d *desk) firstQuarter() app.BulletinRecord {
	d.t.Helper()
	d.accept("淮安2020-项目表.xlsx", "")
	d.accept("淮安2020-任务分解.xlsx", "")
	d.accept("淮安2020-一季度进展.xlsx", "2020Q1")
	draft, err := d.DraftBulletin(d.t.Context(), "huaian-2020", ledger.QuarterOf(2020, 1), bulletin.Internal, app.CommandLine)
	if err != nil {
		d.t.Fatal(err)
	}
	issued, err := d.IssueBulletin(d.t.Context(), draft.ID, app.Issuing{Seen: draft.Version, Date: ledger.Date{Year: 2020, Month: 4, Day: 13}}, app.CommandLine)
	if err != nil {
		d.t.Fatal(err)
	}
	return issued
}

func TestAnIssuedBulletinStaysAsItWas(t *testing.T) {
	d := newDesk(t)
	issued := d.firstQuarter()
	_, before, err := d.BulletinFile(t.Context(), issued.ID, "pdf")
	if err != nil {
		t.Fatal(err)
	}
	d.accept("淮安2020-二季度进展.xlsx", "2020Q2")
	_, after, err := d.BulletinFile(t.Context(), issued.ID, "pdf")
	if err != nil || string(after) != string(before) {
		t.Errorf("a later upload changed an issued bulletin: %v", err)
	}
	if _, err := d.EditBulletin(t.Context(), issued.ID, 0, map[string]string{"late": "改"}, app.CommandLine); ledger.CodeOf(err) != ledger.CodeRefused {
		t.Errorf("an issued bulletin was edited: %v", err)
	}
	if _, err := d.IssueBulletin(t.Context(), issued.ID, app.Issuing{Date: issued.Document.Date}, app.CommandLine); ledger.CodeOf(err) != ledger.CodeRefused {
		t.Errorf("a bulletin was issued twice: %v", err)
	}
	if wrong, err := d.Verify(t.Context()); err != nil || len(wrong) > 0 {
		t.Errorf("verify: %v %v", wrong, err)
	}
}

func TestADraftFollowsTheLedger(t *testing.T) {
	d := newDesk(t)
	d.accept("淮安2020-项目表.xlsx", "")
	d.accept("淮安2020-一季度进展.xlsx", "2020Q1")
	first, err := d.DraftBulletin(t.Context(), "huaian-2020", ledger.QuarterOf(2020, 1), bulletin.Internal, app.CommandLine)
	if err != nil {
		t.Fatal(err)
	}
	again, err := d.DraftBulletin(t.Context(), "huaian-2020", ledger.QuarterOf(2020, 1), bulletin.Internal, app.CommandLine)
	if err != nil || again.ID != first.ID || again.Number != 1 {
		t.Errorf("a second draft of one period: %d %d %v", again.ID, again.Number, err)
	}
	edited, err := d.EditBulletin(t.Context(), first.ID, first.Version, map[string]string{bulletin.KeyRequirements: "请抓紧。"}, app.CommandLine)
	if err != nil {
		t.Fatal(err)
	}
	last := edited.Document.Sections[len(edited.Document.Sections)-1]
	if got := last.Paragraphs[len(last.Paragraphs)-1].Text(); got != "请抓紧。" {
		t.Errorf("the office's words are not at the end of their section: %q", got)
	}
}

func TestAFileIsTakenOnceAndWholly(t *testing.T) {
	d := newDesk(t)
	d.accept("淮安2020-项目表.xlsx", "")
	plan := app.Binding{Programme: "huaian-2020"}
	if _, _, err := d.Accept(t.Context(), workbookOf(t, "淮安2020-项目表.xlsx"), plan, app.CommandLine); ledger.CodeOf(err) != ledger.CodeConflict {
		t.Errorf("the same file was taken twice: %v", err)
	}
	before, err := d.Export(t.Context(), "huaian-2020", ledger.QuarterOf(2020, 1))
	if err != nil {
		t.Fatal(err)
	}
	// 连云港's table of progress is none of 淮安's.
	_, v, err := d.Accept(t.Context(), workbookOf(t, "连云港2021-一季度进展.xlsx"), app.Binding{Programme: "huaian-2020", Period: ledger.QuarterOf(2020, 1)}, app.CommandLine)
	if ledger.CodeOf(err) != ledger.CodeRefused || v == nil || !v.HasErrors() {
		t.Errorf("a table of another programme: %v", err)
	}
	after, err := d.Export(t.Context(), "huaian-2020", ledger.QuarterOf(2020, 1))
	if err != nil || string(after) != string(before) {
		t.Errorf("a refused file changed the ledger: %v", err)
	}
	if _, err := d.Check(t.Context(), workbookOf(t, "淮安2020-一季度进展.xlsx"), app.Binding{Programme: "nowhere-2020"}); ledger.CodeOf(err) != ledger.CodeNotFound {
		t.Errorf("progress without a plan: %v", err)
	}
}

func TestAPlanReadAgainKeepsWhatItDoesNotSay(t *testing.T) {
	d := newDesk(t)
	d.accept("淮安2020-项目表.xlsx", "")
	d.accept("淮安2020-任务分解.xlsx", "")
	w := workbookOf(t, "淮安2020-项目表.xlsx")
	v, err := d.Check(t.Context(), w, app.Binding{Programme: "huaian-2020"})
	if err != nil || len(v.Changes) != 0 {
		t.Errorf("the same plan changes %d things: %v", len(v.Changes), err)
	}
	p, err := d.Programme(t.Context(), "huaian-2020")
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Projects) != 23 || len(p.Projects[0].Allocations) == 0 {
		t.Errorf("%d projects, %d allocations of the first", len(p.Projects), len(p.Projects[0].Allocations))
	}
}

func TestAFileFindsItsProgrammeByItsTitle(t *testing.T) {
	d := newDesk(t)
	d.accept("淮安2020-项目表.xlsx", "")
	v, err := d.Check(t.Context(), workbookOf(t, "淮安2020-一季度进展.xlsx"), app.Binding{})
	if err != nil || v.Binding.Programme != "huaian-2020" || v.Binding.Period != ledger.QuarterOf(2020, 1) {
		t.Errorf("bound to %+v: %v", v.Binding, err)
	}
}

// post is a mailer that answers as told and keeps what it was given.
type post struct {
	answers []app.SendResult
	sent    []app.Message
}

func (p *post) Settings() app.MailSettings { return app.MailSettings{From: "office@example.cn"} }
func (p *post) Session() app.MailSession   { return p }
func (p *post) Close()                     {}

func (p *post) Send(_ context.Context, m app.Message, handOver func() error) app.SendResult {
	if err := handOver(); err != nil {
		return app.SendResult{State: app.Deferred, Answer: err.Error()}
	}
	p.sent = append(p.sent, m)
	r := app.SendResult{State: app.Sent, Answer: "250 ok"}
	if len(p.answers) > 0 {
		r, p.answers = p.answers[0], p.answers[1:]
	}
	return r
}

func TestABulletinReachesEveryRecipientOnce(t *testing.T) {
	d := newDesk(t)
	issued := d.firstQuarter()
	if _, err := d.Deliver(t.Context(), issued.ID, app.CommandLine); ledger.CodeOf(err) != ledger.CodeUnavailable {
		t.Errorf("delivered without a mail server: %v", err)
	}
	mailer := &post{answers: []app.SendResult{{State: app.Deferred, Answer: "451 later"}, {State: app.Failed, Answer: "550 no"}}}
	d.Mailer = mailer
	n, err := d.Deliver(t.Context(), issued.ID, app.CommandLine)
	if err != nil || n == 0 {
		t.Fatalf("%d messages: %v", n, err)
	}
	if again, err := d.Deliver(t.Context(), issued.ID, app.CommandLine); err != nil || again != 0 {
		t.Errorf("delivering again made %d more: %v", again, err)
	}
	send := func() {
		if _, err := d.SendDue(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	send()
	if len(mailer.sent) != n {
		t.Fatalf("%d of %d tried at once", len(mailer.sent), n)
	}
	d.now = d.now.Add(time.Hour)
	send()
	if len(mailer.sent) != n+1 || mailer.sent[n].MessageID != mailer.sent[0].MessageID {
		t.Errorf("the deferred message was tried %d times more, under another id or not at all", len(mailer.sent)-n)
	}
	states := map[app.DeliveryState]int{}
	deliveries, err := d.Deliveries(t.Context(), app.OutboxFilter{Bulletin: issued.ID})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range deliveries {
		states[x.State]++
	}
	if states[app.Sent] != n-1 || states[app.Failed] != 1 {
		t.Errorf("states %v", states)
	}
}

func TestSamplesLoadOnceAndOnlyAlone(t *testing.T) {
	d := newDesk(t)
	d.accept("淮安2020-项目表.xlsx", "")
	if _, err := d.LoadSamples(t.Context(), app.CommandLine); ledger.CodeOf(err) != ledger.CodeRefused {
		t.Errorf("samples were loaded beside real data: %v", err)
	}
}

func TestBackoffGrowsAndEnds(t *testing.T) {
	var total time.Duration
	last := time.Duration(0)
	tries := 0
	for {
		tries++
		pause, again := app.Backoff(tries)
		if !again {
			break
		}
		if pause < last {
			t.Errorf("pause %d is %v after %v", tries, pause, last)
		}
		last, total = pause, total+pause
	}
	if total < 4*24*time.Hour || total > 5*24*time.Hour {
		t.Errorf("it gives up after %v", total)
	}
}
