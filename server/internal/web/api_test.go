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
	send := func(method, address, body string) func(*testing.T) *http.Request {
		return func(*testing.T) *http.Request {
			r := httptest.NewRequest(method, address, strings.NewReader(body))
			r.Header.Set("Content-Type", "application/json; charset=utf-8")
			return r
		}
	}
	form := func(address, body string) func(*testing.T) *http.Request {
		return func(*testing.T) *http.Request {
			r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(body))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			return r
		}
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
		}, status: 200, has: []string{`{"file":"一季度.xlsx",`}},
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
		{name: "check with the difference", request: func(t *testing.T) *http.Request {
			return upload(t, "/api/v1/submissions", map[string]string{"一季度.xlsx": "PK"}, nil)
		}, status: 200, has: []string{`"id":"` + hash + `"`, `"changes":[{"project":"1③"`, `"programme":"huaian-2020"`}},
		{name: "check of a table with errors", request: func(t *testing.T) *http.Request {
			return upload(t, "/api/v1/submissions", map[string]string{badFile: "PK"}, nil)
		}, status: 200, has: []string{`"id":null`, `"stopped":"有2处错误`}},
		{
			name: "accept", request: form("/api/v1/submissions/"+hash+"/accept", "name=a.xlsx&programme=huaian-2020&period=2020q1"),
			status: 201, has: []string{`"id":7`, `"programme":"huaian-2020"`},
		},
		{name: "accept without a name", request: form("/api/v1/submissions/"+hash+"/accept", "programme=huaian-2020"), status: 400, has: []string{"name"}},
		{name: "accept by a path", request: form("/api/v1/submissions/..%2f..%2fetc/accept", "name=a"), status: 404},
		{
			name: "accept what is there", request: form("/api/v1/submissions/"+hash+"/accept", "name=a.xlsx"),
			fake: func(f *fake) { f.conflict = true }, status: 409, has: []string{`"code":"conflict"`},
		},
		{name: "submissions", request: get("/api/v1/submissions?programme=huaian-2020"), status: 200, has: []string{`"id":7`, `"message":"第G7格`}},
		{name: "submission", request: get("/api/v1/submissions/7"), status: 200, has: []string{`"layout":"progress"`}},
		{name: "unknown submission", request: get("/api/v1/submissions/8"), status: 404},
		{name: "projects", request: get("/api/v1/programmes/huaian-2020/projects"), status: 200, has: []string{`^\[1\]$`}},
		{name: "projects of nothing", request: get("/api/v1/programmes/x/projects"), status: 404},
		{name: "units", request: get("/api/v1/units?programme=huaian-2020"), status: 200, has: []string{`"name":"市住建局"`, `"recipients":\["zj@example.com"\]`, `"aliases":\["市文旅局"\]`}},
		{name: "units of nothing named", request: get("/api/v1/units"), status: 400, has: []string{"缺少参数 programme"}},
		{name: "deliveries", request: get("/api/v1/deliveries?bulletin=3"), status: 200, has: []string{`"state":"failed"`, "550 没有这个用户"}},
		{name: "deliveries of nothing named", request: get("/api/v1/deliveries"), status: 400},
		{name: "draft", request: send("POST", "/api/v1/bulletins", `{"programme":"huaian-2020","period":"2020Q1"}`), status: 200, has: []string{`"id":3`, `"edition":"internal"`}},
		{name: "draft of an edition that is none", request: send("POST", "/api/v1/bulletins", `{"programme":"huaian-2020","period":"2020Q1","edition":"x"}`), status: 400},
		{name: "draft with a misspelt field", request: send("POST", "/api/v1/bulletins", `{"programm":"huaian-2020"}`), status: 400, has: []string{"JSON"}},
		{name: "draft with more behind it", request: send("POST", "/api/v1/bulletins", `{"programme":"x","period":"2020Q1"} {}`), status: 400, has: []string{"多余"}},
		{name: "words", request: send("PATCH", "/api/v1/bulletins/3", `{"words":{"late":" 请抓紧。 ","trend":" "}}`), status: 200, has: []string{`"words":\{"late":"请抓紧。"\}`}},
		{name: "too many words", request: send("PATCH", "/api/v1/bulletins/3", `{"words":{"late":"`+strings.Repeat("字", maxWords+1)+`"}}`), status: 400, has: []string{"5000"}},
		{
			name: "words of an issued one", request: send("PATCH", "/api/v1/bulletins/3", `{"words":{}}`),
			fake: func(f *fake) { f.state = app.Issued }, status: 422, has: []string{`"code":"refused"`},
		},
		{name: "issue", request: send("POST", "/api/v1/bulletins/3/issue", `{"date":"2020-04-13"}`), status: 200, has: []string{`"id":3`}},
		{name: "issue and send", request: send("POST", "/api/v1/bulletins/3/issue", `{"date":"2020-04-13","send":true}`), status: 200, has: []string{`"id":3`}},
		{name: "issue on no day", request: send("POST", "/api/v1/bulletins/3/issue", `{"date":"2020-02-30"}`), status: 400},
		{name: "JSON that is said to be text", request: func(*testing.T) *http.Request {
			r := httptest.NewRequest(http.MethodPost, "/api/v1/bulletins/3/issue", strings.NewReader(`{"date":"2020-04-13"}`))
			r.Header.Set("Content-Type", "text/plain")
			return r
		}, status: 400, has: []string{"application/json"}},
		{name: "from a sandboxed page", request: func(t *testing.T) *http.Request {
			r := send("POST", "/api/v1/bulletins/3/issue", `{"date":"2020-04-13"}`)(t)
			r.Header.Set("Origin", "null")
			return r
		}, status: 403, has: []string{`"code":"forbidden"`}},
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
