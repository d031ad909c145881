package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"testing"
)

func TestMailPages(t *testing.T) {
	ready := func(f *fake) { f.mail = true }
	for _, tt := range []scenario{
		{
			name: "outbox", get: "/mail", fake: ready, status: 200,
			has: []string{"共1封，列出1封", `href="/mail/1">一季度通报&lt;1&gt;`, "发送失败（1）", "mail.example.cn:587", "重新发送全部失败和退回的", `action="/mail/test"`, `action="/mail/bounce`},
		},
		{
			name: "without a mail server", get: "/mail", status: 200,
			has: []string{"没有配置邮件服务器", `type="submit" disabled>重新发送`}, hasNot: []string{`action="/mail/test"`},
		},
		{name: "narrowed", get: "/mail?state=sent", fake: ready, status: 200, has: []string{"没有符合条件的邮件", "列出0封"}},
		{name: "found", get: "/mail?q=ZJ@example", fake: ready, status: 200, has: []string{"列出1封"}},
		{
			name: "one", get: "/mail/1", fake: ready, status: 200,
			has: []string{"收件人（RCPT）", `>550<`, "没有这个用户", "请查收", pdfName, "m1@example.cn", `value="resend"`, `value="stop"`}, hasNot: []string{`value="bounced"`},
		},
		{name: "none", get: "/mail/2", status: 404, has: []string{"没有编号为2的邮件"}},
		{name: "done", get: "/mail?done=resent-all&n=2", status: 200, has: []string{"已把2封发送失败"}},
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

func TestMailForms(t *testing.T) {
	for _, tt := range []struct {
		name     string
		request  func(t *testing.T) *http.Request
		status   int
		location string
		has      []string
		decided  string
	}{
		{name: "resend", request: form("/mail/1", "decision", "resend"), status: 303, location: "/mail/1?done=resent", decided: "resend"},
		{name: "stop", request: form("/mail/1", "decision", "stop"), status: 303, location: "/mail/1?done=stopped", decided: "stop"},
		{name: "stop from its bulletin", request: form("/bulletins/2/deliveries/1", "decision", "stop"), status: 303, location: "/bulletins/2?done=stopped#deliveries", decided: "stop"},
		{name: "sent", request: form("/mail/1", "decision", "sent"), status: 303, location: "/mail/1?done=marked", decided: "sent"},
		{name: "bounced", request: form("/mail/1", "decision", "bounced", "reason", "查无此人"), status: 303, location: "/mail/1?done=bounced", decided: "bounced 查无此人"},
		{name: "bounced without reason", request: form("/mail/1", "decision", "bounced"), status: 400, has: []string{"请写明退信的原因"}},
		{name: "nothing chosen", request: form("/mail/1"), status: 400, has: []string{"请选择“重新发送”"}},
		{name: "unknown mail", request: form("/mail/9", "decision", "resend"), status: 404},
		{name: "test", request: form("/mail/test", "address", "a@b.cn"), status: 303, location: "/mail?done=tested", decided: "test a@b.cn"},
		{name: "test to nowhere", request: form("/mail/test", "address", "ab"), status: 400, has: []string{`id="wrong-address">邮箱写法不对`, `value="ab"`}},
		{name: "all failed", request: form("/mail/resend", "bulletin", "3"), status: 303, location: "/mail?done=resent-all&n=2", decided: "all of 3"},
		{name: "no bounce", request: form("/mail/bounce"), status: 400, has: []string{`id="wrong-file">请选择退信文件`}},
		{name: "a bounce", request: func(t *testing.T) *http.Request {
			return upload(t, "/mail/bounce", map[string]string{"退信.eml": "From: x\r\n\r\n"}, nil)
		}, status: 303, location: "/mail/1?done=bounced"},
		{name: "no bounce at all", request: func(t *testing.T) *http.Request {
			return upload(t, "/mail/bounce", map[string]string{"x.eml": "PK"}, nil)
		}, status: 400, has: []string{`id="wrong-file">这不是一封邮件`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newFake()
			f.mail = true
			h, _ := serve(t, f, nil)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, tt.request(t))
			checkAnswer(t, w, tt.status, tt.has, nil)
			if got := w.Header().Get("Location"); got != tt.location {
				t.Errorf("goes to %q, want %q", got, tt.location)
			}
			if tt.decided != "" && !slices.Contains(f.decided, tt.decided) {
				t.Errorf("decided %q, want %q", f.decided, tt.decided)
			}
		})
	}
}

// form posts fields, name and value in turn.
func form(path string, pairs ...string) func(*testing.T) *http.Request {
	fields := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		fields.Set(pairs[i], pairs[i+1])
	}
	return func(*testing.T) *http.Request { return post(path, fields) }
}
