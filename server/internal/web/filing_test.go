package web

import (
	"net/http"
	"strings"
	"testing"

	"tongbao/server/ledger"
)

func TestFilingShowsWhoOwesWhat(t *testing.T) {
	for _, tt := range []scenario{
		{
			name: "matrix", get: "/p/huaian-2020/filing?period=2020Q1", status: 200,
			has: []string{
				"已过8天", "2020年4月5日", "共2个单位，列出2个，涉及2个项目",
				`<td class="f-filed"><a href="/p/huaian-2020/submissions/7" title="新改扩建旅游公厕：已报">`,
				`<td class="f-unfiled"><a href="/p/huaian-2020/projects/1%E2%91%A0\?period=2020Q1"`,
				"改造老旧小区&lt;b&gt;", `filing.xlsx\?period=2020Q1`, "<span>未报</span>",
			},
		},
		{
			name: "only who owes", get: "/p/huaian-2020/filing?period=2020Q1&state=missing", status: 200,
			has: []string{"列出1个，涉及1个项目", "市住建局<small>0/1"}, hasNot: []string{"旅游公厕"},
		},
		{
			name: "nobody is late", get: "/p/huaian-2020/filing?state=late", status: 200,
			has: []string{"没有符合条件的单位"}, hasNot: []string{"<table"},
		},
		{name: "unknown programme", get: "/p/none/filing", status: 404},
		{
			name: "who owes, with texts to paste", get: "/p/huaian-2020/filing/late?period=2020Q1", status: 200,
			has: []string{
				"共1个单位没有报齐：未报1份", `<textarea id="text-0" readonly rows="6">市住建局：`, "贵单位还有1项未报", "各有关单位：",
				`href="mailto:zj@example.com\?subject=%E5%82%AC`, `data-copy="text-all"`, "filing/late.xlsx",
			},
			hasNot: []string{"小区<b>"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h, _ := serve(t, newFake(), nil)
			w := get(h, tt.get)
			checkAnswer(t, w, tt.status, tt.has, tt.hasNot)
		})
	}
}

func TestFilingIsExported(t *testing.T) {
	h, _ := serve(t, newFake(), nil)
	for path, want := range map[string]string{"filing.xlsx": "filing", "filing/late.xlsx": "owing"} {
		w := get(h, "/p/huaian-2020/"+path+"?period=2020Q1")
		if w.Code != http.StatusOK || w.Body.String() != want || !strings.Contains(w.Header().Get("Content-Disposition"), ".xlsx") {
			t.Errorf("%s: %d %s %s", path, w.Code, w.Body, w.Header())
		}
		if w := get(h, "/p/huaian-2020/"+path); w.Code != http.StatusBadRequest {
			t.Errorf("%s without a period: %d", path, w.Code)
		}
	}
}

func TestTheQuartersToReportFor(t *testing.T) {
	p := &ledger.Programme{Year: 2020, NoticeDate: ledger.Date{Year: 2020, Month: 4, Day: 2}}
	for _, tt := range []struct {
		today ledger.Date
		want  string
	}{
		{ledger.Date{Year: 2019, Month: 12, Day: 31}, ""},
		{ledger.Date{Year: 2020, Month: 6, Day: 30}, "2020Q2"},
		{ledger.Date{Year: 2020, Month: 7, Day: 1}, "2020Q2 2020Q3"},
		{ledger.Date{Year: 2021, Month: 2, Day: 1}, "2020Q2 2020Q3 2020Q4"},
	} {
		var got []string
		for _, q := range quarters(p, tt.today) {
			got = append(got, q.String())
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("on %s: %q, want %q", tt.today, s, tt.want)
		}
	}
}
