package page

import (
	"fmt"

	"tongbao/reports/font"
)

// number sets the page number (GB/T 9704-2012, 7.5): 4号 半角宋体 between two
// dashes that stand 7 mm below the type area, one character in from the
// outer edge: on the right of odd pages, on the left of even ones. On a
// landscape page it stands at the same place of the paper, so it is turned.
func (s *Setter) number(index int, footer string) {
	p := &s.book.Pages[index]
	turned := p.Width > p.Height
	if !s.plain[index] {
		odd := index%2 == 0
		s.foot(p, s.single(font.Song, fmt.Sprintf("— %d —", index+1), Size4), Size4, turned, func(width float64) float64 {
			if odd {
				return portrait().right - Size4 - width
			}
			return portrait().left + Size4
		})
	}
	if footer != "" {
		l := s.single(font.FangSong, footer, SizeSmall4)
		for i := range l.glyphs {
			l.glyphs[i].color = Grey
		}
		s.foot(p, l, SizeSmall4, turned, func(width float64) float64 {
			return (portrait().left + portrait().right - width) / 2
		})
	}
}

// foot places a line in the foot of the paper, at the x that at gives for its
// width on a portrait page.
func (s *Setter) foot(p *Page, l line, size float64, turned bool, at func(width float64) float64) {
	dash := s.faces.Face(font.Song).Bounds('—')
	y := portrait().bottom + MM(7) + (dash.YMin+dash.YMax)/2*size
	for _, t := range s.place(l, size, at(l.width), y, l.width, flushLeft) {
		if turned { // the paper's left edge is up: (x, y) lies at (height − y, x)
			t.X, t.Y, t.Turned = MM(paperHeightMM)-t.Y, t.X, true
		}
		p.Texts = append(p.Texts, t)
	}
}
