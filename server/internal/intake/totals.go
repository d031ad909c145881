package intake

import (
	"slices"

	"github.com/shopspring/decimal"

	"tongbao/server/internal/grid"
	"tongbao/server/ledger"
)

// checkColumnTotal compares one cell of a total row with the figures it sums up.
func (t *table) checkColumnTotal(row, col int, parts []int, name string) {
	whole, _, ok := figure(t.own(row, col).Text)
	sum, n, readable := t.columnSum(col, parts)
	if !ok || !readable || n < 2 || addsUp(sum, whole, n) {
		return
	}
	t.totalFails(row, col, parts, sum, whole, name)
}

// checkMoneyTotals compares the amounts of a 合计 row with those of all projects.
// A project may say its amount in each of its rows, or once.
func (t *table) checkMoneyTotals(records []*record) {
	var all, once []int
	seen := make(map[ledger.ProjectID]bool)
	for _, r := range records {
		all = append(all, r.rows...)
		if !seen[r.id] {
			once = append(once, r.row)
		}
		seen[r.id] = true
	}
	told := make(map[int]bool, len(all))
	for _, row := range all {
		told[row] = true
	}
	for _, l := range t.lines { // rows that could not be told from others count too
		if l.kind == lineData && !told[l.row] {
			all, once = append(all, l.row), append(once, l.row)
		}
	}
	slices.Sort(all)
	for _, l := range t.lines {
		if l.kind != lineTotal || t.totalName(t.filled(l.row)) == "小计" {
			continue
		}
		for _, f := range []field{fieldTotal, fieldPlanned, fieldInvested, fieldInPlace} {
			col := t.col(f)
			whole, _, ok := figure(t.own(l.row, col).Text)
			if col == 0 || !ok {
				continue
			}
			sum, n, readable := t.columnSum(col, all)
			sumOnce, k, _ := t.columnSum(col, once)
			if !readable || n < 2 || addsUp(sum, whole, n) || addsUp(sumOnce, whole, k) {
				continue
			}
			t.totalFails(l.row, col, all, sum, whole, t.column(col).name())
		}
	}
}

// columnSum adds the figures of a column over rows, n of them; false where one
// cannot be read.
func (t *table) columnSum(col int, rows []int) (sum decimal.Decimal, n int, ok bool) {
	for _, r := range rows {
		c := t.own(r, col)
		if c.Text == "" || filler(c.Text) {
			continue
		}
		v, _, readable := figure(c.Text)
		if !readable {
			return sum, n, false
		}
		sum = sum.Add(v)
		n++
	}
	return sum, n, true
}

// addsUp reports whether a sum of n figures is its total. Figures with decimals
// may differ by what rounding loses.
func addsUp(sum, whole decimal.Decimal, n int) bool {
	if whole.IsInteger() && sum.IsInteger() {
		return sum.Equal(whole)
	}
	slack := decimal.New(int64(n), whole.Exponent()).Div(decimal.NewFromInt(2))
	return sum.Sub(whole).Abs().LessThanOrEqual(slack)
}

func (t *table) totalFails(row, col int, parts []int, sum, whole decimal.Decimal, name string) {
	cells := grid.Range{From: grid.Address{Col: col, Row: parts[0]}, To: grid.Address{Col: col, Row: parts[len(parts)-1]}}
	t.found.fail(CodeSumMismatch, t.Name, t.ref(row, col), "value", whole.String(), "sum", sum.String(), "cells", cells.String(), "name", name)
}
