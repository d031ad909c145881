package web

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"tongbao/server/internal/app"
)

// scenario is one request for a page, and what the answer must hold.
type scenario struct {
	name   string
	get    string
	fake   func(*fake)
	config func(*Config)
	status int
	has    []string
	hasNot []string
}

func TestPages(t *testing.T) {
	issued := func(f *fake) { f.state = app.Issued }
	project := "/p/huaian-2020/projects/1%E2%91%A2"
	for _, tt := range []scenario{
		{
			name: "welcome", get: "/", fake: func(f *fake) { f.empty = true }, status: 200,
			has: []string{`href="/setup"`, "载入五个示例年度计划", `action="/samples"`}, hasNot: []string{"今日待办"},
		},
		{
			name: "overview of the newest", get: "/", status: 200,
			has: []string{"2020年第一季度总览", "verdict=behind", "今日待办", "市住建局未报送", "示例", "486,200", "城乡设施"},
		},
		{
			name: "overview, laggards first", get: "/p/huaian-2020?period=2020Q1", status: 200,
			has: []string{`(?s)unit=%E5%B8%82%E6%96%87%E5%B9%BF%E6%97%85%E6%B8%B8%E5%B1%80">市文广旅游局</a>.*">市住建局</a></th>`},
		},
		{
			name: "overview with files that came in", get: "/p/huaian-2020", status: 200,
			fake: func(f *fake) {
				f.inbox.files = []app.InboxFile{
					{ID: 1, Reading: app.Reading{Programme: "huaian-2020", Rows: 3}},
					{ID: 2, Reading: app.Reading{Refused: "网页"}},
					{ID: 3, Reading: app.Reading{Programme: "wuxi-2023", Rows: 3}},
				}
			},
			has: []string{"收件待入库", "1个文件核对无误", "1个文件要退回改正"}, hasNot: []string{"收件待确认"},
		},
		{name: "unknown programme", get: "/p/none", status: 404, has: []string{"没有代号为“none”的年度计划"}},
		{name: "bad period", get: "/p/huaian-2020?period=2020Q9", status: 400, has: []string{"报送周期“2020Q9”无法识别"}},
		{
			name: "projects", get: "/p/huaian-2020/projects", status: 200,
			has: []string{"共2个项目，列出2个", "改造老旧小区&lt;b&gt;", "13.75%", "−6.25"}, hasNot: []string{"<b>市", "小区<b>"},
		},
		{
			name: "projects filtered by verdict", get: "/p/huaian-2020/projects?verdict=behind", status: 200,
			has: []string{"共2个项目，列出1个", "新改扩建旅游公厕", `value="behind" selected`}, hasNot: []string{"改造老旧小区"},
		},
		{
			name: "projects filtered to none", get: "/p/huaian-2020/projects?q=%22%3E%3Cscript%3E", status: 200,
			has: []string{"列出0个", "没有符合条件的项目", "&lt;script&gt;"}, hasNot: []string{`"><script>`},
		},
		{
			name: "project", get: project + "?period=2020Q1", status: 200,
			has: []string{"一季度应开工20%，已开工13.75%，差6.25个百分点，少5座", "差距在−10到−5个百分点之间为滞后", "一季度.xlsx!一季度!F7", "部分选址调整", "开工率达20%", "开工11"},
		},
		{name: "unknown project", get: "/p/huaian-2020/projects/99", status: 404, has: []string{"没有序号为“99”的项目"}},
		{
			name: "upload form", get: "/upload?programme=huaian-2020", status: 200,
			has: []string{`enctype="multipart/form-data"`, `value="huaian-2020" selected`, `name="csrf"`},
		},
		{name: "submissions", get: "/p/huaian-2020/submissions", status: 200, has: []string{"共1份", "一季度.xlsx", "进展表", "有效"}},
		{name: "submission", get: "/p/huaian-2020/submissions/7?done=accepted", status: 200, has: []string{"文件已入库", "开工数", "<ins>11</ins>", hash}},
		{name: "unknown submission", get: "/p/huaian-2020/submissions/8", status: 404, has: []string{"没有这份报送"}},
		{
			name: "bulletins", get: "/p/huaian-2020/bulletins", status: 200,
			has: []string{"草稿", "起草2020年第一季度通报（公开版）"}, hasNot: []string{"起草2020年第一季度通报（内部版）"},
		},
		{
			name: "draft", get: "/bulletins/3", status: 200,
			has:    []string{`<span class="chip"[^>]*>11</span>`, `name="words.late"`, "<object", "1个项目未报送", "一行过高", `name="words.requirements"`},
			hasNot: []string{"再次发送"},
		},
		{
			name: "issued, no mail server", get: "/bulletins/3", fake: issued, status: 200,
			has:    []string{hash, "发送失败", "550 没有这个用户", "没有配置邮件服务器", `type="submit" disabled>发送`},
			hasNot: []string{"<textarea", "发布…"},
		},
		{
			name: "issued, mail server", get: "/bulletins/3", fake: issued, config: func(c *Config) { c.MailConfigured = true }, status: 200,
			has: []string{`type="submit">发送`}, hasNot: []string{"没有配置邮件服务器"},
		},
		{
			name: "issue form, no mail server", get: "/bulletins/3/issue", status: 200,
			has: []string{`value="2020-04-13"`, "从此固定", "没有配置邮件服务器", "公文交换包"}, hasNot: []string{`name="send"`, "zj@example.com"},
		},
		{
			name: "issue form, mail server", get: "/bulletins/3/issue", config: func(c *Config) { c.MailConfigured = true }, status: 200,
			has:    []string{`name="send" value="no" checked`, "邮箱是编的", "发布并发送", "只发布", "zj@example.com", `name="recipients" value="[0-9a-f]{16}"`, "没有邮箱、收不到邮件的单位：清江浦区"},
			hasNot: []string{"没有配置邮件服务器"},
		},
		{name: "units", get: "/p/huaian-2020/units", status: 200, has: []string{"共3个", "市文旅局", "zj@example.com"}},
		{
			name: "manual for who fills in", get: "/help/clerk", status: 200,
			has: []string{"填表人一页通", `<img src="/static/help/clerk-form.png\?v=`, "data-print", `href="/help/office"`},
		},
		{
			name: "manual for the office", get: "/help/office", fake: func(f *fake) { f.empty = true }, status: 200,
			has: []string{"经办人一页通", `<img src="/static/help/office-filing.png\?v=`, `href="/help/clerk"`},
		},
		{name: "log", get: "/log", status: 200, has: []string{"入库", "系统管理员(网页)", "0123456789ab", `class="tag r-failed">失败`, `<option value="failed">失败`}},
		{name: "log narrowed to nothing", get: "/log?q=nothing", status: 200, has: []string{"没有符合条件的记录", `value="nothing"`}},
		{name: "log of a day that is none", get: "/log?from=2020-02-30", status: 400, has: []string{"2020-02-30"}},
		{name: "live", get: "/healthz", status: 200, has: []string{"^ok$"}},
		{name: "ready", get: "/readyz", status: 200, has: []string{`^\{"ready":true,"checks":\[\{"name":"database","ok":true,"detail":"SQLite 3"\}\]\}$`}},
		{
			name: "not ready", get: "/readyz", fake: func(f *fake) { f.broken = errors.New("down") }, status: 503,
			has: []string{`"ready":false`, `"name":"database","ok":false,"detail":"数据库没有应答"`, `"name":"disk","ok":true`}, hasNot: []string{"secret"},
		},
		{
			name: "metrics", get: "/metrics", status: 200,
			has: []string{
				`tongbao_outbox_messages{state="failed"} 2`, `tongbao_outbox_messages{state="unknown"} 0`, `tongbao_inbox_waiting 3`,
				`tongbao_database_up 1`, `tongbao_last_backup_seconds 1\.\d+e\+09`, `tongbao_build_info\{.*version="1.0"`, `go_goroutines \d`,
			},
		},
		{
			name: "metrics of a ledger that is away", get: "/metrics", fake: func(f *fake) { f.broken = errors.New("down") }, status: 200,
			has: []string{`tongbao_database_up 0`, `tongbao_build_info`}, hasNot: []string{"tongbao_inbox"},
		},
		{name: "no such page", get: "/nothing", status: 404, has: []string{"没有找到", "回到总览"}},
		{name: "no such static file", get: "/static/../templates.go", status: 404, hasNot: []string{"package"}},
		{name: "style sheet", get: "/static/base.css", status: 200, has: []string{":focus"}},
		{
			name: "internal error", get: "/p/huaian-2020", fake: func(f *fake) { f.broken = errors.New("secret: dial tcp 10.0.0.1") }, status: 500,
			has: []string{"内部错误", "请把编号告诉系统管理员：[0-9a-f]{10}"}, hasNot: []string{"secret", "10.0.0.1"},
		},
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

// checkAnswer wants every pattern of has and no text of hasNot.
func checkAnswer(t *testing.T, w *httptest.ResponseRecorder, status int, has, hasNot []string) {
	t.Helper()
	text := body(t, w.Body)
	if w.Code != status {
		t.Errorf("status %d, want %d: %.300s", w.Code, status, text)
	}
	for _, pattern := range has {
		if !strings.Contains(text, pattern) && !regexp.MustCompile(pattern).MatchString(text) {
			t.Errorf("lacks %q", pattern)
		}
	}
	for _, word := range hasNot {
		if strings.Contains(text, word) {
			t.Errorf("holds %q", word)
		}
	}
	if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		checkPage(t, text)
	}
}

var (
	inlineScript = regexp.MustCompile(`<script(>|[^>]*[^r]c=)|<style|\sstyle="|\son[a-z]+="|javascript:`)
	tableOpen    = regexp.MustCompile(`<table[^>]*>(<caption)?`)
	headCell     = regexp.MustCompile(`<th( [^>]*)?>`)
	postForm     = regexp.MustCompile(`(?s)<form[^>]*method="post".*?</form>`)
)

// checkPage holds every page to the policy: nothing inline, a token in every
// form, captions and scopes in every table, a language and a skip link.
func checkPage(t *testing.T, text string) {
	t.Helper()
	if m := inlineScript.FindString(text); m != "" {
		t.Errorf("inline script or style: %q", m)
	}
	for _, form := range postForm.FindAllString(text, -1) {
		if !strings.Contains(form, `name="csrf"`) {
			t.Errorf("form without token: %.120s", form)
		}
	}
	for _, m := range tableOpen.FindAllStringSubmatch(text, -1) {
		if m[1] == "" {
			t.Errorf("table without caption: %q", m[0])
		}
	}
	for _, m := range headCell.FindAllString(text, -1) {
		if !strings.Contains(m, "scope=") {
			t.Errorf("head cell without scope: %q", m)
		}
	}
	for _, want := range []string{`lang="zh-CN"`, `class="skip" href="#main"`, "</html>"} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %q", want)
		}
	}
	if strings.Contains(text, "ZgotmplZ") || strings.Contains(text, "%!") {
		t.Error("a value was refused by its context")
	}
}

