package marked_test

import (
	"reflect"
	"testing"

	"tongbao/server/internal/workbook"
	"tongbao/server/internal/workbook/marked"
	"tongbao/server/ledger"
)

// FuzzComments puts anything in the place of a sheet's comments, their drawing
// and its relations, which the reader of cells does not look at. Marking ends
// in a refusal for users or in a workbook with the same cells.
func FuzzComments(f *testing.F) {
	parts := partsOf(f, full(f))
	const comments, drawing, rels = "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml", "xl/worksheets/_rels/sheet1.xml.rels"
	for _, name := range []string{comments, drawing, rels} {
		if parts[name] == "" {
			f.Fatalf("no part %s", name)
		}
	}
	f.Add(parts[comments], parts[drawing], parts[rels])
	f.Add("<comments><authors/><commentList><comment ref='A1' authorId='9'/></commentList></comments>", "<xml><br></xml>", parts[rels])
	f.Fuzz(func(t *testing.T, a, b, c string) {
		parts[comments], parts[drawing], parts[rels] = a, b, c
		data := packed(t, parts)
		book, err := workbook.Open("", data, workbook.DefaultLimits())
		if err != nil {
			return
		}
		out, err := mark(data, []marked.Note{
			{Sheet: book.Sheets[0].Name, Cell: "B3、C5", Severity: ledger.SeverityError, Message: "不对"},
			{Sheet: book.Sheets[0].Name, Cell: "D3:E4", Severity: ledger.SeverityWarning, Message: "不对"},
		})
		if err != nil {
			if ledger.CodeOf(err) == "" {
				t.Fatalf("not for users: %v", err)
			}
			return
		}
		if !reflect.DeepEqual(foreign(opened(t, out)), book.Sheets) {
			t.Error("marking changed cells")
		}
		clean, err := unmark(out)
		check(t, err)
		if !reflect.DeepEqual(opened(t, clean).Sheets, book.Sheets) {
			t.Error("cleaning changed cells")
		}
	})
}
