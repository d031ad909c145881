// Package opc writes the parts of an Office document in a fixed order and
// without times (ECMA-376 part 2), so that the same document gives the same
// bytes.
package opc

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
)

// Writer collects the parts and writes them when it is closed. It has the
// methods that excelize wants of a package's writer.
type Writer struct {
	to    io.Writer
	edit  func(name string, data []byte) []byte
	parts []*part
}

// part is one file of the package.
type part struct {
	name string
	bytes.Buffer
}

// NewWriter is a Writer to to; edit has the last word on every part, nil leaves
// them as they are.
func NewWriter(to io.Writer, edit func(name string, data []byte) []byte) *Writer {
	return &Writer{to: to, edit: edit}
}

// Create begins a part.
func (w *Writer) Create(name string) (io.Writer, error) {
	next := &part{name: name}
	w.parts = append(w.parts, next)
	return next, nil
}

// AddFS is never called for a document that was made anew.
func (w *Writer) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close writes the parts, the list of content types first, as readers expect
// it.
func (w *Writer) Close() error {
	first := func(name string) string { return strings.TrimPrefix(name, "[Content_Types].xml") }
	slices.SortFunc(w.parts, func(a, b *part) int { return strings.Compare(first(a.name), first(b.name)) })
	z := zip.NewWriter(w.to)
	for _, f := range w.parts {
		data := f.Bytes()
		if w.edit != nil {
			data = w.edit(f.name, data)
		}
		to, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Deflate})
		if err != nil {
			return fmt.Errorf("pack the document's part %s: %w", f.name, err)
		}
		if _, err := to.Write(data); err != nil {
			return fmt.Errorf("pack the document's part %s: %w", f.name, err)
		}
	}
	return z.Close()
}
