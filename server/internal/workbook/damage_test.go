package workbook

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"tongbao/server/ledger"
)

// damage to one part of the small workbook: what is replaced by what, and a
// clause of what the user is told.
type partDamage struct {
	name, part, old, new, says string
}

func (d partDamage) parts() map[string]string {
	parts := smallParts("")
	switch {
	case d.old == "" && d.new == "":
		delete(parts, d.part)
	case d.old == "":
		parts[d.part] = d.new
	default:
		parts[d.part] = strings.Replace(parts[d.part], d.old, d.new, 1)
	}
	return parts
}

var damages = []partDamage{
	{"sheet part missing", sheetPart, "", "", "“项目表”损坏：文件中缺少"},
	{"shared strings missing", sstPart, "", "", "“xl/sharedStrings.xml”损坏：文件中缺少"},
	{"styles missing", stylePart, "", "", "缺少"},
	{"workbook missing", bookPart, "", "", "缺少"},
	{"package relations missing", "_rels/.rels", "", "", "缺少"},
	{"content types missing", contentTypesPart, "", "", "缺少"},
	{"sheet empty", sheetPart, "", " ", "“项目表”损坏"},
	{"sheet without data", sheetPart, "", "<worksheet/>", "没有单元格数据"},
	{"two sheet data", sheetPart, "<mergeCells", "<sheetData/><mergeCells", "不止一份"},
	{"cut after a row", sheetPart, `<row r="3"><c r="A3"><v>2</v></c><c r="B3"><v>70</v></c></row></sheetData><mergeCells count="1"><mergeCell ref="A5:B6"/></mergeCells></worksheet>`, "", "第 2 行附近"},
	{"unclosed cell", sheetPart, `<v>25</v></c>`, `<v>25</v>`, "第 2 行附近损坏：标记不配对"},
	{"rows out of order", sheetPart, `<row r="3">`, `<row r="1">`, "第 2 行附近"},
	{"row twice", sheetPart, `<row r="3">`, `<row r="2">`, "行号没有递增"},
	{"row of nonsense", sheetPart, `<row r="3">`, `<row r="3x">`, "属性 r"},
	{"row negative", sheetPart, `<row r="3">`, `<row r="-1">`, "属性 r"},
	{"row beyond the sheet", sheetPart, `<row r="3">`, `<row r="1048577">`, "属性 r"},
	{"cell in another row", sheetPart, `r="B2"`, `r="B9"`, "不在它自己的行"},
	{"cells out of order", sheetPart, `r="B2"`, `r="A2"`, "顺序"},
	{"cell beyond the sheet", sheetPart, `r="B2"`, `r="XFE2"`, "地址"},
	{"cell of nonsense", sheetPart, `r="B2"`, `r="2B"`, "地址"},
	{"number of nonsense", sheetPart, `<v>25</v>`, `<v>2S</v>`, "单元格 B2 的数值"},
	{"huge exponent", sheetPart, `<v>25</v>`, `<v>1E999999999</v>`, "单元格 B2 的数值"},
	{"string index beyond", sheetPart, `<v>1</v></c></row>`, `<v>2</v></c></row>`, "单元格 B1 的文字编号"},
	{"string index negative", sheetPart, `<v>1</v></c></row>`, `<v>-1</v></c></row>`, "文字编号"},
	{"style beyond", sheetPart, `r="B2"`, `r="B2" s="9"`, "样式编号"},
	{"type unknown", sheetPart, `r="B2"`, `r="B2" t="q"`, "类型"},
	{"bool of nonsense", sheetPart, `r="B2"`, `r="B2" t="b"`, "逻辑值"},
	{"date of nonsense", sheetPart, `r="B2"`, `r="B2" t="d"`, "日期"},
	{"value twice", sheetPart, `<v>25</v>`, `<v>25</v><v>26</v>`, "两个值"},
	{"merges overlap", sheetPart, `<mergeCell ref="A5:B6"/>`, `<mergeCell ref="A5:B6"/><mergeCell ref="B6:C9"/>`, "重叠"},
	{"merge reversed", sheetPart, `A5:B6`, `B6:A5`, "合并区域"},
	{"merge of nonsense", sheetPart, `A5:B6`, `A5:`, "合并区域"},
	{"document type", sheetPart, `<worksheet`, `<!DOCTYPE x [<!ENTITY a "b">]><worksheet`, "DOCTYPE"},
	{"document type in the strings", sstPart, `<sst`, `<!DOCTYPE x><sst`, "DOCTYPE"},
	{"bare ampersand", sstPart, `数量`, `数&量`, "引用"},
	{"unknown entity", sstPart, `数量`, `&shu;`, "实体"},
	{"forbidden reference", sstPart, `数量`, `&#11;`, "字符引用"},
	{"control character", sheetPart, `<v>25</v>`, "<v>25\x0b</v>", "第 2 行附近损坏：有不允许的字符"},
	{"bad UTF-8", sstPart, `数量`, "\xca\xfd", "不允许的字符"},
	{"text after the root", sheetPart, `</worksheet>`, `</worksheet>x`, "多余"},
	{"two roots", sheetPart, `</worksheet>`, `</worksheet><worksheet/>`, "根元素"},
	{"control character after the root", sheetPart, `</worksheet>`, "</worksheet>\x00", "不允许的字符"},
	{"attribute twice", sheetPart, `<row r="2">`, `<row r="2" r="2">`, "重复"},
	{"attributes beyond count", sheetPart, `<row r="2">`, `<row r="2"` + manyAttributes() + `>`, "属性过多"},
	{"attribute without quotes", sheetPart, `<row r="2">`, `<row r=2>`, "引号"},
	{"attributes without space", sheetPart, `<row r="2">`, `<row r="2"s="1">`, "空格"},
	{"sheet is another part", sheetPart, "", "<sst/>", "不是 <worksheet>"},
	{"encoding unknown", sheetPart, `encoding="UTF-8"`, `encoding="koi8-r"`, "字符编码"},
	{"not the declared encoding", sstPart, "", `<?xml version="1.0" encoding="GBK"?><sst><si><t>` + "\xff\xff" + `</t></si></sst>`, "编码"},
	{"sheets of one name", bookPart, `</sheets>`, `<sheet name="项目表" sheetId="2" r:id="rId1"/></sheets>`, "都叫"},
	{"sheet without relation", bookPart, `r:id="rId1"`, `r:id="rId9"`, "没有登记"},
	{"sheet without name", bookPart, `项目表`, ``, "没有名称"},
	{"no sheets", bookPart, `<sheet name="项目表" sheetId="1" r:id="rId1"/>`, ``, "没有一张工作表"},
	{"format of nonsense", stylePart, `numFmtId="14"`, `numFmtId="x"`, "numFmtId"},
	{"relation twice", "xl/_rels/workbook.xml.rels", `Id="rId3"`, `Id="rId2"`, "重复"},
	{"two string tables", "xl/_rels/workbook.xml.rels", relsType + `styles"`, relsType + `sharedStrings"`, "不止一份"},
}

