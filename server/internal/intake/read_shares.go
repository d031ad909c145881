package intake

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

var (
	ofWhich = regexp.MustCompile(`^(?:其中|含)[:：,，]?\s*(.+)$`)
	about   = regexp.MustCompile(`约|左右|近`)
)

// readAllocations reads an allocation table: areas across, or one row for each
// area.
func (t *table) readAllocations(d *Draft) {
	for _, r := range t.records() {
		for _, row := range r.rows {
			shares := t.allocationRow(r, row)
			if len(shares) == 0 {
				t.unfilled[row] = true
			}
			d.Allocations = append(d.Allocations, shares...)
		}
	}
	t.checkTotals()
}

func (t *table) allocationRow(r *record, row int) []AllocationRow {
	a := AllocationRow{
		Cell: t.at(row, t.firstColumn()), Series: r.id.Series, No: r.id.No, Sub: r.id.Sub, Name: r.name,
		Target: t.get(row, fieldIndicator), Measure: wording.Simplify(t.get(row, fieldMeasure)),
	}
	if m := ofWhich.FindStringSubmatch(a.Target); m != nil {
		a.Of, a.OfName = true, m[1]
	}
	var shares []AllocationRow
	sum := decimal.Zero
	add := func(c grid.Cell, unit string, at ledger.Cell) {
		q := t.numberAt(row, c)
		if q == nil {
			return
		}
		a := a
		a.Unit, a.Quantity, a.Cell, a.UnitCell = wording.Area(unit), *q, t.cell(c.Row, c.Col), at
		shares, sum = append(shares, a), sum.Add(*q)
	}
	for _, col := range t.by[fieldShare] {
		add(t.own(row, col), t.column(col).share, t.cell(t.headTo, col))
	}
	if area := t.get(row, fieldArea); area != "" && t.has(fieldTarget) {
		add(t.own(row, t.col(fieldTarget)), area, t.getCell(row, fieldArea))
	}
	cols := t.by[fieldShare]
	if col := t.col(fieldSum); col > 0 && len(cols) > 0 {
		ref := grid.Range{From: grid.Address{Col: cols[0], Row: row}, To: grid.Address{Col: cols[len(cols)-1], Row: row}}.String()
		for i := range shares {
			shares[i].Ref = ref
		}
		c := t.own(row, col)
		if total := t.numberAt(row, c); total != nil && len(shares) > 0 && !t.rejected[row] && !t.agrees(row, sum, *total) {
			t.fail(row, CodeSumMismatch, t.ref(row, col), "value", total.String(), "sum", sum.String(),
				"cells", ref, "name", firstOf(a.Target, r.name))
		}
	}
	for i := range shares {
		shares[i].Partial = t.rejected[row]
	}
	return shares
}

// agrees reports whether a sum is its total; about in the row gives five in a
// hundred of tolerance.
func (t *table) agrees(row int, sum, total decimal.Decimal) bool {
	if sum.Equal(total) {
		return true
	}
	return about.MatchString(wording.Simplify(t.lineText(row))) && within(sum, total)
}

// within reports whether two figures differ by less than five in a hundred.
func within(a, b decimal.Decimal) bool {
	return a.Sub(b).Abs().Mul(decimal.NewFromInt(20)).LessThanOrEqual(b.Abs())
}

// checkTotals compares a 合计 row at the table's end with the rows above it,
// where they all count the same thing.
func (t *table) checkTotals() {
	measure, mixed := "", false
	for _, l := range t.lines {
		if l.kind == lineData {
			m := t.get(l.row, fieldMeasure)
			mixed = mixed || measure != "" && m != measure
			measure = firstOf(m, measure)
		}
	}
	if mixed {
		return
	}
	var since []int
	for _, l := range t.lines {
		switch l.kind {
		case lineData:
			since = append(since, l.row)
		case lineTotal:
			t.checkTotal(l.row, since)
			since = nil
		default:
		}
	}
}

func (t *table) checkTotal(row int, above []int) {
	if len(above) < 2 {
		return
	}
	for _, f := range []field{fieldShare, fieldSum} {
		for _, col := range t.by[f] {
			total, _, ok := figure(t.own(row, col).Text)
			if !ok {
				continue
			}
			sum, readable := decimal.Zero, true
			for _, r := range above {
				if ofWhich.MatchString(t.get(r, fieldIndicator)) {
					continue
				}
				text := strings.TrimSpace(t.own(r, col).Text)
				if text == "" || filler(text) {
					continue
				}
				n, _, ok := figure(text)
				readable = readable && ok
				sum = sum.Add(n)
			}
			if readable && !sum.Equal(total) {
				cells := grid.Range{From: grid.Address{Col: col, Row: above[0]}, To: grid.Address{Col: col, Row: above[len(above)-1]}}
				t.found.fail(CodeSumMismatch, t.Name, t.ref(row, col), "value", total.String(), "sum", sum.String(),
					"cells", cells.String(), "name", t.column(col).name())
			}
		}
	}
}
