package intake

import (
	"slices"

	"github.com/shopspring/decimal"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// readShares reads the columns that stand for areas: each the area's share of
// the project's first quantity, all of them together the whole of an only one.
func (t *table) readShares(r *record, p *ledger.Project) {
	cols := t.by[fieldShare]
	target := ""
	for _, tg := range p.Targets {
		if tg.HasQuantity() {
			target = tg.ID
			break
		}
	}
	sum := decimal.Zero
	for _, col := range cols {
		c := t.value(r.row, col)
		q := t.numberAt(r.row, c)
		if q == nil {
			continue
		}
		sum = sum.Add(*q)
		p.Allocations = append(p.Allocations, ledger.Allocation{
			Target: target, Unit: wording.Area(t.column(col).share), Quantity: *q, Cell: t.cell(r.row, col),
		})
	}
	only := onlyQuantity(p)
	if len(p.Allocations) == 0 || t.rejected[r.row] || only == nil || sharesFit(only.Comparator, sum, *only.Quantity) {
		return
	}
	cells := grid.Range{From: grid.Address{Col: cols[0], Row: r.row}, To: grid.Address{Col: cols[len(cols)-1], Row: r.row}}.String()
	t.fail(r.row, CodeSumMismatch, cells, "of", "target", "name", shorten(only.Text), "sum", sum.String(),
		"value", only.Quantity.String(), "cells", cells)
}

// readToldShares takes the shares that the content tells in words, where no
// columns stand for areas.
func (t *table) readToldShares(r *record, p *ledger.Project, shared []wording.SharedOut) {
	if len(p.Allocations) > 0 {
		return
	}
	for _, s := range shared {
		i := slices.IndexFunc(p.Targets, func(tg ledger.Target) bool { return tg.ID == s.Target })
		if i < 0 {
			continue
		}
		for _, a := range s.Areas {
			p.Allocations = append(p.Allocations, ledger.Allocation{
				Target: s.Target, Part: s.Part, Unit: a.Unit, Quantity: a.Quantity, Cell: p.Targets[i].Cell,
			})
		}
		t.checkTold(r, &p.Targets[i], &s)
	}
}

// mostNamed is how many areas a 其中 may name and still leave others out without a
// word: a list that is longer means to be whole.
const mostNamed = 2

// checkTold compares shares told in words with what they share out. A 其中 of
// several areas that falls short is doubtful, not wrong.
func (t *table) checkTold(r *record, target *ledger.Target, s *wording.SharedOut) {
	whole, name := target.Quantity, target.Text
	for k := range target.Parts {
		if part := &target.Parts[k]; s.Part != "" && part.Name == s.Part {
			whole, name = &part.Quantity, part.Name
		}
	}
	if whole == nil || sharesFit(target.Comparator, s.Sum, *whole) {
		return
	}
	a, _ := grid.ParseAddress(target.Cell.Ref)
	ref := t.ref(a.Row, a.Col)
	args := []string{"of", "told", "name", shorten(name), "sum", s.Sum.String(), "value", whole.String()}
	short := s.Sum.LessThan(*whole)
	switch {
	case short && (s.Open || s.Marked && len(s.Areas) <= mostNamed):
	case short && s.Marked:
		t.warn(CodeSumMismatch, ref, args...)
	default:
		t.fail(r.row, CodeSumMismatch, ref, args...)
	}
}

// sharesFit reports whether what is shared out is the target: equal where it is
// exact, within five in a hundred where it is 约, at least where it is 以上.
func sharesFit(c ledger.Comparator, sum, whole decimal.Decimal) bool {
	return sum.Equal(whole) || c == ledger.About && within(sum, whole) ||
		c == ledger.AtLeast && sum.GreaterThan(whole) || c == ledger.AtMost && sum.LessThan(whole)
}
