package page

import "tongbao/reports/font"

// Head is the red head in the 督查通报 style: a series of the office's own.
type Head struct {
	Grades
	Series string // 督查通报
	Issue  string // （第3期）
	Issuer string // left above the rule
	Date   string // right above the rule
}

// Sizes and weights of the heads.
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
	head := headRow{s, row{lines: 6, keep: true}}
	head.grades(h.Grades, 0)
	name := s.single(font.BiaoSong, h.Series, seriesSize)
	size, space := float64(seriesSize), float64(seriesSpace)
	if natural := name.width + float64(len(name.glyphs)-1)*space; natural > width {
		size, space = size*width/natural, space*width/natural
		name = s.single(font.BiaoSong, h.Series, size)
	}
	full := name.width + float64(len(name.glyphs)-1)*space
	for _, t := range s.place(name.in(Red), size, left+(width-full)/2, 1.5*Pitch+Size3/2+(square-0.5)*size, width, flushLeft) {
		t.Spacing, t.Width = space, full
		head.texts = append(head.texts, t)
	}
	head.text(headText{text: h.Issue, face: font.FangSong, line: 3, align: centred})
	const in = Size3 // one character
	date := s.single(font.FangSong, h.Date, Size3).width
	head.text(headText{text: h.Issuer, face: font.FangSong, line: 5, in: in, room: width - 3*in - min(date, width/2)})
	head.text(headText{text: h.Date, face: font.FangSong, line: 5, align: flushRight, in: in, room: width / 2})
	head.rule(5*Pitch + Size3 + MM(ruleBelowMM))
	s.rows = append(s.rows, head.row)
	s.Blank(2)
}

// ruleBelowMM is how far the red rule stands below the line above it (GB/T
// 9704-2012, 7.2.7).
const ruleBelowMM = 4

// headRow is a head in the making: what stands on its lines of the grid and
// between them.
type headRow struct {
	s *Setter
	row
}

// headText is one line of text in a head.
type headText struct {
	text  string
	face  font.Role
	line  int // of the grid, from the top of the type area
	align alignment
	in    float64 // from the edge of the type area
	room  float64 // at most so wide, set smaller where it must be; 0 for the type area
	color Color
}

func (h *headRow) text(t headText) {
	width := MM(typeWidthMM)
	if t.room == 0 {
		t.room = width - 2*t.in
	}
	l, size := h.s.fit(t.face, t.text, Size3, t.room)
	h.texts = append(h.texts, h.s.place(l.in(t.color), size, MM(leftMM)+t.in, baseline(float64(t.line)*Pitch, size), width-2*t.in, t.align)...)
}

// rule adds the red rule as wide as the type area.
func (h *headRow) rule(y float64) {
	left := MM(leftMM)
	h.rules = append(h.rules, Rule{left, y, left + MM(typeWidthMM), y, redRule, Red})
}

// in is the line in a colour.
func (l line) in(c Color) line {
	for i := range l.glyphs {
		l.glyphs[i].color = c
	}
	return l
}
