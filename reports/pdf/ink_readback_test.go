//go:build readback

package pdf_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tongbao/reports/page"
)

// pixels is how finely pages are drawn, in pixels a millimetre: at 203 to the
// inch.
const pixels = 8

// ink is a page as poppler draws it.
type ink struct {
	width, height int
	rgb           []byte
}

// inks draws a PDF's pages.
func inks(t *testing.T, path string) []ink {
	t.Helper()
	prefix := filepath.Join(t.TempDir(), "page")
	tool(t, "pdftoppm", "-r", fmt.Sprint(pixels*25.4), path, prefix)
	files, err := filepath.Glob(prefix + "*.ppm")
	if err != nil || len(files) == 0 {
		t.Fatalf("no pages drawn: %v", err)
	}
	var out []ink
	for _, name := range files { // padded numbers: Glob sorts them
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var i ink
		var most int
		if _, err := fmt.Fscanf(bytes.NewReader(data), "P6\n%d %d\n%d\n", &i.width, &i.height, &most); err != nil {
			t.Fatal(err)
		}
		i.rgb = data[len(data)-3*i.width*i.height:]
		out = append(out, i)
	}
	return out
}

// box is an extent in millimetres.
type box struct{ left, top, right, bottom float64 }

func (b box) middle() float64 { return (b.top + b.bottom) / 2 }
func (b box) centre() float64 { return (b.left + b.right) / 2 }

// kind is which ink is looked for.
type kind func(r, g, b byte) bool

func red(r, g, b byte) bool  { return r > 120 && g < 120 && b < 120 && int(r)-int(g) > 60 }
func dark(r, g, b byte) bool { return r < 120 && g < 120 && b < 120 }

// bands are the strips of ink within an extent, from top to bottom, parted by
// rows without any.
func (i ink) bands(k kind, in box) []box {
	var out []box
	open := false
	for y := max(0, int(in.top*pixels)); y < min(i.height, int(in.bottom*pixels)); y++ {
		left, right := -1, -1
		for x := max(0, int(in.left*pixels)); x < min(i.width, int(in.right*pixels)); x++ {
			if p := i.rgb[3*(y*i.width+x):]; k(p[0], p[1], p[2]) {
				if left < 0 {
					left = x
				}
				right = x
			}
		}
		if left < 0 {
			open = false
			continue
		}
		row := box{float64(left) / pixels, float64(y) / pixels, float64(right+1) / pixels, float64(y+1) / pixels}
		if !open {
			out = append(out, row)
			open = true
			continue
		}
		b := &out[len(out)-1]
		b.left, b.right, b.bottom = min(b.left, row.left), max(b.right, row.right), row.bottom
	}
	return out
}

// read is a line of text as poppler finds it, its extent in millimetres: across
// it is that of its characters' advances.
type read struct {
	box
	text string
}

// lines are a PDF's lines by page.
func lines(t *testing.T, path string) [][]read {
	t.Helper()
	type extent struct {
		XMin float64 `xml:"xMin,attr"`
		YMin float64 `xml:"yMin,attr"`
		XMax float64 `xml:"xMax,attr"`
		YMax float64 `xml:"yMax,attr"`
	}
	var found struct {
		Pages []struct {
			Lines []struct {
				extent
				Words []string `xml:"word"`
			} `xml:"flow>block>line"`
		} `xml:"body>doc>page"`
	}
	out := tool(t, "pdftotext", "-bbox-layout", path, "-")
	if err := xml.Unmarshal([]byte(out), &found); err != nil {
		t.Fatal(err)
	}
	pages := make([][]read, len(found.Pages))
	for i, p := range found.Pages {
		for _, l := range p.Lines {
			mm := page.MM(1)
			pages[i] = append(pages[i], read{box{l.XMin / mm, l.YMin / mm, l.XMax / mm, l.YMax / mm}, strings.Join(l.Words, "")})
		}
	}
	return pages
}

// lineOf is the last line of a page that begins with a text.
func lineOf(t *testing.T, page []read, prefix string) read {
	t.Helper()
	for i := len(page) - 1; i >= 0; i-- {
		if strings.HasPrefix(page[i].text, prefix) {
			return page[i]
		}
	}
	t.Fatalf("no line begins with %s: %v", prefix, page)
	return read{}
}

// near fails unless a length is what the standard says to half a millimetre.
func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if d := got - want; d > 0.5 || d < -0.5 {
		t.Errorf("%s: %.2f mm, want %.2f mm", what, got, want)
	}
}
