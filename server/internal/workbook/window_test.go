package workbook

import (
	"bytes"
	"io"
	"strings"
	"testing"
)

// pieces scans a document through a window and returns its text.
func pieces(data []byte, window int) ([]byte, error) {
	s := streamed(io.NopCloser(bytes.NewReader(data)), int64(len(data)), window)
	text, err := allText(s)
	if err == nil {
		err = s.damaged()
	}
	return text, err
}

func sameInPieces(t *testing.T, data []byte) {
	t.Helper()
	if !isUTF8(data) || bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) {
		return
	}
	want, wantErr := scanned(data)
	for _, window := range []int{1, 2, 3, 7, 64} {
		got, err := pieces(data, window)
		if (err == nil) != (wantErr == nil) || !bytes.Equal(got, want) {
			t.Fatalf("%q through %d bytes: %q %v, at once %q %v", data, window, got, err, want, wantErr)
		}
		if err != nil && err.Error() != wantErr.Error() {
			t.Fatalf("%q through %d bytes: %v, at once %v", data, window, err, wantErr)
		}
	}
}

// TestWindow: a document reads the same in pieces, whatever is wrong with it.
func TestWindow(t *testing.T) {
	for _, part := range smallParts("") {
		sameInPieces(t, []byte(part))
	}
	for _, d := range damages {
		for _, part := range d.parts() {
			sameInPieces(t, []byte(part))
		}
	}
	for _, doc := range []string{
		"<?xml version='1.0'?>\n<!-- c --><a b='1' c=\"2\"><b/>民生&#50;<![CDATA[<实>]]>事</a>\n<?p i?>",
		"<a>" + strings.Repeat("长<b/>", 100) + "</a>", "<a>\xe6\xb0</a>", "<a>\xe6", "<a/><", "<a/>  \n", "<a>x", "",
	} {
		sameInPieces(t, []byte(doc))
	}
}

func TestWindowIsBounded(t *testing.T) {
	long := []byte("<a>" + strings.Repeat("长", maxToken) + "</a>")
	if _, err := pieces(long, 64); err == nil || !strings.Contains(err.Error(), "过长") {
		t.Error(err)
	}
	for _, size := range []int64{3, 30} { // the part declares another length
		s := streamed(io.NopCloser(strings.NewReader("<a>民生实事</a>")), size, 8)
		if _, err := allText(s); err == nil && s.damaged() == nil {
			t.Errorf("of %d bytes", size)
		}
	}
}

func FuzzWindow(f *testing.F) {
	for _, part := range smallParts("") {
		f.Add([]byte(part))
	}
	f.Add([]byte("<a b='1&#50;'>&lt;<!-- x -->\r\n<![CDATA[<]]></a>"))
	f.Fuzz(func(t *testing.T, data []byte) { sameInPieces(t, data) })
}
