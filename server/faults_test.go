package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"net/http/cookiejar"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"tongbao/server/internal/app"
	"tongbao/server/internal/blob"
	"tongbao/server/internal/pgtest"
	"tongbao/server/internal/store"
)

// system is the product on a fresh database, with an officer at it.
type system struct {
	t       *testing.T
	dsn     string // "" for SQLite
	data    string // the data folder
	temp    string // its folder for temporary files
	process running
	officer *browser
}

// onEach runs a test on a system with a fresh SQLite file and, where there is a
// PostgreSQL server for tests, on one with a fresh database there. Every process
// that the test starts works on that database, unless it is told another.
func onEach(t *testing.T, test func(t *testing.T, s *system)) {
	on := func(t *testing.T, dsn string) {
		t.Setenv(setDatabase, dsn)
		test(t, newSystem(t, dsn))
	}
	t.Run("sqlite", func(t *testing.T) { on(t, "") })
	if pgtest.Offered() {
		t.Run("postgres", func(t *testing.T) { on(t, pgtest.Fresh(t)) })
	}
}

// needsTools skips a test that needs more than Go, or the whole machine, unless
// TONGBAO_FAULTS says that it is to run: then it fails where something is missing.
func needsTools(t *testing.T) {
	t.Helper()
	if os.Getenv("TONGBAO_FAULTS") != "1" {
		t.Skip("runs with TONGBAO_FAULTS=1, as root or another user that may do what it does")
	}
}

func newSystem(t *testing.T, dsn string) *system {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &system{t: t, dsn: dsn, data: t.TempDir(), temp: t.TempDir(), officer: &browser{t: t, client: &http.Client{Jar: jar}}}
}

// env is the environment of the system's processes. Their mail server is never
// reached, so that what is in the outbox stays there.
func (s *system) env() []string {
	return []string{"DATABASE_URL=" + s.dsn, "TMPDIR=" + s.temp, "SMTP_URL=smtp://127.0.0.1:1?tls=none", "MAIL_FROM=office@example.cn"}
}

// another is a fresh system on the same kind of database.
func (s *system) another() *system {
	s.t.Helper()
	if s.dsn == "" {
		return newSystem(s.t, "")
	}
	return newSystem(s.t, pgtest.Fresh(s.t))
}

// demo fills the empty system with the demonstration.
func (s *system) demo() {
	s.t.Helper()
	folder := demoFolder(s.t)
	if s.dsn == "" {
		s.data = folder
		return
	}
	s.do("migrate", "--from", "sqlite:"+folder, "--to", s.dsn)
}

// served is the officer at the system's server, which is stopped at the test's end.
func (s *system) served(env ...string) *browser {
	s.t.Helper()
	s.officer.base = start(s.t, append(s.env(), env...), "serve", "--addr", "127.0.0.1:0", "--data", s.data)
	return s.officer
}

// boot starts the server; it is to be stopped or killed.
func (s *system) boot() {
	s.t.Helper()
	s.process = launch(s.t, s.env(), "serve", "--addr", "127.0.0.1:0", "--data", s.data)
	s.officer.base = s.process.base
}

// do runs a command on the system, which must be done.
func (s *system) do(args ...string) {
	s.t.Helper()
	cmd := command(s.t.Context(), append(args, "--data", s.data)...)
	cmd.Env = append(cmd.Env, s.env()...)
	if said, err := cmd.CombinedOutput(); err != nil {
		s.t.Fatalf("%v: %v: %s", args, err, said)
	}
}

// kill ends the server as kill -9 does.
func (s *system) kill() {
	s.t.Helper()
	if err := s.process.cmd.Process.Kill(); err != nil {
		s.t.Fatal(err)
	}
	<-s.process.drained
	_ = s.process.cmd.Wait() // it was killed
}

// stop ends the server as a user does.
func (s *system) stop() {
	s.t.Helper()
	if err := s.process.cmd.Process.Signal(os.Interrupt); err != nil {
		s.t.Fatal(err)
	}
	<-s.process.drained
	if err := s.process.cmd.Wait(); err != nil {
		s.t.Fatalf("the server did not stop well: %v", err)
	}
}

// open opens the system's store, beside its server.
func (s *system) open() *store.Store {
	s.t.Helper()
	ledger, err := store.Open(s.t.Context(), store.Config{DSN: s.dsn, DataDir: s.data, Clock: time.Now})
	if err != nil {
		s.t.Fatal(err)
	}
	return ledger
}

func (s *system) close(ledger *store.Store) {
	if err := ledger.Close(); err != nil {
		s.t.Error(err)
	}
}

