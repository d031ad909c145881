package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// inboxUnits is how many units report.
const inboxUnits = 36

// unitName is the n-th unit, by two characters of its own.
func unitName(n int) string {
	return "市" + string([]rune("甲乙丙丁戊己")[n/6]) + string([]rune("子丑寅卯辰巳")[n%6]) + "管理局"
}

// inboxPlan has three projects of each unit.
func inboxPlan() []byte {
	var b strings.Builder
	b.WriteString("2020年为民办实事项目表\n序号,项目名称,目标任务,完成时限,责任单位\n")
	for n := range inboxUnits * 3 {
		fmt.Fprintf(&b, "%d,%s,建设%d个,2020年12月底,%s\n", n+1, projectName(n), 20+n, unitName(n/3))
	}
	return []byte(b.String())
}

func projectName(n int) string {
	return unitName(n / 3)[3:12] + []string{"便民站点", "口袋公园", "停车泊位"}[n%3]
}

// unitSheet is a table of the n-th unit's projects under a title; whose says by
// what it tells its unit: "line", "column" or "" for not at all.
func unitSheet(n int, title, whose string) string {
	var b strings.Builder
	b.WriteString(title + "\n")
	if whose == "line" {
		b.WriteString("填报单位（盖章）：" + unitName(n) + "  填报人：王某\n")
	}
	head := "序号,项目名称,累计完成,形象进度,是否达序时"
	if whose == "column" {
		head += ",责任单位"
	}
	b.WriteString(head + "\n")
	for i := 3 * n; i < 3*n+3; i++ {
		fmt.Fprintf(&b, "%d,%s,%d,正在施工,是", i+1, projectName(i), 5+i%7)
		if whose == "column" {
			b.WriteString("," + unitName(n))
		}
		b.WriteString("\n")
	}
	return b.String()
}

// inboxFiles are forty files as they come by mail and chat, with the state that
// each is to have.
func inboxFiles() (files map[string]string, states map[string]string) {
	files, states = map[string]string{}, map[string]string{}
	add := func(name, content, state string) { files[name], states[name] = content, state }
	const title = "2020年第三季度为民办实事进展情况表"
	for n := range 34 {
		switch n % 4 {
		case 0:
			add(fmt.Sprintf("附件%d.csv", n), unitSheet(n, title, "line"), "可入库")
		case 1:
			add(fmt.Sprintf("报送表（%d）.csv", n), unitSheet(n, title, "column"), "可入库")
		case 2: // whose it is, only the file's name says
			add(unitName(n)+"报.csv", unitSheet(n, title, ""), "可入库")
		case 3: // nor when
			add(unitName(n)+"2020年三季度.csv", unitSheet(n, "为民办实事进展情况表", ""), "可入库")
		}
	}
	add("错项目.csv", strings.Replace(unitSheet(34, title, "line"), projectName(104), "修建国际机场", 1)+"999,不存在的项目,1,施工,是\n", "有错误")
	add("错数字.csv", strings.Replace(unitSheet(35, title, "line"), ",正在施工", "x?,正在施工", 1), "有错误")
	add("没写周期.csv", unitSheet(34, "2020年为民办实事进展情况表", "line"), "待确认")
	add("别处的.csv", "工作台账\n序号,项目名称,累计完成,是否达序时\n1,外市某工程,3,是\n", "待确认")
	add("转发：附件0.csv", unitSheet(0, title, "line"), "重复")
	add("网页.xls", "<html><table><tr><td>1</td></tr></table></html>", "不能读")
	return files, states
}

// inboxFile is one row of the answer to the page's script.
type inboxFile struct {
	ID    int64
	Name  string
	State string
}

// drop sends files as the page's script does.
func (b *browser) drop(token, name string, data []byte) (files []inboxFile, again int) {
	b.t.Helper()
	body, kind := dropped(b.t, token, name, data)
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.base+"/inbox", bytes.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Accept", "application/json")
	answer, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	var got struct {
		Files []inboxFile
		Again int
	}
	text := b.read(answer, "/inbox")
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		b.t.Fatalf("%s: %v", text, err)
	}
	return got.Files, got.Again
}

