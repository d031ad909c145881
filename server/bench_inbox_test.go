package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"syscall"
	"testing"

	"tongbao/server/internal/app"
)

// BenchmarkDrop40 is forty units' workbooks of fifty rows each, dropped at once
// and sent two at a time as the page does: received, kept, read, compared with a
// programme of 2,000 projects, and the table of them shown. One operation is all
// forty; cpu-s is its processor time, which other work on the machine does not
// change.
func BenchmarkDrop40(b *testing.B) {
	const units, each = 40, 50
	o := serveOptions{options: &options{data: b.TempDir()}}
	s, closeStore, err := o.open(b.Context(), quietLog())
	if err != nil {
		b.Fatal(err)
	}
	handler, err := o.handler(s, quietLog())
	if err != nil {
		b.Fatal(err)
	}
	unit := func(n int) string { return fmt.Sprintf("第%d街道办事处", n+1) }
	name := func(i int) string { return fmt.Sprintf("第%d片区老旧小区改造", i+1) }
	plan := workbookOf(b, strings.Fields("序号 项目名称 主要内容 牵头单位 完成时限"), units*each, func(i int) []any {
		return []any{i + 1, name(i), fmt.Sprintf("改造%d个小区。", 20+i%50), unit(i / each), "12月底前"}
	})
	accept(b, s, app.Upload{Name: "2026年民生实事项目表.xlsx", Data: plan}, app.Binding{Programme: "shi-2026"})
	var drop int
	request := func(n int) *http.Request {
		sheet := workbookOf(b, strings.Fields("序号 项目名称 责任单位 累计完成 完成率 是否达序时 形象进度 存在问题"), each, func(i int) []any {
			k := n*each + i
			return []any{k + 1, name(k), unit(n), 5 + drop%9 + k%9, "", "是", "正在施工，按计划推进", ""}
		})
		body, kind := dropped(b, strings.Repeat("t", 32), fmt.Sprintf("%s2026年三季度-%d.xlsx", unit(n), drop), sheet)
		r := httptest.NewRequestWithContext(b.Context(), http.MethodPost, "http://127.0.0.1/inbox", bytes.NewReader(body))
		r.Header.Set("Content-Type", kind)
		r.Header.Set("Accept", "application/json")
		r.AddCookie(&http.Cookie{Name: "tongbao_csrf", Value: strings.Repeat("t", 32)})
		return r
	}
	send := func(r *http.Request) {
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, r)
		if answer.Code != http.StatusOK || !strings.Contains(answer.Body.String(), `"可入库"`) {
			b.Errorf("%d %.600s", answer.Code, answer.Body)
		}
	}
	var spent float64
	for b.Loop() {
		var requests []*http.Request
		for n := range units {
			requests = append(requests, request(n))
		}
		before := processorTime(b)
		next := make(chan *http.Request)
		var both sync.WaitGroup
		for range 2 {
			both.Go(func() {
				for r := range next {
					send(r)
				}
			})
		}
		for _, r := range requests {
			next <- r
		}
		close(next)
		both.Wait()
		list := httptest.NewRecorder()
		handler.ServeHTTP(list, httptest.NewRequestWithContext(b.Context(), http.MethodGet, "http://127.0.0.1/upload", nil))
		if list.Code != http.StatusOK {
			b.Fatalf("%d %.600s", list.Code, list.Body)
		}
		spent += processorTime(b) - before
		drop++
	}
	b.ReportMetric(spent/float64(b.N), "cpu-s/op")
	if err := closeStore(); err != nil {
		b.Fatal(err)
	}
}

// processorTime is what this process has used so far, in seconds.
func processorTime(b *testing.B) float64 {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	seconds := func(t syscall.Timeval) float64 { return float64(t.Sec) + float64(t.Usec)/1e6 }
	return seconds(used.Utime) + seconds(used.Stime)
}
