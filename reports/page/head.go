package page

import (
	"math"
	"slices"

	"tongbao/reports/font"
)

// Head is the red head in the 督查通报 style.
type Head struct {
	Series string // 督查通报
	Issue  string // （第3期）
	Issuer string // left above the rule
	Date   string // right above the rule
	Mark   string // top left, where 密级 stands; "" for none
}

// Sizes and weights of the head.
const (
	seriesSize  = 54
	seriesSpace = 18  // between its characters
	redRule     = 1.4 // 0.5 mm
)

// Head adds the head: the name of the series in red, the number of the issue
// below it, issuer and date above a red rule as wide as the type area, 4 mm
// below them; two blank lines follow.
func (s *Setter) Head(h Head) {
	s.tell(h)
	left, width := MM(leftMM), MM(typeWidthMM)
	head := row{lines: 6, keep: true}
	add := func(text string, face font.Role, line float64, align alignment, c Color, in, room float64) float64 {
		l, size := s.fit(face, text, Size3, room)
		for i := range l.glyphs {
			l.glyphs[i].color = c
		}
		head.texts = append(head.texts, s.place(l, size, left+in, baseline(line*Pitch, size), width-2*in, align)...)
		return l.width
	}
	if h.Mark != "" {
		add(h.Mark, font.Hei, 0, flushLeft, Grey, 0, width)
	}

	name := s.single(font.BiaoSong, h.Series, seriesSize)
	size, space := float64(seriesSize), float64(seriesSpace)
	if natural := name.width + float64(len(name.glyphs)-1)*space; natural > width {
		size, space = size*width/natural, space*width/natural
		name = s.single(font.BiaoSong, h.Series, size)
	}
	for i := range name.glyphs {
		name.glyphs[i].color = Red
	}
	full := name.width + float64(len(name.glyphs)-1)*space
	for _, t := range s.place(name, size, left+(width-full)/2, 1.5*Pitch+Size3/2+(square-0.5)*size, width, flushLeft) {
		t.Spacing, t.Width = space, full
		head.texts = append(head.texts, t)
	}

	add(h.Issue, font.FangSong, 3, centred, Black, 0, width)
	const in = Size3 // one character
	issuer := len(head.texts)
	date := add(h.Date, font.FangSong, 5, flushRight, Black, in, width/2)
	dated := slices.Clone(head.texts[issuer:])
	head.texts = head.texts[:issuer]
	add(h.Issuer, font.FangSong, 5, flushLeft, Black, in, width-3*in-date)
	head.texts = append(head.texts, dated...) // read from left to right
	y := 5*Pitch + Size3 + MM(4)
	head.rules = append(head.rules, Rule{left, y, left + width, y, redRule, Red})
	s.rows = append(s.rows, head)
	s.Blank(2)
}

// Title adds the title, 2号 小标宋, centred (GB/T 9704-2012, 7.3.1), broken
// between phrases so that its lines make a trapezoid or a diamond.
func (s *Setter) Title(phrases []string) {
	lines := s.titleLines(phrases, MM(typeWidthMM))
	s.tell(Title{texts(lines)})
	for _, l := range lines {
		s.rows = append(s.rows, row{
			lines: 1, keep: true,
			texts: s.place(l, Size2, MM(leftMM), baseline(0, Size2), MM(typeWidthMM), centred),
		})
	}
}

// titleLines breaks a title into as few lines as hold it, of the most even
// shape.
func (s *Setter) titleLines(phrases []string, width float64) []line {
	width -= 2 * Size2 // a title never touches the margins
	var parts []line
	for _, p := range phrases {
		glyphs := s.shape([]Span{{Face: font.BiaoSong, Text: p}}, Size2)
		parts = append(parts, breakLines(glyphs, Size2, width, width)...)
	}
	if len(parts) > maxPhrases { // no title has so many; set it as it comes
		return parts
	}
	var best []line
	bestCost := math.Inf(1)
	for cut := range 1 << max(0, len(parts)-1) {
		lines := join(parts, cut)
		if cost := shapeCost(lines, width); cost < bestCost {
			best, bestCost = lines, cost
		}
	}
	return best
}

const maxPhrases = 12

// join puts parts together into lines; bit i of cut breaks after part i.
func join(parts []line, cut int) []line {
	var lines []line
	for i, p := range parts {
		if i == 0 || cut>>(i-1)&1 == 1 {
			lines = append(lines, line{last: true})
		}
		l := &lines[len(lines)-1]
		l.glyphs = append(l.glyphs[:len(l.glyphs):len(l.glyphs)], p.glyphs...)
		l.width += p.width
	}
	return lines
}

// shapeCost is lower for fewer lines and for a shape that grows, shrinks or
// does first one and then the other; an hourglass and lines of nearly the same
// length (which look neither) cost more.
func shapeCost(lines []line, width float64) float64 {
	cost := 2 * float64(len(lines))
	for i, l := range lines {
		if l.width > width+slop {
			cost += 100 * l.width / width
		}
		if i > 0 {
			step := math.Abs(l.width-lines[i-1].width) / width
			if step > 0.45 {
				cost += 3 * step
			}
		}
		if i > 0 && i+1 < len(lines) && l.width < lines[i-1].width && l.width < lines[i+1].width {
			cost += 3
		}
		if l.width < 0.25*width {
			cost += 2
		}
	}
	return cost
}
