package page

import (
	"slices"
	"strings"

	"tongbao/reports/font"
)

// Figure is a chart with its numbers beside the bars and its caption below it.
type Figure struct {
	Caption string // 图1　各研判类别项目数
	Note    string // below the caption, "" for none
	Upright bool   // columns side by side instead of bars below each other
	Series  []string
	Groups  []FigureGroup
}

// FigureGroup is what one name has: a bar for each series.
type FigureGroup struct {
	Name  string
	Light Light // drawn before the name
	Bars  []FigureBar
}

// FigureBar is one bar with its number.
type FigureBar struct {
	Share float64 // of the scale, 0 to 1; nothing is drawn for less
	Text  string
}

// Measures of a figure, in points.
const (
	figureSize = Size5
	figureLead = figureSize * leading
	barHigh    = 12.5 // of one bar: its number has room beside that of the next
	barGap     = 8    // between groups
	columnRoom = 150  // height of a column of the whole scale
	columnWide = 34   // at most
	namesShare = 0.36 // of the width, at most
	numberGap  = 4    // between a bar and its number
	// A name below a column has at most so many lines, else the columns are laid
	// down; any name so many characters.
	mostNameLines, mostNameChars = 3, 60
	axisWeight                   = 0.6
	captionRoom                  = 6 // above a caption
	figureRoom                   = 20
)

// inks are the colours of the series: the first is light with an outline, the
// second dark, so that they part in grey. A single series is dark.
var inks = [2]Color{{222, 226, 232}, {62, 84, 120}}

func (f *Figure) ink(series int) Color { return inks[min(series+2-min(2, len(f.Series)), 1)] }

// figureSetter sets one figure with its top at y.
type figureSetter struct {
	as *annexSetter
	p  *Page
	f  *Figure
	y  float64
}

// figure sets a figure: whole where a page can hold it, on the next one where
// this one can't, else in parts, the later ones marked 续. One below the title
// does not leave it alone.
func (as *annexSetter) figure(f Figure, first bool) {
	as.y += figureRoom / 2
	if !first {
		as.y += figureRoom / 2
	}
	f.Upright = f.Upright && as.s.fitsUpright(&f, as.area)
	names := as.s.figureNames(&f, as.area)
	if f.Upright && slices.ContainsFunc(names, func(n []line) bool { return len(n) > mostNameLines }) {
		f.Upright = false
		names = as.s.figureNames(&f, as.area)
	}
	if !first && f.high(names) > as.area.bottom-as.y {
		as.open()
	}
	for caption := f.Caption; ; {
		part, n := f, f.fitting(names, as.area.bottom-as.y)
		part.Groups, f.Groups = f.Groups[:n], f.Groups[n:]
		fs := &figureSetter{as: as, p: as.s.last(), f: &part, y: as.y}
		fs.legend()
		if part.Upright {
			fs.columns(names[:n])
		} else {
			fs.bars(names[:n])
		}
		fs.y += captionRoom
		fs.centred(font.Hei, part.Caption)
		fs.centred(font.Song, part.Note)
		as.y = fs.y
		if names = names[n:]; len(names) == 0 {
			return
		}
		f.Caption = caption + "（续）"
		as.open()
	}
}

// fitsUpright reports whether the numbers of columns have room side by side.
func (s *Setter) fitsUpright(f *Figure, a area) bool {
	return s.numberWidth(f)*float64(len(f.Series)*len(f.Groups)) <= a.width()
}

// numberWidth is the width of the widest number and a gap.
func (s *Setter) numberWidth(f *Figure) float64 {
	wide := 0.0
	for _, g := range f.Groups {
		for _, b := range g.Bars {
			wide = max(wide, s.single(font.Song, b.Text, figureSize).width)
		}
	}
	return wide + numberGap
}

// figureNames are the groups' names, broken for the room they have.
func (s *Setter) figureNames(f *Figure, a area) [][]line {
	room := a.width()/float64(max(1, len(f.Groups))) - 6
	if !f.Upright {
		room = a.width() * namesShare
	}
	names := make([][]line, len(f.Groups))
	for i, g := range f.Groups {
		glyphs := s.shape([]Span{{Face: font.Song, Text: shortName(g.Name)}}, figureSize)
		if len(glyphs) > 0 {
			width := room - lightSlots(g.Light)*figureSize
			names[i] = breakLines(glyphs, figureSize, width, width)
		}
	}
	return names
}

// shortName is a name as it stands at a bar: a very long one is told in full
// by the tables.
func shortName(name string) string {
	runes := []rune(strings.Join(strings.Fields(name), " "))
	if len(runes) <= mostNameChars {
		return string(runes)
	}
	return string(runes[:mostNameChars-1]) + "…"
}

// high is how high a figure is, its caption included.
func (f *Figure) high(names [][]line) float64 {
	high := f.frameHigh(names)
	if !f.Upright {
		for _, n := range names {
			high += f.groupHigh(n)
		}
	}
	return high
}

// frameHigh is the same without the groups of bars.
func (f *Figure) frameHigh(names [][]line) float64 {
	high := captionRoom + figureLead
	if f.Note != "" {
		high += 2 * figureLead // as a rule one line
	}
	if len(f.Series) > 1 {
		high += figureLead + 6
	}
	if f.Upright {
		most := 1
		for _, n := range names {
			most = max(most, len(n))
		}
		high += columnRoom + figureLead + float64(most)*figureLead + 6
	}
	return high
}

