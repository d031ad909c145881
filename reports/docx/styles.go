package docx

import (
	"fmt"
	"strings"

	"tongbao/reports/font"
)

// The grid of the type area (GB/T 9704-2012, 5.2.3): 22 lines of 28 characters
// of 三号. 28 characters of 16 pt would leave the area of 156 mm, so the grid sets
// them a little closer.
const (
	size2, size3, size4, sizeSmall4, size5 = 22, 16, 14, 12, 10.5

	textWidth = 8844 // twips, 156 mm
	lineTwips = 579  // 225 mm ÷ 22
	charSpace = -849 // 4096ths of a point that each character is given less
	belowRule = 250  // what the red rule and its distance add to the line above it
	charTwips = 315  // the PDF's 15.75 pt
)

// style is a style of the document. Its id is what paragraphs name.
type style struct {
	id, name string
	based    string
	next     string
	kind     string // "" for a paragraph's, "character"
	link     string // the character style of a heading, or the reverse
	para     string // properties in the schema's order
	run      string
	quick    bool // offered in the gallery
}

// chars is a length in characters of the grid, in twips.
func chars(n float64) int { return int(n*charTwips + 0.5) }

func exact(points float64) string {
	return fmt.Sprintf(`w:line="%d" w:lineRule="exact"`, twips(points))
}

// Ids of the styles.
const (
	stBody, stTitle, stGreeting                    = "TongbaoBody", "Title", "TongbaoGreeting"
	stAnnexList, stSigner, stDate, stNote          = "TongbaoAnnexList", "TongbaoSigner", "TongbaoDate", "TongbaoNote"
	stSeries, stIssue, stIssuer, stMark            = "TongbaoSeries", "TongbaoIssue", "TongbaoIssuer", "TongbaoMark"
	stAnnexLabel, stAnnexTitle, stLegend           = "TongbaoAnnexLabel", "TongbaoAnnexTitle", "TongbaoLegend"
	stTableTitle, stCell, stCellHead, stTableNotes = "TongbaoTableTitle", "TongbaoCell", "TongbaoCellHead", "TongbaoTableNotes"
	stImprint, stNumber, stEnd                     = "TongbaoImprint", "Footer", "TongbaoEnd"
	stLead                                         = "Heading2Char"
)

func styleList() []style {
	indent := fmt.Sprintf(`<w:ind w:firstLineChars="200" w:firstLine="%d"/>`, twips(2*size3))
	heading := func(n int, role font.Role, alias string) style {
		return style{
			id: fmt.Sprintf("Heading%d", n), name: fmt.Sprintf("heading %d", n), based: "Normal", next: stBody,
			link: fmt.Sprintf("Heading%dChar", n), quick: true,
			para: `<w:keepNext/>` + indent + fmt.Sprintf(`<w:outlineLvl w:val="%d"/>`, n-1), run: rFonts(role),
		}
	}
	character := func(n int, role font.Role, alias string) style {
		return style{
			id: fmt.Sprintf("Heading%dChar", n), name: alias + " 字符", kind: "character",
			link: fmt.Sprintf("Heading%d", n), run: rFonts(role), quick: true,
		}
	}
	return []style{
		// What the defaults say is said once more: LibreOffice looks only here.
		{id: "Normal", name: "Normal", quick: true, para: spread, run: rFonts(font.FangSong) + closer + size(size3)},
		{id: stBody, name: "通报正文", based: "Normal", para: indent, quick: true},
		heading(1, font.Hei, "一级标题"), character(1, font.Hei, "一级标题"),
		heading(2, font.Kai, "二级标题"), character(2, font.Kai, "二级标题"),
		heading(3, font.FangSong, "三级标题"), character(3, font.FangSong, "三级标题"),
		heading(4, font.FangSong, "四级标题"), character(4, font.FangSong, "四级标题"),
		{
			id: stTitle, name: "Title", based: "Normal", next: stGreeting, quick: true,
			para: `<w:keepNext/>` + fmt.Sprintf(`<w:spacing w:before="%d" w:after="0"/><w:jc w:val="center"/>`, 2*lineTwips-belowRule),
			run:  rFonts(font.BiaoSong) + sized(size2),
		},
		{id: stGreeting, name: "主送", based: "Normal", next: stBody, quick: true, para: fmt.Sprintf(`<w:spacing w:before="%d" w:after="0"/>`, lineTwips)},
		{id: stAnnexList, name: "附件说明", based: "Normal", quick: true, para: `<w:keepLines/>`},
		{id: stSigner, name: "署名", based: "Normal", next: stDate, quick: true, para: `<w:keepNext/><w:keepLines/><w:jc w:val="left"/>`},
		{id: stDate, name: "成文日期", based: "Normal", quick: true, para: `<w:keepLines/><w:jc w:val="left"/>`},
		{id: stNote, name: "附注", based: "Normal", quick: true, para: indent},

		{id: stMark, name: "密级", based: "Normal", next: stSeries, quick: true, para: `<w:keepNext/>`, run: rFonts(font.Hei)},
		{
			id: stSeries, name: "红头", based: "Normal", next: stIssue, quick: true,
			para: `<w:keepNext/><w:spacing ` + exact(lineTwips/10.0) + `/><w:jc w:val="center"/>`,
			run:  rFonts(font.BiaoSong) + `<w:color w:val="` + red + `"/>`,
		},
		{id: stIssue, name: "期号", based: "Normal", next: stIssuer, quick: true, para: `<w:keepNext/><w:jc w:val="center"/>`},
		{
			id: stIssuer, name: "发文机关和日期", based: "Normal", next: stTitle, quick: true,
			para: `<w:keepNext/><w:pBdr><w:bottom w:val="single" w:sz="12" w:space="11" w:color="` + red + `"/></w:pBdr>` +
				fmt.Sprintf(`<w:tabs><w:tab w:val="right" w:pos="%d"/></w:tabs>`, textWidth-chars(1)) +
				fmt.Sprintf(`<w:spacing w:before="%d"/><w:ind w:firstLine="%d"/>`, lineTwips, chars(1)),
		},

		{id: stAnnexLabel, name: "附件标号", based: "Normal", next: stAnnexTitle, quick: true, para: `<w:keepNext/>`, run: rFonts(font.Hei)},
		{
			id: stAnnexTitle, name: "附件标题", based: "Normal", quick: true,
			para: `<w:keepNext/>` + fmt.Sprintf(`<w:spacing w:before="%d" w:after="120"/><w:jc w:val="center"/><w:outlineLvl w:val="0"/>`, lineTwips),
			run:  rFonts(font.BiaoSong) + sized(size2),
		},
		{id: stLegend, name: "图例", based: "Normal", quick: true, para: `<w:keepNext/><w:spacing w:after="80" ` + exact(size5*1.32) + `/><w:jc w:val="left"/>`, run: rFonts(font.Song) + sized(size5)},
		{
			id: stTableTitle, name: "表格标题", based: "Normal", quick: true,
			para: `<w:keepNext/>` + fmt.Sprintf(`<w:spacing w:before="%d" w:after="80" %s/><w:jc w:val="center"/>`, lineTwips/2, exact(sizeSmall4*1.32)),
			run:  rFonts(font.Hei) + sized(sizeSmall4),
		},
		{id: stCell, name: "表格文字", based: "Normal", quick: true, para: `<w:widowControl w:val="0"/><w:jc w:val="left"/>`, run: rFonts(font.Song) + sized(size5)},
		{id: stCellHead, name: "表头", based: stCell, quick: true, para: `<w:jc w:val="center"/>`, run: rFonts(font.Hei)},
		{
			id: stTableNotes, name: "表注", based: "Normal", quick: true,
			para: `<w:keepLines/>` + fmt.Sprintf(`<w:spacing %s/><w:ind w:left="%d"/>`, exact(size5*1.45), twips(2*size5)),
			run:  rFonts(font.Song) + sized(size5),
		},

		{id: stImprint, name: "版记", based: "Normal", quick: true, para: `<w:spacing ` + exact(imprintLine) + `/>`, run: sized(size4)},
		{
			id: stNumber, name: "footer", based: "Normal",
			para: fmt.Sprintf(`<w:tabs><w:tab w:val="center" w:pos="%d"/><w:tab w:val="right" w:pos="%d"/></w:tabs>`, textWidth/2, textWidth-twips(size4)) +
				`<w:spacing ` + exact(size4) + `/><w:jc w:val="left"/>`,
			run: rFonts(font.Song) + sized(size4),
		},
		{id: stEnd, name: "分节", based: "Normal", para: `<w:spacing ` + exact(1) + `/>`, run: sized(1)},
	}
}