// state is all that the system holds, as text: what one can ask of its store, in
// JSON, without times, hashes and numbers of mails, which differ from one run to another. On the
// way it is checked that nothing is amiss: what verify checks, the files that are
// named, and that no other files are left over.
func (s *system) state() string {
	s.t.Helper()
	ctx := s.t.Context()
	ledger := s.open()
	defer s.close(ledger)
	if wrong, err := ledger.Verify(ctx); err != nil || len(wrong) > 0 {
		s.t.Fatalf("verify: %v %q", err, wrong)
	}
	var all []any
	add := func(v any, err error) {
		s.t.Helper()
		if err != nil {
			s.t.Fatal(err)
		}
		all = append(all, v)
	}
	programmes, err := ledger.Programmes(ctx)
	add(programmes, err)
	for _, p := range programmes {
		add(ledger.Programme(ctx, p.Key))
		add(ledger.Reports(ctx, p.Key))
		add(ledger.Matters(ctx, p.Key))
		add(ledger.Calls(ctx, p.Key))
		add(ledger.Seals(ctx, p.Key))
		add(ledger.Rules(ctx, p.Key))
		add(ledger.Answers(ctx, p.Key))
	}
	submissions, err := ledger.Submissions(ctx, "")
	add(submissions, err)
	for i, sub := range submissions {
		if want := int64(len(submissions) - i); sub.ID != want {
			s.t.Errorf("submission %d has the number %d", want, sub.ID)
		}
	}
	bulletins, err := ledger.Bulletins(ctx, "")
	add(bulletins, err)
	for _, b := range bulletins {
		add(ledger.Bulletin(ctx, b.ID))
	}
	mails, err := ledger.Deliveries(ctx, app.OutboxFilter{})
	for i := range mails { // how far it has come is another matter; on PostgreSQL numbers of mails that were not stored are left out
		d := &mails[i]
		d.ID, d.State, d.Tries, d.Answer, d.MessageID = 0, "", 0, "", ""
	}
	add(mails, err)
	add(ledger.Inbox(ctx, time.Time{}))
	add(ledger.Setups(ctx))
	log, err := ledger.Audit(ctx, app.AuditFilter{Limit: 1 << 30})
	log = slices.DeleteFunc(log, func(e app.AuditEntry) bool { return e.Result == app.Failure }) // a try that was refused
	for i := range log {
		log[i].ID = 0
	}
	add(log, err)
	text, err := json.MarshalIndent(all, "", " ")
	if err != nil {
		s.t.Fatal(err)
	}
	s.checkFiles(string(text))
	return timesAndHashes.ReplaceAllString(string(text), "…")
}

var (
	timesAndHashes = regexp.MustCompile(`邮件#[-0-9,、]+|\d{4}-\d\d-\d\dT[0-9:.]+(Z|[+-]\d\d:\d\d)|[0-9a-f]{64}|\d+行，\d+个文件`)
	named          = regexp.MustCompile(`"SHA256": "([0-9a-f]{64})"`)
)

// checkFiles checks that every file that is named is kept, and that no temporary
// files are left over but those that a killed process was writing.
func (s *system) checkFiles(text string) {
	s.t.Helper()
	files, err := blob.New(filepath.Join(s.data, "files"))
	if err != nil {
		s.t.Fatal(err)
	}
	for _, m := range named.FindAllStringSubmatch(text, -1) {
		if _, err := files.Get(s.t.Context(), m[1]); err != nil {
			s.t.Errorf("a file that is named: %v", err)
		}
	}
	if left, err := os.ReadDir(s.temp); err != nil || len(left) > 0 {
		s.t.Errorf("left over in TMPDIR: %v %v", left, err)
	}
	known := []string{store.FileName, store.FileName + "-wal", store.FileName + "-shm", serveLock, "files"}
	entries, err := os.ReadDir(s.data)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, e := range entries {
		if !slices.Contains(known, e.Name()) {
			s.t.Errorf("left over in the data folder: %s", e.Name())
		}
	}
	err = fs.WalkDir(os.DirFS(s.data), "files", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.HasPrefix(e.Name(), ".") { // what is being written; the lock
			return err
		}
		if _, err := files.Get(s.t.Context(), e.Name()); err != nil {
			return errors.Join(errors.New(path), err)
		}
		return nil
	})
	if err != nil {
		s.t.Errorf("a file that is kept: %v", err)
	}
}

// difference is where two states part, in a few lines of each.
func difference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	i := 0
	for i < len(x) && i < len(y) && x[i] == y[i] {
		i++
	}
	part := func(lines []string) string {
		return strings.Join(lines[min(max(0, i-6), len(lines)):min(i+6, len(lines))], "\n")
	}
	return part(x) + "\n--- and ---\n" + part(y)
}
