package workbook

import (
	"bytes"

	"tongbao/server/internal/grid"
)

// The size of a worksheet (ECMA-376 part 1, 18.3.1.73; Excel's limits).
const (
	maxRow = 1048576
	maxCol = 16384
)

// reader holds what the sheets of one workbook share while they are read.
type reader struct {
	*archive
	strings  []string
	formats  []numberFormat // by cell style
	date1904 bool
}

// sheetReader reads one worksheet.
type sheetReader struct {
	*reader
	s      *scanner
	sheet  grid.Sheet
	hidden hiddenColumns
	row    int         // the row that was begun last
	col    int         // the cell that was begun last in it
	cells  []grid.Cell // of the row
}

func (r *reader) readSheet(e sheetEntry, part string) (grid.Sheet, error) {
	p := sheetReader{reader: r, sheet: grid.Sheet{Name: e.name, Hidden: e.hidden}}
	err := p.parse(part)
	if err == nil {
		p.sheet.HiddenCols, err = p.hidden.within(p.sheet.Rows, p.budget)
	}
	if err != nil {
		return grid.Sheet{}, inSheet(e.name, p.row, err)
	}
	p.sheet.Index()
	return p.sheet, nil
}

// parse reads the part to its end. Where it is damaged as a whole and its text
// does not show it, no row is to blame.
func (p *sheetReader) parse(part string) error {
	return p.walk(part, func(s *scanner) error {
		p.s = s
		err := p.worksheet()
		if err == nil && s.damaged() != nil {
			p.row = 0
		}
		return err
	})
}

func (p *sheetReader) worksheet() (err error) {
	if err := p.s.enter("worksheet"); err != nil {
		return err
	}
	seen := false
	err = p.s.children(func(name []byte) error {
		switch string(name) {
		case "cols":
			return p.s.children(p.column)
		case "sheetData":
			if seen {
				return damagef("有不止一份单元格数据")
			}
			seen = true
			return p.s.children(p.readRow)
		case "mergeCells":
			return p.s.children(p.merge)
		}
		return nil
	})
	switch {
	case err != nil:
		return err
	case !seen:
		return damagef("没有单元格数据")
	}
	if err := p.s.finish(); err != nil {
		return err
	}
	return checkMerges(p.sheet.Merges)
}

func (p *sheetReader) column(name []byte) error {
	if string(name) != "col" || !p.s.flag("hidden") {
		return nil
	}
	from, err := p.s.number("min", 1, maxCol)
	if err != nil {
		return err
	}
	to, err := p.s.number("max", from, maxCol)
	if err != nil {
		return err
	}
	p.hidden.add(from, to)
	return nil
}

func (p *sheetReader) readRow(name []byte) error {
	if string(name) != "row" {
		return nil
	}
	number := p.row + 1
	if _, ok := p.s.attr("r"); ok {
		n, err := p.s.number("r", 1, maxRow)
		if err != nil {
			return err
		}
		if n <= p.row {
			return damagef("行号没有递增：第 %d 行之后是第 %d 行", p.row, n)
		}
		number = n
	}
	if number > maxRow {
		return damagef("行数超过 %d", maxRow)
	}
	p.row, p.col = number, 0
	hidden := p.s.flag("hidden")
	p.cells = p.cells[:0]
	if err := p.s.children(p.readCell); err != nil {
		return err
	}
	if len(p.cells) > 0 {
		return p.add(&p.sheet, grid.Row{Number: number, Hidden: hidden}, p.cells)
	}
	return nil
}