// imprintLine is the height of a line of the 版记, in points.
const imprintLine = 24

// red and grey are the colours of heads and of the sample's mark.
const (
	red  = "C80000"
	grey = "6E6E6E"
)

// spread: no mark hangs outside the type area, no space parts digits from
// characters; the lines have the grid's pitch. They are not snapped to it: 28
// characters of 三号 on a grid need a pitch below their size, at which
// LibreOffice gives each two places.
var spread = fmt.Sprintf(`<w:widowControl/><w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="%d" w:lineRule="exact"/><w:jc w:val="both"/>`, lineTwips)

// closer sets 三号 at the pitch of the PDF, 15.75 pt.
const closer = `<w:snapToGrid w:val="0"/><w:spacing w:val="-5"/>`

// sized is another size than that of the body.
func sized(points float64) string { return `<w:spacing w:val="0"/>` + size(points) }

func stylesPart() string {
	var b strings.Builder
	b.WriteString(declaration + `<w:styles xmlns:w="` + nsMain + `"><w:docDefaults><w:rPrDefault><w:rPr>` +
		rFonts(font.FangSong) + closer + size(size3) + `<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>` +
		`<w:pPrDefault><w:pPr>` + spread + `</w:pPr></w:pPrDefault></w:docDefaults>`)
	for _, s := range styleList() {
		kind := "paragraph"
		if s.kind != "" {
			kind = s.kind
		}
		own := ""
		if s.id == "Normal" {
			own = ` w:default="1"`
		} else if strings.HasPrefix(s.id, "Tongbao") {
			own = ` w:customStyle="1"`
		}
		fmt.Fprintf(&b, `<w:style w:type="%s"%s w:styleId="%s"><w:name w:val="%s"/>`, kind, own, s.id, s.name)
		for _, ref := range []struct{ name, id string }{{"basedOn", s.based}, {"next", s.next}, {"link", s.link}} {
			if ref.id != "" {
				fmt.Fprintf(&b, `<w:%s w:val="%s"/>`, ref.name, ref.id)
			}
		}
		if s.quick {
			b.WriteString(`<w:qFormat/>`)
		}
		if s.para != "" {
			b.WriteString(`<w:pPr>` + s.para + `</w:pPr>`)
		}
		if s.run != "" {
			b.WriteString(`<w:rPr>` + s.run + `</w:rPr>`)
		}
		b.WriteString(`</w:style>`)
	}
	b.WriteString(`<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/>` +
		`<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>`)
	return b.String()
}
