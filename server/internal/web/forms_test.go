package web

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

const token = "tokentokentokentokentokentokenab"

// post is a form with its token and cookie, as a browser sends it.
func post(address string, fields url.Values) *http.Request {
	fields.Set(csrfField, token)
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.AddCookie(&http.Cookie{Name: csrfCookie, Value: token})
	return r
}

// uploadThrice is a form with three files of as many rows as one may have.
func uploadThrice(t *testing.T, address string) *http.Request {
	t.Helper()
	return upload(t, address, map[string]string{hugeFile: "一", "甲/" + hugeFile: "二", "乙/" + hugeFile: "三"}, nil)
}

// upload is a multipart form with one file of each name.
func upload(t *testing.T, address string, files map[string]string, fields map[string]string) *http.Request {
	t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	write := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	write(m.WriteField(csrfField, token))
	for name, value := range fields {
		write(m.WriteField(name, value))
	}
	for name, content := range files {
		part, err := m.CreateFormFile("file", name)
		write(err)
		_, err = io.WriteString(part, content)
		write(err)
	}
	write(m.Close())
	r := httptest.NewRequest(http.MethodPost, address, &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	r.AddCookie(&http.Cookie{Name: csrfCookie, Value: token})
	return r
}

func TestForms(t *testing.T) {
	good := map[string]string{"一季度.xlsx": "PK"}
	for _, tt := range []struct {
		name     string
		request  func(t *testing.T) *http.Request
		fake     func(*fake)
		status   int
		location string
		has      []string
		hasNot   []string
	}{
		{name: "samples", request: func(*testing.T) *http.Request { return post("/samples", url.Values{}) }, status: 303, location: "/?done=samples"},
		{
			name: "upload without errors", request: func(t *testing.T) *http.Request { return upload(t, "/upload", good, nil) }, status: 200,
			has: []string{"数据行<b>4</b> = 读入<b>2</b> + 未读入<b>1</b> + 空行<b>1</b>", `value="` + hash + `"`, "<del>9</del>", "第G7格", "请改成数字"}, hasNot: []string{"disabled"},
		},
		{name: "upload with errors", request: func(t *testing.T) *http.Request {
			return upload(t, "/upload", map[string]string{badFile: "PK"}, nil)
		}, status: 422, has: []string{"disabled", `name="sha256" value=""`, "不能入库：有2处错误", "2处", `href="#f0-s1-F8"`}, hasNot: []string{"个文件全部入库"}},
		{name: "upload of an unreadable file", request: func(t *testing.T) *http.Request {
			return upload(t, "/upload", map[string]string{"密.xlsx": "encrypted"}, nil)
		}, status: 422, has: []string{"文件有打开密码"}, hasNot: []string{"确认入库"}},
		{name: "no file, fields come back", request: func(t *testing.T) *http.Request {
			return upload(t, "/upload", nil, map[string]string{"period": "2020Q1", "unit": "市住建局"})
		}, status: 400, has: []string{"还没有选择文件", `value="2020Q1"`, `value="市住建局"`}},
		{name: "bad key comes back", request: func(t *testing.T) *http.Request {
			return upload(t, "/upload", good, map[string]string{"programme": "+", "newkey": "../etc"})
		}, status: 400, has: []string{"不合要求", `value="../etc"`}},
		{name: "accept", request: func(*testing.T) *http.Request {
			return post("/upload/accept", url.Values{"sha256": {hash}, "name": {"一季度.xlsx"}, "programme": {"huaian-2020"}, "period": {"2020Q1"}})
		}, status: 303, location: "/p/huaian-2020/submissions/7?done=accepted"},
		{name: "accept two", request: func(*testing.T) *http.Request {
			return post("/upload/accept", url.Values{"sha256": {hash, hash}, "name": {"甲.xlsx", "乙.xlsx"}})
		}, status: 303, location: "/p/huaian-2020/submissions?done=allaccepted&n=2"},
		{name: "upload of a plan", request: func(t *testing.T) *http.Request {
			return upload(t, "/upload", map[string]string{planFile: "PK"}, nil)
		}, status: 200, has: []string{"新建</span>", "80座旅游公厕", "1,200.5", "25座", "2020-12-31"}},
		{name: "upload for no known programme", request: func(t *testing.T) *http.Request {
			return upload(t, "/upload", map[string]string{"无名.xlsx": "PK"}, nil)
		}, status: 422, has: []string{"看不出属于哪个年度计划", "disabled", `name="sha256" value=""`}},
		{name: "upload of two", request: func(t *testing.T) *http.Request {
			return upload(t, "/upload", map[string]string{"甲.xlsx": "PK", "乙.xlsx": "PK"}, nil)
		}, status: 200, has: []string{"2个文件全部入库"}},
		{name: "upload of too many rows", request: func(t *testing.T) *http.Request {
			return uploadThrice(t, "/upload")
		}, status: 413, has: []string{"合起来超过 40000 行", "分几次上传"}, hasNot: []string{hash}},
		{name: "the same by the API", request: func(t *testing.T) *http.Request {
			return uploadThrice(t, "/api/v1/submissions")
		}, status: 413, has: []string{"合起来超过 40000 行"}},
		{name: "accept of a path", request: func(*testing.T) *http.Request {
			return post("/upload/accept", url.Values{"sha256": {"../../etc/passwd"}})
		}, status: 400, has: []string{"请重新上传"}},
		{name: "accept twice", request: func(*testing.T) *http.Request {
			return post("/upload/accept", url.Values{"sha256": {hash}, "name": {"一季度.xlsx"}})
		}, fake: func(f *fake) { f.conflict = true }, status: 409, has: []string{"这个文件已经入库"}},
		{name: "draft", request: func(*testing.T) *http.Request {
			return post("/p/huaian-2020/bulletins", url.Values{"period": {"2020Q1"}, "edition": {"internal"}})
		}, status: 303, location: "/bulletins/3?done=drafted"},
		{name: "draft of what is issued", request: func(*testing.T) *http.Request {
			return post("/p/huaian-2020/bulletins", url.Values{"period": {"2020Q1"}, "edition": {"internal"}})
		}, fake: func(f *fake) { f.state = app.Issued }, status: 303, location: "/bulletins/3?done=issued-before"},
		{name: "draft of an unknown edition", request: func(*testing.T) *http.Request {
			return post("/p/huaian-2020/bulletins", url.Values{"period": {"2020Q1"}, "edition": {"x"}})
		}, status: 400, has: []string{"请选择内部版或公开版"}},
		{name: "words", request: func(*testing.T) *http.Request {
			return post("/bulletins/3/words", url.Values{"words.late": {"请抓紧。"}})
		}, status: 303, location: "/bulletins/3?done=edited"},
		{name: "words of an issued bulletin come back", request: func(*testing.T) *http.Request {
			return post("/bulletins/3/words", url.Values{"words.late": {"请抓紧。"}})
		}, fake: func(f *fake) { f.state = app.Issued }, status: 422, has: []string{"不能再改"}},
		{name: "words too long come back", request: func(*testing.T) *http.Request {
			return post("/bulletins/3/words", url.Values{"words.late": {strings.Repeat("长", maxWords+1)}})
		}, status: 400, has: []string{"最多 5000 字", "长长长"}},
		{name: "issue", request: func(*testing.T) *http.Request {
			return post("/bulletins/3/issue", url.Values{"date": {"2020-04-13"}, "confirm": {"yes"}})
		}, status: 303, location: "/bulletins/3?done=issued"},
		{name: "issue and send", request: func(*testing.T) *http.Request {
			return post("/bulletins/3/issue", url.Values{"date": {"2020-04-13"}, "confirm": {"yes"}, "send": {"yes"}})
		}, status: 303, location: "/bulletins/3?done=issued-sent#deliveries"},
		{name: "issue and send to a list that changed", request: func(*testing.T) *http.Request {
			return post("/bulletins/3/issue", url.Values{"date": {"2020-04-13"}, "confirm": {"yes"}, "send": {"yes"}, "recipients": {"0000"}})
		}, status: 409, has: []string{"没有发布"}},
		{name: "issue with a bad date comes back", request: func(*testing.T) *http.Request {
			return post("/bulletins/3/issue", url.Values{"date": {"4月13日"}, "confirm": {"yes"}})
		}, status: 400, has: []string{"日期“4月13日”无法识别", `value="4月13日"`}},
		{name: "issue of what a second window issued", request: func(*testing.T) *http.Request {
			return post("/bulletins/3/issue", url.Values{"date": {"2020-04-13"}, "confirm": {"yes"}})
		}, fake: func(f *fake) { f.state = app.Issued }, status: 422, has: []string{"已经发布", "回到通报"}, hasNot: []string{"发布之后", `name="confirm"`}},
		{name: "issue unconfirmed", request: func(*testing.T) *http.Request {
			return post("/bulletins/3/issue", url.Values{"date": {"2020-04-13"}})
		}, status: 400, has: []string{"请先勾选"}},
		{
			name: "deliver", request: func(*testing.T) *http.Request { return post("/bulletins/3/deliver", url.Values{}) },
			status: 303, location: "/bulletins/3?done=delivered&n=1#deliveries",
		},
		{name: "send again", request: func(*testing.T) *http.Request {
			return post("/bulletins/3/deliveries/1", url.Values{"decision": {"resend"}})
		}, status: 303, location: "/bulletins/3?done=resent#deliveries"},
		{name: "known to have arrived", request: func(*testing.T) *http.Request {
			return post("/bulletins/3/deliveries/1", url.Values{"decision": {"sent"}})
		}, status: 303, location: "/bulletins/3?done=marked#deliveries"},
		{name: "another bulletin's message", request: func(*testing.T) *http.Request {
			return post("/bulletins/3/deliveries/2", url.Values{"decision": {"resend"}})
		}, status: 404},
		{
			name: "no longer troubled", request: func(*testing.T) *http.Request {
				return post("/bulletins/3/deliveries/1", url.Values{"decision": {"resend"}})
			}, fake: func(f *fake) { f.state, f.conflict = app.Issued, true }, status: 422, has: []string{"不需要人工处理"},
		},
		{name: "no decision", request: func(*testing.T) *http.Request { return post("/bulletins/3/deliveries/1", url.Values{}) }, status: 400, has: []string{"请选择“重新发送”"}},
		{name: "no such method", request: func(*testing.T) *http.Request { return post("/log", url.Values{}) }, status: 405, has: []string{"不支持这种操作"}},
		{
			name: "panic", request: func(t *testing.T) *http.Request { return upload(t, "/upload", good, nil) },
			fake: func(f *fake) { f.panics = true }, status: 500, has: []string{"内部错误"}, hasNot: []string{"secret", "goroutine"},
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
			checkAnswer(t, w, tt.status, tt.has, tt.hasNot)
			if got := w.Header().Get("Location"); got != tt.location {
				t.Errorf("to %q, want %q", got, tt.location)
			}
		})
	}
}

