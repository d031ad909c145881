//go:build readback

package workbook

import (
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tongbao/server/internal/grid"
)

// difference is one that is known between this package and LibreOffice.
type difference struct {
	file string // a regular expression
	at   string // a regular expression of Sheet!A1 and the two values
	why  string
}

var differences = []difference{
	{`.*`, `: bool (TRUE, there number 1|FALSE, there number 0)$`, "a truth value without its number format is a number there"},
	{`poi__WithChartSheet\.xlsx|sheetjs__formula_stress_test\.xlsx`, `^(Sheet[3-6]|Database|Sheet2!C3)`, "pivot tables are laid out anew there"},
	{`sheetjs__formula_stress_test\.xlsx`, `^Date!B[67]:|^Math!B46:|^Information!B3:`, "today, a random number and the program's own version are worked out anew there"},
	{`sheetjs__formula_stress_test\.xlsx`, `^(Engineering|Information|Finance|Text|Math|Statistical|Logical|Lookup|Date)!`, "functions whose results there differ, or are other kinds"},
	{`sheetjs__fn\.xlsx`, `^Sheet1!C3: error #VALUE!, there error #NAME\?$`, "a function that is not known there"},
	{`calamine__ptgexp-truncated-operand\.xls`, `^Tab 1!A24: `, "the file's own name is worked out anew there"},
	{`calamine__inlineStr_with_value\.xlsx`, `^Requirements!D2: text 1\., there blank`, "a text in the place of a number is dropped there"},
	{`cnpm__模板\.xlsx`, `![KM]\d+: number -\d+, there number -\d+$`, "days from today are worked out anew there"},
	{`calamine__whitespace_trim\.xlsx`, `^(inlineStr|SharedStrings)!([BC]1|[AB]2): `, "tabs and the spaces that a line begins with are lost there"},
	{`fesod__dataformat\.xlsx`, `there text 1051945:01|A9: date 2020-01-01 \(month\)|A2[45]: text 01:01:01, there date|A27: text 01:01:01, there number`, "formats 27 to 58 are those of Chinese Excel only here; a time of day is counted from 1899 there"},
	{`sheetjs__merge_cells\.xls`, `: merges$`, "BIFF5 centres over columns; there that is a merged range"},
	{`tealeg__panic_test\.xlsx`, `does not open`, "a file that is damaged in parts that are not read here"},
	{`syn__injection_text\.xlsx`, `^Sheet1!A6: `, "a leading line break or tab is lost there"},
	{`syn__injection_formula\.xlsx|syn__formula_rept\.xlsx`, `, there error Err:`, "formulas are worked out there"},
}

// explained reports a difference unless it is known.
func explained(t *testing.T, file, what string) {
	t.Helper()
	for _, d := range differences {
		if regexp.MustCompile("^(?:"+d.file+")$").MatchString(file) && regexp.MustCompile(d.at).MatchString(what) {
			return
		}
	}
	t.Errorf("%s", what)
}

// compareBooks: the same sheets with the same cells and merged ranges.
func compareBooks(t *testing.T, file string, ours, theirs *grid.Workbook) {
	t.Helper()
	for i := range ours.Sheets {
		a := &ours.Sheets[i]
		var b *grid.Sheet
		for j := range theirs.Sheets {
			if theirs.Sheets[j].Name == a.Name {
				b = &theirs.Sheets[j]
			}
		}
		if b == nil {
			explained(t, file, a.Name+": no such sheet there")
			continue
		}
		if a.Hidden != b.Hidden {
			explained(t, file, a.Name+": hidden in one")
		}
		compareSheets(t, file, a, b)
	}
}

func compareSheets(t *testing.T, file string, a, b *grid.Sheet) {
	t.Helper()
	told := 0
	for at, pair := range paired(a, b) {
		if ours, theirs := pair[0], pair[1]; !same(ours, theirs) && told < 40 {
			told++
			explained(t, file, a.Name+"!"+at.String()+": "+display(ours)+", there "+display(theirs))
		}
	}
	if !slices.Equal(a.Merges, b.Merges) {
		explained(t, file, a.Name+": merges")
	}
	if x, y := hidden(a), hidden(b); x != y {
		explained(t, file, a.Name+": hidden "+x+", there "+y)
	}
}

// hidden are the hidden rows and columns of a sheet as far as it has content.
func hidden(s *grid.Sheet) string {
	var rows []int
	for _, r := range s.Rows {
		if r.Hidden {
			rows = append(rows, r.Number)
		}
	}
	return fmt.Sprintf("rows %v, columns %v", rows, slices.Sorted(maps.Keys(s.HiddenCols)))
}

// paired has for each address with content in either sheet the two cells,
// without what the other format cannot hold.
func paired(a, b *grid.Sheet) map[grid.Address][2]grid.Cell {
	cells := make(map[grid.Address][2]grid.Cell)
	for i, s := range []*grid.Sheet{a, b} {
		for _, r := range s.Rows {
			for c := range r.Cells() {
				pair := cells[c.Address]
				pair[i] = grid.Cell{Kind: c.Kind, Text: c.Text, Percent: c.Percent, MonthOnly: c.MonthOnly}
				cells[c.Address] = pair
			}
		}
	}
	return cells
}

// same: numbers may differ in the last of their 15 digits, where the other
// program rounds what it has rounded before.
func same(a, b grid.Cell) bool {
	if a.Kind != grid.Number || b.Kind != grid.Number || a.Percent != b.Percent {
		return a == b
	}
	x, errX := strconv.ParseFloat(strings.TrimSuffix(a.Text, "%"), 64)
	y, errY := strconv.ParseFloat(strings.TrimSuffix(b.Text, "%"), 64)
	return errX == nil && errY == nil && math.Abs(x-y) <= 1e-14*max(math.Abs(x), math.Abs(y))
}

func display(c grid.Cell) string {
	kinds := [...]string{"blank", "text", "number", "bool", "date", "error", "no value"}
	out := kinds[c.Kind] + " " + c.Text
	if c.MonthOnly {
		out += " (month)"
	}
	return out
}
