//go:build readback

package workbook

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tongbao/server/internal/grid"
)

// savedKind is a cell as an office fills it in, and what it is in every format
// that it is saved in.
type savedKind struct {
	name    string
	value   any
	format  string // of the number; none for the general one
	formula string
	want    string            // as display shows it
	differs map[string]string // by format, where it is something else there
}

// inText: a text table has what the cell shows.
func inText(text string) map[string]string { return map[string]string{"csv": text} }

// A day as it is stored, 2020-09-30, and how many less it is in a workbook that
// counts days from 1904.
const (
	day            = 44104.0
	from1900to1904 = 1462
)

// savedKinds are what offices fill in. A text table has dates, lengths of time,
// thousands, units and currencies as they are shown. LibreOffice saves a truth
// value without a number format of its own as a number in OpenDocument, where
// a length of time is a kind of its own and no number. It saves no BIFF5.
var savedKinds = []savedKind{
	{name: "年月日", value: day, format: `yyyy"年"m"月"d"日"`, want: "date 2020-09-30", differs: inText("text 2020年9月30日")},
	{name: "月日", value: day, format: `m"月"d"日"`, want: "date 2020-09-30", differs: inText("text 9月30日")},
	{name: "中文区域", value: day, format: `[$-804]yyyy"年"m"月"d"日";@`, want: "date 2020-09-30", differs: inText("text 2020年9月30日")},
	{name: "年月", value: day - 29, format: `yyyy"年"m"月"`, want: "date 2020-09-01 (month)", differs: inText("text 2020年9月")},
	{name: "中文数字", value: day, format: `[DBNum1][$-804]yyyy"年"m"月"d"日"`, want: "date 2020-09-30", differs: inText("text 二〇二〇年九月三十日")},
	{name: "斜线", value: day, format: `yyyy/m/d`, want: "date 2020-09-30", differs: inText("text 2020/9/30")},
	{name: "带时刻", value: day + 0.5, format: `yyyy-mm-dd hh:mm`, want: "date 2020-09-30", differs: inText("text 2020-09-30 12:00")},
	{name: "星期", value: day, format: `[$-804]aaaa`, want: "date 2020-09-30", differs: inText("text 星期三")},
	{name: "时刻", value: 0.375, format: `h:mm`, want: "text 09:00", differs: inText("text 9:00")},
	{name: "时长", value: 1.5, format: `[h]:mm`, want: "number 1.5", differs: map[string]string{"csv": "text 36:00", "ods": "text 36:00"}},
	{name: "百分比", value: 0.1375, format: `0.00%`, want: "number 13.75%"},
	{name: "整百分比", value: 1.2, format: `0%`, want: "number 120%"},
	{name: "千分位", value: 1234567.5, format: `#,##0.00_ `, want: "number 1234567.5", differs: inText("text 1,234,567.50 ")},
	{name: "负数", value: -5.25, format: `0.00_ ;[Red]\-0.00\ `, want: "number -5.25", differs: inText("number -5.25")},
	{name: "带单位", value: 1200.5, format: `#,##0.00"万元"`, want: "number 1200.5", differs: inText("text 1,200.50万元")},
	{name: "货币", value: 1200.5, format: `[$¥-804]#,##0.00`, want: "number 1200.5", differs: inText("text ¥1,200.50")},
	{name: "科学记数", value: 12345, format: `0.00E+00`, want: "number 12345", differs: inText("text 1.23E+04")},
	{name: "分数", value: 0.5, format: `# ?/?`, want: "number 0.5", differs: inText("text  1/2")},
	{name: "文本格式的数", value: 12, format: `@`, want: "number 12"},
	{name: "小数误差", value: 0.1 + 0.2, want: "number 0.3"},
	{name: "十五位", value: 123456789012345, want: "number 123456789012345"},
	{name: "很小", value: 0.0000001, want: "number 0.0000001"},
	{name: "负整数", value: -70, want: "number -70"},
	{name: "逻辑值", value: true, want: "bool TRUE", differs: map[string]string{"csv": "text TRUE", "ods": "number 1"}},
	{name: "身份证号", value: "11010519491231002X", want: "text 11010519491231002X"},
	{name: "长数字", value: "110105194912310021", want: "text 110105194912310021"},
	{name: "前导零", value: "001", format: `@`, want: "text 001"},
	{name: "像数的文字", value: "25", want: "text 25", differs: inText("number 25")},
	{name: "像日期的文字", value: "2020年9月", want: "text 2020年9月"},
	{name: "像公式的文字", value: "=A1", want: "text =A1"},
	{name: "像错误的文字", value: "#N/A", want: "text #N/A"},
	{name: "引号逗号", value: `甲,"乙"；丙`, want: `text 甲,"乙"；丙`},
	{name: "标记", value: "<甲>&乙", want: "text <甲>&乙"},
	{name: "回车换行", value: "甲_x000D_\n乙_x000D_丙", want: "text 甲\n乙\n丙"},
	{name: "换行", value: "续建\n项目\n\n完", want: "text 续建\n项目\n\n完"},
	{name: "空格", value: "  甲　 乙  丙 ", want: "text   甲　 乙  丙 "},
	{name: "扩展区汉字", value: "𠮷𫟹乡😀", want: "text 𠮷𫟹乡😀"},
	{name: "繁体", value: "臺灣鄉鎮體育館", want: "text 臺灣鄉鎮體育館"},
	{name: "西文", value: "Ångström ≤ 5㎡ ½", want: "text Ångström ≤ 5㎡ ½"},
	{name: "长文字", value: strings.Repeat("主体施工a", 3000), want: "text " + strings.Repeat("主体施工a", 3000)},
	{name: "长西文", value: strings.Repeat("abc ", 5000) + "完", want: "text " + strings.Repeat("abc ", 5000) + "完"},
	{name: "分段字体", value: []excelize.RichTextRun{{Text: "城镇\n"}, {Text: "新增𠮷", Font: &excelize.Font{Bold: true}}, {Text: " 就业"}}, want: "text 城镇\n新增𠮷 就业"},
	{name: "公式的数", formula: `1+2`, want: "number 3"},
	{name: "公式的比率", formula: `3/4`, format: `0.0%`, want: "number 75%"},
	{name: "公式的日期", formula: `DATE(2020,9,30)`, format: `yyyy"年"m"月"d"日"`, want: "date 2020-09-30", differs: inText("text 2020年9月30日")},
	{name: "公式的文字", formula: `"第"&1&"季度𠮷"`, want: "text 第1季度𠮷"},
	{name: "公式的空文字", formula: `IF(1=1,"","无")`, want: "blank "},
	{name: "公式的逻辑值", formula: `1=2`, want: "bool FALSE", differs: map[string]string{"csv": "text FALSE", "ods": "number 0"}},
	{name: "除以零", formula: `1/0`, want: "error #DIV/0!", differs: inText("text #DIV/0!")},
	{name: "不可用", formula: `NA()`, want: "error #N/A", differs: inText("text #N/A")},
	{name: "错误的参数", formula: `1+"甲"`, want: "error #VALUE!", differs: inText("text #VALUE!")},
}

