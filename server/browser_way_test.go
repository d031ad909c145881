//go:build browser

package main

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/xuri/excelize/v2"
)

// TestBrowserWholeYear is one officer with one computer, from an empty folder to
// the third quarter's bulletin: a programme set up from one workbook, three times
// forty units' sheets with mistakes among them, mended on the pages, and issued.
func TestBrowserWholeYear(t *testing.T) {
	w := &walk{promises: town(), dir: t.TempDir(), looked: map[string]bool{}}
	w.binary = binaryBooks(t, w.promises)
	w.chromium = openChromium(t, start(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", t.TempDir()))
	w.setUp()
	w.firstQuarter()
	w.secondQuarter()
	w.thirdQuarter()
}

// walk is the officer at work.
type walk struct {
	*chromium
	promises []promise
	dir      string            // where files lie that are dropped
	binary   map[string][]byte // the tables that are .xls, by their files' names
	looked   map[string]bool   // stations that were looked at
}

// setUp makes the programme from its project table.
func (w *walk) setUp() {
	t := w.t
	w.open("/")
	w.do("welcome", click(`a[href="/setup"]`), see("#file"))
	w.station("setup")
	plan := writeFile(t, w.dir, "云州市2025年为民办实事项目表.xlsx", townPlan(t, w.promises))
	w.do("plan", chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{plan}), press("/setup"), see("#key"))
	if got := w.values("#title", "#year", "#government"); !slices.Equal(got, []string{"为民办实事", "2025", "云州市人民政府"}) {
		t.Errorf("proposed %q", got)
	}
	w.set(map[string]string{"#key": "yunzhou-2025", "#issuer": "云州市人民政府办公室"})
	w.station("basics")
	next := func(step string) {
		t.Helper()
		w.do(step, click(`form[action="`+w.address()+`"] button.primary`), see(`[aria-current=step][href$="/`+step+`"]`))
	}
	next("columns")
	w.station("columns")
	w.set(map[string]string{"#ask-0": "deadline"})
	next("units")
	w.set(map[string]string{`[name=as][aria-label^="` + shortName + `"]`: longName})
	w.station("units")
	next("groups")
	w.station("groups")
	next("rule")
	w.do("rule", click(`input[name=rule][value=checkpoints]`))
	for i, point := range []struct{ date, percent string }{{"2025-03-31", "20"}, {"2025-06-30", "50"}, {"2025-09-30", "75"}, {"2025-12-31", "100"}} {
		at := fmt.Sprintf(".points li:nth-child(%d) ", i+1)
		w.set(map[string]string{at + "[name=pointDate]": point.date, at + "[name=pointPercent]": point.percent})
	}
	w.do("effect", click("button[value=preview]"), see(".chosen-rule"))
	w.station("rule")
	next("contacts")
	list := writeFile(t, w.dir, "联系人名单.xlsx", townContacts(t))
	w.do("contacts", chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{list}), press("/setup/1/contacts/file"), see(".asked-row"))
	w.set(map[string]string{".asked-row select": soughtName})
	w.station("contacts")
	next("summary")
	if !strings.Contains(w.text("main"), "收件邮箱40个") {
		t.Error("a unit that the list of contacts calls by another name has no contact")
	}
	w.station("summary")
	w.do("establish", press("/setup/1/establish"), see(".notice.done"))
	w.station("established")
}

