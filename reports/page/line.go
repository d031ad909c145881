package page

import (
	"unicode"
	"unicode/utf8"

	"tongbao/reports/font"
)

// Span is a stretch of text in one face and colour.
type Span struct {
	Face  font.Role
	Text  string
	Color Color
	Link  string // name of the anchor it points to, "" for none
}

// glyph is one character ready to be placed.
type glyph struct {
	r       rune
	drawn   rune // r, or the substitute
	face    font.Role
	color   Color
	traits  traits
	link    int32   // index in Setter.links, 0 for none
	advance float64 // natural width
	// left is cut off before the character, so that it moves back over its own
	// empty half; it is part of neither advance nor the line's width.
	left float64
}

// is reports whether the character has any of some traits.
func (g *glyph) is(any traits) bool { return g.traits&any != 0 }

// line is a part of a text that stands on one line.
type line struct {
	glyphs []glyph
	width  float64 // natural, without blanks at the end
	last   bool    // the paragraph ends here, or the text itself breaks
}

// visible is the number of glyphs without blanks at the end.
func (l line) visible() int {
	n := len(l.glyphs)
	for n > 0 && l.glyphs[n-1].r == ' ' {
		n--
	}
	return n
}

// shape turns spans into glyphs of a size, with marks that follow each other
// squeezed: of two, one empty half goes.
func (s *Setter) shape(spans []Span, size float64) []glyph {
	var out []glyph
	for _, span := range spans {
		text, link := clean(span.Text), s.link(span.Link)
		if out == nil {
			out = make([]glyph, 0, len(text))
		}
		for i, r := range text {
			g := glyph{r: r, drawn: r, color: span.Color, link: link}
			if r != '\n' {
				l := s.sort(span.Face, r, text, i)
				g.face, g.drawn, g.traits, g.advance = l.face, l.drawn, l.traits, l.advance*size
			}
			out = append(out, g)
		}
	}
	for i := 1; i < len(out); i++ {
		a, b := &out[i-1], &out[i]
		switch {
		case a.is(emptyRight) && b.is(emptyRight|emptyLeft) && a.wide(size):
			a.advance -= size / 2
		case a.is(emptyLeft) && b.is(emptyLeft) && b.wide(size):
			b.left = size / 2
			b.advance -= size / 2
		}
	}
	return out
}

// alike are characters that may stand in for one that no face has: the minus
// sign is drawn as the dash of its width.
var alike = map[rune]rune{'−': '–', '‑': '-', '‐': '-', '―': '—', '⁃': '–'}

// letter is how a character is set in text of a face: its own face, what is
// drawn, and how wide that is in em.
type letter struct {
	advance float64
	drawn   rune
	face    font.Role
	traits  traits
	known   bool
}

// letters are those of 256 neighbouring characters.
type letters [256]letter

// sort is how r is set in text of a face; one that cannot be drawn is noted as
// missing each time.
func (s *Setter) sort(wanted font.Role, r rune, text []rune, at int) letter {
	for len(s.letters) <= int(wanted) {
		s.letters = append(s.letters, make([]*letters, unicode.MaxRune>>8+1))
	}
	of := s.letters[wanted]
	if of[r>>8] == nil {
		of[r>>8] = new(letters)
	}
	known := &of[r>>8][r&0xFF]
	if known.known {
		return *known
	}
	p := letter{drawn: r, traits: traitsOf(r), known: true}
	face, ok := s.faces.Pick(wanted, r)
	if !ok {
		if p.drawn = alike[r]; p.drawn == 0 {
			s.miss(r, text, at)
			p.drawn, p.known = font.Substitute, false
		}
		face, _ = s.faces.Pick(wanted, p.drawn)
	}
	p.face, p.advance = face, s.faces.Face(face).Advance(p.drawn)
	*known = p
	return p
}

// wide reports whether a mark fills a whole square, so that half can go.
func (g *glyph) wide(size float64) bool { return g.advance > 0.9*size && g.drawn == g.r }

