package page_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"tongbao/reports/font"
	"tongbao/reports/page"
)

// set sets one indented paragraph of body text.
func set(t testing.TB, text string) *page.Book {
	s := page.New(faces(t))
	s.Paragraph(page.Para{Indent: true, Spans: []page.Span{{Face: font.FangSong, Text: text}}})
	return s.Finish("")
}

func allLines(book *page.Book) []string {
	var out []string
	for _, p := range book.Pages {
		out = append(out, lines(p)...)
	}
	return out
}

func TestTwentyEightCharactersALine(t *testing.T) {
	got := allLines(set(t, strings.Repeat("国", 26+28+5)))
	for i, want := range []int{26, 28, 5} {
		if n := len([]rune(got[i])); n != want {
			t.Errorf("line %d has %d characters, want %d", i+1, n, want)
		}
	}
}

func TestTwentyTwoLinesAPage(t *testing.T) {
	book := set(t, strings.Repeat("国", 26+28*30))
	if n := len(lines(book.Pages[0])); n != 22 {
		t.Errorf("first page has %d lines, want 22", n)
	}
	first, last := book.Pages[0].Texts[0], book.Pages[0].Texts[21]
	if pitch := (last.Y - first.Y) / 21; pitch < 29.52 || pitch > 29.54 {
		t.Errorf("pitch is %.3f pt, want 29.53", pitch)
	}
}

func TestLinesBreakByTheRules(t *testing.T) {
	fill := func(n int) string { return strings.Repeat("国", n) }
	for _, tc := range []struct {
		name, text string
		first      string // the end of the first line
		second     string // the beginning of the second
	}{
		{"a comma is not carried over", fill(26) + "，后文再写一些", "国", "国，后文"},
		{"a comma is squeezed in where the line has marks", fill(10) + "，国国，" + fill(11) + "国，后文再写一些", "国，", "后文"},
		{"an opening mark does not end a line", fill(25) + "《办法》后文", "国", "《办法"},
		{"nor does one with a blank after it", fill(25) + "《 办法》后文", "国", "《 办法"},
		{"a number keeps its measure", fill(24) + "18000平方米后文", "国", "18000平方米"},
		{"a percentage stays whole", fill(24) + "13.75%后文后文", "国", "13.75%"},
		{"a word stays whole", fill(23) + "Kubernetes后文", "国", "Kubernetes"},
		{"a dash stays whole", fill(25) + "——后文后文", "国", "——后文"},
		{"an ordinal keeps its number", fill(25) + "第1次后文后文", "国", "第1次"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := allLines(set(t, tc.text))
			if !strings.HasSuffix(got[0], tc.first) || !strings.HasPrefix(got[1], tc.second) {
				t.Errorf("broken as %q", got)
			}
		})
	}
}

const (
	forbiddenStart = "，。、；：？！）》」』”’】〕%％"
	forbiddenEnd   = "（《「『“‘【〔"
)

// prose makes text as offices write it, with everything that makes breaking
// hard.
func prose(r *rand.Rand, n int) string {
	parts := []string{
		"国", "务", "院", "办", "公", "厅", "实", "事", "进", "展", "情", "况", "项", "目",
		"，", "。", "、", "；", "：", "《办法》", "（试行）", "“一户一策”", "〔2020〕1号", "120个", "33.5%", "18,000平方米",
		"3月31日", "第1次", "——", "……", "IPv6", "COVID-19", " and ", "鄉", "𬭛", "−5", "①", "（《国办〔2020〕3号》）。",
	}
	var b strings.Builder
	for range n {
		b.WriteString(parts[r.IntN(len(parts))])
	}
	return b.String()
}

func TestRandomProseKeepsEveryCharacterAndTheRules(t *testing.T) {
	for seed := range uint64(150) {
		r := rand.New(rand.NewPCG(seed, 1))
		text := strings.TrimLeft(prose(r, 1+r.IntN(700)), forbiddenStart+"—…")
		book := set(t, "起"+text)
		if got, want := textOf(book), squash("起"+text); got != want {
			t.Fatalf("seed %d: text was lost or moved:\n got %s\nwant %s", seed, got, want)
		}
		checkInside(t, book)
		all := allLines(book)
		for i, l := range all {
			runes := []rune(strings.TrimSpace(l))
			if len(runes) == 0 {
				continue
			}
			if i > 0 && strings.ContainsRune(forbiddenStart, runes[0]) && !marksOnly(all[i-1]) {
				t.Errorf("seed %d: a line starts with a mark: %q", seed, l)
			}
			if i < len(all)-1 && strings.ContainsRune(forbiddenEnd, runes[len(runes)-1]) {
				t.Errorf("seed %d: a line ends with a mark: %q", seed, l)
			}
		}
	}
}

