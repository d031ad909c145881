package page_test

import (
	"strings"
	"unicode"
)

// visible is what of a text must be set: all but blanks, controls and
// characters that are invisible by nature.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r), unicode.Is(unicode.Cf, r),
			unicode.Is(unicode.Variation_Selector, r), r == '\u034F':
			return -1
		}
		return r
	}, text)
}
