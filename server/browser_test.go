//go:build browser

package main

import (
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/emersion/go-smtp"

	samplesheets "tongbao/sample-sheets"
)

// refusingPost is an SMTP server that knows no recipient the first time it is
// asked, and everybody after.
type refusingPost struct {
	mu    sync.Mutex
	asked map[string]bool
	ids   map[string][]string // Message-ID lines by recipient
}

func (p *refusingPost) NewSession(*smtp.Conn) (smtp.Session, error) {
	return &refusingSession{post: p}, nil
}

type refusingSession struct {
	post *refusingPost
	to   string
}

func (s *refusingSession) Mail(string, *smtp.MailOptions) error { return nil }
func (s *refusingSession) Reset()                               {}
func (s *refusingSession) Logout() error                        { return nil }
func (s *refusingSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.post.mu.Lock()
	defer s.post.mu.Unlock()
	first := len(s.post.asked) == 0
	s.post.asked[to], s.to = true, to
	if first {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user here"}
	}
	return nil
}

func (s *refusingSession) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.post.mu.Lock()
	defer s.post.mu.Unlock()
	s.post.ids[s.to] = append(s.post.ids[s.to], string(data))
	return nil
}

// sampleFile writes one of the sample workbooks where a browser can choose it.
func sampleFile(t *testing.T, dir, name string) string {
	t.Helper()
	for _, w := range samplesheets.Workbooks("huaian-2020") {
		if w.Name == name {
			return writeFile(t, dir, name, w.Data)
		}
	}
	t.Fatalf("no sample %s", name)
	return ""
}

func writeFile(t *testing.T, dir, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// choose uploads files through the form; period is typed where it is not "".
func (c *chromium) choose(step, period string, files ...string) {
	c.t.Helper()
	c.do(step, click(`.places a[href^="/upload"]`), chromedp.SetUploadFiles(chromedp.CSS("#file"), files), see(".chosen li"))
	if period != "" {
		c.unfold("details.more")
		c.do(step, chromedp.SendKeys(chromedp.CSS("input[name=period]"), period))
	}
	c.do(step, press("/upload"), see(".file"))
}

// TestBrowserOfficersWay goes by clicks from an empty folder to the recipients:
// plan, allocations, funding, first quarter, overview, bulletin, mail.
func TestBrowserOfficersWay(t *testing.T) {
	post := &refusingPost{asked: map[string]bool{}, ids: map[string][]string{}}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := smtp.NewServer(post)
	go server.Serve(listener)
	t.Cleanup(func() { _ = server.Close() })
	base := start(t, []string{"SMTP_URL=smtp://" + listener.Addr().String() + "?tls=none", "MAIL_FROM=office@example.com"},
		"serve", "--addr", "127.0.0.1:0", "--data", t.TempDir())
	c := openChromium(t, base)
	c.clerksWay(t.TempDir())
	bulletin := c.officersWay()

	post.mu.Lock()
	defer post.mu.Unlock()
	for to, messages := range post.ids {
		if len(messages) != 1 || !strings.Contains(messages[0], ".pdf") {
			t.Errorf("%s got %d messages of %s", to, len(messages), bulletin)
		}
	}
	if len(post.ids) != len(post.asked) || len(post.ids) == 0 {
		t.Errorf("%d of %d recipients got the bulletin", len(post.ids), len(post.asked))
	}
}

// clerksWay brings the tables in, after some that are refused.
func (c *chromium) clerksWay(dir string) {
	c.open("/")
	c.look("welcome")
	plan := sampleFile(c.t, dir, "淮安2020-项目表.xlsx")
	data, err := os.ReadFile(plan)
	if err != nil {
		c.t.Fatal(err)
	}
	c.do("upload", click(`.places a[href^="/upload"]`), see("#file"))
	c.look("upload")

	c.refused = "422"
	c.choose("refused files", "",
		writeFile(c.t, dir, "损坏.xlsx", data[:len(data)/2]), writeFile(c.t, dir, "网页.xls", []byte("<html><table></table></html>")))
	c.do("refused files", see(".notice.bad"))
	c.look("refused")
	c.choose("plan of no programme", "", plan)
	c.do("plan of no programme", see(".why"))
	c.look("unnamed")
	c.refused = ""

	c.do("plan", click(`.back a`), chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{plan}),
		chromedp.SendKeys(chromedp.CSS("select[name=programme]"), "新建"),
		chromedp.SendKeys(chromedp.CSS("input[name=newkey]"), "huaian-2020"), press("/upload"), see(".file .facts"))
	c.look("plan")
	c.do("changes", click(`.tabs a[href="#changes-0"]`), see("#changes-0"))
	c.look("plan-changes")
	c.do("as read", click(`.tabs a[href="#read-0"]`), see("#read-0"))
	c.look("plan-as-read")
	c.do("accept the plan", press("/upload/accept"), see(".notice.done"))
	c.look("submission")
	c.open("/p/huaian-2020")
	c.look("no-progress")

	c.choose("allocations and funding", "", sampleFile(c.t, dir, "淮安2020-任务分解.xlsx"), sampleFile(c.t, dir, "淮安2020-资金安排.xlsx"))
	c.look("two-files")
	c.do("accept both", click("form.panel button[type=submit]"), see(".notice.done"))
	c.look("submissions")
	c.choose("first quarter", "2020Q1", sampleFile(c.t, dir, "淮安2020-一季度进展.xlsx"))
	c.do("as read", click(`.tabs a[href="#read-0"]`), see("#read-0"))
	c.look("progress")
	c.do("accept the quarter", press("/upload/accept"), see(".notice.done"))
}

