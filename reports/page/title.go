package page

import (
	"math"

	"tongbao/reports/font"
)

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
