//go:build readback

package marked_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tongbao/server/internal/grid"
)

// TestMarkedReadBack opens marked workbooks in LibreOffice, saves them there
// and cleans what it saved: the same cells, fills and comments must be left as
// when the unmarked workbook is opened and saved. It needs soffice on the path.
func TestMarkedReadBack(t *testing.T) {
	in, out := t.TempDir(), t.TempDir()
	names := make(map[string]string)
	for i, f := range files(t) {
		out, err := mark(f.data, notesFor(opened(t, f.data)))
		check(t, err)
		plain, after := fmt.Sprintf("plain%d.xlsx", i), fmt.Sprintf("marked%d.xlsx", i)
		check(t, os.WriteFile(filepath.Join(in, plain), f.data, 0o600))
		check(t, os.WriteFile(filepath.Join(in, after), out, 0o600))
		names[plain] = f.name
	}
	sources, err := filepath.Glob(filepath.Join(in, "*.xlsx"))
	check(t, err)
	args := append([]string{
		"-env:UserInstallation=file://" + t.TempDir(), "--headless",
		"--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", out,
	}, sources...)
	if text, err := exec.Command("soffice", args...).CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, text)
	}
	compared := 0
	for plain, name := range names {
		t.Run(name, func(t *testing.T) {
			want, err := os.ReadFile(filepath.Join(out, plain))
			if err != nil {
				return // LibreOffice does not open the file itself
			}
			saved, err := os.ReadFile(filepath.Join(out, strings.Replace(plain, "plain", "marked", 1)))
			if err != nil {
				t.Fatal("LibreOffice opens the file but not the marked one")
			}
			got, err := unmark(saved)
			check(t, err)
			compared++
			a, b := opened(t, want), opened(t, got)
			if !reflect.DeepEqual(contents(a), contents(b)) {
				t.Error("cells differ")
			}
			sameLooks(t, a, want, got)
		})
	}
	t.Logf("%d of %d files compared", compared, len(names))
	if compared < len(names)*9/10 {
		t.Errorf("only %d of %d files were opened", compared, len(names))
	}
}

// contents are a workbook's cells by sheet and address. Formulas are left out:
// some, such as NOW, are computed anew each time.
func contents(book *grid.Workbook) map[string]string {
	out := make(map[string]string)
	for _, s := range book.Sheets {
		for _, r := range s.Rows {
			for c := range r.Cells() {
				if !c.Formula {
					out[s.Name+"!"+c.String()] = c.Text
				}
			}
		}
	}
	return out
}

// sameLooks compares the fills of the cells that notesFor marks, and all
// comments.
func sameLooks(t *testing.T, book *grid.Workbook, want, got []byte) {
	t.Helper()
	a, err := excelize.OpenReader(bytes.NewReader(want))
	check(t, err)
	defer a.Close()
	b, err := excelize.OpenReader(bytes.NewReader(got))
	check(t, err)
	defer b.Close()
	for _, n := range notesFor(book) {
		cell, _, ranged := strings.Cut(n.Cell, ":")
		if cell == "" || ranged {
			continue
		}
		if x, y := fillOf(t, a, n.Sheet, cell), fillOf(t, b, n.Sheet, cell); !reflect.DeepEqual(x, y) {
			t.Errorf("%s!%s: fill %v, want %v", n.Sheet, cell, y, x)
		}
	}
	for _, s := range a.GetSheetList() {
		x, err := a.GetComments(s)
		check(t, err)
		y, err := b.GetComments(s)
		check(t, err)
		if len(x) != len(y) {
			t.Errorf("%s: %d comments, want %d", s, len(y), len(x))
			continue
		}
		for i := range x {
			if words(x[i]) != words(y[i]) {
				t.Errorf("%s!%s: comment %q, want %q", s, x[i].Cell, words(y[i]), words(x[i]))
			}
		}
	}
}

func words(c excelize.Comment) string {
	text := ""
	for _, r := range c.Paragraph {
		text += r.Text
	}
	return text
}

func fillOf(t *testing.T, f *excelize.File, sheet, cell string) excelize.Fill {
	t.Helper()
	id, err := f.GetCellStyle(sheet, cell)
	check(t, err)
	style, err := f.GetStyle(id)
	check(t, err)
	if len(style.Fill.Color) == 0 {
		return excelize.Fill{}
	}
	return style.Fill
}
