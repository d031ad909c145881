package main

import (
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	samplesheets "tongbao/sample-sheets"
	"tongbao/server/ledger"
)

// officer is a browser at a server on an empty folder.
func officer(t *testing.T, data string) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t: t, base: start(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", data), client: &http.Client{Jar: jar}}
}

// A programme that was set up from its project table, step by step, is judged as
// the demonstration's is whose settings are typed in by hand.
func TestASetUpProgrammeIsTheDemos(t *testing.T) {
	demo := demoFolder(t)
	for _, key := range samplesheets.Keys() {
		t.Run(key, func(t *testing.T) {
			data := t.TempDir()
			b := officer(t, data)
			settings, _ := samplesheets.Settings(key)
			books := samplesheets.Workbooks(key)
			setUp(t, b, books[0], settings)
			for _, book := range books[1:] {
				path := filepath.Join(t.TempDir(), book.Name)
				if err := os.WriteFile(path, book.Data, 0o600); err != nil {
					t.Fatal(err)
				}
				args := []string{"import", path, "--programme", key, "--data", data}
				if !book.Period.IsZero() {
					args = append(args, "--period", book.Period.String())
				}
				if _, stderr, code := execute(t, args...); code != 0 {
					t.Fatalf("%s: %d %s", book.Name, code, stderr)
				}
				if book.Period.IsZero() {
					continue
				}
				export := func(data string) string {
					stdout, stderr, code := execute(t, "export", "--data", data, "--programme", key, "--period", book.Period.String(), "--json")
					if code != 0 {
						t.Fatalf("export: %d %s", code, stderr)
					}
					return strings.ReplaceAll(stdout, `"sample-sheets/`, `"`) // the demonstration's files stand in a folder
				}
				got, want := export(data), export(demo)
				for i := range min(len(got), len(want)) {
					if got[i] != want[i] {
						t.Fatalf("%s differs at %d:\n%.600s\nwant\n%.600s", book.Period, i, got[max(0, i-20):], want[max(0, i-20):])
					}
				}
				if len(got) != len(want) {
					t.Fatalf("%s: %d bytes, want %d", book.Period, len(got), len(want))
				}
			}
			if stdout, stderr, code := execute(t, "verify", "--data", data); code != 0 {
				t.Errorf("verify: %d %s%s", code, stdout, stderr)
			}
		})
	}
}

// setUp goes through all steps, types what the settings say, and establishes the
// programme.
func setUp(t *testing.T, b *browser, plan samplesheets.Workbook, want ledger.Programme) {
	t.Helper()
	root, page := readySetup(t, b, plan, want)
	if shown := b.post(page, root+"/establish", formOn(t, page, root+"/establish")); !strings.Contains(shown, "年度计划已建立") {
		t.Fatalf("established:\n%.4000s", shown)
	}
	if b.get(root + "/units"); b.at != "/p/"+want.Key {
		t.Errorf("back after 建立 leads to %s", b.at)
	}
	units := b.get("/p/" + want.Key + "/units")
	known := slices.IndexFunc(want.Recipients, func(r ledger.Recipient) bool { return strings.Contains(units, r.Address) })
	if known < 0 {
		t.Errorf("no recipient on the page of units:\n%.3000s", units)
	}
}

