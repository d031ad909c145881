package docx

import (
	"fmt"
	"strings"

	"tongbao/reports/font"
	"tongbao/reports/page"
)

// grades are what stands at the top left of a head, top down, and the sample's
// mark where it stands apart from them.
func grades(g page.Grades) (left []string, sample string) {
	for _, t := range []struct{ format, text string }{
		{rFonts(font.FangSong), g.Copy}, {hei, g.Secrecy}, {hei, g.Urgency},
	} {
		if t.text != "" {
			left = append(left, run(t.format, t.text))
		}
	}
	return left, run(`<w:color w:val="`+grey+`"/>`, g.Sample)
}

// gradeLine is the first line of a head. Grades hang beside what follows.
func (w *writer) gradeLine(g page.Grades) {
	left, sample := grades(g)
	if len(left) == 0 {
		w.paragraph(stMark, "", sample)
		return
	}
	var content strings.Builder
	for _, text := range left {
		content.WriteString(block{style: stMark, text: text}.String())
	}
	w.drawn++
	box := textBox{
		id: w.drawn, name: "份号密级", x: page.MM(28), y: page.MM(37), wide: page.MM(78),
		high: float64(len(left)) * lineTwips / 20, content: content.String(),
	}
	w.paragraph(stMark, `<w:jc w:val="right"/>`, box.String()+sample)
}

// head is the red head in the 督查通报 style: eight lines with the two before
// the title. The name of the series is as wide as in the PDF, at most as the
// type area.
func (w *writer) head(h page.Head) {
	w.gradeLine(h.Grades)
	const most, space = 54, 18
	n := ems(h.Series)
	points, between := float64(most), float64(space)
	if natural := n*points + (n-1)*between; natural > textWidth/20.0 {
		points, between = points*textWidth/20/natural, between*textWidth/20/natural
	}
	w.paragraph(stSeries, "", run(fmt.Sprintf(`<w:spacing w:val="%d"/>`, twips(between))+size(points), h.Series))
	w.paragraph(stIssue, "", run("", h.Issue))
	w.paragraph(stIssuer, "", run("", h.Issuer)+tab+run("", h.Date))
}

// The mark of 文件式 and 信函式: size and height of its line in points. Its
// highest stroke stands about where the line begins.
const markSize, markLine = 50, 54

// mark is 发文机关标志, its characters narrower where it is wider than its room.
func mark(text string, room float64) string {
	scale := ""
	if wide := ems(text) * markSize; wide > room {
		scale = fmt.Sprintf(`<w:w w:val="%d"/>`, max(1, int(room/wide*100)))
	}
	return run(`<w:spacing w:val="0"/>`+scale+size(markSize), text)
}

// fileHead is the head of the 文件式 (GB/T 9704-2012, 7.2): the mark 35 mm below
// the top of the type area, 发文字号 two lines below it above the red rule.
func (w *writer) fileHead(h page.FileHead) {
	w.gradeLine(h.Grades)
	above := page.MM(35) - lineTwips/20.0
	w.paragraph(stSeries, fmt.Sprintf(`<w:spacing w:before="%d" w:after="0" %s/>`, twips(above), exact(markLine)), mark(h.Mark, textWidth/20.0))
	const line = 7 // of 发文字号
	before := fmt.Sprintf(`<w:spacing w:before="%d" w:after="0"/>`, line*lineTwips-twips(page.MM(35)+markLine))
	if h.Signer == "" {
		w.paragraph(stIssuer, before+`<w:ind w:firstLine="0"/><w:jc w:val="center"/>`, run("", h.Number))
		return
	}
	w.paragraph(stIssuer, before, run("", h.Number)+tab+run("", "签发人：")+run(rFonts(font.Kai), h.Signer))
}

// letterHead is the head of the 信函式 (10.1): mark and double rule above the
// type area, another double rule 20 mm above the foot of the first page, which
// carries no number; 发文字号 on the right of the third line.
func (w *writer) letterHead(h page.LetterHead) {
	w.letter, w.now.first = true, true
	const x, wide, thick, thin = 20, 170, 20, 8 // mm; 0.9 and 0.35 mm in eighths of points
	double := func(upper, lower int, above float64) string {
		return rule(upper, red, above) + rule(lower, red, page.MM(1.5)-1)
	}
	box := func(name string, y, high float64, content string) string {
		w.drawn++
		return textBox{id: w.drawn, name: name, x: page.MM(x), y: y, wide: page.MM(wide), high: high, content: content}.String()
	}
	head := block{style: stSeries, props: `<w:spacing w:before="0" w:after="0" ` + exact(markLine) + `/>`, text: mark(h.Mark, page.MM(wide))}.String()
	boxes := box("发文机关标志", page.MM(30), markLine+page.MM(8), head+double(thick, thin, page.MM(4))) +
		box("红线", page.MM(297-20-2.5), page.MM(3), double(thin, thick, 0))
	left, sample := grades(h.Grades)
	if sample != "" {
		left = append([]string{sample}, left...)
	}
	first := ""
	if len(left) > 0 {
		first, left = left[0], left[1:]
	}
	w.paragraph(stMark, fmt.Sprintf(`<w:tabs><w:tab w:val="right" w:pos="%d"/></w:tabs><w:spacing w:before="%d" w:after="0"/>`, textWidth, 2*lineTwips),
		boxes+first+tab+run(rFonts(font.FangSong), h.Number))
	for _, text := range left {
		w.paragraph(stMark, "", text)
	}
}

// rule is a line as wide as what it stands in, so many points below what is
// above it.
func rule(eighths int, color string, above float64) string {
	return block{style: stEnd, props: fmt.Sprintf(`<w:pBdr><w:top w:val="single" w:sz="%d" w:space="0" w:color="%s"/></w:pBdr><w:spacing w:before="%d" w:after="0"/>`,
		eighths, color, twips(above))}.String()
}
