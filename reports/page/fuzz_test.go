package page_test

import (
	"strings"
	"testing"

	"tongbao/reports/font"
	"tongbao/reports/page"
)

// FuzzLines breaks any text, indented or not: nothing is lost, no line
// leaves the type area and, where the text gives it a choice, none begins or
// ends with a mark that may not.
func FuzzLines(f *testing.F) {
	for _, seed := range []string{
		"", "国", strings.Repeat("国", 60) + "。", strings.Repeat("，", 90), strings.Repeat("（《“", 40), strings.Repeat("国，", 60),
		"全年80座，一季度开工率应达20%（16座），已开工11座，低于序时6.25个百分点；“一户一策”由𬭛某负责。",
		"https://example.gov.cn/" + strings.Repeat("a", 200), strings.Repeat("18000平方米", 20), "\n\n国\r\n民\u2028", "e\u0301\u200b\U0001F600\U000F1234",
	} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	f.Fuzz(func(t *testing.T, text string, indent bool) {
		if len(text) > 20000 {
			t.Skip("longer than a paragraph has to be for this")
		}
		s := page.New(faces(t))
		s.Paragraph(page.Para{Indent: indent, Spans: []page.Span{{Face: font.FangSong, Text: text}}})
		book := s.Finish("")
		if got, want := textOf(book), visible(string([]rune(text))); got != want {
			t.Errorf("%q is set as %q", want, got)
		}
		checkInside(t, book)
		if !free(text) {
			return
		}
		all := allLines(book)
		for i, l := range all {
			runes := []rune(l)
			if i > 0 && strings.ContainsRune(forbiddenStart, runes[0]) || i+1 < len(all) && strings.ContainsRune(forbiddenEnd, runes[len(runes)-1]) {
				t.Errorf("line %d is %q", i+1, l)
			}
		}
	})
}

// free reports whether a text can always be broken by the rules: it has no
// line ends and blanks of its own and, every few characters, one that may stand
// anywhere.
func free(text string) bool {
	since := 0
	for _, r := range page.Clean(text) {
		since++
		if r == '\n' || r == ' ' || since > 8 {
			return false
		}
		if r == '国' {
			since = 0
		}
	}
	return true
}
