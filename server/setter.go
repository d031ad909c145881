package main

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"tongbao/reports/bulletin"
	"tongbao/reports/docx"
	"tongbao/reports/font"
	"tongbao/reports/layout"
	"tongbao/reports/pdf"
	"tongbao/reports/xlsx"
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
	turns chan struct{}
}

// newSetter makes one with the 仿宋 face of a folder, "" for the usual ones.
func newSetter(fonts string) (*setter, error) {
	faces, err := font.Load(templates.Fonts(), os.DirFS(fontDir(fonts)))
	if err != nil {
		return nil, err
	}
	return &setter{faces: faces, turns: make(chan struct{}, runtime.GOMAXPROCS(0))}, nil
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
	book, findings := layout.Set(doc, s.faces)
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
	book, _ := layout.Set(doc, s.faces) // its findings come with the PDF
	var out bytes.Buffer
	err := docx.Write(&out, book, docx.Meta{
		Title: doc.Title, Author: doc.Signature, Subject: subject(doc), Created: midnight(doc),
	})
	return out.Bytes(), err
}

func subject(doc bulletin.Document) string { return doc.Head.Series + doc.Head.Issue }

// midnight is when the bulletin's day begins.
func midnight(doc bulletin.Document) time.Time {
	return time.Date(doc.Date.Year, time.Month(doc.Date.Month), doc.Date.Day, 0, 0, 0, 0, time.FixedZone("", 8*60*60))
}
