package marked_test

import (
	"archive/zip"
	"bytes"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	samplesheets "tongbao/sample-sheets"
	"tongbao/server/internal/grid"
	"tongbao/server/internal/workbook"
	"tongbao/server/internal/workbook/marked"
	"tongbao/server/ledger"
)

// namedFile is one workbook to be marked.
type namedFile struct {
	name string
	data []byte
}

// files are the workbooks of the folder TONGBAO_CORPUS that can be marked, and
// the samples.
func files(t *testing.T) []namedFile {
	t.Helper()
	var out []namedFile
	for _, key := range samplesheets.Keys() {
		for _, w := range samplesheets.Workbooks(key) {
			out = append(out, namedFile{w.Name, w.Data})
		}
	}
	out = append(out, namedFile{"full.xlsx", full(t)}, namedFile{"strict.xlsx", inStrict(t, full(t))}, namedFile{"prefixed.xlsx", prefixed(t)})
	dir := os.Getenv("TONGBAO_CORPUS")
	if dir == "" {
		return out
	}
	entries, err := os.ReadDir(dir)
	check(t, err)
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		check(t, err)
		book, err := workbook.Open(e.Name(), data, workbook.DefaultLimits())
		if err == nil && strings.HasPrefix(book.Format, "xl") && book.Format != "xls" {
			out = append(out, namedFile{e.Name(), data})
		}
	}
	return out
}

// full is a workbook with everything that marks must leave alone: styles,
// formulas, a table, a list of permitted values, a picture, comments, names, a
// protected sheet and sheets with odd names.
func full(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	const name = "一季度 '进展'表"
	check(t, f.SetSheetName("Sheet1", name))
	check(t, f.SetCellValue(name, "A1", "进展情况表"))
	check(t, f.MergeCell(name, "A1", "F1"))
	check(t, f.SetSheetRow(name, "A2", &[]string{"序号", "项目名称", "责任单位", "目标", "完成", "完成率"}))
	for i, row := range [][]any{{1, "改造老旧小区", "市住建局", 70, 7}, {2, "新增停车泊位", "市城管局", 1200, 300}, {3, "=公式样的名称", "市水利局", 9, 9}} {
		cell, err := excelize.CoordinatesToCellName(1, 3+i)
		check(t, err)
		check(t, f.SetSheetRow(name, cell, &row))
		check(t, f.SetCellFormula(name, strings.Replace(cell, "A", "F", 1), "E3/D3"))
	}
	yellow, err := f.NewStyle(&excelize.Style{
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFFF00"}},
		Font: &excelize.Font{Bold: true}, NumFmt: 10, Border: []excelize.Border{{Type: "left", Style: 2, Color: "FF0000"}},
	})
	check(t, err)
	check(t, f.SetCellStyle(name, "D3", "F4", yellow))
	check(t, f.AddComment(name, excelize.Comment{Cell: "B3", Author: "张三", Text: "原来的批注"}))
	check(t, f.AddComment(name, excelize.Comment{Cell: "C5", Author: "张三", Paragraph: []excelize.RichTextRun{{Text: "粗", Font: &excelize.Font{Bold: true}}, {Text: "细"}}}))
	check(t, f.AddTable(name, &excelize.Table{Range: "A2:F5", Name: "进展"}))
	dv := excelize.NewDataValidation(true)
	dv.Sqref = "C3:C9"
	check(t, dv.SetDropList([]string{"市住建局", "市城管局"}))
	check(t, f.AddDataValidation(name, dv))
	check(t, f.SetColWidth(name, "B", "B", 33))
	check(t, f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: "'一季度 ''进展''表'!$A$1:$F$5", Scope: name}))
	_, err = f.NewSheet("说明")
	check(t, err)
	check(t, f.SetCellValue("说明", "B2", "填报说明"))
	check(t, f.ProtectSheet("说明", &excelize.SheetProtectionOptions{Password: "x"}))
	buf, err := f.WriteToBuffer()
	check(t, err)
	return buf.Bytes()
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func opened(t testing.TB, data []byte) *grid.Workbook {
	t.Helper()
	book, err := workbook.Open("", data, workbook.DefaultLimits())
	check(t, err)
	return book
}

// foreign are the sheets that are not our list of findings.
func foreign(book *grid.Workbook) []grid.Sheet {
	var out []grid.Sheet
	for _, s := range book.Sheets {
		if !s.Own() {
			out = append(out, s)
		}
	}
	return out
}

