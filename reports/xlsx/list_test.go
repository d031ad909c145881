package xlsx

import (
	"bytes"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"tongbao/reports/list"
	"tongbao/server/ledger"
)

func someList() list.Table {
	d := decimal.RequireFromString("12.5")
	return list.Table{
		Title: "民声事项", Lines: []string{"共2件"}, Sheet: "民声/事项", Heads: []string{"编号", "内容", "数量", "受理时间"},
		Rows: [][]list.Cell{
			{list.Text("=1+1"), list.Text("+86 @用户 -3"), list.Number(&d), list.Day(ledger.Date{Year: 2023, Month: 3, Day: 5})},
			{list.Text("@SUM(A1)"), list.Text(strings.Repeat("长", 90)), list.Number(nil), list.Day(ledger.Date{})},
		},
	}
}

func TestListIsAWorkbook(t *testing.T) {
	data, err := WriteList(someList())
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	const sheet = "民声事项"
	for cell, want := range map[string]string{
		"A1": "民声事项", "A2": "共2件", "A3": "编号", "A4": "=1+1", "B4": "+86 @用户 -3", "C4": "12.5", "D4": "2023-03-05", "A5": "@SUM(A1)", "C5": "", "D5": "",
	} {
		if got, err := f.GetCellValue(sheet, cell); err != nil || got != want {
			t.Errorf("%s is %q, %v, want %q", cell, got, err, want)
		}
	}
	for _, cell := range []string{"A4", "B4", "A5"} {
		formula, err := f.GetCellFormula(sheet, cell)
		if err != nil || formula != "" {
			t.Errorf("%s is the formula %q, %v", cell, formula, err)
		}
		id, err := f.GetCellStyle(sheet, cell)
		if err != nil {
			t.Fatal(err)
		}
		style, err := f.GetStyle(id)
		if err != nil || style.NumFmt != 49 && (style.CustomNumFmt == nil || *style.CustomNumFmt != "@") {
			t.Errorf("%s is not formatted as text: %+v %v", cell, style, err)
		}
	}
	panes, err := f.GetPanes(sheet)
	if err != nil || !panes.Freeze || panes.YSplit != 3 {
		t.Errorf("panes %+v, %v", panes, err)
	}
	again, err := WriteList(someList())
	if err != nil || !bytes.Equal(data, again) {
		t.Errorf("the same list gave other bytes: %v", err)
	}
}

func TestAnEmptyListHasItsHead(t *testing.T) {
	empty := someList()
	empty.Rows = nil
	data, err := WriteList(empty)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got, err := f.GetCellValue("民声事项", "B3"); err != nil || got != "内容" {
		t.Errorf("head %q, %v", got, err)
	}
}

func TestListsAreSheetsOfOneWorkbook(t *testing.T) {
	second := someList()
	second.Sheet, second.Heads[1] = "未报名单", "单位"
	data, err := WriteList(someList(), second)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := f.GetSheetList(); len(got) != 2 || got[0] != "民声事项" || got[1] != "未报名单" || f.GetActiveSheetIndex() != 0 {
		t.Errorf("sheets %q, the first one open: %d", got, f.GetActiveSheetIndex())
	}
	if got, err := f.GetCellValue("未报名单", "B3"); err != nil || got != "单位" {
		t.Errorf("head of the second %q, %v", got, err)
	}
}
