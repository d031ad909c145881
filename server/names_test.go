package main

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	samplesheets "tongbao/sample-sheets"
)

// strangeTable is a table whose unit and project are called as the ledger does
// not call them.
func strangeTable(quarter, done string) []byte {
	return []byte("2020年市政府为民办十件实事" + quarter + "进展情况表\n" +
		"序号,项目名称,累计开工,累计完成,形象进度,是否达序时,填报单位\n" +
		"1①,更新改造城乡居民生活服务设施," + done + "," + done + ",12个小区进场施工,是,市住建委\n" +
		"99,厕所革命那一项,16,3,3座开工,是,市文广旅游局\n")
}

// An unknown unit becomes an alias and an unknown project's name is remembered:
// asked once, told in the log, and taken back.
func TestUnknownNamesAreAskedAboutOnce(t *testing.T) {
	data := t.TempDir()
	plan := filepath.Join(t.TempDir(), "项目表.xlsx")
	if err := os.WriteFile(plan, samplesheets.Workbooks("huaian-2020")[0].Data, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, stderr, code := execute(t, "import", plan, "--programme", "huaian-2020", "--data", data); code != 0 {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	b := officer(t, data)
	const question = "这个名称是谁？"
	status, page := b.send(b.get("/upload"), "一季度.csv", strangeTable("一季度", "12"))
	if status != http.StatusUnprocessableEntity || !strings.Contains(page, question) {
		t.Fatalf("%d\n%s", status, page[strings.Index(page, "tabs"):])
	}
	form := formOn(t, page, "/upload/names")
	if got := strings.Join(form["words"], "|"); got != "市住建委|99 厕所革命那一项" && got != "99 厕所革命那一项|市住建委" {
		t.Fatalf("asks for %s", got)
	}
	fill := func(unit, project string) url.Values {
		for i, kind := range form["kind"] {
			form["is"][i] = map[string]string{"unit": unit, "project": project}[kind]
		}
		return form
	}
	b.want = http.StatusBadRequest
	page = b.post(page, "/upload/names", fill("市住建厅", "1③"))
	if !strings.Contains(page, "台账里没有单位“市住建厅”") || !strings.Contains(page, `value="1③"`) {
		t.Errorf("an unknown unit as an alias:\n%.3000s", problem(page))
	}
	b.want = 0
	page = b.post(page, "/upload/names", fill("市住建局", "1③ 新改扩建旅游公厕"))
	if strings.Contains(page, question) || !strings.Contains(page, "名称已记住") {
		t.Fatalf("answered:\n%.6000s", page)
	}
	b.post(page, "/upload/accept", formOn(t, page, "/upload/accept"))
	log := b.get("/log")
	for _, want := range []string{"更正：记为别名：市住建委", "认定是同一单位", "厕所革命那一项"} {
		if !strings.Contains(log, want) {
			t.Errorf("the log lacks %s", want)
		}
	}
	if status, page = b.send(b.get("/upload"), "二季度.csv", strangeTable("二季度", "30")); status != http.StatusOK || strings.Contains(page, question) {
		t.Errorf("the second table: %d\n%.3000s", status, problem(page))
	}
	units := b.get("/p/huaian-2020/units")
	if !strings.Contains(units, "市住建委") || !strings.Contains(units, "项目1③") {
		t.Error("the units' page does not show what was learned")
	}
	b.post(units, regexp.MustCompile(`/answers/\d+/forget`).FindString(units), url.Values{})
	if _, page = b.send(b.get("/upload"), "二季度.csv", strangeTable("二季度", "30")); !strings.Contains(page, question) {
		t.Error("what was taken back is not asked about again")
	}
}