// firstKind is the row of the first of savedKinds; their values are in column B.
const firstKind = 3

// kindsBook has a sheet with savedKinds, merged ranges and hidden rows and
// columns, and a hidden sheet. Dates are counted from 1900 or 1904.
func kindsBook(t *testing.T, date1904 bool) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	check(t, f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &date1904}))
	const sheet = "各类单元格"
	check(t, f.SetSheetName("Sheet1", sheet))
	check(t, f.SetSheetRow(sheet, "A1", &[]string{"单元格进展情况表"}))
	check(t, f.SetSheetRow(sheet, "A2", &[]string{"名称", "值", "隐藏列", "备注"}))
	for i, k := range savedKinds {
		row := firstKind + i
		name, at := fmt.Sprintf("A%d", row), fmt.Sprintf("B%d", row)
		check(t, f.SetCellValue(sheet, name, k.name))
		switch value := k.value.(type) {
		case []excelize.RichTextRun:
			check(t, f.SetCellRichText(sheet, at, value))
		case float64:
			if date1904 && strings.HasPrefix(k.want, "date") {
				value -= from1900to1904
			}
			check(t, f.SetCellValue(sheet, at, value))
		case nil:
			check(t, f.SetCellFormula(sheet, at, k.formula))
		default:
			check(t, f.SetCellValue(sheet, at, value))
		}
		if k.format != "" {
			style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &k.format})
			check(t, err)
			check(t, f.SetCellStyle(sheet, at, at, style))
		}
	}
	check(t, f.SetSheetCol(sheet, "C3", &[]string{"隐藏", "隐藏"}))
	check(t, f.SetCellValue(sheet, "D3", "合并"))
	check(t, f.MergeCell(sheet, "A1", "D1"))
	check(t, f.MergeCell(sheet, "D3", "D5"))
	check(t, f.SetRowVisible(sheet, 4, false))
	check(t, f.SetRowVisible(sheet, 6, false))
	check(t, f.SetColVisible(sheet, "C", false))
	_, err := f.NewSheet("隐藏表")
	check(t, err)
	check(t, f.SetCellValue("隐藏表", "B2", "字典"))
	check(t, f.SetSheetVisible("隐藏表", false))
	return written(t, f)
}

