//go:build readback

package pdf_test

import (
	"fmt"
	"strings"
	"testing"

	"tongbao/reports/bulletin"
	"tongbao/reports/font"
	"tongbao/reports/layout"
	"tongbao/reports/layout/layouttest"
	"tongbao/reports/page"
	"tongbao/server/ledger"
)

// The type area and its lines, in millimetres (GB/T 9704-2012, 5).
var (
	typeArea = box{28, 37, 28 + 156, 37 + 225}
	pitch    = mm(page.Pitch)
	char     = mm(page.Size3)
	small    = mm(page.Size4)
	textEnd  = 28 + 28*char // where a line of 28 characters ends
)

func mm(points float64) float64 { return points / page.MM(1) }

// official is the made-up bulletin as an office issues it.
func official(style ledger.HeadStyle, sealed bool) bulletin.Document {
	doc := layouttest.Document(25)
	doc.Sample, doc.Sealed = false, sealed
	doc.Head.Style = style
	doc.Head.Series = ledger.Form{Head: style}.HeadName("某某市人民政府办公室")
	if style != ledger.SeriesHead {
		doc.Head.Number, doc.Head.Secrecy, doc.Head.Urgency, doc.Head.Copy = "某政办发〔2020〕12号", "秘密★1年", "特急", "000012"
	}
	return doc
}

func TestGeometryReadBack(t *testing.T) {
	for _, of := range []struct {
		style  ledger.HeadStyle
		sealed bool
	}{{ledger.SeriesHead, false}, {ledger.FileHead, true}, {ledger.LetterHead, false}, {ledger.SeriesHead, true}} {
		t.Run(fmt.Sprintf("%s sealed %v", of.style, of.sealed), func(t *testing.T) {
			doc := official(of.style, of.sealed)
			book, _ := layout.Set(doc, layouttest.Faces(t, "../.."))
			path := file(t, book)
			g := geometry{t, doc, inks(t, path), lines(t, path)}
			switch of.style {
			case ledger.SeriesHead:
				g.seriesHead()
			case ledger.FileHead:
				g.fileHead()
			case ledger.LetterHead:
				g.letterHead()
			}
			g.body()
			g.signature()
			g.annex()
			g.numbers()
			g.imprint()
		})
	}
}

type geometry struct {
	*testing.T
	doc   bulletin.Document
	inks  []ink
	lines [][]read
}

// above is the last band of black ink of page 1 that ends over y.
func (g geometry) above(y float64) box {
	g.Helper()
	bands := g.inks[0].bands(dark, box{0, 0, 210, y})
	if len(bands) == 0 {
		g.Fatalf("nothing stands over %.1f mm", y)
	}
	return bands[len(bands)-1]
}

// title checks the first line of the title: its square's top, and its middle.
func (g geometry) title(top float64) {
	g.Helper()
	bands := g.inks[0].bands(dark, box{0, top - 1, 210, 262})
	near(g.T, "title's first line", bands[0].middle(), top+mm(page.Size2)/2)
	near(g.T, "title in the middle", lineOf(g.T, g.lines[0], "×××市人民政府办公室").centre(), 106)
}

func (g geometry) seriesHead() {
	found := g.inks[0].bands(red, box{0, 0, 210, 297})
	if len(found) != 2 {
		g.Fatalf("%d red bands: %v", len(found), found)
	}
	near(g.T, "name in the middle", found[0].centre(), 106)
	rule := found[1]
	near(g.T, "red rule's beginning", rule.left, 28)
	near(g.T, "red rule's end", rule.right, 184)
	issuer := g.above(rule.top - 1)
	near(g.T, "red rule below issuer and date", rule.middle()-issuer.middle(), char/2+4)
	for _, l := range g.lines[0] {
		if strings.HasSuffix(l.text, "2020年4月13日") {
			near(g.T, "date one character in", 184-l.right, char)
		}
	}
	g.title(rule.middle() + 2*pitch)
}

func (g geometry) fileHead() {
	found := g.inks[0].bands(red, box{0, 0, 210, 297})
	if len(found) != 2 {
		g.Fatalf("%d red bands: %v", len(found), found)
	}
	mark, rule := found[0], found[1]
	near(g.T, "mark's upper edge below the type area's", mark.top-37, 35)
	near(g.T, "mark in the middle", mark.centre(), 106)
	number := g.above(rule.top - 1)
	near(g.T, "发文字号 two lines below the mark", number.middle()-char/2-mark.bottom, 2*pitch)
	near(g.T, "发文字号 in the middle", number.centre(), 106)
	near(g.T, "red rule below it", rule.middle()-number.middle(), char/2+4)
	near(g.T, "red rule's beginning", rule.left, 28)
	near(g.T, "red rule's end", rule.right, 184)
	g.title(rule.middle() + 2*pitch)
	for i, grade := range g.inks[0].bands(dark, box{0, 0, 210, mark.top})[:3] {
		near(g.T, "份号, 密级, 紧急程度", grade.middle(), 37+char/2+float64(i)*pitch)
		near(g.T, "flush left", grade.left, 28)
	}
}

