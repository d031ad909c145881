package main

import (
	"crypto/sha256"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	samplesheets "tongbao/sample-sheets"
	"tongbao/server/internal/app"
)

// ageFiles makes all files of a data folder ones that were put 40 days ago.
func ageFiles(t *testing.T, data string) {
	t.Helper()
	then := time.Now().AddDate(0, 0, -40)
	files, err := filepath.Glob(filepath.Join(data, "files", "*", "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if err := os.Chtimes(file, then, then); err != nil {
			t.Fatal(err)
		}
	}
}

// looked checks a table at the page without taking it in, and returns the hash
// under which it is kept.
func looked(t *testing.T, b *browser, table string) string {
	t.Helper()
	status, page := b.send(b.get("/upload"), "表.csv", []byte(table))
	hash := fmt.Sprintf("%x", sha256.Sum256([]byte(table)))
	if !strings.Contains(page, hash) {
		t.Fatalf("%d: the file is not kept", status)
	}
	return hash
}

// Files that were only checked go after a month, and nothing else does.
func TestTidyTakesWhatTheLedgerDoesNotName(t *testing.T) {
	data := demoFolder(t)
	b := officer(t, data)
	old := looked(t, b, string(strangeTableOf(1)))
	ageFiles(t, data)
	fresh := looked(t, b, string(strangeTableOf(2)))
	want := exports(t, data, "")

	if said := works(t, "verify", "--data", data); !strings.Contains(said, "另有2个文件") || !strings.Contains(said, fresh) {
		t.Errorf("verify says %s", said)
	}
	if said := works(t, "tidy", "--data", data); !strings.Contains(said, old) || strings.Contains(said, fresh) || !strings.Contains(said, "：1个") {
		t.Errorf("tidy says %s", said)
	}
	if said := works(t, "tidy", "--delete", "--data", data); !strings.Contains(said, "已删除1个文件") {
		t.Errorf("tidy --delete says %s", said)
	}
	if said := works(t, "tidy", "--delete", "--data", data); !strings.Contains(said, "已删除0个文件") {
		t.Errorf("tidy --delete again says %s", said)
	}
	works(t, "verify", "--data", data)
	sameExports(t, "tidied", exports(t, data, ""), want)
	if page := b.get("/log"); !strings.Contains(page, "清理文件") || !strings.Contains(page, old) {
		t.Errorf("the log does not tell of %s", old)
	}
}

func TestTidyRefusesWhatOthersMayName(t *testing.T) {
	data := demoFolder(t)
	ageFiles(t, data)
	_, stderr, code := execute(t, "tidy", "--days", "0", "--data", data)
	if code != exitUsage {
		t.Errorf("of today: exit %d: %s", code, stderr)
	}
	note := filepath.Join(data, "files", ".other-database")
	if err := os.WriteFile(note, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, stderr, code = execute(t, "tidy", "--delete", "--data", data)
	if code != exitRefused || !strings.Contains(stderr, note) {
		t.Errorf("of a folder that PostgreSQL uses: exit %d: %s", code, stderr)
	}
	t.Setenv(setBlobs, "s3://k:s@127.0.0.1:1/bucket?tls=none")
	if _, stderr, code = execute(t, "tidy", "--data", data); code != exitRefused || !strings.Contains(stderr, "没有清理") {
		t.Errorf("of a bucket: exit %d: %s", code, stderr)
	}
}

// A file that was checked long ago is accepted while old files are removed, again
// and again: it is accepted and kept, or it is said that it is not there any more.
func TestTidyAmongAcceptances(t *testing.T) {
	data := t.TempDir()
	o := options{data: data}
	s, closeStore, err := o.open(t.Context(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = closeStore() }()
	books := samplesheets.Workbooks("huaian-2020")
	settings, _ := samplesheets.Settings("huaian-2020")
	plan := app.Upload{Name: "项目表.xlsx", Data: books[0].Data}
	if _, _, err := s.Accept(t.Context(), plan, app.Binding{Programme: settings.Key}, app.CommandLine); err != nil {
		t.Fatal(err)
	}
	accepted := 0
	for i := range 30 {
		u := app.Upload{Name: "一季度.csv", Data: strangeTableOf(i)}
		hash, err := s.Stage(t.Context(), u)
		if err != nil {
			t.Fatal(err)
		}
		ageFiles(t, data)
		var wg sync.WaitGroup
		wg.Go(func() {
			before := time.Now().AddDate(0, 0, -30)
			if _, _, err := s.Tidy(t.Context(), before, app.CommandLine); err != nil {
				t.Error(err)
			}
		})
		b := app.Binding{Programme: settings.Key, Period: books[1].Period, Unit: "市住建局"}
		_, _, err = s.AcceptStaged(t.Context(), hash, u.Name, b, app.Browser)
		wg.Wait()
		if err == nil {
			accepted++
		} else if !strings.Contains(err.Error(), "没有找到文件") {
			t.Fatalf("round %d: %v", i, err)
		}
	}
	if wrong, err := s.Verify(t.Context()); err != nil || len(wrong) > 0 {
		t.Errorf("%d accepted, then: %v %q", accepted, err, wrong)
	}
	t.Logf("%d of 30 accepted", accepted)
}

// strangeTableOf is a table that differs from round to round.
func strangeTableOf(round int) []byte {
	return fmt.Appendf(nil, "2020年市政府为民办十件实事一季度进展情况表\n序号,项目名称,累计开工,累计完成,形象进度,是否达序时,填报单位\n"+
		"1①,更新改造城乡居民生活服务设施,%d,%d,%d个小区进场施工,是,市住建局\n", 12+round, round, round)
}