// marksOnly reports whether a line has no other place to break.
func marksOnly(l string) bool {
	return strings.Trim(l, forbiddenStart+forbiddenEnd+"—… ") == ""
}

func TestNoParagraphLeavesALineAlone(t *testing.T) {
	for extra := range 30 {
		s := page.New(faces(t))
		for i := range 12 {
			n := 26 + 28*((i*7+extra)%4)
			s.Paragraph(page.Para{Indent: true, Spans: []page.Span{{Face: font.FangSong, Text: "首" + strings.Repeat("国", n-2) + "末"}}})
			if (i+extra)%3 == 0 {
				s.Paragraph(page.Para{Indent: true, Keep: true, Spans: []page.Span{{Face: font.Hei, Text: "题"}}})
			}
		}
		book := s.Finish("")
		for i, p := range book.Pages[:len(book.Pages)-1] {
			here, next := lines(p), lines(book.Pages[i+1])
			foot, head := here[len(here)-1], next[0]
			if foot == "题" || strings.HasPrefix(foot, "首") && !strings.HasSuffix(foot, "末") {
				t.Errorf("extra %d: page %d ends with %q", extra, i+1, foot)
			}
			if strings.HasSuffix(head, "末") && !strings.HasPrefix(head, "首") {
				t.Errorf("extra %d: page %d begins with the last line of a paragraph", extra, i+2)
			}
		}
	}
}

func TestMissingCharactersAreSeenAndNamed(t *testing.T) {
	book := set(t, "王\U0001F600二\U0001F600")
	if len(book.Missing) != 1 || book.Missing[0].Char != '\U0001F600' || book.Missing[0].Count != 2 {
		t.Fatalf("missing %+v", book.Missing)
	}
	drawn := 0
	for _, x := range book.Pages[0].Texts {
		if x.Text == "\U0001F600" && x.Drawn == "〓" {
			drawn++
		}
	}
	if drawn != 2 {
		t.Errorf("%d substitutes drawn, want 2", drawn)
	}
}

func TestLongParagraphIsSet(t *testing.T) {
	text := prose(rand.New(rand.NewPCG(7, 7)), 60_000)
	if got := textOf(set(t, text)); got != squash(text) {
		t.Error("text was lost")
	}
}

func FuzzLineBreak(f *testing.F) {
	f.Add("根据《2020年实施方案》（×政办发〔2020〕1号）要求，完成33.5%。")
	f.Add("，，，，，，，，，，，，，，，，，，，，，，，，，，，，，，，，，，")
	f.Add(strings.Repeat("（", 80))
	f.Add(strings.Repeat("a", 200) + "\n\r\n\t\u200b\xff𬭛\U0001F600é́")
	f.Fuzz(func(t *testing.T, text string) {
		got := textOf(set(t, text))
		if want := visible(text); got != want {
			t.Errorf("set %q as %q, want %q", text, got, want)
		}
	})
}

func TestNoCharacterStandsAloneAtAParagraphsEnd(t *testing.T) {
	fill := func(n int) string { return strings.Repeat("国", n) }
	for _, tc := range []struct{ text, last string }{
		{fill(26) + "表", "国国表"},
		{fill(26) + "后。", "国后。"},
		{fill(25) + "12345个", "12345个"},
		{fill(26) + "情况", "情况"},
	} {
		got := allLines(set(t, tc.text))
		if last := got[len(got)-1]; !strings.HasSuffix(last, tc.last) || len([]rune(last)) < 2 {
			t.Errorf("%q ends with the line %q", tc.text, last)
		}
		if strings.Join(got, "") != tc.text {
			t.Errorf("%q is set as %q", tc.text, got)
		}
	}
}
