package main

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const smallPlan = `2020年为民办实事项目表
序号,项目名称,目标任务,完成时限,责任单位
1,新建旅游公厕,新建旅游公厕80座,2020年12月底,市文旅局
2,改造老旧小区,改造老旧小区70个,2020年12月底,市住建局
3,新建农村公路,新建农村公路100公里,2020年12月底,市交通局
`

// smallReport is a table of progress for a quarter.
func smallReport(quarter, rows string) []byte {
	return []byte("2020年" + quarter + "季度为民办实事进展表\n序号,项目名称,累计完成,是否达序时\n" + rows)
}

const small = "/p/small-2020"

// take uploads a file and accepts it with what the form says besides; want is
// the status of the last answer.
func (b *browser) take(name string, data []byte, period string, more url.Values, want int) (preview, answer string) {
	b.t.Helper()
	preview = b.upload(b.get("/upload"), "/upload", name, data, map[string]string{
		"programme": "+", "newkey": "small-2020", "period": period, "unit": "",
	})
	hash := regexp.MustCompile(`name="sha256" value="([0-9a-f]{64})"`).FindStringSubmatch(preview)
	if hash == nil {
		b.t.Fatalf("%s is not offered for acceptance:\n%s", name, preview)
	}
	form := url.Values{"sha256": {hash[1]}, "name": {name}, "programme": {"small-2020"}, "period": {period}, "unit": {""}}
	for k, v := range more {
		form[k] = v
	}
	b.want = want
	return preview, b.post(preview, "/upload/accept", form)
}

// TestPolicyOverHTTP is an office that changes its rules: good rows alone,
// explanations, a closed period, an undo, two versions compared.
func TestPolicyOverHTTP(t *testing.T) { onEach(t, policyOverHTTP) }

