package workbook

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"tongbao/server/ledger"
)

type foreignFile struct {
	name string
	data []byte
	says string // a clause of what the user is told
}

// foreignFiles is one file of each format that is not read, and of damaged
// ones.
func foreignFiles(t testing.TB) []foreignFile {
	gbk := func(s string) []byte {
		b, err := simplifiedchinese.GBK.NewEncoder().String(s)
		check(t, err)
		return []byte(b)
	}
	compound := func(stream string) []byte {
		return append([]byte(ole+strings.Repeat("\x00", 600)), utf16LE(stream+"\x00")...)
	}
	office := func(kind string) []byte {
		parts := smallParts("")
		parts[contentTypesPart] = strings.Replace(types, "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", kind, 1)
		return pack(t, parts)
	}
	return []foreignFile{
		{"empty.xlsx", nil, "空的"},
		{"encrypted.xlsx", compound("EncryptedPackage"), "打开密码"},
		{"biff8.xls", compound("Workbook"), "“Workbook”损坏"},
		{"biff5.xls", compound("Book"), "“Workbook”损坏"},
		{"biff2.xls", []byte("\x09\x00\x04\x00\x02\x00\x10\x00"), "Excel 4.0"},
		{"doc.xls", compound("WordDocument"), "Word"},
		{"ppt.xls", compound("PowerPoint Document"), "演示文稿"},
		{"ole.xls", compound("Something"), "认不出"},
		{"xlsb.xlsx", office("vnd.ms-excel.sheet.binary.macroEnabled.main"), ".xlsb"},
		{"docx.xlsx", office("vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"), "Word"},
		{"pptx.xlsx", office("vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"), "演示文稿"},
		{"visio.xlsx", office("vnd.ms-visio.drawing.main+xml"), "认不出"},
		{"ods.xlsx", pack(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}), "“content.xml”损坏"},
		{"odt.xlsx", pack(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.text"}), "OpenDocument 文档"},
		{"ofd.xlsx", pack(t, map[string]string{"OFD.xml": "<x/>"}), "OFD"},
		{"numbers.xlsx", pack(t, map[string]string{"Index/Document.iwa": "x"}), "Numbers"},
		{"zip.xlsx", pack(t, map[string]string{"表.xlsx": "x"}), "压缩包"},
		{"emptyzip.xlsx", pack(t, nil), "压缩包"},
		{"rar.xlsx", []byte("Rar!\x1a\x07\x01\x00"), "压缩包"},
		{"html.xls", gbk("\r\n<html><body><table><tr><td>项目</td></tr></table>"), "HTML"},
		{"table.xls", []byte("\xef\xbb\xbf<table><tr><td>项目</td></tr></table>"), "HTML"},
		{"xml2003.xls", []byte(head + `<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>`), "XML 表格 2003"},
		{"any.xml", []byte(head + `<a/>`), "XML 文件"},
		{"note.txt", []byte("请各单位按时报送。\n"), "纯文本"},
		{"comma.txt", gbk("各位领导，请查收；\n附件如下：\n一、项目表\n二、进展表\n"), "纯文本"},
		{"gbk.txt", gbk("请各单位按时报送"), "纯文本"},
		{"a.pdf", []byte("%PDF-1.7\n"), "PDF"},
		{"a.png", []byte("\x89PNG\r\n\x1a\n\x00"), "图片"},
		{"a.heic", []byte("\x00\x00\x00\x18ftypheic"), "图片"},
		{"bmp.txt", []byte("BMI指数调查\n"), "纯文本"},
		{"a.rtf", []byte("{\\rtf1 }"), "Word"},
		{"exe.xlsx", []byte("MZ\x00\x01\x02"), "认不出"},
	}
}

func TestForeignFormats(t *testing.T) {
	for _, f := range foreignFiles(t) {
		t.Run(f.name, func(t *testing.T) {
			_, err := Open("表.xlsx", f.data, DefaultLimits())
			if err == nil {
				t.Fatal("opened")
			}
			if ledger.CodeOf(err) != ledger.CodeInvalid || !strings.Contains(err.Error(), f.says) {
				t.Errorf("%s: %v, want %q", ledger.CodeOf(err), err, f.says)
			}
		})
	}
}

func TestEveryFormatHasWords(t *testing.T) {
	for f := formatUnknown; f <= formatNumbers; f++ {
		if f != formatZip && f != formatXLS && f != formatCSV && !strings.HasSuffix(words[f], "。") {
			t.Errorf("format %d has no words", f)
		}
	}
}
