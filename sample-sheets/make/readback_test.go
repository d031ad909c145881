//go:build readback

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestOfficeOpensEveryWorkbookReadBack converts every workbook to PDF with
// LibreOffice, which refuses a damaged one.
func TestOfficeOpensEveryWorkbookReadBack(t *testing.T) {
	files, err := filepath.Glob("../*.xlsx")
	if err != nil || len(files) == 0 {
		t.Fatalf("no workbooks: %v", err)
	}
	out := t.TempDir()
	args := append([]string{"-env:UserInstallation=file://" + t.TempDir(), "--headless", "--convert-to", "pdf", "--outdir", out}, files...)
	if log, err := exec.Command("soffice", args...).CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, log)
	}
	for _, f := range files {
		pdf := filepath.Join(out, strings.TrimSuffix(filepath.Base(f), ".xlsx")+".pdf")
		if info, err := os.Stat(pdf); err != nil || info.Size() == 0 {
			t.Errorf("%s was not converted: %v", f, err)
		}
	}
}
