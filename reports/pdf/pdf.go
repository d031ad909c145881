// Package pdf writes a book that package page has set as a PDF. It is the
// only importer of gofpdf, and uses it for placing text and drawing paths
// only: lines are broken and fonts cut down before.
package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/jung-kurt/gofpdf"

	"tongbao/reports/page"
)

// Meta is what a PDF says of itself.
type Meta struct {
	Title, Author, Subject string
	// Created is the date of issue: the clock is never read, so that the same
	// document gives the same bytes.
	Created time.Time
}

// language of the documents (BCP 47).
const language = "zh-CN"

// producer is fixed: a version in it would change the bytes of old documents.
const producer = "实事通报"

// Write writes the book. The same book and meta give the same bytes. It is
// safe for concurrent use by books that share their faces.
func Write(w io.Writer, book *page.Book, meta Meta) error {
	if len(book.Pages) == 0 {
		return errors.New("write pdf: the book has no pages")
	}
	if meta.Created.IsZero() {
		meta.Created = time.Unix(0, 0)
	}
	meta.Created = meta.Created.In(time.FixedZone("", 8*60*60))

	doc := gofpdf.New("P", "pt", "A4", "")
	doc.SetCatalogSort(true)
	doc.SetCreationDate(meta.Created)
	doc.SetModificationDate(meta.Created)
	doc.SetAutoPageBreak(false, 0)
	doc.SetMargins(0, 0, 0)
	doc.SetLineJoinStyle("round")
	doc.SetTitle(utf16Text(meta.Title), false)
	doc.SetAuthor(utf16Text(meta.Author), false)
	doc.SetSubject(utf16Text(meta.Subject), false)
	doc.SetProducer(utf16Text(producer), false)
	doc.SetXmpMetadata(xmp(meta))

	codes := collect(book)
	if err := addFonts(doc, book.Faces, codes); err != nil {
		return fmt.Errorf("write pdf: %w", err)
	}
	last := book.Pages[len(book.Pages)-1].Height
	for i, p := range book.Pages {
		doc.AddPageFormat("P", gofpdf.SizeType{Wd: p.Width, Ht: p.Height})
		d := drawing{doc: doc, codes: codes}
		d.page(p)
		for _, b := range book.Bookmarks {
			if b.Page == i {
				// The library counts a bookmark's height from the last page's foot.
				doc.Bookmark(outlineText(b.Title), b.Level, b.Y+last-p.Height)
			}
		}
	}
	var out bytes.Buffer
	if err := doc.Output(&out); err != nil {
		return fmt.Errorf("write pdf: %w", err)
	}
	if _, err := w.Write(finish(out.Bytes())); err != nil {
		return fmt.Errorf("write pdf: %w", err)
	}
	return nil
}
