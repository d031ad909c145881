package xlsx

import (
	"fmt"
	"strings"

	"tongbao/reports/bulletin"
	"tongbao/reports/xlsx/measure"
	"tongbao/server/ledger"
)

const (
	bodyWidth = 80.0 // fits A4 upright without being scaled
	// bodyRunes is how much of a paragraph one row holds: a row has a greatest
	// height, and a longer paragraph goes on in the next.
	bodyRunes = 700
)

// body writes the bulletin's text, a paragraph a row.
func (w *writer) body() error {
	sheet, err := w.sheet(bodySheet)
	if err != nil {
		return err
	}
	if err := w.f.SetColWidth(sheet, "A", "A", bodyWidth); err != nil {
		return err
	}
	row := 0
	line := func(text string, l look, paragraph *bulletin.Paragraph) error {
		for _, part := range portions(text) {
			row++
			if err := w.text(sheet, address(0, row), part, l); err != nil {
				return err
			}
			if err := w.f.SetRowHeight(sheet, row, measure.Height(measure.Lines(part, bodyWidth*10.5/l.size), l.size)); err != nil {
				return err
			}
			if paragraph != nil {
				for _, r := range paragraph.Runs {
					w.place(r.Figure, sheet, address(0, row))
				}
				paragraph = nil
			}
		}
		return nil
	}
	plain := look{align: bulletin.Left, format: textFormat, size: 12}
	centred := look{align: bulletin.Center, format: textFormat, size: 12}
	title := look{align: bulletin.Center, format: textFormat, size: 18, bold: true}
	heading := look{align: bulletin.Left, format: textFormat, size: 12, bold: true}
	right := look{align: bulletin.Right, format: textFormat, size: 12}

	d := w.doc
	type entry struct {
		text string
		look look
		of   *bulletin.Paragraph
	}
	var entries []entry
	add := func(text string, l look) { entries = append(entries, entry{text: text, look: l}) }
	if d.Sample {
		add("（"+sampleMark+"）", right)
	}
	add(d.Head.Series, title)
	if d.Head.Issue != "" {
		add("（"+d.Head.Issue+"）", centred)
	}
	if d.Head.Style == ledger.SeriesHead {
		add(d.Head.Issuer+"　　　　"+d.Head.Date.Chinese(), centred)
	} else if d.Head.Number != "" {
		add(d.Head.Number, centred)
	}
	add(d.Title, title)
	add(d.Greeting, plain)
	add("　　"+d.Opening.Text(), plain)
	entries[len(entries)-1].of = &d.Opening
	for i := range d.Sections {
		add("　　"+d.Sections[i].Heading, heading)
		for k := range d.Sections[i].Paragraphs {
			p := &d.Sections[i].Paragraphs[k]
			add("　　"+p.Text(), plain)
			entries[len(entries)-1].of = p
		}
	}
	for i, a := range d.Annexes {
		lead := "　　　　　"
		if i == 0 {
			lead = "　　附件："
		}
		add(fmt.Sprintf("%s%d.%s", lead, a.Number, a.Title), plain)
	}
	add(d.Signature, right)
	add(d.Date.Chinese(), right)
	if d.Footnote != "" {
		add("　　（"+d.Footnote+"）", plain)
	}
	if d.Imprint.CopyTo != "" {
		add("抄送："+d.Imprint.CopyTo, plain)
	}
	for _, e := range entries {
		if e.text == "" {
			continue
		}
		if err := line(e.text, e.look, e.of); err != nil {
			return err
		}
	}
	if err := w.f.SetSheetDimension(sheet, fmt.Sprintf("A1:A%d", row)); err != nil {
		return err
	}
	if err := w.define(sheet, "Print_Area", fmt.Sprintf("$A$1:$A$%d", row)); err != nil {
		return err
	}
	return w.paper(sheet, false, 0)
}

// portions cuts a long paragraph after a 。 or ；, so that each fits a row.
func portions(s string) []string {
	var out []string
	runes := []rune(s)
	for len(runes) > bodyRunes {
		cut := bodyRunes
		for i := bodyRunes; i > bodyRunes/2; i-- {
			if strings.ContainsRune("。；、", runes[i-1]) {
				cut = i
				break
			}
		}
		out = append(out, string(runes[:cut]))
		runes = runes[cut:]
	}
	return append(out, string(runes))
}

// text writes a cell of text.
func (w *writer) text(sheet, cell, s string, l look) error {
	id, err := w.style(l)
	if err != nil {
		return err
	}
	if err := w.f.SetCellStr(sheet, cell, s); err != nil {
		return err
	}
	return w.f.SetCellStyle(sheet, cell, cell, id)
}
