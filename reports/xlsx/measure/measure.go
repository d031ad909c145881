// Package measure says how much room texts take in a workbook's cells. Widths
// are in Excel's unit, the width of a digit of the default font; heights are in
// points.
package measure

import "math"

// A Chinese character takes two units and a little.
const (
	wideRune   = 2.05
	narrowRune = 1.05
	lineHeight = 15.0
	maxHeight  = 409.0 // Excel's own limit
)

// Padding is what a cell takes beside its text.
const Padding = 1.6

// Width is how wide a text is on one line.
func Width(s string) float64 {
	n := 0.0
	for _, r := range s {
		if r < 0x2000 {
			n += narrowRune
		} else {
			n += wideRune
		}
	}
	return n
}

// Lines is how many lines a text takes in a column.
func Lines(s string, column float64) int {
	room := math.Max(column-Padding, wideRune)
	return max(1, int(math.Ceil(Width(s)/room)))
}

// Height is the row height for a number of lines.
func Height(lines int, size float64) float64 {
	return math.Min(maxHeight, float64(lines)*lineHeight*size/10.5+4)
}