func manyAttributes() string {
	var b strings.Builder
	for i := range maxAttributes {
		fmt.Fprintf(&b, ` a%d=""`, i)
	}
	return b.String()
}

func TestDamagedParts(t *testing.T) {
	for _, d := range damages {
		t.Run(d.name, func(t *testing.T) {
			_, err := Open("表.xlsx", pack(t, d.parts()), DefaultLimits())
			if err == nil {
				t.Fatal("opened")
			}
			if ledger.CodeOf(err) != ledger.CodeInvalid || !strings.Contains(err.Error(), d.says) {
				t.Errorf("%s: %v, want %q", ledger.CodeOf(err), err, d.says)
			}
		})
	}
}

// TestDamagedBytes damages a workbook's bytes in every part and at every
// place of the package: each time it is refused or read as it was.
func TestDamagedBytes(t *testing.T) {
	good := progressTable(t, 4)
	want := opened(t, good)
	want.SHA256 = ""
	try := func(what string, at int, data []byte) {
		got, err := Open(want.File, data, DefaultLimits())
		if err != nil {
			if ledger.CodeOf(err) == "" {
				t.Errorf("%s at %d: not an error for users: %v", what, at, err)
			}
			return
		}
		got.SHA256 = ""
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s at %d: read differently without an error", what, at)
		}
	}
	for at := 0; at < len(good); at += 37 {
		try("cut", at, good[:at])
		try("hole", at, append(bytes.Clone(good[:at]), good[min(at+5, len(good)):]...))
		try("insertion", at, append(append(bytes.Clone(good[:at]), "xx"...), good[at:]...))
	}
	for at := 0; at < len(good); at += 4 {
		for _, mask := range []byte{0x01, 0x20, 0xff} {
			data := bytes.Clone(good)
			data[at] ^= mask
			try("flip", at, data)
		}
	}
}