// breakLines breaks glyphs into lines: the first of width first, the others of
// width rest. A line that would give up a character to a mark that may not
// start the next one squeezes its marks instead, where that disturbs less.
func breakLines(glyphs []glyph, size, first, rest float64) []line {
	if l, ok := oneLine(glyphs, first); ok {
		return []line{l}
	}
	held := holds(glyphs)
	var lines []line
	width := first
	before := 0 // where the line before starts
	for start := 0; start < len(glyphs); {
		end := lineEnd(glyphs, held, start, size, width)
		l := cut(glyphs, start, end)
		if n := len(lines); n > 0 && l.last && !lines[n-1].last && l.lone() {
			above := rest
			if n == 1 {
				above = first
			}
			if at := company(glyphs, held, before, start, above-size); at < start {
				lines[n-1], l = cut(glyphs, before, at), cut(glyphs, at, end)
			}
		}
		lines = append(lines, l)
		before, start, width = start, end, rest
	}
	return lines
}

// cut is the line of glyphs[start:end].
func cut(glyphs []glyph, start, end int) line {
	l := line{glyphs: glyphs[start:end], last: end == len(glyphs)}
	if n := len(l.glyphs); n > 0 && l.glyphs[n-1].r == '\n' {
		l.glyphs, l.last = l.glyphs[:n-1], true
	}
	for _, g := range l.glyphs[:l.visible()] {
		l.width += g.advance
	}
	return l
}

// lone reports whether a line carries a single character, marks aside.
func (l line) lone() bool {
	n := 0
	for i := range l.glyphs {
		if g := &l.glyphs[i]; !g.is(startsNoLine) && g.r != ' ' {
			n++
		}
	}
	return n == 1
}

// mostCompany is how many characters are carried over to one that would stand
// on a paragraph's last line alone.
const mostCompany = 3

// company is where the line from start to end ends when it gives characters
// to the one alone after it: as many as make a word, so that the line keeps
// most of its width; end where it has no place to break.
func company(glyphs []glyph, held []hold, start, end int, width float64) int {
	most, least := 2, 0.75*width
	if end-start < 12 {
		most, least = 1, 0.5*width
	}
	at := end
	given := 0.0
	for k := 1; k <= mostCompany && end-k > start; k++ {
		given += glyphs[end-k].advance
		if held[end-k] == free && width-given >= least {
			if at = end - k; k >= most {
				break
			}
		}
	}
	return at
}

// oneLine is the line of glyphs that need no breaking.
func oneLine(glyphs []glyph, width float64) (line, bool) {
	l := line{glyphs: glyphs, last: true}
	for i := range glyphs {
		if glyphs[i].r == '\n' {
			return line{}, false
		}
		l.width += glyphs[i].advance
	}
	for n := len(glyphs); n > 0 && glyphs[n-1].r == ' '; n-- {
		l.width -= glyphs[n-1].advance
	}
	return l, len(glyphs) > 0 && l.width <= width
}

// slop is what rounding may add to a line of width exactly its own.
const slop = 0.01

// lineEnd is the index after the last glyph of the line that starts at start;
// it is greater than start.
func lineEnd(glyphs []glyph, held []hold, start int, size, width float64) int {
	var best [3]int // the last end that fits, by the hold after it
	var slack float64
	var natural, shrink float64 // of glyphs[start:end]; shrink without the last
	for i := start; i < len(glyphs); i++ {
		g := &glyphs[i]
		if g.r == '\n' {
			return i + 1
		}
		natural += g.advance
		end, after := i+1, free
		if end < len(glyphs) {
			after = held[end]
		}
		need := natural - trim(g, size)
		if g.r == ' ' {
			need -= g.advance
		}
		switch {
		case need <= width+slop:
			best[after] = end
			if after == free {
				slack = max(0, width-natural)
			}
		case after == free && need-shrink <= width && (best[free] == 0 || need-width < slack):
			return end
		case need-shrink > width+size:
			return pick(best, start)
		}
		shrink += give(g, size)
	}
	return pick(best, start)
}

