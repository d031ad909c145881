package pdf

import (
	"bytes"
	"fmt"

	"tongbao/reports/page"
)

// area is where a page can be clicked to go to an anchor.
type area struct {
	name                string
	X, Y, Width, Height float64
}

// areas are a page's: one for every line of a text that points somewhere.
func areas(p page.Page) []area {
	var out []area
	base := 0.0
	for _, t := range p.Texts {
		if t.Link == "" || t.Turned {
			continue
		}
		const over, high = 0.9, 1.1 // of its size: the square of a character and a little
		a := area{t.Link, t.X, t.Y - over*t.Size, t.Width, high * t.Size}
		if n := len(out); n > 0 && out[n-1].name == t.Link && t.Y-base < t.Size/2 && base-t.Y < t.Size/2 {
			out[n-1].Width = max(out[n-1].Width, a.X+a.Width-out[n-1].X)
			continue
		}
		out, base = append(out, a), t.Y
	}
	return out
}

// link adds the links of all pages (ISO 32000-1, 12.5.6.5). The library writes
// them inside the page, where strict readers want objects of their own.
func (f *file) link(book *page.Book) {
	anchors := map[string]page.Anchor{}
	for _, a := range book.Anchors {
		if _, ok := anchors[a.Name]; !ok {
			anchors[a.Name] = a
		}
	}
	for i, p := range book.Pages {
		var numbers []byte
		for _, a := range areas(p) {
			to, ok := anchors[a.name]
			if !ok {
				continue
			}
			n := f.add(fmt.Appendf(nil, "<< /Type /Annot /Subtype /Link /Rect [%.2f %.2f %.2f %.2f] /Border [0 0 0] /Dest [%d 0 R /XYZ 0 %.2f null] >>",
				a.X, p.Height-a.Y-a.Height, a.X+a.Width, p.Height-a.Y, pageObject(to.Page), book.Pages[to.Page].Height-to.Y))
			numbers = fmt.Appendf(numbers, "%d 0 R ", n)
		}
		if len(numbers) > 0 {
			at := f.object(pageObject(i))
			*at = bytes.Replace(*at, []byte("/Contents "), fmt.Appendf(nil, "/Annots [%s]\n/Contents ", bytes.TrimSpace(numbers)), 1)
		}
	}
}
