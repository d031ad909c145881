package xlsx

import (
	"fmt"
	"strings"

	"tongbao/reports/bulletin"
)

// formula writes a cell's formula in A1 notation; column and row are the
// cell's own, first the table's first data row. "" where there is nothing to
// compute from.
func formula(f *bulletin.Formula, column, row, first int) string {
	above := func(c int) string { return address(c, first) + ":" + address(c, row-1) }
	across := address(f.Of, row) + ":" + address(f.To, row)
	switch f.Kind {
	case bulletin.SumAbove:
		if row > first {
			return "SUM(" + above(column) + ")"
		}
	case bulletin.CountAbove:
		if row > first {
			return fmt.Sprintf(`COUNTIF(%s,"%s")`, above(f.Of), strings.ReplaceAll(f.Text, `"`, `""`))
		}
	case bulletin.RatioOf:
		return address(f.Of, row) + "/" + address(f.By, row)
	case bulletin.MinusOf:
		return address(f.Of, row) + "-" + address(f.By, row)
	case bulletin.SumAcross:
		return "SUM(" + across + ")"
	case bulletin.ShareOf:
		if f.Less == 0 {
			return "SUM(" + across + ")/" + address(f.By, row)
		}
		return "SUM(" + across + ")/(" + address(f.By, row) + "-" + address(f.Less, row) + ")"
	}
	return ""
}
