package wording

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// Folding and simplifying at once says the same as one after the other.
func TestOnePassSaysTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune("同上 　无/—１1Ａa①（(）。縣县\u200b\ufeff\n\t〔﹪%，、")))).Draw(t, "text")
		plain := Simplify(Fold(s))
		if got := Plain(s); got != plain {
			t.Fatalf("Plain(%q) = %q, want %q", s, got, plain)
		}
		squeezed := strings.Join(strings.Fields(plain), "")
		if got := Squeeze(s); got != squeezed {
			t.Fatalf("Squeeze(%q) = %q, want %q", s, got, squeezed)
		}
		want := squeezed
		if utf8.RuneCountInString(squeezed) > 8 {
			want = ""
		}
		if got := Short(s); got != want {
			t.Fatalf("Short(%q) = %q, want %q", s, got, want)
		}
	})
}
