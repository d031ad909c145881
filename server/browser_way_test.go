//go:build browser

package main

import (
	"encoding/base64"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// TestBrowserWholeYear is one officer with one computer, from an empty folder to
// the third quarter's bulletin: a programme set up from one workbook, three times
// forty units' sheets with mistakes among them, mended on the pages, and issued.
func TestBrowserWholeYear(t *testing.T) {
	data := t.TempDir()
	w := &walk{promises: town(), dir: t.TempDir()}
	w.chromium = openChromium(t, start(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", data))
	w.setUp()
	w.firstQuarter()
}

// walk is the officer at work.
type walk struct {
	*chromium
	promises []promise
	dir      string // where files lie that are dropped
}

// set gives fields of the page their values, as typing and choosing does.
func (c *chromium) set(fields map[string]string) {
	c.t.Helper()
	for selector, value := range fields {
		if !ask[bool](c, `(() => { const e = document.querySelector(`+quoted(selector)+`); if (!e) { return false; }
			e.value = `+quoted(value)+`; e.dispatchEvent(new Event('input', {bubbles: true})); e.dispatchEvent(new Event('change', {bubbles: true})); return e.value === `+quoted(value)+`; })()`) {
			c.t.Fatalf("%s cannot be %q", selector, value)
		}
	}
}

// setUp makes the programme from its project table.
func (w *walk) setUp() {
	t := w.t
	w.open("/")
	w.do("welcome", click(`a[href="/setup"]`), see("#file"))
	w.look("way-setup")
	plan := writeFile(t, w.dir, "云州市2025年为民办实事项目表.xlsx", townPlan(t, w.promises))
	w.do("plan", chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{plan}), press("/setup"), see("#key"))
	if got := w.values("#title", "#year", "#government"); !slices.Equal(got, []string{"为民办实事", "2025", "云州市人民政府"}) {
		t.Errorf("proposed %q", got)
	}
	w.set(map[string]string{"#key": "yunzhou-2025", "#issuer": "云州市人民政府办公室"})
	w.look("way-basics")
	next := func(step string) {
		t.Helper()
		w.do(step, click(`form[action="`+w.address()+`"] button.primary`), see(`[aria-current=step][href$="/`+step+`"]`))
	}
	next("columns")
	w.look("way-columns")
	w.set(map[string]string{"#ask-0": "deadline"})
	next("units")
	w.set(map[string]string{`[name=as][aria-label^="` + shortName + `"]`: longName})
	w.look("way-units")
	next("groups")
	w.look("way-groups")
	next("rule")
	w.do("rule", click(`input[name=rule][value=checkpoints]`))
	for i, point := range []struct{ date, percent string }{{"2025-03-31", "20"}, {"2025-06-30", "50"}, {"2025-09-30", "75"}, {"2025-12-31", "100"}} {
		at := fmt.Sprintf(".points li:nth-child(%d) ", i+1)
		w.set(map[string]string{at + "[name=pointDate]": point.date, at + "[name=pointPercent]": point.percent})
	}
	w.do("effect", click("button[value=preview]"), see(".chosen-rule"))
	w.look("way-rule")
	next("contacts")
	list := writeFile(t, w.dir, "联系人名单.xlsx", townContacts(t))
	w.do("contacts", chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{list}), press("/setup/1/contacts/file"), see(".asked-row"))
	w.set(map[string]string{".asked-row select": soughtName})
	w.look("way-contacts")
	next("summary")
	w.look("way-summary")
	w.do("establish", press("/setup/1/establish"), see(".notice.done"))
	w.look("way-established")
}

// sheets are the forty units' sheets for a quarter, as they come by mail and chat:
// forms filled in, the units' own tables in three formats, and one table that
// gathers three counties' rows. They are told by the files' names.
func (w *walk) sheets(quarter int) map[string][]byte {
	t := w.t
	word := string([]rune("一二三")[quarter-1]) + "季度"
	files := map[string][]byte{}
	packed := ask[string](w.chromium, `fetch('/p/yunzhou-2025/templates?period=2025Q'+`+fmt.Sprint(quarter)+`).then(a => a.blob()).then(b => new Promise(done => {
		const r = new FileReader(); r.onload = () => done(r.result.split(',')[1]); r.readAsDataURL(b); }))`)
	zipped, err := base64.StdEncoding.DecodeString(packed)
	if err != nil {
		t.Fatal(err)
	}
	forms := filledForms(t, zipped, w.promises, quarter)
	units := append(append([]string{}, bureaus...), counties...)
	var gathered []promise
	binary := map[string][][]any{}
	for i, u := range units {
		own := of(w.promises, u)
		switch {
		case i < 24 || i >= len(units)-3:
			files[u+"-"+word+".xlsx"] = forms[u]
		case i < 29:
			files[u+word+"进展.csv"] = []byte(commas(progressRows(own, quarter)))
		case i < 31:
			data, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(commas(progressRows(own, quarter))))
			if err != nil {
				t.Fatal(err)
			}
			files["转发："+u+".csv"] = data
		case i < len(bureaus):
			binary[u+word] = progressRows(own, quarter)
		default:
			gathered = append(gathered, own...)
		}
	}
	dir := t.TempDir()
	binaryBooks(t, dir, binary)
	for name := range binary {
		data, err := os.ReadFile(filepath.Join(dir, name+".xls"))
		if err != nil {
			t.Fatal(err)
		}
		files[name+".xls"] = data
	}
	files["县区汇总表"+word+".xlsx"] = book(t, "汇总", gatheredRows(gathered, quarter))
	return files
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

// states are the files of the inbox by name, each with where it stands.
func (w *walk) states() map[string]string {
	w.t.Helper()
	return ask[map[string]string](w.chromium, `Object.fromEntries(Array.from(document.querySelectorAll('table.inbox tbody tr'), r =>
		[r.querySelector('th a').textContent, r.querySelector('.tag').textContent + ' ' + (r.querySelector('td small') || {textContent: ''}).textContent]))`)
}

// firstQuarter has a damaged file, words for a number, no period, a wrong unit's
// name, and a column that says little.
func (w *walk) firstQuarter() {
	t := w.t
	files := w.sheets(1)
	csv := func(unit string) string { return unit + "一季度进展.csv" }
	words, undated, misnamed, unsure := csv(bureaus[24]), csv(bureaus[25]), csv(bureaus[26]), csv(bureaus[27])
	damaged := bureaus[0] + "-一季度.xlsx"
	good := maps.Clone(files)
	change := func(name, old, new string) {
		t.Helper()
		changed := strings.Replace(string(files[name]), old, new, 1)
		if changed == string(files[name]) {
			t.Fatalf("%s does not say %s", name, old)
		}
		files[name] = []byte(changed)
	}
	change(words, fmt.Sprintf(",%d,", of(w.promises, bureaus[24])[0].done[0]), ",三十来个,")
	change(undated, "2025年第一季度", "2025年")
	files["没写周期.csv"] = files[undated]
	delete(files, undated)
	change(misnamed, "：市统计局", "：市统计调查局")
	files["misnamed.csv"] = files[misnamed]
	delete(files, misnamed)
	change(unsure, "累计完成", "目前进度")
	files[damaged] = files[damaged][:len(files[damaged])/2]

	t.Logf("%d files in %.0f ms", len(files), w.drop(files))
	w.look("way-inbox")

	w.say("没写周期.csv", "period", "2025Q1")
	w.say("misnamed.csv", "unit", bureaus[26])
	w.inside(unsure)
	w.look("way-unsure")
	w.set(map[string]string{"#ask-0-0": "done"})
	w.turn("answer", press("/upload/answers"))
	w.inside(words)
	w.look("way-words")
	w.discard(words, "退回重填")
	w.discard(damaged, "传坏了，请重发")
	w.drop(map[string][]byte{words: good[words], damaged: good[damaged]})
	w.settled()
	w.acceptAll(len(files))
	w.look("way-accepted")
	w.filing("2025Q1", 0)
	w.bulletin("2025Q1", "")
}

// inside opens a file of the inbox.
func (w *walk) inside(name string) {
	w.t.Helper()
	w.open("/upload")
	w.do(name, click(w.row(name)+" th a"), see(".file"))
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

// turn does what leads to another page, and waits for that.
func (c *chromium) turn(step string, actions ...chromedp.Action[chromedp.Void]) {
	c.t.Helper()
	ask[bool](c, `(document.documentElement.dataset.left = 'yes', true)`)
	c.do(step, append(actions, see("html:not([data-left]) main h1"))...)
}

// text is what the first such element says.
func (c *chromium) text(selector string) string {
	c.t.Helper()
	return ask[string](c, `(document.querySelector(`+quoted(selector)+`) || {textContent: ''}).textContent.trim()`)
}

// filing looks at who has reported; missing units still owe.
func (w *walk) filing(period string, missing int) {
	w.open("/p/yunzhou-2025/filing?period=" + period)
	w.look("way-filing")
	w.open("/p/yunzhou-2025/filing/late?period=" + period)
	if rows := ask[int](w.chromium, `document.querySelectorAll('table.owing tbody tr').length`); rows != missing {
		w.t.Errorf("%s: %d units owe, want %d", period, rows, missing)
	}
	w.look("way-late")
}

// bulletin drafts a period's bulletin, writes words into it, and issues it.
func (w *walk) bulletin(period, words string) string {
	w.open("/p/yunzhou-2025/bulletins?period=" + period)
	w.look("way-bulletins")
	w.do("draft", click(`form[action="/p/yunzhou-2025/bulletins"]:has(input[value="`+period+`"]):has(input[value=internal]) button`), see("textarea"))
	address := w.address()
	w.do("words", chromedp.SendKeys(chromedp.CSS("textarea[name='words.late']"), "请落后单位抓紧。"+words), press(address+"/words"), see(".notice.done"))
	w.look("way-draft")
	w.do("issue", click(`a[href="`+address+`/issue"]`), see("input[name=confirm]"))
	w.look("way-issue")
	w.do("issue", click("input[name=confirm]"), press(address+"/issue"), see("#deliveries"))
	w.look("way-issued")
	return address
}

// values are what fields hold.
func (c *chromium) values(selectors ...string) []string {
	c.t.Helper()
	var list []string
	for _, s := range selectors {
		list = append(list, ask[string](c, `document.querySelector(`+quoted(s)+`).value`))
	}
	return list
}
