package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

func TestRulesAndVersionsAreShown(t *testing.T) {
	closed := func(f *fake) {
		f.closed = []app.ClosedPeriod{{Period: ledger.Period{Year: 2020, Kind: ledger.Half, N: 1}, Actor: app.Browser, At: now}}
	}
	for _, tt := range []scenario{
		{
			name: "rules", get: "/p/huaian-2020/rules", status: 200,
			has: []string{`value="all" checked`, `value="pass" checked`, `name="code" value="rate-differs" checked`, "2020年第四季度"}, hasNot: []string{"<td>已截止"},
		},
		{
			name: "a closed half-year closes its quarters", get: "/p/huaian-2020/rules", fake: closed, status: 200,
			has: []string{"随2020年上半年截止", `value="open">重新开放`}, hasNot: []string{`name="period" value="2020Q1"`},
		},
		{name: "rules of no programme", get: "/p/none/rules", status: 404},
		{
			name: "submission with versions", get: "/p/huaian-2020/submissions/7", status: 200,
			has: []string{"第1版", "第2版", "（本页）", `compare\?with=5`, "撤销这份报送"},
		},
		{
			name: "undone submission", get: "/p/huaian-2020/submissions/7", status: 200,
			fake: func(f *fake) { f.undone = &app.Undone{By: app.Browser, At: now, Reason: "传错<b>"} },
			has:  []string{"已撤销：", "2020-04-13 09:30", "传错&lt;b&gt;"}, hasNot: []string{"撤销这份报送"},
		},
		{name: "comparison with the version before", get: "/p/huaian-2020/submissions/7/compare", status: 200, has: []string{"第1版 → 第2版", "<ins>11</ins>"}},
		{name: "comparison with one that there is not", get: "/p/huaian-2020/submissions/7/compare?with=99", status: 404, has: []string{"没有可以对比"}},
		{name: "comparison with nonsense", get: "/p/huaian-2020/submissions/7/compare?with=x", status: 404},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newFake()
			if tt.fake != nil {
				tt.fake(f)
			}
			h, _ := serve(t, f, tt.config)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, tt.get, nil))
			checkAnswer(t, w, tt.status, tt.has, tt.hasNot)
		})
	}
}

func TestRulesAndUndoForms(t *testing.T) {
	const page = "/p/huaian-2020"
	for _, tt := range []struct {
		name, address string
		fields        url.Values
		fake          func(*fake)
		status        int
		location      string
		has           []string
	}{
		{name: "policy", address: "/rules/policy", fields: url.Values{"rows": {"good-only"}, "warnings": {"pass"}}, status: 303, location: page + "/rules?done=policy"},
		{
			name: "no kind of warning chosen", address: "/rules/policy", fields: url.Values{"rows": {"good-only"}, "warnings": {"explain"}},
			status: 400, has: []string{"至少勾选一种", `value="good-only" checked`, `value="explain" checked`},
		},
		{name: "close", address: "/rules/periods", fields: url.Values{"period": {"2020q1"}, "state": {"closed"}}, status: 303, location: page + "/rules?done=closed"},
		{name: "no period", address: "/rules/periods", fields: url.Values{"period": {"<x>"}, "state": {"closed"}}, status: 400, has: []string{`value="&lt;X&gt;"`}},
		{
			name: "close twice", address: "/rules/periods", fields: url.Values{"period": {"2020Q1"}, "state": {"closed"}},
			fake: func(f *fake) { f.closed = make([]app.ClosedPeriod, 1); f.closed[0].Period = q1 }, status: 409, has: []string{"已经截止。"},
		},
		{name: "reopen", address: "/rules/periods", fields: url.Values{"period": {"2020Q1"}, "state": {"open"}}, status: 303, location: page + "/rules?done=reopened"},
		{name: "undo", address: "/submissions/7/undo", fields: url.Values{"reason": {"传错"}}, status: 303, location: page + "/submissions/7?done=undone"},
		{
			name: "undo refused", address: "/submissions/7/undo", fields: url.Values{"reason": {"传错了"}}, fake: func(f *fake) { f.conflict = true },
			status: 422, has: []string{"不能撤销", ">传错了</textarea>", `id="undo" open`},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newFake()
			if tt.fake != nil {
				tt.fake(f)
			}
			h, _ := serve(t, f, nil)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, post(page+tt.address, tt.fields))
			if got := w.Header().Get("Location"); got != tt.location {
				t.Errorf("sent on to %q, want %q", got, tt.location)
			}
			checkAnswer(t, w, tt.status, tt.has, nil)
		})
	}
}