// fitting is how many groups have room: all columns, of bars at least one.
func (f *Figure) fitting(names [][]line, room float64) int {
	if f.Upright {
		return len(names)
	}
	room -= f.frameHigh(names)
	for i, n := range names {
		if room -= f.groupHigh(n); room < 0 && i > 0 {
			return i
		}
	}
	return len(names)
}

func (f *Figure) groupHigh(name []line) float64 {
	return max(float64(len(name))*figureLead, barHigh*float64(max(1, len(f.Series)))) + barGap
}

// put places a text at x with its middle at y.
func (fs *figureSetter) put(l line, x, y float64) {
	fs.p.Texts = append(fs.p.Texts, fs.as.s.place(l, figureSize, x, y+(square-0.5)*figureSize, l.width, flushLeft)...)
}

func (fs *figureSetter) single(text string) line { return fs.as.s.single(font.Song, text, figureSize) }

// centred sets a text below what there is, broken where it must be.
func (fs *figureSetter) centred(face font.Role, text string) {
	width := fs.as.area.width()
	glyphs := fs.as.s.shape([]Span{{Face: face, Text: text}}, figureSize)
	if len(glyphs) == 0 {
		return
	}
	for _, l := range breakLines(glyphs, figureSize, width, width) {
		fs.put(l, fs.as.area.left+(width-l.width)/2, fs.y+figureLead/2)
		fs.y += figureLead
	}
}

// legend names the series by their inks where there are several.
func (fs *figureSetter) legend() {
	if len(fs.f.Series) < 2 {
		return
	}
	const box, gap = figureSize * 0.8, 4
	x := fs.as.area.right
	for i := len(fs.f.Series) - 1; i >= 0; i-- {
		x -= fs.single(fs.f.Series[i]).width + box + gap + 2*figureSize
	}
	x += 2 * figureSize
	for i, name := range fs.f.Series {
		fs.box(x, fs.y+(figureLead-box)/2, box, box, fs.f.ink(i))
		l := fs.single(name)
		fs.put(l, x+box+gap, fs.y+figureLead/2)
		x += box + gap + l.width + 2*figureSize
	}
	fs.y += figureLead + 6
}

// box is a bar: filled, and outlined where its ink is light.
func (fs *figureSetter) box(x, y, width, height float64, ink Color) {
	fs.p.Fills = append(fs.p.Fills, Fill{x, y, width, height, ink})
	if ink == inks[0] {
		fs.p.Shapes = append(fs.p.Shapes, Shape{
			Weight: 0.5, Color: Grey,
			Path: polyline(true, Point{x, y}, Point{x + width, y}, Point{x + width, y + height}, Point{x, y + height}),
		})
	}
}

// bars draws groups below each other: the name, the axis, the bars with their
// numbers behind them.
func (fs *figureSetter) bars(names [][]line) {
	a := fs.as.area
	room := 0.0
	for i, g := range fs.f.Groups {
		room = max(room, widest(names[i])+lightSlots(g.Light)*figureSize)
	}
	axis := a.left + room + 8
	full := a.right - axis - fs.as.s.numberWidth(fs.f)
	top := fs.y
	for i, g := range fs.f.Groups {
		high := fs.f.groupHigh(names[i])
		middle := fs.y + high/2
		y := middle - float64(len(names[i]))*figureLead/2 + figureLead/2
		if g.Light != NoLight {
			widest := widest(names[i]) + lightSlots(g.Light)*figureSize
			fs.p.Shapes = append(fs.p.Shapes, light(g.Light, axis-8-widest, middle, figureSize)...)
		}
		for _, l := range names[i] {
			fs.put(l, axis-8-l.width, y)
			y += figureLead
		}
		y = middle - barHigh*float64(len(g.Bars))/2
		for k, b := range g.Bars {
			width := full * min(1, max(0, b.Share))
			if width > 0 {
				fs.box(axis, y, width, barHigh, fs.f.ink(k))
			}
			fs.put(fs.single(b.Text), axis+width+numberGap, y+barHigh/2)
			y += barHigh
		}
		fs.y += high
	}
	fs.p.Rules = append(fs.p.Rules, Rule{axis, top, axis, fs.y, axisWeight, Black})
}

// columns draws groups side by side: the columns with their numbers over them,
// the axis, the names.
func (fs *figureSetter) columns(names [][]line) {
	a := fs.as.area
	slot := a.width() / float64(len(fs.f.Groups))
	number := fs.as.s.numberWidth(fs.f)
	foot := fs.y + figureLead + columnRoom
	low := foot + 4
	for i, g := range fs.f.Groups {
		middle := a.left + (float64(i)+0.5)*slot
		wide := max(number, min(columnWide, 0.7*slot/float64(len(g.Bars))))
		x := middle - wide*float64(len(g.Bars))/2
		for k, b := range g.Bars {
			high := columnRoom * min(1, max(0, b.Share))
			if high > 0 {
				fs.box(x, foot-high, wide, high, fs.f.ink(k))
			}
			l := fs.single(b.Text)
			fs.put(l, x+(wide-l.width)/2, foot-high-figureLead/2)
			x += wide
		}
		y := foot + 4 + figureLead/2
		for _, l := range names[i] {
			fs.put(l, middle-l.width/2, y)
			y += figureLead
		}
		low = max(low, y-figureLead/2)
	}
	fs.p.Rules = append(fs.p.Rules, Rule{a.left, foot, a.right, foot, axisWeight, Black})
	fs.y = low
}
