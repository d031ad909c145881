package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"tongbao/reports/bulletin"
	"tongbao/reports/docx"
	"tongbao/reports/font"
	"tongbao/reports/layout"
	"tongbao/reports/pdf"
	"tongbao/reports/xlsx"
	"tongbao/server/internal/app"
	"tongbao/server/ledger"
	"tongbao/templates"
)

// workbookType is the media type of .xlsx.
const workbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// fileName makes a title fit to name a file.
var fileName = strings.NewReplacer("/", "／", "\\", "＼")

// setter sets bulletins as PDF, each with its own workbook inside, a bounded
// number at once: each takes a processor and some megabytes.
type setter struct {
	faces *font.Faces
	blobs app.Blobs // where an office's own fonts are kept
	own   sync.Map  // of *font.Face, by hash
	turns chan struct{}
}

// newSetter makes one with the 仿宋 face of a folder, "" for the usual ones.
func newSetter(fonts string, blobs app.Blobs) (*setter, error) {
	faces, err := font.Load(templates.Fonts(), os.DirFS(fontDir(fonts)))
	if err != nil {
		return nil, err
	}
	return &setter{faces: faces, blobs: blobs, turns: make(chan struct{}, runtime.GOMAXPROCS(0))}, nil
}

// facesFor are the faces that a document is set in: the product's, but where the
// office has its own.
func (s *setter) facesFor(doc bulletin.Document) (*font.Faces, error) {
	own := make(map[font.Role]*font.Face, len(doc.Fonts))
	for _, f := range doc.Fonts {
		role, ok := font.ParseRole(f.Role)
		if !ok {
			return nil, fmt.Errorf("font %s for the unknown role %s", f.Name, f.Role)
		}
		face, err := s.face(f)
		if err != nil {
			return nil, fmt.Errorf("font %s of the office: %w", f.Name, err)
		}
		own[role] = face
	}
	return s.faces.With(own)
}

// face is a font of an office, parsed once.
func (s *setter) face(f ledger.OwnFont) (*font.Face, error) {
	if known, ok := s.own.Load(f.SHA256); ok {
		return known.(*font.Face), nil
	}
	data, err := s.blobs.Get(context.Background(), f.SHA256)
	if err != nil {
		return nil, err
	}
	face, err := font.Check(data)
	if err != nil {
		return nil, err
	}
	s.own.Store(f.SHA256, face)
	return face, nil
}

// checkFont says why a file cannot be a font of an office.
func checkFont(data []byte) error {
	_, err := font.Check(data)
	return err
}

// fontDir is where the GPL-licensed body face lies: beside the program or, in
// a checkout, among the templates.
func fontDir(said string) string {
	if said != "" {
		return said
	}
	inCheckout := filepath.FromSlash(templates.FangSongDir)
	if exe, err := os.Executable(); err == nil {
		beside := filepath.Join(filepath.Dir(exe), inCheckout)
		if _, err := os.Stat(beside); err == nil {
			return beside
		}
	}
	return inCheckout
}

// pdf sets a document. Warnings say what an officer should know before issuing.
func (s *setter) pdf(doc bulletin.Document) (data []byte, warnings []string, err error) {
	s.turns <- struct{}{}
	defer func() { <-s.turns }()
	faces, err := s.facesFor(doc)
	if err != nil {
		return nil, nil, err
	}
	book, findings := layout.Set(doc, faces)
	for _, f := range findings {
		warnings = append(warnings, layout.Message(f))
	}
	workbook, err := xlsx.Write(doc)
	if err != nil {
		return nil, warnings, err
	}
	var out bytes.Buffer
	err = pdf.Write(&out, book, pdf.Meta{
		Title: doc.Title, Author: doc.Signature, Subject: subject(doc), Created: midnight(doc),
		Attachment: &pdf.Attachment{
			Name: fileName.Replace(doc.Title) + ".xlsx", Description: "本期通报的工作簿", MIME: workbookType, Data: workbook,
		},
	})
	return out.Bytes(), warnings, err
}

// docx sets a document as a Word copy of the PDF.
func (s *setter) docx(doc bulletin.Document) ([]byte, error) {
	s.turns <- struct{}{}
	defer func() { <-s.turns }()
	faces, err := s.facesFor(doc)
	if err != nil {
		return nil, err
	}
	book, _ := layout.Set(doc, faces) // its findings come with the PDF
	var out bytes.Buffer
	err = docx.Write(&out, book, docx.Meta{
		Title: doc.Title, Author: doc.Signature, Subject: subject(doc), Created: midnight(doc),
	})
	return out.Bytes(), err
}

// slip sets the 发文稿纸 of a document.
func (s *setter) slip(doc bulletin.Document, slip bulletin.Slip) ([]byte, error) {
	s.turns <- struct{}{}
	defer func() { <-s.turns }()
	var out bytes.Buffer
	err := pdf.Write(&out, layout.Slip(doc, slip, s.faces), pdf.Meta{
		Title: doc.Title + "发文稿纸", Author: doc.Signature, Subject: subject(doc), Created: midnight(doc),
	})
	return out.Bytes(), err
}

func subject(doc bulletin.Document) string { return doc.Head.Series + doc.Head.Issue }

// midnight is when the bulletin's day begins.
func midnight(doc bulletin.Document) time.Time {
	return time.Date(doc.Date.Year, time.Month(doc.Date.Month), doc.Date.Day, 0, 0, 0, 0, time.FixedZone("", 8*60*60))
}
