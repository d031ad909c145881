package workbook

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tongbao/server/internal/grid"
)

// BenchmarkOpen120Rows opens a table of the usual size; its peer reads the
// same bytes with excelize alone.
func BenchmarkOpen120Rows(b *testing.B) {
	data := progressTable(b, 120)
	b.Run("Open", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			opened(b, data)
		}
	})
	b.Run("excelize", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			f, err := excelize.OpenReader(strings.NewReader(string(data)))
			check(b, err)
			_, err = f.GetRows("一季度")
			check(b, err)
			check(b, f.Close())
		}
	})
}

// BenchmarkOpenMillionBlankRows is a table with a million rows of nothing but
// a style below it.
func BenchmarkOpenMillionBlankRows(b *testing.B) {
	var rows strings.Builder
	for range 1_000_000 {
		rows.WriteString(`<row spans="1:2" ht="14.25"><c s="1"/></row>`)
	}
	lim := DefaultLimits()
	lim.Ratio = 1 << 20
	data := small(b, `<sheetData>`+rows.String()+`</sheetData>`)
	for b.Loop() {
		if _, err := Open("表.xlsx", data, lim); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkOpenManyMerges is a sheet with as many merged ranges as may be.
func BenchmarkOpenManyMerges(b *testing.B) {
	var merges strings.Builder
	for r := 1; r <= 100_000; r++ {
		at := grid.Address{Col: 1, Row: r}
		merges.WriteString(`<mergeCell ref="` + at.String() + `:` + grid.Address{Col: 3, Row: r}.String() + `"/>`)
	}
	data := small(b, `<sheetData/><mergeCells>`+merges.String()+`</mergeCells>`)
	for b.Loop() {
		opened(b, data)
	}
}
