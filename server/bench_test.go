package main

import (
	"os"
	"path/filepath"
	"testing"

	"tongbao/server/internal/app"
)

// BenchmarkDemo is the whole of `demo`: 23 workbooks checked and stored, 15
// bulletins judged, written, set and issued.
func BenchmarkDemo(b *testing.B) {
	b.Setenv("FONT_DIR", filepath.Join("..", "templates", "fonts", "gpl"))
	for b.Loop() {
		o := options{data: b.TempDir()}
		s, closeStore, err := o.open(b.Context(), quietLog())
		if err != nil {
			b.Fatal(err)
		}
		issued, err := s.LoadSamples(b.Context(), app.CommandLine)
		if err != nil || len(issued) != 15 {
			b.Fatalf("%d bulletins: %v", len(issued), err)
		}
		if err := closeStore(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCheck120 is a table of 120 rows, 连云港's, checked as the server
// checks an upload: opened, read and compared with the ledger.
func BenchmarkCheck120(b *testing.B) {
	o := options{data: b.TempDir()}
	s, closeStore, err := o.open(b.Context(), quietLog())
	if err != nil {
		b.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join("..", "sample-sheets", "连云港2021-项目表.xlsx"))
	if err != nil {
		b.Fatal(err)
	}
	u := app.Upload{Name: "连云港2021-项目表.xlsx", Data: data}
	binding := app.Binding{Programme: "lianyungang-2021"}
	if _, _, err := s.Accept(b.Context(), u, binding, app.CommandLine); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		v, err := s.Check(b.Context(), u, binding)
		if err != nil || v.Draft.Rows.Accepted != 120 {
			b.Fatalf("%+v: %v", v, err)
		}
	}
	if err := closeStore(); err != nil {
		b.Fatal(err)
	}
}
