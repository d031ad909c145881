package intake

import (
	"strings"

	"github.com/shopspring/decimal"

	"tongbao/server/internal/grid"
)

var (
	one     = decimal.NewFromInt(1)
	hundred = decimal.NewFromInt(100)
)

// percentAt reads a percent, 60 for 60 %, in the column's own scale; nil where
// the cell is blank.
func (t *table) percentAt(row int, c grid.Cell) *decimal.Decimal {
	if !t.usable(row, c) {
		return nil
	}
	text := strings.TrimSpace(c.Text)
	if n, ok := percent(text); ok {
		return &n
	}
	n, _, ok := figure(text)
	if !ok {
		t.unreadable(row, c)
		return nil
	}
	n = n.Mul(t.scale(c.Col))
	return &n
}

// scale is what the plain figures of a percent column are to be multiplied by:
// 1 where 60 means 60 %, 100 where 0.6 does. The column decides, not the cell:
// by comparison with figure ÷ target where both stand beside it, else by the
// largest figure.
func (t *table) scale(col int) decimal.Decimal {
	if s, ok := t.scales[col]; ok {
		return s
	}
	largest, fraction := decimal.Zero, false
	asFraction, asPercent := 0, 0
	for _, l := range t.lines {
		if l.kind != lineData {
			continue
		}
		c := t.own(l.row, col)
		n, err := decimal.NewFromString(strings.TrimSpace(c.Text))
		if err != nil || c.Percent || !inRange(n) {
			continue
		}
		largest = decimal.Max(largest, n.Abs())
		fraction = fraction || !n.IsInteger()
		if share := t.share(l.row, col); share != nil && share.GreaterThan(one) {
			if near(n.Mul(hundred), *share) {
				asFraction++
			} else if near(n, *share) {
				asPercent++
			}
		}
	}
	s := one
	switch {
	case asFraction != asPercent:
		if asFraction > asPercent {
			s = hundred
		}
	case largest.GreaterThan(decimal.NewFromFloat(1.5)):
	case fraction, largest.Equal(one) && !strings.Contains(t.column(col).bracket, "%"):
		s = hundred
	}
	t.scales[col] = s
	return s
}

// countOf is the column of figures that a column of rates is the share of.
var countOf = map[field]field{fieldRate: fieldDone, fieldStartRate: fieldStarted, fieldFinishRate: fieldFinished}

// share is what a row's figures make of its rate: cumulative ÷ target in percent,
// nil where one is missing.
func (t *table) share(row, rate int) *decimal.Decimal {
	done, target := t.col(countOf[t.column(rate).field]), t.col(fieldTarget)
	if in := t.cross[rate]; in != nil {
		done, target = in.cols[fieldDone], in.cols[fieldTarget]
	}
	if done == 0 || target == 0 {
		return nil
	}
	d, _, ok1 := figure(t.own(row, done).Text)
	g, _, ok2 := figure(t.own(row, target).Text)
	if !ok1 || !ok2 || !g.IsPositive() {
		return nil
	}
	s := d.Mul(hundred).DivRound(g, 6)
	return &s
}

// near reports whether two percents agree as far as a table prints them.
func near(a, b decimal.Decimal) bool {
	return a.Sub(b).Abs().LessThanOrEqual(decimal.NewFromFloat(0.51))
}
