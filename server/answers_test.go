package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	samplesheets "tongbao/sample-sheets"
)

// oddTable is a unit's table of a quarter whose figures stand under a head that
// no list of heads knows.
func oddTable(quarter, done string) []byte {
	return []byte("2020年市政府为民办十件实事" + quarter + "进展情况表\n填报单位：市住建局\n" +
		"序号,项目名称,指标,年度目标,干成了多少,形象进度,是否达序时\n" +
		"1①,更新改造城乡居民生活服务设施,提标改造老旧小区,70," + done + ",12个小区进场施工,是\n")
}

var hiddenField = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)">`)

// form is a form of the page as it stands, with what is selected in it.
func formOf(t *testing.T, page, action string) url.Values {
	t.Helper()
	_, rest, ok := strings.Cut(page, `action="`+action+`"`)
	if !ok {
		t.Fatalf("no form for %s\n%.6000s", action, page)
	}
	rest, _, _ = strings.Cut(rest, "</form>")
	values := url.Values{}
	for _, m := range hiddenField.FindAllStringSubmatch(rest, -1) {
		values.Add(m[1], html.UnescapeString(m[2]))
	}
	for _, m := range regexp.MustCompile(`<option value="([^"]+)" selected>`).FindAllStringSubmatch(rest, -1) {
		values.Add("field", m[1])
	}
	return values
}

// A column under an odd head is asked about, answered and accepted; the next
// quarter's is not asked about, until the answer is taken back.
func TestAnOddColumnIsAskedAboutOnce(t *testing.T) {
	data := t.TempDir()
	plan := filepath.Join(t.TempDir(), "项目表.xlsx")
	if err := os.WriteFile(plan, samplesheets.Workbooks("huaian-2020")[0].Data, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, stderr, code := execute(t, "import", plan, "--programme", "huaian-2020", "--data", data); code != 0 {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	base := start(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", data)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &browser{t: t, base: base, client: &http.Client{Jar: jar}}
	const question = "这一列是什么？"

	status, page := b.send(b.get("/upload"), "一季度.csv", oddTable("一季度", "12"))
	if status != http.StatusUnprocessableEntity || !strings.Contains(page, question) || !strings.Contains(page, "干成了多少") ||
		!strings.Contains(page, "先在“这一列是什么”中选定") {
		t.Fatalf("%d\n%.6000s", status, page)
	}
	form := formOf(t, page, "/upload/answers")
	if form.Get("field") != "done" || form.Get("head") != "干成了多少" {
		t.Fatalf("asks %v", form)
	}
	page = b.post(page, "/upload/answers", form)
	if strings.Contains(page, question) || !strings.Contains(page, "已记住1列") {
		t.Fatalf("answered:\n%.6000s", page)
	}
	accepted := b.post(page, "/upload/accept", formOf(t, page, "/upload/accept"))
	if !strings.Contains(accepted, "文件已入库") || !strings.Contains(accepted, "12") {
		t.Fatalf("accepted:\n%.4000s", accepted)
	}

	if status, page = b.send(b.get("/upload"), "二季度.csv", oddTable("二季度", "30")); status != http.StatusOK || strings.Contains(page, question) {
		t.Errorf("the next quarter: %d\n%.6000s", status, page)
	}
	units := b.get("/p/huaian-2020/units")
	undo := regexp.MustCompile(`action="(/answers/\d+/forget)"`).FindStringSubmatch(units)
	if undo == nil || !strings.Contains(units, "累计完成（数量）") {
		t.Fatalf("units:\n%.6000s", units)
	}
	if units = b.post(units, undo[1], url.Values{}); !strings.Contains(units, "已撤销") || strings.Contains(units, undo[1]) {
		t.Errorf("undone:\n%.6000s", units)
	}
	if status, page = b.send(b.get("/upload"), "二季度.csv", oddTable("二季度", "30")); status != http.StatusUnprocessableEntity || !strings.Contains(page, question) {
		t.Errorf("after the answer was taken back: %d\n%.6000s", status, page)
	}
	if log := b.get("/log"); !strings.Contains(log, "记住一列的含义") || !strings.Contains(log, "撤销识别记忆") {
		t.Error("the log does not tell of answers")
	}
	if stdout, stderr, code := execute(t, "verify", "--data", data); code != 0 {
		t.Errorf("verify: %d %s%s", code, stdout, stderr)
	}
}

// The same over the API, and by command.
func TestQuestionsForPrograms(t *testing.T) {
	data := t.TempDir()
	plan, odd := filepath.Join(t.TempDir(), "项目表.xlsx"), filepath.Join(t.TempDir(), "一季度.csv")
	for path, content := range map[string][]byte{plan: samplesheets.Workbooks("huaian-2020")[0].Data, odd: oddTable("一季度", "12")} {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	stdout, stderr, code := execute(t, "check", odd)
	if code != 0 || !strings.Contains(stdout+stderr, "E3】表头“干成了多少”不是常用写法，暂按“累计完成（数量）”读取") {
		t.Errorf("check: %d %s%s", code, stdout, stderr)
	}
	if _, stderr, code := execute(t, "import", plan, "--programme", "huaian-2020", "--data", data); code != 0 {
		t.Fatalf("import: %d %s", code, stderr)
	}
	if _, stderr, code := execute(t, "import", odd, "--programme", "huaian-2020", "--period", "2020Q1", "--data", data); code != 1 || !strings.Contains(stderr, "E3“干成了多少”") {
		t.Errorf("a guess was imported: %d %s", code, stderr)
	}

	p := &client{t: t, base: start(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", data) + "/api/v1"}
	type checked struct {
		ID        *string
		Stopped   string
		Unit      string
		Questions []struct{ Layout, Head, Sheet, Cell, Guess string }
	}
	check := func() (c checked) {
		t.Helper()
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		part, err := form.CreateFormFile("file", "一季度.csv")
		if err == nil {
			_, err = part.Write(oddTable("一季度", "12"))
		}
		if err == nil {
			err = form.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		p.call(http.MethodPost, "/submissions", form.FormDataContentType(), &body, http.StatusOK, &c)
		return c
	}
	first := check()
	if first.ID != nil || len(first.Questions) != 1 || first.Questions[0].Cell != "E3" || first.Questions[0].Guess != "done" {
		t.Fatalf("%+v", first)
	}
	answer, err := json.Marshal(map[string]any{"programme": "huaian-2020", "unit": first.Unit, "answers": []map[string]string{
		{"layout": first.Questions[0].Layout, "head": first.Questions[0].Head, "field": "finished"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	var kept []struct {
		ID    int64
		Label string
	}
	p.send(http.MethodPost, "/answers", string(answer), http.StatusCreated, &kept)
	if again := check(); again.ID == nil || len(again.Questions) > 0 {
		t.Errorf("answered: %+v", again)
	}
	p.get("/answers?programme=huaian-2020", &kept)
	if len(kept) != 1 || kept[0].Label != "累计完工（数量）" {
		t.Fatalf("kept %+v", kept)
	}
	p.send(http.MethodPost, "/answers", strings.Replace(string(answer), "finished", "colour", 1), http.StatusBadRequest, nil)
	p.call(http.MethodDelete, fmt.Sprintf("/answers/%d", kept[0].ID), "", nil, http.StatusNoContent, nil)
	p.call(http.MethodDelete, fmt.Sprintf("/answers/%d", kept[0].ID), "", nil, http.StatusNotFound, nil)
	if last := check(); len(last.Questions) != 1 {
		t.Errorf("taken back: %+v", last)
	}
}