// officersWay judges, drafts, issues and sends; it returns the bulletin's page.
func (c *chromium) officersWay() string {
	c.do("overview", click(`.places li:first-child a`), see(".tiles"))
	c.look("overview")
	c.do("late ones", click(".tile.v-behind"), see(".projects"))
	c.look("projects")
	c.do("project", click(".projects tbody a"), see(".judgements"))
	c.look("project")
	c.do("filing", click(`.places a[href*="/filing"]`), see(".matrix"))
	c.look("filing")
	c.open("/p/huaian-2020/filing/late?period=2020Q2")
	c.look("late")
	if said := ask[string](c, `(document.querySelector('button[data-copy]').click(), document.querySelector('.remind [role=status]').textContent)`); said == "" {
		c.t.Error("copying a reminder says nothing")
	}
	for _, place := range []string{"units", "log"} {
		c.do(place, click(`.places a[href*="`+place+`"]`), see(`.places a[href*="`+place+`"][aria-current]`))
		c.look(place)
	}
	c.do("bulletins", click(`.places a[href*="/bulletins"]`), see(".open"))
	c.look("bulletins")
	c.do("draft", press("/p/huaian-2020/bulletins"), see("textarea"))
	bulletin := c.address()
	c.open(bulletin) // without the notice that it was drafted
	c.do("words", chromedp.SendKeys(chromedp.CSS("textarea[name='words.late']"), "请有关单位抓紧。"), press(bulletin+"/words"), see(".notice.done"))
	c.look("draft")
	c.do("issue", click(`a[href="`+bulletin+`/issue"]`), see("input[name=confirm]"))
	c.look("issue")
	if n := ask[int](c, `document.querySelectorAll('fieldset tbody tr').length`); n == 0 || !ask[bool](c, `document.querySelector('input[name=send][value=yes]').checked`) {
		c.t.Errorf("%d recipients are shown, or 发布并发送 is not chosen", n)
	}
	c.do("issue and send", click("fieldset summary"), click("input[name=confirm]"), press(bulletin+"/issue"), see("#deliveries"))
	if !ask[bool](c, `document.querySelector('.editor').textContent.includes('请有关单位抓紧。')`) {
		c.t.Error("the office's own words are not in what was issued")
	}
	c.do("sent", see(".d-failed"), gone("[data-live]"))
	c.look("failed")
	c.do("send again", click(`.decide button[value=resend]`), gone(".d-failed"), gone("[data-live]"), see(".d-sent"))
	c.look("sent")
	if n := ask[int](c, `document.querySelectorAll('.tag.d-sent').length`); n == 0 {
		c.t.Error("no message is shown as sent")
	}
	return bulletin
}
