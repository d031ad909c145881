//go:build browser

package main

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	samplesheets "tongbao/sample-sheets"
)

// pagesOf are addresses to look at for each page there is. A page that is not
// here fails the test, so that nobody makes one that nobody looks at.
var pagesOf = map[string][]string{
	"/":                                    {"/"},
	"/p/:key":                              {"/p/huaian-2020?period=2020Q1", "/p/jia-2023"},
	"/p/:key/projects":                     {"/p/huaian-2020/projects?period=2020Q1", "/p/huaian-2020/projects?q=没有这样的"},
	"/p/:key/projects/:project":            {home, "/p/jia-2023/projects/1"},
	"/p/:key/projects/:project/edit":       {home + "/edit"},
	"/p/:key/projects/:project/adjust":     {home + "/adjust", home + "/adjust?kind=拆分", home + "/adjust?kind=节点顺延"},
	"/p/:key/projects/:project/report":     {home + "/report?period=2020Q1&unit=市文广旅游局"},
	"/p/:key/projects/new":                 {"/p/huaian-2020/projects/new"},
	"/p/:key/projects/:project/report/new": {home + "/report/new?period=2020Q2"},
	"/p/:key/projects/:project/remove":     {home + "/remove"},
	"/p/:key/projects/:project/history":    {home + "/history"},
	"/p/:key/filing":                       {"/p/huaian-2020/filing?period=2020Q1"},
	"/p/:key/filing/late":                  {"/p/huaian-2020/filing/late?period=2020Q1"},
	"/p/:key/calls":                        {"/p/huaian-2020/calls", "/p/jia-2023/calls"},
	"/p/:key/matters":                      {"/p/jia-2023/matters", "/p/huaian-2020/matters"},
	"/p/:key/matters/:no":                  {"/p/jia-2023/matters/WX-001"},
	"/p/:key/submissions":                  {"/p/huaian-2020/submissions"},
	"/p/:key/submissions/:id":              {"/p/huaian-2020/submissions/3", "/p/huaian-2020/submissions/4"},
	"/p/:key/submissions/:id/form":         {"/p/huaian-2020/submissions/4/form"},
	"/p/:key/submissions/:id/compare":      {"/p/jia-2023/submissions/MATTERS/compare"},
	"/p/:key/rules":                        {"/p/huaian-2020/rules"},
	"/p/:key/rules/layout":                 {"/p/huaian-2020/rules/layout", "/p/huaian-2020/rules/layout?head=file"},
	"/p/:key/rules/fonts":                  {"/p/huaian-2020/rules/fonts"},
	"/p/:key/rules/settings":               {"/p/huaian-2020/rules/settings"},
	"/p/:key/bulletins":                    {"/p/huaian-2020/bulletins"},
	"/p/:key/units":                        {"/p/huaian-2020/units"},
	"/p/:key/units/new":                    {"/p/huaian-2020/units/new"},
	"/p/:key/units/:unit/edit":             {"/p/huaian-2020/units/市文广旅游局/edit"},
	"/p/:key/units/:unit/end":              {"/p/huaian-2020/units/市文广旅游局/end"},
	"/p/:key/units/:unit/history":          {"/p/huaian-2020/units/市文广旅游局/history", "/p/huaian-2020/units/市财政局/history"},
	"/p/:key/groups":                       {"/p/huaian-2020/groups", "/p/huaian-2020/groups?name=各县区"},
	"/setup":                               {"/setup"},
	"/setup/:id/:step":                     {"SETUP/basics", "SETUP/columns", "SETUP/units", "SETUP/groups", "SETUP/rule", "SETUP/contacts", "SETUP/summary"},
	"/upload":                              {"/upload?programme=huaian-2020"},
	"/upload/sheet":                        {"/upload/sheet?SHEET"},
	"/inbox/notes":                         {"/inbox/notes?id=INBOX"},
	"/inbox/:id":                           {"/inbox/INBOX"},
	"/bulletins/:id":                       {"/bulletins/1", "DRAFT"},
	"/bulletins/:id/issue":                 {"DRAFT/issue"},
	"/bulletins/:id/slip":                  {"/bulletins/1/slip", "DRAFT/slip"},
	"/mail":                                {"/mail", "/mail?q=没有这样的"},
	"/mail/:id":                            {"/mail/1"},
	"/log":                                 {"/log"},
	"/help/clerk":                          {"/help/clerk"},
	"/help/office":                         {"/help/office"},
}

const home = "/p/huaian-2020/projects/1③"

// noPages are answers to GET that nobody looks at in a browser.
var noPages = regexp.MustCompile(`\.xlsx$|\.pdf$|/pdf$|/xlsx$|/docx$|/exchange$|/scan$|^/healthz$|^/readyz$|^/metrics$|/templates$|^/inbox/returned$|^/setup/:id$`)

