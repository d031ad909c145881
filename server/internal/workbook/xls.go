package workbook

import (
	"encoding/binary"
	"slices"

	"tongbao/server/internal/grid"
	"tongbao/server/ledger"
)

// Records of the binary formats BIFF5 and BIFF8 (MS-XLS 2.3.2).
const (
	recFormula     = 0x0006
	recEOF         = 0x000a
	recDateMode    = 0x0022
	recFilePass    = 0x002f
	recContinue    = 0x003c
	recCodePage    = 0x0042
	recColInfo     = 0x007d
	recBoundSheet  = 0x0085
	recMulRK       = 0x00bd
	recRString     = 0x00d6
	recXF          = 0x00e0
	recMergedCells = 0x00e5
	recSST         = 0x00fc
	recLabelSST    = 0x00fd
	recNumber      = 0x0203
	recLabel       = 0x0204
	recBoolErr     = 0x0205
	recString      = 0x0207
	recRow         = 0x0208
	recRK          = 0x027e
	recFormat      = 0x041e
	recBOF         = 0x0809
)

// The size of a worksheet in BIFF8.
const (
	xlsMaxRow = 65536
	xlsMaxCol = 256
)

// xlsBook is the part of a binary workbook that its sheets share.
type xlsBook struct {
	*budget
	stream   []byte // of records
	wide     bool   // BIFF8: texts are in Unicode
	decode   func([]byte) (string, bool)
	date1904 bool
	sheets   []xlsEntry
	strings  []string
	custom   map[int]numberFormat
	styles   []int          // the number format of each cell style
	formats  []numberFormat // of each cell style
}

// xlsEntry is one line of the workbook's list of sheets.
type xlsEntry struct {
	name   string
	at     uint32 // where its records begin
	hidden bool
}

// openXLS reads the workbook of a compound file: .xls, or .et as WPS writes
// it.
func openXLS(data []byte, b *budget) (*grid.Workbook, error) {
	const part = "Workbook"
	c, err := openCompound(data, b.hold)
	if err != nil {
		return nil, inPart(part, err)
	}
	streams := c.streams()
	e, ok := streams["workbook"]
	if !ok {
		if e, ok = streams["book"]; !ok {
			return nil, refuse(formatUnknown)
		}
	}
	w := &xlsBook{budget: b, custom: make(map[int]numberFormat)}
	if err = c.readMini(); err == nil {
		w.stream, err = c.read(e)
	}
	if err == nil {
		err = w.globals()
	}
	if err != nil {
		return nil, inPart(part, err)
	}
	out := &grid.Workbook{Format: "xls"}
	for _, e := range w.sheets {
		s, err := w.readSheet(e)
		if err != nil {
			return nil, err
		}
		out.Sheets = append(out.Sheets, s)
	}
	if len(out.Sheets) == 0 {
		return nil, ledger.Errorf(ledger.CodeInvalid, "工作簿中没有一张工作表。请上传含有填报表的文件。")
	}
	return out, nil
}

// globals reads the records before the sheets.
func (w *xlsBook) globals() error {
	r := records{stream: w.stream}
	if err := w.begin(&r); err != nil {
		return err
	}
	w.decode = ansi(0)
	for {
		id, data, err := r.next()
		if err != nil {
			return err
		}
		if err := w.stop(); err != nil {
			return err
		}
		switch id {
		case recEOF:
			w.resolve()
			return nil
		case recFilePass:
			return refuse(formatEncrypted)
		case recCodePage:
			if data.has(2) {
				w.decode = ansi(data.u16())
			}
		case recDateMode:
			w.date1904 = data.has(2) && data.u16() == 1
		case recBoundSheet:
			err = w.boundSheet(data)
		case recFormat:
			err = w.format(data)
		case recXF:
			err = w.style(data)
		case recSST:
			err = w.sharedStrings(data)
		}
		if err != nil {
			return err
		}
	}
}

