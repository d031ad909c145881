//go:build readback

package app_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"tongbao/server/internal/app"
)

// TestFilledFormsReadBack has LibreOffice open and save every filled form of two
// sample programmes, one with figures and one of declarations, and takes in what
// it saved. It needs soffice on the path.
func TestFilledFormsReadBack(t *testing.T) {
	for _, key := range []string{"huaian-2020", "jining-gaoxin-2021"} {
		t.Run(key, func(t *testing.T) {
			d := newDesk(t)
			for _, period := range d.planOf(key) {
				d.fillAll(key, period, everyOpenCell, func(filled []app.Upload) []app.Upload { return throughLibreOffice(t, filled) })
			}
		})
	}
}

// throughLibreOffice saves workbooks anew.
func throughLibreOffice(t *testing.T, books []app.Upload) []app.Upload {
	t.Helper()
	dir := t.TempDir()
	args := []string{
		"-env:UserInstallation=file://" + dir + "/profile", "--headless",
		"--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", filepath.Join(dir, "out"),
	}
	for _, b := range books {
		path := filepath.Join(dir, b.Name)
		if err := os.WriteFile(path, b.Data, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	if out, err := exec.Command("soffice", args...).CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, out)
	}
	saved := make([]app.Upload, 0, len(books))
	for _, b := range books {
		data, err := os.ReadFile(filepath.Join(dir, "out", b.Name))
		if err != nil {
			t.Fatal(err)
		}
		saved = append(saved, app.Upload{Name: b.Name, Data: data})
	}
	return saved
}
