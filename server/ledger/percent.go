package ledger

import (
	"math/big"
	"strings"

	"github.com/shopspring/decimal"
)

// Percent is an exact fraction counted in percent (50 means a half), or in
// percentage points for a difference. The zero Percent is 0 %. Percents are
// subtracted first and rounded last, so that a printed difference is the true
// one.
type Percent struct{ r *big.Rat }

var hundred = big.NewRat(100, 1)

// PercentOf is part ÷ whole × 100. It returns false when whole is zero.
func PercentOf(part, whole decimal.Decimal) (Percent, bool) {
	if whole.IsZero() {
		return Percent{}, false
	}
	over, under := decimal.RescalePair(part.Shift(2), whole) // of one exponent: their coefficients have the same ratio
	return Percent{new(big.Rat).SetFrac(over.Coefficient(), under.Coefficient())}, true
}

// PercentFrom is the percent that d says: 50 for 50 %.
func PercentFrom(d decimal.Decimal) Percent { return Percent{d.Rat()} }

// PercentOfInts is n of m as a percent; 0 when m is 0.
func PercentOfInts(n, m int) Percent {
	p, _ := PercentOf(decimal.NewFromInt(int64(n)), decimal.NewFromInt(int64(m)))
	return p
}

func (p Percent) rat() *big.Rat {
	if p.r == nil {
		return new(big.Rat)
	}
	return p.r
}

// Sub is p − o.
func (p Percent) Sub(o Percent) Percent { return Percent{new(big.Rat).Sub(p.rat(), o.rat())} }

// Add is p + o.
func (p Percent) Add(o Percent) Percent { return Percent{new(big.Rat).Add(p.rat(), o.rat())} }

// Div is p ÷ n, for a mean of n values; n must not be 0.
func (p Percent) Div(n int) Percent {
	return Percent{new(big.Rat).Quo(p.rat(), big.NewRat(int64(n), 1))}
}

// Cmp compares p with o: −1, 0 or 1.
func (p Percent) Cmp(o Percent) int { return p.rat().Cmp(o.rat()) }

// capped is p, or 100 % where it is more.
func (p Percent) capped() Percent {
	if p.CmpInt(100) > 0 {
		return PercentOfInts(1, 1)
	}
	return p
}

// CmpInt compares p with n percent.
func (p Percent) CmpInt(n int64) int { return p.rat().Cmp(big.NewRat(n, 1)) }

// Of is p percent of d, exactly.
func (p Percent) Of(d decimal.Decimal) *big.Rat {
	r := new(big.Rat).Mul(p.rat(), d.Rat())
	return r.Quo(r, hundred)
}

// Fixed is p rounded half away from zero to n decimal places, all of them
// printed: "13.750000".
func (p Percent) Fixed(n int) string { return p.rat().FloatString(n) }

// Shown is p rounded half away from zero to at most n places, without
// trailing zeros: "13.8", "20".
func (p Percent) Shown(n int) string { return trimZeros(p.Fixed(n)) }

// Abs is p without its sign.
func (p Percent) Abs() Percent { return Percent{new(big.Rat).Abs(p.rat())} }

// Float is the nearest binary value, for a cell of a workbook or the length
// of a bar; never for arithmetic.
func (p Percent) Float() float64 {
	f, _ := p.rat().Float64()
	return f
}

func trimZeros(s string) string {
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" {
		return "0"
	}
	return s
}

// ShownDifference prints actual, expected and their difference (without its
// sign) with the fewest digits, one to four, at which the printed operands give
// the printed difference: 20 % − 13.75 % is 6.25, not 6.3 beside 13.8. Where no
// number of digits does (thirds), two are printed.
func ShownDifference(actual, expected Percent) (a, e, difference string) {
	d := actual.Sub(expected)
	for n := 1; n <= 4; n++ {
		a, e, difference = actual.Shown(n), expected.Shown(n), d.Abs().Shown(n)
		printed := new(big.Rat).Sub(mustRat(a), mustRat(e))
		if printed.Abs(printed).Cmp(mustRat(difference)) == 0 {
			return a, e, difference
		}
	}
	return actual.Shown(2), expected.Shown(2), d.Abs().Shown(2)
}

func mustRat(s string) *big.Rat {
	r, _ := new(big.Rat).SetString(s)
	return r
}
