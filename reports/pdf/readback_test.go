//go:build readback

package pdf_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"tongbao/reports/font"
	"tongbao/reports/layout/layouttest"
	"tongbao/reports/page"
	"tongbao/reports/pdf"
)

// tool runs one of poppler's tools; one that is not there fails the test.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

func file(t *testing.T, book *page.Book) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "bulletin.pdf")
	if err := os.WriteFile(path, write(t, book), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func squash(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// set is all text of a book in the order in which it was set.
func set(book *page.Book) string {
	var b strings.Builder
	for _, p := range book.Pages {
		for _, t := range p.Texts {
			b.WriteString(t.Text)
		}
	}
	return squash(b.String())
}

func TestTextReadBack(t *testing.T) {
	for name, book := range map[string]*page.Book{"bulletin": sample(t, 120), "rare characters": rare(t)} {
		t.Run(name, func(t *testing.T) {
			got := squash(tool(t, "pdftotext", "-raw", "-nopgbrk", "-enc", "UTF-8", file(t, book), "-"))
			want := set(book)
			if got == want {
				return
			}
			g, w := []rune(got), []rune(want)
			for i := range min(len(g), len(w)) {
				if g[i] != w[i] {
					t.Fatalf("text differs at %d: got %q, want %q", i, string(g[i:min(len(g), i+40)]), string(w[i:min(len(w), i+40)]))
				}
			}
			t.Fatalf("%d characters read back, want %d", len(g), len(w))
		})
	}
}

func TestTheAttachedFileIsTakenOutReadBack(t *testing.T) {
	with, data := meta, []byte("PK 工作簿的内容")
	with.Attachment = &pdf.Attachment{Name: "第一季度通报.xlsx", MIME: "application/octet-stream", Data: data}
	var out bytes.Buffer
	if err := pdf.Write(&out, sample(t, 3), with); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "bulletin.pdf")
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	tool(t, "pdfdetach", "-enc", "UTF-8", "-saveall", "-o", dir, path)
	if got, err := os.ReadFile(filepath.Join(dir, with.Attachment.Name)); err != nil || !bytes.Equal(got, data) {
		t.Errorf("taken out: %q (error %v)", got, err)
	}
}

// TestValidReadBack: pdfcpu finds by its strict rules that documents of every
// kind are valid, those of nothing but odd characters too.
func TestValidReadBack(t *testing.T) {
	bare := page.New(layouttest.Faces(t, "../.."))
	bare.Paragraph(page.Para{Outline: "（", Spans: []page.Span{{Face: font.Kai, Text: "\\)(\U0001F600"}}})
	for name, of := range map[string]struct {
		book *page.Book
		meta pdf.Meta
	}{
		"bulletin":          {sample(t, 60), meta},
		"rare characters":   {rare(t), meta},
		"little, no words":  {bare.Finish(""), pdf.Meta{}},
		"marks in the name": {rare(t), pdf.Meta{Title: "（）()\\<>", Attachment: &pdf.Attachment{Name: "(通报)<1>.xlsx", MIME: "text/plain", Data: []byte{0, '\r', '\n'}}}},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			if err := pdf.Write(&out, of.book, of.meta); err != nil {
				t.Fatal(err)
			}
			strict := model.NewDefaultConfiguration()
			strict.ValidationMode = model.ValidationStrict
			if err := api.Validate(bytes.NewReader(out.Bytes()), strict); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestFontsReadBack(t *testing.T) {
	out := tool(t, "pdffonts", file(t, sample(t, 5)))
	rows := strings.Split(strings.TrimSpace(out), "\n")[2:]
	if len(rows) != 5 {
		t.Errorf("%d fonts, want 5:\n%s", len(rows), out)
	}
	for _, row := range rows {
		if !regexp.MustCompile(`CID TrueType\s+Identity-H\s+yes\s+(yes|no)\s+yes`).MatchString(row) {
			t.Errorf("font is not embedded with its Unicode map: %s", row)
		}
	}
}

func TestLinesStandOnTheGridReadBack(t *testing.T) {
	book := sample(t, 5)
	out := tool(t, "pdftotext", "-bbox", "-f", "2", "-l", "2", file(t, book), "-")
	word := regexp.MustCompile(`xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"`)
	left, right := 1000.0, 0.0
	for _, m := range word.FindAllStringSubmatch(out, -1) {
		x1, _ := strconv.ParseFloat(m[1], 64)
		x2, _ := strconv.ParseFloat(m[3], 64)
		y, _ := strconv.ParseFloat(m[2], 64)
		if y < page.MM(262) {
			left, right = min(left, x1), max(right, x2)
		}
	}
	if d := left - page.MM(28); d > page.MM(0.5) || d < -page.MM(0.5) {
		t.Errorf("left margin %.2f mm", left/page.MM(1))
	}
	if d := right - page.MM(28) - 441; d > page.MM(0.5) || d < -page.MM(0.5) {
		t.Errorf("lines end at %.2f mm", right/page.MM(1))
	}
}

func TestPagesRenderReadBack(t *testing.T) {
	book := sample(t, 20)
	prefix := filepath.Join(t.TempDir(), "page")
	out := tool(t, "pdftoppm", "-gray", "-r", "30", file(t, book), prefix)
	if strings.TrimSpace(out) != "" {
		t.Errorf("pdftoppm complains: %s", out)
	}
	images, err := filepath.Glob(prefix + "*.pgm")
	if err != nil || len(images) != len(book.Pages) {
		t.Errorf("%d images of %d pages (error %v)", len(images), len(book.Pages), err)
	}
}