func TestHeaders(t *testing.T) {
	h, _ := serve(t, newFake(), nil)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	for name, want := range map[string]string{
		"Content-Security-Policy": "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'",
		"X-Content-Type-Options":  "nosniff",
		"Referrer-Policy":         "same-origin",
		"Cache-Control":           "no-store",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	cookie := w.Header().Get("Set-Cookie")
	for _, want := range []string{"HttpOnly", "SameSite=Strict", "Path=/"} {
		if !strings.Contains(cookie, want) {
			t.Errorf("cookie %q lacks %s", cookie, want)
		}
	}
}

func TestDownloadName(t *testing.T) {
	h, _ := serve(t, newFake(), nil)
	for address, want := range map[string]string{
		"/bulletins/3/pdf":           `attachment; filename="bulletin-3.pdf"; filename*=UTF-8''2020%E5%B9%B4`,
		"/bulletins/3/pdf?inline=1":  `inline; filename="bulletin-3.pdf"`,
		"/bulletins/3/xlsx?inline=1": `attachment; filename="bulletin-3.xlsx"`,
		"/api/v1/bulletins/3.pdf":    `attachment; filename="bulletin-3.pdf"`,
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
		if got := w.Header().Get("Content-Disposition"); w.Code != 200 || !strings.HasPrefix(got, want) {
			t.Errorf("%s: %d %q, want %q", address, w.Code, got, want)
		}
	}
}

func TestLogEscapes(t *testing.T) {
	h, log := serve(t, newFake(), nil)
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/x%0d%0alevel=ERROR%1b[31m", nil))
	if n := strings.Count(log.String(), "\n"); n != 1 {
		t.Errorf("%d lines, want 1: %q", n, log.String())
	}
	if strings.ContainsAny(log.String(), "\r\x1b") {
		t.Errorf("control characters in %q", log.String())
	}
}