// readySetup goes through all steps but the last, and returns the setup's address
// and the page that leads to its last step.
func readySetup(t *testing.T, b *browser, plan samplesheets.Workbook, want ledger.Programme) (root, page string) {
	t.Helper()
	page = b.upload(b.get("/setup"), "/setup", plan.Name, plan.Data, map[string]string{})
	root = strings.TrimSuffix(b.at, "/basics")
	if root == b.at {
		t.Fatalf("started at %s\n%.3000s", b.at, page)
	}
	form := formOn(t, page, root+"/basics")
	if form.Get("year") != fmt.Sprint(want.Year) || form.Get("title") == "" {
		t.Errorf("proposed %v", form)
	}
	for name, value := range map[string]string{
		"key": want.Key, "government": want.Government, "issuer": want.Issuer, "title": want.Title,
		"notice": want.Notice, "noticeNo": want.NoticeNo, "noticeDate": want.NoticeDate.String(),
	} {
		form.Set(name, value)
	}
	page = b.post(page, root+"/basics", form)
	page = b.post(page, root+"/columns", formOn(t, page, root+"/columns"))

	form = formOn(t, page, root+"/units")
	for i, name := range form["name"] {
		u, ok := want.Unit(name)
		if !ok {
			t.Errorf("a unit %q that the settings do not know", name)
			continue
		}
		if form["kind"][i], form["order"][i] = string(u.Kind), fmt.Sprint(u.Order); u.Name != name {
			form["as"][i] = u.Name
		}
	}
	page = b.post(page, root+"/units", form)
	form = formOn(t, page, root+"/groups")
	for i, name := range form["group"] {
		g, _ := want.Group(name)
		form.Del(fmt.Sprintf("member-%d", i))
		for _, m := range g.Members {
			if strings.Contains(page, `value="`+m+`"`) {
				form.Add(fmt.Sprintf("member-%d", i), m)
			}
		}
	}
	page = b.post(page, root+"/groups", form)

	form = formOn(t, page, root+"/rule")
	told := ledger.RuleDeclared
	if want.Rule == ledger.RuleMilestones {
		told = want.Rule
	}
	if form.Get("rule") != string(told) {
		t.Errorf("the rule %q is proposed, want %q", form.Get("rule"), told)
	}
	form.Set("rule", string(want.Rule))
	if len(want.CheckPoints) > 0 {
		form.Del("pointDate")
		form.Del("pointPercent")
		for _, c := range want.CheckPoints {
			form.Add("pointDate", c.Date.String())
			form.Add("pointPercent", fmt.Sprint(c.Percent))
		}
	}
	form.Set("greeting", want.Greeting)
	form.Set("copyTo", strings.Join(want.CopyTo, "\n"))
	form.Set("footnote", want.Footnote)
	form.Set("reportDays", fmt.Sprint(want.ReportDays))
	page = b.post(page, root+"/rule", form)

	var list strings.Builder
	list.WriteString("单位,联系人,电话,邮箱\n")
	for _, r := range want.Recipients {
		fmt.Fprintf(&list, "%s,\"王某\n李某\",0517-83900000,%s\n", r.Unit, r.Address)
	}
	page = b.upload(page, root+"/contacts/file", "联系人.csv", []byte(list.String()), map[string]string{"version": formOn(t, page, root+"/contacts").Get("version")})
	form = formOn(t, page, root+"/contacts")
	for i, spelling := range form["spelling"] {
		if spelling != "" { // a unit that this table does not name
			form["unit"][i] = "-"
		}
	}
	page = b.post(page, root+"/contacts", form)
	if status := formOn(t, page, root+"/establish"); status.Get("version") == "" || strings.Contains(page, "还要确认") {
		t.Fatalf("not ready:\n%.4000s", page)
	}
	if persons := formOn(t, b.get(root+"/contacts"), root+"/contacts")["person"]; !slices.Contains(persons, "王某 李某") {
		t.Errorf("persons %q, want a name of two lines in one", persons)
	}
	return root, page
}

