package page

import (
	"slices"

	"tongbao/reports/font"
)

// Annex is one 附件 on pages of its own.
type Annex struct {
	Label   string   // 附件1, also its anchor
	Title   []string // phrases
	Wide    bool     // on landscape pages
	Legend  []LegendItem
	Tables  []Table
	Figures []Figure // below the tables
	Notes   []string // below the last table
	Outline string   // bookmark
}

// LegendItem explains a light.
type LegendItem struct {
	Light Light
	Word  string
}

// annexSetter adds an annex from the top of its first page down.
type annexSetter struct {
	s    *Setter
	area area
	wide bool
	y    float64
	set  SetAnnex
	rest bool // one or two rows of a table stand alone on its last page
}

// Annex adds an annex (GB/T 9704-2012, 7.3.7): its label in 3号 黑体 flush left
// on line 1, its title centred from line 3, then legend, tables and notes.
//
// One whose last page would carry little is set closer where that takes the
// little in.
func (s *Setter) Annex(a Annex) {
	s.flow()
	before := s.state()
	roomy := s.annex(a)
	if pages := len(s.book.Pages); roomy && pages > before.pages+1 && pages <= before.pages+mostCloser {
		closers := []func(*Table){
			func(t *Table) { t.Dense = true },
			func(t *Table) { t.Dense, t.tight = true, true },
		}
		if !slices.ContainsFunc(a.Tables, func(t Table) bool { return !t.Dense }) {
			closers = closers[1:]
		}
		for _, closer := range closers {
			s.restore(before)
			s.annex(a.with(closer))
			if len(s.book.Pages) < pages {
				return
			}
		}
		s.restore(before)
		s.annex(a)
	}
}

// mostCloser is how many pages an annex may have to be set closer for the sake
// of its last one: among more, one that carries little is not seen.
const mostCloser = 12

// with is the annex with its tables changed.
func (a Annex) with(change func(*Table)) Annex {
	a.Tables = slices.Clone(a.Tables)
	for i := range a.Tables {
		change(&a.Tables[i])
	}
	return a
}

// annex sets an annex and reports whether its last page, or that of a table,
// carries little.
func (s *Setter) annex(a Annex) (roomy bool) {
	as := &annexSetter{s: s, area: portrait(), wide: a.Wide, set: SetAnnex{Annex: a}}
	if a.Wide {
		as.area = landscape()
	}
	as.open()
	s.bookmark(a.Outline, 0, as.area.top)
	s.anchor(a.Label, as.area.top)
	as.text(s.single(font.Hei, a.Label, Size3), Size3, baseline(as.area.top, Size3), flushLeft)
	y := as.area.top + 2*Pitch
	title := s.titleLines(a.Title, as.area.width())
	as.set.Lines = texts(title)
	for _, l := range title {
		if y+Size2 > as.area.bottom {
			as.open()
			y = as.y
		}
		as.text(l, Size2, baseline(y, Size2), centred)
		y += Pitch
	}
	as.y = y + 4
	as.legend(a.Legend)
	notes := s.noteLines(a.Notes, as.area.width())
	for i, t := range a.Tables {
		below := 0.0
		if i == len(a.Tables)-1 && len(a.Figures) == 0 {
			below = notesHigh(notes)
		}
		as.table(t, i == 0, below)
	}
	for i, f := range a.Figures {
		as.figure(f, i == 0 && len(a.Tables) == 0)
	}
	as.notes(notes)
	s.tell(as.set)
	if !a.Wide {
		s.used = as.y
	}
	return as.rest || as.y-as.area.top < remnant*as.area.height()
}

func (as *annexSetter) open() {
	as.s.open(as.wide)
	as.y = as.area.top
}

// text places one line across the area.
func (as *annexSetter) text(l line, size, base float64, align alignment) {
	p := as.s.last()
	p.Texts = append(p.Texts, as.s.place(l, size, as.area.left, base, as.area.width(), align)...)
}

