//go:build browser

package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestBrowserFindingsBesideTheSheet: a click on a finding shows its cell, one on
// the cell's mark leads back, and rows that are left out come when they are
// asked for.
func TestBrowserFindingsBesideTheSheet(t *testing.T) {
	base := start(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", t.TempDir())
	c := openChromium(t, base)
	dir := t.TempDir()
	plan := "2020年为民办实事项目表\n序号,项目名称,目标任务,完成时限,责任单位\n"
	report := "2020年一季度为民办实事进展表\n序号,项目名称,累计完成,是否达序时,存在问题\n1,新建旅游公厕,已开工12个，其中完工5个,是,\n"
	for i := 1; i <= 850; i++ {
		plan += fmt.Sprintf("%d,项目%d,新建旅游公厕%d座,2020年12月底,市文旅局\n", i, i, 100+i)
		if i > 1 && i < 830 {
			report += fmt.Sprintf("%d,项目%d,%d,是,\n", i, i, i)
		}
	}
	report += "830,项目830,二十来座吧,是,\n999,修建机场,3,是,\n"
	c.open("/upload")
	c.refused = "422"
	c.do("plan", chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{writeFile(t, dir, "项目表.csv", []byte(plan))}),
		chromedp.SendKeys(chromedp.CSS("select[name=programme]"), "新建"),
		chromedp.SendKeys(chromedp.CSS("input[name=newkey]"), "test-2020"), press("/upload"), see(".file .facts"), press("/upload/accept"), see(".notice.done"))
	c.choose("report with mistakes", "2020Q1", writeFile(t, dir, "进展表.csv", []byte(report)))
	c.look("findings-beside-the-sheet")

	shown := `(function () { var e = document.activeElement, p = e.closest('.pane').getBoundingClientRect(), r = e.getBoundingClientRect();
		return (r.top >= p.top && r.bottom <= p.bottom ? 'shown ' : 'hidden ') + e.id; })()`
	c.do("finding", click(`a[data-find][href$="-C832"]`), see(`td[id$="-C832"]`))
	if got := ask[string](c, shown); !strings.HasPrefix(got, "shown f0-s1-C832") {
		t.Errorf("after a click on a finding: %s", got)
	}
	c.do("back", click(`td[id$="-C832"] a.flag`))
	if got := ask[string](c, `document.activeElement.id`); !strings.HasPrefix(got, "f0-p") {
		t.Errorf("after a click on the mark: %s", got)
	}
	c.do("rows left out", click("a[data-rows]"), see(`tbody th[tabindex="-1"]`))
	c.look("more-rows")
}

// TestBrowserFiguresInWordsAreConfirmed: figures told in prose are offered beside
// their finding, taken by 采用, and kept with the submission as its explanation.
func TestBrowserFiguresInWordsAreConfirmed(t *testing.T) {
	base := start(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", t.TempDir())
	c := openChromium(t, base)
	dir := t.TempDir()
	plan := writeFile(t, dir, "项目表.csv", []byte("2020年为民办实事项目表\n序号,项目名称,目标任务,完成时限,责任单位\n"+
		"1,旅游公厕,新建旅游公厕80座,2020年12月底,市文旅局\n2,农贸市场,提升农贸市场47个,2020年12月底,市市场监管局\n"))
	report := writeFile(t, dir, "进展表.csv", []byte("2020年一季度为民办实事进展表\n序号,项目名称,累计完成,是否达序时,存在问题\n"+
		"1,旅游公厕,已开工12座，其中完工5座,是,\n2,农贸市场,3,是,\n"))
	c.open("/upload")
	c.do("plan", chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{plan}),
		chromedp.SendKeys(chromedp.CSS("select[name=programme]"), "新建"),
		chromedp.SendKeys(chromedp.CSS("input[name=newkey]"), "test-2020"), press("/upload"), see(".file .facts"), press("/upload/accept"), see(".notice.done"))
	c.refused = "422"
	c.choose("report", "2020Q1", report)
	c.look("figures-in-words")
	c.refused = ""
	c.do("taken", click(`input[name="take.0"][value=yes]`), press("/upload/confirm"),
		see(`form[action="/upload/accept"] button[type=submit]:not([disabled])`), see(`input[name="take.0"][value=yes]:checked`))
	c.do("stored", press("/upload/accept"), see(".notice.done"))
	if !ask[bool](c, `document.querySelector('main').textContent.includes('经确认读作')`) {
		t.Error("what was confirmed is not told of the submission")
	}
	c.look("confirmed")
}
