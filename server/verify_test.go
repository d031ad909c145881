package main

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tongbao/server/internal/app"
	"tongbao/server/internal/store"
)

// needed are the files that a ledger refers to.
func (s *system) needed() (list []app.Needed) {
	s.t.Helper()
	o := options{data: s.data}
	err := o.withService(s.t.Context(), func(service *app.Service) (err error) {
		list, err = service.Store.Needed(s.t.Context())
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return list
}

// A byte that changed in a file of the ledger, whatever it is, is found and the
// file named; what is damaged is not backed up either.
func TestVerifyFindsAChangedFile(t *testing.T) {
	onEach(t, func(t *testing.T, s *system) {
		s.demo()
		needed := s.needed()
		for _, kind := range []string{`^通报文件“.*\.xlsx”`, `^通报文件“.*\.pdf”`, `^通报文件“.*\.docx”`, `^报送#\d+的文件“.*\.xlsx”`} {
			i := 0
			for !regexp.MustCompile(kind).MatchString(needed[i].As) {
				i++
			}
			file := needed[i]
			found, err := filepath.Glob(filepath.Join(s.data, "files", "*", "*", file.SHA256))
			if err != nil || len(found) != 1 {
				t.Fatalf("%s: %v %v", file.As, found, err)
			}
			whole, err := os.ReadFile(found[0])
			if err != nil {
				t.Fatal(err)
			}
			damaged := bytes.Clone(whole)
			damaged[len(damaged)/3] ^= 1
			if err := os.WriteFile(found[0], damaged, 0o600); err != nil {
				t.Fatal(err)
			}
			for says, args := range map[string][]string{
				"内容与存入时不同": {"verify"},
				"没有备份":     {"backup", filepath.Join(t.TempDir(), "a.zip")},
			} {
				_, stderr, code := execute(t, append(args, "--data", s.data)...)
				if code != 1 || !strings.Contains(stderr, file.As) || !strings.Contains(stderr, says) {
					t.Errorf("%s of %s: exit %d: %s", args[0], file.As, code, stderr)
				}
			}
			if err := os.WriteFile(found[0], whole, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		works(t, "verify", "--data", s.data)
		got := s.failures()
		slices.Sort(got)
		if want := []string{"backup", "backup", "backup", "backup", "verify", "verify", "verify", "verify"}; !slices.Equal(got, want) {
			t.Errorf("the log tells of %q", got)
		}
	})
}

// sql changes the database as who owns it can, past the program.
func (s *system) sql(statements ...string) {
	s.t.Helper()
	driver, address := "sqlite3", filepath.Join(s.data, store.FileName)
	if s.dsn != "" {
		driver, address = "pgx", s.dsn
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, text := range statements {
		if _, err := db.ExecContext(s.t.Context(), text); err != nil {
			s.t.Fatalf("%s: %v", text, err)
		}
	}
}

// Who owns the database can cut the end off the log and make it look whole. What
// was kept elsewhere tells: a backup, or the end that a backup has printed.
func TestVerifyFindsALogCutOff(t *testing.T) {
	onEach(t, func(t *testing.T, s *system) {
		s.demo()
		folder := t.TempDir()
		first, second := filepath.Join(folder, "1.zip"), filepath.Join(folder, "2.zip")
		backup := func(file string) (end string) {
			return regexp.MustCompile(`\d+:[0-9a-f]{64}`).FindString(works(t, "backup", file, "--data", s.data))
		}
		early, late := backup(first), backup(second)
		for _, since := range []string{first, second, early, late} {
			if said := works(t, "verify", "--since", since, "--data", s.data); !strings.Contains(said, late) {
				t.Errorf("verify says %s", said)
			}
		}

		cut := []string{
			"DELETE FROM audit WHERE id > (SELECT MAX(id) - 2 FROM audit)",
			"UPDATE audit_head SET entries = entries - 2, hash = (SELECT hash FROM audit ORDER BY id DESC LIMIT 1)",
		}
		if s.dsn == "" {
			s.sql(append([]string{"DROP TRIGGER audit_no_delete"}, cut...)...)
			s.sql("CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT 1; END")
		} else {
			s.sql(append([]string{"ALTER TABLE audit DISABLE TRIGGER audit_append_only"}, cut...)...)
			s.sql("ALTER TABLE audit ENABLE TRIGGER audit_append_only")
		}
		works(t, "verify", "--data", s.data) // it looks whole
		works(t, "verify", "--since", first, "--data", s.data)
		for since, says := range map[string]string{second: "末尾被删去", early: "末尾被删去", late: "末尾被删去", "2" + early[strings.Index(early, ":"):]: "被改写过"} {
			if _, stderr, code := execute(t, "verify", "--since", since, "--data", s.data); code != 1 || !strings.Contains(stderr, says) {
				t.Errorf("verify --since %s: exit %d: %s", since, code, stderr)
			}
		}
		if _, stderr, code := execute(t, "verify", "--since", late, "--backup", second, "--data", s.data); code != exitUsage {
			t.Errorf("verify of a backup since: exit %d: %s", code, stderr)
		}
		lost := s.needed()[0]
		if err := os.RemoveAll(filepath.Join(s.data, "files", lost.SHA256[:2])); err != nil {
			t.Fatal(err)
		}
		if _, stderr, code := execute(t, "verify", "--since", late, "--data", s.data); code != 1 || !strings.Contains(stderr, lost.As) || !strings.Contains(stderr, "末尾被删去") {
			t.Errorf("verify --since with a file lost as well: exit %d: %s", code, stderr)
		}
	})
}
