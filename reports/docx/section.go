package docx

import (
	"fmt"
	"strings"

	"tongbao/reports/font"
	"tongbao/reports/page"
)

// start is where a section begins.
type start string

const (
	nextPage start = "nextPage"
	evenPage start = "evenPage"
)

// mm is a length in twips.
func mm(millimetres float64) int { return twips(page.MM(millimetres)) }

// section is a run of pages of one form; plain ones carry no number.
type section struct {
	from        start
	wide, plain bool
	first       bool // its first page carries no number
}

// begin ends the section under way and begins another.
func (w *writer) begin(next section) {
	// The properties of a section stand in its last paragraph; where a table is
	// last, in one of no height.
	if n := len(w.blocks); n == 0 || w.blocks[n-1].style == "" || w.blocks[n-1].ends != "" {
		w.paragraph(stEnd, "", "")
	}
	w.blocks[len(w.blocks)-1].ends = w.properties()
	w.now = next
}

// properties are those of the section under way (GB/T 9704-2012, 5.1): margins
// 37/28/35/26 mm, turned with the paper where it is wide.
func (w *writer) properties() string {
	var b strings.Builder
	b.WriteString(`<w:sectPr>`)
	for _, even := range []bool{false, true} {
		f := footer{even: even, wide: w.now.wide, plain: w.now.plain}
		w.need(f)
		kind := "default"
		if even {
			kind = "even"
		}
		fmt.Fprintf(&b, `<w:footerReference w:type="%s" r:id="%s"/>`, kind, f.id())
	}
	if w.now.first {
		f := footer{plain: true}
		w.need(f)
		fmt.Fprintf(&b, `<w:footerReference w:type="first" r:id="%s"/>`, f.id())
	}
	fmt.Fprintf(&b, `<w:type w:val="%s"/>`, w.now.from)
	const paperWide, paperHigh = 11906, 16838
	// The number's middle stands 7 mm below the type area.
	foot := mm(35-7) - twips(size4)/2
	if w.now.wide {
		fmt.Fprintf(&b, `<w:pgSz w:w="%d" w:h="%d" w:orient="landscape"/><w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="%d" w:footer="%d" w:gutter="0"/>`,
			paperHigh, paperWide, mm(28), mm(37), mm(26), mm(35), mm(15), mm(15))
	} else {
		fmt.Fprintf(&b, `<w:pgSz w:w="%d" w:h="%d"/><w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="%d" w:footer="%d" w:gutter="0"/>`,
			paperWide, paperHigh, mm(37), mm(26), mm(35), mm(28), mm(15), foot)
		if w.now.first {
			b.WriteString(`<w:titlePg/>`)
		}
		fmt.Fprintf(&b, `<w:docGrid w:type="linesAndChars" w:linePitch="%d" w:charSpace="%d"/>`, lineTwips, charSpace)
	}
	b.WriteString(`</w:sectPr>`)
	return b.String()
}

// footer is one kind of page foot.
type footer struct{ even, wide, plain bool }

func (w *writer) need(f footer) {
	for _, have := range w.feet {
		if have == f {
			return
		}
	}
	w.feet = append(w.feet, f)
}

func (w *writer) footers() []footer { return w.feet }

func (f footer) id() string {
	name := "footer"
	if f.plain {
		name += "Plain"
	}
	if f.wide {
		name += "Wide"
	}
	if f.even {
		return name + "Even"
	}
	return name + "Odd"
}

func (f footer) name() string { return f.id() + ".xml" }

// part is the foot (GB/T 9704-2012, 7.5): the number between dashes, one
// character in from the outer edge; mark in the middle.
func (f footer) part(mark string) string {
	number := run("", "— ") + field + run("", " —")
	if f.plain {
		number = ""
	}
	marked := run(rFonts(font.FangSong)+`<w:color w:val="`+grey+`"/>`+size(sizeSmall4), mark)
	var b strings.Builder
	b.WriteString(declaration + `<w:ftr ` + spaces + `>`)
	switch {
	case f.wide:
		b.WriteString(f.turned(number, marked))
	case f.even:
		fmt.Fprintf(&b, `<w:p><w:pPr><w:pStyle w:val="%s"/><w:ind w:left="%d"/></w:pPr>%s%s%s</w:p>`, stNumber, twips(size4), number, tab, marked)
	default:
		fmt.Fprintf(&b, `<w:p><w:pPr><w:pStyle w:val="%s"/></w:pPr>%s%s%s%s</w:p>`, stNumber, tab, marked, tab, number)
	}
	b.WriteString(`</w:ftr>`)
	return b.String()
}

// field is the page's number.
var field = `<w:r>` + runFormat("") + `<w:fldChar w:fldCharType="begin"/></w:r><w:r>` + runFormat("") + `<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>` +
	`<w:r>` + runFormat("") + `<w:fldChar w:fldCharType="separate"/></w:r><w:r>` + runFormat("") + `<w:t>1</w:t></w:r><w:r>` + runFormat("") + `<w:fldChar w:fldCharType="end"/></w:r>`

// turned is the foot of a wide page. It stands where it stands on the paper of
// the others, so it is turned: in text boxes along the type area of a portrait
// page, a character in at both ends.
func (f footer) turned(number, mark string) string {
	const line = 20.0 // wide enough for a line of 四号
	boxes := ""
	add := func(id int, jc, text string) {
		if text == "" {
			return
		}
		boxes += textBox{
			id: id, name: "页脚", turned: true,
			x: page.MM(297-262-7) - line/2, y: page.MM(28) + size4, wide: line, high: page.MM(156) - 2*size4,
			content: `<w:p><w:pPr><w:pStyle w:val="` + stNumber + `"/><w:spacing ` + exact(line) + `/><w:jc w:val="` + jc + `"/></w:pPr>` + text + `</w:p>`,
		}.String()
	}
	jc := "right"
	if f.even {
		jc = "left"
	}
	add(1, jc, number)
	add(2, "center", mark)
	return `<w:p><w:pPr><w:pStyle w:val="` + stNumber + `"/></w:pPr>` + boxes + `</w:p>`
}