// legend sets the lights and their words on as few lines as hold them.
func (as *annexSetter) legend(items []LegendItem) {
	if len(items) == 0 {
		return
	}
	const size, gap = Size5, 1.2 * Size5
	p := as.s.last()
	x := as.area.left
	put := func(l line, slot float64, kind Light) {
		if x+slot+l.width > as.area.right {
			x = as.area.left
			as.y += size * leading
		}
		middle := as.y + size*leading/2
		p.Shapes = append(p.Shapes, light(kind, x, middle, size)...)
		p.Texts = append(p.Texts, as.s.place(l, size, x+slot, middle+(square-0.5)*size, l.width, flushLeft)...)
		x += slot + l.width + gap
	}
	put(as.s.single(font.Hei, "图例", size), 0, NoLight)
	for _, item := range items {
		put(as.s.single(font.Song, item.Word, size), lightSlots(item.Light)*size, item.Light)
	}
	as.y += size*leading + 4
}

// remnant is the share of a page below which the end of an annex looks lost
// on a page of its own.
const remnant = 0.45

// table sets a table from y on; below is the height of what should stand on
// its last page under it.
func (as *annexSetter) table(t Table, first bool, below float64) {
	if len(t.Columns) == 0 {
		return
	}
	if !first {
		as.y += Pitch / 2
	}
	title := breakLines(as.s.shape([]Span{{Face: font.Hei, Text: t.Title}}, SizeSmall4), SizeSmall4, as.area.width(), as.area.width())
	titled := 0.0
	if len(title) > 0 {
		titled = float64(len(title))*SizeSmall4*leading + 4
	}
	ts := as.s.newTable(t, as.area)
	as.set.Set = append(as.set.Set, ts.part())
	sheets := ts.paginate(as.y+titled, first, below)
	for i, sh := range sheets {
		switch {
		case i > 0 && len(sheets[0].pieces) == 0 && i == 1 && sh.top == as.area.top: // moved whole to a new page
			as.open()
			shift(&sheets[i], titled)
			as.title(title)
		case i > 0:
			as.open()
			as.text(as.s.single(font.Song, continued, ts.size), ts.size, as.area.top+ts.lead/2+(square-0.5)*ts.size, flushRight)
		case sh.top > 0:
			as.title(title)
		default:
			continue
		}
		ts.draw(as.s.last(), sheets, i)
		as.y = sheets[i].bottom(ts)
	}
	if n := len(sheets); n > 1 && len(t.Rows) > 2 && len(sheets[n-1].pieces) <= 2 {
		as.rest = true
	}
}

func (as *annexSetter) title(lines []line) {
	for i, l := range lines {
		y := as.y + (float64(i)+0.5)*SizeSmall4*leading
		as.text(l, SizeSmall4, y+(square-0.5)*SizeSmall4, centred)
	}
}

func shift(sh *sheet, by float64) {
	sh.top += by
	for i := range sh.pieces {
		sh.pieces[i].y += by
	}
}

// Notes are set in 五号, the first after 注：.
const (
	noteSize  = Size5
	noteLead  = noteSize * 1.45
	noteIn    = 2 * float64(noteSize)
	noteAbove = 5
)

// noteLines are the lines of notes below a table of a width.
func (s *Setter) noteLines(notes []string, width float64) [][]line {
	out := make([][]line, len(notes))
	for i, n := range notes {
		out[i] = breakLines(s.shape([]Span{{Face: font.Song, Text: n}}, noteSize), noteSize, width-noteIn, width-noteIn)
	}
	return out
}

func notesHigh(notes [][]line) float64 {
	high := 0.0
	for _, n := range notes {
		high += float64(len(n)) * noteLead
	}
	if high > 0 {
		high += noteAbove
	}
	return high
}

// notes sets notes below the last table: together where a page holds them with
// room for more, else each whole.
func (as *annexSetter) notes(notes [][]line) {
	if high := notesHigh(notes); as.y+high > as.area.bottom+slop && high < remnant*as.area.height() {
		as.open()
	}
	as.y += noteAbove
	for i, lines := range notes {
		if high := float64(len(lines)) * noteLead; as.y+high > as.area.bottom && high < as.area.height() {
			as.open() // a note stays whole
		}
		for j, l := range lines {
			if as.y+noteLead > as.area.bottom {
				as.open()
			}
			base := as.y + noteLead/2 + (square-0.5)*noteSize
			if i == 0 && j == 0 {
				as.text(as.s.single(font.Song, "注：", noteSize), noteSize, base, flushLeft)
			}
			p := as.s.last()
			p.Texts = append(p.Texts, as.s.place(l, noteSize, as.area.left+noteIn, base, as.area.width()-noteIn, justified)...)
			as.y += noteLead
		}
	}
}
