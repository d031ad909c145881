package intake

import (
	"strings"

	"github.com/shopspring/decimal"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/wording"
)

// The kinds of FundingRow.
const (
	fundingTotal   = "total"
	fundingPlanned = "planned"
	fundingSource  = "source"
)

// readFundings reads a funding table: sources down in a column of their own, or
// across as columns.
func (t *table) readFundings(d *Draft) {
	for _, r := range t.records() {
		rows := t.fundingRows(r)
		t.checkFunding(r, rows)
		d.Fundings = append(d.Fundings, rows...)
	}
}

func (t *table) fundingRows(r *record) []FundingRow {
	base := FundingRow{
		Cell: t.at(r.row, t.firstColumn()), Series: r.id.Series, No: r.id.No, Sub: r.id.Sub, Name: r.name,
	}
	var rows []FundingRow
	amount := func(row int, c grid.Cell, kind, source string) bool {
		f := base
		f.Kind, f.Source = kind, source
		text := wording.Simplify(strings.TrimSpace(c.Text))
		if source != "" && openSource.MatchString(text) {
			f.Open, f.Cell = true, t.cell(c.Row, c.Col)
			rows = append(rows, f)
			return true
		}
		if f.Amount = t.moneyAt(row, c); f.Amount == nil {
			return false
		}
		f.Cell = t.cell(c.Row, c.Col)
		rows = append(rows, f)
		return true
	}
	if cells := t.texts(r, fieldTotal); len(cells) > 0 {
		amount(r.row, cells[0], fundingTotal, "")
	}
	if cells := t.texts(r, fieldPlanned); len(cells) > 0 {
		amount(r.row, cells[0], fundingPlanned, "")
	}
	if !t.has(fieldTotal) {
		if cells := t.texts(r, fieldSum); len(cells) > 0 {
			amount(r.row, cells[0], fundingTotal, "")
		}
	}
	for _, row := range r.rows {
		filled := row == r.row && len(rows) > 0
		if name := t.get(row, fieldSource); name != "" && t.has(fieldAmount) {
			c := t.own(row, t.col(fieldAmount))
			if strings.TrimSpace(c.Text) == "" && openSource.MatchString(wording.Simplify(name)) {
				c.Text = name
			}
			filled = amount(row, c, fundingSource, name) || filled
		}
		for _, col := range t.by[fieldShare] {
			filled = amount(row, t.own(row, col), fundingSource, t.column(col).share) || filled
		}
		if !filled {
			t.unfilled[row] = true
		}
	}
	return rows
}

// checkFunding compares the named sources with the whole: not above it where a
// source is open, equal to it otherwise. They may add up to this year's plan
// instead of the total.
func (t *table) checkFunding(r *record, rows []FundingRow) {
	sum, open, sources := decimal.Zero, false, 0
	var total, planned *FundingRow
	for i := range rows {
		f := &rows[i]
		switch f.Kind {
		case fundingTotal:
			total = f
		case fundingPlanned:
			planned = f
		default:
			open = open || f.Open
			if f.Amount != nil && !ofWhich.MatchString(f.Source) {
				sum = sum.Add(*f.Amount)
				sources++
			}
		}
	}
	if sources == 0 || total == nil && planned == nil {
		return
	}
	tolerant := false
	for _, row := range r.rows {
		tolerant = tolerant || about.MatchString(wording.Simplify(t.lineText(row)))
	}
	for _, whole := range []*FundingRow{total, planned} {
		if whole == nil {
			continue
		}
		switch {
		case sum.Equal(*whole.Amount), open && sum.LessThan(*whole.Amount), tolerant && within(sum, *whole.Amount):
			return
		}
	}
	whole := total
	if whole == nil {
		whole = planned
	}
	last := r.rows[len(r.rows)-1]
	col := t.col(fieldAmount)
	cells := grid.Range{From: grid.Address{Col: col, Row: r.row}, To: grid.Address{Col: col, Row: last}}
	if shares := t.by[fieldShare]; col == 0 && len(shares) > 0 {
		cells.From.Col, cells.To.Col = shares[0], shares[len(shares)-1]
	}
	for _, row := range r.rows {
		t.rejected[row] = true
	}
	args := []string{"value", whole.Amount.String(), "sum", sum.String(), "cells", cells.String(), "name", r.name}
	if open {
		args = append(args, "open", "1")
	}
	ref := whole.Cell.Ref
	if a, ok := grid.ParseAddress(ref); ok {
		ref = t.ref(a.Row, a.Col)
	}
	t.found.fail(CodeSumMismatch, t.Name, ref, args...)
}
