//go:build readback

package app_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestAWorkbookMendedInLibreOfficeReadBack is the same round with LibreOffice
// in the middle: it saves the returned workbook, so that nothing of the package
// is as it was written. The marked workbook also becomes a PDF.
func TestAWorkbookMendedInLibreOfficeReadBack(t *testing.T) {
	d := newDesk(t)
	d.marks()
	d.accept("淮安2020-项目表.xlsx", "")
	_, data, err := d.Returned(t.Context(), planted(t), firstQuarterOf)
	fatal(t, err)
	dir := t.TempDir()
	from := filepath.Join(dir, "returned.xlsx")
	fatal(t, os.WriteFile(from, data, 0o600))
	for _, to := range []string{"xlsx:Calc MS Excel 2007 XML", "pdf"} {
		convert := exec.Command("soffice", "-env:UserInstallation=file://"+dir+"/profile", "--headless",
			"--convert-to", to, "--outdir", filepath.Join(dir, "out"), from)
		if text, err := convert.CombinedOutput(); err != nil {
			t.Fatalf("soffice: %v\n%s", err, text)
		}
	}
	if info, err := os.Stat(filepath.Join(dir, "out", "returned.pdf")); err != nil || info.Size() == 0 {
		t.Errorf("no PDF: %v", err)
	}
	saved, err := os.ReadFile(filepath.Join(dir, "out", "returned.xlsx"))
	fatal(t, err)
	d.sameMistakes(saved)
	d.comesRight(mended(t, saved))
}
