package bulletin

import (
	"strings"

	"github.com/shopspring/decimal"

	"tongbao/server/ledger"
)

// money is an amount in 万元 as prose says it: 48.62 and 亿元 from one 亿 up,
// else 万元, with at most two decimals.
func money(tenThousands decimal.Decimal) (amount, measure string) {
	if yi := decimal.NewFromInt(10000); tenThousands.Abs().GreaterThanOrEqual(yi) {
		return quantity(tenThousands.Div(yi)), "亿元"
	}
	return quantity(tenThousands), "万元"
}

// quantity is a number with at most two decimals, without trailing zeros.
func quantity(n decimal.Decimal) string { return n.Round(2).String() }

// spoken is a quantity as prose says it: from 10,000 up in 万 where that
// takes no more than three decimals (280万立方米, 1.586万套).
func spoken(n decimal.Decimal, measure string) string {
	tenThousand := decimal.NewFromInt(10000)
	tenThousands := n.Div(tenThousand)
	if n.Abs().LessThan(tenThousand) || strings.HasPrefix(measure, "万") || !tenThousands.Equal(tenThousands.Round(3)) {
		return quantity(n)
	}
	return tenThousands.String() + "万"
}

// decimals is how many digits a printed number has after its point.
func decimals(s string) int {
	_, after, _ := strings.Cut(s, ".")
	return len(after)
}

// withDecimals fills a printed number up with zeros to n decimals.
func withDecimals(s string, n int) string {
	missing := n - decimals(s)
	if missing <= 0 {
		return s
	}
	if !strings.Contains(s, ".") {
		s += "."
	}
	return s + strings.Repeat("0", missing)
}

// numberFormat is the workbook's number format that prints as text does:
// "13.75" gives 0.00, and a measure follows in quotes.
func numberFormat(text, measure string) string {
	format := "0"
	if _, decimals, ok := strings.Cut(text, "."); ok {
		format += "." + strings.Repeat("0", len(decimals))
	}
	if measure != "" {
		format += `"` + strings.ReplaceAll(measure, `"`, "") + `"`
	}
	return format
}

// printed is a percent as it is printed with one digit.
func printed(p ledger.Percent) ledger.Percent {
	d, err := decimal.NewFromString(p.Fixed(1))
	if err != nil {
		return p // Fixed always gives a number
	}
	return ledger.PercentFrom(d)
}

// funded is one project's money in 万元; done is nil where nothing is told.
type funded struct {
	st      *ledger.Standing
	planned decimal.Decimal
	done    *decimal.Decimal
	inPlace *decimal.Decimal
	earlier bool // the report is of an earlier period
}

// cells are where the amounts were read.
func (f *funded) cells() []ledger.Cell {
	from := []ledger.Cell{f.st.Project.PlannedCell}
	if r := f.st.Report; r != nil {
		from = append(from, r.PlannedCell, r.InvestedCell, r.InPlaceCell)
	} else if r := f.st.Latest; r != nil {
		from = append(from, r.PlannedCell, r.InvestedCell, r.InPlaceCell)
	}
	out := from[:0]
	for _, c := range from {
		if c != (ledger.Cell{}) {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return cellsOf(f.st)
	}
	return out
}

// funding are the projects that name this year's plan, and those that tell
// what they invested but no plan. It follows ledger.Investment: the programme's
// plan stands before the report's, the latest report before none.
func funding(s *ledger.SeriesSummary) (with []funded, without []*ledger.Standing) {
	for i := range s.Standings {
		st := &s.Standings[i]
		if st.Verdict == ledger.NoTask {
			continue
		}
		r := st.Report
		if r == nil {
			r = st.Latest
		}
		planned, one := st.Project.Planned, funded{st: st}
		if r != nil {
			one.earlier = st.Report == nil
			one.done, one.inPlace = r.Invested, r.InPlace
			if planned == nil {
				planned = r.Planned
			}
		}
		switch {
		case planned != nil:
			one.planned = *planned
			with = append(with, one)
		case one.done != nil:
			without = append(without, st)
		}
	}
	return with, without
}
