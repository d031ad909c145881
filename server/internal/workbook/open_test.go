package workbook

import (
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"tongbao/server/internal/grid"
)

// TestRoundTrip reads what another library wrote.
func TestRoundTrip(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	const sheet = "Sheet1"
	style := func(s *excelize.Style) int {
		id, err := f.NewStyle(s)
		check(t, err)
		return id
	}
	code := func(c string) *excelize.Style { return &excelize.Style{CustomNumFmt: &c} }
	set := func(cell string, value any, s *excelize.Style) {
		check(t, f.SetCellValue(sheet, cell, value))
		if s != nil {
			check(t, f.SetCellStyle(sheet, cell, cell, style(s)))
		}
	}
	set("A1", "附件1　进展情况表", nil)
	check(t, f.MergeCell(sheet, "A1", "C1"))
	check(t, f.MergeCell(sheet, "A3", "A4"))
	set("A2", " 空格 & <符号>\n换行 ", nil)
	set("A3", 0.6, &excelize.Style{NumFmt: 9})
	set("A5", 0.1375, &excelize.Style{NumFmt: 10})
	set("A6", time.Date(2020, 3, 31, 0, 0, 0, 0, time.UTC), nil)
	set("A7", 44104, code(`yyyy"年"m"月"`))
	set("A8", 44104, code(`m"月"d"日";@`))
	set("A9", true, nil)
	set("A10", 0.1+0.2, nil)
	set("A11", 12345678.9, code(`#,##0.00_ "元"`))
	set("A12", "001", nil)
	check(t, f.SetCellFormula(sheet, "A13", "SUM(A1:A2)"))
	check(t, f.SetCellRichText(sheet, "A14", []excelize.RichTextRun{{Text: "城镇"}, {Text: "新增就业", Font: &excelize.Font{Bold: true}}}))
	set("A15", -5, nil)
	set("B16", "列B", nil)
	set("D16", "列D", nil)
	set("A20", "", &excelize.Style{NumFmt: 9}) // a blank with a style
	check(t, f.SetRowVisible(sheet, 16, false))
	check(t, f.SetColVisible(sheet, "B", false))
	_, err := f.NewSheet("隐藏")
	check(t, err)
	check(t, f.SetSheetVisible("隐藏", false))

	book := opened(t, written(t, f))
	if book.Format != "xlsx" || book.File != "表.xlsx" || len(book.SHA256) != 64 {
		t.Errorf("workbook %q %q %q", book.File, book.Format, book.SHA256)
	}
	if len(book.Sheets) != 2 || book.Sheets[0].Hidden || !book.Sheets[1].Hidden || book.Sheets[1].Name != "隐藏" {
		t.Fatalf("sheets %+v", book.Sheets)
	}
	s := &book.Sheets[0]
	for _, want := range []struct {
		at   string
		cell grid.Cell
	}{
		{"A1", grid.Cell{Kind: grid.Text, Text: "附件1　进展情况表"}},
		{"A2", grid.Cell{Kind: grid.Text, Text: " 空格 & <符号>\n换行 "}},
		{"A3", grid.Cell{Kind: grid.Number, Text: "60%", Percent: true}},
		{"A5", grid.Cell{Kind: grid.Number, Text: "13.75%", Percent: true}},
		{"A6", grid.Cell{Kind: grid.Date, Text: "2020-03-31"}},
		{"A7", grid.Cell{Kind: grid.Date, Text: "2020-09-30", MonthOnly: true}},
		{"A8", grid.Cell{Kind: grid.Date, Text: "2020-09-30"}},
		{"A9", grid.Cell{Kind: grid.Bool, Text: "TRUE"}},
		{"A10", grid.Cell{Kind: grid.Number, Text: "0.3"}},
		{"A11", grid.Cell{Kind: grid.Number, Text: "12345678.9"}},
		{"A12", grid.Cell{Kind: grid.Text, Text: "001"}},
		{"A13", grid.Cell{Kind: grid.NoValue, Formula: true}},
		{"A14", grid.Cell{Kind: grid.Text, Text: "城镇新增就业"}},
		{"A15", grid.Cell{Kind: grid.Number, Text: "-5"}},
		{"C16", grid.Cell{}},
		{"D16", grid.Cell{Kind: grid.Text, Text: "列D"}},
		{"A20", grid.Cell{}},
	} {
		at, _ := grid.ParseAddress(want.at)
		want.cell.Address = at
		if got := s.At(at); got != want.cell {
			t.Errorf("%s: %+v, want %+v", want.at, got, want.cell)
		}
	}
	if s.LastRow() != 16 {
		t.Errorf("last row %d", s.LastRow())
	}
	if r := s.Rows[len(s.Rows)-1]; !r.Hidden || s.Rows[0].Hidden {
		t.Error("hidden rows")
	}
	if !s.HiddenCols[2] || s.HiddenCols[1] || s.HiddenCols[4] {
		t.Errorf("hidden columns %v", s.HiddenCols)
	}
	if m, ok := s.Merge(grid.Address{Col: 3, Row: 1}); !ok || m.String() != "A1:C1" {
		t.Errorf("merge %v %v", m, ok)
	}
	if got := s.Value(grid.Address{Col: 1, Row: 4}).Text; got != "60%" {
		t.Errorf("value under a merge %q", got)
	}
}

