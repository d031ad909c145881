package xlsx

import "math"

// Widths are in Excel's unit, the width of a digit of the default font; a
// Chinese character takes two and a little. Heights are in points.
const (
	wideRune   = 2.05
	narrowRune = 1.05
	padding    = 1.6
	lineHeight = 15.0
	maxHeight  = 409.0 // Excel's own limit
)

// width is how wide a text is on one line.
func width(s string) float64 {
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

// lines is how many lines a text takes in a column.
func lines(s string, column float64) int {
	room := math.Max(column-padding, wideRune)
	return max(1, int(math.Ceil(width(s)/room)))
}

// height is the row height for a number of lines.
func height(lines int, size float64) float64 {
	return math.Min(maxHeight, float64(lines)*lineHeight*size/10.5+4)
}
