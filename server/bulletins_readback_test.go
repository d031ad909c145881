//go:build readback

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"tongbao/reports/layout"
	"tongbao/reports/page"
	"tongbao/server/internal/app"
)

// TestSampleBulletinsReadBack takes every bulletin that the demonstration
// issues: pdfcpu finds it to be valid by the strict rules, poppler reads from
// it the text that was set, in its order, and the workbook inside is the one
// issued beside it. Made again from its document, in another time zone and
// locale, it has the same bytes.
func TestSampleBulletinsReadBack(t *testing.T) {
	fonts := filepath.Join("..", "templates", "fonts", "gpl")
	t.Setenv("FONT_DIR", fonts)
	t.Setenv("TZ", "America/Los_Angeles") // of the demonstration's process, not of this one
	t.Setenv("LC_ALL", "tr_TR.UTF-8")
	o := options{data: demoFolder(t)}
	s, closeStore, err := o.open(t.Context(), quietLog())
	if err != nil {
		t.Fatal(err)
	}
	defer closeStore()
	set, err := newSetter(fonts, s.Blobs)
	if err != nil {
		t.Fatal(err)
	}
	all, err := s.Store.Bulletins(t.Context(), "")
	if err != nil || len(all) != 15 {
		t.Fatalf("%d bulletins (error %v)", len(all), err)
	}
	for _, b := range all {
		t.Run(app.FileName(b, "pdf"), func(t *testing.T) {
			_, data, err := s.BulletinFile(t.Context(), b.ID, "pdf")
			if err != nil {
				t.Fatal(err)
			}
			strict := model.NewDefaultConfiguration()
			strict.ValidationMode = model.ValidationStrict
			if err := api.Validate(bytes.NewReader(data), strict); err != nil {
				t.Error(err)
			}
			path := filepath.Join(t.TempDir(), "bulletin.pdf")
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
			full, err := s.Bulletin(t.Context(), b.ID)
			if err != nil {
				t.Fatal(err)
			}
			book, _ := layout.Set(full.Document, set.faces)
			sameText(t, path, book)
			_, workbook, err := s.BulletinFile(t.Context(), b.ID, "xlsx")
			if err != nil {
				t.Fatal(err)
			}
			inside := filepath.Join(filepath.Dir(path), "inside.xlsx")
			poppler(t, "pdfdetach", "-save", "1", "-o", inside, path)
			if got, err := os.ReadFile(inside); err != nil || !bytes.Equal(got, workbook) {
				t.Errorf("the workbook inside has %d bytes, the issued one %d (error %v)", len(got), len(workbook), err)
			}
			if again, _, err := set.pdf(full.Document); err != nil || !bytes.Equal(again, data) {
				t.Errorf("made again it has other bytes (error %v)", err)
			}
		})
	}
}

// sameText compares what poppler reads, blanks aside, with what was set.
func sameText(t *testing.T, path string, book *page.Book) {
	t.Helper()
	var want strings.Builder
	for _, p := range book.Pages {
		for _, x := range p.Texts {
			want.WriteString(x.Text)
		}
	}
	got := poppler(t, "pdftotext", "-raw", "-nopgbrk", "-enc", "UTF-8", path, "-")
	g, w := []rune(unspaced(got)), []rune(unspaced(want.String()))
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			t.Errorf("text differs: read %q, set %q", string(g[i:min(len(g), i+30)]), string(w[i:min(len(w), i+30)]))
			return
		}
	}
	if len(g) != len(w) {
		t.Errorf("%d characters read, %d set", len(g), len(w))
	}
}

func unspaced(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// poppler runs one of poppler's tools.
func poppler(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}
