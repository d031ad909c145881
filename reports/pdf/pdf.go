// Package pdf writes a book that package page has set as a PDF. It is the
// only importer of gofpdf, which keeps the document together: pages,
// outline, information. Text is written here, in fonts of the document's own
// characters, and what the library can't express is added to its objects.
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
	// Attachment is a file inside the PDF; nil for none.
	Attachment *Attachment
}

// Attachment is a file that a PDF carries inside.
type Attachment struct {
	Name        string // as readers show it and save it: ….xlsx
	Description string
	MIME        string
	Data        []byte
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

	var out bytes.Buffer
	if err := outline(book, meta).Output(&out); err != nil {
		return fmt.Errorf("write pdf: %w", err)
	}
	f, err := split(out.Bytes())
	if err != nil {
		return fmt.Errorf("write pdf: %w", err)
	}
	if err := f.draw(book); err != nil {
		return fmt.Errorf("write pdf: %w", err)
	}
	f.link(book)
	f.catalog(meta)
	if _, err := w.Write(f.bytes()); err != nil {
		return fmt.Errorf("write pdf: %w", err)
	}
	return nil
}

// outline is the library's document: everything but what is drawn.
func outline(book *page.Book, meta Meta) *gofpdf.Fpdf {
	doc := gofpdf.New("P", "pt", "A4", "")
	doc.SetCatalogSort(true)
	doc.SetCompression(false) // its pages are empty
	doc.SetCreationDate(meta.Created)
	doc.SetModificationDate(meta.Created)
	doc.SetAutoPageBreak(false, 0)
	doc.SetMargins(0, 0, 0)
	doc.SetTitle(utf16Text(meta.Title), false)
	doc.SetAuthor(utf16Text(meta.Author), false)
	doc.SetSubject(utf16Text(meta.Subject), false)
	doc.SetProducer(utf16Text(producer), false)

	last := book.Pages[len(book.Pages)-1].Height
	for i, p := range book.Pages {
		doc.AddPageFormat("P", gofpdf.SizeType{Wd: p.Width, Ht: p.Height})
		for _, b := range book.Bookmarks {
			if b.Page == i {
				// The library counts a bookmark's height from the last page's foot.
				doc.Bookmark(utf16Text(b.Title), b.Level, b.Y+last-p.Height)
			}
		}
	}
	return doc
}

// Numbers of objects in every file that the library writes: what all pages
// draw with, page i, counted from 0, and its content.
const resourcesObject = 2

func pageObject(i int) int    { return 3 + 2*i }
func contentObject(i int) int { return pageObject(i) + 1 }

// draw fills the pages and embeds the fonts they use.
func (f *file) draw(book *page.Book) error {
	fonts := newFonts(book.Faces)
	var c content
	for i, p := range book.Pages {
		c = content{out: c.out[:0], fonts: fonts}
		c.draw(p)
		*f.object(contentObject(i)) = f.stream("", c.out)
	}
	resources := []byte("<< /ProcSet [/PDF /Text] /Font <<")
	for _, use := range fonts.used {
		if use == nil || len(use.sorts) == 0 {
			continue
		}
		number, err := use.embed(f)
		if err != nil {
			return err
		}
		resources = fmt.Appendf(resources, " %s %d 0 R", use.resource(), number)
	}
	*f.object(resourcesObject) = append(resources, " >> >>"...)
	return nil
}
