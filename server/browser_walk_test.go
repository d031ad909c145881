//go:build browser

package main

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/chromedp/chromedp"
)

// elsewhere are stations that other tests look at; this one does for the pictures.
var elsewhere = strings.Fields("setup established inbox accepted filing late bulletins draft issue issued submission project")

// station looks at the page the first time that the way comes by.
func (w *walk) station(name string) {
	w.t.Helper()
	if os.Getenv(picturesVariable) == "" && slices.Contains(elsewhere, name) {
		return
	}
	if !w.looked[name] {
		w.looked[name] = true
		w.look("way-" + name)
	}
}

// drop has the page take files, and tells how long that was in milliseconds, from
// the click until all were read and shown.
func (w *walk) drop(files map[string][]byte) float64 {
	t := w.t
	t.Helper()
	var paths []string
	for name, data := range files {
		paths = append(paths, writeFile(t, w.dir, name, data))
	}
	slices.Sort(paths)
	w.open("/upload?programme=yunzhou-2025")
	ask[bool](w.chromium, `(window.began = performance.now(), window.took = 0, new MutationObserver(() => {
		if (!window.took && document.querySelector('[data-said]').textContent.endsWith('。')) { window.took = performance.now() - window.began; }
	}).observe(document.querySelector('[data-said]'), {childList: true}), true)`)
	w.do("drop", chromedp.SetUploadFiles(chromedp.CSS("#file"), paths), see(".chosen li"))
	ask[bool](w.chromium, `(window.began = performance.now(), true)`)
	w.do("drop", press("/inbox"), see("[data-look]"))
	return ask[float64](w.chromium, "window.took")
}

// dropQuarter drops a quarter's files, and is told of all of them.
func (w *walk) dropQuarter(files map[string][]byte) {
	w.t.Helper()
	took := w.drop(files)
	w.t.Logf("%d files received and read in %.0f ms", len(files), took)
	if said, want := w.text("[data-said]"), fmt.Sprintf("共%d个文件，已收到%[1]d个。", len(files)); said != want {
		w.t.Errorf("says %q, want %q", said, want)
	}
}

// states are the files of the inbox by name, each with where it stands.
func (w *walk) states() map[string]string {
	w.t.Helper()
	return ask[map[string]string](w.chromium, `Object.fromEntries(Array.from(document.querySelectorAll('table.inbox tbody tr'), r =>
		[r.querySelector('th a').textContent, r.querySelector('.tag').textContent + ' ' + (r.querySelector('td small') || {textContent: ''}).textContent]))`)
}

// row is a file of the inbox in its table, the last of that name.
func (w *walk) row(name string) string {
	w.t.Helper()
	id := ask[string](w.chromium, `(Array.from(document.querySelectorAll('table.inbox tbody tr')).filter(r => r.querySelector('th a').textContent === `+quoted(name)+`).pop() || {id: ''}).id`)
	if id == "" {
		w.t.Fatalf("%s is not in the inbox", name)
	}
	return "#" + id
}

// inside opens a file of the inbox.
func (w *walk) inside(name string) {
	w.t.Helper()
	w.open("/upload")
	w.do(name, click(w.row(name)+" th a"), see(".file"))
}

// say says in the table where a file belongs.
func (w *walk) say(name, field, value string) {
	w.t.Helper()
	row := w.row(name)
	w.set(map[string]string{row + " select[name=" + field + "]": value})
	w.turn(name, click(row+` form[action$="/said"] button`))
}

// discard deletes a file of the inbox with a reason.
func (w *walk) discard(name, reason string) {
	w.t.Helper()
	w.open("/upload")
	row := w.row(name)
	w.turn(name, click(row+" .discard summary"), chromedp.SendKeys(chromedp.CSS(row+" .discard input[name=reason]"), reason),
		click(row+" .discard button"))
}

// settled fails for every file of the inbox that cannot be accepted as it is.
func (w *walk) settled() {
	w.t.Helper()
	for name, state := range w.states() {
		if !strings.HasPrefix(state, "可入库 ") && !strings.HasPrefix(state, "已入库 ") {
			w.t.Errorf("%s: %s", name, state)
		}
	}
}

// acceptAll puts into the ledger what is ticked, n files.
func (w *walk) acceptAll(n int) {
	w.t.Helper()
	w.turn("accept", press("/inbox/accept"))
	if said, want := w.text(".notice.done"), fmt.Sprintf("%d个文件已入库", n); !strings.Contains(said, want) {
		w.t.Errorf("says %q, want %q", said, want)
	}
}

// alias gives a unit another name by hand.
func (w *walk) alias(unit, name string) {
	w.open("/p/yunzhou-2025/units/" + url.PathEscape(unit) + "/edit")
	w.do(unit, chromedp.SendKeys(chromedp.CSS("textarea[name=aliases]"), name), chromedp.SendKeys(chromedp.CSS("textarea[name=reason]"), "新城管委会与区政府合署"))
	w.turn("look", click("#confirm button.primary"))
	w.station("alias")
	w.turn("confirm", click("#confirm button.primary"))
}

// called takes a correction by telephone down and confirms it.
func (w *walk) called() {
	p := &w.promises[2]
	p.done[2]++
	w.open(fmt.Sprintf("/p/yunzhou-2025/projects/%d?period=2025Q3", p.no))
	w.station("project")
	w.turn("call", click(`a[href*="/report?"][href*="2025Q3"]`))
	w.set(map[string]string{
		"[name=caller]": "王科长", "[name=telephone]": "0555-83900001", "[name=called-at]": "10月11日9:30",
		`[name="figure.0.done"]`: fmt.Sprint(p.done[2]), "[name=reason]": "漏报1个，9月29日建成",
	})
	w.turn("look", click("#confirm button.primary"))
	w.station("call")
	w.turn("record", click("#confirm button.primary"))
	w.turn("confirm", click("button[name=decision][value=confirm]"))
	w.station("calls")
}

// filing looks at who has reported; missing units still owe.
func (w *walk) filing(period string, missing int) {
	w.open("/p/yunzhou-2025/filing?period=" + period)
	w.station("filing")
	w.open("/p/yunzhou-2025/filing/late?period=" + period)
	if rows := ask[int](w.chromium, `document.querySelectorAll('table.owing tbody tr').length`); rows != missing {
		w.t.Errorf("%s: %d units owe, want %d", period, rows, missing)
	}
	w.station("late")
}

// bulletin drafts a period's bulletin, writes words into it, and issues it.
func (w *walk) bulletin(period string) string {
	w.open("/p/yunzhou-2025/bulletins?period=" + period)
	w.station("bulletins")
	w.turn("draft", click(`form[action="/p/yunzhou-2025/bulletins"]:has(input[value="`+period+`"]):has(input[value=internal]) button`))
	address := w.address()
	w.turn("words", chromedp.SendKeys(chromedp.CSS("textarea[name='words.late']"), "请落后单位抓紧。"), press(address+"/words"))
	w.station("draft")
	w.turn("issue", click(`a[href="`+address+`/issue"]`))
	w.station("issue")
	w.turn("issue", click("input[name=confirm]"), press(address+"/issue"))
	w.station("issued")
	return address
}

// fetched is a file that a page offers.
func (w *walk) fetched(address string) []byte {
	w.t.Helper()
	data, err := base64.StdEncoding.DecodeString(ask[string](w.chromium, `fetch(`+quoted(address)+`).then(a => a.blob()).then(b => new Promise(done => {
		const r = new FileReader(); r.onload = () => done(r.result.split(',')[1]); r.readAsDataURL(b); }))`))
	if err != nil {
		w.t.Fatal(err)
	}
	return data
}
