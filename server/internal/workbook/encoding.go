package workbook

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// asUTF8 is how many times its length a text in another encoding can have in
// UTF-8, rounded up: a character of two bytes has up to three there.
const asUTF8 = 2

// isUTF16 reports whether decodeUTF16 takes a text.
func isUTF16(data []byte) bool {
	_, ok := decodeUTF16(data[:min(len(data), 2)])
	return ok
}

// decodeUTF16 reads a text in UTF-16, known by its byte order mark or by the
// two bytes of its first "<".
func decodeUTF16(data []byte) ([]byte, bool) {
	if len(data) < 2 {
		return nil, false
	}
	var order binary.ByteOrder
	switch [2]byte(data) {
	case [2]byte{0xfe, 0xff}:
		order, data = binary.BigEndian, data[2:]
	case [2]byte{0xff, 0xfe}:
		order, data = binary.LittleEndian, data[2:]
	case [2]byte{0, '<'}:
		order = binary.BigEndian
	case [2]byte{'<', 0}:
		order = binary.LittleEndian
	default:
		return nil, false
	}
	out := make([]byte, 0, asUTF8*len(data))
	for len(data) >= 2 {
		r := rune(order.Uint16(data))
		data = data[2:]
		if utf16.IsSurrogate(r) && len(data) >= 2 {
			r = utf16.DecodeRune(r, rune(order.Uint16(data)))
			data = data[2:]
		}
		out = utf8.AppendRune(out, r) // a lone half becomes U+FFFD
	}
	return out, true
}

// toUTF8 is an XML document in UTF-8 without its byte order mark: UTF-8,
// UTF-16, or one of the Chinese encodings if the document declares it.
func toUTF8(data []byte) ([]byte, error) {
	if out, ok := decodeUTF16(data); ok {
		if len(data)%2 != 0 {
			return nil, damagef("UTF-16 编码的内容不完整")
		}
		return out, nil
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	switch enc := declaredEncoding(data); string(bytes.ToLower(enc)) {
	case "", "utf-8", "utf8", "us-ascii", "ascii":
		return data, nil
	case "gbk", "gb2312", "gb18030":
		out, err := decodeGB(data)
		if err != nil || bytes.Contains(out, []byte("\ufffd")) {
			return nil, damagef("有不属于 %s 编码的字节", enc)
		}
		return out, nil
	default:
		return nil, damagef("不支持的字符编码 %.20q", enc)
	}
}

// decodeGB reads a text in GB 18030, of which GBK and GB 2312 are parts. What
// does not belong to it becomes U+FFFD.
func decodeGB(data []byte) ([]byte, error) {
	out := make([]byte, asUTF8*len(data)+utf8.UTFMax)
	n, _, err := simplifiedchinese.GB18030.NewDecoder().Transform(out, data, true)
	return out[:n], err
}

// declaredEncoding is what the XML declaration says, nil when it is silent.
func declaredEncoding(data []byte) []byte {
	if !bytes.HasPrefix(data, []byte("<?xml")) {
		return nil
	}
	decl, _, ok := bytes.Cut(data[:min(len(data), 256)], []byte("?>"))
	if !ok {
		return nil
	}
	_, rest, ok := bytes.Cut(decl, []byte("encoding"))
	if !ok {
		return nil
	}
	rest = bytes.TrimLeft(rest, " \t\r\n=")
	if len(rest) == 0 || (rest[0] != '"' && rest[0] != '\'') {
		return nil
	}
	enc, _, _ := bytes.Cut(rest[1:], rest[:1])
	return enc
}

// plainASCII reports whether each of eight bytes is from 0x20 to 0x7f: none has
// its highest bit set, and none borrows when 0x20 is taken from it.
func plainASCII(x uint64) bool {
	const highest, spaces = 0x8080808080808080, 0x2020202020202020
	return (x|(x-spaces))&highest == 0
}

// firstInvalid is the offset of the first byte that XML 1.0 (2.2, Char) does
// not allow in a document in UTF-8, or len(data).
func firstInvalid(data []byte) int {
	for i := 0; i < len(data); {
		if i+8 <= len(data) && plainASCII(binary.LittleEndian.Uint64(data[i:])) {
			i += 8
			continue
		}
		c := data[i]
		switch {
		case c >= utf8.RuneSelf:
			r, n := utf8.DecodeRune(data[i:])
			if r == utf8.RuneError && n == 1 || r == 0xfffe || r == 0xffff {
				return i
			}
			i += n
		case c >= ' ' || c == '\n' || c == '\r' || c == '\t':
			i++
		default:
			return i
		}
	}
	return len(data)
}
