package docx

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"math"
	"strings"

	"tongbao/reports/page"
)

// declaration begins every part.
const declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// twips are points in twentieths, as Word measures.
func twips(points float64) int { return int(math.Round(points * 20)) }

// escape is text for an element or a quoted attribute.
func escape(text string) string {
	var b bytes.Buffer
	if err := xml.EscapeText(&b, []byte(text)); err != nil { // writing to memory does not fail
		return ""
	}
	return b.String()
}

// run is text of one look; format are its properties in the schema's order, ""
// for those of the paragraph's style. The hint makes marks that Latin and
// Chinese writing share (“”—…) Chinese ones.
func run(format, text string) string {
	text = page.Clean(text)
	if text == "" {
		return ""
	}
	var b strings.Builder
	for i, line := range strings.Split(text, "\n") {
		b.WriteString(`<w:r>`)
		b.WriteString(runFormat(format))
		if i > 0 {
			b.WriteString(`<w:br/>`)
		}
		fmt.Fprintf(&b, `<w:t xml:space="preserve">%s</w:t></w:r>`, escape(line))
	}
	return b.String()
}

// runFormat adds the hint to properties of a run.
func runFormat(format string) string {
	const hint = `w:hint="eastAsia"`
	if strings.Contains(format, `<w:rFonts `) {
		format = strings.Replace(format, `<w:rFonts `, `<w:rFonts `+hint+` `, 1)
	} else if style, rest, ok := strings.Cut(format, `/>`); ok && strings.HasPrefix(style, `<w:rStyle `) {
		format = style + `/><w:rFonts ` + hint + `/>` + rest
	} else {
		format = `<w:rFonts ` + hint + `/>` + format
	}
	return `<w:rPr>` + format + `</w:rPr>`
}

// tab moves to the next tab stop.
const tab = `<w:r><w:tab/></w:r>`

// ems is about how wide text is, in characters: Latin ones are half as wide.
func ems(text string) float64 {
	halves := 0
	for _, r := range page.Clean(text) {
		if r < 0x2000 && r != '×' && r != '·' {
			halves++
		} else {
			halves += 2
		}
	}
	return float64(halves) / 2
}
