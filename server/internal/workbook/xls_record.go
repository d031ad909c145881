package workbook

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// record is a record's data with what continues it.
type record struct {
	cur  []byte
	more records // the CONTINUE records
}

// has reports whether n bytes are left before the data is continued; the
// numbers may be read only after it was asked.
func (r *record) has(n int) bool { return len(r.cur) >= n }

func (r *record) u8() byte {
	v := r.cur[0]
	r.cur = r.cur[1:]
	return v
}

func (r *record) u16() uint16 {
	v := binary.LittleEndian.Uint16(r.cur)
	r.cur = r.cur[2:]
	return v
}

func (r *record) u32() uint32 {
	v := binary.LittleEndian.Uint32(r.cur)
	r.cur = r.cur[4:]
	return v
}

// following goes on to the next piece once this one is used up.
func (r *record) following() bool {
	for len(r.cur) == 0 && r.more.pos < len(r.more.stream) {
		_, r.cur, _ = r.more.one() // it was read before
	}
	return len(r.cur) > 0
}

// skip passes over n bytes wherever they lie.
func (r *record) skip(n int) bool {
	for n > 0 && r.following() {
		k := min(n, len(r.cur))
		r.cur, n = r.cur[k:], n-k
	}
	return n == 0
}

// text reads a text with a count of two bytes: Unicode in BIFF8, else bytes of
// the workbook's code page.
func (w *xlsBook) text(r *record) (string, error) {
	if !r.following() || !r.has(2) {
		return "", damagef("文字不完整")
	}
	n := int(r.u16())
	if w.wide {
		return r.unicode(n)
	}
	return w.bytes(r, n)
}

// shortText reads a text with a count of one byte.
func (w *xlsBook) shortText(r *record) (string, error) {
	if !r.has(1) {
		return "", damagef("文字不完整")
	}
	n := int(r.u8())
	if w.wide {
		return r.unicode(n)
	}
	return w.bytes(r, n)
}

func (w *xlsBook) bytes(r *record, n int) (string, error) {
	var raw []byte
	for len(raw) < n {
		if !r.following() {
			return "", damagef("文字不完整")
		}
		k := min(n-len(raw), len(r.cur))
		raw, r.cur = append(raw, r.cur[:k]...), r.cur[k:]
	}
	text, ok := w.decode(raw)
	if !ok {
		return "", damagef("文字的字符编码无法识别")
	}
	return printable(text), nil
}

// unicode reads an XLUnicodeRichExtendedString of n characters after its
// count (MS-XLS 2.5.293): flags, perhaps the number of formatting runs and the
// size of the phonetic guide, the characters in one or two bytes each, then
// runs and guide, which are left out. Where the characters are continued, a
// new flag says how wide they are.
func (r *record) unicode(n int) (string, error) {
	const wideFlag, guideFlag, runsFlag = 1, 4, 8
	short := damagef("文字不完整")
	if !r.has(1) {
		return "", short
	}
	flags := r.u8()
	behind := 0
	if flags&runsFlag != 0 {
		if !r.has(2) {
			return "", short
		}
		behind = 4 * int(r.u16())
	}
	if flags&guideFlag != 0 {
		if !r.has(4) {
			return "", short
		}
		behind += int(r.u32())
	}
	units := make([]uint16, 0, min(n, 1<<13))
	for len(units) < n {
		if len(r.cur) == 0 {
			if !r.following() {
				return "", short
			}
			flags = r.u8()
		}
		units = r.units(units, n, flags&wideFlag != 0)
		if len(units) < n && len(r.cur) > 0 {
			return "", short // half a character
		}
	}
	if !r.skip(behind) {
		return "", short
	}
	return printable(string(utf16.Decode(units))), nil
}

// units appends the characters of this piece up to n in all.
func (r *record) units(units []uint16, n int, wide bool) []uint16 {
	for len(units) < n {
		switch {
		case wide && len(r.cur) >= 2:
			units = append(units, r.u16())
		case !wide && len(r.cur) > 0:
			units = append(units, uint16(r.u8()))
		default:
			return units
		}
	}
	return units
}

// printable makes line breaks \n and drops control characters, which Excel
// does not show either.
func printable(text string) string {
	if !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' }) {
		return text
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, lineBreaks.Replace(text))
}

// codePages are the encodings of texts before BIFF8 (MS-XLS 2.4.52).
var codePages = map[uint16]encoding.Encoding{
	437: charmap.CodePage437, 850: charmap.CodePage850, 932: japanese.ShiftJIS,
	936: simplifiedchinese.GBK, 10008: simplifiedchinese.GBK, 54936: simplifiedchinese.GB18030,
	950: traditionalchinese.Big5, 10000: charmap.Macintosh, 0x8000: charmap.Macintosh,
	1250: charmap.Windows1250, 1251: charmap.Windows1251, 1252: charmap.Windows1252, 0x8001: charmap.Windows1252,
	1253: charmap.Windows1253, 1254: charmap.Windows1254,
}

// ansi decodes texts of a code page; of one that is not known, ASCII only.
func ansi(page uint16) func([]byte) (string, bool) {
	return func(raw []byte) (string, bool) {
		if isASCII(raw) {
			return string(raw), true
		}
		e, ok := codePages[page]
		if !ok {
			return "", false
		}
		text, err := e.NewDecoder().Bytes(raw)
		return string(text), err == nil && !strings.ContainsRune(string(text), '\ufffd')
	}
}

func isASCII(raw []byte) bool {
	for _, c := range raw {
		if c >= 0x80 {
			return false
		}
	}
	return true
}
