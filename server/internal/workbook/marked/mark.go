package marked

import (
	"cmp"
	"slices"
	"strings"

	"tongbao/server/internal/grid"
	"tongbao/server/ledger"
)

// maxCells is how many cells of one range are coloured: a finding that means
// more of them means the table.
const maxCells = 200

// place is one cell that is marked.
type place struct {
	severity ledger.Severity
	text     string // of its comment, "" where only the colour is wanted
}

// mark puts marks into a package that has none.
func (p *pkg) mark(notes []Note) error {
	s, err := p.readStyles()
	if err != nil {
		return err
	}
	m := marker{styles: s, record: record{counts: make(map[string]int), formats: make(map[int]int)}}
	for name, list := range s.of {
		m.record.counts[name] = list.base
	}
	// Excel takes the first two fills for none and gray, whatever they are.
	if fills := s.of["fills"]; len(fills.items) == 1 {
		fills.add(withPrefix(`<fill><patternFill patternType="gray125"/></fill>`, s.prefix))
	}
	for _, sheet := range p.sheets {
		if sheet.grid == nil {
			continue
		}
		if err := m.sheet(p, sheet, notes); err != nil {
			return err
		}
	}
	looks := s.listLooks()
	if err := p.store(s); err != nil {
		return err
	}
	doc, err := p.read(s.part)
	if err != nil {
		return err
	}
	m.record.sum = sumOf(doc)
	list := list{dialect: p.dialect, looks: looks, sheets: p.sheets, notes: notes, origin: p.origin, record: m.record.cells()}
	return p.addSheet(p.freeSheetName(), list.xml())
}

// freeSheetName is 问题清单, with a number where the clerk has a sheet of that
// name.
func (p *pkg) freeSheetName() string {
	const name = "问题清单"
	for n := 1; ; n++ {
		try := name
		if n > 1 {
			try += "(" + itoa(n) + ")"
		}
		if !slices.ContainsFunc(p.sheets, func(s sheet) bool { return strings.EqualFold(s.name, try) }) {
			return try
		}
	}
}

// marker colours cells and keeps what stood under the colours.
type marker struct {
	styles *styles
	record record
}

// sheet marks the cells of one sheet.
func (m *marker) sheet(p *pkg, s sheet, notes []Note) error {
	places := placesIn(s, notes)
	if len(places) == 0 {
		return nil
	}
	cells := make([]grid.Address, 0, len(places))
	for at := range places {
		cells = append(cells, at)
	}
	slices.SortFunc(cells, func(a, b grid.Address) int {
		return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Col, b.Col))
	})
	var failed error
	targets := make([]target, 0, len(cells))
	texts := make(map[grid.Address]string)
	var commented []grid.Address
	for _, at := range cells {
		severity := places[at].severity
		targets = append(targets, target{at, func(now int, absent bool) (int, bool) {
			to, ok, err := m.format(now, absent, severity)
			failed = cmp.Or(failed, err)
			return to, ok
		}})
		if text := places[at].text; text != "" {
			commented = append(commented, at)
			texts[at] = text
		}
	}
	doc, err := p.read(s.part)
	if err != nil {
		return err
	}
	edits, err := paint(doc, targets)
	if err = cmp.Or(err, failed); err != nil {
		return err
	}
	p.edit(s.part, doc, edits)
	return p.addComments(s.part, commented, texts)
}

// format is a cell format like another one with a mark's colour; false when
// there are no more colours.
func (m *marker) format(now int, absent bool, severity ledger.Severity) (int, bool, error) {
	s := m.styles
	fills := s.of["fills"]
	fill, err := s.fillOf(now)
	if err != nil {
		return 0, false, err
	}
	shade, ok := m.record.shade(before{withoutPrefix(fills.items[fill], s.prefix), absent})
	if !ok {
		return 0, false, nil
	}
	text, err := s.with(now, fills.add(markFill(severity, shade, s.prefix)))
	if err != nil {
		return 0, false, err
	}
	formats := s.of["cellXfs"]
	// Two formats that differ in what the mark covers only must not become one.
	for i := formats.base; i < len(formats.items); i++ {
		if formats.items[i] == text && m.record.formats[i] == now {
			return i, true, nil
		}
	}
	formats.items = append(formats.items, text)
	m.record.formats[len(formats.items)-1] = now
	return len(formats.items) - 1, true, nil
}

// severityWords are the words for severities in comments and in the list.
var severityWords = map[ledger.Severity]string{ledger.SeverityError: "错误", ledger.SeverityWarning: "提醒"}

// placesIn are the cells of a sheet that notes speak of. A merged range is its
// upper left cell, which shows for all of it; of any other range every cell is
// coloured and the first has the comment.
func placesIn(s sheet, notes []Note) map[grid.Address]place {
	out := make(map[grid.Address]place)
	for _, n := range notes {
		if n.Sheet != s.name {
			continue
		}
		words := severityWords[n.Severity] + "：" + n.Message
		if n.Hint != "" {
			words += "\n怎样改：" + n.Hint
		}
		for _, r := range rangesOf(n.Cell) {
			for i, at := range cellsOf(s.grid, r) {
				was, ok := out[at]
				if !ok || n.Severity == ledger.SeverityError {
					was.severity = n.Severity
				}
				if i == 0 && !strings.Contains(was.text, words) {
					was.text += "\n" + words
				}
				out[at] = was
			}
		}
	}
	for at, p := range out {
		p.text = strings.TrimPrefix(p.text, "\n")
		out[at] = p
	}
	return out
}

// rangesOf reads a note's places: cells and ranges joined by 、.
func rangesOf(text string) []grid.Range {
	var out []grid.Range
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == '、' || r == ',' || r == '，' || r == ' ' }) {
		first, last, ranged := strings.Cut(part, ":")
		if !ranged {
			last = first
		}
		from, ok1 := grid.ParseAddress(first)
		to, ok2 := grid.ParseAddress(last)
		if ok1 && ok2 && from.Col <= to.Col && from.Row <= to.Row && to.Col <= maxCol && to.Row <= maxRow {
			out = append(out, grid.Range{From: from, To: to})
		}
	}
	return out
}

// cellsOf are the cells of a range that are coloured.
func cellsOf(s *grid.Sheet, r grid.Range) []grid.Address {
	var out []grid.Address
	seen := make(map[grid.Address]bool)
	for row := r.From.Row; row <= r.To.Row; row++ {
		for col := r.From.Col; col <= r.To.Col; col++ {
			at := grid.Address{Col: col, Row: row}
			if m, ok := s.Merge(at); ok {
				at = m.From
			}
			if seen[at] {
				continue
			}
			if len(out) == maxCells {
				return out
			}
			seen[at] = true
			out = append(out, at)
		}
	}
	return out
}
