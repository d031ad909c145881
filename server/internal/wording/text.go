// Package wording reads the words of Chinese official prose: numbers, targets,
// milestones, deadlines, units and verdicts as clerks and notices write them.
// It is pure and never fails: what it does not understand it leaves out or
// reports as a Doubt, and no input makes it panic or take more than linear time.
package wording

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// simplifiedOf holds the simplified character of every traditional one by its
// place after firstHan, 0 for characters that are written alike.
var simplifiedOf = func() *[lastHan - firstHan + 1]rune {
	var table [lastHan - firstHan + 1]rune
	var from rune
	for _, r := range scriptPairs {
		if from == 0 {
			from = r
			continue
		}
		table[from-firstHan], from = r, 0
	}
	return &table
}()

// The characters that have two scripts.
const (
	firstHan = 0x3400
	lastHan  = 0x9FFF
)

// Fold writes full-width letters, digits and punctuation in half width and odd
// spaces as plain ones. It keeps the number of characters, but for marks without
// width, which it drops.
func Fold(s string) string {
	return strings.Map(foldRune, s)
}

// foldRune is one folded character, or -1 for one without width.
func foldRune(r rune) rune {
	switch {
	case r >= firstHan && r <= lastHan || r > ' ' && r <= '~':
		return r
	case r >= '！' && r <= '～':
		return r - '！' + '!'
	case r >= 0x200B && r <= 0x200D || r == 0xFEFF || r == 0x2060 || r == 0x00AD:
		return -1
	case r == '\n' || r == '\t':
		return r
	case r == '\r' || r == '\v' || r == '\f' || r == 0x2028 || r == 0x2029 || r == 0x85:
		return '\n'
	case unicode.IsSpace(r):
		return ' '
	}
	switch r {
	case '〔', '［':
		return '['
	case '〕', '］':
		return ']'
	case '﹪':
		return '%'
	case '﹣', '−':
		return '-'
	}
	return r
}

// Simplify writes traditional characters as simplified ones, one for one.
func Simplify(s string) string {
	return strings.Map(simplifyRune, s)
}

func simplifyRune(r rune) rune {
	if r >= firstHan && r <= lastHan && simplifiedOf[r-firstHan] != 0 {
		return simplifiedOf[r-firstHan]
	}
	return r
}

// Plain is s folded and simplified: the form in which words are looked for.
func Plain(s string) string { return strings.Map(plainRune, s) }

func plainRune(r rune) rune { return simplifyRune(foldRune(r)) }

// Squeeze is Plain without white space: the form in which whole cells are
// compared.
func Squeeze(s string) string { return strings.Map(squeezeRune, s) }

func squeezeRune(r rune) rune {
	if r = plainRune(r); unicode.IsSpace(r) {
		return -1
	}
	return r
}

// Short is Squeeze of a text of at most 8 characters, and "" for a longer one:
// enough for the words of which a whole cell may consist, however long the cells
// are that it is asked of.
func Short(s string) string {
	const most = 8
	var room [4 * most]byte
	word, n := room[:0], 0
	for _, r := range s {
		if r = squeezeRune(r); r < 0 {
			continue
		}
		if n++; n > most {
			return ""
		}
		word = utf8.AppendRune(word, r)
	}
	return string(word)
}

// Key is s as compared with other headers and names: folded, simplified, lower
// case, without spaces, line breaks and punctuation.
func Key(s string) string {
	return strings.Map(keyRune, s)
}

func keyRune(r rune) rune {
	switch r = plainRune(r); {
	case r >= firstHan && r <= lastHan, r >= '0' && r <= '9', r == '%':
		return r
	case r < 0 || unicode.IsSpace(r) || unicode.IsPunct(r) || unicode.IsSymbol(r):
		return -1
	}
	return unicode.ToLower(r)
}