// TestWrongChecksum changes the CRC-32 that the package declares for each
// part that is read.
func TestWrongChecksum(t *testing.T) {
	parts := smallParts("")
	good := pack(t, parts)
	for name := range parts {
		data := bytes.Clone(good)
		// In the central directory the name follows a header of 46 bytes, the
		// checksum stands at its offset 16 (APPNOTE 4.3.12).
		at := bytes.LastIndex(data, []byte(name)) - 46 + 16
		binary.LittleEndian.PutUint32(data[at:], binary.LittleEndian.Uint32(data[at:])^1)
		_, err := Open("表.xlsx", data, DefaultLimits())
		if err == nil || !strings.Contains(err.Error(), "CRC") {
			t.Errorf("%s: %v, want a wrong CRC", name, err)
		}
	}
}

func TestTooLarge(t *testing.T) {
	tight := func(change func(*Limits)) Limits {
		lim := DefaultLimits()
		change(&lim)
		return lim
	}
	bomb := smallParts("")
	bomb["xl/media/image1.png"] = strings.Repeat("\x00", 1<<20)
	blanks := smallParts(`<sheetData>` + strings.Repeat(`<row/>`, 500_000) + `</sheetData>`)
	sheets := smallParts("")
	sheets[bookPart] = strings.Replace(sheets[bookPart], `</sheets>`, `<sheet name="二" sheetId="2" r:id="rId1"/></sheets>`, 1)
	for _, c := range []struct {
		name  string
		parts map[string]string
		lim   Limits
		says  string
	}{
		{"file", smallParts(""), tight(func(l *Limits) { l.FileSize = 100 }), "上限 0.0 MB"},
		{"entries", smallParts(""), tight(func(l *Limits) { l.Entries = 6 }), "7 个部件"},
		{"part", smallParts(""), tight(func(l *Limits) { l.PartSize = 300 }), "部件"},
		{"declared total", bomb, tight(func(l *Limits) { l.TotalSize = 1 << 20 }), "解压后超过"},
		{"one part in many sheets", sheets, tight(func(l *Limits) { l.TotalSize = 2900 }), "解压后超过"},
		{"ratio", blanks, DefaultLimits(), "压缩得异常紧"},
		{"sheets", sheets, tight(func(l *Limits) { l.Sheets = 1 }), "超过 1 张"},
		{"cells", smallParts(""), tight(func(l *Limits) { l.Cells = 5 }), "超过 5 个"},
		{"strings", smallParts(""), tight(func(l *Limits) { l.Cells = 1 }), "超过 1 个"},
		{"merges", smallParts(""), tight(func(l *Limits) { l.Merges = 0 }), "合并单元格超过 0 处"},
		{"text", smallParts(""), tight(func(l *Limits) { l.Text = 14 }), "文字超过"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Open("表.xlsx", pack(t, c.parts), c.lim)
			if ledger.CodeOf(err) != ledger.CodeTooLarge || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v, want %q", err, c.says)
			}
		})
	}
}

func TestBadEntries(t *testing.T) {
	for _, c := range []struct{ name, entry, says string }{
		{"double in another case", "XL/Workbook.xml", "重名"},
		{"double with backslashes", `xl\workbook.xml`, "重名"},
		{"path upwards", "xl/../../etc/x", "路径"},
		{"path upwards with backslashes", `..\x`, "路径"},
	} {
		t.Run(c.name, func(t *testing.T) {
			parts := smallParts("")
			parts[c.entry] = "<x/>"
			_, err := Open("表.xlsx", pack(t, parts), DefaultLimits())
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v, want %q", err, c.says)
			}
		})
	}
}
