//go:build browser

package main

import (
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestBrowserListsWithoutReloading narrows, sorts and turns over a list: the page
// stays, the address keeps what was asked for, and the back button takes it back.
func TestBrowserListsWithoutReloading(t *testing.T) {
	t.Setenv("FONT_DIR", "../templates/fonts/gpl")
	c := openChromium(t, start(t, nil, "demo", "--serve", "--addr", "127.0.0.1:0", "--data", t.TempDir()))
	c.open("/p/lianyungang-2021/projects")
	stays := func(step string) {
		t.Helper()
		if !ask[bool](c, "window.sameTongbao === true") {
			t.Errorf("%s loads the whole page", step)
		}
	}
	ask[bool](c, "window.sameTongbao = true")
	c.do("sort", click("#sort-gap"), see(`th[aria-sort="ascending"] #sort-gap`))
	stays("sorting")
	if !ask[bool](c, `location.search.includes('sort=gap') && document.activeElement.id === 'sort-gap'`) {
		t.Error("the address does not keep the order, or the head does not keep the focus")
	}
	c.do("the other way round", click("#sort-gap"), see(`th[aria-sort="descending"] #sort-gap`))
	c.look("projects-sorted")
	c.do("second page", click("#page-2"), see(`#page-2[aria-current]`))
	c.do("search", chromedp.SendKeys(chromedp.CSS("input[type=search]"), "幼儿园"), gone(".pagination"))
	stays("searching")
	if !ask[bool](c, `location.search.includes('sort=-gap') && !location.search.includes('page=') && !location.search.includes('unit=') && document.activeElement.name === 'q'`) {
		t.Error("the address is " + ask[string](c, "location.search"))
	}
	c.do("back", chromedp.NavigateBack(), see(`#page-2[aria-current]`))
	for _, place := range []string{"/p/lianyungang-2021/submissions", "/p/lianyungang-2021/bulletins", "/p/lianyungang-2021/units", "/log"} {
		c.open(place)
		c.do(place, click("th:nth-child(2) .sort"), see(`th[aria-sort]`))
		c.look("sorted-" + filepath.Base(place))
	}
	c.open("/p/huaian-2020")
	if n := ask[int](c, `document.querySelectorAll('#pace canvas, #trend canvas').length`); n != 2 {
		t.Errorf("%d charts are drawn", n)
	}
	c.look("overview-with-charts")
}
