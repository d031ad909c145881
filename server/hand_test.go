package main

import (
	"cmp"
	"encoding/json"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// formOn are the fields of a page's form with that action as a browser would
// send them unchanged.
func formOn(t *testing.T, page, action string) url.Values {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var form *html.Node
	for n := range root.Descendants() {
		if n.Data == "form" && attribute(n, "action") == action {
			form = n
		}
	}
	if form == nil {
		t.Fatalf("no form for %s", action)
	}
	fields := url.Values{}
	for n := range form.Descendants() {
		name := attribute(n, "name")
		switch {
		case n.Type != html.ElementNode || name == "":
		case n.Data == "textarea":
			fields.Add(name, strings.TrimPrefix(text(n), "\n"))
		case n.Data == "select":
			fields.Add(name, selected(n))
		case n.Data == "input" && (attribute(n, "type") == "checkbox" || attribute(n, "type") == "radio"):
			if has(n, "checked") {
				fields.Add(name, cmp.Or(attribute(n, "value"), "on"))
			}
		case n.Data == "input" && attribute(n, "type") != "file":
			fields.Add(name, attribute(n, "value"))
		}
	}
	return fields
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// selected is what a list sends: the chosen option, or the first.
func selected(n *html.Node) string {
	first, value := true, ""
	for o := range n.Descendants() {
		if o.Data == "option" && (first || has(o, "selected")) {
			first, value = false, attribute(o, "value")
			if !has(o, "value") {
				value = text(o)
			}
		}
	}
	return value
}

// withDemo is a browser on a server with the five programmes.
func withDemo(t *testing.T) *browser {
	t.Helper()
	data := demoFolder(t)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t: t, base: start(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", data), client: &http.Client{Jar: jar}}
}

// mend sends a form twice: what it would change, then that it is so. It returns
// the page that comes last.
func (b *browser) mend(page string, change func(url.Values)) string {
	b.t.Helper()
	shown := b.get(page)
	fields := formOn(b.t, shown, page)
	change(fields)
	proposed := b.post(shown, page, fields)
	if !strings.Contains(proposed, "将作这些改动") {
		b.t.Fatalf("%s: no changes are shown: %s", page, problem(proposed))
	}
	return b.post(proposed, page, formOn(b.t, proposed, page))
}

var problemForm = regexp.MustCompile(`(?s)role="alert"[^>]*>(.*?)</p>`)

func problem(page string) string {
	if m := problemForm.FindStringSubmatch(page); m != nil {
		return m[1]
	}
	return ""
}

// standings are the verdicts of a programme's export by project.
func (b *browser) standings(address string) map[string]string {
	b.t.Helper()
	var export struct {
		Projects []struct {
			No      string `json:"no"`
			Sub     string `json:"sub"`
			Verdict string `json:"verdict"`
		} `json:"projects"`
	}
	if err := json.Unmarshal([]byte(b.get(address)), &export); err != nil {
		b.t.Fatal(err)
	}
	list := map[string]string{}
	for _, p := range export.Projects {
		list[p.No+p.Sub] = p.Verdict
	}
	return list
}

func TestAMilestoneIsMendedByHandAndTakenBack(t *testing.T) {
	b := withDemo(t)
	const home, export = "/p/huaian-2020/projects/1%E2%91%A2", "/api/v1/programmes/huaian-2020/verdicts?period=2020Q1"
	before := b.get(export)
	was := b.standings(export)["1③"]

	done := b.mend(home+"/edit", func(f url.Values) {
		f.Set("milestone.0.0.amount", "10%")
		f.Set("reason", "节点数字录错<b>")
	})
	if !strings.Contains(done, "更正已记入台账") {
		t.Fatalf("the project is not mended: %s", problem(done))
	}
	if now := b.standings(export)["1③"]; now == was {
		t.Errorf("the verdict stays %s", now)
	}
	history := b.get(home + "/history")
	for _, want := range []string{"节点数字录错&lt;b&gt;", "更正#", "<del>开工20%</del>", "<ins>开工10%</ins>"} {
		if !strings.Contains(history, want) {
			t.Errorf("the history lacks %s", want)
		}
	}
	m := regexp.MustCompile(`/p/huaian-2020/submissions/(\d+)`).FindString(history)
	b.post(b.get(m), m+"/undo", url.Values{"reason": {"节点原来是对的"}})
	if after := b.get(export); after != before {
		t.Error("after the undo the export is not as before")
	}
	history = b.get(home + "/history")
	if !strings.Contains(history, "节点原来是对的") || !strings.Contains(history, "<ins>开工10%</ins>") {
		t.Error("the history does not keep what was undone")
	}
}

// TestAProjectComesAndGoesByHand: one that is entered is judged with its report on
// paper, one that is taken out is neither counted nor lost.
func TestAProjectComesAndGoesByHand(t *testing.T) {
	b := withDemo(t)
	const list, export = "/p/huaian-2020/projects", "/api/v1/programmes/huaian-2020/verdicts?period=2020Q2"
	before := b.get(export)
	b.mend(list+"/new", func(f url.Values) {
		for name, value := range map[string]string{
			"no": "24", "name": "新建口袋公园", "lead": "市住建局", "target.0.text": "口袋公园10个", "target.0.kind": "flow", "target.0.quantity": "10", "target.0.measure": "个",
			"milestone.0.due": "2020-06-30", "milestone.0.text": "过半", "milestone.0.0.of": "t1", "milestone.0.0.aspect": "progress", "milestone.0.0.amount": "50%", "reason": "市长办公会增补",
		} {
			f.Set(name, value)
		}
	})
	if b.at != list+"/24" || b.standings(export)["24"] != "notReported" {
		t.Fatalf("entered, at %s: %s", b.at, b.standings(export)["24"])
	}
	b.mend(list+"/24/report/new", func(f url.Values) {
		for name, value := range map[string]string{"reporter": "市住建局", "period": "2020Q2", "figure.0.done": "4", "how": "paper", "reason": "纸质报表"} {
			f.Set(name, value)
		}
	})
	if now := b.standings(export)["24"]; now != "behind" {
		t.Errorf("four of ten where half is due: %s", now)
	}
	if !strings.Contains(b.get(export), "更正#") {
		t.Error("the export does not say where the figure stands")
	}
	gone := b.mend(list+"/24/remove", func(f url.Values) { f.Set("reason", "与项目1重复") })
	if b.get(export) != before {
		t.Error("without the project the export is not as before")
	}
	if !strings.Contains(gone, "新建口袋公园") || !strings.Contains(gone, "与项目1重复") {
		t.Error("the list does not tell what was taken out")
	}
	history := b.get(list + "/24/history")
	for _, want := range []string{"与项目1重复", "市长办公会增补", "纸质报表", "<ins>4</ins>"} {
		if !strings.Contains(history, want) {
			t.Errorf("the history lacks %s", want)
		}
	}
	m := regexp.MustCompile(`/p/huaian-2020/submissions/(\d+)`).FindString(history)
	b.post(b.get(m), m+"/undo", url.Values{"reason": {"没有重复"}})
	if now := b.standings(export)["24"]; now != "behind" {
		t.Errorf("after the undo: %s", now)
	}
}

// TestAFormUnchangedChangesNothing: what the form of a project shows is all
// that it says.
func TestAFormUnchangedChangesNothing(t *testing.T) {
	b := withDemo(t)
	for _, key := range []string{"huaian-2020", "lianyungang-2021", "huashan-2024", "jining-gaoxin-2021", "wuxi-2023"} {
		links := regexp.MustCompile(`href="(/p/`+key+`/projects/[^"?/]+)`).FindAllStringSubmatch(b.get("/p/"+key+"/projects"), -1)
		if len(links) < 10 {
			t.Fatalf("%s: %d projects", key, len(links))
		}
		for _, m := range links {
			if strings.HasSuffix(m[1], "/new") {
				continue
			}
			page := m[1] + "/edit"
			form := b.get(page)
			fields := formOn(t, form, page)
			fields.Set("reason", "没有改动")
			b.want = http.StatusBadRequest
			if answer := problem(b.post(form, page, fields)); !strings.Contains(answer, "没有改动任何内容") {
				t.Errorf("%s: %q", page, answer)
			}
		}
	}
}

// An address that no mail server would take is refused where it is typed, not
// after the bulletin was issued.
func TestAUnitsAddressesCanBeSentTo(t *testing.T) {
	b := withDemo(t)
	page := "/p/huaian-2020/units/" + url.PathEscape("市财政局") + "/edit"
	for field, typed := range map[string]string{"mail": "李四 <ls@example.com>", "addresses": "a@example.com\nb@example"} {
		form := b.get(page)
		fields := formOn(t, form, page)
		fields.Set(field, typed)
		fields.Set("reason", "新邮箱")
		b.want = http.StatusBadRequest
		if answer := b.post(form, page, fields); !strings.Contains(answer, `id="wrong-`+field+`"`) {
			t.Errorf("%s %q: %q", field, typed, problem(answer))
		}
	}
	done := b.mend(page, func(f url.Values) {
		f.Set("addresses", "　ls＠example.com")
		f.Set("reason", "新邮箱")
	})
	if !strings.Contains(done, "ls@example.com") {
		t.Errorf("not mended: %q", problem(done))
	}
}

// TestAUnitRenamedStaysTheSame: its projects, reports and recipients go with it,
// and a call about one of the reports counts when it is confirmed.
func TestAUnitRenamedStaysTheSame(t *testing.T) { onEach(t, aUnitRenamedStaysTheSame) }

func aUnitRenamedStaysTheSame(t *testing.T, s *system) {
	s.demo()
	b := s.served()
	const export = "/api/v1/programmes/huaian-2020/verdicts?period=2020Q1"
	unit := "/p/huaian-2020/units/" + url.PathEscape("市文广旅游局")
	before, was := b.get(export), b.standings(export)
	done := b.mend(unit+"/edit", func(f url.Values) {
		f.Set("name", "市文化局")
		f.Set("from", "2020-03-01")
		f.Set("telephone", "0517-1")
		f.Set("reason", "机构改革")
	})
	if !strings.Contains(done, "市文化局") || !strings.Contains(done, "0517-1") {
		t.Fatalf("not renamed: %s", problem(done))
	}
	if now := b.standings(export); len(now) != len(was) || now["1③"] != was["1③"] {
		t.Errorf("verdicts %v, were %v", now, was)
	}
	if !strings.Contains(b.get(export), `"市文化局"`) {
		t.Error("the export does not name it")
	}
	history := b.get("/p/huaian-2020/units/" + url.PathEscape("市文化局") + "/history")
	if !strings.Contains(history, "<del>市文广旅游局</del>") || !strings.Contains(history, "机构改革") {
		t.Error("its history does not tell the old name")
	}
	m := regexp.MustCompile(`/p/huaian-2020/submissions/\d+`).FindString(history)
	b.post(b.get(m), m+"/undo", url.Values{"reason": {"文件未到"}})
	if b.get(export) != before {
		t.Error("after the undo the export is not as before")
	}

	const home = "/p/huaian-2020/projects/1%E2%91%A2"
	report := regexp.MustCompile(`href="(` + home + `/report\?[^"]*period=2020Q1[^"]*)"`).FindStringSubmatch(b.get(home + "?period=2020Q1"))
	if report == nil {
		t.Fatal("no report to mend")
	}
	b.call(strings.ReplaceAll(report[1], "&amp;", "&"))
	if b.get(export) != before {
		t.Error("a call counts before it is confirmed")
	}
	calls := b.get("/p/huaian-2020/calls")
	action := regexp.MustCompile(`action="(/p/huaian-2020/calls/\d+)"`).FindStringSubmatch(calls)[1]
	b.post(calls, action, url.Values{"decision": {"confirm"}})
	if now := b.standings(export)["1③"]; now == was["1③"] {
		t.Errorf("the verdict stays %s after the call", now)
	}
	if page := b.get(home + "/history"); !strings.Contains(page, "张三，0517-2") {
		t.Error("the history does not tell who called")
	}
}

// call sends a report's form as somebody who calls tells it, twice.
func (b *browser) call(page string) {
	b.t.Helper()
	shown := b.get(page)
	action := regexp.MustCompile(`<form method="post" action="([^"]*/report[^"]*)"`).FindStringSubmatch(shown)
	fields := formOn(b.t, shown, html.UnescapeString(action[1]))
	for name, value := range map[string]string{
		"figure.0.started": "80", "figure.0.started-percent": "", "caller": "张三", "telephone": "0517-2", "called-at": "4月13日", "reason": "漏报",
	} {
		fields.Set(name, value)
	}
	for range 2 {
		answer := b.post(shown, html.UnescapeString(action[1]), fields)
		if strings.Contains(answer, "来电更正已记录") {
			return
		}
		fields = formOn(b.t, answer, html.UnescapeString(action[1]))
	}
	b.t.Fatal("the call is not taken")
}
