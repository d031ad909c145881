package ledger

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// actual is what a report says of one target × aspect.
type actual struct {
	done decimal.Decimal
	rate Percent
	from []Cell
}

// valueOf is the report's figure for an expectation; false where the report
// has none that can meet or miss it.
//
// Finished implies progressed implies started: an aspect that is not reported
// is proven by a stronger one that reaches the expectation, and never
// disproven by it. 累计完成 stands for 完工 where no 完工 figure is given: of
// things that are counted when they are done, it says the same.
func valueOf(r *Report, e expected) (actual, bool) {
	if e.target.Kind == Reach || e.target.Kind == Keep {
		return reportedValue(r, e.target)
	}
	order := []Aspect{e.aspect}
	if e.aspect == Finish {
		order = append(order, Progress)
	}
	if e.target.StartOnly {
		order = append(order, Start) // 开工新建18所: started is done
	}
	for _, a := range order {
		if x := readAspect(r, e.target, a, e.ofWork); x.ok {
			return x.actual, true
		}
	}
	for _, a := range []Aspect{Progress, Finish} {
		if x := readAspect(r, e.target, a, e.ofWork); x.ok && x.rate.Cmp(e.percent) >= 0 {
			return x.actual, true
		}
	}
	return actual{}, false
}

type reading struct {
	actual
	ok bool
}

// readAspect reads one aspect of one target: the figure of the whole, or the
// sum of its parts.
func readAspect(r *Report, t *Target, a Aspect, ofWork bool) reading {
	var sum decimal.Decimal
	var parts reading
	for i := range r.Figures {
		f := &r.Figures[i]
		if f.Target != t.ID {
			continue
		}
		quantity, percent := f.aspect(a)
		if ofWork && a == Progress {
			if percent == nil {
				continue
			}
			return reading{actual{*percent, PercentFrom(*percent), []Cell{f.cell(a, true)}}, true}
		}
		if quantity == nil && percent != nil && t.HasQuantity() && f.Part == "" {
			rate := PercentFrom(*percent)
			return reading{actual{decimalOf(rate.Of(*t.Quantity)), rate, []Cell{f.cell(a, true)}}, true}
		}
		if quantity == nil && percent != nil && t.Kind == Work {
			return reading{actual{*percent, PercentFrom(*percent), []Cell{f.cell(a, true)}}, true}
		}
		if quantity == nil || !t.HasQuantity() {
			continue
		}
		if f.Part == "" {
			rate, _ := PercentOf(*quantity, *t.Quantity)
			return reading{actual{*quantity, rate, []Cell{f.cell(a, false)}}, true}
		}
		sum = sum.Add(*quantity)
		parts.ok = true
		parts.from = appendCell(parts.from, f.cell(a, false))
	}
	if parts.ok {
		parts.done = sum
		parts.rate, _ = PercentOf(sum, *t.Quantity)
	}
	return parts
}

// aspect is the figure of one aspect, as a quantity and as a percent.
func (f *Figures) aspect(a Aspect) (quantity, percent *decimal.Decimal) {
	switch a {
	case Start:
		return f.Started, f.StartedPercent
	case Progress:
		return f.Done, f.DonePercent
	case Finish:
		return f.Finished, f.FinishedPercent
	}
	return nil, nil
}

// cell is where the figure of an aspect stands, as a percent or a quantity.
func (f *Figures) cell(a Aspect, percent bool) Cell {
	own := Cell{}
	switch {
	case a == Start:
		own = f.StartedCell
	case a == Finish:
		own = f.FinishedCell
	case percent:
		own = f.DonePercentCell
	}
	if own == (Cell{}) {
		own = f.Cell
	}
	return own
}

// reportedValue is the value a report gives for a reach or keep: 96.2 for a
// coverage of 96.2 %. A level that is no percent (千人口托位数5.27个) is
// compared as a share of the promised one.
func reportedValue(r *Report, t *Target) (actual, bool) {
	for i := range r.Figures {
		f := &r.Figures[i]
		if f.Target != t.ID {
			continue
		}
		for _, v := range []struct {
			value *decimal.Decimal
			from  Cell
		}{
			{f.Finished, f.cell(Finish, false)},
			{f.Done, f.cell(Progress, false)},
			{f.FinishedPercent, f.cell(Finish, true)},
			{f.DonePercent, f.cell(Progress, true)},
		} {
			if v.value == nil {
				continue
			}
			rate := PercentFrom(*v.value)
			if !t.inPoints() {
				rate, _ = PercentOf(*v.value, *t.Quantity)
			}
			return actual{*v.value, rate, []Cell{v.from}}, true
		}
	}
	return actual{}, false
}

// judgeFigure sets what is reported against what is due.
func (t Thresholds) judgeFigure(e expected, a actual) TargetStanding {
	s := TargetStanding{
		Target: e.target, Aspect: e.aspect, Done: a.done, Rate: a.rate, Expected: e.percent, OfWork: e.ofWork,
	}
	s.Difference = s.Rate.Sub(s.Expected)
	if e.target.lowerWins() {
		s.Difference = s.Expected.Sub(s.Rate)
	}
	s.Verdict = t.Class(s.Difference)
	if (e.target.Kind == Keep || e.target.Kind == Reach) && s.Verdict == Ahead {
		s.Verdict = OnSchedule // reached is reached: points above a level are no lead in time
	}
	if e.target.Kind == Keep && s.Verdict == NearSchedule {
		s.Verdict = Behind // a level to keep is met or not
	}
	s.Gap = gap(e, s.Difference)
	s.From = appendCell(s.From, e.target.Cell)
	for _, c := range append(append([]Cell{}, e.from...), a.from...) {
		s.From = appendCell(s.From, c)
	}
	return s
}

// gap is how many things the report is short of the expectation.
func gap(e expected, difference Percent) decimal.Decimal {
	if difference.CmpInt(0) >= 0 || !e.target.HasQuantity() || e.ofWork {
		return decimal.Zero
	}
	short := difference.Abs().Of(*e.target.Quantity)
	if !Divisible(e.target.Measure) && !short.IsInt() {
		n := new(big.Int).Quo(short.Num(), short.Denom())
		return decimal.NewFromBigInt(n.Add(n, big.NewInt(1)), 0)
	}
	return decimalOf(short)
}

// decimalOf is r to six places, without trailing zeros.
func decimalOf(r *big.Rat) decimal.Decimal {
	d, err := decimal.NewFromString(trimZeros(r.FloatString(6)))
	if err != nil {
		return decimal.Zero // FloatString always gives a number
	}
	return d
}

// divisible are the measures of which there can be a part.
var divisible = map[string]bool{
	"公里": true, "千米": true, "米": true, "里": true,
	"平方米": true, "平方公里": true, "亩": true, "公顷": true, "立方米": true,
	"吨": true, "公斤": true, "千瓦": true, "兆瓦": true, "千伏安": true,
	"元": true, "万元": true, "亿元": true, "%": true, "个百分点": true,
}

// Divisible reports whether things in this measure can be counted in parts:
// kilometres can, toilets cannot.
func Divisible(measure string) bool { return divisible[measure] }
