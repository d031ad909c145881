package page

import (
	"slices"

	"tongbao/reports/font"
)

// Setter sets one document: its parts are added in the order in which they
// stand, then Finish gives the book. A Setter is for one goroutine; the faces
// may be shared.
type Setter struct {
	faces   *font.Faces
	book    Book
	rows    []row
	closing bool         // the rows end with the signature
	missing map[rune]int // index in book.Missing
	// letters are those met so far, by the face wanted and the character's
	// number without its last byte.
	letters [][]*letters
	links   []string // names of anchors that texts point to, "" first
	// plain are the pages that carry no number: that of the 版记 and blank ones
	// before it.
	plain  map[int]bool
	letter bool // in the 信函式
	// used is how far down the last page is filled, from the page's top; the
	// bottom of the type area when it is a landscape page.
	used float64
}

// New makes a Setter.
func New(faces *font.Faces) *Setter {
	return &Setter{faces: faces, book: Book{Faces: faces}, missing: map[rune]int{}, links: []string{""}, plain: map[int]bool{}}
}

// Faces are what the document is set in.
func (s *Setter) Faces() *font.Faces { return s.faces }

// row is one or more lines of the 22-line grid. Coordinates are relative to
// the top of its first line's characters and to the page's left edge.
type row struct {
	texts []Text
	rules []Rule
	lines int
	keep  bool // stays on one page with the next row
	blank bool // vanishes at the top of a page
	mark  *Bookmark
}

// miss notes a character without a glyph, with some of the text around it.
func (s *Setter) miss(r rune, text []rune, at int) {
	i, ok := s.missing[r]
	if !ok {
		i = len(s.book.Missing)
		s.missing[r] = i
		s.book.Missing = append(s.book.Missing, Missing{
			Char: r,
			Text: string(text[max(0, at-8):min(len(text), at+9)]),
		})
	}
	s.book.Missing[i].Count++
}

// state is where a Setter stands between two parts, so that a part can be set
// again.
type state struct {
	pages, marks, parts, anchors int
	used                         float64
	missing                      []Missing
}

func (s *Setter) state() state {
	return state{len(s.book.Pages), len(s.book.Bookmarks), len(s.book.Parts), len(s.book.Anchors), s.used, slices.Clone(s.book.Missing)}
}

func (s *Setter) restore(to state) {
	s.book.Pages, s.book.Bookmarks, s.used = s.book.Pages[:to.pages], s.book.Bookmarks[:to.marks], to.used
	s.book.Parts, s.book.Anchors = s.book.Parts[:to.parts], s.book.Anchors[:to.anchors]
	s.book.Missing = slices.Clone(to.missing)
	clear(s.missing)
	for i, m := range s.book.Missing {
		s.missing[m.Char] = i
	}
}

// Blank adds blank lines.
func (s *Setter) Blank(n int) {
	for range n {
		s.rows = append(s.rows, row{lines: 1, blank: true, keep: s.kept()})
	}
}

// kept reports whether the last row stays with what follows, so that a blank
// line between them does not let go of it.
func (s *Setter) kept() bool {
	return len(s.rows) > 0 && s.rows[len(s.rows)-1].keep
}

// Para is one paragraph of the body.
type Para struct {
	Spans   []Span
	Indent  bool   // first line by two characters
	Keep    bool   // a heading: stays with the paragraph after it
	Outline string // bookmark, "" for none
}

// Paragraph adds a paragraph in 3号, justified. No single line of it stands
// alone at the foot or the head of a page.
func (s *Setter) Paragraph(p Para) {
	s.tell(p)
	s.paragraph(p)
}

func (s *Setter) paragraph(p Para) {
	indent := 0.0
	if p.Indent {
		indent = 2 * Size3
	}
	lines := breakLines(s.shape(p.Spans, Size3), Size3, textWidth-indent, textWidth)
	for i, l := range lines {
		in := 0.0
		if i == 0 {
			in = indent
		}
		r := s.row(l, MM(leftMM)+in, textWidth-in, justified)
		r.keep = p.Keep || i == 0 && len(lines) > 1 || i == len(lines)-2
		if i == 0 && p.Outline != "" {
			r.mark = &Bookmark{Title: p.Outline}
		}
		s.rows = append(s.rows, r)
	}
}

// bodyLines is how many lines the first page must leave for the body.
const bodyLines = 3

// Greeting adds the 主送 line, flush left, and reports whether it did: a list
// so long that the first page would show no body goes to the 版记 instead
// (GB/T 9704-2012, 7.3.2).
func (s *Setter) Greeting(text string) bool {
	used := 0
	for _, r := range s.rows {
		used += r.lines
	}
	lines := breakLines(s.shape([]Span{{Face: font.FangSong, Text: text}}, Size3), Size3, textWidth, textWidth)
	if used+len(lines)+bodyLines > LinesPerPage {
		return false
	}
	s.tell(Greeting{text})
	for _, l := range lines {
		r := s.row(l, MM(leftMM), textWidth, justified)
		r.keep = true
		s.rows = append(s.rows, r)
	}
	return true
}

