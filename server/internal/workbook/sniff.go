package workbook

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"tongbao/server/ledger"
)

// format is what a file's bytes are.
type format int

const (
	formatUnknown format = iota
	formatEmpty
	formatZip // a zip package; which one is decided by its content
	formatEncrypted
	formatXLS
	formatOldXLS
	formatXLSB
	formatHTML
	formatXML2003
	formatXML
	formatCSV
	formatText
	formatPDF
	formatOFD
	formatDOC
	formatPPT
	formatODT
	formatImage
	formatArchive
	formatNumbers
)

// words are what is said about each format that is not read: what the file is
// and what to do.
var words = map[format]string{
	formatUnknown:   "认不出文件的类型：它不是表格文件。请上传 Excel/WPS 工作簿（.xlsx、.xls、.et）、.ods 或 .csv 文件。",
	formatEmpty:     "文件是空的（0 字节）。请检查文件是否保存完整后再上传。",
	formatEncrypted: "工作簿设了打开密码，无法读取。请在 Excel/WPS 中取消密码，另存后再上传。",
	formatOldXLS:    "这是 Excel 4.0 或更早版本的工作簿，不能读取。请用 Excel/WPS 打开，另存为 .xlsx 后再上传。",
	formatXLSB:      "这是二进制工作簿（.xlsb），不能读取。请用 Excel 打开，另存为 .xlsx 后再上传。",
	formatHTML:      "这是网页（HTML）格式的表格，只是文件名像 Excel。请用 Excel/WPS 打开，另存为 .xlsx 后再上传。",
	formatXML2003:   "这是“XML 表格 2003”格式的文件。请用 Excel/WPS 打开，另存为 .xlsx 后再上传。",
	formatXML:       "这是 XML 文件，不是 Excel 工作簿。请上传 .xlsx 文件。",
	formatText:      "这是纯文本文件，里面没有用逗号、制表符或分号分开的表格。请上传填报用的 .xlsx 原表。",
	formatPDF:       "这是 PDF 文件，不能当作表格读取。请上传填报用的 .xlsx 原表。",
	formatOFD:       "这是 OFD 版式文件，不能当作表格读取。请上传填报用的 .xlsx 原表。",
	formatDOC:       "这是 Word（或 WPS 文字）文档，不是表格文件。请把表格复制到 Excel 中，另存为 .xlsx 后再上传。",
	formatPPT:       "这是演示文稿，不是表格文件。请上传 .xlsx 文件。",
	formatODT:       "这是 OpenDocument 文档，不是表格文件。请把表格复制到 Excel 中，另存为 .xlsx 后再上传。",
	formatImage:     "这是图片，不能当作表格读取。请上传填报用的 .xlsx 原表。",
	formatArchive:   "这是压缩包，不能当作表格读取（.zip 里可以直接放表格，压缩包里不能再有压缩包）。请解压后上传其中的表格文件。",
	formatNumbers:   "这是苹果 Numbers 表格，不能读取。请在 Numbers 中导出为 Excel（.xlsx）后再上传。",
}

func refuse(f format) error { return ledger.Errorf(ledger.CodeInvalid, "%s", words[f]) }

// signature is how files of one format begin.
type signature struct {
	at    int
	magic string
	is    format
}

var signatures = []signature{
	{0, "PK\x03\x04", formatZip},
	{0, "PK\x05\x06", formatArchive}, // a zip without entries
	{0, "%PDF-", formatPDF},
	{0, "\x89PNG\r\n\x1a\n", formatImage},
	{0, "\xff\xd8\xff", formatImage}, // JPEG
	{0, "GIF8", formatImage},
	{0, "BM", formatImage},
	{0, "II*\x00", formatImage}, // TIFF
	{0, "MM\x00*", formatImage},
	{8, "WEBP", formatImage},
	{4, "ftyp", formatImage}, // HEIC, as phones write it
	{0, "Rar!\x1a\x07", formatArchive},
	{0, "7z\xbc\xaf\x27\x1c", formatArchive},
	{0, "\x1f\x8b", formatArchive}, // gzip
	{0, "{\\rtf", formatDOC},
	// BIFF 2 to 4 without a container: the BOF record and its length.
	{0, "\x09\x00\x04\x00", formatOldXLS},
	{0, "\x09\x02\x06\x00", formatOldXLS},
	{0, "\x09\x04\x06\x00", formatOldXLS},
}

