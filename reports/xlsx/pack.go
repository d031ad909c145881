package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// packer writes a workbook's parts in a fixed order and without times, so that
// the same document gives the same bytes, and makes the stored results of
// formulas numbers.
type packer struct {
	to    io.Writer
	parts []*part
}

// part is one file of the workbook.
type part struct {
	name string
	bytes.Buffer
}

func newPacker(to io.Writer) excelize.ZipWriter { return &packer{to: to} }

// Create begins a part.
func (p *packer) Create(name string) (io.Writer, error) {
	next := &part{name: name}
	p.parts = append(p.parts, next)
	return next, nil
}

// AddFS is never called for a workbook that was made anew.
func (p *packer) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close writes the parts, the list of content types first, as OPC readers
// expect it.
func (p *packer) Close() error {
	first := func(name string) string { return strings.TrimPrefix(name, "[Content_Types].xml") }
	slices.SortFunc(p.parts, func(a, b *part) int { return strings.Compare(first(a.name), first(b.name)) })
	w := zip.NewWriter(p.to)
	for _, f := range p.parts {
		data := f.Bytes()
		if strings.HasPrefix(f.name, "xl/worksheets/") {
			data = bytes.ReplaceAll(data, textResult, nil)
		}
		to, err := w.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Deflate})
		if err != nil {
			return fmt.Errorf("pack the workbook's part %s: %w", f.name, err)
		}
		if _, err := to.Write(data); err != nil {
			return fmt.Errorf("pack the workbook's part %s: %w", f.name, err)
		}
	}
	return w.Close()
}

// textResult is how excelize marks the stored result of every formula: as
// text. All formulas of a bulletin give numbers, and a quote in a text is
// escaped, so that nothing else looks like this mark.
var textResult = []byte(` t="str"`)
