// Package marked makes the workbook that goes back to a clerk (退回的批注表): the
// clerk's own file with the doubtful cells coloured and commented, and a sheet
// that lists what is wrong.
//
// The package's parts are patched, never written anew: what a mark does not
// touch stays as it was, byte for byte. Marks are recognised by what survives
// another program's saving – the colour of the fill, the first words of the
// comment, the first cell of the list – so that a file that was mended in
// Excel, WPS or LibreOffice loses them as surely as one that was not.
package marked

import (
	"strings"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/workbook"
	"tongbao/server/ledger"
)

// Note is one finding in words, at its place.
type Note struct {
	Sheet string // "" for the whole workbook
	// Cell is a cell "E7", a range "A3:A5", or several of them joined by 、; ""
	// for the whole sheet.
	Cell     string
	Severity ledger.Severity
	Message  string // what is wrong
	Hint     string // what to do about it
}

// Mark removes the marks of an earlier return and puts in new ones. Without
// notes it is Clean. The same input gives the same bytes. The error is a
// ledger.Error where the file cannot be read or is no .xlsx.
func Mark(data []byte, notes []Note) ([]byte, error) {
	p, err := open(data)
	if err != nil {
		return nil, err
	}
	if err := p.clean(); err != nil {
		return nil, err
	}
	if len(notes) > 0 {
		if err := p.mark(notes); err != nil {
			return nil, err
		}
	}
	return p.bytes()
}

// Clean removes every mark. A file without marks is returned as it is.
func Clean(data []byte) ([]byte, error) { return Mark(data, nil) }

// open reads a workbook that can be marked.
func open(data []byte) (*pkg, error) {
	book, err := workbook.Open("", data, workbook.DefaultLimits())
	if err != nil {
		return nil, err
	}
	if !strings.HasPrefix(book.Format, "xls") && !strings.HasPrefix(book.Format, "xlt") || book.Format == "xls" {
		return nil, ledger.Errorf(ledger.CodeRefused,
			"批注表目前只能在 .xlsx 工作簿上生成，这是 .%s 文件。请用 Excel/WPS 另存为 .xlsx 后重新上传。", book.Format)
	}
	p, err := openParts(data)
	if err != nil {
		return nil, err
	}
	if err := p.readWorkbook(book); err != nil {
		return nil, err
	}
	foreign := false
	for _, s := range p.sheets {
		foreign = foreign || !s.own
	}
	if !foreign {
		return nil, ledger.Errorf(ledger.CodeInvalid, "工作簿中只有问题清单，没有填报表。请上传含有填报表的原文件。")
	}
	return p, nil
}

// sheet is one sheet of the workbook's list.
type sheet struct {
	name, rel string
	part      string      // "" when it is no worksheet
	grid      *grid.Sheet // nil when it is no worksheet
	own       bool        // our list of findings
}
