package page

import "tongbao/reports/font"

// Grades are what may stand at the top left of a head, each on a line of its
// own from the first one down (GB/T 9704-2012, 7.2.1 to 7.2.3). An empty one
// takes no line.
type Grades struct {
	Sample  string // 示例, grey; not of the standard
	Copy    string // 份号: 000001
	Secrecy string // 密级和保密期限: 秘密★1年
	Urgency string // 紧急程度: 特急
}

// FileHead is the red head of the 文件式.
type FileHead struct {
	Grades
	Mark   string // 发文机关标志: 某市人民政府办公室文件
	Number string // 发文字号: 某政办发〔2024〕5号; "" leaves its line empty
	Signer string // 签发人, in a document that goes upward; "" for none
}

// LetterHead is the red head of the 信函式.
type LetterHead struct {
	Grades
	Mark   string // 发文机关标志, without 文件
	Number string // 发文字号
}

// markHeight is how high the characters of 发文机关标志 are drawn, in pt: with
// the distances that the standard names, what stands below it falls on the
// grid. One too wide for its room is drawn narrower, not lower.
const markHeight = 48.2

// Distances of the heads, in mm (GB/T 9704-2012, 7.2.4 and 10.1).
const (
	fileMarkMM      = 35  // from the top of the type area to the mark
	letterMarkMM    = 30  // from the top of the paper to the mark
	letterFootMM    = 20  // from the lower double rule to the foot of the paper
	letterRuleMM    = 170 // length of the double rules
	letterThickMM   = 0.9
	letterThinMM    = 0.35
	letterBetweenMM = 1.5 // from the middle of the one to the middle of the other
)

// FileHead adds the head of the 文件式 (GB/T 9704-2012, 7.2): the mark 35 mm
// below the top of the type area, 发文字号 two lines below it and a red rule 4
// mm below that; two blank lines follow.
func (s *Setter) FileHead(h FileHead) {
	s.tell(h)
	const line = 7 // of 发文字号
	head := headRow{s, row{lines: line + 1, keep: true}}
	head.grades(h.Grades, 0)
	head.mark(h.Mark, MM(fileMarkMM), MM(typeWidthMM), MM(leftMM+typeWidthMM/2))
	if h.Signer == "" {
		head.text(headText{text: h.Number, face: font.FangSong, line: line, align: centred})
	} else {
		const in = Size3
		room := (MM(typeWidthMM) - 3*in) / 2
		head.text(headText{text: h.Number, face: font.FangSong, line: line, in: in, room: room})
		const label = "签发人："
		name, size := s.fit(font.Kai, h.Signer, Size3, room-Size3*4)
		right := MM(leftMM+typeWidthMM) - in
		wide := s.single(font.FangSong, label, Size3)
		base := line * Pitch
		head.texts = append(head.texts, s.place(wide, Size3, right-name.width-wide.width, baseline(base, Size3), wide.width, flushLeft)...)
		head.texts = append(head.texts, s.place(name, size, right-name.width, baseline(base, size), name.width, flushLeft)...)
	}
	head.rule(line*Pitch + Size3 + MM(ruleBelowMM))
	s.rows = append(s.rows, head.row)
	s.Blank(2)
}

// LetterHead adds the head of the 信函式 (GB/T 9704-2012, 10.1): the mark 30 mm
// below the top of the paper, a red double rule 4 mm below it, 发文字号 on the
// right below that, and a double rule 20 mm above the foot of the first page,
// which carries no number; two blank lines follow.
func (s *Setter) LetterHead(h LetterHead) {
	s.tell(h)
	const line = 2 // of 发文字号
	head := headRow{s, row{keep: true}}
	graded := head.grades(h.Grades, line)
	head.lines = line + max(1, graded)
	top := MM(letterMarkMM - topMM)
	head.mark(h.Mark, top, MM(letterRuleMM), MM(paperWidthMM/2))
	head.text(headText{text: h.Number, face: font.FangSong, line: line, align: flushRight})
	first := top + markHeight + MM(ruleBelowMM+letterThickMM/2)
	last := MM(paperHeightMM-letterFootMM-topMM) - MM(letterThickMM/2)
	head.double(first, letterThickMM, letterThinMM)
	head.double(last-MM(letterBetweenMM), letterThinMM, letterThickMM)
	s.rows = append(s.rows, head.row)
	s.letter = true
	s.Blank(2)
}

// grades sets the grades from a line down and returns how many lines they take.
func (h *headRow) grades(g Grades, line int) int {
	n := 0
	if line == 0 && g.Copy+g.Secrecy+g.Urgency != "" { // they need the room above the mark
		h.text(headText{text: g.Sample, face: font.Hei, color: Grey, align: flushRight})
		g.Sample = ""
	}
	for _, t := range []headText{
		{text: g.Sample, face: font.Hei, color: Grey},
		{text: g.Copy, face: font.FangSong},
		{text: g.Secrecy, face: font.Hei},
		{text: g.Urgency, face: font.Hei},
	} {
		if t.text == "" {
			continue
		}
		t.line, t.room = line+n, MM(typeWidthMM)/2
		h.text(t)
		n++
	}
	return n
}

// mark sets 发文机关标志 in red 小标宋 around a middle, its highest stroke at y. Where
// it would be wider than its room its characters are drawn narrower.
func (h *headRow) mark(text string, y, width, middle float64) {
	if text == "" {
		return
	}
	face := h.s.faces.Face(font.BiaoSong)
	low, high := 0.0, 0.0
	for _, r := range Clean(text) {
		b := face.Bounds(r)
		low, high = min(low, b.YMin), max(high, b.YMax)
	}
	if high <= low {
		low, high = square-1, square
	}
	size := markHeight / (high - low)
	l := h.s.single(font.BiaoSong, text, size)
	stretch := 1.0
	if l.width > width {
		stretch = width / l.width
	}
	x := middle - l.width*stretch/2
	for _, t := range h.s.place(l.in(Red), size, 0, y+high*size, l.width, flushLeft) {
		t.X, t.Width, t.Stretch = x+t.X*stretch, t.Width*stretch, stretch
		h.texts = append(h.texts, t)
	}
}

// double adds a red double rule in the middle of the paper; y is the middle of
// its upper one.
func (h *headRow) double(y, upperMM, lowerMM float64) {
	left := MM((paperWidthMM - letterRuleMM) / 2)
	for i, weight := range []float64{upperMM, lowerMM} {
		at := y + float64(i)*MM(letterBetweenMM)
		h.rules = append(h.rules, Rule{left, at, left + MM(letterRuleMM), at, MM(weight), Red})
	}
}
