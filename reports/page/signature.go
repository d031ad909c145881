package page

import "tongbao/reports/font"

// Signature adds 署名, 成文日期 and 附注. All of it stays on a page with at
// least two lines of the text before it, so that no page carries a signature
// alone; a page with too little room for it is set closer where that is enough.
//
// Without a seal (GB/T 9704-2012, 7.3.5.2): one blank line below the text, the
// name two characters from the right, the date begins two characters right of
// the name; a date that is longer than the name ends two characters from the
// right and the name moves.
//
// With a seal (7.3.5.1): the date ends four characters from the right, the
// name is centred over it, and above them is room for the seal, whose top is
// within a line of the text and which covers both.
func (s *Setter) Signature(sig Signature) {
	s.tell(sig)
	s.holdLast(2)
	s.closing = true
	above := 1
	if sig.Sealed {
		above = aboveSeal
	}
	for range above {
		s.rows = append(s.rows, row{lines: 1, blank: true, keep: true})
	}
	date := s.single(font.FangSong, sig.Date, Size3)
	lines := breakLines(s.shape([]Span{{Face: font.FangSong, Text: sig.Name}}, Size3), Size3, textWidth-2*signatureIn, textWidth-2*signatureIn)
	wide := 0.0
	for _, l := range lines {
		wide = max(wide, l.width)
	}
	nameX, dateX, align := unsealed(wide, date.width)
	if sig.Sealed {
		nameX, dateX, align = sealed(wide, date.width)
	}
	for _, l := range lines {
		r := s.row(l, nameX, wide, align)
		r.keep = true
		s.rows = append(s.rows, r)
	}
	r := s.row(date, dateX, date.width, flushLeft)
	r.keep = sig.Note != ""
	s.rows = append(s.rows, r)
	if sig.Note != "" {
		s.paragraph(Para{Indent: true, Spans: []Span{{Face: font.FangSong, Text: sig.Note}}})
	}
}

const (
	signatureIn = 2 * Size3 // from the right without a seal
	sealIn      = 4 * Size3 // of the date with one
	// aboveSeal is how many blank lines stand between the text and the name
	// with a seal: of one 42 mm wide whose top is half a line below the text,
	// the middle lies over the name.
	aboveSeal = 2
)

// unsealed are where name and date begin without a seal, by their widths.
func unsealed(name, date float64) (nameX, dateX float64, align alignment) {
	right := MM(leftMM) + textWidth - signatureIn
	nameX = right - name
	if date > name {
		nameX = right - date - signatureIn
	}
	return nameX, nameX + signatureIn, flushLeft
}

// sealed are where they begin with one. A name so long that it would leave the
// text's right edge moves the date with it.
func sealed(name, date float64) (nameX, dateX float64, align alignment) {
	edge := MM(leftMM) + textWidth
	dateX = edge - max(sealIn, (name-date)/2) - date
	return dateX + (date-name)/2, dateX, centred
}