// begin reads the record that must come first and tells the version.
func (w *xlsBook) begin(r *records) error {
	id, data, err := r.next()
	if err != nil {
		return err
	}
	if id != recBOF || !data.has(4) {
		return damagef("没有开头的 BOF 记录")
	}
	switch version := data.u16(); version {
	case 0x0600:
		w.wide = true
	case 0x0500:
	default:
		return refuse(formatOldXLS)
	}
	return nil
}

func (w *xlsBook) boundSheet(data *record) error {
	if !data.has(8) {
		return damagef("工作表目录不完整")
	}
	e := xlsEntry{at: data.u32()}
	e.hidden = data.u8()&3 != 0
	kind := data.u8()
	name, err := w.shortText(data)
	if err != nil {
		return err
	}
	e.name = name
	if kind != 0 { // a chart, a macro sheet, a module: no table
		return nil
	}
	if slices.ContainsFunc(w.sheets, func(o xlsEntry) bool { return o.name == name || o.at == e.at }) {
		return damagef("有两张工作表都叫“%.40s”", name)
	}
	if err := w.budget.sheets(len(w.sheets), name); err != nil {
		return err
	}
	w.sheets = append(w.sheets, e)
	return nil
}

func (w *xlsBook) format(data *record) error {
	if !data.has(3) {
		return damagef("数字格式记录不完整")
	}
	id := int(data.u16())
	read := w.shortText
	if w.wide {
		read = w.text
	}
	code, err := read(data)
	if err != nil {
		return err
	}
	w.custom[id] = parseFormat(code)
	return nil
}

func (w *xlsBook) style(data *record) error {
	if !data.has(4) {
		return damagef("单元格样式记录不完整")
	}
	if len(w.styles) == maxStyles {
		return damagef("单元格样式超过 %d 种", maxStyles)
	}
	data.u16() // the font
	w.styles = append(w.styles, int(data.u16()))
	return nil
}

// resolve looks up the number format of each cell style.
func (w *xlsBook) resolve() {
	for _, id := range w.styles {
		f, ok := w.custom[id]
		if !ok {
			f = builtin(id)
		}
		w.formats = append(w.formats, f)
	}
}

// sharedStrings reads the texts of BIFF8's cells. Of the two counts before
// them the second says how many follow.
func (w *xlsBook) sharedStrings(data *record) error {
	if !data.has(8) {
		return damagef("共享文字表不完整")
	}
	data.u32()
	for n := data.u32(); n > 0; n-- {
		if len(w.strings) == w.lim.Cells {
			return tooManyCells(w.lim.Cells)
		}
		text, err := w.text(data)
		if err != nil {
			return err
		}
		w.strings = append(w.strings, w.texts.own(text))
		if err := w.hold(textSize); err != nil {
			return err
		}
	}
	return nil
}

// records goes through a stream of records.
type records struct {
	stream []byte
	pos    int
}

// next is the next record with the CONTINUE records that follow it.
func (r *records) next() (id int, data *record, err error) {
	id, first, err := r.one()
	if err != nil {
		return 0, nil, err
	}
	from := r.pos
	for id != recContinue && len(r.stream)-r.pos >= 4 && binary.LittleEndian.Uint16(r.stream[r.pos:]) == recContinue {
		if _, _, err := r.one(); err != nil {
			return 0, nil, err
		}
	}
	return id, &record{cur: first, more: records{stream: r.stream[from:r.pos]}}, nil
}

func (r *records) one() (int, []byte, error) {
	if len(r.stream)-r.pos < 4 {
		return 0, nil, damagef("内容不完整，没有结尾")
	}
	id := int(binary.LittleEndian.Uint16(r.stream[r.pos:]))
	size := int(binary.LittleEndian.Uint16(r.stream[r.pos+2:]))
	from := r.pos + 4
	if size > len(r.stream)-from {
		return 0, nil, damagef("内容不完整，最后一条记录被截断")
	}
	r.pos = from + size
	return id, r.stream[from:r.pos], nil
}