func TestFormsReachTheService(t *testing.T) {
	f := newFake()
	h, _ := serve(t, f, nil)
	for _, r := range []*http.Request{
		post("/upload/accept", url.Values{"sha256": {hash}, "name": {`C:\报表\一季度.xlsx`}, "programme": {"huaian-2020"}, "period": {"2020q1"}}),
		post("/bulletins/3/words", url.Values{"words.late": {" 请抓紧。\r\n按月调度。 "}, "other": {"x"}}),
		post("/bulletins/3/issue", url.Values{"date": {"2020-04-13"}, "confirm": {"yes"}}),
		post("/bulletins/3/deliver", url.Values{}),
	} {
		h.ServeHTTP(httptest.NewRecorder(), r)
	}
	if want := hash + " 一季度.xlsx huaian-2020 2020Q1"; len(f.accepted) != 1 || f.accepted[0] != want {
		t.Errorf("accepted %q, want %q", f.accepted, want)
	}
	if len(f.words) != 1 || f.words["late"] != "请抓紧。\n按月调度。" {
		t.Errorf("words %q", f.words)
	}
	if want := (app.Issuing{Date: ledger.Date{Year: 2020, Month: 4, Day: 13}}); f.issued != want {
		t.Errorf("issued %+v", f.issued)
	}
	if f.delivered != 1 {
		t.Errorf("delivered %d times", f.delivered)
	}
}

