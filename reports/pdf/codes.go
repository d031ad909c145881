package pdf

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jung-kurt/gofpdf"

	"tongbao/reports/font"
	"tongbao/reports/page"
)

// privateUse is where the codes begin that stand for characters beyond
// U+FFFF, which the PDF library cannot write.
const privateUse = 0xE000

// codes are, by face, the characters a book uses and the codes they are
// written with.
type codes map[font.Role]*faceCodes

type faceCodes struct {
	name    string
	code    map[rune]rune // character → code
	subset  map[rune]rune // code → character
	private rune
}

// collect finds the characters of a book by face.
func collect(book *page.Book) codes {
	used := map[font.Role]map[rune]bool{}
	for _, p := range book.Pages {
		for _, t := range p.Texts {
			chars := used[t.Face]
			if chars == nil {
				chars = map[rune]bool{}
				used[t.Face] = chars
			}
			for _, r := range drawn(t) {
				chars[r] = true
			}
		}
	}
	all := codes{}
	for role, chars := range used {
		fc := &faceCodes{
			name: strings.ToLower(role.String()), private: privateUse,
			code: make(map[rune]rune, len(chars)), subset: make(map[rune]rune, len(chars)),
		}
		for _, r := range slices.Sorted(maps.Keys(chars)) {
			if !book.Faces.Face(role).Has(r) {
				continue
			}
			code := r
			if r >= 0xFFFF || r >= privateUse && r < 0xF900 {
				code = fc.private
				fc.private++
			}
			fc.code[r], fc.subset[code] = code, r
		}
		all[role] = fc
	}
	return all
}

func drawn(t page.Text) string {
	if t.Drawn != "" {
		return t.Drawn
	}
	return t.Text
}

// encode gives the string to hand to the library, and whether it differs from
// what the text says, so that the text itself must be kept beside it.
func (c codes) encode(t page.Text) (encoded string, differs bool) {
	var b strings.Builder
	for _, r := range drawn(t) {
		code, ok := c[t.Face].code[r]
		if !ok {
			continue
		}
		b.WriteRune(code)
	}
	encoded = b.String()
	return encoded, encoded != t.Text
}

// addFonts hands the library one small font for each face. It writes into the
// bytes it is given, so they are a copy of its own.
func addFonts(doc *gofpdf.Fpdf, faces *font.Faces, c codes) error {
	for _, role := range slices.Sorted(maps.Keys(c)) {
		if len(c[role].subset) == 0 {
			continue
		}
		sub, err := faces.Face(role).Subset(c[role].subset)
		if err != nil {
			return fmt.Errorf("subset %s: %w", role, err)
		}
		doc.AddUTF8FontFromBytes(c[role].name, "", bytes.Clone(sub))
	}
	return doc.Error()
}
