//go:build browser

package web

import (
	"context"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"tongbao/server/internal/app"
)

// sizes are an office's screen and a telephone's.
var sizes = []struct {
	name          string
	width, height int64
}{{"1366x768", 1366, 768}, {"390x844", 390, 844}}

// openBrowser starts a headless Chromium that asks nobody but the test.
func openBrowser(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := chromedp.NewExecAllocator(t.Context(),
		chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("disable-dev-shm-usage", true))
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	err := chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *log.EventEntryAdded:
			if e.Entry.Level == log.EntryLevelError {
				t.Errorf("the browser complains: %s", e.Entry.Text)
			}
		case *runtime.EventExceptionThrown:
			t.Errorf("a script fails: %s", e.ExceptionDetails.Text)
		}
	})
	if err != nil {
		t.Fatalf("Chromium is needed for these tests: %v", err)
	}
	return ctx
}

// perform runs one step with a limit, so that a page that never comes fails by
// its name.
func perform(ctx context.Context, t *testing.T, step string, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		t.Fatalf("%s: %v", step, err)
	}
}

func click(selector string) chromedp.Action[chromedp.Void] {
	return chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible)
}

func see(selector string) chromedp.Action[chromedp.Void] {
	return chromedp.WaitVisible(chromedp.CSS(selector))
}

func gone(selector string) chromedp.Action[chromedp.Void] {
	return chromedp.WaitNotVisible(chromedp.CSS(selector))
}

func TestPagesFitTheScreen(t *testing.T) {
	f := newFake()
	h, _ := serve(t, f, nil)
	server := httptest.NewServer(h)
	defer server.Close()
	ctx := openBrowser(t)
	for _, size := range sizes {
		viewport := chromedp.EmulateViewport(size.width, size.height)
		for _, state := range []app.BulletinState{app.Draft, app.Issued} {
			f.state = state
			for _, address := range []string{
				"/", "/p/huaian-2020/projects", "/p/huaian-2020/projects/1%E2%91%A2", "/upload", "/p/huaian-2020/submissions",
				"/p/huaian-2020/submissions/7", "/p/huaian-2020/bulletins", "/bulletins/3", "/p/huaian-2020/units", "/log",
			} {
				where := size.name + " " + address
				perform(ctx, t, where, viewport, chromedp.Navigate(server.URL+address), see("main h1"))
				over, err := chromedp.Run(ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth - window.innerWidth`))
				if err != nil || over > 0 {
					t.Errorf("%s is %d pixels too wide, %v", where, over, err)
				}
			}
		}
	}
}

// TestOfficersWay goes from an empty ledger to a bulletin that is sent, by
// clicking.
func TestOfficersWay(t *testing.T) {
	f := newFake()
	f.empty = true
	h, _ := serve(t, f, func(c *Config) { c.MailConfigured = true })
	server := httptest.NewServer(h)
	defer server.Close()
	ctx := openBrowser(t)

	file := filepath.Join(t.TempDir(), "一季度.xlsx")
	if err := os.WriteFile(file, []byte("PK"), 0o600); err != nil {
		t.Fatal(err)
	}
	press := func(form string) chromedp.Action[chromedp.Void] {
		return click(`form[action="` + form + `"] button[type=submit]`)
	}
	perform(ctx, t, "samples", chromedp.Navigate(server.URL), press("/samples"), see(".tiles"), see(".notice.done"))
	perform(ctx, t, "verdict", click(".tile.v-behind"), see(".projects"))
	perform(ctx, t, "project", click(".projects tbody a"), see(".judgements"))
	perform(ctx, t, "upload", click(`.places a[href^="/upload"]`), see("#file"),
		chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{file}), see(".chosen li"), press("/upload"))
	perform(ctx, t, "tabs", see("#problems-0"), gone("#changes-0"),
		click(`.tabs a[href="#changes-0"]`), see("#changes-0"), gone("#problems-0"))
	perform(ctx, t, "accept", press("/upload/accept"), see(".notice.done"))
	perform(ctx, t, "draft", click(`.places a[href*="/bulletins"]`), press("/p/huaian-2020/bulletins"), see("textarea"))
	perform(ctx, t, "words", chromedp.SendKeys(chromedp.CSS("textarea[name='words.late']"), "请抓紧。"), press("/bulletins/3/words"), see(".notice.done"))
	perform(ctx, t, "issue form", click(`a[href="/bulletins/3/issue"]`), click("input[name=confirm]"))
	f.state = app.Issued // what the service would do
	perform(ctx, t, "issue", press("/bulletins/3/issue"), see("#deliveries"))
	perform(ctx, t, "deliver", chromedp.Navigate(server.URL+"/bulletins/3"), press("/bulletins/3/deliver"), see(".notice.done"))

	if len(f.accepted) != 1 || f.words["late"] != "请抓紧。" || f.issued.IsZero() || f.delivered != 1 {
		t.Errorf("accepted %q, words %q, issued %v, delivered %d", f.accepted, f.words, f.issued, f.delivered)
	}
}