func TestForgedFormsAreRefused(t *testing.T) {
	for name, change := range map[string]func(*http.Request){
		"no cookie":         func(r *http.Request) { r.Header.Del("Cookie") },
		"other token":       func(r *http.Request) { r.Header.Set("Cookie", csrfCookie+"=another") },
		"cross-site":        func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
		"other origin":      func(r *http.Request) { r.Header.Set("Origin", "http://evil.example") },
		"same-origin alone": func(r *http.Request) { r.Header.Del("Cookie"); r.Header.Set("Sec-Fetch-Site", "same-origin") },
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake()
			h, _ := serve(t, f, nil)
			r := post("/bulletins/3/deliver", url.Values{})
			change(r)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			checkAnswer(t, w, 403, []string{"请求被拒绝", "刷新后再试"}, nil)
			if f.delivered != 0 {
				t.Error("it was done all the same")
			}
		})
	}
}

// TestTokenWorks takes the token from a page and sends it back, as browsers do
// that say where a request comes from.
func TestTokenWorks(t *testing.T) {
	t.Run("http", func(t *testing.T) { tokenWorks(t, "http", "tongbao_csrf", false) })
	t.Run("https", func(t *testing.T) { tokenWorks(t, "https", "__Host-tongbao_csrf", true) })
}

