package main

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"tongbao/reports/bulletin"
	"tongbao/reports/font"
	"tongbao/reports/layout"
	"tongbao/reports/pdf"
	"tongbao/templates"
)

// setter sets bulletins as PDF, a bounded number at once: each costs some
// tens of megabytes while it is being made.
type setter struct {
	faces *font.Faces
	turns chan struct{}
}

func newSetter() (*setter, error) {
	faces, err := font.Load(templates.Fonts(), os.DirFS(fontDir()))
	if err != nil {
		return nil, err
	}
	return &setter{faces: faces, turns: make(chan struct{}, runtime.GOMAXPROCS(0))}, nil
}

// fontDir is where the GPL-licensed body face lies: beside the program or, in
// a checkout, among the templates.
func fontDir() string {
	if dir := os.Getenv("FONT_DIR"); dir != "" {
		return dir
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
	var out bytes.Buffer
	err = pdf.Write(&out, book, pdf.Meta{
		Title: doc.Title, Author: doc.Signature, Subject: doc.Head.Series + doc.Head.Issue,
		Created: time.Date(doc.Date.Year, time.Month(doc.Date.Month), doc.Date.Day, 0, 0, 0, 0, time.FixedZone("", 8*60*60)),
	})
	return out.Bytes(), warnings, err
}
