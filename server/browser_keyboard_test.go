//go:build browser

package main

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// tabTo presses the tabulator until an element has the focus, which must show.
func (c *chromium) tabTo(selector string) {
	c.t.Helper()
	const most = 120
	for range most {
		c.do("tab to "+selector, chromedp.KeyEvent(kb.Tab))
		if !ask[bool](c, `document.activeElement.matches(`+"`"+selector+"`"+`)`) {
			continue
		}
		if !ask[bool](c, `getComputedStyle(document.activeElement).outlineStyle !== 'none'`) {
			c.t.Errorf("the focus on %s cannot be seen", selector)
		}
		return
	}
	c.t.Fatalf("%d steps of the tabulator do not lead to %s", most, selector)
}

// enter goes to an element by the tabulator, and presses a key there.
func (c *chromium) enter(selector, key string) {
	c.t.Helper()
	c.tabTo(selector)
	c.do(key+" on "+selector, chromedp.KeyEvent(key))
}

// send goes to the button of the form that leads to an address and presses it;
// then something is seen.
func (c *chromium) send(address, seen string) {
	c.t.Helper()
	c.enter(buttonFor(address), kb.Enter)
	c.do(address, see(seen))
}

// TestBrowserByKeyboard goes from an empty folder to an issued bulletin without
// a mouse; only the system's own dialog for files is not the product's.
func TestBrowserByKeyboard(t *testing.T) {
	base := start(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", t.TempDir())
	c, dir := openChromium(t, base), t.TempDir()
	file := func(name string) chromedp.Action[chromedp.Void] {
		return chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{sampleFile(t, dir, name)})
	}
	c.open("/")
	c.enter("a.skip", kb.Enter)
	if !ask[bool](c, `document.activeElement.id === 'main'`) {
		t.Error("the first stop does not lead past the head")
	}
	c.enter(`.places a[href^="/upload"]`, kb.Enter)
	c.do("form", see("#file"), file("淮安2020-项目表.xlsx"))
	c.enter("select[name=programme]", "新建")
	c.enter("input[name=newkey]", "huaian-2020")
	c.send("/upload", ".file .facts")
	c.enter(`.tabs a[href="#changes-0"]`, kb.ArrowRight)
	c.do("tab", see("#read-0"))
	c.send("/upload/accept", ".notice.done")
	c.enter(`.places a[href^="/upload"]`, kb.Enter)
	c.do("form", see("#file"), file("淮安2020-一季度进展.xlsx"))
	c.enter("details.more summary", kb.Enter)
	c.enter("input[name=period]", "2020q1")
	c.send("/upload", ".file .facts")
	c.send("/upload/accept", ".notice.done")
	c.enter(`.places a[href*="/bulletins"]`, kb.Enter)
	c.do("bulletins", see(".open"))
	c.send("/p/huaian-2020/bulletins", "textarea")
	bulletin := c.address()
	c.enter("textarea[name='words.overall']", "请各单位抓紧。")
	c.send(bulletin+"/words", ".notice.done")
	c.enter(`a[href="`+bulletin+`/issue"]`, kb.Enter)
	c.do("issue", see("input[name=confirm]"))
	c.enter("input[name=confirm]", " ")
	c.send(bulletin+"/issue", "#deliveries")
}