// smallNumber reads a number without a sign that an index can be.
func smallNumber(digits []byte) (n int, ok bool) {
	for _, c := range digits {
		if c < '0' || c > '9' || n > 1<<30 {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, len(digits) > 0
}

// stored is a <c> element as it stands.
type stored struct {
	kind       string // attribute t
	style      int
	value      []byte // of <v>
	valued     bool   // there is a <v>
	inline     string // of <is>
	hasInline  bool
	hasFormula bool
}

func (p *sheetReader) readCell(name []byte) error {
	if string(name) != "c" {
		return nil
	}
	var c stored
	var ref, style []byte
	for _, a := range p.s.attrs {
		switch string(a.name) {
		case "r":
			ref = a.value
		case "s":
			style = a.value
		case "t":
			c.kind = cellKind(a.value)
		}
	}
	at, err := p.place(ref)
	if err != nil {
		return err
	}
	if len(style) > 0 {
		n, ok := smallNumber(style)
		if !ok || n >= len(p.formats) {
			return damagef("单元格 %s 的样式编号超出范围", at)
		}
		c.style = n
	}
	err = p.s.children(func(name []byte) error {
		var err error
		switch string(name) {
		case "f":
			c.hasFormula = true
		case "v":
			if c.valued {
				return damagef("单元格 %s 有两个值", at)
			}
			c.valued = true
			var v []byte
			v, err = p.s.content()
			c.value = bytes.TrimSpace(v)
			if c.kind == "str" || c.kind == "inlineStr" {
				c.inline, c.hasInline = p.texts.text(v), true
			}
		case "is":
			c.value = bytes.Clone(c.value) // reading on takes its bytes
			c.inline, err = p.s.richText(&p.texts)
			c.hasInline = true
		}
		return err
	})
	if err != nil {
		return err
	}
	cell, err := p.interpret(at, c)
	if err != nil || cell.Kind == grid.Blank {
		return err
	}
	err = p.spend(&cell)
	p.cells = append(p.cells, cell)
	return err
}

// place is the address of the cell just begun: its own, or next to the one
// before.
func (p *sheetReader) place(ref []byte) (grid.Address, error) {
	at := grid.Address{Col: p.col + 1, Row: p.row}
	if ref != nil {
		own, ok := parseAddress(string(ref))
		switch {
		case !ok:
			return at, damagef("单元格地址 %.20q 不合规则", ref)
		case own.Row != p.row:
			return at, damagef("单元格 %s 不在它自己的行里", ref)
		case own.Col <= p.col:
			return at, damagef("单元格 %s 没有按列的顺序排列", ref)
		}
		at = own
	}
	if at.Col > maxCol {
		return at, damagef("列数超过 %d", maxCol)
	}
	p.col = at.Col
	return at, nil
}

// parseAddress is grid.ParseAddress within a worksheet's bounds, without $.
func parseAddress(s string) (grid.Address, bool) {
	if s == "" || s[0] == '$' {
		return grid.Address{}, false
	}
	a, ok := grid.ParseAddress(s)
	return a, ok && a.Col <= maxCol && a.Row <= maxRow
}

// cellKind is the value of attribute t, without an allocation where it is one
// that there is.
func cellKind(t []byte) string {
	for _, kind := range []string{"s", "str", "inlineStr", "n", "b", "e", "d"} {
		if string(t) == kind {
			return kind
		}
	}
	return string(t)
}

// interpret makes a cell of what is stored; Blank when there is nothing.
func (p *sheetReader) interpret(at grid.Address, c stored) (grid.Cell, error) {
	cell := grid.Cell{Address: at, Formula: c.hasFormula}
	bad := func(what string) (grid.Cell, error) {
		return cell, damagef("单元格 %s 的%s %.20q 无法识别", at, what, c.value)
	}
	empty := !c.hasInline && len(c.value) == 0
	switch {
	case empty && c.hasFormula:
		cell.Kind = grid.NoValue
		return cell, nil
	case empty:
		return cell, nil
	}
	switch c.kind {
	case "str", "inlineStr":
		return textCell(cell, c.inline), nil
	case "s":
		i, ok := smallNumber(c.value)
		if !ok || i >= len(p.strings) {
			return bad("文字编号")
		}
		return textCell(cell, p.strings[i]), nil
	case "b":
		cell.Kind = grid.Bool
		switch string(c.value) {
		case "1", "true":
			cell.Text = "TRUE"
		case "0", "false":
			cell.Text = "FALSE"
		default:
			return bad("逻辑值")
		}
		return cell, nil
	case "e":
		cell.Kind, cell.Text = grid.Error, string(c.value)
		return cell, nil
	case "d":
		if !isoDate(&cell, string(c.value)) {
			return bad("日期")
		}
		return cell, nil
	case "", "n":
		if !setNumber(&cell, string(c.value), 0, p.formats[c.style], p.date1904) {
			return bad("数值")
		}
		return cell, nil
	}
	return cell, damagef("单元格 %s 的类型 %.20q 无法识别", at, c.kind)
}

func textCell(cell grid.Cell, text string) grid.Cell {
	if text != "" {
		cell.Kind, cell.Text = grid.Text, text
	}
	return cell
}
