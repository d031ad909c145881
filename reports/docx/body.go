package docx

import (
	"fmt"
	"strconv"
	"strings"

	"tongbao/reports/font"
	"tongbao/reports/page"
)

// writer writes the body of one document.
type writer struct {
	book   *page.Book
	blocks []block
	feet   []footer
	lights []page.Light // whose pictures are needed
	drawn  int          // pictures so far: each has a number of its own
	now    section
	letter bool // the head is that of the 信函式
	anchors
}

// block is a paragraph or a table.
type block struct {
	style string // of a paragraph; "" for a table
	props string // of the paragraph after its style, in the schema's order
	text  string // its runs, or the whole table
	ends  string // the section that ends with it
}

func (b block) String() string {
	if b.style == "" {
		return b.text
	}
	return fmt.Sprintf(`<w:p><w:pPr><w:pStyle w:val="%s"/>%s%s</w:pPr>%s</w:p>`, b.style, b.props, b.ends, b.text)
}

func (w *writer) paragraph(style, props, text string) {
	w.blocks = append(w.blocks, block{style: style, props: props, text: text})
}

// document is the main part.
func (w *writer) document() string {
	for _, p := range w.book.Parts {
		switch p := p.(type) {
		case page.Head:
			w.head(p)
		case page.FileHead:
			w.fileHead(p)
		case page.LetterHead:
			w.letterHead(p)
		case page.Title:
			props := ""
			if w.letter { // no rule stands above it
				props = fmt.Sprintf(`<w:spacing w:before="%d" w:after="0"/>`, 2*lineTwips)
			}
			w.paragraph(stTitle, props, run("", strings.Join(p.Lines, "\n")))
		case page.Greeting:
			w.paragraph(stGreeting, "", run("", p.Text))
		case page.Para:
			w.para(p)
		case page.AnnexList:
			w.annexList(p.Names)
		case page.Signature:
			w.signature(p)
		case page.SetAnnex:
			w.setAnnex(p)
		case page.SetImprint:
			w.imprint(p)
		}
	}
	var b strings.Builder
	b.WriteString(declaration + `<w:document ` + spaces + `><w:body>`)
	last := w.properties()
	for _, block := range w.blocks {
		b.WriteString(block.String())
	}
	b.WriteString(last + `</w:body></w:document>`)
	return b.String()
}

// para is a paragraph of the body; one with an outline is a heading.
func (w *writer) para(p page.Para) {
	style, face := "Normal", font.FangSong
	switch {
	case p.Outline != "":
		style, face = "Heading1", font.Hei
	case p.Indent:
		style = stBody
	}
	var text strings.Builder
	for _, s := range p.Spans {
		format := ""
		switch {
		case s.Face == face:
		case s.Face == font.Kai:
			format = `<w:rStyle w:val="` + stLead + `"/>`
		default:
			format = rFonts(s.Face)
		}
		text.WriteString(w.link(s.Link, run(format, s.Text)))
	}
	w.paragraph(style, "", text.String())
}

// annexList is the 附件 note: wrapped lines aligned to the names.
func (w *writer) annexList(names []string) {
	const label = "附件："
	for i, name := range names {
		number := ""
		if len(names) > 1 {
			number = strconv.Itoa(i+1) + "."
		}
		hang := ems(number)
		lead, before := number, ""
		if i == 0 {
			lead, hang = label+number, hang+ems(label)
			before = fmt.Sprintf(`<w:spacing w:before="%d"/>`, lineTwips)
		}
		left := 2 + ems(label) + ems(number)
		props := fmt.Sprintf(`%s<w:ind w:left="%d" w:hanging="%d"/>`, before, chars(left), chars(hang))
		w.paragraph(stAnnexList, props, run("", lead)+w.link(page.AnnexLabel(i+1, len(names)), run("", name)))
	}
}

// signature is 署名, 成文日期 and 附注 (GB/T 9704-2012, 7.3.5). Without a seal the
// name ends two characters from the right and the date begins two characters
// right of where it begins; a longer date ends there instead and the name
// moves. With one the date ends four characters from the right and the name is
// centred over it, with two lines above for the seal.
func (w *writer) signature(p page.Signature) {
	name, date := ems(p.Name), ems(p.Date)
	const most = 24.0 // characters of a line of the name
	above, right, dateRight := 1, 2.0, 0.0
	at := 26 - min(name, most)
	if date > name {
		at = 24 - date
	}
	dateAt := at + 2
	if p.Sealed {
		above, dateRight = 2, max(4, (name-date)/2)
		dateAt = 28 - dateRight - date
		at, right = dateAt+(date-name)/2, 0
	}
	ind := func(left, right float64) string {
		return fmt.Sprintf(`<w:ind w:left="%d" w:right="%d"/>`, chars(max(0, left)), chars(right))
	}
	if 28-at-name > right {
		right = 0
	}
	w.paragraph(stSigner, fmt.Sprintf(`<w:spacing w:before="%d" w:after="0"/>`, above*lineTwips)+ind(at, right), run("", p.Name))
	if p.Note == "" {
		w.paragraph(stDate, ind(dateAt, 0), run("", p.Date))
		return
	}
	w.paragraph(stDate, `<w:keepNext/>`+ind(dateAt, 0), run("", p.Date))
	w.paragraph(stNote, "", run("", p.Note))
}
