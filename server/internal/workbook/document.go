package workbook

import (
	"slices"
	"strconv"
	"strings"

	"tongbao/server/internal/grid"
)

// openDocument reads the text of a .docx: paragraphs and tables in their order,
// without what was deleted or moved away, without headers, footers and notes.
func openDocument(data []byte, b *budget) (*grid.Prose, error) {
	a, err := openArchive(data, b)
	if err != nil {
		return nil, err
	}
	if !a.has(contentTypesPart) {
		return nil, a.foreignToProse()
	}
	main, err := a.documentPart()
	if err != nil {
		return nil, err
	}
	d := document{budget: b, prose: &grid.Prose{Format: "docx"}}
	if err := a.walk(main, d.read); err != nil {
		return nil, inPart(main, err)
	}
	return d.prose, nil
}

// foreignToProse says what a zip without content types is.
func (a *archive) foreignToProse() error {
	switch {
	case a.has("mimetype"):
		return refuseProse(formatODT)
	case a.has("OFD.xml"):
		return refuseProse(formatOFD)
	}
	return refuseProse(formatArchive)
}

// documentPart is the main part of a package that must be a document.
func (a *archive) documentPart() (string, error) {
	main, declared, err := a.mainType()
	switch {
	case err != nil:
		return "", err
	case strings.Contains(declared, "wordprocessingml"), strings.Contains(declared, "ms-word"):
		return main, nil
	case strings.Contains(declared, "presentationml"), strings.Contains(declared, "ms-powerpoint"):
		return "", refuseProse(formatPPT)
	case strings.Contains(declared, "sheet"):
		return "", refuseProse(formatXLS)
	}
	return "", refuseProse(formatUnknown)
}

// document collects what word/document.xml says (ECMA-376 part 1, 17.3 and 17.4).
type document struct {
	*budget
	prose *grid.Prose
	// paragraphs are those that are open: one in a text box stands inside another.
	paragraphs []paragraph
	tables     []*openTable // those that are open: one may stand in a cell of another
	skip       int          // how many elements are open whose text does not count
	run        bool         // inside <w:t>
}

type paragraph struct {
	text    strings.Builder
	counted bool // it has a number that the program counts
}

// openTable is a table of which more is to come.
type openTable struct {
	after     int
	sheet     grid.Sheet
	row, col  int
	cells     []grid.Cell
	cell      strings.Builder
	span      int
	merge     string      // of this cell: "", "restart" or "continue"
	reaching  map[int]int // column → the merge that cells below may go on with
	paragraph bool        // the cell has text already
}

// leftOut are the elements whose text is not the document's: what was deleted or
// moved away, and the second telling of a drawing.
func leftOut(name string) bool {
	switch name {
	case "del", "moveFrom", "Fallback", "instrText", "delText":
		return true
	}
	return false
}

func (d *document) read(s *scanner) error {
	if err := s.enter("document"); err != nil {
		return err
	}
	for {
		t, err := s.next()
		if err != nil {
			return err
		}
		switch t {
		case tokenEOF:
			return nil
		case tokenStart:
			err = d.start(s, string(localName(s.name)))
		case tokenEnd:
			err = d.end(string(localName(s.name)))
		case tokenText:
			if d.run && d.skip == 0 {
				err = d.say(string(s.text))
			}
		}
		if err != nil {
			return err
		}
	}
}

// start takes the beginning of an element.
func (d *document) start(s *scanner, name string) error {
	if leftOut(name) {
		d.skip++
	}
	if d.skip > 0 {
		return nil
	}
	switch name {
	case "p":
		d.paragraphs = append(d.paragraphs, paragraph{})
	case "numPr":
		if n := len(d.paragraphs); n > 0 {
			d.paragraphs[n-1].counted = true
		}
	case "t":
		d.run = true
	case "tab":
		if len(s.open) > 1 && string(localName(s.open[len(s.open)-2])) == "r" {
			return d.say(" ")
		}
	case "br", "cr":
		return d.say("\n")
	case "noBreakHyphen":
		return d.say("-")
	case "tbl":
		d.tables = append(d.tables, &openTable{after: len(d.prose.Lines), reaching: make(map[int]int)})
	case "tr", "tc", "gridSpan", "vMerge", "gridBefore":
		if n := len(d.tables); n > 0 {
			return d.tables[n-1].start(s, name)
		}
	}
	return nil
}

// say adds to the paragraph that is open.
func (d *document) say(text string) error {
	n := len(d.paragraphs)
	if n == 0 {
		return nil
	}
	if d.paragraphs[n-1].text.Len()+len(text) > maxProse {
		return tooMuchProse()
	}
	d.paragraphs[n-1].text.WriteString(text)
	return nil
}

