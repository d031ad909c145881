package workbook

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"strconv"

	"tongbao/server/internal/grid"
)

// unsortedSize is what a cell takes, in bytes, until the whole sheet is read:
// in a list that may have grown to twice its length.
const unsortedSize = 2 * 48

// xlsSheet reads one worksheet of a binary workbook.
type xlsSheet struct {
	*xlsBook
	sheet  grid.Sheet
	hidden hiddenColumns
	rows   map[int]bool // that are hidden
	high   map[int]float64
	cells  []grid.Cell
	last   int // the row that was read last
	// open is the formula whose result, a text, comes in a record of its own;
	// the zero Address when there is none.
	open grid.Address
}

func (w *xlsBook) readSheet(e xlsEntry) (grid.Sheet, error) {
	p := xlsSheet{xlsBook: w, sheet: grid.Sheet{Name: e.name, Hidden: e.hidden, Widths: make(map[int]float64)}, rows: make(map[int]bool), high: make(map[int]float64)}
	err := p.read(e.at)
	if err == nil {
		err = p.arrange()
	}
	if err != nil {
		return grid.Sheet{}, inSheet(e.name, p.last, err)
	}
	p.sheet.Index()
	return p.sheet, nil
}

// read goes through the sheet's records. Charts within it have a BOF and an
// EOF of their own.
func (p *xlsSheet) read(at uint32) error {
	if int64(at) >= int64(len(p.stream)) {
		return damagef("文件中缺少它的内容")
	}
	r := records{stream: p.stream, pos: int(at)}
	if id, _, err := r.next(); err != nil || id != recBOF {
		return cmp.Or(err, damagef("没有开头的 BOF 记录"))
	}
	for depth, n := 1, 0; depth > 0; n++ {
		id, data, err := r.next()
		if err != nil {
			return err
		}
		if n%stopEvery == 0 {
			if err := p.stop(); err != nil {
				return err
			}
		}
		switch {
		case id == recBOF:
			depth++
		case id == recEOF:
			depth--
		case depth == 1:
			err = p.record(id, data)
		}
		if err != nil {
			return err
		}
	}
	if p.open != (grid.Address{}) {
		return damagef("单元格 %s 的公式结果缺失", p.open)
	}
	return nil
}

func (p *xlsSheet) record(id int, data *record) error {
	switch id {
	case recRow:
		return p.row(data)
	case recColInfo:
		return p.column(data)
	case recMergedCells:
		return p.mergedCells(data)
	case recMulRK:
		return p.mulRK(data)
	case recString:
		return p.formulaText(data)
	case recLabelSST, recLabel, recRString, recNumber, recRK, recBoolErr, recFormula:
		return p.cell(id, data)
	}
	return nil
}

func (p *xlsSheet) row(data *record) error {
	const hiddenFlag, defaultHeight = 0x20, 0x8000
	if !data.has(14) {
		return damagef("行记录不完整")
	}
	height := binary.LittleEndian.Uint16(data.cur[6:])
	flags := binary.LittleEndian.Uint16(data.cur[12:])
	number := int(data.u16()) + 1
	if flags&hiddenFlag != 0 {
		p.rows[number] = true
	}
	if height&defaultHeight == 0 && number <= xlsMaxRow {
		p.high[number] = float64(height) / 20
	}
	return nil
}

func (p *xlsSheet) column(data *record) error {
	if !data.has(10) {
		return damagef("列记录不完整")
	}
	width := binary.LittleEndian.Uint16(data.cur[4:])
	flags := binary.LittleEndian.Uint16(data.cur[8:])
	from, to := int(data.u16())+1, int(data.u16())+1
	if from > to || from > xlsMaxCol {
		return damagef("列记录不合规则")
	}
	if flags&1 != 0 {
		p.hidden.add(from, min(to, xlsMaxCol))
	}
	for col := from; col <= min(to, xlsMaxCol) && width > 0; col++ {
		p.sheet.Widths[col] = float64(width) / 256
	}
	return p.hold(hiddenSize * (min(to, xlsMaxCol) - from + 1))
}