// Fields that cannot be taken are refused beside them, and what was typed stays;
// so it does when another window has saved meanwhile.
func TestASetupKeepsWhatWasTyped(t *testing.T) {
	b := officer(t, t.TempDir())
	b.want = http.StatusBadRequest
	page := b.upload(b.getStart(), "/setup", "联系人.csv", []byte("单位,联系人,电话\n市住建局,王某,123456\n"), map[string]string{})
	if !strings.Contains(page, "没有读出项目") {
		t.Errorf("a list of contacts as a plan:\n%.3000s", page)
	}
	plan := samplesheets.Workbooks("huaian-2020")[0]
	page = b.upload(page, "/setup", plan.Name, plan.Data, map[string]string{})
	form := formOn(t, page, "/setup/1/basics")
	form.Set("key", "Huai An")
	form.Set("year", "2021")
	form.Set("government", "淮安市人民政府")
	b.want = http.StatusUnprocessableEntity
	page = b.post(page, "/setup/1/basics", form)
	for _, says := range []string{"有3处没有填对", `value="Huai An"`, "不合要求", "项目表写的是2020年", "请填写发文机关", `value="淮安市人民政府"`} {
		if !strings.Contains(page, says) {
			t.Errorf("the page does not say %s", says)
		}
	}
	form = formOn(t, page, "/setup/1/basics")
	form.Set("key", "huaian-2020")
	form.Set("year", "2020")
	form.Set("issuer", "淮安市人民政府办公室")
	b.post(page, "/setup/1/basics", form)
	form.Set("title", "另一个名称")
	b.want = http.StatusConflict
	page = b.post(page, "/setup/1/basics", form)
	if !strings.Contains(page, "另一个窗口") || !strings.Contains(page, `value="另一个名称"`) {
		t.Errorf("an old window:\n%.3000s", page)
	}
	b.post(page, "/setup/1/basics", formOn(t, page, "/setup/1/basics"))
	if b.at != "/setup/1/columns" {
		t.Errorf("saved again, at %s", b.at)
	}
	page = b.get("/setup/1/units")
	form = formOn(t, page, "/setup/1/units")
	form["order"][0], form["as"][1], form["as"][2] = "第一", form["name"][2], form["name"][3]
	b.want = http.StatusUnprocessableEntity
	page = b.post(page, "/setup/1/units", form)
	if !strings.Contains(page, "1到9999的整数") || !strings.Contains(page, "本身已选作别名") || !strings.Contains(page, `value="第一"`) {
		t.Errorf("units:\n%.3000s", page)
	}
	summary := b.get("/setup/1/summary")
	if !strings.Contains(summary, "还要确认") || !strings.Contains(summary, "disabled") {
		t.Error("a setup with open steps can be established")
	}
	b.want = http.StatusUnprocessableEntity
	b.post(summary, "/setup/1/establish", formOn(t, summary, "/setup/1/establish"))
	if list := b.get("/setup"); !strings.Contains(list, "/setup/1") {
		t.Error("the setup is not listed to be resumed")
	}
	if page = b.post(b.get("/setup"), "/setup/1/discard", map[string][]string{}); !strings.Contains(page, "已放弃") {
		t.Errorf("discarded:\n%.3000s", page)
	}
	b.want = http.StatusNotFound
	b.get("/setup/1/basics")
}

// getStart is the page on which a setup begins; the status that is wanted next
// stays.
func (b *browser) getStart() string {
	want := b.want
	b.want = 0
	page := b.get("/setup")
	b.want = want
	return page
}

// The settings of a programme are changed by hand with a reason, and what that
// does to the verdicts is shown before.
func TestSettingsAreChangedWithAReason(t *testing.T) {
	b := withDemo(t)
	const address = "/p/huaian-2020/rules/settings"
	page := b.get(address)
	form := formOn(t, page, address)
	form.Set("ahead", "很多")
	form.Set("greeting", "各县区人民政府：")
	b.want = http.StatusUnprocessableEntity
	page = b.post(page, address, form)
	if !strings.Contains(page, "请写作−100到100的整数") || !strings.Contains(page, `value="很多"`) || !strings.Contains(page, `value="各县区人民政府："`) {
		t.Fatalf("refused:\n%.4000s", page)
	}
	form = formOn(t, page, address)
	form.Set("ahead", "5")
	form.Set("rule", "declared")
	form.Set("reason", "市政府常务会议决定")
	page = b.post(page, address, form)
	if !strings.Contains(page, "研判的影响") || !strings.Contains(page, "按责任单位自评") || b.at != address {
		t.Fatalf("the effect:\n%.6000s", page)
	}
	page = b.post(page, address, formOn(t, page, address))
	if b.at != "/p/huaian-2020/rules" || !strings.Contains(page, "设置已更正") || !strings.Contains(page, "各县区人民政府：") {
		t.Errorf("stored, at %s:\n%.4000s", b.at, page)
	}
	if log := b.get("/log"); !strings.Contains(log, "市政府常务会议决定") {
		t.Error("the log does not tell the reason")
	}
}
