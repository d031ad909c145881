package page

// continued stands above the head on every page after the first.
const continued = "续表"

// paginate shares the rows out to pages. The first page has room from y on;
// fresh says that nothing stands above y, so that a new page gains nothing.
// A nil first sheet means that the table begins on a new page.
func (ts *tableSetter) paginate(y float64, fresh bool) []sheet {
	head := sum(ts.headHigh)
	labelled := ts.area.top + ts.lead + cellPadY // below 续表
	full := ts.area.bottom - labelled - head
	pg := &pager{ts: ts, sheets: []sheet{{top: y}}, y: y + head, labelled: labelled}
	if !fresh && len(ts.t.Rows) > 0 && pg.room() < min(ts.high[0], 0.3*full) {
		pg.sheets[0].top, pg.y = ts.area.top, ts.area.top+head
		pg.moved = true
	}
	for i := 0; i < len(ts.t.Rows); {
		end := i + 1
		for end < len(ts.t.Rows) && ts.tied(end) {
			end++
		}
		if group := sum(ts.high[i:end]); group > pg.room() && group <= groupSplit*full && !pg.empty() {
			pg.next()
		}
		for ; i < end; i++ {
			pg.add(i, full)
		}
	}
	if pg.moved {
		return append([]sheet{{}}, pg.sheets...)
	}
	return pg.sheets
}

// tied reports whether row i stays with the one before it: below a section row
// and within a cell over both; a total stays with the last row it adds.
func (ts *tableSetter) tied(i int) bool {
	if ts.t.Rows[i-1].Kind == SectionRow || ts.t.Rows[i].Kind == TotalRow {
		return ts.t.Rows[i].Kind != SectionRow
	}
	for c := range ts.cells[i] {
		if ts.t.Rows[i].Kind != SectionRow && ts.owner(i, c) != i {
			return true
		}
	}
	return false
}

type pager struct {
	ts       *tableSetter
	sheets   []sheet
	y        float64
	labelled float64
	moved    bool
}

func (pg *pager) room() float64 { return pg.ts.area.bottom - pg.y }
func (pg *pager) empty() bool   { return len(pg.sheets[len(pg.sheets)-1].pieces) == 0 }

func (pg *pager) next() {
	pg.sheets = append(pg.sheets, sheet{top: pg.labelled})
	pg.y = pg.labelled + sum(pg.ts.headHigh)
}

func (pg *pager) put(pc piece) {
	pc.y = pg.y
	sh := &pg.sheets[len(pg.sheets)-1]
	sh.pieces = append(sh.pieces, pc)
	pg.y += pc.high
}

// add puts one row on the page, on the next one, or in parts on several when
// it is a high one.
func (pg *pager) add(i int, full float64) {
	ts := pg.ts
	if ts.high[i] > pg.room() && !pg.empty() && (ts.high[i] <= headSplit*full || pg.room() < 4*ts.lead) {
		pg.next()
	}
	from := make([]int, len(ts.cells[i]))
	for first := true; ; first = false {
		rest, high := 0, 0.0
		for c, box := range ts.cells[i] {
			if ts.span(i, c) == 1 && ts.owner(i, c) == i {
				rest = max(rest, len(box.lines)-from[c])
			}
		}
		if high = float64(max(1, rest))*ts.lead + 2*cellPadY; first {
			high = ts.high[i]
		}
		take, last := rest, true
		if high > pg.room() && rest > 1 {
			take = max(1, int((pg.room()-2*cellPadY)/ts.lead))
			if last = take >= rest; !last {
				high = float64(take)*ts.lead + 2*cellPadY
			}
		}
		to := make([]int, len(from))
		for c, box := range ts.cells[i] {
			to[c] = min(len(box.lines), from[c]+take)
		}
		pg.put(piece{row: i, high: min(high, max(pg.room(), ts.lead+2*cellPadY)), from: from, to: to, first: first, last: last})
		if last {
			return
		}
		from = to
		pg.next()
	}
}
