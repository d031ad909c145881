package main

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tongbao/server/internal/pgtest"
)

const (
	loadUnits  = 50 // each sends a workbook
	loadRows   = 20 // of each workbook
	readers    = 200
	loadSheets = "2026年三季度民生实事进展情况表"
)

func loadUnit(n int) string { return fmt.Sprintf("第%d街道办事处", n+1) }

func loadProject(i int) string { return fmt.Sprintf("第%d片区老旧小区改造", i+1) }

// loadSheet is a unit's progress table as a workbook.
func loadSheet(t testing.TB, unit int) []byte {
	return workbookOf(t, strings.Fields("序号 项目名称 责任单位 累计完成 完成率 是否达序时 形象进度 存在问题"), loadRows, func(i int) []any {
		k := unit*loadRows + i
		return []any{k + 1, loadProject(k), loadUnit(unit), 5 + k%9, "", "是", "正在施工，按计划推进", ""}
	})
}

// TestFiftyUploadsAmongReaders sends fifty units' workbooks at once, each twice at
// the same moment, and accepts each, twice again, while two hundred readers turn
// pages: none is refused, each workbook is in once, numbers have no gaps. It
// prints how long requests took. On PostgreSQL three processes serve the database.
func TestFiftyUploadsAmongReaders(t *testing.T) {
	needsTools(t)
	t.Run("sqlite", func(t *testing.T) {
		s := newSystem(t, "")
		s.boot()
		defer s.stop()
		underLoad(t, s, []string{s.process.base})
	})
	if !pgtest.Offered() {
		return
	}
	t.Run("postgres", func(t *testing.T) {
		s := newSystem(t, pgtest.Fresh(t))
		s.boot()
		defer s.stop()
		bases := []string{s.process.base}
		for range 2 {
			other := *s
			other.officer = &browser{t: t}
			other.boot()
			defer other.stop()
			bases = append(bases, other.process.base)
		}
		underLoad(t, s, bases)
	})
}

// timings are how long requests took, by kind.
type timings struct {
	mu sync.Mutex
	by map[string][]time.Duration
}

func (x *timings) add(kind string, took time.Duration) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.by[kind] = append(x.by[kind], took)
}

func (x *timings) log(t *testing.T) {
	for _, kind := range []string{"drop", "accept", "read"} {
		all := x.by[kind]
		slices.Sort(all)
		at := func(percent int) time.Duration { return all[(len(all)-1)*percent/100].Round(time.Millisecond) }
		t.Logf("%-6s %5d requests, p50 %v, p99 %v, longest %v", kind, len(all), at(50), at(99), at(100))
	}
}

func underLoad(t *testing.T, s *system, bases []string) {
	t.Helper()
	const key, home = "shi-2026", "/p/shi-2026"
	plan := workbookOf(t, strings.Fields("序号 项目名称 主要内容 牵头单位 完成时限"), loadUnits*loadRows, func(i int) []any {
		return []any{i + 1, loadProject(i), fmt.Sprintf("改造%d个小区。", 20+i%50), loadUnit(i / loadRows), "12月底前"}
	})
	path := filepath.Join(t.TempDir(), "2026年民生实事项目表.xlsx")
	if err := os.WriteFile(path, plan, 0o600); err != nil {
		t.Fatal(err)
	}
	s.do("import", path, "--programme", key)
	token := inboxTokenForm.FindStringSubmatch(s.officer.get("/upload"))[1]
	cookie := s.officer.client.Jar.Cookies(&url.URL{Scheme: "http", Host: "127.0.0.1", Path: "/"})[0]

	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: readers + 4*loadUnits}}
	defer client.CloseIdleConnections()
	took := &timings{by: map[string][]time.Duration{}}
	do := func(kind string, r *http.Request) string {
		r.AddCookie(cookie)
		began := time.Now()
		answer, err := client.Do(r)
		if err != nil {
			t.Errorf("%s: %v", kind, err)
			return ""
		}
		body, err := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		took.add(kind, time.Since(began))
		if err != nil || answer.StatusCode != http.StatusOK {
			t.Errorf("%s %s: %s %v %.300s", kind, r.URL.Path, answer.Status, err, problem(string(body)))
		}
		return string(body)
	}

	var reading, sending sync.WaitGroup
	done := make(chan struct{})
	pages := []string{"/", home, home + "/projects", home + "/projects/7", home + "/filing", "/upload", home + "/submissions", home + "/bulletins", "/log"}
	for n := range readers {
		reading.Go(func() {
			for i := n; ; i++ {
				select {
				case <-done:
					return
				default:
				}
				r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, bases[i%len(bases)]+pages[i%len(pages)], nil)
				if err != nil {
					t.Error(err)
					return
				}
				do("read", r)
			}
		})
	}
	post := func(kind, base, path, contentType, body string) string {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+path, strings.NewReader(body))
		if err != nil {
			t.Error(err)
			return ""
		}
		r.Header.Set("Content-Type", contentType)
		if kind == "drop" {
			r.Header.Set("Accept", "application/json")
		}
		return do(kind, r)
	}
	for n := range loadUnits {
		body, contentType := dropped(t, token, loadUnit(n)+loadSheets+".xlsx", loadSheet(t, n))
		for twice := range 2 {
			sending.Go(func() {
				base := bases[(n+twice)%len(bases)]
				got := idForm.FindStringSubmatch(post("drop", base, "/inbox", contentType, string(body)))
				if got == nil {
					t.Errorf("the file of %s has no number", loadUnit(n))
					return
				}
				form := url.Values{"csrf": {token}, "id": {got[1]}}
				post("accept", base, "/inbox/accept", "application/x-www-form-urlencoded", form.Encode())
			})
		}
	}
	sending.Wait()
	close(done)
	reading.Wait()
	took.log(t)
	if wal, err := os.Stat(s.data + "/tongbao.db-wal"); err == nil {
		t.Logf("the write-ahead log has %d KB", wal.Size()>>10)
	}
	checkLoad(t, s)
}

var idForm = regexp.MustCompile(`"id":(\d+)`)

// checkLoad checks that each workbook is in the inbox and in the ledger once.
func checkLoad(t *testing.T, s *system) {
	t.Helper()
	p := &client{t: t, base: s.process.base}
	var submissions []struct {
		ID      int
		File    string
		Rows    int
		Current bool
	}
	p.get("/api/v1/submissions", &submissions)
	files := map[string]bool{}
	for _, sub := range submissions[:len(submissions)-1] { // the first is the plan
		files[sub.File] = true
		if !sub.Current || sub.Rows != loadRows {
			t.Errorf("submission %+v", sub)
		}
	}
	if len(files) != loadUnits || len(submissions) != loadUnits+1 {
		t.Errorf("%d submissions of %d files, want one of each of %d", len(submissions)-1, len(files), loadUnits)
	}
	if _, ids := listed(s.officer.get("/upload")); len(ids) != loadUnits {
		t.Errorf("%d files came in, want %d", len(ids), loadUnits)
	}
	s.state()
}
