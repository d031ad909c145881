//go:build browser

package main

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestBrowserDrop sends files as the page's script does: one by one, each told
// of, the table of them beside, and nothing twice.
func TestBrowserDrop(t *testing.T) {
	base := start(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", t.TempDir())
	c, dir := openChromium(t, base), t.TempDir()
	files := []string{
		sampleFile(t, dir, "淮安2020-项目表.xlsx"), sampleFile(t, dir, "淮安2020-一季度进展.xlsx"),
		writeFile(t, dir, "网页.xls", []byte("<html><table></table></html>")),
	}
	c.open("/upload")
	send := func(step string) {
		t.Helper()
		c.do(step, chromedp.SetUploadFiles(chromedp.CSS("#file"), files), see(".chosen li"), press("/inbox"), see("li.received ~ li.received ~ li.received"), see("#file-3"))
	}
	send("drop")
	c.look("inbox")
	if said := ask[string](c, `document.querySelector('[data-said]').textContent`); said != "共3个文件，已收到3个。" {
		t.Errorf("says %q", said)
	}
	c.open("/upload")
	send("drop again")
	if rows := ask[int](c, `document.querySelectorAll('table.inbox tbody tr').length`); rows != 3 {
		t.Errorf("%d files in the table", rows)
	}
	c.open("/inbox/3")
	c.look("inbox-file")
}
