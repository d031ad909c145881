package page

// piece is a row, or a part of one, on one page.
type piece struct {
	row      int
	y, high  float64
	from, to []int // lines of each cell that are drawn here
	first    bool  // the row begins here
}

// sheet is what one page carries of a table.
type sheet struct {
	top    float64 // of the head
	pieces []piece
}

func (sh sheet) bottom(ts *tableSetter) float64 {
	if n := len(sh.pieces); n > 0 {
		return sh.pieces[n-1].y + sh.pieces[n-1].high
	}
	return sh.top + sum(ts.headHigh)
}

// drawLines draws lines of a cell of column c in the middle of a box; c is −1
// for a cell that is in no column.
func (ts *tableSetter) drawLines(p *Page, box cellBox, lines []line, c int, left, right, top, high float64) {
	lead := ts.lead
	if n := float64(len(lines)); n*lead > high { // a cell over rows that a page break cut short
		lead = high / n
	}
	y := top + (high-float64(len(lines))*lead)/2
	left, right = left+cellPadX, right-cellPadX
	block := left // where the column's widest line begins when that is centred
	if c >= 0 {
		block += max(0, (right-left-ts.blocks[c])/2)
	}
	if box.light != NoLight {
		x := left
		if box.align != Left {
			x = block
		}
		if len(lines) == 0 {
			x, y = (left+right-ts.size)/2, top+(high-lead)/2
		}
		p.Shapes = append(p.Shapes, light(box.light, x, y+lead/2, ts.size)...)
	}
	for i, l := range lines {
		x := left + box.slot
		switch {
		case box.slot > 0 && box.align != Left: // lights stand one below the other
			x = block + box.slot
		case box.align == Left:
		case box.align == Right && c >= 0 && !isDash(l.text()):
			x = max(x, right-(block-left)-l.width)
		case box.align == Decimal && c >= 0 && len(lines) == 1 && isNumber(l.text()):
			x = ts.decimalX(l, c, left, right)
		default:
			x += max(0, right-x-l.width) / 2
		}
		base := y + lead*(float64(i)+0.5) + (square-0.5)*ts.size
		p.Texts = append(p.Texts, ts.s.place(l, ts.size, x, base, right-x, flushLeft)...)
	}
}

// decimalX is where a number begins so that its decimal point stands at the
// column's place for it.
func (ts *tableSetter) decimalX(l line, c int, left, right float64) float64 {
	d := decimals{ts.points[c].before * ts.size, ts.points[c].after * ts.size}
	if d.before+d.after > right-left+slop {
		return max(left, right-l.width)
	}
	before, _ := splitNumber(l.text())
	return left + (right-left-d.before-d.after)/2 + d.before - l.widthOf(len([]rune(before)))
}

// isDash reports whether a cell says that there is nothing to say.
func isDash(text string) bool {
	return text == "—" || text == "–" || text == "-" || text == "——"
}

func widest(lines []line) float64 {
	w := 0.0
	for _, l := range lines {
		w = max(w, l.width)
	}
	return w
}

// text is what a line says.
func (l line) text() string {
	runes := make([]rune, len(l.glyphs))
	for i, g := range l.glyphs {
		runes[i] = g.r
	}
	return string(runes)
}

// widthOf is the width of a line's first n glyphs.
func (l line) widthOf(n int) float64 {
	w := 0.0
	for _, g := range l.glyphs[:n] {
		w += g.advance
	}
	return w
}

// draw draws what a page carries: tints, text row by row, then rules.
func (ts *tableSetter) draw(p *Page, sheets []sheet, at int) {
	sh := sheets[at]
	ts.drawHead(p, sh.top)
	for _, pc := range sh.pieces {
		r := ts.t.Rows[pc.row]
		if pc.first {
			ts.s.anchor(r.Anchor, pc.y)
		}
		if r.Kind != DataRow {
			p.Fills = append(p.Fills, Fill{ts.area.left, pc.y, ts.area.width(), pc.high, Tint})
		}
		for c, box := range ts.cells[pc.row] {
			left, right := ts.x[c], ts.x[c+1]
			column := c
			if r.Kind == SectionRow {
				right, column = ts.x[len(ts.x)-1], -1
			}
			if n := ts.span(pc.row, c); n > 1 {
				ts.drawSpan(p, sheets, at, pc, c, n)
				continue
			}
			if ts.owner(pc.row, c) != pc.row {
				ts.drawSpanRest(p, sheets, at, pc, c)
				continue
			}
			lines := box.lines[pc.from[c]:pc.to[c]]
			if pc.from[c] > 0 {
				box.light = NoLight
			}
			ts.drawLines(p, box, lines, column, left, right, pc.y, pc.high)
		}
	}
	ts.drawRules(p, sh)
}

