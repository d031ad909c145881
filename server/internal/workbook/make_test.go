package workbook

import (
	"archive/zip"
	"bytes"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"tongbao/server/internal/grid"
)

// The parts of a small workbook; tests replace one or more of them.
const (
	head      = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	sheetPart = "xl/worksheets/sheet1.xml"
	sstPart   = "xl/sharedStrings.xml"
	stylePart = "xl/styles.xml"
	bookPart  = "xl/workbook.xml"

	types = head + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`
	relsHead = head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	relsType = `Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
	mainNS   = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
)

// smallParts is a workbook of three rows with the given content of its one
// worksheet's <worksheet> element, or a good one.
func smallParts(worksheet string) map[string]string {
	if worksheet == "" {
		worksheet = `<sheetData>` +
			`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>` +
			`<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>25</v></c></row>` +
			`<row r="3"><c r="A3"><v>2</v></c><c r="B3"><v>70</v></c></row>` +
			`</sheetData><mergeCells count="1"><mergeCell ref="A5:B6"/></mergeCells>`
	}
	return map[string]string{
		contentTypesPart: types,
		"_rels/.rels":    relsHead + `<Relationship Id="rId1" ` + relsType + `officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		bookPart:         head + `<workbook ` + mainNS + `><sheets><sheet name="项目表" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": relsHead +
			`<Relationship Id="rId1" ` + relsType + `worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId2" ` + relsType + `sharedStrings" Target="sharedStrings.xml"/>` +
			`<Relationship Id="rId3" ` + relsType + `styles" Target="/xl/styles.xml"/></Relationships>`,
		sstPart:   head + `<sst ` + mainNS + `><si><t>序号</t></si><si><t>数量</t></si></sst>`,
		stylePart: head + `<styleSheet ` + mainNS + `><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"/><xf numFmtId="20"/></cellXfs></styleSheet>`,
		sheetPart: head + `<worksheet ` + mainNS + `>` + worksheet + `</worksheet>`,
	}
}

// pack zips parts, in the order of their names.
func pack(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		part, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(parts[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// small is a packed workbook with the given worksheet.
func small(t testing.TB, worksheet string) []byte { return pack(t, smallParts(worksheet)) }

// opened is a workbook that must open.
func opened(t testing.TB, data []byte) *grid.Workbook {
	t.Helper()
	book, err := Open("表.xlsx", data, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// progressTable is a table as offices fill them, written by another library:
// rows of numbered projects with quantities, dates, rates and texts.
func progressTable(t testing.TB, rows int) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	date, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	check(t, err)
	rate, err := f.NewStyle(&excelize.Style{NumFmt: 10})
	check(t, err)
	check(t, f.SetSheetName("Sheet1", "一季度"))
	check(t, f.SetCellValue("一季度", "A1", "民生实事项目进展情况表"))
	check(t, f.MergeCell("一季度", "A1", "J1"))
	check(t, f.SetSheetRow("一季度", "A3", &[]string{"序号", "项目名称", "责任单位", "计量单位", "目标", "累计完成", "完成率", "完成时限", "形象进度", "备注"}))
	for i := range rows {
		at := fmt.Sprintf("A%d", 4+i)
		check(t, f.SetSheetRow("一季度", at, &[]any{
			i + 1, fmt.Sprintf("第%d个老旧小区改造", i+1), "市住建局", "个", 70 + i, float64(i) * 0.757,
			0.1 + float64(i)/100, 44000 + i, fmt.Sprintf("主体施工，完成%d%%", i%100), "续建\n项目",
		}))
	}
	check(t, f.SetCellStyle("一季度", "G4", fmt.Sprintf("G%d", 3+rows), rate))
	check(t, f.SetCellStyle("一季度", "H4", fmt.Sprintf("H%d", 3+rows), date))
	return written(t, f)
}

func written(t testing.TB, f *excelize.File) []byte {
	t.Helper()
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

// builtinCorpus stands in where there is no folder of workbooks.
func builtinCorpus(t testing.TB) []corpusFile {
	files := []corpusFile{
		{name: "good.xlsx", kind: "valid", expect: "read", data: small(t, "")},
		{name: "table.xlsx", kind: "valid", expect: "read", data: progressTable(t, 20)},
		{name: "cut.xlsx", kind: "broken", expect: "refuse", data: small(t, "")[:900]},
	}
	for _, f := range foreignFiles(t) {
		files = append(files, corpusFile{name: f.name, kind: "other-format", expect: "refuse", data: f.data})
	}
	for _, d := range damages {
		files = append(files, corpusFile{name: d.name, kind: "broken", expect: "refuse", data: pack(t, d.parts())})
	}
	return files
}
