package marked

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/workbook/markup"
	"tongbao/server/ledger"
)

// looks are the cell formats of the list of findings.
type looks struct {
	title, lead, head, text, number, link, err, warn int
}

// listLooks adds the cell formats of the list to the style sheet.
func (s *styles) listLooks() looks {
	font := func(inner string) int {
		return s.of["fonts"].add(withPrefix("<font>"+inner+`<name val="宋体"/><charset val="134"/></font>`, s.prefix))
	}
	fill := func(rgb string) int {
		return s.of["fills"].add(withPrefix(`<fill><patternFill patternType="solid"><fgColor rgb="`+rgb+`"/><bgColor indexed="64"/></patternFill></fill>`, s.prefix))
	}
	edge := ""
	for _, side := range []string{"left", "right", "top", "bottom"} {
		edge += "<" + side + ` style="thin"><color rgb="FFBFBFBF"/></` + side + ">"
	}
	border := s.of["borders"].add(withPrefix("<border>"+edge+"<diagonal/></border>", s.prefix))
	// Every cell is of the format @: a text that begins with = stays a text
	// also when it is edited.
	base := ""
	if s.root.child("cellStyleXfs") != nil {
		base = ` xfId="0"`
	}
	xf := func(font, fill, border int, align string) int {
		return s.of["cellXfs"].add(withPrefix(fmt.Sprintf(
			`<xf numFmtId="49" fontId="%d" fillId="%d" borderId="%d"%s applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment %s/></xf>`,
			font, fill, border, base, align), s.prefix))
	}
	const wrap, centre = `vertical="center" wrapText="1"`, `horizontal="center" vertical="center" wrapText="1"`
	plain := font(`<sz val="11"/>`)
	return looks{
		title:  xf(font(`<b/><sz val="16"/>`), 0, 0, `vertical="center"`),
		lead:   xf(plain, 0, 0, wrap),
		head:   xf(font(`<b/><sz val="11"/>`), fill("FFDDEBF7"), border, centre),
		text:   xf(plain, 0, border, wrap),
		number: xf(plain, 0, border, centre),
		link:   xf(font(`<u/><sz val="11"/><color rgb="FF0563C1"/>`), 0, border, centre),
		err:    xf(font(`<b/><sz val="11"/><color rgb="FFC00000"/>`), 0, border, centre),
		warn:   xf(font(`<b/><sz val="11"/><color rgb="FF9C5700"/>`), 0, border, centre),
	}
}

// list is the sheet that lists the findings.
type list struct {
	dialect dialect
	looks   looks
	sheets  []sheet
	notes   []Note
	origin  string
	record  []string
}

// widths are the columns' widths, in digits as worksheets count them.
var widths = []int{6, 7, 16, 14, 60, 60}

// height is what a row of texts needs, in points. LibreOffice does not work it
// out when it opens a file.
func height(texts ...string) int {
	lines := 1
	for col, text := range texts {
		width := 0
		for _, r := range text {
			width++
			if r >= 0x1100 {
				width++
			}
		}
		lines = max(lines, (width+widths[col]-3)/(widths[col]-2))
	}
	return 15*lines + 1
}

// headRow is the row of the list's head.
const headRow = 3

func (l *list) xml() []byte {
	var b strings.Builder
	last := headRow + len(l.notes)
	fmt.Fprintf(&b, markup.Head+`<worksheet xmlns="%s"><sheetPr><tabColor rgb="FFC00000"/><pageSetUpPr fitToPage="1"/></sheetPr>`, l.dialect.main)
	fmt.Fprintf(&b, `<dimension ref="A1:%s"/>`, grid.Address{Col: recordColumn + len(l.record) - 1, Row: last})
	fmt.Fprintf(&b, `<sheetViews><sheetView showGridLines="0" workbookViewId="0"><pane ySplit="%d" topLeftCell="A%d" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`, headRow, headRow+1)
	b.WriteString(`<sheetFormatPr defaultRowHeight="15"/><cols>`)
	for i, width := range widths {
		fmt.Fprintf(&b, `<col min="%d" max="%d" width="%d" customWidth="1"/>`, i+1, i+1, width)
	}
	fmt.Fprintf(&b, `<col min="%d" max="%d" width="9" hidden="1" customWidth="1"/></cols><sheetData>`, recordColumn, recordColumn+len(l.record)-1)
	fmt.Fprintf(&b, `<row r="1" ht="30" customHeight="1">%s`, markup.TextCell("A1", l.looks.title, grid.FindingsTitle))
	for i, r := range l.record {
		b.WriteString(markup.TextCell(grid.Address{Col: recordColumn + i, Row: 1}.String(), 0, r))
	}
	fmt.Fprintf(&b, `</row><row r="2" ht="%d" customHeight="1">%s</row><row r="%d" ht="20" customHeight="1">`, leadHeight, markup.TextCell("A2", l.looks.lead, l.lead()), headRow)
	for i, word := range []string{"序号", "级别", "工作表", "单元格", "问题", "怎样改"} {
		b.WriteString(markup.TextCell(grid.Address{Col: i + 1, Row: headRow}.String(), l.looks.head, word))
	}
	b.WriteString(`</row>`)
	links := l.rows(&b)
	b.WriteString(`</sheetData><mergeCells count="1"><mergeCell ref="A2:F2"/></mergeCells>`)
	if len(links) > 0 {
		b.WriteString(`<hyperlinks>` + strings.Join(links, "") + `</hyperlinks>`)
	}
	b.WriteString(`<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>` +
		`<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/><headerFooter><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter></worksheet>`)
	return []byte(b.String())
}

