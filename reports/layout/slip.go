package layout

import (
	"strconv"
	"strings"

	"tongbao/reports/bulletin"
	"tongbao/reports/font"
	"tongbao/reports/page"
)

// Slip sets the 发文稿纸 of a bulletin on A4: who drafts, checks, agrees and
// signs, and what is known of the document.
func Slip(doc bulletin.Document, s bulletin.Slip, faces *font.Faces) *page.Book {
	set := page.New(faces)
	const sign, day = "\n　\n　\n　", "年　　月　　日"
	room := func(label string) page.Cell { return page.Cell{Text: label + sign + "\n　　　　　　" + day} }
	signed := page.Table{
		Columns: []page.Column{{Weight: 1}, {Weight: 1}},
		Rows: []page.Row{
			{Cells: []page.Cell{room("签发："), room("会签：")}},
			{Cells: []page.Cell{room("核稿："), room("拟稿：" + s.Drafter)}},
		},
	}
	copies := ""
	if s.Copies > 0 {
		copies = strconv.Itoa(s.Copies)
	}
	names := make([]string, len(doc.Annexes))
	for i, a := range doc.Annexes {
		names[i] = strconv.Itoa(i+1) + "." + a.Title
	}
	number := s.DocumentNumber
	if doc.Head.Number != "" {
		number = doc.Head.Number
	}
	known := page.Table{Columns: []page.Column{{Weight: 1, Align: page.Center}, {Weight: 6}}}
	for _, f := range [][2]string{
		{"标题", doc.Title},
		{"发文字号", number},
		{"期号", strings.Trim(doc.Head.Issue, "（）")},
		{"密级", doc.Head.Secrecy},
		{"缓急", doc.Head.Urgency},
		{"份号", doc.Head.Copy},
		{"份数", copies},
		{"主送", strings.TrimSuffix(doc.Greeting, "：")},
		{"抄送", strings.TrimSuffix(doc.Imprint.CopyTo, "。")},
		{"附件", strings.Join(names, "\n")},
		{"公开属性", doc.Footnote},
		{"印发机关", doc.Imprint.Printer},
		{"备注", "　\n　"},
	} {
		known.Rows = append(known.Rows, page.Row{Cells: []page.Cell{{Text: f[0]}, {Text: f[1]}}})
	}
	foot := ""
	if doc.Sample {
		foot = sampleFoot
	}
	set.Annex(page.Annex{Title: []string{doc.Signature, "发文稿纸"}, Tables: []page.Table{signed, known}})
	return set.Finish(foot)
}
