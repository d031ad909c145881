// Package marked makes the workbook that goes back to a clerk (退回的批注表): the
// clerk's own file with the doubtful cells coloured and commented, and a sheet
// that lists what is wrong.
//
// The package's parts are patched, never written anew: what a mark does not
// touch stays as it was, byte for byte. A file of another format than .xlsx is
// written anew as one first (package plain) and marked like any other. Marks are recognised by what survives
// another program's saving – the colour of the fill, the first words of the
// comment, the first cell of the list – so that a file that was mended in
// Excel, WPS or LibreOffice loses them as surely as one that was not.
package marked

import (
	"slices"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/workbook"
	"tongbao/server/internal/workbook/plain"
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

// Mark removes the marks of an earlier return and puts in new ones; without
// notes it only removes those. name is what the file is called, as
// workbook.Open wants it. format is "xlsx", or "xlsm" where the file has macros:
// a template comes back as a workbook, for a program that opens a template
// saves a copy under another name. An .xlsx without marks and notes is returned
// as it is, and the same input gives the same bytes. The error is a ledger.Error
// where the file cannot be read.
func Mark(name string, data []byte, notes []Note) (out []byte, format string, err error) {
	p, err := open(name, data)
	if err != nil {
		return nil, "", err
	}
	if err := p.clean(); err != nil {
		return nil, "", err
	}
	if len(notes) > 0 {
		if err := p.mark(p.renamed(notes)); err != nil {
			return nil, "", err
		}
	}
	out, err = p.bytes()
	return out, p.format, err
}

// open reads a workbook, as the .xlsx that it is or becomes.
func open(name string, data []byte) (*pkg, error) {
	book, err := workbook.Open(name, data, workbook.DefaultLimits())
	if err != nil {
		return nil, err
	}
	switch book.Format {
	case "xlsx", "xlsm":
		return openPackage(book, data)
	case "xltx", "xltm":
		p, err := openPackage(book, data)
		if err != nil {
			return nil, err
		}
		p.format = "xls" + book.Format[3:]
		return p, p.retype(p.main, ".template.", ".sheet.")
	}
	return openAnew(book)
}

// openAnew is a workbook of another format, written as an .xlsx.
func openAnew(book *grid.Workbook) (*pkg, error) {
	data, names, err := plain.Write(book)
	if err != nil {
		return nil, err
	}
	written, err := workbook.Open(book.File, data, workbook.DefaultLimits())
	if err != nil {
		return nil, err
	}
	p, err := openPackage(written, data)
	if err != nil {
		return nil, err
	}
	p.origin, p.names = anewWords(book), make(map[string]string)
	for i, name := range names {
		p.names[book.Sheets[i].Name] = name
	}
	return p, nil
}

// anewWords say what a workbook that was written anew is, beside its marks.
func anewWords(book *grid.Workbook) string {
	words := "原文件不是 .xlsx 格式，本文件按读到的内容另存为 .xlsx。"
	for i := range book.Sheets {
		for _, r := range book.Sheets[i].Rows {
			for c := range r.Cells() {
				if c.Formula {
					return words + "原表的公式只保留了计算结果。"
				}
			}
		}
	}
	return words
}

// renamed are notes with the sheets' names as they are in the package.
func (p *pkg) renamed(notes []Note) []Note {
	notes = slices.Clone(notes)
	for i := range notes {
		if name, ok := p.names[notes[i].Sheet]; ok {
			notes[i].Sheet = name
		}
	}
	return notes
}

// openPackage reads the parts of a workbook that is open already.
func openPackage(book *grid.Workbook, data []byte) (*pkg, error) {
	p, err := openParts(data)
	if err != nil {
		return nil, err
	}
	p.format = book.Format
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
