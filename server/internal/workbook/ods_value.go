package workbook

import (
	"strconv"
	"strings"

	"tongbao/server/internal/grid"
)

// odsValue is a cell as OpenDocument stores it.
type odsValue struct {
	kind      string // office:value-type
	number    string // the value that goes with the kind
	text      string // of its paragraphs
	hasString bool   // a text has its value apart from its paragraphs
	formula   bool
	isError   bool
	monthOnly bool
}

// interpret makes a cell of it; Blank when there is nothing.
func (v odsValue) interpret(cell grid.Cell) (grid.Cell, error) {
	cell.Formula = v.formula
	if v.formula && v.kind != "" && v.kind != "string" && v.number == "" {
		cell.Kind = grid.NoValue
		return cell, nil
	}
	var ok bool
	switch v.kind {
	case "": // a formula without a kind has an empty text for its result
		return textCell(cell, v.text), nil
	case "string":
		if v.isError {
			cell.Kind, cell.Text = grid.Error, v.text
			ok = v.text != ""
			break
		}
		if v.hasString {
			v.text = lineBreaks.Replace(v.number)
		}
		return textCell(cell, v.text), nil
	case "float", "currency":
		ok = setNumber(&cell, v.number, 0, numberFormat{}, false)
	case "percentage":
		ok = setNumber(&cell, v.number, 0, numberFormat{percent: true}, false)
	case "boolean":
		cell.Kind, cell.Text = grid.Bool, strings.ToUpper(v.number)
		ok = v.number == "true" || v.number == "false"
	case "date":
		ok = isoDate(&cell, v.number)
		cell.MonthOnly = v.monthOnly && cell.Kind == grid.Date
	case "time":
		ok = duration(&cell, v.number)
	default:
		return cell, damagef("单元格 %s 的类型 %.20q 无法识别", cell.Address, v.kind)
	}
	if !ok {
		return cell, damagef("单元格 %s 的值 %.20q 无法识别", cell.Address, v.number)
	}
	return cell, nil
}

// duration fills cell with a time of day, or a longer time, stored as
// PT08H30M00S.
func duration(cell *grid.Cell, raw string) bool {
	rest, ok := strings.CutPrefix(raw, "PT")
	seconds := 0
	for _, unit := range []struct {
		letter  string
		seconds int
	}{{"H", 3600}, {"M", 60}, {"S", 1}} {
		digits, after, found := strings.Cut(rest, unit.letter)
		if !found {
			continue
		}
		digits, _, _ = strings.Cut(digits, ".") // parts of a second
		n, err := strconv.Atoi(digits)
		if err != nil || n < 0 || n > 100_000_000 {
			return false
		}
		seconds, rest = seconds+n*unit.seconds, after
	}
	cell.Kind, cell.Text = grid.Text, clock(seconds)
	return ok && rest == ""
}

// digitWidth is how wide a digit of the default font is, in points.
const digitWidth = 5.25

// points is a length such as 2.26cm in points, 0 where it is none or beyond
// what a sheet can have.
func points(length string) float64 {
	for _, unit := range []struct {
		name   string
		points float64
	}{{"cm", 72 / 2.54}, {"mm", 72 / 25.4}, {"in", 72}, {"pt", 1}} {
		if number, ok := strings.CutSuffix(length, unit.name); ok {
			v, err := strconv.ParseFloat(number, 64)
			if err != nil || !(v > 0) || v*unit.points > 2000 {
				return 0
			}
			return v * unit.points
		}
	}
	return 0
}