// TestCells reads cells as they stand in a sheet's XML.
func TestCells(t *testing.T) {
	for _, c := range []struct {
		name, xml string
		want      grid.Cell // A1, without its address
	}{
		{"shared string", `<c r="A1" t="s"><v>0</v></c>`, grid.Cell{Kind: grid.Text, Text: "序号"}},
		{"no address", `<c t="s"><v>1</v></c>`, grid.Cell{Kind: grid.Text, Text: "数量"}},
		{"inline", `<c r="A1" t="inlineStr"><is><t>甲</t></is></c>`, grid.Cell{Kind: grid.Text, Text: "甲"}},
		{"inline runs and guides", `<c r="A1" t="inlineStr"><is><r><rPr><b/></rPr><t>城</t></r><rPh sb="0" eb="1"><t>cheng</t></rPh><r><t>镇</t></r><phoneticPr fontId="1"/></is></c>`, grid.Cell{Kind: grid.Text, Text: "城镇"}},
		{"CDATA", `<c r="A1" t="inlineStr"><is><t>a<![CDATA[<&>]]>b</t></is></c>`, grid.Cell{Kind: grid.Text, Text: "a<&>b"}},
		{"comment in a text", `<c r="A1" t="inlineStr"><is><t>1&amp;2<!-- 3 -->4&lt;</t></is></c>`, grid.Cell{Kind: grid.Text, Text: "1&24<"}},
		{"escapes", `<c r="A1" t="inlineStr"><is><t>甲_x000D_&#10;乙_x000d_丙_x005F_x000D__x0007__xZZZZ_</t></is></c>`, grid.Cell{Kind: grid.Text, Text: "甲\n乙\n丙_x000D__xZZZZ_"}},
		{"line ends", "<c r=\"A1\" t=\"inlineStr\"><is><t>甲\r\n乙\r丙&#13;丁</t></is></c>", grid.Cell{Kind: grid.Text, Text: "甲\n乙\n丙\n丁"}},
		{"number beside an inline text", `<c r="A1"><v>25</v><is><t>99</t></is></c>`, grid.Cell{Kind: grid.Number, Text: "25"}},
		{"formula's text", `<c r="A1" t="str"><f>A2</f><v>市住建局</v></c>`, grid.Cell{Kind: grid.Text, Text: "市住建局", Formula: true}},
		{"formula's empty text", `<c r="A1" t="str"><f>""</f><v></v></c>`, grid.Cell{}},
		{"formula's number", `<c r="A1"><f>1+1</f><v>2</v></c>`, grid.Cell{Kind: grid.Number, Text: "2", Formula: true}},
		{"formula's error", `<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>`, grid.Cell{Kind: grid.Error, Text: "#DIV/0!", Formula: true}},
		{"formula without value", `<c r="A1"><f>1+1</f></c>`, grid.Cell{Kind: grid.NoValue, Formula: true}},
		{"formula with an empty value", `<c r="A1"><f>1+1</f><v/></c>`, grid.Cell{Kind: grid.NoValue, Formula: true}},
		{"text formula without value", `<c r="A1" t="str"><f>A2</f></c>`, grid.Cell{Kind: grid.NoValue, Formula: true}},
		{"shared formula", `<c r="A1"><f t="shared" si="0"/><v>7</v></c>`, grid.Cell{Kind: grid.Number, Text: "7", Formula: true}},
		{"false", `<c r="A1" t="b"><v>0</v></c>`, grid.Cell{Kind: grid.Bool, Text: "FALSE"}},
		{"date", `<c r="A1" s="1"><v>43921</v></c>`, grid.Cell{Kind: grid.Date, Text: "2020-03-31"}},
		{"date with a time", `<c r="A1" s="1"><v>43921.354166666664</v></c>`, grid.Cell{Kind: grid.Date, Text: "2020-03-31"}},
		{"date a hair before midnight", `<c r="A1" s="1"><v>43920.999999999</v></c>`, grid.Cell{Kind: grid.Date, Text: "2020-03-31"}},
		{"date of zero", `<c r="A1" s="1"><v>0</v></c>`, grid.Cell{Kind: grid.Number, Text: "0"}},
		{"date below zero", `<c r="A1" s="1"><v>-1</v></c>`, grid.Cell{Kind: grid.Number, Text: "-1"}},
		{"date that never was", `<c r="A1" s="1"><v>60</v></c>`, grid.Cell{Kind: grid.Number, Text: "60"}},
		{"first date", `<c r="A1" s="1"><v>1</v></c>`, grid.Cell{Kind: grid.Date, Text: "1900-01-01"}},
		{"last date", `<c r="A1" s="1"><v>2958465</v></c>`, grid.Cell{Kind: grid.Date, Text: "9999-12-31"}},
		{"beyond the last date", `<c r="A1" s="1"><v>2958466</v></c>`, grid.Cell{Kind: grid.Number, Text: "2958466"}},
		{"ISO date", `<c r="A1" t="d"><v>2020-03-31T10:00:00</v></c>`, grid.Cell{Kind: grid.Date, Text: "2020-03-31"}},
		{"percent", `<c r="A1" s="2"><v>0.757</v></c>`, grid.Cell{Kind: grid.Number, Text: "75.7%", Percent: true}},
		{"percent of noise", `<c r="A1" s="2"><v>0.28999999999999998</v></c>`, grid.Cell{Kind: grid.Number, Text: "29%", Percent: true}},
		{"time", `<c r="A1" s="3"><v>0.35416666666666669</v></c>`, grid.Cell{Kind: grid.Text, Text: "08:30"}},
		{"time of a date", `<c r="A1" s="3"><v>43921.35416666666</v></c>`, grid.Cell{Kind: grid.Text, Text: "08:30"}},
		{"text with a date's format", `<c r="A1" s="1" t="str"><v>年底前</v></c>`, grid.Cell{Kind: grid.Text, Text: "年底前"}},
		{"text marked as shared but empty", `<c r="A1" t="s"/>`, grid.Cell{}},
		{"blank with a style", `<c r="A1" s="1"/>`, grid.Cell{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			book := opened(t, small(t, `<sheetData><row>`+c.xml+`</row></sheetData>`))
			c.want.Address = grid.Address{Col: 1, Row: 1}
			if got := book.Sheets[0].At(c.want.Address); got != c.want {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		})
	}
}

func Test1904(t *testing.T) {
	parts := smallParts(`<sheetData><row r="1"><c r="A1" s="1"><v>42459</v></c></row></sheetData>`)
	parts[bookPart] = strings.Replace(parts[bookPart], "<sheets>", `<workbookPr date1904="1"/><sheets>`, 1)
	if got := opened(t, pack(t, parts)).Sheets[0].Rows[0].Cell(0).Text; got != "2020-03-31" {
		t.Errorf("%q", got)
	}
}

// TestEncodings reads a sheet in each encoding that XML parts may have.
func TestEncodings(t *testing.T) {
	sheet := func(encoding string) string {
		return `<?xml version="1.0" encoding="` + encoding + `"?><worksheet><sheetData><row><c t="inlineStr"><is><t>项目😀</t></is></c></row></sheetData></worksheet>`
	}
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(sheet("gb18030"))
	check(t, err)
	var be []byte
	for _, u := range utf16.Encode([]rune("\ufeff" + sheet("UTF-16"))) {
		be = append(be, byte(u>>8), byte(u))
	}
	for name, xml := range map[string]string{
		"UTF-8":                sheet("UTF-8"),
		"UTF-8 with a mark":    "\ufeff" + sheet("utf-8"),
		"GB 18030":             gb,
		"UTF-16 big endian":    string(be),
		"UTF-16 little endian": string(utf16LE(sheet("UTF-16"))),
	} {
		t.Run(name, func(t *testing.T) {
			parts := smallParts("")
			parts[sheetPart] = xml
			if got := opened(t, pack(t, parts)).Sheets[0].Rows[0].Cell(0).Text; got != "项目😀" {
				t.Errorf("%q", got)
			}
		})
	}
}

// TestKinds tells workbooks, templates and workbooks with macros apart by
// their content types, and lets chart sheets be.
func TestKinds(t *testing.T) {
	for kind, want := range map[string]string{
		"vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml":    "xlsx",
		"vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml": "xltx",
		"vnd.ms-excel.sheet.macroEnabled.main+xml":                          "xlsm",
		"vnd.ms-excel.template.macroEnabled.main+xml":                       "xltm",
	} {
		t.Run(want, func(t *testing.T) {
			parts := smallParts("")
			parts[contentTypesPart] = strings.Replace(types, "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", kind, 1)
			parts[bookPart] = strings.Replace(parts[bookPart], "<sheets>", `<sheets><sheet name="图" sheetId="9" r:id="rId9"/>`, 1)
			parts["xl/_rels/workbook.xml.rels"] = strings.Replace(parts["xl/_rels/workbook.xml.rels"], "</Rel",
				`<Relationship Id="rId9" `+relsType+`chartsheet" Target="c.xml"/></Rel`, 1)
			book := opened(t, pack(t, parts))
			if book.Format != want || len(book.Sheets) != 1 || book.Sheets[0].Name != "项目表" {
				t.Errorf("%q, %d sheets", book.Format, len(book.Sheets))
			}
		})
	}
}

// TestWideAndLong reads what drags behind real tables: a row of 16,384 styled
// columns, many blank rows, merges down to the last row, hidden columns to the
// right edge.
func TestWideAndLong(t *testing.T) {
	book := opened(t, small(t, `<cols><col min="2" max="3" hidden="1"/><col min="4" max="16384" hidden="true"/></cols><sheetData>`+
		`<row r="1">`+strings.Repeat(`<c s="1"/>`, maxCol)+`</row>`+
		`<row r="2"><c r="C2"><v>1</v></c></row>`+
		strings.Repeat(`<row><c s="1"/></row>`, 40_000)+
		`<row r="1048576"><c r="A1048576"><v>2</v></c></row></sheetData>`+
		`<mergeCells><mergeCell ref="E1:XFD1048576"/><mergeCell ref="A3:D1048575"/></mergeCells>`))
	s := &book.Sheets[0]
	if len(s.Rows) != 2 || s.LastRow() != maxRow {
		t.Errorf("%d rows, last %d", len(s.Rows), s.LastRow())
	}
	if len(s.HiddenCols) != 2 {
		t.Errorf("hidden columns %v", s.HiddenCols)
	}
	if m, ok := s.Merge(grid.Address{Col: 4, Row: 500_000}); !ok || m.String() != "A3:D1048575" {
		t.Errorf("merge %v %v", m, ok)
	}
}

// TestAgainstExcelize reads every file that opens with the other library: the
// same cells have content, and the same texts.
func TestAgainstExcelize(t *testing.T) {
	for _, f := range corpus(t) {
		book, err := Open(f.name, f.data, DefaultLimits())
		if err != nil || !strings.HasPrefix(book.Format, "xl") || book.Format == "xls" {
			continue
		}
		t.Run(f.name, func(t *testing.T) { compareWithExcelize(t, book, f.data) })
	}
}

func compareWithExcelize(t *testing.T, book *grid.Workbook, data []byte) {
	peer, err := excelize.OpenReader(strings.NewReader(string(data)), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Logf("the other library does not open it: %v", err)
		return
	}
	defer peer.Close()
	for i := range book.Sheets {
		s := &book.Sheets[i]
		rows, err := peer.GetRows(s.Name)
		if err != nil {
			t.Logf("the other library does not read %s: %v", s.Name, err)
			continue
		}
		for r, cells := range rows {
			for c, value := range cells {
				at := grid.Address{Col: c + 1, Row: r + 1}
				got := s.At(at)
				present := got.Kind != grid.Blank && got.Kind != grid.NoValue
				if present != (value != "") {
					t.Errorf("%s!%s: kind %d %q, the other library has %q", s.Name, at, got.Kind, got.Text, value)
				}
				// The other library leaves escapes, carriage returns and control
				// characters in, and has a time of day as a fraction.
				same := got.Text == value || strings.ContainsAny(value, "\r_\x1b") || strings.Contains(got.Text, ":")
				if got.Kind == grid.Text && !same {
					t.Errorf("%s!%s: %q, the other library has %q", s.Name, at, got.Text, value)
				}
			}
		}
	}
}
