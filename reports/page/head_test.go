package page_test

import (
	"strings"
	"testing"

	"tongbao/reports/font"
	"tongbao/reports/page"
)

var grades = page.Grades{Sample: "示例", Copy: "000001", Secrecy: "秘密★1年", Urgency: "特急"}

// headed is the first page under a head.
func headed(t *testing.T, head func(*page.Setter)) page.Page {
	t.Helper()
	s := page.New(faces(t))
	head(s)
	s.Title([]string{"关于第一季度进展情况的通报"})
	s.Paragraph(page.Para{Indent: true, Spans: []page.Span{{Face: font.FangSong, Text: strings.Repeat("国", 28*40)}}})
	s.Signature(page.Signature{Name: "某市人民政府办公室", Date: "2020年4月13日", Sealed: true})
	s.Imprint(page.Imprint{CopyTo: "抄送：市委办公室。", Printer: "某市人民政府办公室", Date: "2020年4月13日印发"})
	book := s.Finish("")
	checkInside(t, &page.Book{Pages: book.Pages[1:]})
	return book.Pages[0]
}

// ink is the highest and the lowest stroke of a text.
func ink(t *testing.T, x page.Text) (highest, lowest float64) {
	t.Helper()
	face := faces(t).Face(x.Face)
	low, high := 0.0, 0.0
	for _, r := range x.Text {
		b := face.Bounds(r)
		low, high = min(low, b.YMin), max(high, b.YMax)
	}
	return x.Y - high*x.Size, x.Y - low*x.Size
}

func TestHeadOfTheFile(t *testing.T) {
	for _, mark := range []string{"某市文件", "某市人民政府办公室文件", "某某自治区某某自治州人民政府办公室督查室文件"} {
		p := headed(t, func(s *page.Setter) {
			s.FileHead(page.FileHead{Grades: grades, Mark: mark, Number: "某政办发〔2020〕5号"})
		})
		name := find(t, p, mark)
		highest, lowest := ink(t, name)
		near(t, "mark below the type area's top", highest-page.MM(37), page.MM(35))
		near(t, "mark in the middle", name.X+name.Width/2, page.MM(28+78))
		if name.Width > page.MM(156)+0.1 {
			t.Errorf("%s is %.1f mm wide", mark, name.Width/page.MM(1))
		}
		if name.Color != page.Red || name.Face != font.BiaoSong {
			t.Errorf("%s stands in %s, %v", mark, name.Face, name.Color)
		}
		number := find(t, p, "某政办发")
		near(t, "发文字号 two lines below the mark", top(t, number)-lowest, 2*page.Pitch)
		rule := p.Rules[0]
		near(t, "red rule below it", rule.Y1-top(t, number)-page.Size3, page.MM(4))
		near(t, "its width", rule.X2-rule.X1, page.MM(156))
		title := find(t, p, "关于")
		near(t, "title two lines below the rule", top(t, title)-rule.Y1, 2*page.Pitch)
		for i, grade := range []string{grades.Copy, grades.Secrecy, grades.Urgency} {
			x := find(t, p, grade)
			near(t, grade, top(t, x), page.MM(37)+float64(i)*page.Pitch)
			near(t, grade, x.X, page.MM(28))
			if _, low := ink(t, x); low > highest {
				t.Errorf("%s runs into the mark", grade)
			}
		}
	}
}

func TestHeadOfADocumentThatGoesUpward(t *testing.T) {
	p := headed(t, func(s *page.Setter) {
		s.FileHead(page.FileHead{Mark: "某市人民政府文件", Number: "某政发〔2020〕5号", Signer: "张三"})
	})
	number, label, name := find(t, p, "某政发"), find(t, p, "签发人"), find(t, p, "张三")
	near(t, "number one character in", number.X-page.MM(28), page.Size3)
	near(t, "signer one character in", page.MM(28+156)-name.X-name.Width, page.Size3)
	near(t, "label before the name", label.X+label.Width, name.X)
	if name.Face != font.Kai {
		t.Errorf("the signer's name stands in %s", name.Face)
	}
}

