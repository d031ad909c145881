package layout

import (
	"strings"

	"tongbao/reports/bulletin"
	"tongbao/reports/page"
	"tongbao/server/ledger"
)

// lights are the shapes of the verdicts.
var lights = map[ledger.Verdict]page.Light{
	ledger.Completed:    page.Tick,
	ledger.Ahead:        page.TriangleUp,
	ledger.OnSchedule:   page.Disc,
	ledger.NearSchedule: page.HalfDisc,
	ledger.Behind:       page.TriangleDown,
	ledger.FarBehind:    page.TwoTrianglesDown,
	ledger.NotDue:       page.Dot,
	ledger.NotReported:  page.Ring,
	ledger.NotAssigned:  page.Dash,
	ledger.NoTask:       page.Dash,
}

var aligns = map[bulletin.Align]page.Align{
	bulletin.Left: page.Left, bulletin.Center: page.Center,
	bulletin.Right: page.Right, bulletin.Decimal: page.Decimal,
}

var kinds = map[bulletin.RowKind]page.RowKind{
	bulletin.DataRow: page.DataRow, bulletin.SectionRow: page.SectionRow, bulletin.TotalRow: page.TotalRow,
}

// denseRows is how many rows a table has before it is set smaller.
const denseRows = 40

// table turns a table into what page sets, and notes the verdicts it shows by
// the words it prints: a public edition has softer ones.
func table(t bulletin.Table, seen map[ledger.Verdict]string) page.Table {
	out := page.Table{Title: t.Title, Dense: len(t.Rows) > denseRows}
	for _, c := range t.Columns {
		out.Columns = append(out.Columns, page.Column{
			Group: c.Group, Head: c.Head, Unit: c.Unit, Weight: c.Weight, Align: aligns[c.Align],
		})
	}
	for _, r := range t.Rows {
		row := page.Row{Kind: kinds[r.Kind], Anchor: r.Anchor, Cells: make([]page.Cell, len(r.Cells))}
		for i, c := range r.Cells {
			if c.Verdict != "" && seen[c.Verdict] == "" {
				seen[c.Verdict] = word(c.Text)
			}
			row.Cells[i] = page.Cell{Text: c.Text, Light: lights[c.Verdict], Span: c.Span, Covered: c.Covered}
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// word is a verdict as printed, without a remark in brackets.
func word(text string) string {
	before, _, _ := strings.Cut(text, "（")
	return strings.TrimSpace(before)
}
