package markup

import (
	"strings"
	"testing"
)

func TestTextCell(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"as it is", " 甲\n乙 ", " 甲\n乙 "},
		{"marks of XML", `<a> & "b"`, "&lt;a&gt; &amp; &quot;b&quot;"},
		{"characters that XML has not", "甲\x00\x1b\ufffe乙", "甲乙"},
		{"a text that looks like a code", "_x000D_ _x12_", "_x005F_x000D_ _x12_"},
		{"too long", strings.Repeat("长", longest+5), strings.Repeat("长", longest)},
	} {
		want := `<c r="B2" s="3" t="inlineStr"><is><t xml:space="preserve">` + c.want + `</t></is></c>`
		if got := TextCell("B2", 3, c.in); got != want {
			t.Errorf("%s: %.200s", c.name, got)
		}
	}
}
