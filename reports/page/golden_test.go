package page_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"tongbao/reports/font"
	"tongbao/reports/page"
)

// small is a whole document on few pages.
func small(t testing.TB) *page.Book {
	s := page.New(faces(t))
	s.Head(page.Head{Series: "督查通报", Issue: "（第3期）", Issuer: "×××市人民政府办公室", Date: "2020年4月13日", Grades: page.Grades{Sample: "示例"}})
	s.Title([]string{"×××市人民政府办公室", "关于2020年第一季度", "市政府", "为民办十件实事", "进展情况的通报"})
	s.Blank(1)
	s.Paragraph(page.Para{Keep: true, Spans: []page.Span{{Face: font.FangSong, Text: "各县区人民政府，市各有关部门和单位："}}})
	s.Paragraph(page.Para{Indent: true, Keep: true, Outline: "一、总体进展", Spans: []page.Span{{Face: font.Hei, Text: "一、总体进展"}}})
	s.Paragraph(page.Para{Indent: true, Spans: []page.Span{
		{Face: font.Kai, Text: "（一）新改扩建旅游公厕。"},
		{Face: font.FangSong, Text: "责任单位：市文广旅游局。全年80座，一季度开工率应达20%（16座），已开工11座，开工率13.75%，低于序时6.25个百分点，少开工5座；“一户一策”由𬭛某负责。"},
	}})
	s.Annexes([]string{"2020年第一季度市政府为民办十件实事进展情况一览表", "责任单位完成情况表"})
	s.Signature(page.Signature{Name: "×××市人民政府办公室", Date: "2020年4月13日", Note: "（此件不予公开）"})
	s.Annex(page.Annex{
		Label: "附件1", Title: []string{"进展情况一览表"}, Wide: true, Outline: "附件1 进展情况一览表",
		Legend: []page.LegendItem{{Light: page.Tick, Word: "已完成"}, {Light: page.TwoTrianglesDown, Word: "严重滞后"}},
		Tables: []page.Table{{
			Columns: []page.Column{
				{Head: "序号", Weight: 1, Align: page.Center},
				{Head: "项目", Weight: 4},
				{Group: "本期", Head: "应达", Weight: 1, Align: page.Decimal},
				{Group: "本期", Head: "相差", Unit: "百分点", Weight: 1, Align: page.Decimal},
				{Head: "研判", Weight: 1},
			},
			Rows: []page.Row{
				{Kind: page.SectionRow, Cells: []page.Cell{{Text: "一、宜居"}}},
				{Cells: []page.Cell{{Text: "1"}, {Text: "旅游公厕", Span: 2}, {Text: "20%"}, {Text: "−6.25"}, {Text: "严重滞后", Light: page.TwoTrianglesDown}}},
				{Cells: []page.Cell{{Text: "2"}, {Covered: true}, {Text: "100.5%"}, {Text: "—"}, {Text: "已完成", Light: page.Tick}}},
				{Kind: page.TotalRow, Cells: []page.Cell{{}, {Text: "合计"}, {Text: "60%"}, {}, {}}},
			},
		}},
		Notes: []string{"数据截至3月31日。"},
	})
	s.Imprint(page.Imprint{CopyTo: "抄送：市委办公室，市人大常委会办公室。", Printer: "×××市人民政府办公室", Date: "2020年4月13日印发"})
	return s.Finish("示例文件")
}

func TestGoldenBoxes(t *testing.T) { golden(t, "small.txt", dump(small(t))) }

// find is the first text of a page that begins with prefix.
func find(t *testing.T, p page.Page, prefix string) page.Text {
	t.Helper()
	for _, x := range p.Texts {
		if strings.HasPrefix(x.Text, prefix) {
			return x
		}
	}
	t.Fatalf("no text begins with %q", prefix)
	return page.Text{}
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > page.MM(0.5) {
		t.Errorf("%s: %.2f mm, want %.2f mm", what, got/page.MM(1), want/page.MM(1))
	}
}

