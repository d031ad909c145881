package plain

import (
	"fmt"
	"strings"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/workbook/markup"
)

// area is where on a sheet a cell stands.
type area int

// The areas of a sheet: lines above the table, its head, its body, and the
// first line, which is the title.
const (
	lineArea area = iota
	bodyArea
	headArea
	titleArea
	areas
)

// formats are the number formats of cells, by their places; custom ones have
// numbers from 164.
var formats = []struct {
	id   int
	code string // of a custom one
}{
	general: {0, ""}, text: {49, ""}, long: {1, ""}, percent: {9, ""}, fraction: {10, ""},
	date: {164, "yyyy-mm-dd"}, month: {165, `yyyy"年"m"月"`},
}

const (
	general  = iota
	text     // @
	long     // 0: more digits than General shows
	percent  // 0%
	fraction // 0.00%
	date
	month
)

// styleOf is the cell format for an area and a number format.
func styleOf(a area, format int) int { return 1 + int(a)*len(formats) + format }

// likeValues begin texts that a program would take for a number, a date or a
// formula once their cell is edited. Other texts leave their cell open for the
// number that a clerk may put in their place.
const likeValues = "0123456789=+-@.%¥$("

// longDigits is from how many digits on General shows 1.2E+11.
const longDigits = 12

// formatOf is the number format that shows a cell as it was seen.
func formatOf(c grid.Cell) int {
	switch {
	case c.Kind == grid.Text && strings.IndexAny(strings.TrimSpace(c.Text), likeValues) == 0:
		return text
	case c.Kind == grid.Date && c.MonthOnly:
		return month
	case c.Kind == grid.Date:
		return date
	case c.Percent && strings.Contains(c.Text, "."):
		return fraction
	case c.Percent:
		return percent
	case c.Kind == grid.Number && len(c.Text) >= longDigits && !strings.Contains(c.Text, "."):
		return long
	}
	return general
}

// styleSheet is the part of styles: format 0 is the default, the others are as
// styleOf numbers them.
func styleSheet() string {
	const face = `<name val="宋体"/><charset val="134"/>`
	looks := [areas]struct {
		font, fill, border int
		align              string
	}{
		lineArea:  {0, 0, 0, `vertical="center"`},
		bodyArea:  {0, 0, 1, `vertical="center" wrapText="1"`},
		headArea:  {1, 2, 1, `horizontal="center" vertical="center" wrapText="1"`},
		titleArea: {2, 0, 0, `horizontal="centerContinuous" vertical="center"`},
	}
	var b strings.Builder
	b.WriteString(`<styleSheet xmlns="` + mainNS + `"><numFmts count="2">`)
	for _, f := range formats {
		if f.code != "" {
			fmt.Fprintf(&b, `<numFmt numFmtId="%d" formatCode="%s"/>`, f.id, markup.Escape(f.code))
		}
	}
	b.WriteString(`</numFmts><fonts count="3"><font><sz val="11"/>` + face + `</font><font><b/><sz val="11"/>` + face + `</font><font><b/><sz val="16"/>` + face + `</font></fonts>` +
		`<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>` +
		`<fill><patternFill patternType="solid"><fgColor rgb="FFDDEBF7"/><bgColor indexed="64"/></patternFill></fill></fills>` +
		`<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>`)
	for _, side := range []string{"left", "right", "top", "bottom"} {
		fmt.Fprintf(&b, `<%s style="thin"><color rgb="FF7F7F7F"/></%s>`, side, side)
	}
	fmt.Fprintf(&b, `<diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>`+
		`<cellXfs count="%d"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>`, 1+int(areas)*len(formats))
	for _, l := range looks {
		for _, f := range formats {
			fmt.Fprintf(&b, `<xf numFmtId="%d" fontId="%d" fillId="%d" borderId="%d" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment %s/></xf>`,
				f.id, l.font, l.fill, l.border, l.align)
		}
	}
	b.WriteString(`</cellXfs><cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>`)
	return b.String()
}