func policyOverHTTP(t *testing.T, s *system) {
	b := s.served()
	p := &client{t: t, base: b.base}
	has := func(what, page string, all ...string) {
		t.Helper()
		for _, want := range all {
			if !strings.Contains(page, want) {
				t.Errorf("%s does not say %q:\n%s", what, want, page)
			}
		}
	}
	export := func() string {
		t.Helper()
		return string(p.get("/api/v1/programmes/small-2020/verdicts?period=2020Q2", nil))
	}

	b.take("项目表.csv", []byte(smallPlan), "", nil, 0)
	page := b.post(b.get(small+"/rules"), small+"/rules/policy", url.Values{
		"rows": {"good-only"}, "warnings": {"explain"}, "code": {"missing-project"},
	})
	has("the rules", page, "入库规则已保存", `value="good-only" checked`, `value="missing-project" checked`)
	b.want = http.StatusBadRequest
	page = b.post(page, small+"/rules/policy", url.Values{"rows": {"some"}, "warnings": {"pass"}})
	has("a rule that there is not", page, "没有“some”这种行的规则")
	has("the log", b.get("/log"), "修改入库规则", "有错误的整份不入库；提醒不需说明 → 有错误的行不入库，其余行入库；须说明的提醒：应报项目没有填")

	// Good rows alone: the row of an unknown project stays out.
	preview, page := b.take("一季度.csv", smallReport("一", "1,新建旅游公厕,20,是\n2,改造老旧小区,30,是\n3,新建农村公路,9,是\n9,修建机场,1,是\n"), "2020Q1", nil, 0)
	has("the preview", preview, "不入库的行", "只入库无误的3行", "9 修建机场")
	has("the submission", page, "读入3，未读入1", "未入库的行", "项目“9 修建机场”不在本年度计划中")
	var sub struct {
		ID, Rows, Rejected, Blank int
		LeftOut                   []struct {
			Row      int
			Findings []struct{ Code, Cell string }
		}
	}
	id := filepath.Base(b.at)
	p.get("/api/v1/submissions/"+id, &sub)
	if sub.Rows != 3 || sub.Rejected != 1 || len(sub.LeftOut) != 1 || sub.LeftOut[0].Row != 6 || sub.LeftOut[0].Findings[0].Code != "unknown-project" {
		t.Errorf("the API answers %+v", sub)
	}

	// A figure that fell and a missing project want a word each.
	second := smallReport("二", "1,新建旅游公厕,15,是\n2,改造老旧小区,40,是\n")
	before := export()
	preview, page = b.take("二季度.csv", second, "2020Q2", nil, http.StatusUnprocessableEntity)
	keys := regexp.MustCompile(`name="finding" value="([^"]+)"`).FindAllStringSubmatch(preview, -1)
	if len(keys) != 2 {
		t.Fatalf("%d findings ask for a word:\n%s", len(keys), preview)
	}
	has("the form that came back", page, "请写明原因。", "aria-invalid")
	form := url.Values{}
	for _, k := range keys {
		form.Add("finding", html.UnescapeString(k[1]))
		form.Add("explanation", map[bool]string{true: "上季度重复统计", false: ""}[strings.HasPrefix(k[1], "falling")])
	}
	_, page = b.take("二季度.csv", second, "2020Q2", form, http.StatusUnprocessableEntity)
	has("the form with one of two", page, ">上季度重复统计</textarea>", "有1处需要说明原因")
	long := url.Values{"finding": form["finding"], "explanation": {strings.Repeat("长", 501), "短"}}
	_, page = b.take("二季度.csv", second, "2020Q2", long, http.StatusBadRequest)
	has("the form with a long one", page, "长</textarea>", ">短</textarea>", "一条说明最多500字")
	for i, text := range form["explanation"] {
		if text == "" {
			form["explanation"][i] = "公路尚未开工"
		}
	}
	_, page = b.take("二季度.csv", second, "2020Q2", form, 0)
	has("the submission", page, "文件已入库", "上季度重复统计", "公路尚未开工")
	explained := b.at
	has("the project", b.get(small+"/projects/1"), "上季度重复统计")
	has("the log", b.get("/log"), "说明：上季度重复统计")

	// Taken back, the ledger is as before; the file may come again.
	page = b.get(explained)
	b.want = http.StatusBadRequest
	has("an undo without a reason", b.post(page, explained+"/undo", url.Values{"reason": {" "}}), "请写明撤销的原因")
	page = b.post(b.get(explained), explained+"/undo", url.Values{"reason": {"传错了文件"}})
	has("the undone submission", page, "报送已撤销", "已撤销：", "传错了文件")
	if after := export(); after != before {
		t.Errorf("after the undo the export is\n%s\nwant\n%s", after, before)
	}
	b.take("二季度.csv", second, "2020Q2", form, 0)
	third := filepath.Base(b.at)
	_, page = b.take("二季度改.csv", smallReport("二", "1,新建旅游公厕,25,是\n2,改造老旧小区,40,是\n3,新建农村公路,30,是\n"), "2020Q2", nil, 0)
	has("the versions", page, "3版", "第1版", "第3版", "已撤销", "已被替换")
	page = b.get(b.at + "/compare?with=" + third)
	has("the comparison", page, "第2版", "第3版", "<del>15</del>", "<ins>25</ins>", "新建农村公路")
	var problem struct{ Code, Detail string }
	p.call(http.MethodDelete, "/api/v1/submissions/"+third+"?reason="+url.QueryEscape("试试"), "", nil, http.StatusUnprocessableEntity, &problem)
	if problem.Code != "refused" || !strings.Contains(problem.Detail, "替换") {
		t.Errorf("an undo of a replaced version: %+v", problem)
	}
	var versions []struct {
		ID      int
		Current bool
		Undone  *struct{ Reason string }
	}
	p.get("/api/v1/submissions/"+third+"/versions", &versions)
	if len(versions) != 3 || versions[0].Undone == nil || !versions[2].Current {
		t.Fatalf("versions: %+v", versions)
	}
	var undone struct {
		Undone *struct{ Reason, Actor string }
	}
	p.call(http.MethodDelete, fmt.Sprintf("/api/v1/submissions/%d?reason=%s", versions[2].ID, url.QueryEscape("口径有误")), "", nil, http.StatusOK, &undone)
	if undone.Undone == nil || undone.Undone.Reason != "口径有误" {
		t.Errorf("an undo by API: %+v", undone)
	}

	// A closed period takes nothing, neither here nor on the command line.
	page = b.post(b.get(small+"/rules"), small+"/rules/periods", url.Values{"period": {"2020q3"}, "state": {"closed"}})
	has("the rules", page, "已截止报送", "2020年第三季度")
	file := filepath.Join(s.data, "三季度.csv")
	rows := smallReport("三", "1,新建旅游公厕,60,是\n2,改造老旧小区,60,是\n3,新建农村公路,90,是\n9,修建机场,1,是\n")
	if err := os.WriteFile(file, rows, 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"import", "--data", s.data, "--programme", "small-2020", "--period", "2020Q3", file}
	if _, stderr, code := execute(t, args...); code != 1 || !strings.Contains(stderr, "已经截止上报") {
		t.Errorf("import into a closed period: exit %d %s", code, stderr)
	}
	p.call(http.MethodDelete, "/api/v1/programmes/small-2020/closed/2020Q3", "", nil, http.StatusOK, nil)
	if stdout, stderr, code := execute(t, args...); code != 0 || !strings.Contains(stdout, "3 行") || !strings.Contains(stdout, "1 行有错误，未入库") {
		t.Errorf("import of good rows: exit %d %s %s", code, stdout, stderr)
	}
	var rules struct {
		Policy struct{ Rows string }
		Closed []json.RawMessage
	}
	p.send(http.MethodPut, "/api/v1/programmes/small-2020/policy", `{"rows":"all","warnings":"pass"}`, http.StatusOK, &rules)
	if rules.Policy.Rows != "all" || len(rules.Closed) != 0 {
		t.Errorf("rules by API: %+v", rules)
	}
	if stdout, stderr, code := execute(t, "verify", "--data", s.data); code != 0 {
		t.Errorf("verify: exit %d %s %s", code, stdout, stderr)
	}
}

// TestUndoOfTheFirstPlan: the programme goes with it, the submission can still be
// looked at.
func TestUndoOfTheFirstPlan(t *testing.T) {
	dir := t.TempDir()
	plan := filepath.Join(dir, "项目表.csv")
	if err := os.WriteFile(plan, []byte(smallPlan), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, stderr, code := execute(t, "import", plan, "--programme", "x-2020", "--data", dir); code != 0 {
		t.Fatal(stderr)
	}
	base := start(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", dir)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &browser{t: t, base: base, client: &http.Client{Jar: jar}}
	const page = "/p/x-2020/submissions/1"
	b.post(b.get(page), page+"/undo", url.Values{"reason": {"传错了文件"}})
	if text := b.get(page); !strings.Contains(text, "已撤销：") || !strings.Contains(text, "传错了文件") || !strings.Contains(text, "日志") {
		t.Errorf("%.3000s", text)
	}
}