// top is the top of a text's square: the baseline without the face's rise,
// less 0.88 em.
func top(t *testing.T, x page.Text) float64 {
	return x.Y + faces(t).Face(x.Face).Rise*x.Size - 0.88*x.Size
}

func TestGeometryOfTheStandard(t *testing.T) {
	book := small(t)
	first := book.Pages[0]
	mark := find(t, first, "示例")
	near(t, "first line's top", top(t, mark), page.MM(37))
	near(t, "left margin", mark.X, page.MM(28))
	rule := first.Rules[0]
	near(t, "red rule's width", rule.X2-rule.X1, page.MM(156))
	near(t, "red rule below the issuer's line", rule.Y1-(top(t, find(t, first, "×××市"))+page.Size3), page.MM(4))
	greeting := find(t, first, "各县区")
	near(t, "主送 flush left", greeting.X, page.MM(28))
	near(t, "indent of two characters", find(t, first, "一、总体").X, page.MM(28)+2*page.Size3)

	dash := faces(t).Face(font.Song).Bounds('—')
	numbers := []struct{ page, side int }{{0, 1}, {1, -1}}
	for _, n := range numbers {
		p := book.Pages[n.page]
		if p.Width > p.Height {
			continue
		}
		x := find(t, p, "— ")
		near(t, "page number's dash below the type area", x.Y-(dash.YMin+dash.YMax)/2*x.Size-page.MM(37+225), page.MM(7))
		if n.side > 0 {
			near(t, "odd page number from the right", page.MM(28+156)-(x.X+x.Width), page.Size4)
		} else {
			near(t, "even page number from the left", x.X-page.MM(28), page.Size4)
		}
	}

	last := book.Pages[len(book.Pages)-1]
	if len(book.Pages)%2 != 0 || last.Width > last.Height {
		t.Errorf("the 版记 stands on page %d, %.0f wide", len(book.Pages), last.Width)
	}
	near(t, "last rule of the 版记", last.Rules[len(last.Rules)-1].Y1, page.MM(37+225))
	near(t, "its weight", last.Rules[len(last.Rules)-1].Weight, page.MM(0.35))
	near(t, "抄送 one character in", find(t, last, "抄送").X-page.MM(28), page.Size4)
	for _, x := range last.Texts {
		if strings.HasPrefix(x.Text, "— ") {
			t.Errorf("the 版记 page carries the number %s", x.Text)
		}
	}
}

func TestSignatureWithoutSeal(t *testing.T) {
	for _, tc := range []struct {
		name, issuer    string
		nameIn, dateOff float64 // from the right edge; of the date's beginning to the name's
	}{
		{"a long name", "×××市人民政府督查办公室", 2 * page.Size3, 2 * page.Size3},
		{"a name shorter than the date", "市督查室", 2 * page.Size3, 2 * page.Size3},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := page.New(faces(t))
			s.Signature(page.Signature{Name: tc.issuer, Date: "2020年4月13日", Note: ""})
			p := s.Finish("").Pages[0]
			var name, date []page.Text
			for _, x := range p.Texts {
				if x.Y < p.Texts[0].Y+10 {
					name = append(name, x)
				} else if x.Y < page.MM(200) {
					date = append(date, x)
				}
			}
			edge := page.MM(28) + 28*page.Size3
			end := func(xs []page.Text) float64 { return edge - xs[len(xs)-1].X - xs[len(xs)-1].Width }
			near(t, "nearer end from the right", min(end(name), end(date)), tc.nameIn)
			near(t, "date's beginning", date[0].X-name[0].X, tc.dateOff)
		})
	}
}

func TestAnOddLastPageIsFollowedByTheImprintAlone(t *testing.T) {
	for _, pages := range []int{1, 2, 3} {
		s := page.New(faces(t))
		s.Paragraph(page.Para{Spans: []page.Span{{Face: font.FangSong, Text: strings.Repeat("国", 28*22*pages)}}})
		s.Imprint(page.Imprint{Printer: "市府办", Date: "2020年4月13日印发"})
		book := s.Finish("")
		want := pages + 2 - pages%2 // the next even page
		if len(book.Pages) != want {
			t.Errorf("%d full pages: %d pages with the 版记, want %d", pages, len(book.Pages), want)
		}
		for _, p := range book.Pages[pages:] {
			if text := strings.Join(lines(p), ""); strings.Contains(text, "国") {
				t.Errorf("body text beside the 版记: %s", text)
			}
			for _, x := range p.Texts {
				if strings.HasPrefix(x.Text, "— ") {
					t.Errorf("page number %s on the 版记 page or a blank one before it", x.Text)
				}
			}
		}
	}
}