func (g geometry) letterHead() {
	found := g.inks[0].bands(red, box{0, 0, 210, 297})
	if len(found) != 5 {
		g.Fatalf("%d red bands: %v", len(found), found)
	}
	mark := found[0]
	near(g.T, "mark's upper edge below the paper's", mark.top, 30)
	near(g.T, "mark in the middle", mark.centre(), 105)
	near(g.T, "double rule below the mark", found[1].top-mark.bottom, 4)
	near(g.T, "lower double rule over the paper's edge", 297-found[4].bottom, 20)
	for i, thick := range []bool{true, false, false, true} {
		rule, other := found[1+i], found[1+(i^1)]
		near(g.T, "rule's beginning", rule.left, 20)
		near(g.T, "rule's end", rule.right, 190)
		if (rule.bottom-rule.top > other.bottom-other.top) != thick {
			g.Errorf("rule %d is %.2f mm thick, the one beside it %.2f", i, rule.bottom-rule.top, other.bottom-other.top)
		}
	}
	first := g.inks[0].bands(dark, box{0, found[2].bottom, 210, 262})[0]
	near(g.T, "发文字号 below the double rule", first.middle()-char/2-found[2].bottom, char*7/8)
	near(g.T, "发文字号 flush right", first.right, 184)
	near(g.T, "份号 flush left", first.left, 28)
	if foot := g.inks[0].bands(dark, box{0, 263, 210, 297}); len(foot) > 0 {
		g.Errorf("page 1 carries something in its foot: %v", foot)
	}
}

func (g geometry) body() {
	near(g.T, "主送 flush left", lineOf(g.T, g.lines[0], "各县区").left, 28)
	near(g.T, "body indented by two characters", lineOf(g.T, g.lines[0], "根据").left, 28+2*char)
	near(g.T, "headings too", lineOf(g.T, g.lines[0], "一、").left, 28+2*char)
	if bands := g.inks[1].bands(dark, box{0, 0, 210, 264}); bands[0].top < 36.8 || bands[len(bands)-1].bottom > 262.2 {
		g.Errorf("page 2 is inked from %.1f to %.1f mm", bands[0].top, bands[len(bands)-1].bottom)
	}
}

// signed is the body's last page.
func (g geometry) signed() int {
	for i, p := range g.lines[1:] {
		for _, l := range p {
			if strings.HasPrefix(l.text, "（此件不予公开）") {
				return i + 1
			}
		}
	}
	g.Fatal("the bulletin is not signed")
	return 0
}

func (g geometry) signature() {
	p := g.lines[g.signed()]
	name, date := lineOf(g.T, p, "×××市人民政府办公室"), lineOf(g.T, p, "2020年4月13日")
	note, list := lineOf(g.T, p, "（此件不予公开）"), lineOf(g.T, p, "附件：")
	if g.doc.Sealed {
		near(g.T, "date four characters from the right", textEnd-date.right, 4*char)
		near(g.T, "name over the date's middle", name.centre(), date.centre())
	} else {
		near(g.T, "name two characters from the right", textEnd-name.right, 2*char)
		near(g.T, "date two characters right of the name", date.left-name.left, 2*char)
	}
	near(g.T, "附注 indented by two characters", note.left, 28+2*char)
	near(g.T, "附件 note indented by two characters", list.left, 28+2*char)
	blank := 1.0
	if g.doc.Sealed {
		blank = 2
	}
	bands := g.inks[g.signed()].bands(dark, box{0, 0, 210, 263})
	n := len(bands)
	for i, distance := range []float64{pitch, pitch, (blank + 1) * pitch} { // 附注, date, name, each to the line above
		near(g.T, "line of the signature below the one before", bands[n-1-i].middle()-bands[n-2-i].middle(), distance)
	}
}

func (g geometry) annex() {
	for i, p := range g.lines {
		for _, l := range p {
			if l.text != "附件1" {
				continue
			}
			if g.inks[i].width < g.inks[i].height {
				g.Error("the first annex stands upright")
			}
			bands := g.inks[i].bands(dark, box{35, 20, 260, 184})
			near(g.T, "附件1 on the first line", bands[0].middle(), 28+char/2)
			near(g.T, "附件1 flush left", l.left, 35)
			near(g.T, "its title on the third", bands[1].middle(), 28+2*pitch+char/2)
			near(g.T, "its title in the middle", bands[1].centre(), 35+225.0/2)
			return
		}
	}
	g.Error("no 附件1")
}

