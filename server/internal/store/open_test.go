package store

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"tongbao/server/internal/app"
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
