package pdf

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"testing"

	"github.com/jung-kurt/gofpdf"
)

// library is a file of the library's own with pages.
func library(t *testing.T, pages int) []byte {
	t.Helper()
	doc := gofpdf.New("P", "pt", "A4", "")
	doc.SetCompression(false)
	for range pages {
		doc.AddPage()
	}
	var out bytes.Buffer
	if err := doc.Output(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestPagesLieWhereTheLibraryPutsThem: page i is object 3+2i and names the
// object of its content, and all share one object of resources.
func TestPagesLieWhereTheLibraryPutsThem(t *testing.T) {
	f, err := split(library(t, 3))
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		want := fmt.Sprintf("/Contents %d 0 R", contentObject(i))
		if p := *f.object(contentObject(i) - 1); !bytes.Contains(p, []byte(want)) || !bytes.Contains(p, fmt.Appendf(nil, "/Resources %d 0 R", resourcesObject)) {
			t.Errorf("page %d is %s", i, p)
		}
	}
	if c := *f.object(f.root); !bytes.Contains(c, []byte("/Type /Catalog")) {
		t.Errorf("the catalog is %s", c)
	}
}

// TestEveryObjectLiesWhereTheTableSays, also after objects were added and made
// longer.
func TestEveryObjectLiesWhereTheTableSays(t *testing.T) {
	f, err := split(library(t, 2))
	if err != nil {
		t.Fatal(err)
	}
	*f.object(contentObject(0)) = f.stream("/Kind /Test", bytes.Repeat([]byte("long "), 500))
	f.add([]byte("<< /Added true >>"))
	out := f.bytes()
	again, err := split(bytes.Replace(out, []byte("trailer\n<< /Size"), []byte("trailer\n<<\n/Size"), 1))
	if err == nil {
		t.Fatalf("a trailer of another shape was read: %v", again)
	}
	at := regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindSubmatch(out)
	table, _ := strconv.Atoi(string(at[1]))
	var count int
	if _, err := fmt.Sscanf(string(out[table:]), "xref\n0 %d\n", &count); err != nil || count != len(f.objects)+1 {
		t.Fatalf("the table has %d entries (error %v)", count, err)
	}
	lines := bytes.Split(out[table:], []byte("\n"))[2:]
	for n := 1; n < count; n++ {
		offset, err := strconv.Atoi(string(lines[n][:10]))
		if err != nil || !bytes.HasPrefix(out[offset:], fmt.Appendf(nil, "%d 0 obj\n", n)) {
			t.Errorf("object %d is not at %d (error %v)", n, offset, err)
		}
		if len(lines[n]) != 19 {
			t.Errorf("line %q", lines[n])
		}
	}
}

func TestAFileOfAnotherShapeIsRefused(t *testing.T) {
	good := library(t, 1)
	for name, data := range map[string][]byte{
		"nothing":            {},
		"cut":                good[:len(good)/2],
		"table elsewhere":    bytes.Replace(good, []byte("startxref\n"), []byte("startxref\n9"), 1),
		"no table":           bytes.Replace(good, []byte("xref\n0 "), []byte("xrfe\n0 "), 1),
		"trailer of another": bytes.Replace(good, []byte("/Root"), []byte("/Toor"), 1),
		"object elsewhere":   bytes.Replace(good, []byte("3 0 obj"), []byte("9 0 obj"), 1),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := split(data); err == nil {
				t.Error("no error")
			}
		})
	}
}
