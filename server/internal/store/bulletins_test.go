package store

import (
	"reflect"
	"sort"
	"strings"
	"sync"
	"testing"

	"tongbao/reports/bulletin"
	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

func newDraft(period ledger.Period) app.BulletinRecord {
	return app.BulletinRecord{
		Programme: key, Period: period, Edition: bulletin.Internal, Title: "通报", Actor: app.Browser,
		Document: bulletin.Document{Title: "通报", Period: period, Figures: []bulletin.Figure{{Ref: "F1", Value: "78.3%"}}},
		Words:    map[string]string{"requirements": "请抓紧"},
	}
}

// asIs composes nothing: the draft has its document.
func asIs(*app.BulletinRecord) {}

// issuable is a draft as it is issued.
func issuable(b app.BulletinRecord) app.BulletinRecord {
	b.XLSX = app.File{Name: "a.xlsx", SHA256: strings.Repeat("1", 64), Size: 10}
	b.PDF = app.File{Name: "a.pdf", SHA256: strings.Repeat("2", 64), Size: 20}
	b.DOCX = app.File{Name: "a.docx", SHA256: strings.Repeat("3", 64), Size: 30}
	return b
}

func withProgramme(t *testing.T, d target) *Store {
	t.Helper()
	s := d.open(t)
	must[app.Submission](t)(s.Accept(t.Context(), plan(programme(1), "p")))
	return s
}

func TestDraftsKeepTheirVersions(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx, s := t.Context(), withProgramme(t, d)
		b := must[app.BulletinRecord](t)(s.NewDraft(ctx, newDraft(q1()), asIs))
		if b.Number != 1 || b.State != app.Draft || b.ID == 0 {
			t.Fatalf("draft is %+v", b)
		}
		b.Words = map[string]string{"requirements": "请说明原因"}
		b.Number = 99
		b = must[app.BulletinRecord](t)(s.SaveDraft(ctx, b))
		must[app.BulletinRecord](t)(s.SaveDraft(ctx, b)) // nothing new
		if n := count(t, s, "bulletin_versions"); b.Number != 1 || n != 2 {
			t.Errorf("number %d, %d versions", b.Number, n)
		}
		got := must[app.BulletinRecord](t)(s.Bulletin(ctx, b.ID))
		if !reflect.DeepEqual(got, b) {
			t.Errorf("got %+v\nwant %+v", got, b)
		}
		list := must[[]app.BulletinRecord](t)(s.Bulletins(ctx, key))
		if len(list) != 1 || list[0].Title != "通报" || list[0].Words != nil || list[0].Document.Title != "" {
			t.Errorf("list is %+v", list)
		}
		_, err := s.NewDraft(ctx, newDraft(q1()), asIs)
		wantCode(t, err, ledger.CodeConflict)
	})
}

func TestEachEditionCountsForItself(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		s := withProgramme(t, d)
		for i, edition := range []bulletin.Edition{bulletin.Internal, bulletin.Public, bulletin.Internal} {
			draft := newDraft(ledger.Period{Year: 2020, Kind: ledger.Month, N: i + 1})
			draft.Edition = edition
			b, err := s.NewDraft(t.Context(), draft, asIs)
			if err != nil {
				t.Fatal(err)
			}
			if want := []int{1, 1, 2}[i]; b.Number != want {
				t.Errorf("%s draft %d has number %d, want %d", edition, i+1, b.Number, want)
			}
		}
	})
}