// row makes a line of 3号 a row.
func (s *Setter) row(l line, x, width float64, align alignment) row {
	return row{lines: 1, texts: s.place(l, Size3, x, baseline(0, Size3), width, align)}
}

// single sets text on one line without breaking it.
func (s *Setter) single(face font.Role, text string, size float64) line {
	l := line{glyphs: s.shape([]Span{{Face: face, Text: text}}, size), last: true}
	for _, g := range l.glyphs[:l.visible()] {
		l.width += g.advance
	}
	return l
}

// fit sets text on one line of at most width, smaller where it must be.
func (s *Setter) fit(face font.Role, text string, size, width float64) (line, float64) {
	l := s.single(face, text, size)
	if l.width <= width {
		return l, size
	}
	size *= width / l.width
	return s.single(face, text, size), size
}

// flow puts the rows on portrait pages, 22 lines each, from a new page on.
func (s *Setter) flow() {
	rows := s.rows
	starts := cuts(rows)
	pitch := float64(Pitch)
	if n := len(starts); s.closing && n > 2 { // the first page keeps its head's distances
		if lines := countLines(rows[starts[n-2]:]); lines <= LinesPerPage+mostTightened {
			starts = starts[:n-1]
			pitch *= float64(LinesPerPage-1) / float64(max(LinesPerPage, lines)-1)
		}
	}
	s.rows, s.closing = nil, false
	for k, start := range starts {
		end, at := len(rows), float64(Pitch)
		if k+1 < len(starts) {
			end = starts[k+1]
		} else {
			at = pitch
		}
		s.open(false)
		line := 0
		for _, r := range rows[start:end] {
			if r.blank && line == 0 {
				continue
			}
			s.put(r, MM(topMM)+float64(line)*at)
			line += r.lines
		}
	}
}

// mostTightened is how many lines more than 22 a page takes, set closer, so
// that a signature does not go over to a page with little else
// (GB/T 9704-2012, 7.3.5.4).
const mostTightened = 2

// cuts are the indexes of the rows that begin pages.
func cuts(rows []row) []int {
	var starts []int
	line := 0
	open := func(i int) {
		starts = append(starts, i)
		line = 0
	}
	for i := 0; i < len(rows); {
		group, lines := i, 0
		for {
			lines += rows[group].lines
			if !rows[group].keep || group == len(rows)-1 {
				break
			}
			group++
		}
		if len(starts) == 0 || line > 0 && line+lines > LinesPerPage && lines <= LinesPerPage {
			open(i)
		}
		for ; i <= group; i++ {
			if rows[i].blank && line == 0 {
				continue
			}
			if line+rows[i].lines > LinesPerPage && line > 0 {
				open(i)
			}
			line += rows[i].lines
		}
	}
	return starts
}

// countLines is how many lines rows take from a page's top.
func countLines(rows []row) int {
	n := 0
	for _, r := range rows {
		if !r.blank || n > 0 {
			n += r.lines
		}
	}
	return n
}

// put draws a row with the top of its characters at y on the last page.
func (s *Setter) put(r row, y float64) {
	p := s.last()
	for _, t := range r.texts {
		t.Y += y
		p.Texts = append(p.Texts, t)
	}
	for _, l := range r.rules {
		l.Y1 += y
		l.Y2 += y
		p.Rules = append(p.Rules, l)
	}
	if r.mark != nil {
		s.bookmark(r.mark.Title, r.mark.Level, y)
	}
	if !r.blank {
		s.used = y + float64(r.lines-1)*Pitch + Size3
	}
}

// open begins a new page.
func (s *Setter) open(wide bool) {
	p := Page{Width: MM(paperWidthMM), Height: MM(paperHeightMM)}
	s.used = MM(topMM)
	if wide {
		p.Width, p.Height = p.Height, p.Width
		s.used = portrait().bottom // no room for what stands on portrait pages
	}
	s.book.Pages = append(s.book.Pages, p)
}

func (s *Setter) last() *Page { return &s.book.Pages[len(s.book.Pages)-1] }

func (s *Setter) bookmark(title string, level int, y float64) {
	s.book.Bookmarks = append(s.book.Bookmarks, Bookmark{
		Title: title, Level: level, Page: len(s.book.Pages) - 1, Y: y,
	})
}

// Finish numbers the pages and returns the book. footer, where it is not "",
// stands grey in the middle of every page's foot.
func (s *Setter) Finish(footer string) *Book {
	s.flow()
	s.book.Footer = footer
	if s.letter { // GB/T 9704-2012, 10.1
		s.plain[0] = true
	}
	for i := range s.book.Pages {
		s.number(i, footer)
	}
	book := s.book
	book.Missing = slices.Clone(book.Missing)
	return &book
}
