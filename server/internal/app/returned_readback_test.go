//go:build readback

package app_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"tongbao/server/internal/app"
)

// TestAWorkbookMendedInLibreOfficeReadBack is the same round with LibreOffice
// in the middle, which saves the returned workbook so that nothing of the package
// is as it was written, for the table in every format that a clerk may send. It
// needs soffice on the path.
func TestAWorkbookMendedInLibreOfficeReadBack(t *testing.T) {
	for _, c := range []struct{ ext, filter string }{
		{"xlsx", ""},
		{"xls", "xls:MS Excel 97"},
		{"ods", "ods"},
		{"csv", `csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1`}, // UTF-8, as shown, the first sheet
	} {
		t.Run(c.ext, func(t *testing.T) {
			d := newDesk(t)
			d.marks()
			d.accept("淮安2020-项目表.xlsx", "")
			u := planted(t)
			u.Name = "一季度.xlsx"
			if c.filter != "" {
				u = app.Upload{Name: "一季度." + c.ext, Data: converted(t, u.Data, c.ext, c.filter)}
			}
			for range 2 {
				file, data, err := d.Returned(t.Context(), u, firstQuarterOf)
				fatal(t, err)
				if file.Name != "一季度（批注）.xlsx" {
					t.Errorf("name %s", file.Name)
				}
				d.sameMistakes(data)
				u = app.Upload{Name: file.Name, Data: converted(t, data, "xlsx", "xlsx:Calc MS Excel 2007 XML")}
				d.sameMistakes(u.Data)
			}
			if len(converted(t, u.Data, "pdf", "pdf")) == 0 {
				t.Error("no PDF")
			}
			d.comesRight(mended(t, u.Data))
		})
	}
}

// converted is a workbook saved anew by LibreOffice.
func converted(t *testing.T, data []byte, ext, filter string) []byte {
	t.Helper()
	dir := t.TempDir()
	from := filepath.Join(dir, "一季度.book")
	fatal(t, os.WriteFile(from, data, 0o600))
	convert := exec.Command("soffice", "-env:UserInstallation=file://"+dir+"/profile", "--headless",
		"--convert-to", filter, "--outdir", filepath.Join(dir, "out"), from)
	if text, err := convert.CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, text)
	}
	found, err := filepath.Glob(filepath.Join(dir, "out", "一季度*."+ext))
	fatal(t, err)
	if len(found) != 1 {
		t.Fatalf("converted to %v", found)
	}
	saved, err := os.ReadFile(found[0])
	fatal(t, err)
	return saved
}
