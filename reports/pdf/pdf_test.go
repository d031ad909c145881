package pdf_test

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"tongbao/reports/font"
	"tongbao/reports/layout"
	"tongbao/reports/layout/layouttest"
	"tongbao/reports/page"
	"tongbao/reports/pdf"
)

var meta = pdf.Meta{
	Title: "进展情况的通报", Author: "×××市人民政府办公室", Subject: "督查通报第3期",
	Created: time.Date(2020, 4, 13, 0, 0, 0, 0, time.UTC),
}

func write(t testing.TB, book *page.Book) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := pdf.Write(&out, book, meta); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// sample is the made-up bulletin with rows projects.
func sample(t testing.TB, rows int) *page.Book {
	book, _ := layout.Set(layouttest.Document(rows), layouttest.Faces(t, "../.."))
	return book
}

// rare is a page with characters the library cannot write or no face has.
func rare(t testing.TB) *page.Book {
	s := page.New(layouttest.Faces(t, "../.."))
	s.Paragraph(page.Para{Outline: "𬭛", Spans: []page.Span{{Face: font.FangSong, Text: "某区𬭛某、鄉镇，差\u22126.25个点，笑\U0001F600脸。"}}})
	return s.Finish("")
}

func TestSameBookSameBytes(t *testing.T) {
	one := write(t, sample(t, 40))
	for range 3 {
		if !bytes.Equal(one, write(t, sample(t, 40))) {
			t.Fatal("the same bulletin gave other bytes")
		}
	}
}

func TestBytesDoNotDependOnTheZoneOfTheDate(t *testing.T) {
	book := sample(t, 3)
	var here, there bytes.Buffer
	other := meta
	other.Created = meta.Created.In(time.FixedZone("far", -11*3600))
	if err := pdf.Write(&here, book, meta); err != nil {
		t.Fatal(err)
	}
	if err := pdf.Write(&there, book, other); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(here.Bytes(), there.Bytes()) {
		t.Error("another time zone gave other bytes")
	}
}

func TestDocumentsAreWrittenAtOnce(t *testing.T) {
	want := write(t, sample(t, 10))
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			book, _ := layout.Set(layouttest.Document(10), layouttest.Faces(t, "../.."))
			var out bytes.Buffer
			if err := pdf.Write(&out, book, meta); err != nil || !bytes.Equal(out.Bytes(), want) {
				t.Errorf("a document written beside others differs (error %v)", err)
			}
		})
	}
	group.Wait()
}

func TestRareCharactersNeitherPanicNorVanish(t *testing.T) {
	data := write(t, rare(t))
	if outline := "/Title (\xFE\xFF\xD8\x72\xDF\x5B)"; !bytes.Contains(data, []byte(outline)) {
		t.Error("the outline does not name 𬭛")
	}
}

func TestCatalogNamesMetadataAndLanguage(t *testing.T) {
	data := string(write(t, sample(t, 3)))
	if !strings.HasPrefix(data, "%PDF-1.7\n") {
		t.Errorf("the file begins %q", data[:10])
	}
	for _, want := range []string{"/Lang (zh-CN)", "/DisplayDocTitle true", "<rdf:li>zh-CN</rdf:li>", "/ID [<", "/Outlines "} {
		if !strings.Contains(data, want) {
			t.Errorf("the file has no %s", want)
		}
	}
	var object, at int
	m := regexp.MustCompile(`/Metadata (\d+) 0 R`).FindStringSubmatch(data)
	if m == nil {
		t.Fatal("the catalog names no metadata")
	}
	object, _ = strconv.Atoi(m[1])
	if !strings.Contains(data, fmt.Sprintf("\n%d 0 obj\n<< /Type /Metadata", object)) {
		t.Errorf("object %d is not the metadata", object)
	}
	if _, err := fmt.Sscanf(data[strings.LastIndex(data, "startxref"):], "startxref\n%d", &at); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(data[at:], "xref\n") {
		t.Errorf("startxref points to %q", data[at:at+10])
	}
}

// TestLinksGoToTheirRows: the link on a line of the text leads to the page and
// height of the row that the text points to.
func TestLinksGoToTheirRows(t *testing.T) {
	book := sample(t, 60)
	data := string(write(t, book))
	for _, name := range []string{"1", "2", "附件2"} {
		i := slices.IndexFunc(book.Anchors, func(a page.Anchor) bool { return a.Name == name })
		a := book.Anchors[i]
		dest := fmt.Sprintf("/Dest [%d 0 R /XYZ 0 %.2f null]", 3+2*a.Page, book.Pages[a.Page].Height-a.Y)
		seen := 0
		for _, p := range book.Pages {
			for _, x := range p.Texts {
				if x.Link != name || seen > 0 {
					continue
				}
				seen++
				link := fmt.Sprintf(`/Subtype /Link /Rect \[%.2f [\d. ]+\] /Border \[0 0 0\] %s`, x.X, regexp.QuoteMeta(dest))
				if !regexp.MustCompile(link).MatchString(data) {
					t.Errorf("%q has no link to %s", x.Text, dest)
				}
			}
		}
		if seen == 0 {
			t.Errorf("no text points to %s", name)
		}
	}
}

func TestTheAttachedFileIsInsideUnderItsName(t *testing.T) {
	with := meta
	with.Attachment = &pdf.Attachment{
		Name: "第一季度进展情况的通报.xlsx", Description: "通报的工作簿",
		MIME: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Data: []byte("工作簿的内容"),
	}
	var out bytes.Buffer
	if err := pdf.Write(&out, sample(t, 3), with); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"/Subtype /application#2Fvnd.openxmlformats-officedocument.spreadsheetml.sheet", "/Size 18", "stream\n工作簿的内容\nendstream",
		"/UF <FEFF7B2C4E00", "(D:20200413080000+08'00')", "/Names << /EmbeddedFiles << /Names [<FEFF7B2C4E00",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the file has no %s", want)
		}
	}
}

func TestAnEmptyBookIsRefused(t *testing.T) {
	if err := pdf.Write(&bytes.Buffer{}, &page.Book{}, meta); err == nil {
		t.Error("no error")
	}
}