// firstQuarter has a damaged file, words for a number, no period, a wrong unit's
// name, and a column that says little.
func (w *walk) firstQuarter() {
	files := w.sheets(1)
	csv := func(unit string) string { return unit + "一季度进展.csv" }
	words, undated, misnamed, unsure := csv(bureaus[24]), csv(bureaus[25]), csv(bureaus[26]), csv(bureaus[27])
	damaged := bureaus[0] + "-一季度.xlsx"
	good := maps.Clone(files)
	files[words] = w.changed(files[words], w.done(bureaus[24], 1), ",三十来个,")
	files[undated] = w.changed(files[undated], "2025年第一季度", "2025年")
	rename(files, undated, "没写周期.csv")
	files[misnamed] = w.changed(files[misnamed], "：市统计局", "：市统计调查局")
	rename(files, misnamed, "进展情况.csv")
	files[unsure] = w.changed(files[unsure], "累计完成", "目前进度")
	files[damaged] = files[damaged][:len(files[damaged])/2]

	w.dropQuarter(files)
	w.station("inbox")
	w.say("没写周期.csv", "period", "2025Q1")
	w.say("进展情况.csv", "unit", bureaus[26])
	w.inside(unsure)
	w.station("unsure")
	w.set(map[string]string{"#ask-0-0": "done"})
	w.turn("answer", press("/upload/answers"))
	w.inside(words)
	w.station("words")
	w.discard(words, "退回重填")
	w.discard(damaged, "传坏了，请重发")
	w.drop(map[string][]byte{words: good[words], damaged: good[damaged]})
	w.settled()
	w.acceptAll(len(files))
	w.station("accepted")
	w.filing("2025Q1", 0)
	w.bulletin("2025Q1")
}

// secondQuarter has a cumulative figure that fell, a figure told in words, a rate
// that does not fit, and a unit that comes late.
func (w *walk) secondQuarter() {
	w.open("/p/yunzhou-2025/rules")
	w.turn("policy", click(`input[name=warnings][value=explain]`),
		click(`input[name=code][value="missing-project"]`), press("/p/yunzhou-2025/rules/policy"))
	w.station("policy")

	files := w.sheets(2)
	csv := func(unit string) string { return unit + "二季度进展.csv" }
	falls, words, rate, unsure, late := csv(bureaus[24]), csv(bureaus[25]), csv(bureaus[26]), csv(bureaus[27]), csv(bureaus[28])
	fallen := &w.promises[2*24]
	was := w.done(bureaus[24], 2)
	fallen.done[1] = fallen.done[0] - 1
	files[falls] = w.changed(files[falls], was, w.done(bureaus[24], 2))
	told := of(w.promises, bureaus[25])[0].done[1]
	files[words] = w.changed(files[words], w.done(bureaus[25], 2), fmt.Sprintf(",已建成%d个,", told))
	files[rate] = w.changed(files[rate], "形象进度,存在问题", "完成率,年度目标")
	files[rate] = w.changed(files[rate], ",在建,\r\n", fmt.Sprintf(",99%%,%d\r\n", of(w.promises, bureaus[26])[0].target))
	files[rate] = w.changed(files[rate], ",在建,\r\n", ",,\r\n")
	files[unsure] = w.changed(files[unsure], "累计完成", "目前进度") // it was answered in the first quarter
	afterwards := files[late]
	delete(files, late)

	w.dropQuarter(files)
	w.inside(falls)
	w.do("why", chromedp.SendKeys(chromedp.CSS("textarea[name=explanation]"), "上期多报1个，已核减。"))
	w.station("falls")
	w.turn("explained", press("/upload/accept"))
	w.station("submission")
	w.inside(words)
	w.station("told-in-words")
	w.turn("taken", click(`input[name="take.0"][value=yes]`), press("/upload/confirm"))
	w.inside(rate)
	w.do("why", chromedp.SendKeys(chromedp.CSS("textarea[name=explanation]"), "完成率按工程量计。"))
	w.turn("explained", press("/upload/accept"))
	w.open("/upload")
	w.settled()
	w.acceptAll(len(files) - 2)
	w.filing("2025Q2", 1)
	w.drop(map[string][]byte{late: afterwards})
	w.acceptAll(1)
	w.filing("2025Q2", 0)
	w.bulletin("2025Q2")
}