// end takes the end of an element.
func (d *document) end(name string) error {
	if leftOut(name) {
		d.skip--
		return nil
	}
	if d.skip > 0 {
		return nil
	}
	switch name {
	case "t":
		d.run = false
	case "p":
		return d.endParagraph()
	case "tc", "tr", "tbl":
		return d.endTable(name)
	}
	return nil
}

// endParagraph keeps a paragraph: in the cell that it stands in, or as lines.
func (d *document) endParagraph() error {
	n := len(d.paragraphs)
	if n == 0 {
		return nil
	}
	p := &d.paragraphs[n-1]
	d.paragraphs = d.paragraphs[:n-1]
	text := p.text.String()
	if n := len(d.tables); n > 0 {
		t := d.tables[n-1]
		if t.paragraph {
			t.cell.WriteByte('\n')
		}
		t.paragraph = true
		t.cell.WriteString(text)
		if t.cell.Len() > maxProse {
			return tooMuchProse()
		}
		return nil
	}
	for line := range strings.SplitSeq(text, "\n") {
		if err := d.line(d.prose, line); err != nil {
			return err
		}
	}
	if p.counted && strings.TrimSpace(text) != "" {
		d.prose.Counted = append(d.prose.Counted, len(d.prose.Lines))
	}
	return nil
}

// start takes the beginning of a row or cell, or how far the cell reaches.
func (t *openTable) start(s *scanner, name string) error {
	value := s.prefixed("val")
	switch name {
	case "tr":
		t.row, t.col, t.cells = t.row+1, 1, nil
		if t.row > maxRow {
			return tooMuchProse()
		}
	case "tc":
		t.cell.Reset()
		t.span, t.merge, t.paragraph = 1, "", false
	case "gridSpan", "gridBefore":
		n, err := strconv.Atoi(value)
		if err != nil || n < 0 || n > maxCol {
			return damagef("属性 %s 的值 %.20q 不合规则", name, value)
		}
		if name == "gridSpan" {
			t.span = max(n, 1)
		} else {
			t.col += n
		}
	case "vMerge":
		t.merge = "continue"
		if value == "restart" {
			t.merge = value
		}
	}
	return nil
}

// endTable takes the end of a cell, row or table.
func (d *document) endTable(name string) error {
	n := len(d.tables)
	if n == 0 {
		return nil
	}
	t := d.tables[n-1]
	switch name {
	case "tc":
		return d.endCell(t)
	case "tr":
		if len(t.cells) > 0 {
			return d.add(&t.sheet, grid.Row{Number: t.row}, t.cells)
		}
		return nil
	}
	d.tables = d.tables[:n-1]
	if n > 1 { // a table in a cell: its text is the cell's
		outer := d.tables[n-2]
		for i := range t.sheet.Rows {
			for c := range t.sheet.Rows[i].Cells() {
				outer.cell.WriteString("\n" + c.Text)
			}
		}
		return nil
	}
	if len(t.sheet.Rows) == 0 {
		return nil
	}
	if err := d.sheets(len(d.prose.Tables), ""); err != nil {
		return err
	}
	t.sheet.Name = "表" + strconv.Itoa(len(d.prose.Tables)+1)
	t.sheet.HiddenCols = map[int]bool{}
	t.sheet.Merges = slices.DeleteFunc(t.sheet.Merges, func(r grid.Range) bool { return r.From == r.To })
	t.sheet.Index()
	d.prose.Tables = append(d.prose.Tables, grid.ProseTable{After: t.after, Sheet: t.sheet})
	return nil
}

// endCell keeps a cell and what it is merged with.
func (d *document) endCell(t *openTable) error {
	from := t.col
	t.col += t.span
	if t.col > maxCol+1 {
		return damagef("列数超过 %d", maxCol)
	}
	own := grid.Range{From: grid.Address{Col: from, Row: t.row}, To: grid.Address{Col: t.col - 1, Row: t.row}}
	if above, ok := t.reaching[from]; ok && t.merge == "continue" && t.sheet.Merges[above].To.Col == own.To.Col {
		t.sheet.Merges[above].To.Row = t.row
		return nil
	}
	delete(t.reaching, from)
	if own.From != own.To || t.merge == "restart" {
		if err := d.merges(len(t.sheet.Merges)); err != nil {
			return err
		}
		t.sheet.Merges = append(t.sheet.Merges, own)
	}
	if t.merge == "restart" {
		t.reaching[from] = len(t.sheet.Merges) - 1
	}
	text := strings.TrimSpace(t.cell.String())
	if text == "" {
		return nil
	}
	cell := grid.Cell{Address: own.From, Text: text, Kind: grid.Text}
	if err := d.spend(&cell); err != nil {
		return err
	}
	t.cells = append(t.cells, cell)
	return d.hold(len(text))
}
