package workbook

import (
	"bytes"
	"strconv"
	"strings"
)

// odsText is the text of a cell. A run of white space in the file is one
// space, and none at the beginning of a paragraph (ODF 1.2, 6.1.2); elements
// stand for the others. A last space, which that standard drops as well, is
// one that LibreOffice writes and reads.
type odsText struct {
	text          []byte
	paragraphs    int
	spaced, begun bool // white space is pending; the paragraph has text
}

func (w *odsText) paragraph() {
	if w.paragraphs++; w.paragraphs > 1 {
		w.text = append(w.text, '\n')
	}
	w.spaced, w.begun = false, false
}

// chars adds characters of the file.
func (w *odsText) chars(text []byte) {
	for _, c := range text {
		if c == ' ' || c == '\t' || c == '\n' {
			w.spaced = true
			continue
		}
		w.pending()
		w.text = append(w.text, c)
	}
}

// exact adds what an element stands for.
func (w *odsText) exact(text string) {
	if text != "" {
		w.pending()
		w.text = append(w.text, text...)
	}
}

func (w *odsText) pending() {
	if w.spaced && w.begun {
		w.text = append(w.text, ' ')
	}
	w.spaced, w.begun = false, true
}

// cellText is the text of the cell just begun: its paragraphs on lines of
// their own, notes and drawings left out.
func (d *odsDocument) cellText() (string, error) {
	var w odsText
	err := d.s.children(func(element []byte) error {
		if string(element) != "p" && string(element) != "h" {
			return nil
		}
		w.paragraph()
		return d.readParagraph(&w)
	})
	if bytes.IndexByte(w.text, '\r') >= 0 { // of a break in the text of another format
		return d.texts.own(lineBreaks.Replace(string(w.text))), err
	}
	return d.texts.plain(w.text), err
}

func (d *odsDocument) readParagraph(w *odsText) error {
	for depth := len(d.s.open); ; {
		token, err := d.s.next()
		switch {
		case err != nil:
			return err
		case token == tokenEnd && len(d.s.open) < depth:
			if w.spaced {
				w.pending()
			}
			return nil
		case token == tokenText:
			w.chars(d.s.text)
		case token == tokenStart:
			text, err := d.inline()
			if err != nil {
				return err
			}
			w.exact(text)
		}
		if len(w.text) > maxText {
			return damagef("一个单元格的文字超过 32767 字")
		}
	}
}

// inline is the text that an element within a paragraph stands for.
func (d *odsDocument) inline() (string, error) {
	switch string(localName(d.s.name)) {
	case "s":
		n := 1
		if c := d.s.prefixed("c"); c != "" {
			var err error
			if n, err = strconv.Atoi(c); err != nil || n < 0 || n > maxText {
				return "", damagef("空格的个数 %.20q 不合规则", c)
			}
		}
		return strings.Repeat(" ", n), nil
	case "tab":
		return "\t", nil
	case "line-break":
		return "\n", nil
	case "annotation", "frame", "ruby-text":
		return "", d.s.children(func([]byte) error { return nil })
	}
	return "", nil
}