// notesFor are notes on cells of every sheet: some with content, one beyond the
// table, a range, and the whole sheet.
func notesFor(book *grid.Workbook) []marked.Note {
	var out []marked.Note
	for i, s := range book.Sheets {
		if i == 5 {
			break
		}
		for j, r := range s.Rows {
			if j == 6 {
				break
			}
			severity := ledger.SeverityError
			if j%2 == 1 {
				severity = ledger.SeverityWarning
			}
			c := r.Cell(r.Len() / 2)
			out = append(out, marked.Note{Sheet: s.Name, Cell: c.String(), Severity: severity, Message: "“=1+1”无法识别 <&>", Hint: "请只填数字"})
		}
		last := min(s.LastRow(), 1048570)
		out = append(
			out,
			marked.Note{Sheet: s.Name, Cell: grid.Address{Col: 30, Row: last + 3}.String(), Severity: ledger.SeverityError, Message: "空着"},
			marked.Note{Sheet: s.Name, Cell: "B2:C3、E2、B3、C5", Severity: ledger.SeverityWarning, Message: "表头", Hint: "请补上"},
			marked.Note{Sheet: s.Name, Severity: ledger.SeverityWarning, Message: "整张表"},
		)
	}
	return append(out, marked.Note{Severity: ledger.SeverityError, Message: "整个文件"})
}

// partsOf are the parts of a package by name.
func partsOf(t testing.TB, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	check(t, err)
	out := make(map[string]string)
	for _, f := range z.File {
		r, err := f.Open()
		check(t, err)
		text, err := io.ReadAll(r)
		check(t, err)
		out[f.Name] = string(text)
	}
	return out
}

// packed is a package of parts in the order of their names.
func packed(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		part, err := w.Create(name)
		check(t, err)
		_, err = io.WriteString(part, parts[name])
		check(t, err)
	}
	check(t, w.Close())
	return buf.Bytes()
}

// inStrict is a workbook in the strict form of OOXML.
func inStrict(t testing.TB, data []byte) []byte {
	t.Helper()
	parts := partsOf(t, data)
	for name, text := range parts {
		parts[name] = strings.NewReplacer(
			"http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main",
			"http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships",
		).Replace(text)
	}
	return packed(t, parts)
}

// prefixed is a workbook whose elements have a prefix and which has no styles,
// written as one line of parts with inline texts, rows without numbers among
// them.
func prefixed(t testing.TB) []byte {
	t.Helper()
	const (
		head = `<?xml version="1.0" encoding="UTF-8"?>`
		rels = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
		ns   = ` xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:rel="` + rels + `"`
	)
	relations := func(kind, target string) string {
		return head + `<p:Relationships xmlns:p="http://schemas.openxmlformats.org/package/2006/relationships"><p:Relationship Id="R1" Type="` +
			rels + "/" + kind + `" Target="` + target + `"/></p:Relationships>`
	}
	return packed(t, map[string]string{
		"[Content_Types].xml": head + `<t:Types xmlns:t="http://schemas.openxmlformats.org/package/2006/content-types"><t:Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<t:Default Extension="xml" ContentType="application/xml"/><t:Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
			`<t:Override PartName="/xl/sheet.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></t:Types>`,
		"_rels/.rels":                relations("officeDocument", "xl/workbook.xml"),
		"xl/workbook.xml":            head + `<x:workbook` + ns + `><x:sheets><x:sheet name="甲 &amp; 乙" sheetId="7" rel:id="R1"/></x:sheets></x:workbook>`,
		"xl/_rels/workbook.xml.rels": relations("worksheet", "sheet.xml"),
		"xl/sheet.xml": head + `<x:worksheet` + ns + `><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>序号</x:t></x:is></x:c><x:c><x:v>5</x:v></x:c></x:row>` +
			`<x:row/><x:row r="5"><x:c r="C5" t="inlineStr"><x:is><x:t>名称</x:t></x:is></x:c></x:row></x:sheetData><x:pageMargins left="1" right="1" top="1" bottom="1" header="0" footer="0"/></x:worksheet>`,
	})
}

// mark marks a workbook whose name does not matter.
func mark(data []byte, notes []marked.Note) ([]byte, error) {
	out, _, err := marked.Mark("", data, notes)
	return out, err
}

// unmark removes every mark.
func unmark(data []byte) ([]byte, error) { return mark(data, nil) }
