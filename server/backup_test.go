package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"tongbao/server/internal/app"
	"tongbao/server/internal/pgtest"
)

// exports are what `export --json` prints for every programme and period of a
// ledger.
func exports(t *testing.T, data, database string) map[string]string {
	t.Helper()
	t.Setenv(setDatabase, database)
	o := options{data: data}
	out := map[string]string{}
	err := o.withService(t.Context(), func(s *app.Service) error {
		all, err := s.Programmes(t.Context())
		if err != nil {
			return err
		}
		for _, p := range all {
			periods, err := s.Periods(t.Context(), p.Key)
			if err != nil {
				return err
			}
			for _, period := range periods {
				text, err := s.Export(t.Context(), p.Key, period)
				if err != nil {
					return err
				}
				out[p.Key+" "+period.String()] = string(text)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func sameExports(t *testing.T, what string, got, want map[string]string) {
	t.Helper()
	if len(want) < 15 || len(got) != len(want) {
		t.Errorf("%s: %d periods, want %d", what, len(got), len(want))
	}
	for key := range want {
		if got[key] != want[key] {
			t.Errorf("%s: %s is another", what, key)
		}
	}
}

// works runs a command that must succeed, and returns what it says.
func works(t *testing.T, args ...string) string {
	t.Helper()
	stdout, stderr, code := execute(t, args...)
	if code != 0 {
		t.Fatalf("%s: exit %d: %s%s", strings.Join(args, " "), code, stdout, stderr)
	}
	return stdout
}

// A backup is taken while the server is being written to; what is restored from
// it is one moment of that, whole, and says the same of every period.
func TestBackupUnderLoadIsRestored(t *testing.T) { onEach(t, backupUnderLoadIsRestored) }

func backupUnderLoadIsRestored(t *testing.T, s *system) {
	s.demo()
	want := exports(t, s.data, s.dsn)
	base := s.served().base
	stop, wrote := make(chan struct{}), make(chan int)
	go func() {
		n := 0
		defer func() { wrote <- n }()
		for ; ; n++ {
			select {
			case <-stop:
				return
			default:
			}
			rule := []string{"pass", "explain"}[n%2]
			if err := put(base+"/api/v1/programmes/huaian-2020/policy", `{"rows":"all","warnings":"`+rule+`"}`); err != nil {
				t.Error(err)
				return
			}
		}
	}()
	folder := t.TempDir()
	var wg sync.WaitGroup
	for i := range 2 {
		wg.Go(func() {
			if _, stderr, code := execute(t, "backup", filepath.Join(folder, fmt.Sprintf("%d.zip", i)), "--data", s.data); code != 0 {
				t.Errorf("backup: exit %d: %s", code, stderr)
			}
		})
	}
	wg.Wait()
	close(stop)
	if n := <-wrote; n < 3 {
		t.Errorf("only %d changes while backups were taken", n)
	}
	left, err := os.ReadDir(folder)
	if err != nil || len(left) != 2 {
		t.Errorf("left beside the backups: %v, %v", left, err)
	}
	works(t, "verify", "--backup", filepath.Join(folder, "0.zip"))
	onEach(t, func(t *testing.T, to *system) {
		if said := works(t, "restore", filepath.Join(folder, "1.zip"), "--data", to.data); !strings.Contains(said, "核对无误") {
			t.Errorf("restore says %s", said)
		}
		sameExports(t, "restored", exports(t, to.data, to.dsn), want)
	})
}

func put(address, body string) error {
	r, err := http.NewRequest(http.MethodPut, address, strings.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("put: %s", answer.Status)
	}
	return nil
}

func TestBackupAndRestoreRefuse(t *testing.T) {
	data, folder := demoFolder(t), t.TempDir()
	file := filepath.Join(folder, "a.zip")
	works(t, "backup", file, "--data", data)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	bad := filepath.Join(folder, "bad.zip")
	damaged := bytes.Clone(whole)
	damaged[len(damaged)/2] ^= 1
	if err := os.WriteFile(bad, damaged, 0o600); err != nil {
		t.Fatal(err)
	}
	empty := filepath.Join(folder, "empty")
	for _, c := range []struct {
		name string
		args []string
		code int
		says string
	}{
		{"over a file", []string{"backup", file, "--data", data}, 1, "已经存在"},
		{"into no folder", []string{"backup", filepath.Join(folder, "x", "a.zip"), "--data", data}, 1, "请先建立"},
		{"no name", []string{"backup", "--data", data}, 2, "备份文件"},
		{"into a ledger", []string{"restore", file, "--data", data}, 1, "已有数据"},
		{"a damaged backup", []string{"restore", bad, "--data", empty}, 1, "已损坏"},
		{"the same, verified", []string{"verify", "--backup", bad}, 1, "已损坏"},
		{"no backup", []string{"restore", filepath.Join(folder, "b.zip"), "--data", empty}, 1, "没有文件"},
		{"from nowhere", []string{"migrate", "--from", "sqlite:" + filepath.Join(folder, "none"), "--to", "sqlite:" + empty}, 1, "没有台账"},
		{"half a move", []string{"migrate", "--from", "sqlite:" + data}, 2, "--to"},
		{"a move to nothing known", []string{"migrate", "--from", "sqlite:" + data, "--to", "mysql://u:geheim@h/d"}, 2, "无法识别"},
	} {
		t.Run(c.name, func(t *testing.T) {
			stdout, stderr, code := execute(t, c.args...)
			if code != c.code || !strings.Contains(stderr, c.says) || strings.Contains(stderr, "geheim") {
				t.Errorf("exit %d, want %d; said %s%s", code, c.code, stdout, stderr)
			}
		})
	}
	if now, err := os.ReadFile(file); err != nil || !bytes.Equal(now, whole) {
		t.Error("the backup was changed")
	}
	if got := (&system{t: t, data: data}).failures(); !slices.Equal(got, []string{"restore", "backup", "backup"}) {
		t.Errorf("the log tells of %q", got)
	}
}

// failures are the actions that failed by the system's log, newest first.
func (s *system) failures() (actions []string) {
	s.t.Helper()
	ledger := s.open()
	defer s.close(ledger)
	log, err := ledger.Audit(s.t.Context(), app.AuditFilter{Result: app.Failure, Limit: 100})
	if err != nil {
		s.t.Fatal(err)
	}
	for _, e := range log {
		actions = append(actions, e.Action)
	}
	return actions
}

func TestOnPostgresALedgerGoesThereAndBack(t *testing.T) {
	if !pgtest.Offered() {
		t.Skip("there is no PostgreSQL server for tests")
	}
	postgres := pgtest.Fresh(t)
	data, folder := demoFolder(t), t.TempDir()
	want := exports(t, data, "")
	there := works(t, "migrate", "--from", "sqlite:"+data, "--to", postgres, "--data", data)
	sameExports(t, "on PostgreSQL", exports(t, data, postgres), want)
	if _, stderr, code := execute(t, "migrate", "--from", "sqlite:"+data, "--to", postgres, "--data", data); code != 1 || !strings.Contains(stderr, "已有数据") {
		t.Errorf("a second time: exit %d: %s", code, stderr)
	}

	back := filepath.Join(folder, "back")
	again := works(t, "migrate", "--from", postgres, "--to", "sqlite:"+back, "--data", data)
	sameExports(t, "back on SQLite", exports(t, back, ""), want)
	for _, table := range []string{"projects", "reports", "bulletin_versions", "submissions"} {
		if lineOf(there, table) == "" || lineOf(there, table) != lineOf(again, table) {
			t.Errorf("%s: %q there, %q back", table, lineOf(there, table), lineOf(again, table))
		}
	}

	// A backup of one database is restored into the other.
	file := filepath.Join(folder, "a.zip")
	t.Setenv(setDatabase, postgres)
	works(t, "backup", file, "--data", data)
	works(t, "verify", "--data", data)
	t.Setenv(setDatabase, "")
	works(t, "restore", file, "--data", filepath.Join(folder, "restored"))
	sameExports(t, "restored from PostgreSQL", exports(t, filepath.Join(folder, "restored"), ""), want)
	second := pgtest.Fresh(t)
	t.Setenv(setDatabase, second)
	works(t, "restore", file, "--data", filepath.Join(folder, "second"))
	sameExports(t, "restored to PostgreSQL", exports(t, filepath.Join(folder, "second"), second), want)
}

// lineOf is the line of a table in what a move says.
func lineOf(said, table string) string {
	for line := range strings.Lines(said) {
		if strings.HasPrefix(line, table+" ") {
			return line
		}
	}
	return ""
}

// A data folder that was mistyped holds no ledger: nothing verifies it, or backs
// it up, as if all were well.
func TestNoLedgerIsNotAnEmptyOne(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "mistyped")
	for _, args := range [][]string{{"verify"}, {"tidy", "--delete"}, {"backup", filepath.Join(t.TempDir(), "b.zip")}, {"export", "--programme", "x", "--period", "2020Q1"}} {
		_, stderr, code := execute(t, append(args, "--data", folder)...)
		if _, err := os.Stat(folder); code != exitRefused || !strings.Contains(stderr, "没有台账") || err == nil {
			t.Errorf("%s: exit %d, %s", args[0], code, stderr)
		}
	}
}
