package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"tongbao/server/internal/app"
)

// inboxOf is a fake whose inbox has read these files.
func inboxOf(t *testing.T, names ...string) (*fake, http.Handler) {
	t.Helper()
	f := newFake()
	h, _ := serve(t, f, nil)
	for _, name := range names {
		content := "PK"
		if name == "密.xlsx" {
			content = "encrypted"
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, upload(t, "/inbox", map[string]string{name: content}, nil))
		if w.Code != http.StatusSeeOther {
			t.Fatalf("%s: %d %.300s", name, w.Code, w.Body)
		}
	}
	return f, h
}

func TestInboxForms(t *testing.T) {
	files := []string{"一季度.xlsx", badFile, "密.xlsx"}
	for _, tt := range []struct {
		name     string
		request  func(t *testing.T) *http.Request
		status   int
		location string
		has      []string
		hasNot   []string
	}{
		{
			name: "several come in", request: func(t *testing.T) *http.Request {
				return upload(t, "/inbox", map[string]string{"甲.xlsx": "PK", "乙.xlsx": "PK"}, nil)
			}, status: 303, location: "/upload?done=received&n=2#inbox",
		},
		{
			name: "one comes in", request: func(t *testing.T) *http.Request {
				return upload(t, "/inbox", map[string]string{"甲.xlsx": "PK"}, nil)
			}, status: 303, location: "/inbox/4",
		},
		{
			name: "for the page's script", request: func(t *testing.T) *http.Request {
				r := upload(t, "/inbox", map[string]string{"密.xlsx": "encrypted"}, nil)
				r.Header.Set("Accept", "application/json")
				return r
			}, status: 200, has: []string{`{"files":[{"id":3,"name":"密.xlsx","state":"不能读"}],"again":1}`},
		},
		{
			name: "the script's forged form", request: func(t *testing.T) *http.Request {
				r := upload(t, "/inbox", map[string]string{"甲.xlsx": "PK"}, nil)
				r.Header.Set("Accept", "application/json")
				r.Header.Del("Cookie")
				return r
			}, status: 403, has: []string{`"code":"forbidden"`},
		},
		{
			name: "none comes in, fields come back", request: func(t *testing.T) *http.Request {
				return upload(t, "/inbox", nil, map[string]string{"period": "2020Q1"})
			}, status: 400, has: []string{"还没有选择文件", `value="2020Q1"`},
		},
		{
			name: "the list", request: func(*testing.T) *http.Request { return httptest.NewRequest(http.MethodGet, "/upload", nil) }, status: 200,
			has: []string{
				"3个文件，可入库1，有错误1，不能读1", `href="/inbox/1"`, `name="id" value="1" aria-label="选择“一季度.xlsx”" checked`,
				"文件有打开密码", `action="/inbox/3/discard"`, "全部退回文件（3）", `href="/inbox/returned?id=2"`,
			}, hasNot: []string{`href="/inbox/returned?id=3"`},
		},
		{
			name: "one file", request: func(*testing.T) *http.Request { return httptest.NewRequest(http.MethodGet, "/inbox/2", nil) }, status: 200,
			has: []string{"不能入库：有2处错误", `href="#f0-s1-F8"`, `action="/inbox/2/said"`, "<del>9</del>"},
		},
		{
			name: "a file that cannot be read", request: func(*testing.T) *http.Request { return httptest.NewRequest(http.MethodGet, "/inbox/3", nil) }, status: 200,
			has: []string{`action="/inbox/3/discard"`}, hasNot: []string{"改好后重新上传"},
		},
		{name: "no such file", request: func(*testing.T) *http.Request { return httptest.NewRequest(http.MethodGet, "/inbox/9", nil) }, status: 404},
		{
			name: "good ones are accepted, the others told", request: func(*testing.T) *http.Request {
				return post("/inbox/accept", url.Values{"id": {"1", "2", "1"}})
			}, status: 422, has: []string{"已入库1个文件，1个没有入库", "“坏文件.xlsx”有错误，没有入库", `href="/p/huaian-2020/submissions/7">一季度.xlsx`},
		},
		{name: "all accepted", request: func(*testing.T) *http.Request {
			return post("/inbox/accept", url.Values{"id": {"1"}})
		}, status: 303, location: "/upload?done=allaccepted&n=1#inbox"},
		{name: "none chosen", request: func(*testing.T) *http.Request { return post("/inbox/accept", url.Values{}) }, status: 400, has: []string{"先在表中勾选"}},
		{name: "what is no number", request: func(*testing.T) *http.Request {
			return post("/inbox/accept", url.Values{"id": {"../1"}})
		}, status: 404},
		{name: "said in the list", request: func(*testing.T) *http.Request {
			return post("/inbox/1/said", url.Values{"programme": {"huaian-2020"}, "period": {"2020Q1"}, "unit": {"*"}, "from": {"list"}})
		}, status: 303, location: "/upload?done=said#file-1"},
		{name: "said on its page", request: func(*testing.T) *http.Request {
			return post("/inbox/1/said", url.Values{"programme": {"+"}, "newkey": {"xin-2021"}})
		}, status: 303, location: "/inbox/1?done=said"},
		{name: "said badly", request: func(*testing.T) *http.Request {
			return post("/inbox/1/said", url.Values{"programme": {"+"}, "newkey": {"../etc"}})
		}, status: 400, has: []string{"不合要求"}},
		{name: "deleted", request: func(*testing.T) *http.Request {
			return post("/inbox/3/discard", url.Values{"reason": {"不是本市的"}})
		}, status: 303, location: "/upload?done=discarded#inbox"},
		{name: "deleted without a word", request: func(*testing.T) *http.Request {
			return post("/inbox/3/discard", url.Values{"reason": {""}})
		}, status: 400, has: []string{`<details class="discard" open>`, "请写明删除的原因", `aria-describedby="discard-3-bad"`}},
		{name: "notes", request: func(*testing.T) *http.Request {
			return httptest.NewRequest(http.MethodGet, "/inbox/notes?id=2&id=3", nil)
		}, status: 200, has: []string{"有&lt;3&gt;处错误", "2个文件", `name="id" value="3"`}},
		{name: "all units' rows", request: func(*testing.T) *http.Request {
			return httptest.NewRequest(http.MethodGet, "/p/huaian-2020/gathered.xlsx?period=2020Q1", nil)
		}, status: 200, has: []string{"gathered"}},
		{name: "all units' rows of no period", request: func(*testing.T) *http.Request {
			return httptest.NewRequest(http.MethodGet, "/p/huaian-2020/gathered.xlsx?period=x", nil)
		}, status: 400},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, h := inboxOf(t, files...)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, tt.request(t))
			checkAnswer(t, w, tt.status, tt.has, tt.hasNot)
			if got := w.Header().Get("Location"); got != tt.location {
				t.Errorf("to %q, want %q", got, tt.location)
			}
		})
	}
}

