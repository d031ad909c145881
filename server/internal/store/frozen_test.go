package store

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"

	"tongbao/server/internal/app"
	"tongbao/server/internal/archive"
	"tongbao/server/ledger"
)

// testdata/schema has a ledger of each schema that there ever was, written by the
// program of that time (one programme with two quarters, an issued bulletin, and
// what else that version could keep), in the form of a backup without files. The
// next one is taken from a data folder with
//
//	TONGBAO_FREEZE=FOLDER:NAME.zip go test ./server/internal/store -run Freeze
func TestFreeze(t *testing.T) {
	folder, name, asked := strings.Cut(os.Getenv("TONGBAO_FREEZE"), ":")
	if !asked {
		t.Skip("nothing to freeze")
	}
	s := must[*Store](t)(connect(t.Context(), Config{DataDir: folder, Clock: ticking()}))
	defer s.Close()
	f := must[*os.File](t)(os.Create(filepath.Join("testdata", "schema", name)))
	defer f.Close()
	m := must[*archive.Manifest](t)(archive.Write(t.Context(), f, withoutFiles{s}, withoutFiles{}, "", start()))
	t.Logf("%d rows of schema %v", m.Rows(), m.Schema)
}

// withoutFiles are a store's rows alone, of whatever schema they are.
type withoutFiles struct{ s *Store }

func (w withoutFiles) Snapshot(ctx context.Context, use func(app.Contents, []app.Needed) error) error {
	return w.s.read(ctx, "freeze", func(tx *gorm.DB) error {
		c, err := contentsOf(tx, w.s.dialect)
		if err != nil {
			return err
		}
		return use(c, nil)
	})
}
func (withoutFiles) Put(context.Context, []byte) (string, error)    { return "", nil }
func (withoutFiles) Get(context.Context, string) ([]byte, error)    { return nil, nil }
func (withoutFiles) Each(context.Context, func(string) error) error { return nil }
func (withoutFiles) Ready(context.Context) error                    { return nil }

func TestEverySchemaComesToThisOne(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "schema", "*.zip"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no frozen ledgers: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".zip"), func(t *testing.T) {
			onEach(t, func(t *testing.T, d target) {
				a := must[*archive.Archive](t)(archive.Open(t.Context(), file))
				defer a.Close()
				s, _, err := Load(t.Context(), d.config, a.Contents(), restored, noFiles)
				if err != nil {
					t.Fatal(err)
				}
				defer s.Close()
				readBack(t, s, a.Schema)
			})
		})
	}
}

// readBack reads a frozen ledger with all that its version could keep.
func readBack(t *testing.T, s *Store, schema []string) {
	t.Helper()
	const key = "huashan-2024"
	ctx := t.Context()
	had := func(migration string) bool { return slices.Contains(schema, migration) }
	sound(t, s)
	p := must[*ledger.Programme](t)(s.Programme(ctx, key))
	if len(p.Projects) != 50 || len(p.Projects[0].Targets) == 0 {
		t.Errorf("%d projects", len(p.Projects))
	}
	subs := must[[]app.Submission](t)(s.Submissions(ctx, key))
	reports := must[[]ledger.Report](t)(s.Reports(ctx, key))
	want := 64
	if had("0004-matters") { // from then on the third quarter is taken back
		want = 32
		if subs[0].Undone == nil || subs[0].Undone.Reason != "误传" {
			t.Errorf("the last submission was not undone: %+v", subs[0].Undone)
		}
		rules := must[app.Rules](t)(s.Rules(ctx, key))
		if rules.Policy.Rows != app.GoodRows || len(rules.Closed) == 0 {
			t.Errorf("rules are %+v", rules)
		}
	}
	if len(subs) != 3 || len(reports) != want {
		t.Errorf("%d submissions, %d reports, want %d", len(subs), len(reports), want)
	}
	b := must[app.BulletinRecord](t)(s.Bulletin(ctx, 1))
	if b.State != app.Issued || len(b.Document.Figures) == 0 {
		t.Errorf("bulletin %+v", b.Title)
	}
	if had("0011-docx") != (b.DOCX.SHA256 != "") {
		t.Errorf("the Word copy is %+v", b.DOCX)
	}
	mails := must[[]app.Delivery](t)(s.Deliveries(ctx, app.OutboxFilter{Bulletin: 1}))
	if had("0013-outbox") != (len(mails) == 17) || len(mails) > 0 && mails[0].Subject != b.Title {
		t.Errorf("%d messages: %+v", len(mails), mails)
	}
	inbox := must[[]app.InboxFile](t)(s.Inbox(ctx, time.Time{}))
	if had("0006-inbox") != (len(inbox) == 1) {
		t.Errorf("%d files in the inbox", len(inbox))
	}
	setups := must[[]app.Setup](t)(s.Setups(ctx))
	if had("0007-setups") != (len(setups) == 1) {
		t.Errorf("%d setups", len(setups))
	}
	// Entries of before have no result, and the chain goes on from them.
	must[bool](t)(s.NoteFailure(ctx, app.AuditEntry{Actor: app.Browser, Action: "issue", Subject: "通报#1", Detail: "已经发布"}))
	log := must[[]app.AuditEntry](t)(s.Audit(ctx, app.AuditFilter{Limit: 100}))
	if n := len(log); log[0].Result != app.Failure || log[1].Result != app.Done || log[2].Result != "" || log[n-1].Result != "" {
		t.Errorf("the log ends with %+v", log[:3])
	}
	sound(t, s)
}
