package docx

import (
	"fmt"
	"strings"

	"tongbao/reports/page"
)

// figure is a chart as a table without rules: names on the left, beside them the
// bars with their numbers, which are text.
func (w *writer) figure(f page.Figure) {
	const barHigh, namesShare, numberRoom = 12.5, 0.34, 60
	wide := textWidth / 20.0
	if w.now.wide {
		wide = page.MM(225)
	}
	names := namesShare * wide
	full := wide - names - numberRoom
	if len(f.Series) > 1 {
		legend := ""
		for i, name := range f.Series {
			legend += w.bar(f.Ink(i), size5*0.8, size5*0.8) + run("", " "+name+"　")
		}
		w.paragraph(stLegend, `<w:spacing w:before="200" w:after="80" `+exact(size5*1.32)+`/><w:jc w:val="right"/>`, legend)
	} else {
		w.paragraph(stTableTitle, "", "")
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/>`+
		`<w:tblCellMar><w:top w:w="60" w:type="dxa"/><w:left w:w="60" w:type="dxa"/><w:bottom w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>`+
		`<w:tblGrid><w:gridCol w:w="%d"/><w:gridCol w:w="%d"/></w:tblGrid>`, twips(names)+twips(wide-names), twips(names), twips(wide-names))
	for _, g := range f.Groups {
		spacing := `<w:keepNext/><w:spacing ` + exact(size5*1.32) + `/>`
		bars := ""
		for i, bar := range g.Bars {
			drawn := ""
			if width := full * min(1, max(0, bar.Share)); width >= 0.5 {
				drawn = w.bar(f.Ink(i), width, barHigh-2)
			}
			bars += block{style: stCell, props: spacing, text: drawn + run("", " "+bar.Text)}.String()
		}
		if bars == "" {
			bars = block{style: stCell, props: spacing}.String()
		}
		fmt.Fprintf(&b, `<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>%s</w:tc>`+
			`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/><w:tcBorders><w:left w:val="single" w:sz="5" w:space="0" w:color="000000"/></w:tcBorders><w:vAlign w:val="center"/></w:tcPr>%s</w:tc></w:tr>`,
			twips(names), block{style: stCell, props: spacing + `<w:jc w:val="right"/>`, text: w.light(g.Light, size5) + run("", g.Name)}.String(), twips(wide-names), bars)
	}
	b.WriteString(`</w:tbl>`)
	w.blocks = append(w.blocks, block{text: b.String()})
	for _, t := range []struct{ format, text string }{{hei, f.Caption}, {"", f.Note}} {
		if t.text != "" {
			w.paragraph(stLegend, `<w:keepNext w:val="0"/><w:spacing w:before="120" w:after="0" `+exact(size5*1.32)+`/><w:jc w:val="center"/>`, run(t.format, t.text))
		}
	}
}

// bar is a rectangle of one ink in the line.
func (w *writer) bar(ink page.Color, wide, high float64) string {
	w.drawn++
	return fmt.Sprintf(`<w:r><w:rPr><w:position w:val="-2"/></w:rPr><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">`+
		`<wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="图柱%[3]d"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">`+
		`<wps:wsp><wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%[1]d" cy="%[2]d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>`+
		`<a:solidFill><a:srgbClr val="%02[4]X%02[5]X%02[6]X"/></a:solidFill><a:ln w="6350"><a:solidFill><a:srgbClr val="%[7]s"/></a:solidFill></a:ln></wps:spPr><wps:bodyPr/></wps:wsp>`+
		`</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice></mc:AlternateContent></w:r>`,
		emu(wide), emu(high), w.drawn, ink.R, ink.G, ink.B, grey)
}
