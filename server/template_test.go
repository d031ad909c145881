package main

import (
	"archive/zip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	samplesheets "tongbao/sample-sheets"
	"tongbao/server/internal/intake"
	"tongbao/server/internal/workbook"
)

// The command writes a form that reads back as its unit's table, and a zip of
// all of them.
func TestTemplateCommand(t *testing.T) {
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	plan := filepath.Join(dir, "plan.xlsx")
	if err := os.WriteFile(plan, samplesheets.Workbooks("huaian-2020")[0].Data, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, stderr, code := execute(t, "import", plan, "--programme", "huaian-2020", "--data", data); code != 0 {
		t.Fatal(stderr)
	}
	template := func(args ...string) (string, int) {
		_, stderr, code := execute(t, append([]string{"template", "--programme", "huaian-2020", "--period", "2020Q1", "--data", data}, args...)...)
		return stderr, code
	}
	one, all := filepath.Join(dir, "one.xlsx"), filepath.Join(dir, "all.zip")
	if stderr, code := template("--unit", "市住建局", "--out", one); code != 0 {
		t.Fatal(stderr)
	}
	bytes, err := os.ReadFile(one)
	if err != nil {
		t.Fatal(err)
	}
	book, err := workbook.Open(one, bytes, workbook.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	d := intake.Read(book)
	if d.Layout != intake.LayoutProgress || d.Reporter != "市住建局" || d.Period.String() != "2020Q1" || len(d.Findings) > 0 ||
		d.Rows.Blank == 0 || d.Rows.Blank != d.Rows.Seen {
		t.Errorf("%s %s %s %+v %v", d.Layout, d.Reporter, d.Period, d.Rows, d.Findings)
	}
	if stderr, code := template("--all", "--out", all); code != 0 {
		t.Fatal(stderr)
	}
	z, err := zip.OpenReader(all)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	if len(z.File) < 10 || !strings.HasSuffix(z.File[0].Name, "-2020年一季度进展填报表.xlsx") {
		t.Errorf("%d forms, first %s", len(z.File), z.File[0].Name)
	}
	for _, wrong := range [][]string{{"--out", one}, {"--unit", "市住建局", "--all", "--out", one}, {"--unit", "市住建局"}} {
		if stderr, code := template(wrong...); code != exitUsage {
			t.Errorf("%v: %d %s", wrong, code, stderr)
		}
	}
	if stderr, code := template("--unit", "某某局", "--out", one); code != exitRefused || !strings.Contains(stderr, "某某局") {
		t.Errorf("unknown unit: %d %s", code, stderr)
	}
}
