package workbook

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"testing"
)

// scanned goes through a whole document and returns its text.
func scanned(data []byte) (text []byte, err error) {
	s, err := newScanner(data)
	if err != nil {
		return nil, err
	}
	return allText(s)
}

func allText(s *scanner) (text []byte, err error) {
	for {
		t, err := s.next()
		switch {
		case err != nil:
			return nil, err
		case t == tokenText:
			text = append(text, s.text...)
		case t == tokenEOF:
			return text, nil
		}
	}
}

func TestScanner(t *testing.T) {
	for _, c := range []struct {
		xml, text string
		ok        bool
	}{
		{"<a/>", "", true},
		{"<?xml version='1.0'?>\n<!-- c --><a b='1' c=\"2\"><b/>x</a>\n<?p i?>", "x", true},
		{"<a>1&#50;&#x33;&amp;&lt;&gt;&quot;&apos;</a>", "123&<>\"'", true},
		{"<a><![CDATA[<b>]]]]><![CDATA[>]]></a>", "<b>]]>", true},
		{"<a b = '>' />", "", true},
		{"<a></a >", "", true},
		{"<x:a xmlns:x='u'></x:a>", "", true},
		{"", "", false},
		{"x", "", false},
		{"<", "", false},
		{"<a", "", false},
		{"<a>", "", false},
		{"<a/", "", false},
		{"<a b", "", false},
		{"<a b=", "", false},
		{"<a b='", "", false},
		{"<a><!--", "", false},
		{"<a><!-- x --", "", false},
		{"<a><!-- x -- y --></a>", "", false},
		{"<a><![CDATA[x</a>", "", false},
		{"<a><![CDAT", "", false},
		{"<a><?x</a>", "", false},
		{"<a>&</a>", "", false},
		{"<a>&amp</a>", "", false},
		{"<a>&#;</a>", "", false},
		{"<a>&#x110000;</a>", "", false},
		{"<a>&#xD800;</a>", "", false},
		{"<a>]]></a>", "", false},
		{"<a b='<'/>", "", false},
		{"<a b='&x;'/>", "", false},
		{"<a b/>", "", false},
		{"<a / >", "", false},
		{"<1a/>", "", false},
		{"< a/>", "", false},
		{"</a>", "", false},
		{"<a></b>", "", false},
		{"<a/><a/>", "", false},
		{"<a/>x", "", false},
		{"<a/><![CDATA[x]]>", "", false},
		{" <?xml version='1.0'?><a/>", "", false},
		{"<!DOCTYPE a><a/>", "", false},
		{"<!DOC", "", false},
		{"<a><!ELEMENT b></a>", "", false},
		{"<a>\x00</a>", "", false},
		{"<a>\ufffe</a>", "", false},
	} {
		text, err := scanned([]byte(c.xml))
		if (err == nil) != c.ok || string(text) != c.text {
			t.Errorf("%q: %q, %v", c.xml, text, err)
		}
	}
}

// FuzzScanner: what this scanner accepts the standard library accepts, with
// the same text. (The scanner is stricter: one root, no document type.)
func FuzzScanner(f *testing.F) {
	for _, part := range smallParts("") {
		f.Add([]byte(part))
	}
	f.Add([]byte("<a b='1&#50;'>&lt;<!-- x -->\r\n<![CDATA[<]]></a>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := scanned(data)
		// Encodings, XML declarations and names beyond ASCII are checked by
		// one of the two only.
		ascii := bytes.IndexFunc(data, func(r rune) bool { return r > '~' }) < 0
		if err != nil || !ascii || bytes.Contains(data, []byte("<?")) || bytes.Contains(data, []byte(":")) {
			return
		}
		var want []byte
		d := xml.NewDecoder(bytes.NewReader(data))
		depth := 0
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("accepted %q, the standard library says %v", data, err)
			}
			switch token := token.(type) {
			case xml.StartElement:
				depth++
			case xml.EndElement:
				depth--
			case xml.CharData:
				if depth > 0 {
					want = append(want, token...)
				}
			}
		}
		if !bytes.Equal(got, want) {
			t.Fatalf("%q: text %q, want %q", data, got, want)
		}
	})
}