// thirdQuarter has a wrong year, a file that came twice, a unit's new name, a
// correction by telephone, and a unit that never reports.
func (w *walk) thirdQuarter() {
	files := w.sheets(3)
	csv := func(unit string) string { return unit + "三季度进展.csv" }
	year, never, gathered := csv(bureaus[24]), csv(bureaus[25]), "县区汇总表三季度.xlsx"
	good := files[year]
	files[year] = w.changed(files[year], "2025年第三季度", "2024年第三季度")
	delete(files, never)
	for i := range w.promises {
		if w.promises[i].unit == bureaus[25] {
			w.promises[i].done[2] = silent
		}
	}
	files["再发一次.xlsx"] = files[bureaus[2]+"-三季度.xlsx"]
	rows := gatheredRows(append(append(of(w.promises, counties[0]), of(w.promises, counties[1])...), of(w.promises, counties[2])...), 3)
	rows[3][0] = "望湖新城"
	files[gathered] = book(w.t, "汇总", rows)

	w.dropQuarter(files)
	w.inside(year)
	if said := w.text(".told"); !strings.Contains(said, "这是2024年第三季度的表") {
		w.t.Errorf("of a wrong year it says %q", said)
	}
	w.station("wrong-year")
	w.discard(year, "年份写错，已重报")
	w.discard("再发一次.xlsx", "重复")
	w.drop(map[string][]byte{year: good})
	w.inside(gathered)
	w.station("unknown-unit")
	w.alias(counties[1], "望湖新城")
	w.open("/upload")
	w.settled()
	w.acceptAll(len(files) - 1)
	w.called()
	w.filing("2025Q3", 1)
	w.open("/p/yunzhou-2025?period=2025Q3")
	w.station("overview")
	w.compare(w.bulletin("2025Q3"))
}

// compare reads the issued workbook of the third quarter's bulletin: every figure
// and verdict in it is what was planted.
func (w *walk) compare(address string) {
	t := w.t
	f, err := excelize.OpenReader(bytes.NewReader(w.fetched(address + "/xlsx")))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows := func(sheet string) [][]string {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	planted, counts, met := map[string]promise{}, map[string]int{}, 0
	byUnit := map[string]map[string]int{}
	for _, p := range w.promises {
		verdict := p.verdict(3)
		planted[fmt.Sprint(p.no)] = p
		if counts[verdict]++; slices.Contains(classes[:4], verdict) {
			met++
		}
		if byUnit[p.unit] == nil {
			byUnit[p.unit] = map[string]int{}
		}
		byUnit[p.unit][verdict]++
	}
	seen := 0
	for _, r := range rows("进展情况一览表") {
		p, ok := planted[r[0]]
		if !ok {
			continue
		}
		seen++
		done := fmt.Sprintf("%d个", p.done[2])
		if p.done[2] == silent {
			done = fmt.Sprintf("上期%d个", p.done[1])
		}
		if verdict, _, _ := strings.Cut(r[10], "（"); r[1] != p.name || r[3] != p.unit || r[7] != done || verdict != p.verdict(3) {
			t.Errorf("the bulletin says %q of %+v, %s", r, p, p.verdict(3))
		}
	}
	if seen != len(planted) {
		t.Errorf("%d projects in the bulletin, %d planted", seen, len(planted))
	}
	units := 0
	for _, r := range rows("责任单位完成情况表") {
		if len(r) < 2 || byUnit[r[1]] == nil {
			continue
		}
		units++
		for i, class := range classes {
			if r[2+i] != fmt.Sprint(byUnit[r[1]][class]) {
				t.Errorf("%s: %s of %s, planted %v", r[1], r[2+i], class, byUnit[r[1]])
			}
		}
	}
	if units != len(byUnit) {
		t.Errorf("%d units in the bulletin, want %d", units, len(byUnit))
	}
	text := fmt.Sprint(rows("通报正文"))
	says := []string{fmt.Sprintf("共%d项", len(planted)), "达序时率" + percent(met, len(planted)), "请落后单位抓紧。"}
	for class, n := range counts {
		says = append(says, fmt.Sprintf("%s%d项", class, n))
	}
	for _, want := range says {
		if !strings.Contains(text, want) {
			t.Errorf("the text does not say %s: %.900s", want, text)
		}
	}
}