func TestSignatureNeverStandsWithoutText(t *testing.T) {
	for lines := 15; lines < 26; lines++ {
		s := page.New(faces(t))
		s.Paragraph(page.Para{Spans: []page.Span{{Face: font.FangSong, Text: strings.Repeat("国", 28*lines)}}})
		s.Signature(page.Signature{Name: "市人民政府办公室", Date: "2020年4月13日", Note: "（此件公开发布）"})
		book := s.Finish("")
		last := book.Pages[len(book.Pages)-1]
		if !strings.Contains(last.Texts[0].Text, "国") {
			t.Errorf("%d lines: the last page begins with %q", lines, last.Texts[0].Text)
		}
	}
}

func TestImmoderateTextsAreSetWhole(t *testing.T) {
	long := strings.Repeat("某市某某委员会，", 500)
	short := long[:900]
	s := page.New(faces(t))
	s.Head(page.Head{Series: strings.Repeat("督查通报", 5), Issue: "（第3期）", Issuer: strings.Repeat("某市人民政府", 8), Date: "2020年4月13日"})
	s.Title([]string{short})
	s.Annexes([]string{long})
	s.Signature(page.Signature{Name: short, Date: "2020年4月13日", Note: ""})
	s.Annex(page.Annex{Label: "附件", Title: []string{long}, Wide: true, Tables: []page.Table{{
		Title: short, Columns: []page.Column{{Head: short}, {Head: "乙"}}, Rows: []page.Row{cells("一", "二")},
	}}, Notes: []string{long}})
	s.Imprint(page.Imprint{CopyTo: "抄送：" + long, Printer: strings.Repeat("某市人民政府办公室", 6), Date: "2020年4月13日印发"})
	book := s.Finish("")
	checkInside(t, book)
	want := 4*strings.Count(long, "委") + 4*strings.Count(short, "委")
	if got := strings.Count(textOf(book), "委"); got != want {
		t.Errorf("委 stands %d times, want %d", got, want)
	}
}

// Text of as many lines as leave the signature a line or two short of room:
// the page is set closer, every line whole above the type area's lower edge.
func TestAPageIsSetCloserForTheSignature(t *testing.T) {
	closer := 0
	for lines := 30; lines < 60; lines++ {
		s := page.New(faces(t))
		for i := range lines {
			s.Paragraph(page.Para{Indent: true, Spans: []page.Span{{Face: font.FangSong, Text: fmt.Sprintf("第%d段。", i)}}})
		}
		s.Signature(page.Signature{Name: "某市人民政府办公室", Date: "2020年4月13日", Note: "（此件公开发布）", Sealed: true})
		book := s.Finish("")
		checkInside(t, book)
		last := book.Pages[len(book.Pages)-1]
		rows := linesAt(last)
		pitch := rows[1] - rows[0]
		if pitch < 0.9*page.Pitch || pitch > page.Pitch+0.01 {
			t.Errorf("%d lines: a pitch of %.2f pt", lines, pitch)
		}
		if pitch < page.Pitch-0.01 {
			closer++
		}
		if len(rows) < 5 {
			t.Errorf("%d lines: %d on the last page", lines, len(rows))
		}
	}
	if closer < 2 {
		t.Errorf("%d pages were set closer", closer)
	}
}

// linesAt are the baselines of a page's lines without the one in the foot.
func linesAt(p page.Page) []float64 {
	var at []float64
	for _, x := range p.Texts {
		y := x.Y + 0.001
		if !isNumber(p, x) && (len(at) == 0 || y-at[len(at)-1] > 6) {
			at = append(at, y)
		}
	}
	return at
}
