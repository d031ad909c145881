package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"tongbao/server/internal/app"
)

func TestAPI(t *testing.T) {
	get := func(address string) func(*testing.T) *http.Request {
		return func(*testing.T) *http.Request { return httptest.NewRequest(http.MethodGet, address, nil) }
	}
	for _, tt := range []struct {
		name    string
		request func(*testing.T) *http.Request
		fake    func(*fake)
		status  int
		has     []string
		hasNot  []string
	}{
		{name: "programmes", request: get("/api/v1/programmes"), status: 200, has: []string{`"key":"huaian-2020"`, `"periods":["2020Q1"]`}},
		{name: "no programmes", request: get("/api/v1/programmes"), fake: func(f *fake) { f.empty = true }, status: 200, has: []string{`^\[\]$`}},
		{name: "verdicts", request: get("/api/v1/programmes/huaian-2020/verdicts?period=2020Q1"), status: 200, has: []string{`{"period":"2020Q1"}`}},
		{name: "verdicts without a period", request: get("/api/v1/programmes/huaian-2020/verdicts"), status: 400, has: []string{`"code":"invalid"`, "缺少参数 period"}},
		{name: "verdicts of nothing", request: get("/api/v1/programmes/x/verdicts?period=2020Q1"), status: 404, has: []string{`"code":"not-found"`}},
		{name: "check", request: func(t *testing.T) *http.Request {
			return upload(t, "/api/v1/submissions", map[string]string{"一季度.xlsx": "PK"}, nil)
		}, status: 200, has: []string{`{"file":"一季度.xlsx"}`}},
		{name: "check of nothing", request: func(t *testing.T) *http.Request { return upload(t, "/api/v1/submissions", nil, nil) }, status: 400, has: []string{`"code":"invalid"`}},
		{name: "check of an unreadable file", request: func(t *testing.T) *http.Request {
			return upload(t, "/api/v1/submissions", map[string]string{"密.xlsx": "encrypted"}, nil)
		}, status: 400, has: []string{"文件有打开密码"}},
		{name: "check from another site", request: func(t *testing.T) *http.Request {
			r := upload(t, "/api/v1/submissions", map[string]string{"一季度.xlsx": "PK"}, nil)
			r.Header.Set("Sec-Fetch-Site", "cross-site")
			return r
		}, status: 403, has: []string{`"code":"forbidden"`}},
		{
			name: "bulletins", request: get("/api/v1/bulletins"), fake: func(f *fake) { f.state = app.Issued }, status: 200,
			has: []string{`"sha256":"` + hash, `"issuedAt":"2020-04-13T09:30:00+08:00"`},
		},
		{name: "bulletin", request: get("/api/v1/bulletins/3"), status: 200, has: []string{`"state":"draft"`}},
		{name: "bulletin's workbook", request: get("/api/v1/bulletins/3.xlsx"), status: 200, has: []string{"^PK$"}},
		{name: "foreign bulletin", request: get("/api/v1/bulletins/4.pdf"), status: 404, has: []string{`"code":"not-found"`}},
		{name: "unknown kind of file", request: get("/api/v1/bulletins/3.exe"), status: 404},
		{name: "unknown address", request: get("/api/v1/nothing"), status: 404, has: []string{`"code":"not-found"`}},
		{
			name: "internal error", request: get("/api/v1/programmes/huaian-2020/verdicts?period=2020Q1"),
			fake: func(f *fake) { f.broken = errors.New("secret") }, status: 500, has: []string{`"code":"internal"`, `"reference":"`}, hasNot: []string{"secret"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newFake()
			if tt.fake != nil {
				tt.fake(f)
			}
			h, _ := serve(t, f, nil)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, tt.request(t))
			text := w.Body.String()
			checkAnswer(t, w, tt.status, tt.has, tt.hasNot)
			if tt.status < 400 {
				return
			}
			if got := w.Header().Get("Content-Type"); !strings.HasPrefix(got, "application/problem+json") {
				t.Errorf("type %q", got)
			}
			var p problem
			if err := json.Unmarshal([]byte(text), &p); err != nil || p.Status != tt.status || p.Detail == "" {
				t.Errorf("problem %+v, %v", p, err)
			}
		})
	}
}
