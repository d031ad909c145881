package page

import (
	"strconv"

	"tongbao/reports/font"
)

// Annexes adds the 附件 note (GB/T 9704-2012, 7.3.4): one blank line below the
// body, indented by two characters, wrapped lines aligned to the names, no
// mark after a name. A single annex has no number. The note stays whole and
// with two lines of the body before it and what follows it, where one page
// holds them.
func (s *Setter) Annexes(names []string) {
	if len(names) == 0 {
		return
	}
	s.tell(AnnexList{names})
	s.holdLast(2)
	first := len(s.rows)
	s.Blank(1)
	const label = "附件："
	left := MM(leftMM) + 2*Size3
	for i, name := range names {
		lead := ""
		if i == 0 {
			lead = label
		}
		number := ""
		if len(names) > 1 {
			number = strconv.Itoa(i+1) + "."
		}
		at := left + float64(len([]rune(label)))*Size3
		numbered := s.single(font.FangSong, number, Size3)
		in := at + numbered.width - MM(leftMM)
		lines := breakLines(s.shape([]Span{{Face: font.FangSong, Text: name, Link: AnnexLabel(i+1, len(names))}}, Size3), Size3, textWidth-in, textWidth-in)
		for j, l := range lines {
			r := s.row(l, MM(leftMM)+in, textWidth-in, flushLeft)
			if j == 0 {
				head := s.place(s.single(font.FangSong, lead, Size3), Size3, left, baseline(0, Size3), textWidth, flushLeft)
				head = append(head, s.place(numbered, Size3, at, baseline(0, Size3), textWidth, flushLeft)...)
				r.texts = append(head, r.texts...)
			}
			r.keep = j < len(lines)-1
			s.rows = append(s.rows, r)
		}
	}
	if len(s.rows)-first <= mostNote {
		s.holdLast(len(s.rows) - first)
	}
}

// mostNote is how many lines the 附件 note may have to stay on one page with
// the lines before it, the signature, the date and the 附注.
const mostNote = LinesPerPage - 7

// holdLast keeps the last n rows together with what follows.
func (s *Setter) holdLast(n int) {
	for i := max(0, len(s.rows)-n); i < len(s.rows); i++ {
		s.rows[i].keep = true
	}
}

// Imprint is the 版记.
type Imprint struct {
	To      string // 主送：…。, where the list is too long for the first page; "" for none
	CopyTo  string // 抄送：…。; "" for none
	Printer string // 印发机关
	Date    string // 2020年4月13日印发
}

const (
	thickRule    = 0.35 // mm, first and last
	thinRule     = 0.25 // mm, between
	imprintPitch = 24   // from line to line
)

// Imprint ends the document with the 版记 (GB/T 9704-2012, 7.4): at the foot
// of the last page, an even portrait page after all annexes, its last rule on
// the edge of the type area. That page and blank ones before it carry no
// number unless they carry text. In the 信函式 it has neither rules nor 印发机关
// and date (10.1): one without names is none.
func (s *Setter) Imprint(im Imprint) {
	s.flow()
	left, right, bottom := MM(leftMM), MM(leftMM+typeWidthMM), portrait().bottom
	in := float64(Size4)
	var copies []copyLine
	for _, list := range []string{im.To, im.CopyTo} {
		glyphs := s.shape([]Span{{Face: font.FangSong, Text: list}}, Size4)
		width := right - left - 2*in
		for i, l := range breakLines(glyphs, Size4, width, width-copyHang) {
			copies = append(copies, copyLine{l, i > 0})
		}
	}
	// Names that fill more than a page go on pages before it.
	const most = 20
	for len(copies) > most {
		s.open(false)
		s.copies(copies[:most], lineTop(0), in)
		copies = copies[most:]
		s.used = portrait().bottom
	}
	if s.letter && len(copies) == 0 {
		return
	}
	height := imprintPitch * float64(len(copies)+1)
	if s.letter {
		height -= imprintPitch
	}

	part := SetImprint{Imprint: im}
	if len(s.book.Pages) == 0 || s.used > bottom-height-Pitch || len(s.book.Pages)%2 == 1 {
		part.Alone = true
		if len(s.book.Pages) == 0 {
			s.open(false)
			s.plain[0] = true
		}
		for {
			s.open(false)
			s.plain[len(s.book.Pages)-1] = true
			if len(s.book.Pages)%2 == 0 {
				break
			}
		}
	}
	s.tell(part)
	p := s.last()
	y := bottom - height
	if s.letter {
		s.copies(copies, y, in)
		return
	}
	rule := func(at, mm float64) {
		p.Rules = append(p.Rules, Rule{left, at, right, at, MM(mm), Black})
	}
	rule(y, thickRule)
	s.copies(copies, y, in)
	y += imprintPitch * float64(len(copies))
	if len(copies) > 0 {
		rule(y, thinRule)
	}
	date := s.single(font.FangSong, im.Date, Size4)
	printer, size := s.fit(font.FangSong, im.Printer, Size4, right-left-3*in-date.width)
	p.Texts = append(p.Texts, s.place(printer, size, left+in, imprintLine(y, size), right-left, flushLeft)...)
	p.Texts = append(p.Texts, s.place(date, Size4, left+in, imprintLine(y, Size4), right-left-2*in, flushRight)...)
	rule(bottom, thickRule)
}

// imprintLine is the baseline of a line of the 版记 whose top is at y.
func imprintLine(y, size float64) float64 { return y + imprintPitch/2 + (square-0.5)*size }

// copyLine is a line of the 抄送 list; those after the first align to the
// names after 抄送：.
type copyLine struct {
	line
	hangs bool
}

const copyHang = 3 * Size4

// copies sets lines of the 抄送 list from y down.
func (s *Setter) copies(lines []copyLine, y, in float64) {
	p := s.last()
	for _, l := range lines {
		x := MM(leftMM) + in
		if l.hangs {
			x += copyHang
		}
		p.Texts = append(p.Texts, s.place(l.line, Size4, x, imprintLine(y, Size4), MM(leftMM+typeWidthMM)-in-x, justified)...)
		y += imprintPitch
	}
}
