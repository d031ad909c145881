//go:build unix

package main

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"tongbao/server/internal/pgtest"
)

// sender drops small files, one after the other, and notes what became of them.
type sender struct {
	s        *system
	token    string
	sent     int
	received map[string]bool // by name, those that were acknowledged
	refused  int             // answered with 503 in words
}

// dropOne sends the next file and reports whether it was acknowledged. Whatever
// else is answered must be a 503 that says in Chinese what to do.
func (d *sender) dropOne(who int) bool {
	t := d.s.t
	d.sent++
	name := fmt.Sprintf("%d-%d.csv", who, d.sent)
	body, kind := dropped(t, d.token, name, []byte("进展表\n序号,项目名称,累计完成\n1,"+name+",5\n"))
	b := *d.s.officer
	request := b.request("/inbox", kind, strings.NewReader(string(body)))
	request.Header.Set("Accept", "application/json")
	answer, err := b.client.Do(request)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return false
	}
	said, err := io.ReadAll(answer.Body)
	if cerr := answer.Body.Close(); err != nil || cerr != nil {
		t.Errorf("%s: %v %v", name, err, cerr)
	}
	var problem struct{ Code, Detail string }
	switch {
	case answer.StatusCode == http.StatusOK:
		d.received[name] = true
		return true
	case answer.StatusCode != http.StatusServiceUnavailable, json.Unmarshal(said, &problem) != nil,
		problem.Code != "unavailable", !strings.Contains(problem.Detail, "请"):
		t.Errorf("%s: %s %s", name, answer.Status, said)
	}
	d.refused++
	return false
}

// TestPostgresGoesAndComesBack stops, crashes and starts the database server, and
// ends connections, while files come in: what was acknowledged is there, the rest
// was refused in words, and nothing needs to be started anew.
func TestPostgresGoesAndComesBack(t *testing.T) {
	needsTools(t)
	cluster := pgtest.NewCluster(t)
	s := newSystem(t, cluster.DSN())
	s.boot()
	defer func() { s.kill() }()
	token := inboxTokenForm.FindStringSubmatch(s.officer.get("/upload"))[1]

	const senders = 4
	all := make([]*sender, senders)
	outcomes := make(chan bool, 1<<20) // more than there will be
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for who := range senders {
		d := &sender{s: s, token: token, received: map[string]bool{}}
		all[who] = d
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				outcomes <- d.dropOne(who)
			}
		})
	}
	more := func(acknowledged bool, n int) {
		for n > 0 {
			if acknowledged == <-outcomes {
				n--
			}
		}
	}
	for _, how := range []string{"fast", "immediate"} {
		more(true, 20)
		cluster.Stop(how)
		more(false, 5)
		s.officer.want = http.StatusServiceUnavailable
		if page := s.officer.get("/upload"); !strings.Contains(page, "数据库没有应答") {
			t.Errorf("the page says %.2000s", page)
		}
		cluster.Start()
	}
	more(true, 20)
	endConnections(t, cluster.DSN(), 20)
	more(true, 20)
	close(stop)
	wg.Wait()

	page := s.officer.get("/upload")
	_, ids := listed(page)
	received, refused := 0, 0
	for _, d := range all {
		refused += d.refused
		for name := range d.received {
			received++
			if ids[name] == "" {
				t.Errorf("%s was acknowledged and is lost", name)
			}
		}
	}
	t.Logf("%d acknowledged, %d refused", received, refused)
	s.state()
}

// endConnections ends all other connections, whatever they are doing, so often.
func endConnections(t *testing.T, dsn string, times int) {
	t.Helper()
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for range times {
		_, err := db.ExecContext(t.Context(), "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'")
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestALockedDatabaseIsToldOf: what another session holds locked is waited for a
// while, not for ever; pages are read meanwhile, and it goes on afterwards.
func TestALockedDatabaseIsToldOf(t *testing.T) {
	if !pgtest.Offered() {
		t.Skip("no PostgreSQL for tests")
	}
	dsn := pgtest.Fresh(t)
	s := newSystem(t, dsn+"&lock_timeout=300")
	s.boot()
	defer s.stop()
	d := &sender{s: s, token: inboxTokenForm.FindStringSubmatch(s.officer.get("/upload"))[1], received: map[string]bool{}}

	db, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, lock := range []string{"LOCK TABLE inbox IN SHARE MODE", "LOCK TABLE audit, inbox IN ACCESS EXCLUSIVE MODE"} {
		tx, err := db.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tx.ExecContext(t.Context(), lock); err != nil {
			t.Fatal(err)
		}
		if d.dropOne(1) {
			t.Errorf("%s: a file was received", lock)
		}
		s.officer.get("/setup")
		if err := tx.Rollback(); err != nil {
			t.Fatal(err)
		}
		if !d.dropOne(1) {
			t.Errorf("%s: no file is received afterwards", lock)
		}
	}
	s.state()
}
