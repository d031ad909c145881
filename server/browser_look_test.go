//go:build browser

package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// picturesVariable names a folder that gets a picture of every page looked at.
const picturesVariable = "TONGBAO_PICTURES"

// sizes are an office's screen and a telephone's.
var sizes = []struct {
	name          string
	width, height int64
}{{"1366x768", 1366, 768}, {"390x844", 390, 844}}

// chromium is one officer's browser at a running server. What its scripts and
// its content security policy complain of fails the test.
type chromium struct {
	t    *testing.T
	ctx  context.Context
	base string
	axe  string
	seen int
	// refused are the statuses that the browser may report for the page.
	refused string
}

func openChromium(t *testing.T, base string) *chromium {
	t.Helper()
	axe, err := os.ReadFile(filepath.Join("internal", "web", "testdata", "axe", "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := chromedp.NewExecAllocator(t.Context(),
		chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("disable-dev-shm-usage", true))
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	c := &chromium{t: t, ctx: ctx, base: base, axe: string(axe)}
	err = chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *log.EventEntryAdded:
			expected := c.refused != "" && strings.Contains(e.Entry.Text, c.refused)
			if e.Entry.Level == log.EntryLevelError && !expected {
				t.Errorf("the browser complains: %s %s", e.Entry.Text, e.Entry.URL)
			}
		case *runtime.EventConsoleAPICalled:
			if e.Type == runtime.ConsoleAPICalledTypeError {
				for _, said := range e.Args {
					t.Errorf("a script complains: %s %s", said.Value, said.Description)
				}
			}
		case *runtime.EventExceptionThrown:
			t.Errorf("a script fails: %s", e.ExceptionDetails.Text)
		}
	})
	if err != nil {
		t.Fatalf("Chromium is needed for these tests: %v", err)
	}
	return c
}

// do runs one step with a limit, so that a page that never comes fails by its
// name.
func (c *chromium) do(step string, actions ...chromedp.Action[chromedp.Void]) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.ctx, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		c.picture("failed.png")
		c.t.Fatalf("%s: %v", step, err)
	}
}

func (c *chromium) open(path string) {
	c.t.Helper()
	c.do(path, chromedp.Navigate(c.base+path), see("main h1"))
}

// ask evaluates an expression, waiting for a promise.
func ask[T any](c *chromium, expression string) T {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.ctx, time.Minute)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		c.t.Fatalf("%.80s: %v", expression, err)
	}
	return v
}

// address is the path of the page that is shown.
func (c *chromium) address() string {
	c.t.Helper()
	u, err := url.Parse(ask[string](c, "location.href"))
	if err != nil {
		c.t.Fatal(err)
	}
	return u.Path
}

// look examines the page that is shown, at every size: it fits the width, and
// nothing in it shuts out whoever uses a keyboard or a screen reader.
func (c *chromium) look(name string) {
	c.t.Helper()
	c.seen++
	if !ask[bool](c, "'axe' in window") {
		ask[bool](c, "(function () {"+c.axe+"})(), true")
	}
	for _, size := range sizes {
		c.do(name, chromedp.EmulateViewport(size.width, size.height))
		where := name + " at " + size.name
		if over := ask[int](c, "document.documentElement.scrollWidth - window.innerWidth"); over > 0 {
			c.t.Errorf("%s is %d pixels too wide", where, over)
		}
		c.picture(fmt.Sprintf("%02d-%s-%s.png", c.seen, name, size.name))
		for _, violation := range ask[[]string](c, axeRun) {
			c.t.Errorf("%s: %s", where, violation)
		}
	}
	c.do(name, chromedp.EmulateViewport(sizes[0].width, sizes[0].height))
}

// axeRun lists what WCAG 2.1 A and AA and good practice forbid, with the
// elements. The browser's own PDF viewer is not the product's, and is taken out
// of the page meanwhile: while it loads, axe fails in it.
const axeRun = `(async () => {
	const viewers = Array.from(document.querySelectorAll('object'), o => [o, document.createComment('')]);
	viewers.forEach(([o, mark]) => o.replaceWith(mark));
	const r = await axe.run({iframes: false, resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']});
	viewers.forEach(([o, mark]) => mark.replaceWith(o));
	return r.violations.map(v => v.impact + ' ' + v.id + ': ' + v.help + ' ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | '));
})()`

func (c *chromium) picture(name string) {
	dir := os.Getenv(picturesVariable)
	if dir == "" {
		return
	}
	ctx, cancel := context.WithTimeout(c.ctx, time.Minute)
	defer cancel()
	data, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name), data, 0o600)
	}
	if err != nil {
		c.t.Error(err)
	}
}

func click(selector string) chromedp.Action[chromedp.Void] {
	return chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible)
}

// buttonFor is the button that sends a form to an address.
func buttonFor(address string) string {
	return `form[action="` + address + `"] button[type=submit]:not([formaction]), button[formaction="` + address + `"]`
}

// press presses the button of the form that leads to an address.
func press(address string) chromedp.Action[chromedp.Void] {
	return click(buttonFor(address))
}

// unfold opens a details element, as a click on its summary does where it is closed.
func (c *chromium) unfold(selector string) {
	c.t.Helper()
	if !ask[bool](c, `document.querySelector("`+selector+`").open`) {
		c.do("unfold "+selector, click(selector+" > summary"))
	}
}

func see(selector string) chromedp.Action[chromedp.Void] {
	return chromedp.WaitVisible(chromedp.CSS(selector))
}

func gone(selector string) chromedp.Action[chromedp.Void] {
	return chromedp.WaitNotPresent(chromedp.CSS(selector))
}