// structure is what of a workbook is not in its cells.
func structure(book *grid.Workbook) string {
	var b strings.Builder
	for i := range book.Sheets {
		s := &book.Sheets[i]
		fmt.Fprintf(&b, "%s %t, merged %v, hidden %s\n", s.Name, s.Hidden, s.Merges, hidden(s))
	}
	return b.String()
}

// TestKindsReadBack: what LibreOffice saves in each format of a workbook with
// cells of every kind has the same cells, but for the differences stated with
// them.
func TestKindsReadBack(t *testing.T) {
	const (
		whole = "各类单元格 false, merged [A1:D1 D3:D5], hidden rows [4 6], columns [3]\n" +
			"隐藏表 true, merged [], hidden rows [], columns []\n"
		text = "各类单元格 false, merged [], hidden rows [], columns []\n"
	)
	days := []string{"1900", "1904"}
	files := []File{{"xlsx", kindsBook(t, false)}, {"xlsx", kindsBook(t, true)}}
	for i, f := range files {
		compareKinds(t, days[i]+" as written", "xlsx", opened(t, f.Data), whole)
	}
	for _, f := range []struct{ ext, to, structure string }{
		{"xlsx", "xlsx:Calc MS Excel 2007 XML", whole},
		{"xls", "xls:MS Excel 97", whole},
		{"ods", "ods:calc8", whole},
		{"csv", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,true,false", text},
	} {
		for i, data := range converted(t, f.to, f.ext, files) {
			if data == nil {
				t.Fatalf("%s: nothing was saved", f.to)
			}
			book, err := Open("各类单元格."+f.ext, data, generous())
			check(t, err)
			compareKinds(t, days[i]+" "+f.ext, f.ext, book, f.structure)
		}
	}
}

// compareKinds: as savedKinds say. What was written without the results of its
// formulas has none.
func compareKinds(t *testing.T, name, format string, book *grid.Workbook, want string) {
	t.Helper()
	if got := structure(book); got != want {
		t.Errorf("%s: %s, want %s", name, got, want)
	}
	s := &book.Sheets[0]
	for i, k := range savedKinds {
		at := grid.Address{Col: 2, Row: firstKind + i}
		cell, want := s.At(at), k.want
		if d, ok := k.differs[format]; ok {
			want = d
		}
		if k.formula != "" && strings.HasSuffix(name, "as written") {
			want = "no value "
		}
		if got := display(cell); got != want {
			t.Errorf("%s: %s %s: %.200q, want %.200q", name, at, k.name, got, want)
		}
		if k.formula != "" && format != "csv" && cell.Kind != grid.Blank && !cell.Formula {
			t.Errorf("%s: %s %s: no formula", name, at, k.name)
		}
	}
}