// numbers checks every page's number: between dashes 7 mm below the type area,
// one character in on the outer side, at the same place of the paper where the
// page is turned.
func (g geometry) numbers() {
	for i, p := range g.inks[:len(g.inks)-1] {
		if i == 0 && g.doc.Head.Style == ledger.LetterHead {
			continue
		}
		if p.width > p.height {
			bands := p.bands(dark, box{25, 0, 31, 210})
			if len(bands) == 0 {
				g.Errorf("page %d has no number", i+1)
				continue
			}
			// The dash runs down the page: its middle is what lies over 7 mm.
			end := bands[len(bands)-1]
			if i%2 == 0 {
				near(g.T, "odd landscape page's number", end.bottom, 184-small)
				near(g.T, "its dash", end.centre(), 297-262-7)
			} else {
				near(g.T, "even landscape page's number", bands[0].top, 28+small)
				near(g.T, "its dash", bands[0].centre(), 297-262-7)
			}
			continue
		}
		side := box{28, 263, 105, 280}
		if i%2 == 0 {
			side = box{106, 263, 184, 280}
		}
		text := lineOf(g.T, g.lines[i], fmt.Sprintf("—%d—", i+1))
		dash := p.bands(dark, box{text.left, side.top, text.left + 3, side.bottom})
		if len(dash) != 1 {
			g.Errorf("page %d: number's dash %v", i+1, dash)
			continue
		}
		near(g.T, "number's dash below the type area", dash[0].middle()-262, 7)
		if i%2 == 0 {
			near(g.T, "odd page's number from the right", 184-text.right, small)
		} else {
			near(g.T, "even page's number from the left", text.left-28, small)
		}
	}
}

func (g geometry) imprint() {
	n := len(g.inks)
	last := g.inks[n-1]
	if n%2 != 0 || last.width > last.height {
		g.Errorf("the 版记 stands on page %d", n)
	}
	near(g.T, "抄送 one character in", lineOf(g.T, g.lines[n-1], "抄送").left, 28+small)
	alone := len(last.bands(dark, box{0, 0, 210, 200})) == 0
	if foot := last.bands(dark, box{0, 263, 210, 297}); alone && len(foot) > 0 {
		g.Errorf("the page of the 版记 alone carries something in its foot: %v", foot)
	}
	var rules []box
	for _, b := range last.bands(dark, box{0, 150, 210, 263}) {
		if b.right-b.left > 150 && b.bottom-b.top < 1 {
			rules = append(rules, b)
		}
	}
	if g.doc.Head.Style == ledger.LetterHead {
		if len(rules) > 0 {
			g.Errorf("a letter's 版记 has rules: %v", rules)
		}
		bands := last.bands(dark, box{0, 150, 210, 263})
		if low := bands[len(bands)-1].bottom; low < 262-5 || low > 262 {
			g.Errorf("a letter's 版记 ends at %.1f mm", low)
		}
		return
	}
	if len(rules) != 3 {
		g.Fatalf("rules of the 版记: %v", rules)
	}
	near(g.T, "last rule", rules[2].middle(), 262)
	for i, r := range rules {
		near(g.T, "rule's beginning", r.left, 28)
		near(g.T, "rule's end", r.right, 184)
		if want := []float64{0.35, 0.25, 0.35}[i]; r.bottom-r.top < want-0.15 || r.bottom-r.top > want+0.15 {
			g.Errorf("rule %d is %.2f mm thick, want %.2f", i, r.bottom-r.top, want)
		}
	}
}

func TestTwentyTwoLinesOfTwentyEightReadBack(t *testing.T) {
	s := page.New(layouttest.Faces(t, "../.."))
	s.Paragraph(page.Para{Spans: []page.Span{{Face: font.FangSong, Text: strings.Repeat("国", 28*22)}}})
	path := file(t, s.Finish(""))
	bands := inks(t, path)[0].bands(dark, box{0, 0, 210, 263})
	if len(bands) != 22 {
		t.Fatalf("%d lines", len(bands))
	}
	for i, b := range bands {
		near(t, fmt.Sprintf("line %d", i+1), b.middle(), 37+char/2+float64(i)*pitch)
	}
	for _, l := range lines(t, path)[0] {
		if strings.HasPrefix(l.text, "—") {
			continue
		}
		near(t, "a line's beginning", l.left, typeArea.left)
		near(t, "its end", l.right, typeArea.right)
		if n := len([]rune(l.text)); n != 28 {
			t.Errorf("a line of %d characters", n)
		}
	}
	if typeArea.bottom-bands[21].bottom > 1.5 || bands[0].top-typeArea.top > 1 {
		t.Errorf("lines from %.1f to %.1f mm", bands[0].top, bands[21].bottom)
	}
}
