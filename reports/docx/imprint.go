package docx

import (
	"fmt"
	"math"
	"strings"

	"tongbao/reports/page"
)

// imprint is the 版记 (GB/T 9704-2012, 7.4) at the foot of the last page: a box
// that stands on the type area's lower edge, on an even page of its own where
// it has none to share. Its rules are paragraphs of their own, because one's
// border is only as wide as its text. In the 信函式 it is the names alone (10.1).
func (w *writer) imprint(p page.SetImprint) {
	if p.Alone {
		w.begin(section{from: evenPage, plain: true})
	}
	const outer, inner = 8, 6 // 0.35 and 0.25 mm
	var content strings.Builder
	line := func(eighths int) {
		if !w.letter {
			content.WriteString(rule(eighths, "000000", 0))
		}
	}
	in, lines := twips(size4), 1.0
	line(outer)
	for _, list := range []string{p.To, p.CopyTo} {
		if list == "" {
			continue
		}
		// Lines after the first align to the names.
		hang := fmt.Sprintf(`<w:ind w:left="%d" w:right="%d" w:hanging="%d"/>`, 4*in, in, 3*in)
		content.WriteString(block{style: stImprint, props: hang, text: run("", list)}.String())
		const first, other = 28, 24 // characters that surely find room
		lines += 1 + max(0, math.Ceil((ems(list)-first)/other))
	}
	if p.To+p.CopyTo != "" {
		line(inner)
	}
	if !w.letter {
		props := fmt.Sprintf(`<w:tabs><w:tab w:val="right" w:pos="%d"/></w:tabs><w:ind w:left="%d" w:right="%[2]d"/><w:jc w:val="left"/>`, textWidth-in, in)
		content.WriteString(block{style: stImprint, props: props, text: run("", p.Printer) + tab + run("", p.Date)}.String())
	}
	line(outer)
	w.drawn++
	high := lines*imprintLine + 6
	w.paragraph(stEnd, "", textBox{
		id: w.drawn, name: "版记", x: page.MM(28), y: page.MM(262) - high, wide: textWidth / 20.0, high: high, hangs: true, content: content.String(),
	}.String())
}
