// Package markup writes the pieces of SpreadsheetML (ECMA-376 part 1) that more
// than one writer of workbooks needs.
package markup

import (
	"regexp"
	"strconv"
	"strings"
)

// Head begins every part.
const Head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// Escape is a text for an attribute or for content, without what XML 1.0 does
// not permit.
func Escape(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xfffe || r == 0xffff || r == 0xfffd {
			return -1
		}
		return r
	}, s)
	return escaper.Replace(s)
}

// longest is how many characters Excel allows in a cell.
const longest = 32767

// coded is what readers take for a character by its number (22.9.2.19,
// ST_Xstring).
var coded = regexp.MustCompile(`_(x[0-9A-Fa-f]{4}_)`)

// TextCell is a cell that holds a text, cut to what a cell may hold.
func TextCell(ref string, style int, s string) string {
	if len(s) > longest {
		if r := []rune(s); len(r) > longest {
			s = string(r[:longest])
		}
	}
	s = coded.ReplaceAllString(s, "_x005F_$1")
	return `<c r="` + ref + `" s="` + strconv.Itoa(style) + `" t="inlineStr"><is><t xml:space="preserve">` + Escape(s) + `</t></is></c>`
}
