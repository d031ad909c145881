package docx_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
	"unicode"

	"tongbao/reports/docx"
	"tongbao/reports/layout"
	"tongbao/reports/layout/layouttest"
	"tongbao/reports/opc/opctest"
	"tongbao/reports/page"
)

func book(t testing.TB, rows int) *page.Book {
	t.Helper()
	b, _ := layout.Set(layouttest.Document(rows), layouttest.Faces(t, "../.."))
	return b
}

func write(t testing.TB, b *page.Book) []byte {
	t.Helper()
	var out bytes.Buffer
	err := docx.Write(&out, b, docx.Meta{
		Title: "关于“A&B”的通报", Author: "×××市人民政府办公室", Subject: "督查通报第3期",
		Created: time.Date(2020, 4, 13, 0, 0, 0, 0, time.FixedZone("", 8*60*60)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// part is one part of the package.
func part(t *testing.T, data []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// said is the text of a part in reading order, without what Word before 2010
// is told once more.
func said(t *testing.T, text string) string {
	t.Helper()
	var b strings.Builder
	in, old := false, 0
	for d := xml.NewDecoder(strings.NewReader(text)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return squash(b.String())
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			in = e.Name.Local == "t"
			if e.Name.Local == "Fallback" {
				old++
			}
		case xml.EndElement:
			in = false
			if e.Name.Local == "Fallback" {
				old--
			}
		case xml.CharData:
			if in && old == 0 {
				b.Write(e)
			}
		}
	}
}

func squash(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// pages are what the PDF's pages say, without their numbers and feet.
func pages(b *page.Book) string {
	var text strings.Builder
	for _, p := range b.Pages {
		foot := page.MM(297 - 35)
		for _, x := range p.Texts {
			if p.Width < p.Height && x.Y > foot+1 || x.Turned {
				continue
			}
			text.WriteString(x.Text)
		}
	}
	return squash(text.String())
}

// heads are a table's head as the PDF reads, column by column, and as Word has
// it, row by row.
func heads(t page.SetTable) (pdf, word string) {
	var first, second string
	group := ""
	for _, c := range t.Columns {
		own := c.Head
		if c.Unit != "" {
			own += "（" + c.Unit + "）"
		}
		if c.Group != "" {
			if c.Group != group {
				pdf, first = pdf+c.Group, first+c.Group
			}
			second += own
		} else {
			first += own
		}
		pdf, group = pdf+own, c.Group
	}
	return squash(pdf), squash(first + second)
}

// TestTheWordsAreThoseOfThePDF: in the same order, for tables of one page.
// Heads that repeat are the reader's own.
func TestTheWordsAreThoseOfThePDF(t *testing.T) {
	b := book(t, 4)
	got, want := said(t, part(t, write(t, b), "word/document.xml")), pages(b)
	for _, p := range b.Parts {
		if annex, ok := p.(page.SetAnnex); ok {
			for _, table := range annex.Set {
				pdf, word := heads(table)
				if !strings.Contains(want, pdf) {
					t.Fatalf("the PDF has no head %s", pdf)
				}
				want = strings.Replace(want, pdf, word, 1)
			}
		}
	}
	if got == want {
		return
	}
	g, w := []rune(got), []rune(want)
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			t.Fatalf("differs at %d: %q, the PDF says %q", i, string(g[max(0, i-10):min(len(g), i+30)]), string(w[max(0, i-10):min(len(w), i+30)]))
		}
	}
	t.Fatalf("%d characters, the PDF has %d", len(g), len(w))
}

func TestTheSchemaHolds(t *testing.T) {
	for _, rows := range []int{0, 8, 120} {
		if got := opctest.DocumentProblems(write(t, book(t, rows))); len(got) > 0 {
			t.Errorf("%d rows: %q", rows, got[:min(len(got), 10)])
		}
	}
}

// TestWhatWordNeeds names what a reader would miss first.
func TestWhatWordNeeds(t *testing.T) {
	data := write(t, book(t, 60))
	for name, wants := range map[string][]string{
		"word/document.xml": {
			`<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-849"/>`,
			`<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587"`,
			`w:orient="landscape"`, `<w:tblHeader/>`, `<w:cantSplit/>`, `<w:pStyle w:val="Heading1"/>`, `<w:rStyle w:val="Heading2Char"/>`,
			`<w:type w:val="nextPage"/>`,
		},
		"word/settings.xml":            {`<w:evenAndOddHeaders/>`},
		"word/styles.xml":              {`w:eastAsia="仿宋_GB2312"`, `w:eastAsia="方正小标宋简体"`, `w:eastAsia="楷体_GB2312"`, `<w:name w:val="heading 4"/>`, `<w:sz w:val="32"/>`, `w:eastAsia="zh-CN"`},
		"word/fontTable.xml":           {`<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋"/>`},
		"word/footerOdd.xml":           {` PAGE `},
		"word/footerWideEven.xml":      {`vert="vert"`, `<w:jc w:val="left"/>`},
		"docProps/core.xml":            {`<dc:language>zh-CN</dc:language>`, `2020-04-12T16:00:00Z`, `关于“A&amp;B”的通报`},
		"word/media/light2.png":        {"\x89PNG"},
		"word/_rels/document.xml.rels": {`Target="footerOdd.xml"`},
	} {
		text := part(t, data, name)
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s has no %s", name, want)
			}
		}
	}
}

func TestSameBytes(t *testing.T) {
	first := write(t, book(t, 30))
	if !bytes.Equal(first, write(t, book(t, 30))) {
		t.Error("the same bulletin gives other bytes")
	}
}

// TestHostileTextIsText writes what XML does not take and looks at what is
// left.
func TestHostileTextIsText(t *testing.T) {
	doc := layouttest.Document(2)
	doc.Title = "关于<w:p>&\x00\x0b\uFFFE与𠮷的通报"
	doc.Greeting = "各单位\u200b：\n二行"
	b, _ := layout.Set(doc, layouttest.Faces(t, "../.."))
	data := write(t, b)
	if got := opctest.DocumentProblems(data); len(got) > 0 {
		t.Errorf("%q", got)
	}
	if got := said(t, part(t, data, "word/document.xml")); !strings.Contains(got, "关于<w:p>&") || !strings.Contains(got, "𠮷的通报") || !strings.Contains(got, "各单位：二行") {
		t.Errorf("%.200s", got)
	}
}

func BenchmarkWrite(b *testing.B) {
	set := book(b, 120)
	for b.Loop() {
		write(b, set)
	}
}
