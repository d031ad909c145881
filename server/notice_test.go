package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCheckNotice: a notice is told with its lists and findings, one that is wrong
// or none exits 1, and nothing is stored.
func TestCheckNotice(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	const head = "市政府关于印发2031年2件民生实事方案的通知\n青政发〔2031〕3号\n青湖市人民政府\n2031年2月1日\n"
	good := write("好.txt", head+"1.新建幼儿园12所。(牵头单位:市教育局;共同责任单位:市财政局)\n2.新建公厕10座。(牵头单位:市城管局)\n")
	wrong := write("错.txt", head+"1.新建幼儿园12所,其中东湖区5所、西湖区4所、南湖县4所。(牵头单位:市教育局)\n2.新建公厕10座。(牵头单位:市城管局)\n")
	none := write("页.txt", "<html><body>1.新建幼儿园12所。(牵头单位:市教育局)</body></html>")
	data := filepath.Join(dir, "data")
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{good}, 0, "正文（第5行起）：2项"},
		{[]string{good}, 0, "文号 青政发〔2031〕3号，成文日期 2031年2月1日，发文机关 青湖市人民政府，年度 2031年"},
		{[]string{wrong}, 1, "【正文 第5行】“新建幼儿园12所”文字中分解到各地区的数量共13，与目标12不符"},
		{[]string{none}, 1, "这是网页"},
		{[]string{filepath.Join(dir, "无.txt")}, 1, "没有文件"},
		{[]string{good, none}, 1, "正文（第5行起）：2项"},
		{[]string{good, "--programme", "huaian-2020"}, 2, "--notice"},
		{nil, 2, "请给出"},
	} {
		stdout, stderr, code := execute(t, append([]string{"check", "--notice", "--data", data}, c.args...)...)
		if code != c.code || !strings.Contains(stdout+stderr, c.says) {
			t.Errorf("%q: exit %d\n%s%s\nwant %d and %s", c.args, code, stdout, stderr, c.code, c.says)
		}
	}
	stdout, stderr, code := execute(t, "check", "--notice", "--json", good, none)
	lines := strings.Split(strings.TrimSpace(stdout), "\n")
	if code != 1 || len(lines) != 2 {
		t.Fatalf("exit %d: %s%s", code, stdout, stderr)
	}
	var first, second struct {
		File, Format, Layout string
		Projects             []struct {
			Cell, No string
			Leads    []string
		}
		Findings []struct{ Severity, Code string }
		Notice   *struct{ Number string }
	}
	if err := json.Unmarshal([]byte(lines[0]), &first); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(lines[1]), &second); err != nil {
		t.Fatal(err)
	}
	if first.Layout != "project" || len(first.Projects) != 2 || first.Projects[1].Cell != "正文!第6行" || first.Projects[0].Leads[0] != "市教育局" ||
		first.Notice == nil || first.Notice.Number != "青政发〔2031〕3号" {
		t.Errorf("%s", lines[0])
	}
	if second.Layout != "unknown" || len(second.Findings) != 1 || second.Findings[0].Severity != "error" || second.Notice != nil {
		t.Errorf("%s", lines[1])
	}
	if _, err := os.Stat(data); !os.IsNotExist(err) {
		t.Errorf("the data folder: %v", err)
	}
}
