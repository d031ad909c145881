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

var (
	moneyFields  = []field{fieldTotal, fieldPlanned, fieldInvested, fieldInPlace}
	countsFields = []field{fieldTarget, fieldStarted, fieldDone, fieldFinished}
)

// checkSums compares the total rows of a table of projects with what they sum up:
// 小计 the rows since the total before it, any other those or all rows. Amounts
// are compared always, quantities where all rows are of one project.
func (t *table) checkSums(records []*record) {
	of := make(map[int]*record, len(t.lines)) // none for a row that could not be told
	for _, r := range records {
		for _, row := range r.rows {
			of[row] = r
		}
	}
	var all, since []int
	for _, l := range t.lines {
		if l.kind == lineData {
			all = append(all, l.row)
		}
	}
	for _, l := range t.lines {
		switch l.kind {
		case lineData:
			since = append(since, l.row)
		case lineTotal:
			groups := [][]int{all, since}
			if t.totalName(t.filled(l.row)) == "小计" {
				groups = groups[1:]
			}
			for _, f := range moneyFields {
				t.checkSum(l.row, t.col(f), groups, of)
			}
			if t.layout == LayoutProgress {
				groups = slices.DeleteFunc(groups, func(rows []int) bool { return !t.ofOneProject(rows, of) })
				for _, f := range countsFields {
					t.checkSum(l.row, t.col(f), groups, of)
				}
			}
			since = nil
		default:
		}
	}
}

// checkSum compares one cell of a total row with the rows that it may sum up: one
// group of them is to add up. A project may say its figure in each of its rows,
// or once.
func (t *table) checkSum(row, col int, groups [][]int, of map[int]*record) {
	if col == 0 {
		return
	}
	whole, _, ok := figure(t.own(row, col).Text)
	if !ok {
		return
	}
	var failed []int
	for _, rows := range groups {
		sum, n, readable := t.columnSum(col, rows)
		sumOnce, k, _ := t.columnSum(col, once(rows, of))
		if !readable || n > 0 && (addsUp(sum, whole, n) || addsUp(sumOnce, whole, k)) {
			return
		}
		if n > 1 && failed == nil {
			failed = rows
		}
	}
	if failed != nil {
		sum, _, _ := t.columnSum(col, failed)
		t.totalFails(row, col, failed, sum, whole, t.column(col).name())
	}
}

// once are the rows without those that go on with a project told before.
func once(rows []int, of map[int]*record) []int {
	var out []int
	seen := make(map[ledger.ProjectID]bool)
	for _, row := range rows {
		r := of[row]
		if r != nil && seen[r.id] {
			continue
		}
		if r != nil {
			seen[r.id] = true
		}
		out = append(out, row)
	}
	return out
}

// ofOneProject reports whether rows count the same thing: of one project, in one
// measure, none of them 其中.
func (t *table) ofOneProject(rows []int, of map[int]*record) bool {
	for _, row := range rows {
		if of[row] == nil || of[row].id != of[rows[0]].id || ofWhich.MatchString(t.get(row, fieldIndicator)) ||
			t.get(row, fieldIndicator) != t.get(rows[0], fieldIndicator) || t.get(row, fieldMeasure) != t.get(rows[0], fieldMeasure) {
			return false
		}
	}
	return len(rows) > 0
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
