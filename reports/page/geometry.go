package page

// The page of GB/T 9704-2012, 5.1 and 5.2: A4, margins 37/28/35/26 mm, 22
// lines of 28 characters. 28 characters of 16 pt would be 158 mm wide and
// leave the type area, so 3号 is 15.75 pt here (155.6 mm).
const (
	paperWidthMM, paperHeightMM                        = 210, 297
	topMM, leftMM, bottomMM, rightMM                   = 37, 28, 35, 26
	typeWidthMM                                        = paperWidthMM - leftMM - rightMM
	typeHeightMM                                       = paperHeightMM - topMM - bottomMM
	LinesPerPage                                       = 22
	CharsPerLine                                       = 28
	Pitch                                              = 29.53 // from baseline to baseline
	Size2, Size3, Size4, SizeSmall4, Size5, SizeSmall5 = 22, 15.75, 14, 12, 10.5, 9
)

// square is how far the top of a character's square lies over its baseline,
// in em.
const square = 0.88

// area is the type area of a page.
type area struct{ left, top, right, bottom float64 }

func (a area) width() float64  { return a.right - a.left }
func (a area) height() float64 { return a.bottom - a.top }

func portrait() area {
	return area{MM(leftMM), MM(topMM), MM(leftMM + typeWidthMM), MM(topMM + typeHeightMM)}
}

// landscape is the type area of a page that is bound like the others and read
// with its left edge up (GB/T 9704-2012, 7.6): the binding margin is on top,
// the head margin on the right.
func landscape() area {
	return area{MM(bottomMM), MM(leftMM), MM(bottomMM + typeHeightMM), MM(leftMM + typeWidthMM)}
}

// textWidth is the width of 28 characters of 3号.
const textWidth = CharsPerLine * Size3

// lineTop is the top of the characters of a line of the grid, counted from 0.
func lineTop(line int) float64 { return MM(topMM) + float64(line)*Pitch }

// baseline centres characters of a size in the square of a 3号 character
// whose top is at y.
func baseline(top, size float64) float64 {
	return top + Size3/2 + (square-0.5)*size
}