func (p *xlsSheet) mergedCells(data *record) error {
	if !data.has(2) {
		return damagef("合并单元格记录不完整")
	}
	for n := data.u16(); n > 0; n-- {
		if !data.following() || !data.has(8) {
			return damagef("合并单元格记录不完整")
		}
		var m grid.Range
		m.From.Row, m.To.Row = int(data.u16())+1, int(data.u16())+1
		m.From.Col, m.To.Col = int(data.u16())+1, int(data.u16())+1
		if m.From.Row > m.To.Row || m.From.Col > m.To.Col || m.To.Col > xlsMaxCol {
			return damagef("合并区域 %s 不合规则", m)
		}
		if err := p.merges(len(p.sheet.Merges)); err != nil {
			return err
		}
		if m.From != m.To {
			p.sheet.Merges = append(p.sheet.Merges, m)
		}
	}
	return nil
}

// begin reads the row, the column and the style that every cell begins with.
func (p *xlsSheet) begin(data *record) (grid.Cell, numberFormat, error) {
	if !data.has(6) {
		return grid.Cell{}, numberFormat{}, damagef("单元格记录不完整")
	}
	at := grid.Address{Row: int(data.u16()) + 1, Col: int(data.u16()) + 1}
	f, err := p.styleOf(at, data.u16())
	return grid.Cell{Address: at}, f, err
}

func (p *xlsSheet) styleOf(at grid.Address, n uint16) (numberFormat, error) {
	p.last = at.Row
	switch {
	case at.Col > xlsMaxCol:
		return numberFormat{}, damagef("单元格 %s 超出工作表的范围", at)
	case int(n) >= len(p.formats):
		return numberFormat{}, damagef("单元格 %s 的样式编号超出范围", at)
	}
	return p.formats[n], nil
}

func (p *xlsSheet) keep(cell grid.Cell) error {
	if cell.Kind == grid.Blank {
		return nil
	}
	if err := p.spend(&cell); err != nil {
		return err
	}
	p.cells = append(p.cells, cell)
	return p.hold(unsortedSize)
}

func (p *xlsSheet) cell(id int, data *record) error {
	cell, f, err := p.begin(data)
	if err != nil {
		return err
	}
	short := damagef("单元格 %s 的记录不完整", cell.Address)
	switch id {
	case recLabelSST:
		if !data.has(4) {
			return short
		}
		i := data.u32()
		if int64(i) >= int64(len(p.strings)) {
			return damagef("单元格 %s 的文字编号超出范围", cell.Address)
		}
		cell = textCell(cell, p.strings[i])
	case recLabel, recRString:
		text, err := p.text(data)
		if err != nil {
			return err
		}
		cell = textCell(cell, p.texts.own(text))
	case recRK:
		if !data.has(4) {
			return short
		}
		return p.rk(cell, data.u32(), f)
	case recBoolErr:
		if !data.has(2) {
			return short
		}
		value, isError := data.u8(), data.u8()
		err = boolOrError(&cell, value, isError != 0)
	default: // a number or a formula, which begin alike
		if !data.has(8) {
			return short
		}
		err = p.value(id, &cell, data, f)
	}
	if err != nil {
		return err
	}
	return p.keep(cell)
}

// value reads a number, or a formula's stored result (MS-XLS 2.5.133): a
// number, or one of the other kinds marked by two bytes that no number has.
func (p *xlsSheet) value(id int, cell *grid.Cell, data *record, f numberFormat) error {
	bits := binary.LittleEndian.Uint64(data.cur)
	cell.Formula = id == recFormula
	if !cell.Formula || bits>>48 != 0xffff {
		return setFloat(cell, math.Float64frombits(bits), f, p.date1904)
	}
	switch kind, value := data.cur[0], data.cur[2]; kind {
	case 0:
		p.open = cell.Address
	case 1:
		return boolOrError(cell, value, false)
	case 2:
		return boolOrError(cell, value, true)
	case 3: // an empty text
	default:
		return damagef("单元格 %s 的公式结果无法识别", cell.Address)
	}
	return nil
}

