package pdf_test

import (
	"bytes"
	"os"
	"testing"
	"time"

	"tongbao/reports/layout"
	"tongbao/reports/layout/layouttest"
	"tongbao/reports/page"
	"tongbao/reports/pdf"
)

var meta = pdf.Meta{Title: "进展情况的通报", Author: "×××市人民政府办公室", Created: time.Date(2020, 4, 13, 0, 0, 0, 0, time.UTC)}

func write(t testing.TB, book *page.Book) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := pdf.Write(&out, book, meta); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestLook(t *testing.T) {
	faces := layouttest.Faces(t, "../..")
	s := time.Now()
	book, f := layout.Set(layouttest.Document(120), faces)
	t.Log(f, time.Since(s))
	s = time.Now()
	data := write(t, book)
	t.Log(len(data), time.Since(s))
	os.WriteFile("/tmp/look.pdf", data, 0o644)
}
