package workbook

import (
	"bytes"
	"strings"

	"tongbao/server/internal/grid"
)

// fields goes through the rows of a text table.
type fields struct {
	text      []byte // what is left
	separator byte
	buf       []byte
	cells     []grid.Cell // behind row
}

// row reads one row's cells, which are valid until the next call; blank fields
// make none.
func (f *fields) row(number int, b *budget) ([]grid.Cell, error) {
	f.cells = f.cells[:0]
	for col, more := 1, true; more; col++ {
		var field []byte
		var err error
		if field, more, err = f.next(); err != nil {
			return nil, err
		}
		if col > maxCol {
			return nil, damagef("列数超过 %d", maxCol)
		}
		if len(field) > maxText {
			return nil, damagef("一个单元格的文字超过 32767 字")
		}
		cell := fieldCell(grid.Cell{Address: grid.Address{Col: col, Row: number}}, b.texts.plain(field))
		if cell.Kind == grid.Blank {
			continue
		}
		if err := b.spend(&cell); err != nil {
			return nil, err
		}
		f.cells = append(f.cells, cell)
	}
	return f.cells, nil
}

// next reads a field and says whether the row goes on behind it. The field is
// valid until the next call.
func (f *fields) next() (field []byte, more bool, err error) {
	if len(f.text) > 0 && f.text[0] == '"' {
		return f.quoted()
	}
	n := bytes.IndexAny(f.text, string([]byte{f.separator, '\n', '\r'}))
	if n < 0 {
		n = len(f.text)
	}
	field, f.text = f.text[:n], f.text[n:]
	more, err = f.after()
	return field, more, err
}

// quoted reads a field in quotes; two in it are one.
func (f *fields) quoted() (field []byte, more bool, err error) {
	f.buf = f.buf[:0]
	for {
		f.text = f.text[1:]
		n := bytes.IndexByte(f.text, '"')
		if n < 0 {
			return nil, false, damagef("引号没有配对，文件可能不完整")
		}
		f.keep(f.text[:n])
		f.text = f.text[n+1:]
		if len(f.text) == 0 || f.text[0] != '"' {
			break
		}
		f.keep([]byte{'"'})
	}
	more, err = f.after()
	if field = f.buf; len(field) <= longestField && bytes.IndexByte(field, '\r') >= 0 {
		field = []byte(lineBreaks.Replace(string(field)))
	}
	return field, more, err
}

// longestField is how much of a field is kept, in bytes: the longest text with
// a carriage return before each of its line breaks.
const longestField = 2 * maxText

// keep takes more of a field; of one that is too long, enough to see it.
func (f *fields) keep(more []byte) {
	f.buf = append(f.buf, more[:max(0, min(len(more), longestField+1-len(f.buf)))]...)
}

// after passes over the separator, which means that the row goes on, or the
// end of the line.
func (f *fields) after() (more bool, err error) {
	switch {
	case len(f.text) == 0:
		return false, nil
	case f.text[0] == f.separator:
		f.text = f.text[1:]
		return true, nil
	case f.text[0] == '\r':
		f.text = bytes.TrimPrefix(f.text[1:], []byte("\n"))
		return false, nil
	case f.text[0] == '\n':
		f.text = f.text[1:]
		return false, nil
	}
	return false, damagef("引号之后有多余的文字")
}

// fieldCell makes a cell of a field as Excel would on opening the file, but
// keeps what Excel would spoil: numbers with leading zeros or more digits than
// a number keeps (identity cards, account numbers) stay texts, and so do dates,
// whose words are read later.
func fieldCell(cell grid.Cell, text string) grid.Cell {
	if inner, ok := strings.CutPrefix(text, `="`); ok && strings.HasSuffix(inner, `"`) && strings.Count(inner, `"`) == 1 {
		return textCell(cell, inner[:len(inner)-1]) // ="001" keeps a text a text
	}
	number := strings.TrimSpace(text)
	digits := strings.TrimSuffix(number, "%")
	if !plainDigits(digits) {
		return textCell(cell, text)
	}
	f := numberFormat{percent: digits != number}
	shift := 0
	if f.percent {
		shift = -2
	}
	if !setNumber(&cell, digits, shift, f, false) {
		return textCell(grid.Cell{Address: cell.Address}, text)
	}
	return cell
}

// plainDigits reports whether s is a number as people write one, of at most 15
// digits: 25, -3.50, 0.6.
func plainDigits(s string) bool {
	s = strings.TrimPrefix(s, "-")
	whole, fraction, dotted := strings.Cut(s, ".")
	all := whole + fraction
	return whole != "" && len(all) <= significant && strings.Trim(all, "0123456789") == "" &&
		(len(whole) == 1 || whole[0] != '0') && (!dotted || fraction != "")
}
