package plain_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"tongbao/reports/opc/opctest"
	"tongbao/server/internal/grid"
	"tongbao/server/internal/workbook"
	"tongbao/server/internal/workbook/plain"
)

// seen is what of a cell must come back.
type seen struct {
	kind      grid.Kind
	text      string
	monthOnly bool
}

// shown are a sheet's cells by address, its merged ranges and what is hidden.
func shown(s grid.Sheet) (cells map[grid.Address]seen, merges []grid.Range, hidden []string) {
	cells = make(map[grid.Address]seen)
	for _, r := range s.Rows {
		if r.Hidden {
			hidden = append(hidden, fmt.Sprint(r.Number))
		}
		for c := range r.Cells() {
			if c.Kind == grid.Error && c.Text[0] != '#' {
				c.Text = "#VALUE!" // an error that Excel does not know
			}
			cells[c.Address] = seen{c.Kind, c.Text, c.MonthOnly}
		}
	}
	for col := range s.HiddenCols {
		hidden = append(hidden, grid.ColumnName(col))
	}
	slices.Sort(hidden)
	return cells, s.Merges, hidden
}

func rewritten(t tester, book *grid.Workbook) *grid.Workbook {
	data, names, err := plain.Write(book)
	if err != nil {
		t.Fatal(err)
	}
	again, _, err := plain.Write(book)
	if err != nil || !bytes.Equal(data, again) {
		t.Fatal("two writings differ", err)
	}
	out, err := workbook.Open("", data, workbook.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range out.Sheets {
		if s.Name != names[i] {
			t.Fatal("sheet ", s.Name, " is told to be ", names[i])
		}
	}
	return out
}

// tester is what *testing.T and *rapid.T have in common.
type tester interface {
	Errorf(format string, args ...any)
	Fatal(args ...any)
}

func same(t tester, book *grid.Workbook) {
	out := rewritten(t, book)
	for i := range book.Sheets {
		cells, merges, hidden := shown(book.Sheets[i])
		gotCells, gotMerges, gotHidden := shown(out.Sheets[i])
		if !reflect.DeepEqual(gotCells, cells) {
			for at, c := range cells {
				if gotCells[at] != c {
					t.Errorf("%s!%s: %+v, want %+v", book.Sheets[i].Name, at, gotCells[at], c)
				}
			}
		}
		if !slices.Equal(gotMerges, merges) || !slices.Equal(gotHidden, hidden) {
			t.Errorf("%s: merged %v, want %v; hidden %v, want %v", book.Sheets[i].Name, gotMerges, merges, gotHidden, hidden)
		}
	}
}

// TestEveryOtherFormat writes every file of the folder TONGBAO_CORPUS that is no
// .xlsx, and a text table with what spreadsheets spoil.
func TestEveryOtherFormat(t *testing.T) {
	files := map[string][]byte{
		"进展[1].csv": []byte("进展表,,\n序号,项目名称,完成率\n1,  改造老旧小区,60%\n2,'=1+1,12.5%\n3,320811199001011234,0012\n4,_x000D_,1e5\n5,123456789012345,-0.5\n"),
	}
	if dir := os.Getenv("TONGBAO_CORPUS"); dir != "" {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			data, err := os.ReadFile(filepath.Join(dir, e.Name()))
			if err != nil {
				t.Fatal(err)
			}
			files[e.Name()] = data
		}
	}
	for name, data := range files {
		book, err := workbook.Open(name, data, workbook.DefaultLimits())
		if err != nil || book.Format != "xls" && book.Format != "ods" && book.Format != "csv" && book.Format != "txt" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			same(t, book)
			written, _, err := plain.Write(book)
			if err != nil {
				t.Fatal(err)
			}
			for _, problem := range opctest.Problems(written) {
				t.Error(problem)
			}
			f, err := excelize.OpenReader(bytes.NewReader(written))
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if len(f.GetSheetList()) != len(book.Sheets) {
				t.Errorf("excelize sees %v", f.GetSheetList())
			}
		})
	}
}

// TestAnyGrid writes sheets drawn at random.
func TestAnyGrid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := grid.Sheet{Name: rapid.StringMatching(`[甲-龟 a-z\[\]:'/]{0,40}`).Draw(t, "name"), HiddenCols: map[int]bool{}, Widths: map[int]float64{}}
		row := 0
		for range rapid.IntRange(0, 12).Draw(t, "rows") {
			row += rapid.IntRange(1, 3).Draw(t, "down")
			r := grid.Row{Number: row, Hidden: rapid.Bool().Draw(t, "hidden"), Height: float64(rapid.IntRange(0, 50).Draw(t, "height"))}
			var cells []grid.Cell
			col := 0
			for range rapid.IntRange(1, 5).Draw(t, "cells") {
				col += rapid.IntRange(1, 3).Draw(t, "right")
				c := rapid.SampledFrom([]grid.Cell{
					{Kind: grid.Text, Text: "改造老旧\n小区"},
					{Kind: grid.Text, Text: " 00123 "},
					{Kind: grid.Text, Text: "=1+1"},
					{Kind: grid.Text, Text: "320811199001011234"},
					{Kind: grid.Number, Text: "123456789012345"},
					{Kind: grid.Number, Text: "-0.000012"},
					{Kind: grid.Number, Text: "62.5%", Percent: true},
					{Kind: grid.Number, Text: "60%", Percent: true},
					{Kind: grid.Date, Text: "2020-03-31"},
					{Kind: grid.Date, Text: "2020-09-01", MonthOnly: true},
					{Kind: grid.Date, Text: "9999-12-31"},
					{Kind: grid.Bool, Text: "TRUE"},
					{Kind: grid.Error, Text: "#DIV/0!"},
					{Kind: grid.Number, Text: "7", Formula: true},
				}).Draw(t, "cell")
				c.Address = grid.Address{Col: col, Row: row}
				cells = append(cells, c)
			}
			s.Add(r, cells)
		}
		s.Index()
		same(t, &grid.Workbook{Sheets: []grid.Sheet{s, {Name: s.Name, Hidden: true}}})
	})
}

func TestSheetNames(t *testing.T) {
	book := &grid.Workbook{}
	for _, name := range []string{"一季度", "一季度", "甲/乙:[1]", "'引号'", "", "History", "表表表表表表表表表表表表表表表表表表表表表表表表表表表表表表表表表", "表表表表表表表表表表表表表表表表表表表表表表表表表表表表表表表表表表"} {
		book.Sheets = append(book.Sheets, grid.Sheet{Name: name})
	}
	want := []string{
		"一季度", "一季度(2)", "甲-乙--1-", "引号", "Sheet5", "History(2)",
		"表表表表表表表表表表表表表表表表表表表表表表表表表表表表表表表", "表表表表表表表表表表表表表表表表表表表表表表表表表表表表(2)",
	}
	if got := plain.SheetNames(book); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
