package workbook

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"

	"tongbao/server/internal/grid"
)

const documentPartName = "word/document.xml"

// documentParts is a .docx with the given content of its body.
func documentParts(body string) map[string]string {
	parts := smallParts("")
	return map[string]string{
		contentTypesPart: strings.NewReplacer("/xl/workbook.xml", "/"+documentPartName, "spreadsheetml.sheet", "wordprocessingml.document").Replace(parts[contentTypesPart]),
		"_rels/.rels":    strings.Replace(parts["_rels/.rels"], bookPart, documentPartName, 1),
		documentPartName: head + `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body + `</w:body></w:document>`,
	}
}

func para(text string) string { return `<w:p><w:r><w:t>` + text + `</w:t></w:r></w:p>` }

func prose(data []byte) (*grid.Prose, error) {
	return OpenProse(context.Background(), "通知.docx", data, DefaultLimits())
}

// TestProseEncodings: the same lines, whatever the text is written in.
func TestProseEncodings(t *testing.T) {
	want := []string{"關于印發方案的通知", "", "1.新建公廁10座。"}
	whole := strings.Join(want, "\n")
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(whole)
	check(t, err)
	var little, big []byte
	for _, u := range utf16.Encode([]rune("\ufeff" + whole)) {
		little, big = append(little, byte(u), byte(u>>8)), append(big, byte(u>>8), byte(u))
	}
	for name, data := range map[string]string{
		"UTF-8": whole, "UTF-8 with its mark": "\ufeff" + whole, "GB 18030": gb, "UTF-16LE": string(little), "UTF-16BE": string(big),
		"Windows": strings.ReplaceAll(whole, "\n", "\r\n") + "\r\n", "old": strings.ReplaceAll(whole, "\n", "\r"), "form feed": strings.Replace(whole, "\n", "\f", 1),
	} {
		p, err := prose([]byte(data))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if !slices.Equal(p.Lines, want) || p.Format != "txt" {
			t.Errorf("%s: %q", name, p.Lines)
		}
	}
}

// TestDocument: what of a .docx is its text.
func TestDocument(t *testing.T) {
	cell := func(props, text string) string {
		return `<w:tc><w:tcPr>` + props + `</w:tcPr>` + para(text) + `</w:tc>`
	}
	body := para("甲&amp;乙") +
		`<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/></w:numPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>上</w:t><w:tab/><w:t>下</w:t><w:br/><w:t>次行</w:t></w:r></w:p>` +
		`<w:p><w:del><w:r><w:t>删</w:t><w:delText>删</w:delText></w:r></w:del><w:ins><w:r><w:t>增</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>走</w:t></w:r></w:moveFrom><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>` +
		`<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>` + para("框") + `</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>` + para("框") + `</w:txbxContent></mc:Fallback></mc:AlternateContent><w:t>外</w:t></w:r></w:p>` +
		`<w:tbl><w:tr>` + cell("", "序号") + cell(`<w:gridSpan w:val="2"/>`, "项目") + `</w:tr>` +
		`<w:tr>` + cell(`<w:vMerge w:val="restart"/>`, "1") + cell("", "甲") + `<w:tc>` + para("乙") + para("丙") + `</w:tc></w:tr>` +
		`<w:tr>` + cell(`<w:vMerge/>`, "") + cell("", "丁") + cell("", "") + `</w:tr></w:tbl>` + `<w:p/>`
	p, err := prose(pack(t, documentParts(body)))
	check(t, err)
	if want := []string{"甲&乙", "上 下", "次行", "增", "框", "外", ""}; !slices.Equal(p.Lines, want) {
		t.Errorf("%q", p.Lines)
	}
	if p.Format != "docx" || !slices.Equal(p.Counted, []int{3}) || len(p.Tables) != 1 || p.Tables[0].After != 6 {
		t.Fatalf("%+v", p)
	}
	var got []string
	for _, r := range p.Tables[0].Sheet.Rows {
		for c := range r.Cells() {
			got = append(got, c.String()+" "+c.Text)
		}
	}
	if want := []string{"A1 序号", "B1 项目", "A2 1", "B2 甲", "C2 乙\n丙", "B3 丁"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if got := fmt.Sprint(p.Tables[0].Sheet.Merges); got != "[B1:C1 A2:A3]" {
		t.Error(got)
	}
}

// TestProseRefused: what is no text document, or more than one may be, each in
// words of its own that speak of documents.
func TestProseRefused(t *testing.T) {
	damaged := func(content string) []byte {
		parts := documentParts("")
		parts[documentPartName] = content
		return pack(t, parts)
	}
	wrongCRC := pack(t, documentParts(para("甲")))
	wrongCRC[slices.Index(wrongCRC, 0x08)+60] ^= 0xff
	for name, c := range map[string]struct {
		data []byte
		says string
	}{
		"nothing":        {nil, "文件是空的"},
		"spaces":         {[]byte(" \n\n\t"), "文件是空的"},
		"no text":        {pack(t, documentParts(`<w:p/>`)), "文件是空的"},
		"a web page":     {[]byte("<!DOCTYPE html><html><body>通知</body></html>"), "这是网页"},
		"bytes":          {[]byte{0, 1, 2, 3, 0xff, 0xfe, 0, 9}, "认不出文件的类型"},
		"a PDF":          {[]byte("%PDF-1.7\n"), "PDF"},
		"a workbook":     {small(t, ""), "--notice"},
		"an .xls":        {goodXLS(), "--notice"},
		"old Word":       {compoundFile("WordDocument", []byte("x")), ".doc"},
		"a password":     {compoundFile("EncryptedPackage", []byte("x")), "打开密码"},
		"a zip":          {pack(t, map[string]string{"通知.txt": "一"}), "压缩包"},
		"no end":         {damaged(`<w:document><w:body><w:p>`), "没有结尾"},
		"a DOCTYPE":      {damaged(`<!DOCTYPE a [<!ENTITY b "c">]><w:document/>`), "DOCTYPE"},
		"another root":   {damaged(`<w:other/>`), "不是 <document>"},
		"a bomb":         {pack(t, documentParts(strings.Repeat(" ", 64<<20))), "压缩得异常紧"},
		"a damaged part": {wrongCRC, "请"},
		"GBK cut":        {[]byte("\xd0\xf2\xba"), "字符编码"},
		"too long":       {[]byte(strings.Repeat("民生实事", 100_000)), "1.0 MB"},
		"too many lines": {[]byte(strings.Repeat("一\n", maxProseLines+1)), "20000 行"},
		"too large":      {make([]byte, 33<<20), "32.0 MB"},
	} {
		p, err := prose(c.data)
		if err == nil {
			t.Errorf("%s: %+v", name, p)
			continue
		}
		if s := err.Error(); !strings.Contains(s, c.says) || strings.Contains(s, "Excel") || strings.Contains(s, "上传") || strings.Contains(s, "工作表") {
			t.Errorf("%s: %s", name, s)
		}
	}
}

// FuzzProse: any file is read or refused in words.
func FuzzProse(f *testing.F) {
	f.Add([]byte("一、促进就业(3项)\r\n1.新建公厕10座。(牵头单位:市城管局)"))
	f.Add([]byte("\xff\xfe\x00\x4e"))
	f.Add([]byte("\xd0\xf2\xba\xc5\n1"))
	f.Add(pack(f, documentParts(para("甲")+`<w:tbl><w:tr><w:tc>`+para("乙")+`</w:tc></w:tr></w:tbl>`)))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := prose(data)
		if err != nil {
			if err.Error() == "" || strings.Contains(err.Error(), "%!") {
				t.Errorf("message %q", err)
			}
			return
		}
		if len(p.Lines) == 0 && len(p.Tables) == 0 || len(p.Lines) > maxProseLines {
			t.Errorf("%d lines, %d tables", len(p.Lines), len(p.Tables))
		}
	})
}

// FuzzDocument gets behind the package's checksums: the fuzzed bytes are the
// document itself.
func FuzzDocument(f *testing.F) {
	f.Add(documentParts(para("甲"))[documentPartName])
	f.Add(documentParts(`<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="3"/><w:vMerge w:val="restart"/></w:tcPr>` + para("甲") + `</w:tc></w:tr></w:tbl>`)[documentPartName])
	f.Add(documentParts(`<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc>` + para("甲") + `</w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>`)[documentPartName])
	f.Fuzz(func(t *testing.T, content string) {
		parts := documentParts("")
		parts[documentPartName] = content
		p, err := prose(pack(t, parts))
		if err != nil {
			return
		}
		for _, table := range p.Tables {
			last := 0
			for _, r := range table.Sheet.Rows {
				if r.Number <= last || r.Len() == 0 {
					t.Fatalf("row %d after %d", r.Number, last)
				}
				last = r.Number
			}
		}
	})
}
