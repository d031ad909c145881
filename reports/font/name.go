package font

import (
	"strings"
	"unicode"
	"unicode/utf16"
)

// Numbers of the name table (OpenType, name).
const (
	nameFull    = 4
	nameFamily  = 1
	langChinese = 0x0804
	langEnglish = 0x0409
)

// Name is what the font calls itself, in Chinese where it does: 方正小标宋简体.
// "" when it has no name that can be read.
func (f *Face) Name() string {
	t := &table{data: f.tables["name"]}
	best, rank := "", 0
	strs := t.u16(4)
	for i := range t.u16(2) {
		at := 6 + 12*i
		platform, lang, id := t.u16(at), t.u16(at+4), t.u16(at+6)
		if t.cut {
			return best
		}
		if platform != 3 || id != nameFull && id != nameFamily {
			continue
		}
		score := 1
		switch lang {
		case langChinese:
			score = 5
		case langEnglish:
			score = 3
		}
		if id == nameFull {
			score++
		}
		if score <= rank {
			continue
		}
		if s := t.utf16(strs+t.u16(at+10), t.u16(at+8)); s != "" {
			best, rank = s, score
		}
	}
	return best
}

// maxName is how much of a name is shown.
const maxName = 60

// utf16 is a string of size bytes, without what cannot be seen.
func (t *table) utf16(at, size int) string {
	if at < 0 || at+size > len(t.data) {
		return ""
	}
	units := make([]uint16, 0, size/2)
	for i := at; i+1 < at+size; i += 2 {
		units = append(units, uint16(t.u16(i)))
	}
	text := []rune(strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsGraphic(r) && r != unicode.ReplacementChar {
			return r
		}
		return -1
	}, string(utf16.Decode(units)))))
	return string(text[:min(len(text), maxName)])
}
