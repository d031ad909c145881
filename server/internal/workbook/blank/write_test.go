package blank

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"tongbao/reports/opc/opctest"
	"tongbao/server/internal/form"
	"tongbao/server/ledger"
)

func dec(s string) *decimal.Decimal {
	d := decimal.RequireFromString(s)
	return &d
}

// sample has every kind of column, and texts that begin like formulas.
func sample() form.Form {
	key := func(no, target string) ledger.RowKey {
		return ledger.RowKey{Programme: "x-2020", Project: ledger.ProjectID{Series: "main", No: no}, Target: target}
	}
	return form.Form{
		Title: "2020年为民办实事一季度进展情况填报表", Office: "市政府办公室", Unit: "=市住建局&财政局", Period: ledger.QuarterOf(2020, 2),
		ReportBy: ledger.Date{Year: 2020, Month: 7, Day: 10}, Sample: true,
		Rows: []form.Row{
			{
				Key: key("1", "t1"), No: "1", Name: "=HYPERLINK(\"http://x\")", Area: "清江浦区", Indicator: "@旅游公厕", Measure: "座", Target: dec("80"),
				Due: "应开工不少于32座（40%）", Started: form.Figure{Need: form.Required, Last: dec("11")},
				Done: form.Figure{Need: form.Optional, Last: dec("0.1")}, Declared: form.Required, Stage: form.Optional,
				Invested: form.Optional, Words: form.Optional, LastInvested: dec("12.5"),
			},
			{
				Key: key("2", "t1"), No: "2", Name: "-电视覆盖率", Indicator: "+覆盖率", Measure: "%", Target: dec("95.5"),
				Done: form.Figure{Need: form.Required, Kind: form.Level, Last: dec("94.2")},
			},
			{
				Key: key("3", "t1"), No: "3", Name: "医院", Indicator: "工程量", Finished: form.Figure{Need: form.Optional, Kind: form.Share},
				Rate: form.Figure{Need: form.Required, Kind: form.Share, Last: dec("13.75")},
			},
		},
	}
}

func write(t *testing.T, f form.Form) *excelize.File {
	t.Helper()
	data, err := Write(f)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Write(f)
	if err != nil || !bytes.Equal(data, again) {
		t.Error("two writings differ")
	}
	book, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { book.Close() })
	return book
}

// Cells as they are stored, and whether they may be changed.
func TestCells(t *testing.T) {
	book := write(t, sample())
	sheet := book.GetSheetName(0)
	rows, err := book.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]string{}
	for i, head := range rows[headRow-1] {
		name, _ := excelize.ColumnNumberToName(i + 1)
		at[strings.ReplaceAll(head, "\n", "")] = name
	}
	tests := []struct {
		head  string
		row   int
		value string
		open  bool
	}{
		{"项目名称", 6, "=HYPERLINK(\"http://x\")", false},
		{"指标", 6, "@旅游公厕", false},
		{"年度目标", 6, "80", false},
		{"年度目标", 7, "0.955", false},
		{"上期开工数", 6, "11", false},
		{"上期累计完成", 6, "0.1", false},
		{"上期累计完成", 7, "0.942", false},
		{"上期完成率", 8, "0.1375", false},
		{"开工数", 6, "", true},
		{"开工数", 7, "", false},
		{"累计完成", 7, "", true},
		{"完成率", 8, "", true},
		{"是否达序时", 6, "", true},
		{"是否达序时", 7, "", false},
		{"上期累计投资（万元）", 6, "12.5", false},
		{"累计完成投资（万元）", 6, "", true},
		{"台账编号", 6, "x-2020/main/1//t1/", false},
	}
	for _, tt := range tests {
		ref := fmt.Sprintf("%s%d", at[tt.head], tt.row)
		value, err := book.GetCellValue(sheet, ref, excelize.Options{RawCellValue: true})
		if err != nil || value != tt.value {
			t.Errorf("%s %s: %q, want %q (%v)", tt.head, ref, value, tt.value, err)
		}
		id, _ := book.GetCellStyle(sheet, ref)
		style, err := book.GetStyle(id)
		if err != nil || style.Protection == nil || style.Protection.Locked == tt.open {
			t.Errorf("%s %s: open is not %v (%v)", tt.head, ref, tt.open, err)
		}
		if formula, _ := book.GetCellFormula(sheet, ref); formula != "" {
			t.Errorf("%s is a formula: %s", ref, formula)
		}
	}
	if visible, err := book.GetColVisible(sheet, at["台账编号"]); err != nil || visible {
		t.Errorf("the key is to be seen: %v", err)
	}
	if at["县区"] == "" || at["完工数"] == "" || at["上期完工数"] != "" {
		t.Errorf("columns %v", at)
	}
}

// What Excel checks itself, within the limits it sets for that (ECMA-376 part
// 1, 18.3.1.33).
func TestValidations(t *testing.T) {
	book := write(t, sample())
	list, err := book.GetDataValidations(book.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, dv := range list {
		style := ""
		if dv.ErrorStyle != nil {
			style = *dv.ErrorStyle
		}
		for _, s := range []string{dv.Formula1, dv.Formula2, text(dv.Prompt), text(dv.Error)} {
			if utf8.RuneCountInString(s) > 255 {
				t.Errorf("%s: too long: %s", dv.Sqref, s)
			}
		}
		for _, s := range []string{text(dv.PromptTitle), text(dv.ErrorTitle)} {
			if utf8.RuneCountInString(s) > 32 {
				t.Errorf("%s: title too long: %s", dv.Sqref, s)
			}
		}
		for _, ref := range strings.Fields(dv.Sqref) {
			if got[ref] != "" {
				t.Errorf("%s is checked twice", ref)
			}
			got[ref] = strings.TrimSpace(dv.Type + " " + style + " " + dv.Formula1)
		}
	}
	for ref, want := range map[string]string{
		"K6": "decimal warning MAX(0,N(H6))", // 开工数 against 上期
		"L6": "decimal warning MAX(0,N(I6))",
		"L7": "decimal stop 0", // a level may fall
		"M8": "decimal stop 0",
		"N8": "decimal warning MAX(0,N(J8))",
		"O6": `list stop "已完成,超序时,达序时,基本达序时,滞后,严重滞后,未到节点,任务未下达"`,
		"P6": `list  "前期,在建,完工,已验收"`,
	} {
		if strings.Join(strings.Fields(got[ref]), " ") != strings.Join(strings.Fields(want), " ") {
			t.Errorf("%s: %q, want %q of %v", ref, got[ref], want, got)
		}
	}
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func TestPackageRules(t *testing.T) {
	data, err := Write(sample())
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range opctest.Problems(data) {
		t.Error(problem)
	}
	book := write(t, sample())
	for _, sheet := range book.GetSheetList() {
		if p, err := book.GetSheetProtection(sheet); err != nil || !p.SelectLockedCells {
			t.Errorf("%s is not locked: %v", sheet, err)
		}
	}
}

// Periods of any length make a workbook, a form without rows makes none.
func TestEveryPeriod(t *testing.T) {
	for _, s := range []string{"2020-03", "2020Q4", "2020H1", "2020"} {
		f := sample()
		f.Period, _ = ledger.ParsePeriod(s)
		f.Rows = f.Rows[2:]
		book := write(t, f)
		if names := book.GetSheetList(); len(names) != 2 || names[1] != notesSheet {
			t.Errorf("%s: sheets %v", s, names)
		}
		f.Rows = nil
		if _, err := Write(f); err == nil {
			t.Error("a form without rows is written")
		}
	}
}