// TestBrowserEveryPage looks at every page there is, at both sizes: axe finds
// nothing, every field has its label, every stop of the keyboard shows, and the
// page is no wider than the window.
func TestBrowserEveryPage(t *testing.T) {
	source, err := os.ReadFile(filepath.Join("internal", "web", "web.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`\be\.GET\("([^"]+)"`).FindAllStringSubmatch(string(source), -1) {
		if _, listed := pagesOf[m[1]]; !listed && !noPages.MatchString(m[1]) {
			t.Errorf("nobody looks at the page %s", m[1])
		}
	}
	base, places := everything(t)
	c := openChromium(t, base)
	var addresses []string
	for _, list := range pagesOf {
		addresses = append(addresses, list...)
	}
	slices.Sort(addresses)
	for _, address := range addresses {
		c.open(places.Replace(address))
		name := strings.Trim(regexp.MustCompile(`[^\w-]+`).ReplaceAllString(address, "-"), "-")
		c.look(name)
		c.do("tabulator", chromedp.KeyEvent(kb.Tab)) // from here on the focus is the keyboard's
		for _, hidden := range ask[[]string](c, unseenFocus) {
			t.Errorf("%s: the focus on %s cannot be seen", address, hidden)
		}
	}
}

// unseenFocus are the elements whose focus does not show.
const unseenFocus = `Array.from(document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')).filter(e => {
	if (e.disabled || !e.checkVisibility()) return false;
	e.focus();
	const style = getComputedStyle(e);
	return document.activeElement === e && style.outlineStyle === 'none' && style.boxShadow === 'none';
}).map(e => e.outerHTML.slice(0, 160))`

// everything is a server whose ledger has something on every page, and what
// stands for the identities in pagesOf.
func everything(t *testing.T) (base string, places *strings.Replacer) {
	t.Helper()
	o := &office{t: t, data: demoFolder(t)}
	o.take("2023年民生实事项目表.csv", []byte(officePlan))
	const matters = "2023年微幸福民生事项清单,,,,,,,,\n编号,诉求内容,来源,受理时间,承办单位,办理状态,办结时间,满意度,重点督办\n" +
		"WX-001,路灯不亮,市长在线,2023-03-05,市城市管理局,已办结,2023-03-12,满意,是\nWX-002,站台积水,12345热线,2023.3.8,市交通运输局,办理中,/,,\n"
	o.take("三月.csv", []byte(matters))
	o.take("四月.csv", []byte(strings.Replace(matters, "已办结", "已回访", 1)))
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	nobody := []string{"SMTP_URL=smtp://127.0.0.1:1?tls=none", "MAIL_FROM=office@example.cn"} // so that mails wait
	base = start(t, nobody, "serve", "--addr", "127.0.0.1:0", "--data", o.data)
	b := &browser{t: t, base: base, client: &http.Client{Jar: jar}}

	b.mend("/p/huaian-2020/projects/1%E2%91%A2/edit", func(f url.Values) { f.Set("name", "新建旅游公厕（更名）"); f.Set("reason", "名称录错") })
	b.mend("/p/huaian-2020/units/"+url.PathEscape("市文广旅游局")+"/edit", func(f url.Values) { f.Set("telephone", "0517-1"); f.Set("reason", "换了电话") })
	report := regexp.MustCompile(`href="(/p/huaian-2020/projects/1%E2%91%A2/report\?[^"]*period=2020Q1[^"]*)"`).FindStringSubmatch(b.get("/p/huaian-2020/projects/1%E2%91%A2?period=2020Q1"))
	b.call(strings.ReplaceAll(report[1], "&amp;", "&"))

	b.post(b.get("/bulletins/1"), "/bulletins/1/deliver", url.Values{})
	b.post(b.get("/p/huaian-2020/bulletins"), "/p/huaian-2020/bulletins", url.Values{"period": {"2020Q3"}, "edition": {"public"}})
	draft := b.at

	token := csrfField.FindStringSubmatch(b.get("/upload"))[2]
	table := []byte("2020年市政府为民办十件实事二季度进展情况表\n填报单位：市文旅新局\n序号,项目名称,累计完成,干成了多少,是否达序时\n1③,旅游公厕,五十多个,3,是\n9,没有的项目,3,3,否\n")
	files, _ := b.drop(token, "二季度进展.csv", table)
	inbox := strconv.FormatInt(files[0].ID, 10)
	sheet := fmt.Sprintf("sha256=%x&name=x.csv&programme=huaian-2020&period=2020Q2&sheet=1", sha256.Sum256(table))

	later := regexp.MustCompile(`/p/jia-2023/submissions/(\d+)`).FindStringSubmatch(b.get("/p/jia-2023/submissions"))[1]

	plan := samplesheets.Workbooks("huashan-2024")[0]
	b.upload(b.get("/setup"), "/setup", plan.Name, plan.Data, map[string]string{})
	return base, strings.NewReplacer("DRAFT", draft, "INBOX", inbox, "SETUP", strings.TrimSuffix(b.at, "/basics"), "SHEET", sheet, "MATTERS", later)
}
