package pdf

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"fmt"
	"strings"
	"time"
	"unicode/utf16"
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

// hexText is the same as a hexadecimal string, brackets included.
func hexText(s string) string { return fmt.Sprintf("<%X>", utf16Text(s)) }

// xmp is what the document says of itself in its metadata stream (ISO
// 16684-1), its language too.
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

// catalog completes the file: its metadata and language, the outline that the
// library wrote, and the attached file (ISO 32000-1, 7.7.2).
func (f *file) catalog(m Meta) {
	var outlines int
	written := *f.object(f.root)
	if at := bytes.Index(written, []byte("/Outlines ")); at >= 0 {
		if _, err := fmt.Sscanf(string(written[at:]), "/Outlines %d 0 R", &outlines); err != nil {
			outlines = 0
		}
	}
	metadata := xmp(m)
	stream := f.add(fmt.Appendf(nil, "<< /Type /Metadata /Subtype /XML /Length %d >>\nstream\n%s\nendstream", len(metadata), metadata))
	out := fmt.Appendf(nil, "<< /Type /Catalog /Pages 1 0 R /Lang (%s) /Metadata %d 0 R /ViewerPreferences << /DisplayDocTitle true >>", language, stream)
	if outlines > 0 {
		out = fmt.Appendf(out, " /Outlines %d 0 R /PageMode /UseOutlines", outlines)
	}
	if a := m.Attachment; a != nil {
		spec := f.attach(*a, m.Created)
		out = fmt.Appendf(out, " /Names << /EmbeddedFiles << /Names [%s %d 0 R] >> >>", hexText(a.Name), spec)
	}
	*f.object(f.root) = append(out, " >>"...)
}

// attach puts a file into the document and returns the number of its
// specification (ISO 32000-1, 7.11.4). The library's own way moves the pages
// away from where its outline looks for them. The entry AFRelationship is of
// ISO 32000-2: in a file of version 1.7 strict readers refuse it.
func (f *file) attach(a Attachment, at time.Time) int {
	stream := fmt.Appendf(nil, "<< /Type /EmbeddedFile /Subtype /%s /Params << /Size %d /ModDate (%s) >> /Length %d >>\nstream\n",
		strings.ReplaceAll(a.MIME, "/", "#2F"), len(a.Data), at.Format("D:20060102150405-07'00'"), len(a.Data))
	stream = append(append(stream, a.Data...), "\nendstream"...)
	data := f.add(stream)
	name := hexText(a.Name)
	return f.add(fmt.Appendf(nil, "<< /Type /Filespec /F %s /UF %s /EF << /F %d 0 R /UF %d 0 R >> /Desc %s >>",
		name, name, data, data, hexText(a.Description)))
}
