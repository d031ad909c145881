// Package docx writes a book as a Word document: the words of the PDF in real
// styles, on a page of the same measures, for an office that has to work on
// them further. Word breaks its lines and pages itself.
//
// The elements are those of ECMA-376 part 1 (transitional), each in the order
// of its schema: Word calls a document damaged where they are in another.
package docx

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"tongbao/reports/opc"
	"tongbao/reports/page"
)

// Meta are the document's properties.
type Meta struct {
	Title, Author, Subject string
	Created                time.Time
}

const (
	nsMain      = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	nsRelations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	nsPackage   = "http://schemas.openxmlformats.org/package/2006"
	officeTypes = "application/vnd.openxmlformats-officedocument.wordprocessingml."
)

// spaces are the namespaces of parts that hold text.
const spaces = `xmlns:w="` + nsMain + `" xmlns:r="` + nsRelations + `"` +
	` xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"` +
	` xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"` +
	` xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"` +
	` xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"` +
	` xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"` +
	` xmlns:v="urn:schemas-microsoft-com:vml"`

// Write writes a book. The same book and properties give the same bytes.
func Write(to io.Writer, book *page.Book, m Meta) error {
	w := &writer{book: book, now: section{from: nextPage}, anchors: newAnchors(book)}
	p := parts{z: opc.NewWriter(to, nil)}
	document := w.document()
	p.add("word/document.xml", officeTypes+"document.main+xml", document)
	p.add("word/styles.xml", officeTypes+"styles+xml", stylesPart())
	p.add("word/fontTable.xml", officeTypes+"fontTable+xml", fontTable())
	p.add("word/settings.xml", officeTypes+"settings+xml", settings)
	for _, f := range w.footers() {
		p.add("word/"+f.name(), officeTypes+"footer+xml", f.part(book.Footer))
	}
	for _, light := range w.lights {
		data, err := picture(light)
		if err != nil {
			return fmt.Errorf("draw a light: %w", err)
		}
		p.add("word/"+imageName(light), "", string(data))
	}
	p.add("word/_rels/document.xml.rels", "", w.relationships())
	p.add("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml", core(m))
	p.add("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml", application(m))
	p.add("_rels/.rels", "", packageRelations)
	p.add("[Content_Types].xml", "", p.contentTypes())
	if p.err == nil {
		p.err = p.z.Close()
	}
	if p.err != nil {
		return fmt.Errorf("write the bulletin's Word document: %w", p.err)
	}
	return nil
}

// parts are the parts of the package; the first error stays.
type parts struct {
	z     *opc.Writer
	types string // of the parts so far
	err   error
}

// add adds a part; kind is its media type, "" where its ending tells it.
func (p *parts) add(name, kind, text string) {
	if p.err != nil {
		return
	}
	to, err := p.z.Create(name)
	if err == nil {
		_, err = io.WriteString(to, text)
	}
	if err != nil {
		p.err = fmt.Errorf("part %s: %w", name, err)
	}
	if kind != "" {
		p.types += `<Override PartName="/` + name + `" ContentType="` + kind + `"/>`
	}
}

func (p *parts) contentTypes() string {
	return declaration + `<Types xmlns="` + nsPackage + `/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>` +
		p.types + `</Types>`
}

const packageRelations = declaration + `<Relationships xmlns="` + nsPackage + `/relationships">` +
	`<Relationship Id="rId1" Type="` + nsRelations + `/officeDocument" Target="word/document.xml"/>` +
	`<Relationship Id="rId2" Type="` + nsPackage + `/relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
	`<Relationship Id="rId3" Type="` + nsRelations + `/extended-properties" Target="docProps/app.xml"/></Relationships>`

// relationships are those of the document; a part's id is its name's stem.
func (w *writer) relationships() string {
	out := declaration + `<Relationships xmlns="` + nsPackage + `/relationships">`
	add := func(id, kind, target string) {
		out += `<Relationship Id="` + id + `" Type="` + nsRelations + `/` + kind + `" Target="` + target + `"/>`
	}
	add("styles", "styles", "styles.xml")
	add("fonts", "fontTable", "fontTable.xml")
	add("settings", "settings", "settings.xml")
	for _, f := range w.footers() {
		add(f.id(), "footer", f.name())
	}
	for _, light := range w.lights {
		add(imageID(light), "image", imageName(light))
	}
	return out + `</Relationships>`
}

// settings: odd and even pages have feet of their own, marks are squeezed, and
// a line that a hand broke is not spread (the schema's order).
const settings = declaration + `<w:settings xmlns:w="` + nsMain + `"><w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>` +
	`<w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/><w:drawingGridVerticalSpacing w:val="579"/>` +
	`<w:characterSpacingControl w:val="compressPunctuation"/>` +
	`<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:useFELayout/>` +
	`<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>` +
	`<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>`

func core(m Meta) string {
	at := m.Created.UTC().Format(time.RFC3339)
	return declaration + `<cp:coreProperties xmlns:cp="` + nsPackage + `/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"` +
		` xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		fmt.Sprintf(`<dc:title>%s</dc:title><dc:subject>%s</dc:subject><dc:creator>%s</dc:creator><cp:lastModifiedBy>%[3]s</cp:lastModifiedBy><cp:revision>1</cp:revision>`+
			`<dcterms:created xsi:type="dcterms:W3CDTF">%[4]s</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">%[4]s</dcterms:modified><dc:language>zh-CN</dc:language>`,
			escape(m.Title), escape(m.Subject), escape(m.Author), at) + `</cp:coreProperties>`
}

func application(m Meta) string {
	return declaration + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">` +
		`<Application>Tongbao</Application><Company>` + escape(m.Author) + `</Company></Properties>`
}

// imageID and imageName are a light's picture in the package.
func imageID(l page.Light) string   { return "light" + strconv.Itoa(int(l)) }
func imageName(l page.Light) string { return "media/" + imageID(l) + ".png" }
