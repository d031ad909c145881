package docx

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tongbao/reports/page"
)

// setAnnex is an annex in a section of its own.
func (w *writer) setAnnex(a page.SetAnnex) {
	w.begin(section{from: nextPage, wide: a.Wide})
	w.paragraph(stAnnexLabel, "", w.place(a.Label, run("", a.Label)))
	w.paragraph(stAnnexTitle, "", run("", strings.Join(a.Lines, "\n")))
	w.legend(a.Legend)
	for i, t := range a.Set {
		switch {
		case t.Title != "":
			w.paragraph(stTableTitle, "", run("", t.Title))
		case i > 0: // two tables that touch are one
			w.paragraph(stTableTitle, "", "")
		}
		w.table(t)
	}
	for _, f := range a.Figures {
		w.figure(f)
	}
	for i, note := range a.Notes {
		label, hang := "", 0
		if i == 0 {
			label, hang = "注：", twips(2*size5)
		}
		spacing := ""
		if i == 0 {
			spacing = `<w:spacing w:before="100" ` + exact(size5*1.45) + `/>`
		}
		w.paragraph(stTableNotes, spacing+fmt.Sprintf(`<w:ind w:left="%d" w:hanging="%d"/>`, twips(2*size5), hang), run("", label+note))
	}
}

// legend is the lights and their words.
func (w *writer) legend(items []page.LegendItem) {
	if len(items) == 0 {
		return
	}
	text := run(hei, "图例")
	for _, item := range items {
		text += run("", "　") + w.light(item.Light, size5) + run("", item.Word)
	}
	w.paragraph(stLegend, "", text)
}

// light is a light and the gap after it, "" for none.
func (w *writer) light(l page.Light, points float64) string {
	if l == page.NoLight {
		return ""
	}
	if !slices.Contains(w.lights, l) {
		w.lights = append(w.lights, l)
	}
	w.drawn++
	slots := l.Slots()
	return fmt.Sprintf(`<w:r><w:rPr><w:position w:val="-%d"/></w:rPr><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="标志%[4]d"/>`+
		`<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="%[4]d" name="%[5]s.png"/><pic:cNvPicPr/></pic:nvPicPr>`+
		`<pic:blipFill><a:blip r:embed="%[5]s"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%[2]d" cy="%[3]d"/></a:xfrm>`+
		`<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`,
		int(points/4), emu(slots*points), emu(points), w.drawn, imageID(l))
}

// table is one table: its head repeats on every page, a row breaks only where
// it is a high one.
func (w *writer) table(t page.SetTable) {
	g := &grid{w: w, t: t, fill: `<w:shd w:val="clear" w:color="auto" w:fill="F0F0F0"/>`}
	g.measure()
	var b strings.Builder
	total := 0
	for _, width := range t.Widths {
		total += twips(width)
	}
	side := func(name string, eighths int) string {
		return fmt.Sprintf(`<w:%s w:val="single" w:sz="%d" w:space="0" w:color="000000"/>`, name, eighths)
	}
	const outer, inner = 7, 3 // 0.9 and 0.4 pt
	fmt.Fprintf(&b, `<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:tblBorders>%s%s%s%s%s%s</w:tblBorders><w:tblLayout w:type="fixed"/>`, total,
		side("top", outer), side("left", outer), side("bottom", outer), side("right", outer), side("insideH", inner), side("insideV", inner))
	const border = 0.4 // a row's own, which its height has to hold
	fmt.Fprintf(&b, `<w:tblCellMar><w:top w:w="%d" w:type="dxa"/><w:left w:w="50" w:type="dxa"/><w:bottom w:w="%[1]d" w:type="dxa"/><w:right w:w="50" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`,
		twips(t.Pad-border/2))
	for _, width := range t.Widths {
		fmt.Fprintf(&b, `<w:gridCol w:w="%d"/>`, twips(width))
	}
	b.WriteString(`</w:tblGrid>`)
	b.WriteString(g.head())
	for i := range t.Rows {
		b.WriteString(g.row(i))
	}
	b.WriteString(`</w:tbl>`)
	w.blocks = append(w.blocks, block{text: b.String()})
}

// grid writes the rows of a table.
type grid struct {
	w      *writer
	t      page.SetTable
	fill   string
	before []float64 // of the numbers of each column, to the decimal point, in characters
	after  []float64
	wide   []float64 // of the widest text of each column, lights included
}

// measure finds how wide the columns' texts are.
func (g *grid) measure() {
	n := len(g.t.Columns)
	g.before, g.after, g.wide = make([]float64, n), make([]float64, n), make([]float64, n)
	for _, r := range g.t.Rows {
		if r.Kind == page.SectionRow {
			continue
		}
		for c := range min(n, len(r.Cells)) {
			text := strings.TrimSpace(r.Cells[c].Text)
			g.wide[c] = max(g.wide[c], ems(text)+r.Cells[c].Light.Slots())
			if before, after, ok := page.SplitNumber(text); ok {
				g.before[c], g.after[c] = max(g.before[c], ems(before)), max(g.after[c], ems(after))
			}
		}
	}
}

