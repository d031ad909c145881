package page

import (
	"slices"
	"strings"

	"tongbao/reports/font"
)

// headCell is one cell of the head: columns from to to (exclusive), on level
// top for levels rows.
type headCell struct {
	from, to    int
	top, levels int
	box         cellBox
}

// headSpans are the texts of a column's own head: its name, and its unit below
// in brackets.
func headSpans(col Column) [][]Span {
	spans := [][]Span{{{Face: font.Hei, Text: col.Head}}}
	if col.Unit != "" {
		spans = append(spans, []Span{{Face: font.Song, Text: "（" + col.Unit + "）"}})
	}
	return spans
}

// breakHeads breaks the head's cells and finds its heights. Columns under a
// group have two levels, the others span both.
func (ts *tableSetter) breakHeads() {
	levels := 1
	for _, col := range ts.t.Columns {
		if col.Group != "" {
			levels = 2
		}
	}
	ts.headHigh = make([]float64, levels)
	if levels == 1 && !slices.ContainsFunc(ts.t.Columns, func(c Column) bool { return c.Head+c.Unit != "" }) {
		return // a table without a head
	}
	for c := 0; c < len(ts.t.Columns); c++ {
		col := ts.t.Columns[c]
		if col.Group != "" && (c == 0 || ts.t.Columns[c-1].Group != col.Group) {
			to := c + 1
			for to < len(ts.t.Columns) && ts.t.Columns[to].Group == col.Group {
				to++
			}
			ts.head(headCell{from: c, to: to, levels: 1}, [][]Span{{{Face: font.Hei, Text: col.Group}}})
		}
		cell := headCell{from: c, to: c + 1, top: levels - 1, levels: 1}
		if col.Group == "" {
			cell.top, cell.levels = 0, levels
		}
		ts.head(cell, headSpans(col))
	}
	for _, h := range ts.heads {
		if h.levels == 1 {
			ts.headHigh[h.top] = max(ts.headHigh[h.top], ts.height(h.box))
		}
	}
	for _, h := range ts.heads {
		if short := ts.height(h.box) - sum(ts.headHigh); h.levels == levels && short > 0 {
			ts.headHigh[levels-1] += short
		}
	}
}

func (ts *tableSetter) head(cell headCell, texts [][]Span) {
	cell.box.align = Center
	for _, spans := range texts {
		box := ts.cellBox(ts.s.cellText(spans), NoLight, Center, ts.x[cell.to]-ts.x[cell.from])
		cell.box.lines = append(cell.box.lines, box.lines...)
	}
	ts.heads = append(ts.heads, cell)
}

// drawHead draws the head with its top at y.
func (ts *tableSetter) drawHead(p *Page, y float64) {
	if len(ts.heads) == 0 {
		return
	}
	p.Fills = append(p.Fills, Fill{ts.area.left, y, ts.area.width(), sum(ts.headHigh), Tint})
	for _, h := range ts.heads {
		top := y + sum(ts.headHigh[:h.top])
		high := sum(ts.headHigh[h.top : h.top+h.levels])
		ts.drawLines(p, h.box, h.box.lines, -1, ts.x[h.from], ts.x[h.to], top, high)
		if h.top > 0 {
			p.Rules = append(p.Rules, Rule{ts.x[h.from], top, ts.x[h.to], top, innerRule, Black})
		}
		if h.from > 0 {
			p.Rules = append(p.Rules, Rule{ts.x[h.from], top, ts.x[h.from], top + high, innerRule, Black})
		}
	}
}

// decimals is how wide the numbers of a column are, in em, before and after
// the place of their decimal point.
type decimals struct{ before, after float64 }

func (d *decimals) take(s *Setter, spans []Span) {
	if len(spans) != 1 || !isNumber(spans[0].Text) {
		return
	}
	before, after := splitNumber(spans[0].Text)
	d.before = max(d.before, s.single(spans[0].Face, before, 1).width)
	d.after = max(d.after, s.single(spans[0].Face, after, 1).width)
}

// isNumber reports whether text is a number as printed, "−6.25%" or
// "1,234.50".
func isNumber(text string) bool {
	text = strings.TrimLeft(text, "+-−")
	text = strings.TrimRight(text, "%‰")
	return text != "" && strings.Trim(text, "0123456789.,") == "" && isDigit(rune(text[0]))
}

// splitNumber splits a number before its decimal point, or after its last
// digit.
func splitNumber(text string) (before, after string) {
	if i := strings.IndexByte(text, '.'); i >= 0 {
		return text[:i], text[i:]
	}
	i := strings.LastIndexAny(text, "0123456789") + 1
	return text[:i], text[i:]
}