// tokenWorks is the same behind a proxy, which says how the browser came to it.
func tokenWorks(t *testing.T, scheme, cookie string, secure bool) {
	h, _ := serve(t, newFake(), nil)
	r := httptest.NewRequest(http.MethodGet, "/bulletins/3", nil)
	r.Header.Set("Sec-Fetch-Site", "none")
	r.Header.Set("X-Forwarded-Proto", scheme)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	_, rest, _ := strings.Cut(body(t, w.Body), `name="csrf" value="`)
	value, _, _ := strings.Cut(rest, `"`)
	form := url.Values{csrfField: {value}}
	r = httptest.NewRequest(http.MethodPost, "/bulletins/3/words", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Origin", scheme+"://example.com")
	r.Header.Set("X-Forwarded-Proto", scheme)
	cookies := w.Result().Cookies()
	if len(cookies) != 1 || cookies[0].Name != cookie || cookies[0].Secure != secure || cookies[0].Path != "/" {
		t.Fatalf("cookies %v", cookies)
	}
	r.AddCookie(cookies[0])
	w = httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != http.StatusSeeOther {
		t.Errorf("status %d: %.300s", w.Code, w.Body)
	}
}

func TestTooLarge(t *testing.T) {
	for _, chunked := range []bool{false, true} {
		for _, address := range []string{"/upload", "/api/v1/submissions"} {
			tmp := t.TempDir()
			t.Setenv("TMPDIR", tmp)
			h, _ := serve(t, newFake(), nil)
			r := upload(t, address, map[string]string{"大.xlsx": strings.Repeat("x", MaxUpload+1<<20)}, nil)
			if chunked {
				r.ContentLength = -1
				r.TransferEncoding = []string{"chunked"}
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			checkAnswer(t, w, 413, []string{"超过 32 MB"}, nil)
			if left, err := os.ReadDir(tmp); err != nil || len(left) > 0 {
				t.Errorf("left in the temporary folder: %v %v", left, err)
			}
		}
	}
}
