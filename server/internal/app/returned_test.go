package app_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"tongbao/server/internal/app"
	"tongbao/server/internal/grid"
	"tongbao/server/internal/workbook"
	"tongbao/server/internal/workbook/marked"
	"tongbao/server/ledger"
)

// mistakes are what a clerk may get wrong in 淮安's first quarter, one in each
// cell.
var mistakes = map[string]string{
	"一季度!F5": "若干", "一季度!F6": "11个左右吧", "一季度!F7": "#", "一季度!G7": "两千多", "一季度!H7": "很多",
	"一季度!L8": "待定", "一季度!M8": "不详", "一季度!M9": "=2340", "一季度!G13": "约", "一季度!F14": "全部",
	"一季度!J4": "蓝灯", "一季度!J5": "还行", "一季度!J9": "-差不多", "一季度!Q15": "昨天", "一季度!Q16": "四月初八",
	"一季度!A20": "77②", "县区分解!D6": "外星区", "县区分解!G7": "许多", "县区分解!G8": "@", "县区分解!D13": "不存在县",
}

// planted is the table with the mistakes, each a text.
func planted(t *testing.T) app.Upload {
	t.Helper()
	u := workbookOf(t, "淮安2020-一季度进展.xlsx")
	u.Data = changed(t, u.Data, func(f *excelize.File) {
		for at, wrong := range mistakes {
			sheet, cell, _ := strings.Cut(at, "!")
			fatal(t, f.SetCellStr(sheet, cell, wrong))
		}
	})
	return u
}

// mended puts the right values back into a workbook that was returned.
func mended(t *testing.T, data []byte) []byte {
	t.Helper()
	right, err := excelize.OpenReader(bytes.NewReader(workbookOf(t, "淮安2020-一季度进展.xlsx").Data))
	fatal(t, err)
	defer right.Close()
	return changed(t, data, func(f *excelize.File) {
		for at := range onSheetsOf(f) {
			sheet, cell, _ := strings.Cut(at, "!")
			value, err := right.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
			fatal(t, err)
			typed, err := right.GetCellValue(sheet, cell)
			fatal(t, err)
			if _, err := time.Parse(time.DateOnly, typed); err == nil {
				fatal(t, f.SetCellStr(sheet, cell, typed))
				continue
			}
			fatal(t, f.SetCellDefault(sheet, cell, value))
			if kind, err := right.GetCellType(sheet, cell); err != nil || kind == excelize.CellTypeSharedString || kind == excelize.CellTypeInlineString {
				fatal(t, err)
				fatal(t, f.SetCellStr(sheet, cell, value))
			}
		}
	})
}

// onSheetsOf are the mistakes on the sheets that a workbook has: a text table has
// the first only.
func onSheetsOf(f *excelize.File) map[string]string {
	out := make(map[string]string)
	for at, wrong := range mistakes {
		if sheet, _, _ := strings.Cut(at, "!"); slices.Contains(f.GetSheetList(), sheet) {
			out[at] = wrong
		}
	}
	return out
}

func changed(t *testing.T, data []byte, change func(*excelize.File)) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	fatal(t, err)
	defer f.Close()
	change(f)
	buf, err := f.WriteToBuffer()
	fatal(t, err)
	return buf.Bytes()
}

