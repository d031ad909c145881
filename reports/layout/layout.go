// Package layout turns a bulletin into what package page sets: it knows both
// and nothing of PDF.
package layout

import (
	"fmt"
	"regexp"
	"strings"

	"tongbao/reports/bulletin"
	"tongbao/reports/font"
	"tongbao/reports/page"
	"tongbao/server/ledger"
)

// sampleMark and sampleFoot mark a bulletin made of sample figures.
const (
	sampleMark = "示例"
	sampleFoot = "示例文件，数据仅供演示"
)

// Set sets a bulletin. The findings, all warnings, say what the reader should
// know before it is issued: a face that stands in for another, characters that
// no face has (the book carries 〓 in their place).
func Set(doc bulletin.Document, faces *font.Faces) (*page.Book, []ledger.Finding) {
	installed := faces
	if uneven(bodyText(doc), faces) {
		faces = faces.Without(font.FangSong)
	}
	s := page.New(faces)
	foot := ""
	if doc.Sample {
		foot = sampleFoot
	}
	head(s, doc)
	s.Title(phrases(doc.Title, doc.Head.Issuer))
	s.Blank(1)
	closing := imprint(doc.Imprint)
	if !s.Greeting(doc.Greeting) {
		closing.To = "主送：" + strings.TrimSuffix(doc.Greeting, "：") + "。"
	}
	paragraph(s, doc.Opening)
	for _, section := range doc.Sections {
		s.Paragraph(page.Para{
			Spans:  []page.Span{{Face: font.Hei, Text: section.Heading}},
			Indent: true, Keep: true, Outline: section.Heading,
		})
		for _, p := range section.Paragraphs {
			paragraph(s, p)
		}
	}
	titles := make([]string, len(doc.Annexes))
	for i, a := range doc.Annexes {
		titles[i] = a.Title
	}
	s.Annexes(titles)
	s.Signature(page.Signature{Name: doc.Signature, Date: doc.Date.Chinese(), Note: bracketed(doc.Footnote), Sealed: doc.Sealed})
	for _, a := range doc.Annexes {
		s.Annex(annex(a, len(doc.Annexes)))
	}
	s.Imprint(closing)
	book := s.Finish(foot)
	return book, findings(book, installed)
}

// head sets the red head of the document's style.
func head(s *page.Setter, doc bulletin.Document) {
	h := doc.Head
	grades := page.Grades{Copy: h.Copy, Secrecy: h.Secrecy, Urgency: h.Urgency}
	if doc.Sample {
		grades.Sample = sampleMark
	}
	switch h.Style {
	case ledger.FileHead:
		s.FileHead(page.FileHead{Grades: grades, Mark: h.Series, Number: h.Number})
	case ledger.LetterHead:
		s.LetterHead(page.LetterHead{Grades: grades, Mark: h.Series, Number: h.Number})
	case ledger.SeriesHead:
		s.Head(page.Head{Grades: grades, Series: h.Series, Issue: bracketed(h.Issue), Issuer: h.Issuer, Date: h.Date.Chinese()})
	}
}

func paragraph(s *page.Setter, p bulletin.Paragraph) {
	var spans []page.Span
	face := font.FangSong
	if uneven(p.Text(), s.Faces()) {
		face = font.Song
	}
	if p.Lead != "" {
		spans = append(spans, page.Span{Face: font.Kai, Text: p.Lead, Link: p.LeadLink})
	}
	for _, r := range p.Runs {
		spans = append(spans, linked(r, face)...)
	}
	if len(spans) > 0 {
		s.Paragraph(page.Para{Spans: spans, Indent: true})
	}
}

// annexNumber is how the text names an annex.
var annexNumber = regexp.MustCompile(`附件[0-9]+`)

// linked are the spans of a run: it points to a row, or the annexes it names
// are pointed to.
func linked(r bulletin.Run, face font.Role) []page.Span {
	if r.Link != "" {
		return []page.Span{{Face: face, Text: r.Text, Link: r.Link}}
	}
	var spans []page.Span
	from := 0
	for _, at := range annexNumber.FindAllStringIndex(r.Text, -1) {
		spans = append(spans,
			page.Span{Face: face, Text: r.Text[from:at[0]]},
			page.Span{Face: face, Text: r.Text[at[0]:at[1]], Link: r.Text[at[0]:at[1]]})
		from = at[1]
	}
	return append(spans, page.Span{Face: face, Text: r.Text[from:]})
}

// bracketed puts full-width brackets around text that has none.
func bracketed(text string) string {
	if text == "" || []rune(text)[0] == '（' {
		return text
	}
	return "（" + text + "）"
}

func imprint(im bulletin.Imprint) page.Imprint {
	out := page.Imprint{Printer: im.Printer}
	if im.CopyTo != "" {
		out.CopyTo = "抄送：" + im.CopyTo
	}
	if !im.Date.IsZero() {
		out.Date = im.Date.Chinese() + "印发"
	}
	return out
}

func annex(a bulletin.Annex, of int) page.Annex {
	label := page.AnnexLabel(a.Number, of)
	out := page.Annex{
		Label: label, Title: phrases(a.Title, ""), Wide: a.Landscape, Notes: a.Notes,
		Outline: fmt.Sprintf("%s %s", label, a.Title),
	}
	seen := map[ledger.Verdict]string{}
	for _, t := range a.Tables {
		out.Tables = append(out.Tables, table(t, seen))
	}
	for i, c := range a.Charts {
		out.Figures = append(out.Figures, figure(c, i+1))
	}
	for _, v := range ledger.Verdicts {
		if seen[v] != "" {
			out.Legend = append(out.Legend, page.LegendItem{Light: lights[v], Word: seen[v]})
		}
	}
	return out
}
