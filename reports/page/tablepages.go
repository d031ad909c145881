package page

// continued stands above the head on every page after the first.
const continued = "续表"

// paginate shares the rows out to pages. The first page has room from y on;
// fresh says that only the annex's title stands above y, so that a new page
// gains nothing. below is what a small table takes along, the notes under it. An empty first sheet means that the table begins on a new
// page; a small table does so rather than split.
func (ts *tableSetter) paginate(y float64, fresh bool, below float64) []sheet {
	head := sum(ts.headHigh)
	labelled := ts.area.top + ts.lead + ts.padY // below 续表
	full := ts.area.bottom - labelled - head
	pg := &pager{ts: ts, sheets: []sheet{{top: y}}, y: y + head, labelled: labelled}
	whole := sum(ts.high)
	cramped := y > ts.area.top+slop && len(ts.t.Rows) > 0 && pg.room() < min(ts.high[0], 0.3*full)
	if !fresh && whole <= noteSplit*full {
		whole += below
	}
	if cramped || !fresh && whole > pg.room() && whole <= tableSplit*full {
		pg.sheets[0].top, pg.y = ts.area.top, ts.area.top+head
		pg.moved = true
	}
	for i := 0; i < len(ts.t.Rows); {
		end := i + 1
		for end < len(ts.t.Rows) && ts.tied(end) {
			end++
		}
		group := sum(ts.high[i:end])
		most := groupSplit * full
		if pg.cutsSpan(i, end) {
			most *= 2
		}
		if group > pg.room() && !pg.empty() && (group <= most || pg.orphans(i, full)) {
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

// orphans reports whether row i, a section's name, would stand alone at the
// page's foot.
func (pg *pager) orphans(i int, full float64) bool {
	ts := pg.ts
	if ts.t.Rows[i].Kind != SectionRow || i+1 == len(ts.t.Rows) {
		return false
	}
	below := ts.high[i+1]
	if below > headSplit*full {
		below = 4 * ts.lead // add splits it
	}
	return ts.high[i]+below > pg.room()
}

// cutsSpan reports whether a page break among rows i to end, where the page is
// full, would cut the text of a cell over several rows.
func (pg *pager) cutsSpan(i, end int) bool {
	ts, room := pg.ts, pg.room()
	for ; i < end && ts.high[i] <= room; i++ {
		for c, box := range ts.cells[i] {
			n := ts.span(i, c)
			if sum(ts.high[i:i+n]) > room && ts.height(box) > pg.part(i, n, room) {
				return true
			}
		}
		room -= ts.high[i]
	}
	return false
}

// part is the height of those of n rows from i on that fit into room.
func (pg *pager) part(i, n int, room float64) float64 {
	total := 0.0
	for _, h := range pg.ts.high[i : i+n] {
		if total+h > room {
			break
		}
		total += h
	}
	return total
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
	left := ts.high[i] // more than the row's own lines when a cell over several rows needs it
	for first := true; ; first = false {
		rest := 0
		for c, box := range ts.cells[i] {
			if ts.span(i, c) == 1 && ts.owner(i, c) == i {
				rest = max(rest, len(box.lines)-from[c])
			}
		}
		high, take := max(left, float64(rest)*ts.lead+2*ts.padY), rest
		last := high <= pg.room()+slop
		if !last {
			take = min(rest, max(1, int((pg.room()-2*ts.padY)/ts.lead)))
			high = pg.room()
		}
		to := make([]int, len(from))
		for c, box := range ts.cells[i] {
			to[c] = min(len(box.lines), from[c]+take)
		}
		pg.put(piece{row: i, high: high, from: from, to: to, first: first})
		if last {
			return
		}
		from = to
		left -= high - ts.lead - 2*ts.padY // a break wastes up to a line and its padding
		pg.next()
	}
}
