package marked_test

import (
	"fmt"
	"testing"

	"github.com/xuri/excelize/v2"

	"tongbao/server/internal/workbook"
	"tongbao/server/internal/workbook/marked"
	"tongbao/server/ledger"
)

// BenchmarkMark marks 200 cells of 2,000 rows of ten cells.
func BenchmarkMark(b *testing.B) {
	f := excelize.NewFile()
	defer f.Close()
	var notes []marked.Note
	for i := range 2000 {
		row := make([]any, 10)
		for c := range row {
			row[c] = fmt.Sprintf("第%d行第%d列", i, c)
		}
		check(b, f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row))
		if i%10 == 0 {
			notes = append(notes, marked.Note{Sheet: "Sheet1", Cell: fmt.Sprintf("C%d", i+1), Severity: ledger.SeverityError, Message: "不对", Hint: "请改正"})
		}
	}
	buf, err := f.WriteToBuffer()
	check(b, err)
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			_, err := workbook.Open("", buf.Bytes(), workbook.DefaultLimits())
			check(b, err)
		}
	})
	b.Run("mark", func(b *testing.B) {
		for b.Loop() {
			_, err := mark(buf.Bytes(), notes)
			check(b, err)
		}
	})
}