// cell is one cell: props are its own, para its paragraphs'.
func (g *grid) cell(width int, props, style, para, text string) string {
	return fmt.Sprintf(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>%s</w:tcPr><w:p><w:pPr><w:pStyle w:val="%s"/>%s</w:pPr>%s</w:p></w:tc>`,
		width, props, style, para, text)
}

func (g *grid) width(from, to int) int {
	sum := 0
	for _, width := range g.t.Widths[from:to] {
		sum += twips(width)
	}
	return sum
}

// spacing is that of a line of a cell.
func (g *grid) spacing() string { return `<w:spacing ` + exact(g.t.Lead) + `/>` }

// format is that of a cell's text: the table's size where it is not the
// style's.
func (g *grid) format(faces string) string {
	if g.t.Size == size5 {
		return faces
	}
	return faces + size(g.t.Size)
}

// head is the head of the table in one row or, where columns stand under
// groups, two.
func (g *grid) head() string {
	columns := g.t.Columns
	grouped := slices.ContainsFunc(columns, func(c page.Column) bool { return c.Group != "" })
	if !grouped && !slices.ContainsFunc(columns, func(c page.Column) bool { return c.Head+c.Unit != "" }) {
		return ""
	}
	const middle = `<w:vAlign w:val="center"/>`
	own := func(c int) string {
		text := run(g.format(""), columns[c].Head)
		if unit := columns[c].Unit; unit != "" {
			text += `<w:r><w:br/></w:r>` + run(g.format(song), "（"+unit+"）")
		}
		return text
	}
	row := func(cells string) string {
		return `<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>` + cells + `</w:tr>`
	}
	var first, second strings.Builder
	for c := 0; c < len(columns); {
		to := c + 1
		switch {
		case columns[c].Group != "":
			for to < len(columns) && columns[to].Group == columns[c].Group {
				to++
			}
			first.WriteString(g.cell(g.width(c, to), span(to-c)+g.fill+middle, stCellHead, g.spacing(), run(g.format(""), columns[c].Group)))
			for i := c; i < to; i++ {
				second.WriteString(g.cell(g.width(i, i+1), g.fill+middle, stCellHead, g.spacing(), own(i)))
			}
		case grouped:
			first.WriteString(g.cell(g.width(c, to), `<w:vMerge w:val="restart"/>`+g.fill+middle, stCellHead, g.spacing(), own(c)))
			second.WriteString(g.cell(g.width(c, to), `<w:vMerge/>`+g.fill+middle, stCellHead, g.spacing(), ""))
		default:
			first.WriteString(g.cell(g.width(c, to), g.fill+middle, stCellHead, g.spacing(), own(c)))
		}
		c = to
	}
	if !grouped {
		return row(first.String())
	}
	return row(first.String()) + row(second.String())
}

// span merges a cell over columns.
func span(columns int) string {
	if columns < 2 {
		return ""
	}
	return `<w:gridSpan w:val="` + strconv.Itoa(columns) + `"/>`
}

// row is one row of the table's body.
func (g *grid) row(i int) string {
	r := g.t.Rows[i]
	var b strings.Builder
	b.WriteString(`<w:tr>`)
	if !g.t.Splits[i] {
		b.WriteString(`<w:trPr><w:cantSplit/></w:trPr>`)
	}
	keep := ""
	if i+1 < len(g.t.Tied) && g.t.Tied[i+1] {
		keep = `<w:keepNext/>`
	}
	fill, face := "", ""
	if r.Kind != page.DataRow {
		fill, face = g.fill, hei
	}
	const middle = `<w:vAlign w:val="center"/>`
	if r.Kind == page.SectionRow {
		cell := page.Cell{}
		if len(r.Cells) > 0 {
			cell = r.Cells[0]
		}
		n := len(g.t.Columns)
		b.WriteString(g.cell(g.width(0, n), span(n)+fill+middle, stCell, keep+g.spacing(), g.w.place(r.Anchor, g.text(cell, face))))
		b.WriteString(`</w:tr>`)
		return b.String()
	}
	for c := range g.t.Columns {
		cell := page.Cell{}
		if c < len(r.Cells) {
			cell = r.Cells[c]
		}
		merge := ""
		if cell.Span > 1 {
			merge = `<w:vMerge w:val="restart"/>`
		} else if cell.Covered {
			merge = `<w:vMerge/>`
		}
		text := g.text(cell, face)
		if c == 0 {
			text = g.w.place(r.Anchor, text)
		}
		b.WriteString(g.cell(g.width(c, c+1), merge+fill+middle, stCell, keep+g.spacing()+g.align(c, cell), text))
	}
	b.WriteString(`</w:tr>`)
	return b.String()
}

// text is a cell's light and text.
func (g *grid) text(cell page.Cell, face string) string {
	return g.w.light(cell.Light, g.t.Size) + run(g.format(face), strings.TrimSpace(cell.Text))
}

// align puts a cell's text where it stands in the PDF: the texts of a column
// as a block in its middle, numbers on their decimal points.
func (g *grid) align(c int, cell page.Cell) string {
	// Digits of other faces are wider; no text may break for being moved.
	const pad, spare = 2.5, 1.15
	room := g.t.Widths[c] - 2*pad
	text := strings.TrimSpace(cell.Text)
	ind := func(side string, points float64) string {
		if points < 0.5 {
			return ""
		}
		return fmt.Sprintf(`<w:ind w:%s="%d"/>`, side, twips(points))
	}
	block := (room - spare*g.wide[c]*g.t.Size) / 2
	switch align := g.t.Columns[c].Align; {
	case align == page.Left:
		return ""
	case cell.Light != page.NoLight && text != "": // lights stand one below the other
		return ind("left", block)
	case align == page.Right && !page.IsDash(text):
		return ind("right", block) + `<w:jc w:val="right"/>`
	case align == page.Decimal:
		if _, after, ok := page.SplitNumber(text); ok {
			return ind("right", max(0, room-spare*(g.before[c]+g.after[c])*g.t.Size)/2+(g.after[c]-ems(after))*g.t.Size) + `<w:jc w:val="right"/>`
		}
	}
	return `<w:jc w:val="center"/>`
}
