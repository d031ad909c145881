package pdf

import (
	"crypto/sha256"
	"fmt"
	"math"
	"slices"
	"strconv"
	"unicode"
	"unicode/utf16"

	"tongbao/reports/font"
	"tongbao/reports/page"
)

// sort is one character of a face as it is set: what it says and what is
// drawn, which differ where 〓 stands for a character that no face has.
type sort struct{ says, drawn rune }

// fontUse is a face with the sorts a document sets in it. A sort's number is
// its glyph in the embedded font and its code in the pages.
type fontUse struct {
	role   font.Role
	face   *font.Face
	sorts  []sort          // number i+1
	number map[sort]uint16 // from 1
	// plain are the numbers of characters that are drawn as they say, by the
	// character without its last byte; 0 where none is known.
	plain [unicode.MaxRune>>8 + 1]*[256]uint16
}

// fonts are the faces of a document, each with what it uses of them.
type fonts struct {
	faces *font.Faces
	used  []*fontUse // by role, nil where none is
}

func newFonts(faces *font.Faces) *fonts { return &fonts{faces: faces} }

// use is a face's entry, made when it is first asked for.
func (f *fonts) use(role font.Role) *fontUse {
	for len(f.used) <= int(role) {
		f.used = append(f.used, nil)
	}
	if f.used[role] == nil {
		f.used[role] = &fontUse{role: role, face: f.faces.Face(role), number: map[sort]uint16{}}
	}
	return f.used[role]
}

// encode appends the codes of a text, four hexadecimal digits each. A
// character that the face does not draw is passed over: package page has put
// another in its place.
func (u *fontUse) encode(out []byte, t page.Text) []byte {
	drawn := []rune(t.Drawn)
	i := 0
	for _, r := range t.Text {
		n := uint16(0)
		if i < len(drawn) {
			n = u.code(sort{r, drawn[i]})
		} else {
			n = u.plainCode(r)
		}
		if i++; n > 0 {
			const hex = "0123456789ABCDEF"
			out = append(out, hex[n>>12], hex[n>>8&15], hex[n>>4&15], hex[n&15])
		}
	}
	return out
}

// plainCode is the number of a character that is drawn as it says.
func (u *fontUse) plainCode(r rune) uint16 {
	if u.plain[r>>8] == nil {
		u.plain[r>>8] = new([256]uint16)
	}
	n := &u.plain[r>>8][r&0xFF]
	if *n == 0 {
		*n = u.code(sort{r, r})
	}
	return *n
}

// code is a sort's number, 0 when the face does not draw it.
func (u *fontUse) code(s sort) uint16 {
	n, ok := u.number[s]
	if !ok {
		if u.face.Has(s.drawn) && len(u.sorts) < 0xFFFE {
			u.sorts = append(u.sorts, s)
			n = uint16(len(u.sorts))
		}
		u.number[s] = n
	}
	return n
}

// resource is the name under which pages call the face.
func (u *fontUse) resource() string { return "/F" + strconv.Itoa(int(u.role)) }

// embed adds the face, cut down to its sorts, to the file and returns the
// number of its font object (ISO 32000-1, 9.7).
func (u *fontUse) embed(f *file) (int, error) {
	drawn := make([]rune, len(u.sorts))
	for i, s := range u.sorts {
		drawn[i] = s.drawn
	}
	data, err := u.face.Subset(drawn)
	if err != nil {
		return 0, fmt.Errorf("subset %s: %w", u.role, err)
	}
	name := subsetTag(data) + "+Tongbao-" + u.role.String()
	m := u.face.Metrics()
	program := f.add(f.stream(fmt.Sprintf("/Length1 %d", len(data)), data))
	descriptor := f.add(fmt.Appendf(nil,
		"<< /Type /FontDescriptor /FontName /%s /Flags 4 /FontBBox [%d %d %d %d] /ItalicAngle 0 /Ascent %d /Descent %d /CapHeight %d /StemV %d /FontFile2 %d 0 R >>",
		name, m.XMin, m.YMin, m.XMax, m.YMax, m.Ascent, m.Descent, m.CapHeight, m.StemV, program))
	descendant := f.add(fmt.Appendf(nil,
		"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor %d 0 R /CIDToGIDMap /Identity /DW 1000 /W [%s] >>",
		name, descriptor, u.widths()))
	unicodes := f.add(f.stream("", u.toUnicode()))
	return f.add(fmt.Appendf(nil,
		"<< /Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R >>",
		name, descendant, unicodes)), nil
}

// subsetTag are the six capitals that mark a font cut down (ISO 32000-1,
// 9.6.4), made of what it holds.
func subsetTag(data []byte) string {
	sum := sha256.Sum256(data)
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	return string(tag)
}

// widths are the advances that are not a full square, in thousandths of an em.
func (u *fontUse) widths() []byte {
	var out []byte
	last := 0
	for i, s := range u.sorts {
		width := int(math.Round(1000 * u.face.Advance(s.drawn)))
		if width == 1000 {
			continue
		}
		switch {
		case last == 0 || last != i:
			if last > 0 {
				out = append(out, ']')
			}
			out = strconv.AppendInt(out, int64(i+1), 10)
			out = append(out, '[')
		default:
			out = append(out, ' ')
		}
		out = strconv.AppendInt(out, int64(width), 10)
		last = i + 1
	}
	if last > 0 {
		out = append(out, ']')
	}
	return out
}

// toUnicode is the map from codes back to what they say (ISO 32000-1, 9.10.3).
func (u *fontUse) toUnicode() []byte {
	out := []byte("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	const most = 100 // entries of one block
	code := 0
	for block := range slices.Chunk(u.sorts, most) {
		out = fmt.Appendf(out, "%d beginbfchar\n", len(block))
		for _, s := range block {
			code++
			out = fmt.Appendf(out, "<%04X> <", code)
			for _, unit := range utf16.Encode([]rune{s.says}) {
				out = fmt.Appendf(out, "%04X", unit)
			}
			out = append(out, ">\n"...)
		}
		out = append(out, "endbfchar\n"...)
	}
	return append(out, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"...)
}
