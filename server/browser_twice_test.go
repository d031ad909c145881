//go:build browser

package main

import (
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestBrowserNothingTwice is an officer in a hurry on a bad line: a connection
// that breaks while many files are sent, the back button after a form was sent,
// two clicks where one is meant, and two officers on one draft. Told each time,
// nothing is lost, and nothing is there twice.
func TestBrowserNothingTwice(t *testing.T) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	base := start(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", t.TempDir())
	b := &browser{t: t, base: base, client: &http.Client{Jar: jar}}
	b.take("项目表.csv", inboxPlan(), "", nil, 0)
	line := newLine(t, base)
	c := openChromium(t, line.base)
	names := c.brokenLine(line)
	c.acceptedTwice(&client{t: t, base: base}, names)
	c.draftedTwice(b)
}

// brokenLine drops many files over a line that breaks in the middle of it, and
// sends again those that were lost.
func (c *chromium) brokenLine(line *badLine) []string {
	const files = 34
	var paths, names []string
	dir := c.t.TempDir()
	for n := range files {
		names = append(names, fmt.Sprintf("附件%d.csv", n))
		paths = append(paths, writeFile(c.t, dir, names[n], []byte(unitSheet(n, "2020年第三季度为民办实事进展情况表", "line"))))
	}
	c.open("/upload")
	ask[bool](c, `(window.told = [], window.kept = false, new MutationObserver(() => {
		window.told.push(document.querySelector('[data-said]').textContent);
		window.kept = window.kept || !window.dispatchEvent(new Event('beforeunload', {cancelable: true}));
	}).observe(document.querySelector('[data-said]'), {childList: true}), true)`)
	c.refused = "net::ERR_"
	line.most = files / 2
	c.do("drop", chromedp.SetUploadFiles(chromedp.CSS("#file"), paths), see(".chosen li"), press("/inbox"), see("[data-again]"))
	c.until(`document.querySelector('[data-said]').textContent.endsWith('没有收到。')`)
	if !ask[bool](c, `window.told.some(t => /已收到[1-9]\d*个，正在发送/.test(t)) && window.kept`) {
		c.t.Errorf("the work is not shown, or can be left unasked: %q", ask[[]string](c, "window.told"))
	}
	if said := c.text("li.failed"); !strings.Contains(said, "连接中断") {
		c.t.Errorf("of a file that was lost it says %q", said)
	}
	c.look("broken-line")
	line.mend()
	c.do("again", click("[data-again]"), see("[data-look]"))
	c.refused = ""
	if said, want := c.text("[data-said]"), fmt.Sprintf("共%d个文件，已收到%[1]d个。", files); said != want {
		c.t.Errorf("says %q, want %q", said, want)
	}
	if rows := ask[int](c, `document.querySelectorAll('table.inbox tbody tr').length`); rows != files {
		c.t.Errorf("%d files in the inbox, want %d", rows, files)
	}
	return names
}

// acceptedTwice clicks 入库 twice, goes back and clicks again: for many files, and
// for one on its own page.
func (c *chromium) acceptedTwice(api *client, names []string) {
	last := `table.inbox tbody tr:last-child `
	alone := c.text(last + "th a")
	c.do("not this one", click(last+"input[name=id]"))
	c.twice(buttonFor("/inbox/accept"))
	c.turn("back", chromedp.NavigateBack())
	if said := c.text("#inbox-head small"); said != fmt.Sprintf("%d个文件，可入库1，已入库%d", len(names), len(names)-1) {
		c.t.Errorf("after going back the inbox has %s", said)
	}
	c.turn(alone, click(last+"th a"))
	c.twice(buttonFor("/upload/accept"))
	c.turn("back", chromedp.NavigateBack()) // what was accepted leads to its submission
	if !strings.Contains(c.address(), "/submissions/") {
		c.t.Errorf("back after 入库 leads to %s", c.address())
	}
	c.open("/upload")
	if said := c.text("#inbox-head small"); said != fmt.Sprintf("%d个文件，已入库%[1]d", len(names)) {
		c.t.Errorf("the inbox has %s", said)
	}
	var subs []struct{ Layout string }
	api.get("/api/v1/submissions?programme=small-2020", &subs)
	if len(subs) != 1+len(names) {
		c.t.Errorf("%d submissions of %d files", len(subs), 1+len(names))
	}
}

// draftedTwice drafts with two clicks, writes into the draft while another officer
// does, and issues with two clicks and once more after going back.
func (c *chromium) draftedTwice(other *browser) {
	c.open("/p/small-2020/bulletins?period=2020Q3")
	c.twice(buttonFor("/p/small-2020/bulletins"))
	address := c.address()
	c.open(address)
	elsewhere := func(words string) {
		page := other.get(address)
		form := formOn(c.t, page, address+"/words")
		form.Set("words.late", words)
		other.post(page, address+"/words", form)
	}
	const mine, theirs = "textarea[name='words.overall']", "textarea[name='words.late']"
	elsewhere("请抓紧。")
	c.refused = "409"
	c.set(map[string]string{mine: "总体平稳。"})
	c.turn("my words", press(address+"/words"))
	if said := c.text(".notice.bad"); !strings.Contains(said, "在别的窗口改过") {
		c.t.Errorf("of another window it says %q", said)
	}
	if got := append(c.values(mine), c.text(".kept-words")); !slices.Equal(got, []string{"总体平稳。", "已存的文字：请抓紧。"}) {
		c.t.Errorf("after the other window: %q", got)
	}
	c.look("two-windows")
	c.set(map[string]string{theirs: "请抓紧。"})
	c.turn("merge", press(address+"/words"))

	c.turn("issue", click(`a[href="`+address+`/issue"]`))
	elsewhere("请抓紧，并于月底前报整改情况。")
	c.turn("issue what was not seen", click("input[name=confirm]"), press(address+"/issue"))
	if said := c.text(".notice.bad"); !strings.Contains(said, "没有发布") {
		c.t.Errorf("of a draft that changed it says %q", said)
	}
	c.open(address + "/issue")
	c.do("issue", click("input[name=confirm]"))
	c.twice(buttonFor(address + "/issue"))
	c.turn("back", chromedp.NavigateBack())
	if c.address() != address {
		c.t.Errorf("back after 发布 leads to %s", c.address())
	}
	var bulletins []struct{ State string }
	(&client{t: c.t, base: other.base}).get("/api/v1/bulletins?programme=small-2020", &bulletins)
	if len(bulletins) != 1 || bulletins[0].State != "issued" {
		c.t.Errorf("bulletins %+v", bulletins)
	}
}

// twice clicks a button two times within one breath, and waits for what comes.
func (c *chromium) twice(button string) {
	c.t.Helper()
	c.do(button, see(button))
	ask[bool](c, `(document.documentElement.dataset.left = 'yes', (b => { b.click(); b.click(); })(document.querySelector(`+"`"+button+"`"+`)), true)`)
	c.do("after "+button, see("html:not([data-left]) main h1"))
}

// until waits for an expression to be true.
func (c *chromium) until(expression string) {
	c.t.Helper()
	ask[bool](c, `new Promise(done => { const at = setInterval(() => { if (`+expression+`) { clearInterval(at); done(true); } }, 20); })`)
}