func fatal(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (d *desk) marks() {
	d.Mark = func(u app.Upload, notes []app.Note) ([]byte, string, error) {
		list := make([]marked.Note, len(notes))
		for i, n := range notes {
			list[i] = marked.Note(n)
		}
		return marked.Mark(u.Name, u.Data, list)
	}
}

// firstQuarterOf is where the table of the first quarter belongs.
var firstQuarterOf = app.Binding{Programme: "huaian-2020", Period: ledger.QuarterOf(2020, 1)}

// TestAWorkbookGoesBackAndComesRight plants twenty mistakes, has the workbook
// returned, mends it and sends it in again.
func TestAWorkbookGoesBackAndComesRight(t *testing.T) {
	d := newDesk(t)
	d.marks()
	d.accept("淮安2020-项目表.xlsx", "")
	u := planted(t)
	file, data, err := d.Returned(t.Context(), u, firstQuarterOf)
	fatal(t, err)
	if file.Name != "淮安2020-一季度进展（批注）.xlsx" {
		t.Errorf("name %s", file.Name)
	}
	d.sameMistakes(data)
	again, twice, err := d.Returned(t.Context(), app.Upload{Name: file.Name, Data: data}, firstQuarterOf)
	if err != nil || again.Name != file.Name || !bytes.Equal(twice, data) {
		t.Errorf("returned twice it differs: %s %v", again.Name, err)
	}
	d.comesRight(mended(t, data))
}

// sameMistakes makes sure that every planted cell has a comment of ours and is
// named by the list, and that no other cell is called wrong, but for a project
// that lacks a figure because the figure cannot be read.
func (d *desk) sameMistakes(data []byte) {
	t := d.t
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	fatal(t, err)
	defer f.Close()
	commented, listed := make(map[string]bool), make(map[string]bool)
	for _, sheet := range f.GetSheetList() {
		comments, err := f.GetComments(sheet)
		fatal(t, err)
		for _, c := range comments {
			text := ""
			for _, r := range c.Paragraph {
				text += r.Text
			}
			at := sheet + "!" + c.Cell
			commented[at] = strings.HasPrefix(text, "【实事通报】")
			if mistakes[at] == "" && strings.Contains(text, "错误：") && !strings.Contains(text, "表中没有填") {
				t.Errorf("%s is called wrong: %s", at, text)
			}
		}
	}
	rows, err := f.GetRows("问题清单")
	fatal(t, err)
	for i, r := range rows[3:] {
		for _, cell := range strings.Split(r[3], "、") {
			first, _, _ := strings.Cut(cell, ":")
			listed[r[2]+"!"+first] = true
		}
		link, target, err := f.GetCellHyperLink("问题清单", grid.Address{Col: 4, Row: 4 + i}.String())
		fatal(t, err)
		first, _, _ := strings.Cut(r[3], "、")
		if link != (r[2] != "") || link && first != "整张表" && target != "'"+r[2]+"'!"+first {
			t.Errorf("row %d links to %q", i+1, target)
		}
	}
	for at := range onSheetsOf(f) {
		if !commented[at] || !listed[at] {
			t.Errorf("%s: commented %v, listed %v", at, commented[at], listed[at])
		}
	}
}

// asText is the first sheet of a workbook as a text table.
func asText(t *testing.T, u app.Upload) app.Upload {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(u.Data))
	fatal(t, err)
	defer f.Close()
	rows, err := f.GetRows(f.GetSheetName(0))
	fatal(t, err)
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	fatal(t, w.WriteAll(rows))
	return app.Upload{Name: "一季度.csv", Data: b.Bytes()}
}

// TestATextTableGoesBackAsAWorkbook is the same round with the first sheet as
// .csv.
func TestATextTableGoesBackAsAWorkbook(t *testing.T) {
	d := newDesk(t)
	d.marks()
	d.accept("淮安2020-项目表.xlsx", "")
	file, data, err := d.Returned(t.Context(), asText(t, planted(t)), firstQuarterOf)
	fatal(t, err)
	if file.Name != "一季度（批注）.xlsx" {
		t.Errorf("name %s", file.Name)
	}
	d.sameMistakes(data)
	again, twice, err := d.Returned(t.Context(), app.Upload{Name: file.Name, Data: data}, firstQuarterOf)
	if err != nil || again.Name != file.Name || len(twice) == 0 {
		t.Errorf("returned twice: %s %v", again.Name, err)
	}
	d.sameMistakes(twice)
	d.comesRight(mended(t, twice))
}

// comesRight checks a mended workbook, cleans it and takes it in.
func (d *desk) comesRight(data []byte) {
	t := d.t
	t.Helper()
	u := app.Upload{Name: "改正.xlsx", Data: data}
	_, v, err := d.Accept(t.Context(), u, firstQuarterOf, app.CommandLine)
	if v == nil {
		t.Fatalf("mended, it cannot be read: %v", err)
	}
	if err != nil {
		t.Errorf("mended, it is not accepted: %v", err)
	}
	for _, f := range v.Findings {
		if f.Severity == ledger.SeverityError || strings.HasPrefix(f.Sheet, "问题清单") || strings.HasPrefix(f.Args["value"], "问题清单") {
			t.Errorf("finding %+v", f)
		}
	}
	clean, _, err := d.Mark(u, nil)
	fatal(t, err)
	book, err := workbook.Open("", clean, workbook.DefaultLimits())
	fatal(t, err)
	if slices.ContainsFunc(book.Sheets, func(s grid.Sheet) bool { return s.Own() }) {
		t.Error("the list is left")
	}
	f, err := excelize.OpenReader(bytes.NewReader(clean))
	fatal(t, err)
	defer f.Close()
	for at := range onSheetsOf(f) {
		sheet, cell, _ := strings.Cut(at, "!")
		id, err := f.GetCellStyle(sheet, cell)
		fatal(t, err)
		style, err := f.GetStyle(id)
		fatal(t, err)
		if len(style.Fill.Color) > 0 && strings.HasPrefix(style.Fill.Color[0], "FE") {
			t.Errorf("%s is still coloured %v", at, style.Fill.Color)
		}
	}
	for _, sheet := range f.GetSheetList() {
		if comments, err := f.GetComments(sheet); err != nil || len(comments) > 0 {
			t.Errorf("%s: %d comments left, %v", sheet, len(comments), err)
		}
	}
}