func TestNumbersHaveNoGaps(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx, s := t.Context(), withProgramme(t, d)
		stores := []*Store{s, d.open(t)}
		const n = 12
		numbers := make([]int, n)
		var wg sync.WaitGroup
		for i := range n {
			wg.Go(func() {
				b, err := stores[i%2].NewDraft(ctx, newDraft(ledger.Period{Year: 2020, Kind: ledger.Month, N: i + 1}), asIs)
				if err != nil {
					t.Error(err)
				}
				numbers[i] = b.Number
			})
			wg.Go(func() { // a draft that fails takes no number
				_, err := stores[i%2].NewDraft(ctx, app.BulletinRecord{Programme: "x"}, asIs)
				if ledger.CodeOf(err) != ledger.CodeNotFound {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		sort.Ints(numbers)
		for i, got := range numbers {
			if got != i+1 {
				t.Fatalf("numbers are %v", numbers)
			}
		}
	})
}

func TestIssueOnceAndForAll(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx, s := t.Context(), withProgramme(t, d)
		b := must[app.BulletinRecord](t)(s.NewDraft(ctx, newDraft(q1()), asIs))
		if _, err := s.Issue(ctx, b, nil); err == nil {
			t.Error("issued without its files")
		}
		b = issuable(b)
		b.Document.Title = "正式通报"
		errs := make([]error, 4)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() { _, errs[i] = s.Issue(ctx, b, nil) })
		}
		wg.Wait()
		issued := 0
		for _, err := range errs {
			if err == nil {
				issued++
			} else {
				wantCode(t, err, ledger.CodeRefused)
			}
		}
		if issued != 1 {
			t.Errorf("issued %d times", issued)
		}
		got := must[app.BulletinRecord](t)(s.Bulletin(ctx, b.ID))
		if got.State != app.Issued || got.IssuedAt.IsZero() || got.PDF != b.PDF || got.XLSX != b.XLSX || got.DOCX != b.DOCX || got.Document.Title != "正式通报" {
			t.Errorf("issued bulletin is %+v", got)
		}
		b.Title = "改"
		_, err := s.SaveDraft(ctx, b)
		wantCode(t, err, ledger.CodeRefused)
		sound(t, s)
	})
}

func TestVerifyFindsWhatWasTamperedWith(t *testing.T) {
	cases := []struct{ name, sql, want string }{
		{"an entry changed", "UPDATE audit SET detail = 'x' WHERE id = 2", "日志第2条被改动过"},
		{"an entry taken out", "DELETE FROM audit WHERE id = 2", "日志第1条之后缺少1条"},
		{"the last entry taken off", "DELETE FROM audit WHERE id = (SELECT MAX(id) FROM audit)", "末尾被删改过"},
		{"a document changed", "UPDATE bulletin_versions SET document = REPLACE(document, '78.3', '87.3')", "被改动过"},
		{"a file exchanged", "UPDATE bulletins SET pdf = REPLACE(pdf, '222', '333')", "被改动过"},
		{"a number changed", "UPDATE bulletins SET number = 7", "被改动过"},
		{"a seal exchanged", "UPDATE bulletins SET seal = 'x'", "被改动过"},
		{"an issue taken back", "UPDATE bulletins SET state = 'draft'", "不见了"},
		{"a version's title", "UPDATE bulletin_versions SET title = title || '。'", "印发后被改动过"},
		{"a message's words", "UPDATE outbox SET body = body || '。' WHERE address = 'b@example.cn'", "邮件#1-2“通报”与进入发件箱时的封存不符"},
		{"a recipient", "UPDATE outbox SET address = 'x@example.cn' WHERE address = 'b@example.cn'", "封存不符"},
		{"what a message carries", "UPDATE outbox SET files = REPLACE(files, '222', '333')", "封存不符"},
		{"a message taken out", "DELETE FROM outbox WHERE address = 'a@example.cn'", "封存不符"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			onEach(t, func(t *testing.T, d target) {
				ctx, s := t.Context(), withProgramme(t, d)
				b := must[app.BulletinRecord](t)(s.NewDraft(ctx, newDraft(q1()), asIs))
				var mails []app.Delivery
				for _, address := range []string{"a@example.cn", "b@example.cn"} {
					mails = append(mails, app.Delivery{Cause: "bulletin:1", Bulletin: b.ID, Address: address, Subject: "通报", Files: []app.File{issuable(b).PDF}, Actor: app.Browser})
				}
				must[app.BulletinRecord](t)(s.Issue(ctx, issuable(b), mails))
				sound(t, s)
				if strings.Contains(c.sql, " audit ") {
					unguard(t, s)
				}
				if err := s.writer.Exec(c.sql).Error; err != nil {
					t.Fatal(err)
				}
				wrong := strings.Join(must[[]string](t)(s.Verify(ctx)), "\n")
				if !strings.Contains(wrong, c.want) {
					t.Errorf("Verify found %q, want %q", wrong, c.want)
				}
			})
		})
	}
}
