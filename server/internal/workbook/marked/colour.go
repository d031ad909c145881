package marked

import (
	"fmt"
	"strconv"
	"strings"

	"tongbao/server/ledger"
)

// A mark's colour says by its last bits which of the fills in the record stood
// there before: the colour stays with the cell when rows are moved and when
// another program renumbers the styles, and no eye can tell its shades apart.
// Errors are FEC0C0 to FECFCF, warnings FEE090 to FEEF9F, which no palette has.
const shades = 256

// colour is the colour of a mark; shade is from 0 to shades-1.
func colour(s ledger.Severity, shade int) string {
	green, blue := 0xC0, 0xC0
	if s == ledger.SeverityWarning {
		green, blue = 0xE0, 0x90
	}
	return fmt.Sprintf("FFFE%02X%02X", green+shade>>4, blue+shade&15)
}

// shadeOf reads a mark's colour, false when it is none.
func shadeOf(rgb string) (int, bool) {
	if len(rgb) == 8 {
		rgb = rgb[2:]
	}
	v, err := strconv.ParseUint(rgb, 16, 32)
	if err != nil || len(rgb) != 6 {
		return 0, false
	}
	switch v &^ 0x0F0F {
	case 0xFEC0C0, 0xFEE090:
		return int(v>>8&15<<4 | v&15), true
	}
	return 0, false
}

// markFill is the fill of a mark.
func markFill(s ledger.Severity, shade int, prefix string) string {
	return withPrefix(`<fill><patternFill patternType="solid"><fgColor rgb="`+colour(s, shade)+
		`"/><bgColor indexed="64"/></patternFill></fill>`, prefix)
}

// markOf reads a fill, false when it is no mark's.
func markOf(fill string) (shade int, ok bool) {
	n, err := parse([]byte(fill))
	if err != nil {
		return 0, false
	}
	n.find("fgColor", func(k *node) {
		rgb, _ := k.attr("rgb")
		if s, is := shadeOf(rgb); is {
			shade, ok = s, true
		}
	})
	return shade, ok
}

// withPrefix gives every element of a fragment a prefix.
func withPrefix(fragment, prefix string) string {
	if prefix == "" {
		return fragment
	}
	return strings.NewReplacer("</", "</"+prefix, "<", "<"+prefix).Replace(fragment)
}

// withoutPrefix takes the prefix away again.
func withoutPrefix(fragment, prefix string) string {
	if prefix == "" {
		return fragment
	}
	return strings.NewReplacer("</"+prefix, "</", "<"+prefix, "<").Replace(fragment)
}