func dropped(t testing.TB, token, name string, data []byte) (body []byte, kind string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	err := w.WriteField("csrf", token)
	if err == nil {
		var part io.Writer
		if part, err = w.CreateFormFile("file", name); err == nil {
			_, err = part.Write(data)
		}
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), w.FormDataContentType()
}

// cut sends the beginning of a file and breaks the connection off.
func (b *browser) cut(token, name string, data []byte) {
	b.t.Helper()
	body, kind := dropped(b.t, token, name, data)
	conn, err := (&net.Dialer{}).DialContext(b.t.Context(), "tcp", strings.TrimPrefix(b.base, "http://"))
	if err != nil {
		b.t.Fatal(err)
	}
	head := fmt.Sprintf("POST /inbox HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: tongbao_csrf=%s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n", token, kind, len(body))
	if _, err = conn.Write(append([]byte(head), body[:len(body)/2]...)); err == nil {
		err = conn.Close()
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

// packed is a zip of files.
func packedFiles(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range files {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var (
	inboxRowForm   = regexp.MustCompile(`(?s)<tr id="file-(\d+)">.*?<a href="[^"]*">([^<]+)</a>.*?<span class="tag [^"]*">([^<]+)</span>`)
	inboxTokenForm = regexp.MustCompile(`name="csrf" value="([^"]+)"`)
)

// listed are the states of the files on the page, and their ids.
func listed(page string) (states map[string]string, ids map[string]string) {
	states, ids = map[string]string{}, map[string]string{}
	for _, m := range inboxRowForm.FindAllStringSubmatch(page, -1) {
		ids[m[2]], states[m[2]] = m[1], m[3]
	}
	return states, ids
}

func same(t *testing.T, what string, got, want map[string]string) {
	t.Helper()
	for name, state := range want {
		if got[name] != state {
			t.Errorf("%s: %s is %q, want %q", what, name, got[name], state)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%s: %d files, want %d", what, len(got), len(want))
	}
}

// TestFortyFilesOverHTTP is an officer who drops in what forty mails brought.
func TestFortyFilesOverHTTP(t *testing.T) { onEach(t, fortyFilesOverHTTP) }

func fortyFilesOverHTTP(t *testing.T, s *system) {
	b := s.served()
	p := &client{t: t, base: b.base}
	b.take("项目表.csv", inboxPlan(), "", nil, 0)
	token := inboxTokenForm.FindStringSubmatch(b.get("/upload"))[1]

	files, states := inboxFiles()
	b.cut(token, "附件0.csv", []byte(files["附件0.csv"]))
	first, again := b.drop(token, "附件0.csv", []byte(files["附件0.csv"]))
	if len(first) != 1 || again != 0 {
		t.Fatalf("sent again after a break: %+v, %d were there", first, again)
	}
	if twice, again := b.drop(token, "附件0.csv", []byte(files["附件0.csv"])); again != 1 || twice[0].ID != first[0].ID {
		t.Errorf("sent twice: %+v, %d were there", twice, again)
	}
	zipped := map[string]string{}
	for name, content := range files {
		if name == "附件0.csv" {
			continue
		}
		if strings.HasSuffix(name, "报.csv") {
			zipped[name] = content
			continue
		}
		b.drop(token, name, []byte(content))
	}
	if got, _ := b.drop(token, "其余.zip", packedFiles(t, zipped)); len(got) != len(zipped) {
		t.Errorf("%d files of a zip of %d", len(got), len(zipped))
	}
	page := b.get("/upload")
	got, ids := listed(page)
	same(t, "the table", got, states)

	// The good ones in one go; a second click does nothing more.
	form := url.Values{}
	for name, state := range states {
		if state == "可入库" {
			form.Add("id", ids[name])
			states[name] = "已入库"
		}
	}
	for range 2 {
		page = b.post(page, "/inbox/accept", form)
		if !strings.Contains(page, "34个文件已入库") {
			t.Errorf("accepting did not say so: %.600s", page)
		}
	}
	got, _ = listed(page)
	same(t, "accepted", got, states)
	var subs []struct{ Unit, Period, Layout string }
	p.get("/api/v1/submissions?programme=small-2020", &subs)
	units := map[string]bool{}
	for _, s := range subs {
		if s.Layout == "progress" && s.Period == "2020Q3" {
			units[s.Unit] = true
		}
	}
	if len(subs) != 35 || len(units) != 34 {
		t.Errorf("%d submissions of %d units: %v", len(subs), len(units), units)
	}

	// What was asked is said, a file with errors stays, one is deleted.
	asked := ids["没写周期.csv"]
	page = b.post(page, "/inbox/"+asked+"/said", url.Values{"period": {"2020Q2"}, "from": {"list"}})
	if got, _ = listed(page); got["没写周期.csv"] != "可入库" {
		t.Errorf("said: %s", got["没写周期.csv"])
	}
	b.want = http.StatusUnprocessableEntity
	page = b.post(page, "/inbox/accept", url.Values{"id": {asked, ids["错项目.csv"], ids["别处的.csv"]}})
	if !strings.Contains(page, "已入库1个文件，2个没有入库") || !strings.Contains(page, "“别处的.csv”属于哪个计划") {
		t.Errorf("one of three: %.900s", page)
	}
	page = b.post(page, "/inbox/"+ids["别处的.csv"]+"/discard", url.Values{"reason": {"外市的表，已退"}})
	states["没写周期.csv"] = "已入库"
	delete(states, "别处的.csv")
	got, _ = listed(page)
	same(t, "at last", got, states)
	if log := b.get("/log"); !strings.Contains(log, "外市的表，已退") || !strings.Contains(log, "指明文件属于哪里") {
		t.Error("the log does not tell of it")
	}

	// What goes back, and what all have reported.
	back := "/inbox/returned?id=" + ids["错项目.csv"] + "&id=" + ids["错数字.csv"] + "&id=" + ids["网页.xls"]
	names := zipNames(t, b.get(back))
	if want := []string{unitName(34) + "-错项目（批注）.xlsx", unitName(35) + "-错数字（批注）.xlsx", "退回说明.txt"}; !slices.Equal(names, want) {
		t.Errorf("the zip has %q, want %q", names, want)
	}
	notes := b.get(strings.Replace(back, "returned", "notes", 1))
	for _, says := range []string{unitName(34) + "：", "贵单位报来的“错项目.csv”", "“网页.xls”不能读入"} {
		if !strings.Contains(notes, says) {
			t.Errorf("the notes do not say %s", says)
		}
	}
	gathered(t, b.get("/p/small-2020/gathered.xlsx?period=2020Q3"))
	if stdout, stderr, code := execute(t, "verify", "--data", s.data); code != 0 {
		t.Errorf("verify: %d %s%s", code, stdout, stderr)
	}
}

func zipNames(t *testing.T, data string) []string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
	}
	return names
}

// gathered checks the workbook with all units' rows.
func gathered(t *testing.T, data string) {
	t.Helper()
	f, err := excelize.OpenReader(strings.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := f.GetSheetList(); !slices.Equal(got, []string{"进展汇总", "未报名单", "问题清单"}) {
		t.Fatalf("sheets %q", got)
	}
	rows, err := f.GetRows("进展汇总")
	if err != nil {
		t.Fatal(err)
	}
	head := slices.IndexFunc(rows, func(r []string) bool { return len(r) > 3 && r[0] == "序号" })
	if head < 0 || len(rows)-head-1 != 3*34 {
		t.Fatalf("%d rows, head at %d", len(rows), head)
	}
	at := func(r []string, name string) string { return r[slices.Index(rows[head], name)] }
	for _, r := range rows[head+1:] {
		if at(r, "填报单位") == "" || !strings.HasSuffix(at(r, "来源文件"), ".csv") || !regexp.MustCompile(`^C\d+$`).MatchString(at(r, "单元格")) {
			t.Errorf("a row without its source: %q", r)
		}
	}
	owing, err := f.GetRows("未报名单")
	if err != nil || len(owing) < 2 || !strings.Contains(fmt.Sprint(owing), unitName(34)) || !strings.Contains(fmt.Sprint(owing), unitName(35)) {
		t.Errorf("not reported: %q, %v", owing, err)
	}
}