// leadHeight is the height of three lines, in points.
const leadHeight = 47

// lead says how many there are and what to do with them.
func (l *list) lead() string {
	n := make(map[ledger.Severity]int)
	for _, note := range l.notes {
		n[note.Severity]++
	}
	counts := ""
	for _, s := range []ledger.Severity{ledger.SeverityError, ledger.SeverityWarning} {
		if n[s] > 0 {
			counts += fmt.Sprintf("、%s%d处", severityWords[s], n[s])
		}
	}
	return "共" + strings.TrimPrefix(counts, "、") + "。错误（红底）改正后才能报送，提醒（黄底）请核对。" +
		"请在原表中直接修改，保存后重新报送本文件即可；颜色、批注和本页不必删除，下次报送时自动去掉。" + l.origin
}

// rows writes a row for each note, errors first, in the order of their places,
// and returns the links.
func (l *list) rows(b *strings.Builder) (links []string) {
	notes := slices.Clone(l.notes)
	slices.SortStableFunc(notes, func(a, b Note) int {
		x, y := firstCell(a), firstCell(b)
		return cmp.Or(cmp.Compare(rank(a.Severity), rank(b.Severity)), cmp.Compare(l.place(a), l.place(b)),
			cmp.Compare(x.Row, y.Row), cmp.Compare(x.Col, y.Col))
	})
	for i, n := range notes {
		row := headRow + 1 + i
		look := l.looks.err
		if n.Severity == ledger.SeverityWarning {
			look = l.looks.warn
		}
		at := func(col int) string { return grid.Address{Col: col, Row: row}.String() }
		cell, cellLook := n.Cell, l.looks.number
		if to := l.target(n); to != "" {
			cell, cellLook = cmp.Or(n.Cell, "整张表"), l.looks.link
			links = append(links, `<hyperlink ref="`+at(4)+`" location="`+markup.Escape(to)+`" tooltip="`+markup.Escape("转到"+n.Sheet+" "+cell)+`"/>`)
		}
		fmt.Fprintf(b, `<row r="%d" ht="%d">`, row, height("", "", n.Sheet, cell, n.Message, n.Hint))
		b.WriteString(markup.TextCell(at(1), l.looks.number, itoa(i+1)) + markup.TextCell(at(2), look, severityWords[n.Severity]) +
			markup.TextCell(at(3), l.looks.number, n.Sheet) + markup.TextCell(at(4), cellLook, cell) +
			markup.TextCell(at(5), l.looks.text, n.Message) + markup.TextCell(at(6), l.looks.text, n.Hint) + `</row>`)
	}
	return links
}

// place is where a note's sheet stands in the workbook, -1 for the workbook.
func (l *list) place(n Note) int {
	return slices.IndexFunc(l.sheets, func(s sheet) bool { return s.name == n.Sheet })
}

// firstCell is the first cell that a note speaks of; none for a whole sheet.
func firstCell(n Note) grid.Address {
	if r := rangesOf(n.Cell); len(r) > 0 {
		return r[0].From
	}
	return grid.Address{}
}

func rank(s ledger.Severity) int {
	if s == ledger.SeverityError {
		return 0
	}
	return 1
}

// target is where the link of a note leads: its first cell, or the top of its
// sheet; "" when the workbook has no such sheet.
func (l *list) target(n Note) string {
	if l.place(n) < 0 {
		return ""
	}
	cell := "A1"
	if r := rangesOf(n.Cell); len(r) > 0 {
		cell = r[0].String()
	}
	return "'" + strings.ReplaceAll(n.Sheet, "'", "''") + "'!" + cell
}
