// Package peers measures the reader beside other readers of the same files:
//
//	go test -bench . -benchtime 5x -count 3
//
// Each keeps all cells. inflate unpacks the sheet and reads nothing: no reader
// can be faster.
package peers

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"testing"

	tealeg "github.com/tealeg/xlsx/v3"
	"github.com/thedatashed/xlsxreader"
	"github.com/xuri/excelize/v2"

	"tongbao/server/internal/workbook"
)

// columns is how many cells each row has.
const columns = 14

// table is a workbook of project rows: texts, dates, money, a rate.
func table(b *testing.B, rows int) []byte {
	b.Helper()
	f := excelize.NewFile()
	style := func(id int) int {
		n, err := f.NewStyle(&excelize.Style{NumFmt: id})
		must(b, err)
		return n
	}
	date, rate, money := style(14), style(10), style(4)
	w, err := f.NewStreamWriter("Sheet1")
	must(b, err)
	units := []string{"市住房和城乡建设局", "市交通运输局", "市水利局", "市教育局", "高新区管委会"}
	works := []string{"新建道路全长", "配套建设雨污管网，", "改造老旧小区供水设施，", "完成征地拆迁工作，", "已完成施工图设计审查，"}
	for i := range rows {
		content := ""
		for k := range 8 {
			content += works[(i+k*k)%len(works)]
		}
		must(b, w.SetRow(fmt.Sprintf("A%d", i+1), []any{
			fmt.Sprintf("XM2026-%06d", i+1), units[i%len(units)], fmt.Sprintf("第%d批%s工程", i+1, works[i%len(works)]), content, "续建",
			excelize.Cell{StyleID: date, Value: 45000 + i%700}, excelize.Cell{StyleID: date, Value: 45700 + i%700},
			excelize.Cell{StyleID: money, Value: float64(i*37%5000000) / 100}, excelize.Cell{StyleID: money, Value: float64(i*41%2000000) / 100},
			excelize.Cell{StyleID: money, Value: float64(i*43%1000000) / 100}, excelize.Cell{StyleID: rate, Value: float64(i%1000) / 1000},
			"王建国", fmt.Sprintf("138%08d", i*7919%100000000), "存在问题：滞后",
		}))
	}
	must(b, w.Flush())
	buf, err := f.WriteToBuffer()
	must(b, err)
	return buf.Bytes()
}

func must(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// limits let the largest table through, which the server refuses.
func limits() workbook.Limits {
	lim := workbook.DefaultLimits()
	lim.FileSize, lim.PartSize, lim.TotalSize = 1<<30, 1<<30, 1<<30
	lim.Cells, lim.Text, lim.Memory = 10_000_000, 1<<30, 1<<30
	return lim
}

// readers read all cells of a workbook and count them.
var readers = []struct {
	name string
	read func(data []byte) (cells int, err error)
}{
	{"inflate", inflate},
	{"tongbao", func(data []byte) (int, error) {
		book, err := workbook.Open("x.xlsx", data, limits())
		if err != nil {
			return 0, err
		}
		cells := 0
		for _, r := range book.Sheets[0].Rows {
			cells += r.Len()
		}
		return cells, nil
	}},
	{"xlsxreader", func(data []byte) (int, error) {
		x, err := xlsxreader.NewReader(data)
		if err != nil {
			return 0, err
		}
		var kept [][]xlsxreader.Cell
		cells := 0
		for r := range x.ReadRows(x.Sheets[0]) {
			if r.Error != nil {
				return 0, r.Error
			}
			kept = append(kept, r.Cells)
			cells += len(r.Cells)
		}
		return cells, nil
	}},
	{"excelize", func(data []byte) (int, error) {
		f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true})
		if err != nil {
			return 0, err
		}
		defer f.Close()
		rows, err := f.GetRows("Sheet1")
		cells := 0
		for _, r := range rows {
			cells += len(r)
		}
		return cells, err
	}},
	{"tealeg", func(data []byte) (int, error) {
		f, err := tealeg.OpenBinary(data)
		if err != nil {
			return 0, err
		}
		cells := 0
		err = f.Sheets[0].ForEachRow(func(r *tealeg.Row) error {
			return r.ForEachCell(func(*tealeg.Cell) error { cells++; return nil })
		})
		return cells, err
	}},
}

func inflate(data []byte) (int, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return 0, err
	}
	r, err := z.Open("xl/worksheets/sheet1.xml")
	if err != nil {
		return 0, err
	}
	defer r.Close()
	_, err = io.Copy(io.Discard, r)
	return 0, err
}

func BenchmarkRead(b *testing.B) {
	for _, rows := range []int{120, 10_000, 200_000} {
		data := table(b, rows)
		for _, r := range readers {
			if r.name == "tealeg" && rows > 10_000 {
				continue // minutes
			}
			b.Run(fmt.Sprintf("%d rows/%s", rows, r.name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					cells, err := r.read(data)
					must(b, err)
					if r.name != "inflate" && cells != columns*rows {
						b.Fatalf("%d cells", cells)
					}
				}
			})
		}
	}
}
