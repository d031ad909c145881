//go:build readback

package xlsx

import (
	"archive/zip"
	"bytes"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tongbao/reports/bulletin"
)

// TestFormulasReadBack takes the stored results away, lets LibreOffice compute
// every formula and compares what it gets with what was stored. It needs
// soffice on the path.
func TestFormulasReadBack(t *testing.T) {
	dir := t.TempDir()
	data := write(t, document(bulletin.Internal))
	bare := filepath.Join(dir, "bare.xlsx")
	if err := os.WriteFile(bare, withoutResults(t, data), 0o600); err != nil {
		t.Fatal(err)
	}
	convert := exec.Command("soffice", "-env:UserInstallation=file://"+dir+"/profile", "--headless",
		"--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", filepath.Join(dir, "out"), bare)
	if out, err := convert.CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, out)
	}
	ours, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer ours.Close()
	theirs, err := excelize.OpenFile(filepath.Join(dir, "out", "bare.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer theirs.Close()
	compared := 0
	for _, sheet := range ours.GetSheetList() {
		rows, err := ours.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c := range row {
				at := address(c, r+1)
				words, err := ours.GetCellFormula(sheet, at)
				if err != nil {
					t.Fatal(err)
				}
				if words == "" {
					continue
				}
				compared++
				if a, b := raw(t, ours, sheet, at), raw(t, theirs, sheet, at); math.Abs(a-b) > 1e-9*math.Max(1, math.Abs(a)) {
					t.Errorf("%s!%s =%s: stored %v, computed %v", sheet, at, words, a, b)
				}
			}
		}
	}
	if compared < 40 {
		t.Errorf("only %d formulas compared", compared)
	}
}

func raw(t *testing.T, f *excelize.File, sheet, at string) float64 {
	t.Helper()
	s, err := f.GetCellValue(sheet, at, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatalf("%s!%s: %v", sheet, at, err)
	}
	return v
}

// withoutResults removes the stored result of every formula.
func withoutResults(t *testing.T, data []byte) []byte {
	t.Helper()
	stored := regexp.MustCompile(`(<f>[^<]*</f>)<v>[^<]*</v>`)
	all := parts(t, data)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, part := range all {
		if strings.HasPrefix(name, "xl/worksheets/") {
			part = stored.ReplaceAllString(part, "$1")
		}
		to, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := to.Write([]byte(part)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