func TestInboxFormsReachTheService(t *testing.T) {
	f, h := inboxOf(t, "一季度.xlsx", proseFile)
	for _, r := range []*http.Request{
		post("/inbox/1/said", url.Values{"programme": {"huaian-2020"}, "period": {"2020q1"}, "unit": {"*"}}),
		post("/inbox/1/said", url.Values{"unit": {"市住建局"}}),
		post("/upload/confirm", confirm(func(v url.Values) { v["inbox"] = []string{"2"} })),
		post("/upload/accept", url.Values{"sha256": {hash}, "name": {"一季度.xlsx"}, "programme": {"huaian-2020"}, "period": {"2020Q1"}, "inbox": {"1"}}),
		httptest.NewRequest(http.MethodGet, "/inbox/returned?id=1&id=2", nil),
	} {
		h.ServeHTTP(httptest.NewRecorder(), r)
	}
	said := f.inbox.said
	if len(said) != 3 || !reflect.DeepEqual(said[0], app.Binding{Programme: "huaian-2020", Period: q1, Gathered: true}) ||
		!reflect.DeepEqual(said[1], app.Binding{Unit: "市住建局"}) || len(said[2].Confirmed) != 1 || said[2].Confirmed[0].Cell != "F8" {
		t.Errorf("said %+v", said)
	}
	if len(f.accepted) != 1 || f.acceptedOf != 1 {
		t.Errorf("accepted %q, file %d of the inbox", f.accepted, f.acceptedOf)
	}
	if !reflect.DeepEqual(f.inbox.returned, []int64{1, 2}) {
		t.Errorf("returned %v", f.inbox.returned)
	}
}

// TestInboxAsks: what is in doubt is chosen in the table, with the guess
// selected, and the file cannot be accepted before.
func TestInboxAsks(t *testing.T) {
	f, h := inboxOf(t, "一季度.xlsx")
	f.inbox.files[0].Reading.Doubts = []app.Doubt{{Field: app.DoubtPeriod, Guess: "2020Q1"}, {Field: app.DoubtUnit, Guess: "市住建局"}}
	page := body(t, get(h, "/upload").Body)
	wants(t, page, "请选定周期和填报单位", `<option value="2020Q1" selected>`, `<option value="市住建局" selected>`, `form="say-1"`, "待确认1")
	for _, not := range []string{`value="1" aria-label="选择“一季度.xlsx”" checked`, `<select name="programme" form="say-1"`} {
		if strings.Contains(page, not) {
			t.Errorf("has %s", not)
		}
	}
}
