package page_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"unicode"

	"tongbao/reports/font"
	"tongbao/reports/page"
	"tongbao/templates"
)

var update = flag.Bool("update", false, "write the golden files")

var loadFaces = sync.OnceValues(func() (*font.Faces, error) {
	return font.Load(templates.Fonts(), os.DirFS("../../"+templates.FangSongDir))
})

func faces(t testing.TB) *font.Faces {
	t.Helper()
	f, err := loadFaces()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// dump writes every box of a book, one a line, in tenths of a point.
func dump(book *page.Book) string {
	var b strings.Builder
	for i, p := range book.Pages {
		fmt.Fprintf(&b, "page %d %.1f×%.1f\n", i+1, p.Width, p.Height)
		for _, t := range p.Texts {
			fmt.Fprintf(&b, "  text %.1f %.1f +%.1f %s %g", t.X, t.Y, t.Width, t.Face, t.Size)
			if t.Spacing != 0 {
				fmt.Fprintf(&b, " spaced %.2f", t.Spacing)
			}
			if t.Turned {
				b.WriteString(" turned")
			}
			fmt.Fprintf(&b, " %s", t.Text)
			if t.Drawn != "" {
				fmt.Fprintf(&b, " drawn %s", t.Drawn)
			}
			b.WriteByte('\n')
		}
		for _, r := range p.Rules {
			fmt.Fprintf(&b, "  rule %.1f %.1f %.1f %.1f weight %.2f\n", r.X1, r.Y1, r.X2, r.Y2, r.Weight)
		}
		for _, s := range p.Shapes {
			fmt.Fprintf(&b, "  shape %d segments at %.1f %.1f\n", len(s.Path), s.Path[0].Points[0].X, s.Path[0].Points[0].Y)
		}
	}
	for _, m := range book.Bookmarks {
		fmt.Fprintf(&b, "bookmark %d %s page %d %.1f\n", m.Level, m.Title, m.Page+1, m.Y)
	}
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		gl, wl := strings.Split(got, "\n"), strings.Split(string(want), "\n")
		for i := range min(len(gl), len(wl)) {
			if gl[i] != wl[i] {
				t.Fatalf("%s, line %d:\n got %s\nwant %s\n(-update writes it anew)", name, i+1, gl[i], wl[i])
			}
		}
		t.Fatalf("%s: %d lines, want %d", name, len(gl), len(wl))
	}
}

// squash is text without blanks, as setting keeps it.
func squash(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
}

// textOf is all text of a book but page numbers, in order, without blanks.
func textOf(book *page.Book) string {
	var b strings.Builder
	for _, p := range book.Pages {
		for _, t := range p.Texts {
			if !isNumber(p, t) {
				b.WriteString(squash(t.Text))
			}
		}
	}
	return b.String()
}

// isNumber reports whether t stands in the foot of the paper.
func isNumber(p page.Page, t page.Text) bool {
	if t.Turned {
		return true
	}
	return p.Width < p.Height && t.Y > page.MM(297-35)+page.MM(3)
}

// lines gathers the texts of a page by baseline position, to see lines as a
// reader does.
func lines(p page.Page) []string {
	var out []string
	y := -1.0
	for _, t := range p.Texts {
		if isNumber(p, t) {
			continue
		}
		if y < 0 || t.Y < y-6 || t.Y > y+6 {
			out = append(out, "")
		}
		y = t.Y
		out[len(out)-1] += t.Text
	}
	return out
}

// checkInside fails for any box that leaves the paper's type area.
func checkInside(t *testing.T, book *page.Book) {
	t.Helper()
	for i, p := range book.Pages {
		left, top, right, bottom := page.MM(28), page.MM(37), page.MM(28+156), page.MM(37+225)
		if p.Width > p.Height {
			left, top, right, bottom = page.MM(35), page.MM(28), page.MM(35+225), page.MM(28+156)
		}
		const tolerance = 1.5
		for _, x := range p.Texts {
			if isNumber(p, x) {
				continue
			}
			if x.X < left-x.Size/2-tolerance || x.X+x.Width > right+tolerance || x.Y-0.75*x.Size < top-tolerance || x.Y > bottom+tolerance {
				t.Errorf("page %d: %q at %.1f, %.1f, %.1f wide, leaves the type area", i+1, x.Text, x.X, x.Y, x.Width)
			}
		}
		for _, r := range p.Rules {
			if min(r.X1, r.X2) < left-tolerance || max(r.X1, r.X2) > right+tolerance || min(r.Y1, r.Y2) < top-tolerance || max(r.Y1, r.Y2) > bottom+tolerance {
				t.Errorf("page %d: rule %+v leaves the type area", i+1, r)
			}
		}
	}
}