// owner is the row whose cell covers a cell; the row itself when none does.
func (ts *tableSetter) owner(row, c int) int {
	for i := row; i >= 0; i-- {
		if ts.t.Rows[i].Kind == SectionRow {
			break
		}
		if n := ts.span(i, c); n > 1 {
			if i+n > row {
				return i
			}
			break
		}
		if !cellAt(ts.t.Rows[i], c).Covered {
			break
		}
	}
	return row
}

// drawSpan draws the part of a cell over several rows that stands on the page
// where it begins.
func (ts *tableSetter) drawSpan(p *Page, sheets []sheet, at int, pc piece, c, n int) {
	if pc.first {
		ts.drawShare(p, sheets, at, pc.row, c, n)
	} else if sheets[at].pieces[0].row == pc.row && sheets[at].pieces[0].y == pc.y {
		ts.drawShare(p, sheets, at, pc.row, c, n)
	}
}

// drawSpanRest draws its part on a later page, once, beside the page's first
// row.
func (ts *tableSetter) drawSpanRest(p *Page, sheets []sheet, at int, pc piece, c int) {
	if first := sheets[at].pieces[0]; first.row == pc.row && first.y == pc.y {
		row := ts.owner(pc.row, c)
		ts.drawShare(p, sheets, at, row, c, ts.span(row, c))
	}
}

// drawShare draws the lines of a cell over several rows that fall to a page:
// all of them on the first page with room for all, and again on pages after
// it; else as many as each holds.
func (ts *tableSetter) drawShare(p *Page, sheets []sheet, at, row, c, n int) {
	box := ts.cells[row][c]
	type part struct {
		sheet     int
		top, high float64
	}
	var parts []part
	for i, sh := range sheets {
		for _, pc := range sh.pieces {
			if pc.row < row || pc.row >= row+n {
				continue
			}
			if k := len(parts); k > 0 && parts[k-1].sheet == i {
				parts[k-1].high += pc.high
			} else {
				parts = append(parts, part{i, pc.y, pc.high})
			}
		}
	}
	lead, pad := ts.lead, ts.padY
	room := func(pt part) int { return int((pt.high - pad) / lead) }
	for ; lead > ts.size; lead, pad = lead*0.97, 0 { // tighter, where page breaks waste too much
		all := 0
		for _, pt := range parts {
			all += room(pt)
		}
		if all >= len(box.lines) {
			break
		}
	}
	whole := -1
	for i, pt := range parts {
		if room(pt) >= len(box.lines) {
			whole = i
			break
		}
	}
	from := 0
	for i, pt := range parts {
		take := min(room(pt), len(box.lines)-from)
		switch {
		case whole == i, whole < 0 && i == len(parts)-1:
			take = len(box.lines) - from
		case whole >= 0 && i > whole && room(pt) >= len(box.lines): // said again, for who reads that page
			from, take = 0, len(box.lines)
		case whole >= 0:
			take = 0
		}
		if pt.sheet == at && (take > 0 || i == 0 && len(box.lines) == 0) {
			share := box
			if from > 0 {
				share.light = NoLight
			}
			ts.drawLines(p, share, box.lines[from:from+take], c, ts.x[c], ts.x[c+1], pt.top, pt.high)
		}
		from += take
	}
}

// drawRules draws the frame, the lines between rows that no cell covers, and
// the lines between columns that no section row crosses.
func (ts *tableSetter) drawRules(p *Page, sh sheet) {
	left, right, bottom := ts.x[0], ts.x[len(ts.x)-1], sh.bottom(ts)
	rule := func(x1, y1, x2, y2, weight float64) {
		p.Rules = append(p.Rules, Rule{x1, y1, x2, y2, weight, Black})
	}
	rule(left, sh.top, right, sh.top, outerRule)
	rule(left, bottom, right, bottom, outerRule)
	rule(left, sh.top, left, bottom, outerRule)
	rule(right, sh.top, right, bottom, outerRule)
	for i, pc := range sh.pieces {
		from := -1
		for c := 0; c <= len(ts.t.Columns); c++ {
			open := c < len(ts.t.Columns) && (i == 0 || ts.t.Rows[pc.row].Kind == SectionRow || ts.owner(pc.row, c) == pc.row)
			if open && from < 0 {
				from = c
			} else if !open && from >= 0 {
				rule(ts.x[from], pc.y, ts.x[c], pc.y, innerRule)
				from = -1
			}
		}
	}
	for i := 0; i < len(sh.pieces); {
		if ts.t.Rows[sh.pieces[i].row].Kind == SectionRow {
			i++
			continue
		}
		top, end := sh.pieces[i].y, i
		for end < len(sh.pieces) && ts.t.Rows[sh.pieces[end].row].Kind != SectionRow {
			end++
		}
		low := sh.pieces[end-1].y + sh.pieces[end-1].high
		for _, x := range ts.x[1 : len(ts.x)-1] {
			rule(x, top, x, low, innerRule)
		}
		i = end
	}
}
