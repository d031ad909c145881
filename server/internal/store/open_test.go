package store

import (
	"bytes"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"tongbao/server/internal/app"
	"tongbao/server/internal/pgtest"
	"tongbao/server/ledger"
)

func TestOpenRefusesWhatItCannotUse(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	garbage := t.TempDir()
	if err := os.WriteFile(filepath.Join(garbage, FileName), []byte(strings.Repeat("这不是数据库", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		name   string
		config Config
		code   ledger.ErrorCode
	}{
		{"another kind of database", Config{DSN: "mysql://root@localhost/x"}, ledger.CodeInvalid},
		{"no folder", Config{}, ledger.CodeInvalid},
		{"a file for a folder", Config{DataDir: file}, ledger.CodeUnavailable},
		{"not a database", Config{DataDir: garbage}, ledger.CodeUnavailable},
		{"nobody listens", Config{DSN: "postgres://u:secret@127.0.0.1:1/x?connect_timeout=2"}, ledger.CodeUnavailable},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.config.Clock = ticking()
			_, err := Open(t.Context(), c.config)
			wantCode(t, err, c.code)
			if strings.Contains(err.Error(), "secret") {
				t.Errorf("the message shows the password: %v", err)
			}
		})
	}
}

// Why a server cannot be used is said in words, with what to do.
func TestOpenSaysWhyAServerIsNotReached(t *testing.T) {
	cases := map[string]string{
		"postgres://u:secret@127.0.0.1:1/x":       "看 PostgreSQL 是否已启动",
		"postgres://u:secret@nowhere.invalid:1/x": "找不到主机“nowhere.invalid”",
	}
	if pgtest.Offered() {
		u, err := url.Parse(pgtest.Fresh(t))
		if err != nil {
			t.Fatal(err)
		}
		name, role, schema := *u, *u, *u
		name.Path = "/no_such_database"
		role.User = url.UserPassword("no_such_role", "secret")
		q := u.Query()
		q.Set("search_path", "nowhere")
		schema.RawQuery = q.Encode()
		cases[schema.String()] = "模式（schema）不存在"
		cases[name.String()] = "没有名为“no_such_database”的数据库"
		cases[role.String()] = "不让用户“no_such_role”登录"
	}
	for dsn, want := range cases {
		_, err := Open(t.Context(), Config{DSN: dsn, Clock: ticking()})
		wantCode(t, err, ledger.CodeUnavailable)
		if !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", dsn, err)
		}
	}
}

// TestBehindAPoolOfConnections goes without prepared statements, as a pool wants
// that gives each transaction another connection.
func TestBehindAPoolOfConnections(t *testing.T) {
	if !pgtest.Offered() {
		t.Skip("there is no PostgreSQL server for tests")
	}
	d := target{postgresDialect, Config{DSN: pgtest.Fresh(t) + "&default_query_exec_mode=exec", Clock: ticking()}}
	s := busyLedger(t, d)
	sound(t, s)
	before := taken(t, s)
	d.config.DSN = pgtest.Fresh(t) + "&default_query_exec_mode=exec"
	to, _, err := Load(t.Context(), d.config, before, restored, noFiles)
	if err != nil {
		t.Fatal(err)
	}
	defer to.Close()
	sound(t, to)
}

func TestOpenInOddFolders(t *testing.T) {
	for _, name := range []string{"数据 目录", "a?b#c%20d&e"} {
		dir := filepath.Join(t.TempDir(), name)
		s := target{config: Config{DataDir: dir, Clock: ticking()}}.open(t)
		must[app.Submission](t)(s.Accept(t.Context(), plan(programme(1), "p")))
		if _, err := os.Stat(filepath.Join(dir, FileName)); err != nil {
			t.Error(err)
		}
	}
}

func TestOpenByManyAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				s, err := Open(t.Context(), d.config)
				if err != nil {
					t.Error(err)
					return
				}
				t.Cleanup(func() { _ = s.Close() })
			})
		}
		wg.Wait()
	})
}

func TestOpenRefusesANewerSchema(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		s := d.open(t)
		if err := s.writer.Exec("INSERT INTO migrations (id) VALUES ('9999-future')").Error; err != nil {
			t.Fatal(err)
		}
		_, err := Open(t.Context(), d.config)
		wantCode(t, err, ledger.CodeRefused)
	})
}

func TestReadersCannotWriteSQLite(t *testing.T) {
	s := target{config: Config{DataDir: t.TempDir(), Clock: ticking()}}.open(t)
	if err := s.reader.Exec("DELETE FROM audit_head").Error; err == nil {
		t.Error("a reader's connection wrote")
	}
}

func TestVerifyFindsADamagedFile(t *testing.T) {
	config := Config{DataDir: t.TempDir(), Clock: ticking()}
	s, err := Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	must[app.Submission](t)(s.Accept(t.Context(), plan(programme(100), "p")))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(filepath.Join(config.DataDir, FileName), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt(bytes.Repeat([]byte{0xFF}, 8192), size-8192); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	s = target{config: config}.open(t)
	if wrong := must[[]string](t)(s.Verify(t.Context())); len(wrong) == 0 || !strings.Contains(wrong[0], "数据库文件损坏") {
		t.Errorf("Verify found %q", wrong)
	}
}

func TestFullDisk(t *testing.T) {
	s := target{config: Config{DataDir: t.TempDir(), Clock: ticking()}}.open(t)
	// A limit on the file's pages stands in for a disk without room.
	if err := s.writer.Exec("PRAGMA max_page_count = 60").Error; err != nil {
		t.Fatal(err)
	}
	_, err := s.Accept(t.Context(), plan(programme(500), "p"))
	wantCode(t, err, ledger.CodeUnavailable)
	if !strings.Contains(err.Error(), "磁盘空间不足") || count(t, s, "projects") != 0 {
		t.Errorf("error %v, %d rows left", err, count(t, s, "projects"))
	}
	must[app.Submission](t)(s.Accept(t.Context(), plan(programme(1), "q")))
	sound(t, s)
}
