package grid

// FindingsTitle is what the first cell of the sheet says on which a returned
// workbook lists its findings (问题清单). A sheet that begins with it is the
// product's own: it is no table of the clerk's and is not read.
const FindingsTitle = "问题清单（实事通报批注）"

// Own reports whether the sheet is the product's own list of findings.
func (s *Sheet) Own() bool { return s.At(Address{Col: 1, Row: 1}).Text == FindingsTitle }