// formulaText is the text that the formula before it has for its result.
func (p *xlsSheet) formulaText(data *record) error {
	text, err := p.text(data)
	if err != nil || p.open == (grid.Address{}) {
		return err
	}
	cell := textCell(grid.Cell{Address: p.open, Formula: true}, p.texts.own(text))
	p.open = grid.Address{}
	return p.keep(cell)
}

func (p *xlsSheet) mulRK(data *record) error {
	if !data.has(6) {
		return damagef("单元格记录不完整")
	}
	at := grid.Address{Row: int(data.u16()) + 1, Col: int(data.u16()) + 1}
	for ; data.has(6 + 2); at.Col++ {
		f, err := p.styleOf(at, data.u16())
		if err != nil {
			return err
		}
		if err := p.rk(grid.Cell{Address: at}, data.u32(), f); err != nil {
			return err
		}
	}
	return nil
}

// rk is a number in four bytes (MS-XLS 2.5.217): the upper part of a binary
// fraction or a whole number, and perhaps a hundred times too large.
func (p *xlsSheet) rk(cell grid.Cell, v uint32, f numberFormat) error {
	shift := 0
	if v&1 != 0 {
		shift = -2
	}
	raw := strconv.Itoa(int(int32(v) >> 2))
	if v&2 == 0 {
		raw = strconv.FormatFloat(math.Float64frombits(uint64(v&^3)<<32), 'g', 17, 64)
	}
	if !setNumber(&cell, raw, shift, f, p.date1904) {
		return damagef("单元格 %s 的数值无法识别", cell.Address)
	}
	return p.keep(cell)
}

func setFloat(cell *grid.Cell, v float64, f numberFormat, date1904 bool) error {
	if !setNumber(cell, strconv.FormatFloat(v, 'g', 17, 64), 0, f, date1904) {
		return damagef("单元格 %s 的数值无法识别", cell.Address)
	}
	return nil
}

// xlsErrors are the error values by their codes (MS-XLS 2.5.10).
var xlsErrors = map[byte]string{
	0x00: "#NULL!", 0x07: "#DIV/0!", 0x0f: "#VALUE!", 0x17: "#REF!", 0x1d: "#NAME?", 0x24: "#NUM!", 0x2a: "#N/A", 0x2b: "#GETTING_DATA",
}

func boolOrError(cell *grid.Cell, v byte, isError bool) error {
	switch {
	case isError:
		cell.Kind, cell.Text = grid.Error, xlsErrors[v]
	case v <= 1:
		cell.Kind, cell.Text = grid.Bool, [...]string{"FALSE", "TRUE"}[v]
	}
	if cell.Text == "" {
		return damagef("单元格 %s 的值无法识别", cell.Address)
	}
	return nil
}

// arrange puts the cells, which may be stored in any order, into rows.
func (p *xlsSheet) arrange() error {
	p.last = 0
	order := func(a, b grid.Cell) int { return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Col, b.Col)) }
	if !slices.IsSortedFunc(p.cells, order) {
		slices.SortFunc(p.cells, order)
	}
	for from := 0; from < len(p.cells); {
		number := p.cells[from].Row
		to := from + 1
		for ; to < len(p.cells) && p.cells[to].Row == number; to++ {
			if p.cells[to].Col == p.cells[to-1].Col {
				return damagef("单元格 %s 有两个值", p.cells[to].Address)
			}
		}
		if err := p.add(&p.sheet, grid.Row{Number: number, Hidden: p.rows[number], Height: p.high[number]}, p.cells[from:to]); err != nil {
			return err
		}
		from = to
	}
	p.release(unsortedSize * len(p.cells))
	var err error
	if p.sheet.HiddenCols, err = p.hidden.within(p.sheet.Rows, p.budget); err != nil {
		return err
	}
	return checkMerges(p.sheet.Merges)
}