func TestHeadOfTheLetter(t *testing.T) {
	p := headed(t, func(s *page.Setter) {
		s.LetterHead(page.LetterHead{Grades: grades, Mark: "某市人民政府办公室", Number: "某政办函〔2020〕5号"})
	})
	highest, lowest := ink(t, find(t, p, "某市人民政府办公室"))
	near(t, "mark below the paper's top", highest, page.MM(30))
	upper := func(i int) float64 { return p.Rules[i].Y1 - p.Rules[i].Weight/2 }
	near(t, "double rule below the mark", upper(0)-lowest, page.MM(4))
	near(t, "double rule above the paper's foot", page.MM(297)-p.Rules[3].Y1-p.Rules[3].Weight/2, page.MM(20))
	for i, thick := range []bool{true, false, false, true} {
		r := p.Rules[i]
		near(t, "rule's width", r.X2-r.X1, page.MM(170))
		near(t, "rule in the middle", (r.X1+r.X2)/2, page.MM(105))
		if (r.Weight > page.MM(0.6)) != thick || r.Color != page.Red {
			t.Errorf("rule %d: %.2f mm", i, r.Weight/page.MM(1))
		}
	}
	number, copies := find(t, p, "某政办函"), find(t, p, grades.Copy)
	end := find(t, p, "号")
	near(t, "number flush right", end.X+end.Width, page.MM(28+156))
	below := p.Rules[1].Y1 + p.Rules[1].Weight/2
	near(t, "7/8 of a character below the double rule", top(t, number)-below, 7*page.Size3/8)
	near(t, "份号 below 示例", top(t, copies)-top(t, find(t, p, "示例")), page.Pitch)
	near(t, "title two blank lines below the last", top(t, find(t, p, "关于"))-top(t, find(t, p, "特急"))-page.Size3, 2*page.Pitch+page.Pitch-page.Size3-(page.Size2-page.Size3)/2)
	for _, x := range p.Texts {
		if strings.HasPrefix(x.Text, "— ") {
			t.Error("the first page of a letter carries its number")
		}
	}
}

func TestImprintOfALetterHasNoRules(t *testing.T) {
	for _, copies := range []string{"抄送：市委办公室。", ""} {
		s := page.New(faces(t))
		s.LetterHead(page.LetterHead{Mark: "某市人民政府办公室", Number: "某政办函〔2020〕5号"})
		s.Paragraph(page.Para{Spans: []page.Span{{Face: font.FangSong, Text: "国"}}})
		s.Imprint(page.Imprint{CopyTo: copies, Printer: "某某印发机关", Date: "2020年4月13日印发"})
		book := s.Finish("")
		if strings.Contains(textOf(book), "印发") {
			t.Error("the imprint names who printed it")
		}
		if copies == "" {
			if len(book.Pages) != 1 {
				t.Errorf("%d pages without names to copy to", len(book.Pages))
			}
			continue
		}
		last := book.Pages[len(book.Pages)-1]
		if len(last.Rules) > 0 {
			t.Error("the imprint has rules")
		}
		x := find(t, last, "抄送")
		near(t, "names at the foot of the type area", page.MM(37+225)-x.Y, 24/2-0.38*page.Size4)
	}
}

func TestSignatureWithSeal(t *testing.T) {
	for _, name := range []string{"市督查室", "某市人民政府办公室", "某某自治区某某自治州人民政府办公室督查室"} {
		s := page.New(faces(t))
		s.Paragraph(page.Para{Indent: true, Spans: []page.Span{{Face: font.FangSong, Text: strings.Repeat("国", 56)}}})
		s.Signature(page.Signature{Name: name, Date: "2020年4月13日", Sealed: true, Note: "（此件公开发布）"})
		p := s.Finish("").Pages[0]
		edge := page.MM(28) + 28*page.Size3
		middle := func(begins, ends string) float64 {
			a, z := find(t, p, begins), page.Text{}
			for _, x := range p.Texts {
				if x.Y > a.Y-3 && x.Y < a.Y+3 && strings.HasSuffix(x.Text, ends) {
					z = x
				}
			}
			if over := z.X + z.Width - edge; over > 0.1 {
				t.Errorf("%s leaves the text by %.1f pt", name, over)
			}
			return (a.X + z.X + z.Width) / 2
		}
		near(t, "the name over the middle of the date", middle(name[:3], name[len(name)-3:]), middle("2020", "日"))
		text, signed := find(t, p, "国国国国"), find(t, p, name[:3])
		if lines := (signed.Y - text.Y) / page.Pitch; lines < 3 || lines > 5 {
			t.Errorf("the name stands %.1f lines below the text's beginning", lines)
		}
	}
}
