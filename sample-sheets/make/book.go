package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// built is one finished workbook.
type built struct {
	name string
	data []byte
}

// stamp stands in every workbook's properties and archive entries in place of
// the time of writing, so that the same facts give the same bytes.
var stamp = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)

// build makes every workbook that facts/books.json names.
func build(facts fs.FS) ([]built, error) {
	data, err := fs.ReadFile(facts, "books.json")
	if err != nil {
		return nil, err
	}
	var list []struct {
		Programme, Name, Period string
	}
	if err := json.Unmarshal(data, &list); err != nil {
		return nil, fmt.Errorf("books.json: %w", err)
	}
	var books []built
	for _, b := range list {
		data, err := buildBook(facts, b.Programme, b.Name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", b.Name, err)
		}
		books = append(books, built{b.Name, data})
	}
	return books, nil
}

// buildBook makes one workbook. Its sheets are the files
// PROGRAMME/BOOK/N-SHEET.tsv, where BOOK is what stands in the workbook's name
// after the hyphen.
func buildBook(facts fs.FS, programme, name string) ([]byte, error) {
	_, book, ok := strings.Cut(strings.TrimSuffix(name, ".xlsx"), "-")
	if !ok {
		return nil, fmt.Errorf("the name has no hyphen")
	}
	folder := programme + "/" + book
	entries, err := fs.ReadDir(facts, folder)
	if err != nil {
		return nil, err
	}
	f := excelize.NewFile()
	defer f.Close()
	title := ""
	for i, e := range entries {
		_, sheet, ok := strings.Cut(strings.TrimSuffix(e.Name(), ".tsv"), "-")
		if !ok {
			return nil, fmt.Errorf("%s is not N-SHEET.tsv", e.Name())
		}
		t, err := readTable(facts, folder+"/"+e.Name())
		if err != nil {
			return nil, err
		}
		if i == 0 {
			title = t.title
			err = f.SetSheetName("Sheet1", sheet)
		} else {
			_, err = f.NewSheet(sheet)
		}
		if err != nil {
			return nil, err
		}
		if err := writeSheet(f, sheet, t); err != nil {
			return nil, fmt.Errorf("%s: %w", sheet, err)
		}
	}
	return finish(f, title)
}

// finish sets fixed properties and writes the workbook.
func finish(f *excelize.File, title string) ([]byte, error) {
	at := stamp.Format(time.RFC3339)
	if err := f.SetDocProps(&excelize.DocProperties{
		Creator: "政府办公室", LastModifiedBy: "政府办公室", Title: title,
		Created: at, Modified: at, Language: "zh-CN",
	}); err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	if err := f.Write(&buf); err != nil {
		return nil, err
	}
	return repack(buf.Bytes())
}

// repack writes an archive anew with its entries sorted by name and dated
// stamp.
func repack(data []byte) ([]byte, error) {
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	slices.SortFunc(in.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, entry := range in.File {
		if err := copyEntry(w, entry); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func copyEntry(w *zip.Writer, entry *zip.File) error {
	r, err := entry.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	to, err := w.CreateHeader(&zip.FileHeader{Name: entry.Name, Method: zip.Deflate, Modified: stamp})
	if err != nil {
		return err
	}
	_, err = io.Copy(to, r)
	return err
}