// pick chooses the best end of a line, at least one glyph away.
func pick(best [3]int, start int) int {
	for _, end := range best {
		if end > start {
			return end
		}
	}
	return start + 1
}

// trim is what a mark gives at the end of a line: its empty half.
func trim(g *glyph, size float64) float64 {
	if g.is(emptyRight) && g.wide(size) {
		return size / 2
	}
	return 0
}

// give is what a mark inside a line gives when the line is squeezed.
func give(g *glyph, size float64) float64 { return trim(g, size) * 0.6 }

// Alignment of a line in its width.
type alignment uint8

const (
	flushLeft alignment = iota
	justified           // stretched to the width, but for the last line
	centred
	flushRight
)

// maxStretch is the widest gap between characters of a stretched line, in em;
// a line that would need more stays ragged.
const maxStretch = 0.3

// latin reports whether a character is set close to its like: numbers and
// words are not spaced out.
func latin(r rune) bool { return r < 0x250 }

// stretchable is the number of gaps between glyphs that may be widened.
func stretchable(glyphs []glyph) int {
	gaps := 0
	for i := 1; i < len(glyphs); i++ {
		if !latin(glyphs[i-1].r) || !latin(glyphs[i].r) {
			gaps++
		}
	}
	return gaps
}

// place turns a line into texts at x on a baseline.
func (s *Setter) place(l line, size, x, y, width float64, align alignment) []Text {
	n := l.visible()
	if n == 0 {
		return nil
	}
	end := trim(&l.glyphs[n-1], size)
	spacing, squeeze := 0.0, 0.0
	slack := width - l.width
	switch {
	case slack < -slop: // the last mark gives its half, the others the rest
		total := 0.0
		for i := range l.glyphs[:n-1] {
			total += give(&l.glyphs[i], size)
		}
		if over := -slack - end; over > 0 && total > 0 {
			squeeze = min(1, over/total)
		}
	case align == justified && !l.last:
		if gaps := stretchable(l.glyphs[:n]); gaps > 0 && slack <= maxStretch*size*float64(gaps) {
			spacing = slack / float64(gaps)
		}
	case align == centred:
		x += slack / 2
	case align == flushRight:
		x += slack
	}

	var out []Text
	var run *Text
	text := make([]byte, 0, 3*n)
	for i := range l.glyphs {
		g := &l.glyphs[i]
		begins := run == nil || g.left > 0 || g.face != run.Face || g.color != run.Color || g.drawn != g.r || run.Drawn != "" ||
			run.Link != s.links[g.link] || spacing > 0 && latin(g.r) != latin(l.glyphs[i-1].r)
		if begins && i >= n {
			break // blanks at the end need no run of their own
		}
		if begins {
			if len(out) > 0 {
				out[len(out)-1].Text = string(text)
				text = text[:0]
			}
			out = append(out, Text{
				X: x - g.left, Y: y - s.faces.Face(g.face).Rise*size,
				Face: g.face, Size: size, Color: g.color, Link: s.links[g.link],
			})
			run = &out[len(out)-1]
			if !latin(g.r) {
				run.Spacing = spacing
			}
		}
		text = utf8.AppendRune(text, g.r)
		if g.drawn != g.r {
			run.Drawn = string(g.drawn)
		}
		if x += g.advance; i < n {
			run.Width = x - run.X
		}
		switch {
		case i == n-1 && slack < -slop:
			run.Width -= end
		case i < n-1:
			x -= squeeze * give(g, size)
			if !latin(g.r) || !latin(l.glyphs[i+1].r) {
				x += spacing
			}
		}
		if squeeze > 0 && give(g, size) > 0 || g.advance < 0.6*size && g.is(emptyRight) {
			run = nil // the next character does not follow at its natural distance
		}
	}
	out[len(out)-1].Text = string(text)
	return out
}
