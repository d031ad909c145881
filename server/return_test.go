package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	samplesheets "tongbao/sample-sheets"
)

func TestReturnWritesTheMarkedWorkbook(t *testing.T) {
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	plan := samplesheets.Workbooks("huaian-2020")[0]
	for name, data := range map[string][]byte{"项目表.xlsx": plan.Data, "项目表.csv": []byte("序号,项目名称\n1,改造老旧小区\n")} {
		if err := os.WriteFile(path(name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name string
		args []string
		code int
		says string
	}{
		{"a workbook", []string{path("项目表.xlsx"), "--out", path("批注.xlsx")}, 0, ""},
		{"no place for it", []string{path("项目表.xlsx")}, 2, "--out"},
		{"another format", []string{path("项目表.csv"), "--out", path("批注二.xlsx")}, 0, ""},
		{"a name of another format", []string{path("项目表.csv"), "--out", path("批注.csv")}, 2, "以 .xlsx 结尾"},
		{"no such file", []string{path("没有.xlsx"), "--out", path("x.xlsx")}, 1, "没有文件"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, stderr, code := execute(t, append([]string{"return"}, c.args...)...)
			if code != c.code || !strings.Contains(stderr, c.says) {
				t.Errorf("exit %d, %s", code, stderr)
			}
		})
	}
	if _, _, code := execute(t, "check", path("批注.xlsx")); code != 0 {
		t.Errorf("the returned workbook does not check: exit %d", code)
	}
	if out, _, _ := execute(t, "check", path("批注二.xlsx")); !strings.Contains(out, "读到 1 行") {
		t.Errorf("the table that came as .csv: %s", out)
	}
	if _, err := os.Stat(path("批注.csv")); err == nil {
		t.Error("a refused file was written")
	}
}
