package pdf

import "tongbao/reports/page"

// link is where a page can be clicked to go to an anchor.
type link struct {
	name                string
	X, Y, Width, Height float64
}

// links are a page's: one for every line of a text that points somewhere.
func links(p page.Page) []link {
	var out []link
	base := 0.0
	for _, t := range p.Texts {
		if t.Link == "" || t.Turned {
			continue
		}
		const over, high = 0.9, 1.1 // of its size: the square of a character and a little
		l := link{t.Link, t.X, t.Y - over*t.Size, t.Width, high * t.Size}
		if n := len(out); n > 0 && out[n-1].name == t.Link && t.Y-base < t.Size/2 && base-t.Y < t.Size/2 {
			out[n-1].Width = max(out[n-1].Width, l.X+l.Width-out[n-1].X)
			continue
		}
		out, base = append(out, l), t.Y
	}
	return out
}
