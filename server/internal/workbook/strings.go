package workbook

import (
	"strconv"
	"strings"
	"unicode/utf16"
)

// maxText is the longest text of a cell, in bytes: Excel's 32,767 characters
// in UTF-8.
const maxText = 32767 * 3

// readStrings reads the shared strings. The counts that the part declares are
// not believed.
func (r *reader) readStrings(part string) error {
	return r.walk(part, r.sharedStrings)
}

func (r *reader) sharedStrings(s *scanner) error {
	if err := s.enter("sst"); err != nil {
		return err
	}
	err := s.children(func(name []byte) error {
		if string(name) != "si" {
			return nil
		}
		if len(r.strings) == r.lim.Cells {
			return tooManyCells(r.lim.Cells)
		}
		text, err := s.richText(&r.texts)
		if err != nil {
			return err
		}
		r.strings = append(r.strings, text)
		return r.hold(textSize)
	})
	if err != nil {
		return err
	}
	return s.finish()
}

// richText is the text of an <si> or <is>: its runs joined, phonetic guides
// (拼音) left out.
func (s *scanner) richText(kept *texts) (string, error) {
	all := s.runs[:0]
	add := func() error {
		t, err := s.content()
		if err != nil {
			return err
		}
		if len(all)+len(t) > maxText {
			return damagef("一个单元格的文字超过 32767 字")
		}
		all = append(all, t...)
		return nil
	}
	err := s.children(func(name []byte) error {
		switch string(name) {
		case "t":
			return add()
		case "r":
			return s.children(func(name []byte) error {
				if string(name) == "t" {
					return add()
				}
				return nil
			})
		}
		return nil
	})
	s.runs = all
	return kept.text(all), err
}

// cellText decodes _xHHHH_ (ECMA-376 part 1, 22.9.2.19, ST_Xstring) and makes
// line breaks \n. Control characters other than tab and line breaks, which
// Excel does not show either, are dropped.
func cellText(text string) string {
	if strings.Contains(text, "_x") {
		text = decodeXString(text)
	}
	return lineBreaks.Replace(text)
}

// lineBreaks makes line breaks of every kind \n.
var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n")

func decodeXString(text string) string {
	var b strings.Builder
	for {
		i := strings.Index(text, "_x")
		if i < 0 || len(text) < i+7 {
			break
		}
		v, err := strconv.ParseUint(text[i+2:i+6], 16, 16)
		if err != nil || text[i+6] != '_' || utf16.IsSurrogate(rune(v)) {
			b.WriteString(text[:i+2])
			text = text[i+2:]
			continue
		}
		b.WriteString(text[:i])
		if v >= ' ' || v == '\t' || v == '\n' || v == '\r' {
			b.WriteRune(rune(v))
		}
		text = text[i+7:]
	}
	b.WriteString(text)
	return b.String()
}
