package layout

import (
	"strings"
	"unicode"

	"tongbao/reports/bulletin"
	"tongbao/reports/font"
)

// A text of which 仿宋 lacks more than this is set in Song as a whole: single
// characters of another face among the others dot the page. A rare character
// in a name stays alone.
const (
	strayCharacters = 2
	strayShare      = 0.05
)

// uneven reports whether 仿宋 lacks so much of a text that it would look
// dotted, as one in traditional script.
func uneven(text string, faces *font.Faces) bool {
	if !faces.Has(font.FangSong) {
		return false
	}
	face := faces.Face(font.FangSong)
	all, lacking := 0, 0
	for _, r := range text {
		if !unicode.Is(unicode.Han, r) {
			continue
		}
		all++
		if !face.Has(r) {
			lacking++
		}
	}
	return lacking > strayCharacters && float64(lacking) > strayShare*float64(all)
}

// bodyText is what of a document 仿宋 sets.
func bodyText(doc bulletin.Document) string {
	var b strings.Builder
	b.WriteString(doc.Greeting)
	b.WriteString(doc.Opening.Text())
	for _, section := range doc.Sections {
		for _, p := range section.Paragraphs {
			b.WriteString(p.Text())
		}
	}
	return b.String()
}