// ole begins every compound file (MS-CFB 2.2).
const ole = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// sniff says what data is by its content.
func sniff(data []byte) format {
	if len(data) == 0 {
		return formatEmpty
	}
	if bytes.HasPrefix(data, []byte(ole)) {
		return sniffOLE(data)
	}
	for _, s := range signatures {
		if len(data) >= s.at && bytes.HasPrefix(data[s.at:], []byte(s.magic)) {
			// Two letters are too few to call a text an image.
			if s.magic == "BM" && isText(data) {
				continue
			}
			return s.is
		}
	}
	return sniffText(data)
}

// sniffOLE looks for the streams that mark each kind of compound file: in its
// directory or, where that is damaged, anywhere. Names stand in the directory
// in UTF-16LE with a terminator.
func sniffOLE(data []byte) format {
	has := func(name string) bool { return bytes.Contains(data, utf16LE(name+"\x00")) }
	if c, err := openCompound(data, func(int) error { return nil }); err == nil {
		streams := c.streams()
		has = func(name string) bool { return streams[strings.ToLower(name)] != nil }
	}
	for _, s := range []struct {
		name string
		is   format
	}{
		{"EncryptedPackage", formatEncrypted},
		{"Workbook", formatXLS},
		{"Book", formatXLS},
		{"WordDocument", formatDOC},
		{"PowerPoint Document", formatPPT},
	} {
		if has(s.name) {
			return s.is
		}
	}
	return formatUnknown
}

func utf16LE(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return b
}

// sniffed is how much of a text is looked at.
const sniffed = 4096

func sniffText(data []byte) format {
	if !isText(data) {
		return formatUnknown
	}
	head := textHead(data)
	low := bytes.ToLower(bytes.TrimSpace(head))
	if bytes.HasPrefix(low, []byte("<")) {
		switch {
		case bytes.Contains(low, []byte("urn:schemas-microsoft-com:office:spreadsheet")) &&
			bytes.HasPrefix(low, []byte("<?xml")):
			return formatXML2003
		case bytes.Contains(low, []byte("<html")), bytes.Contains(low, []byte("<table")),
			bytes.Contains(low, []byte("<!doctype html")), bytes.Contains(low, []byte("<meta")):
			return formatHTML
		}
		return formatXML
	}
	return formatCSV // or a text without a table, as its reader finds
}

// textHead is the beginning of a text in UTF-8, as far as it can be read.
func textHead(data []byte) []byte {
	data = data[:min(len(data), sniffed)]
	if text, ok := decodeUTF16(data); ok {
		return text
	}
	if text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data); err == nil && !utf8.Valid(trimRune(data)) {
		return text
	}
	return bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
}

// isText reports whether data begins like a text: UTF-16 with its mark, or
// bytes without control characters that are UTF-8 or GB 18030.
func isText(data []byte) bool {
	head := data[:min(len(data), sniffed)]
	if _, ok := decodeUTF16(head); ok {
		return true
	}
	for _, c := range head {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' {
			return false
		}
	}
	if utf8.Valid(trimRune(head)) {
		return true
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(trimRune(head))
	return err == nil && bytes.Count(text, []byte("\ufffd")) <= 1
}

// trimRune drops what a cut has left of a last character in UTF-8.
func trimRune(data []byte) []byte {
	for n := 1; n < utf8.UTFMax && n <= len(data); n++ {
		if last := data[len(data)-n:]; utf8.RuneStart(last[0]) {
			if !utf8.FullRune(last) {
				return data[:len(data)-n]
			}
			break
		}
	}
	return data
}
