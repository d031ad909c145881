package opctest

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// sound is the parts of a workbook that breaks no rule.
func sound(t *testing.T) map[string]string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	must(f.SetCellStr("Sheet1", "A1", "序号"))
	must(f.SetCellValue("Sheet1", "B2", 5))
	must(f.MergeCell("Sheet1", "A1", "C1"))
	must(f.AddComment("Sheet1", excelize.Comment{Cell: "B2", Author: "甲", Text: "乙"}))
	dv := excelize.NewDataValidation(true)
	dv.Sqref = "B2:B9"
	must(dv.SetDropList([]string{"是", "否"}))
	must(f.AddDataValidation("Sheet1", dv))
	must(f.SetDefinedName(&excelize.DefinedName{Name: "区域", RefersTo: "Sheet1!$A$1"}))
	buf, err := f.WriteToBuffer()
	must(err)
	z, err := zip.NewReader(bytes.NewReader(buf.Bytes()), int64(buf.Len()))
	must(err)
	out := map[string]string{}
	for _, file := range z.File {
		r, err := file.Open()
		must(err)
		var b bytes.Buffer
		_, err = b.ReadFrom(r)
		must(err)
		out[file.Name] = b.String()
	}
	return out
}

func packed(t *testing.T, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestProblems breaks one rule after the other.
func TestProblems(t *testing.T) {
	if got := Problems(packed(t, sound(t))); len(got) > 0 {
		t.Fatalf("a sound workbook: %q", got)
	}
	const sheet = "xl/worksheets/sheet1.xml"
	for _, c := range []struct{ name, part, old, new, says string }{
		{"an element out of order", sheet, "<sheetData>", `<pageMargins left="1"/><sheetData>`, "out of order"},
		{"an element twice", sheet, "</sheetData>", "</sheetData><sheetData/>", "twice"},
		{"merged ranges that meet", sheet, `<mergeCell ref="A1:C1"`, `<mergeCell ref="C1:D1"/><mergeCell ref="A1:C1"`, "meets another"},
		{"a format that is not there", sheet, `<c r="B2"`, `<c r="B2" s="77"`, "format 77"},
		{"rows that descend", sheet, `<row r="2"`, `<row r="1"`, "row 1 after row 1"},
		{"a check at a bad place", sheet, `sqref="B2:B9"`, `sqref="B9:B2"`, "dataValidation at B9:B2"},
		{"a long list", sheet, "是,否", strings.Repeat("是,", 200), "a formula of"},
		{"a sheet's name", "xl/workbook.xml", `name="Sheet1"`, `name="一/二"`, "sheet name"},
		{"a long name", "xl/workbook.xml", `name="Sheet1"`, `name="` + strings.Repeat("长", 32) + `"`, "sheet name"},
		{"a name like a cell", "xl/workbook.xml", `name="区域"`, `name="AB12"`, "defined name"},
		{"a part without a type", "[Content_Types].xml", `Extension="vml"`, `Extension="vmm"`, "no media type"},
		{"a count", "xl/styles.xml", `<cellXfs count="1"`, `<cellXfs count="9"`, "count 9 of"},
		{"a comment's author", "xl/comments1.xml", `authorId="0"`, `authorId="4"`, "author 4"},
		{"a comment without a shape", "xl/comments1.xml", "</comment>", `</comment><comment ref="C3" authorId="0"><text><t>x</t></text></comment>`, "shapes for"},
		{"no shapes at all", "xl/worksheets/_rels/sheet1.xml.rels", "relationships/vmlDrawing", "relationships/drawing", "no shapes"},
		{"a link that leads nowhere", "xl/worksheets/_rels/sheet1.xml.rels", "comments1.xml", "comments7.xml", "not there"},
	} {
		t.Run(c.name, func(t *testing.T) {
			parts := sound(t)
			if !strings.Contains(parts[c.part], c.old) {
				t.Fatalf("%s has no %s: %.3000s", c.part, c.old, parts[c.part])
			}
			parts[c.part] = strings.Replace(parts[c.part], c.old, c.new, 1)
			if got := strings.Join(Problems(packed(t, parts)), "\n"); !strings.Contains(got, c.says) {
				t.Errorf("problems %q, want %q", got, c.says)
			}
		})
	}
}
