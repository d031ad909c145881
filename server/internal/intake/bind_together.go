package intake

import (
	"github.com/shopspring/decimal"

	"tongbao/server/ledger"
)

// together reads rows that share out a project's only quantity without its plan
// naming the parts (新建 15座, 改造 11座 of 26座): where their year's figures add up
// to it, so do their counts. The rows left over otherwise are returned as they
// are.
func (w *binder) together(b *bound, rows []*ProgressRow, chosen map[*ProgressRow]*scored) []*ProgressRow {
	t := onlyQuantity(b.project)
	if t == nil || len(rows) < 2 || len(chosen) == len(rows) {
		return rows
	}
	var own, rest []*ProgressRow
	sum := decimal.Zero
	for _, r := range rows {
		factor, fits := measureFactor(r.Measure, t.Measure)
		if c := chosen[r]; c != nil && c.target != t || c == nil && (!fits || r.Target == nil) {
			rest = append(rest, r)
			continue
		}
		if r.Target == nil {
			return rows
		}
		sum = sum.Add(r.Target.Mul(factor))
		own = append(own, r)
	}
	if whole := wholeOf(b, t); len(own) < 2 || whole == nil && b.report.Area == "" || whole != nil && !whole.Equal(sum) {
		return rows // an area without a known share can only be believed
	}
	f := ledger.Figures{
		Target: t.ID, Cell: own[0].FigureCell, StartedCell: own[0].StartedCell, FinishedCell: own[0].FinishedCell,
		Started:  sumOf(own, t, func(r *ProgressRow) *decimal.Decimal { return r.Started }),
		Done:     sumOf(own, t, func(r *ProgressRow) *decimal.Decimal { return r.Cumulative }),
		Finished: sumOf(own, t, func(r *ProgressRow) *decimal.Decimal { return r.Finished }),
	}
	if f.Started == nil && f.Done == nil && f.Finished == nil {
		return rows
	}
	b.report.Figures = append(b.report.Figures, f)
	return rest
}

// wholeOf is a target's quantity for the year, or the area's share of it.
func wholeOf(b *bound, t *ledger.Target) *decimal.Decimal {
	if b.report.Area == "" {
		return t.Quantity
	}
	for i := range b.project.Allocations {
		if a := &b.project.Allocations[i]; a.Target == t.ID && a.Unit == b.report.Area && !a.Of && a.Part == "" {
			return &a.Quantity
		}
	}
	return nil
}

// sumOf adds one figure of all rows, in the target's measure; nil where one row
// lacks it.
func sumOf(rows []*ProgressRow, t *ledger.Target, figure func(*ProgressRow) *decimal.Decimal) *decimal.Decimal {
	sum := decimal.Zero
	for _, r := range rows {
		n := figure(r)
		if n == nil {
			return nil
		}
		factor, _ := measureFactor(r.Measure, t.Measure)
		sum = sum.Add(n.Mul(factor))
	}
	return &sum
}
