package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/xml"
	"fmt"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// utf16Text is a PDF text string: UTF-16, big-endian, with its mark. The
// library's own conversion loses characters beyond U+FFFF.
func utf16Text(s string) string {
	out := []byte{0xFE, 0xFF}
	for _, u := range utf16.Encode([]rune(s)) {
		out = binary.BigEndian.AppendUint16(out, u)
	}
	return string(out)
}

// outlineText prepares a title for the library's outline: it converts
// sequences of up to three bytes to UTF-16 one by one, so that a character
// beyond U+FFFF arrives whole when it comes as two surrogates of three bytes.
func outlineText(s string) string {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		if utf16.IsSurrogate(rune(u)) {
			out = append(out, 0xE0|byte(u>>12), 0x80|byte(u>>6)&0x3F, 0x80|byte(u)&0x3F)
		} else {
			out = utf8.AppendRune(out, rune(u))
		}
	}
	return string(out)
}

// xmp is the metadata stream: the only place in which the library lets a
// document name its language.
func xmp(m Meta) []byte {
	escape := func(s string) string {
		var b bytes.Buffer
		if err := xml.EscapeText(&b, []byte(s)); err != nil { // writing to memory does not fail
			return ""
		}
		return b.String()
	}
	created := m.Created.Format(time.RFC3339)
	return fmt.Appendf(nil, "<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"+
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">`+
		`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">`+
		`<dc:format>application/pdf</dc:format>`+
		`<dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>`+
		`<dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator>`+
		`<dc:description><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:description>`+
		`<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>`+
		`<xmp:CreateDate>%s</xmp:CreateDate><xmp:ModifyDate>%s</xmp:ModifyDate><pdf:Producer>%s</pdf:Producer>`+
		"</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>",
		escape(m.Title), escape(m.Author), escape(m.Subject), language, created, created, producer)
}

// version is that of what the file uses: metadata streams and the actual text
// of a glyph came after 1.3, which the library writes.
const version = "%PDF-1.7"

// finish completes what the library leaves out: the catalog's links to the
// metadata and its language, and the file's identifier. The catalog is the
// last object, and the metadata stands two objects before it, so that no
// offset but that of the cross-reference table moves.
func finish(pdf []byte) []byte {
	const catalog = "/Type /Catalog\n"
	at := bytes.LastIndex(pdf, []byte(catalog))
	start := bytes.LastIndex(pdf, []byte("startxref\n"))
	if at < 0 || start < at {
		return pdf
	}
	var object, generation, offset int
	head := pdf[bytes.LastIndex(pdf[:at], []byte("endobj\n"))+len("endobj\n"):]
	if _, err := fmt.Sscanf(string(head[:min(20, len(head))]), "%d %d obj", &object, &generation); err != nil {
		return pdf
	}
	if _, err := fmt.Sscanf(string(pdf[start:]), "startxref\n%d", &offset); err != nil {
		return pdf
	}
	at += len(catalog)
	extra := fmt.Sprintf("/Metadata %d 0 R\n/Lang (%s)\n/ViewerPreferences <</DisplayDocTitle true>>\n", object-2, language)
	sum := sha256.Sum256(pdf)
	trailer := bytes.LastIndex(pdf, []byte("trailer\n<<\n")) + len("trailer\n<<\n")

	out := make([]byte, 0, len(pdf)+300)
	out = append(out, pdf[:at]...)
	copy(out, version)
	out = append(out, extra...)
	out = append(out, pdf[at:trailer]...)
	out = fmt.Appendf(out, "/ID [<%x> <%x>]\n", sum[:16], sum[:16])
	out = append(out, pdf[trailer:start]...)
	return fmt.Appendf(out, "startxref\n%d\n%%%%EOF\n", offset+len(extra))
}
