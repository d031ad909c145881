// Package workbook turns a file's bytes into a grid of cells, or says in
// Chinese why it cannot. The content decides what a file is, never its name.
//
// The reader is strict: every part that is read is unpacked to its end with
// its checksum before it is parsed, and parsed to its end before anything of
// it is believed. A damaged workbook is refused with the place; it never
// yields fewer cells than were saved in it. Formulas are not evaluated and
// links are not followed.
package workbook

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"tongbao/server/internal/grid"
	"tongbao/server/ledger"
)

// Limits bound what one file may cost. Beyond one of them Open refuses the
// file with ledger.CodeTooLarge.
type Limits struct {
	FileSize  int64 // bytes of the file itself
	Files     int   // files in a zip of workbooks
	Memory    int64 // bytes that are kept or held at any time while it is read
	Entries   int   // entries of the package
	PartSize  int64 // unpacked bytes of one part that is held as a whole, or of a zip of workbooks
	TotalSize int64 // unpacked bytes: of the whole package as declared, and of the parts as read
	Ratio     int64 // unpacked to packed bytes of any part above a megabyte
	Sheets    int
	Cells     int // cells with content in the whole workbook
	Merges    int // merged ranges in one sheet
	Text      int // bytes of text in all cells, a repeated text counted each time
}

// DefaultLimits are generous to tables that people fill in: the largest seen
// have 20,000 rows, or a million rows of nothing but borders. A table of
// 200,000 rows and 14 columns passes.
func DefaultLimits() Limits {
	return Limits{
		FileSize:  32 << 20,
		Files:     200,
		Memory:    192 << 20,
		Entries:   5000,
		PartSize:  32 << 20,
		TotalSize: 384 << 20,
		Ratio:     250,
		Sheets:    2000,
		Cells:     4_000_000,
		Merges:    100_000,
		Text:      128 << 20,
	}
}

// Open reads a workbook: .xlsx, .xlsm, .xltx, .xltm, .xls and .et (BIFF5 and
// BIFF8), .ods, and tables in text files (.csv, .txt). name is what the user
// called the file; it is kept, names the one sheet of a text file and decides
// nothing. Every error is a *ledger.Error with CodeInvalid or CodeTooLarge.
func Open(name string, data []byte, lim Limits) (*grid.Workbook, error) {
	return OpenContext(context.Background(), name, data, lim)
}

// OpenContext is Open until ctx ends.
func OpenContext(ctx context.Context, name string, data []byte, lim Limits) (*grid.Workbook, error) {
	book, _, err := open(ctx, name, data, lim)
	return book, err
}

// open is OpenContext. overdrawn: what the file needs is more memory.
func open(ctx context.Context, name string, data []byte, lim Limits) (book *grid.Workbook, overdrawn bool, err error) {
	if int64(len(data)) > lim.FileSize {
		return nil, false, ledger.Errorf(ledger.CodeTooLarge,
			"文件有 %s，超过上限 %s。请删去图片等无关内容，或拆成几个文件后再上传。", megabytes(int64(len(data))), megabytes(lim.FileSize))
	}
	b := newBudget(ctx, lim)
	if book, err = read(name, data, b); err != nil {
		return nil, b.overdrawn(), err
	}
	sum := sha256.Sum256(data)
	book.File = name
	book.SHA256 = hex.EncodeToString(sum[:])
	return book, false, nil
}

// read hands data to the reader of its format.
func read(name string, data []byte, b *budget) (*grid.Workbook, error) {
	switch f := sniff(data); f {
	case formatZip:
		return openPackage(data, b)
	case formatXLS:
		return openXLS(data, b)
	case formatCSV:
		return openCSV(name, data, b)
	default:
		return nil, refuse(f)
	}
}
