package workbook

import (
	"bytes"
	"path"
	"strings"
	"unicode/utf8"

	"tongbao/server/internal/grid"
)

// openCSV reads a table in a text file: fields between commas, tabs or
// semicolons, some of them in quotes (RFC 4180), in UTF-8, UTF-16 or
// GB 18030.
func openCSV(name string, data []byte, b *budget) (*grid.Workbook, error) {
	if int64(len(data)) > b.lim.PartSize {
		return nil, tooLarge("文本表格有 %s，超过上限 %s。请拆成几个文件后再上传。", megabytes(int64(len(data))), megabytes(b.lim.PartSize))
	}
	text, err := plainText(data, b)
	if err != nil {
		return nil, located("文本表格", err)
	}
	text, separator := declaredSeparator(text)
	if separator == 0 {
		if separator = guessSeparator(text); separator == 0 {
			return nil, refuse(formatText)
		}
	}
	s := grid.Sheet{Name: sheetName(name), HiddenCols: map[int]bool{}}
	f := fields{text: text, separator: separator}
	for row := 1; len(f.text) > 0; row++ {
		if row%stopEvery == 0 {
			if err := b.stop(); err != nil {
				return nil, err
			}
		}
		if row > maxRow {
			return nil, tooLarge("文本表格超过 %d 行。请拆成几个文件后再上传。", maxRow)
		}
		cells, err := f.row(row, b)
		if err == nil && len(cells) > 0 {
			err = b.add(&s, grid.Row{Number: row}, cells)
		}
		if err != nil {
			return nil, inSheet(s.Name, row, err)
		}
	}
	s.Index()
	format := "csv"
	if separator == '\t' {
		format = "txt"
	}
	return &grid.Workbook{Format: format, Sheets: []grid.Sheet{s}}, nil
}

// sheetName is what Excel calls the sheet of a text file: the file's name.
func sheetName(file string) string {
	base := path.Base(strings.ReplaceAll(file, `\`, "/"))
	name := []rune(strings.TrimSuffix(base, path.Ext(base)))
	if len(name) == 0 || string(name) == "." {
		return "Sheet1"
	}
	return string(name[:min(len(name), 31)])
}

// plainText is a whole text in UTF-8 without its mark.
func plainText(data []byte, b *budget) ([]byte, error) {
	if isUTF16(data) {
		if err := b.hold(asUTF8 * len(data)); err != nil {
			return nil, err
		}
		text, _ := decodeUTF16(data)
		if len(data)%2 != 0 || bytes.Contains(text, []byte("\ufffd")) {
			return nil, damagef("UTF-16 编码的内容不完整")
		}
		data = text
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(data) {
		if err := b.hold(asUTF8 * len(data)); err != nil {
			return nil, err
		}
		text, err := decodeGB(data)
		if err != nil || bytes.Contains(text, []byte("\ufffd")) {
			return nil, damagef("字符编码既不是 UTF-8 也不是 GBK")
		}
		data = text
	}
	for _, c := range data {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' {
			return nil, damagef("有不允许的字符")
		}
	}
	return data, nil
}

// declaredSeparator takes the first line away in which some programs say what
// stands between fields: sep=;
func declaredSeparator(text []byte) ([]byte, byte) {
	if line, rest, _ := bytes.Cut(text, []byte("\n")); len(line) >= 5 && bytes.EqualFold(line[:4], []byte("sep=")) {
		if c := line[4]; len(bytes.TrimSpace(line[5:])) == 0 && strings.IndexByte(",;\t", c) >= 0 {
			return rest, c // as in Excel, what follows is row 1
		}
	}
	return text, 0
}

// guessRows is how many rows are looked at to find the separator.
const guessRows = 200

// guessSeparator is what most rows of one width are made with, 0 where hardly
// any row has two fields: that is no table.
func guessSeparator(text []byte) (best byte) {
	most := 0
	for _, separator := range []byte{'\t', ',', ';'} {
		widths := make(map[int]int)
		rows, usual := 0, 0
		f := fields{text: text, separator: separator}
		for n := 0; n < guessRows && len(f.text) > 0; n++ {
			width, blank, err := f.width()
			if err != nil {
				break
			}
			if blank {
				continue
			}
			rows++
			if width > 1 {
				widths[width]++
				usual = max(usual, widths[width])
			}
		}
		if usual > most && 2*usual >= rows-2 { // a title and a note may stand alone
			best, most = separator, usual
		}
	}
	return best
}

// width reads a row and only counts its fields.
func (f *fields) width() (n int, blank bool, err error) {
	blank = true
	for more := true; more; n++ {
		if n > maxCol {
			return 0, false, damagef("列数超过 %d", maxCol)
		}
		var field []byte
		if field, more, err = f.next(); err != nil {
			return 0, false, err
		}
		blank = blank && len(field) == 0
	}
	return n, blank, nil
}
