package layout_test

import (
	"strings"
	"testing"

	"tongbao/reports/layout/layouttest"
	"tongbao/reports/page"
)

// TestPartsAreWhatWasSet looks at what a writer of flowing text is told beside
// the pages.
func TestPartsAreWhatWasSet(t *testing.T) {
	doc := layouttest.Document(60)
	book := set(t, doc)
	var kinds strings.Builder
	annexes := 0
	for _, part := range book.Parts {
		switch p := part.(type) {
		case page.Head:
			kinds.WriteByte('h')
		case page.Title:
			kinds.WriteByte('t')
			if got := strings.Join(p.Lines, ""); got != doc.Title || len(p.Lines) < 2 {
				t.Errorf("title %q", p.Lines)
			}
		case page.Greeting:
			kinds.WriteByte('g')
		case page.Para:
			kinds.WriteByte('p')
		case page.AnnexList:
			kinds.WriteByte('l')
		case page.Signature:
			kinds.WriteByte('s')
		case page.SetAnnex:
			kinds.WriteByte('a')
			wide := 0.0
			for _, w := range p.Set[0].Widths {
				wide += w
			}
			room := page.MM(156)
			if p.Wide {
				room = page.MM(225)
			}
			if wide < room-1 || wide > room+1 || p.Set[0].Size != 9 && annexes == 0 {
				t.Errorf("annex %d: %g pt wide, size %g", annexes, wide, p.Set[0].Size)
			}
			annexes++
		case page.SetImprint:
			kinds.WriteByte('i')
			last := text(book.Pages[len(book.Pages)-1])
			if p.Alone != strings.HasPrefix(last, p.CopyTo) {
				t.Errorf("alone %t on a last page that says %.60s", p.Alone, last)
			}
		}
	}
	if got := strings.ReplaceAll(kinds.String(), "p", ""); got != "htglsaai" || book.Footer == "" {
		t.Errorf("parts %s, foot %q", kinds.String(), book.Footer)
	}
}
