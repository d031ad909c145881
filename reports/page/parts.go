package page

// Part is one part of a document as a Setter was given it, with what was
// decided when it was set: what a writer needs whose reader breaks lines and
// pages itself.
type Part interface{ part() }

// Title is the title in the lines it was broken into.
type Title struct{ Lines []string }

// Greeting is the 主送 line.
type Greeting struct{ Text string }

// AnnexList is the 附件 note: the annexes' names.
type AnnexList struct{ Names []string }

// Signature is 署名, 成文日期 and 附注.
type Signature struct {
	Name, Date string
	Note       string // in its brackets, "" for none
	Sealed     bool   // the name stands over the date, with room for the seal
}

// SetAnnex is an annex as it was set.
type SetAnnex struct {
	Annex
	Lines []string   // of its title
	Set   []SetTable // its tables that have columns
}

// SetTable is a table as it was set.
type SetTable struct {
	Table
	Size, Lead, Pad float64   // of its characters, of a line, above and below a cell's text
	Widths          []float64 // of its columns
	// Tied rows stay on one page with the row before them, Splits are so high
	// that they may go on over pages.
	Tied, Splits []bool
}

// SetImprint is the 版记 and whether it stands on a page of its own.
type SetImprint struct {
	Imprint
	Alone bool
}

func (Head) part()       {}
func (FileHead) part()   {}
func (LetterHead) part() {}
func (Title) part()      {}
func (Greeting) part()   {}
func (Para) part()       {}
func (AnnexList) part()  {}
func (Signature) part()  {}
func (SetAnnex) part()   {}
func (SetImprint) part() {}

// Clean is text as it is set: without characters that print nothing, its lines
// ended by one mark.
func Clean(text string) string { return string(clean(text)) }

func (s *Setter) tell(p Part) { s.book.Parts = append(s.book.Parts, p) }

// texts are what lines say.
func texts(lines []line) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = l.text()
	}
	return out
}

// part is the table as it was set.
func (ts *tableSetter) part() SetTable {
	out := SetTable{
		Table: ts.t, Size: ts.size, Lead: ts.lead, Pad: ts.padY,
		Tied: make([]bool, len(ts.high)), Splits: make([]bool, len(ts.high)),
	}
	for c := range ts.t.Columns {
		out.Widths = append(out.Widths, ts.x[c+1]-ts.x[c])
	}
	full := ts.area.height() - sum(ts.headHigh)
	for i := 0; i < len(ts.high); {
		end := i + 1
		for end < len(ts.high) && ts.tied(end) {
			end++
		}
		whole := sum(ts.high[i:end]) <= groupSplit*full
		for k := i; k < end; k++ {
			out.Tied[k], out.Splits[k] = whole && k > i, ts.high[k] > headSplit*full
		}
		i = end
	}
	return out
}

// Slots is how many characters wide a light is with the gap after it, 0 for
// none.
func (l Light) Slots() float64 { return lightSlots(l) }

// Shapes draws a light in a square of a size whose upper left corner is at the
// origin; one of two triangles is wider.
func (l Light) Shapes(size float64) []Shape { return light(l, 0, size/2, size) }

// SplitNumber splits a number as printed before its decimal point, or after
// its last digit; false for any other text.
func SplitNumber(text string) (before, after string, ok bool) {
	if !isNumber(text) {
		return "", "", false
	}
	before, after = splitNumber(text)
	return before, after, true
}

// IsDash reports whether a cell says that there is nothing to say.
func IsDash(text string) bool { return isDash(text) }

// Ink is the colour of a series.
func (f *Figure) Ink(series int) Color { return f.ink(series) }
