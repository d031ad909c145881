package intake

import (
	"strings"

	"github.com/shopspring/decimal"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// readCross reads a cross table into the draft: one ProgressRow for each area and
// indicator. A blank area has no task in an indicator; total rows are compared
// with their parts.
func (t *table) readCross(d *Draft) {
	if !t.has(fieldArea) {
		t.found.fail(CodeNoHeader, t.Name, t.headRef(), "value", t.headText())
		return
	}
	list := t.indicators()
	t.cross = make(map[int]*indicator)
	for _, in := range list {
		t.cross[in.cols[fieldRate]] = in
	}
	period := t.crossPeriod()
	for _, l := range t.lines {
		if l.kind != lineData {
			continue
		}
		area := t.get(l.row, fieldArea)
		if area == "" {
			t.fail(l.row, CodeNoName, t.ref(l.row, t.col(fieldArea)), "no", "")
			continue
		}
		filled := false
		for _, in := range list {
			p, ok := t.crossRow(l.row, in)
			if !ok {
				continue
			}
			filled = true
			p.Series, p.Area, p.Period, p.Filed, p.AsOf = t.series, wording.Area(area), period.String(), t.lead.filed, t.lead.asOf
			p.UnitCell = t.getCell(l.row, fieldArea)
			p.title, p.headCell = t.lead.title, t.headCell(in)
			d.Progress = append(d.Progress, p)
		}
		if !filled && !t.rejected[l.row] {
			t.unfilled[l.row] = true
		}
	}
	t.checkCross(list)
}

// crossPeriod is the table's period. A title that only names the year means the
// year where nothing else is said, or the year's end.
func (t *table) crossPeriod() ledger.Period {
	year := ledger.Period{Year: t.year, Kind: ledger.Year, N: 1}
	own, ok := wording.PeriodIn(t.lead.title, t.year)
	if t.year != 0 && (t.lead.period.IsZero() || (!ok || own.Kind == ledger.Year) && t.lead.period.End() == year.End()) {
		return year
	}
	return t.lead.period
}

// crossRow reads one area's figures of one indicator; false where it has none.
func (t *table) crossRow(row int, in *indicator) (ProgressRow, bool) {
	p := ProgressRow{No: in.no, Name: in.name, Indicator: in.name, Measure: in.measure, LowerIsBetter: in.lower, cross: true}
	some := false
	at := func(f field) grid.Cell { return t.own(row, in.cols[f]) }
	number := func(f field, into **decimal.Decimal) {
		if in.cols[f] == 0 {
			return
		}
		c := at(f)
		if n, ok := percent(c.Text); ok {
			if f == fieldDone && p.Target != nil && in.measure != "%" {
				into = &p.CumulativePercent // 85% of what was to be done
			} else {
				in.measure, p.Measure = "%", "%"
			}
			*into, some = &n, true
			p.FigureCell = t.cell(row, in.cols[f])
			return
		}
		if *into = t.numberAt(row, c); *into != nil {
			some = true
			p.FigureCell = t.cell(row, in.cols[f])
			if _, measure, _ := figure(c.Text); p.Measure == "" {
				p.Measure = measure
			}
		}
	}
	number(fieldTarget, &p.Target)
	p.targetCell = p.FigureCell
	p.Cell = t.at(row, firstColumn(in))
	number(fieldStarted, &p.Started)
	number(fieldFinished, &p.Finished)
	number(fieldDone, &p.Cumulative)
	for _, r := range []struct {
		f    field
		into **decimal.Decimal
	}{
		{fieldRate, &p.CumulativePercent},
		{fieldInvestRate, &p.CumulativePercent},
		{fieldStartRate, &p.StartedPercent},
		{fieldFinishRate, &p.FinishedPercent},
	} {
		if in.cols[r.f] == 0 || *r.into != nil {
			continue
		}
		if *r.into = t.percentAt(row, at(r.f)); *r.into != nil {
			some = true
			p.RateCell = t.cell(row, in.cols[r.f])
		}
	}
	for _, m := range []struct {
		f    field
		into **decimal.Decimal
	}{{fieldPlanned, &p.Planned}, {fieldInvested, &p.Invested}} {
		if in.cols[m.f] != 0 {
			if *m.into = t.moneyAt(row, at(m.f)); *m.into != nil {
				some = true
			}
		}
	}
	if some && !in.lower && p.Cumulative != nil && p.Target != nil {
		t.checkRate(row, &p)
	}
	p.IndicatorCell = p.Cell
	return p, some
}

// headCell is where an indicator's heads stand: the lowest one that names it.
func (t *table) headCell(in *indicator) ledger.Cell {
	col, row := firstColumn(in), t.headTo
	for r := t.headTo; r >= t.headFrom && in.name != ""; r-- {
		if strings.Contains(strings.Join(strings.Fields(t.text(r, col)), ""), in.name) {
			row = r
			break
		}
	}
	return t.cell(row, col)
}

// firstColumn is the leftmost column of an indicator.
func firstColumn(in *indicator) int {
	first := 0
	for _, col := range in.cols {
		if first == 0 || col < first {
			first = col
		}
	}
	return first
}

// checkCross compares the total rows with the areas' figures: 小计 with the rows
// since the total before it, others with all rows of the table.
func (t *table) checkCross(list []*indicator) {
	var all, since []int
	type total struct {
		row   int
		parts []int
	}
	var totals []*total
	for _, l := range t.lines {
		switch l.kind {
		case lineData:
			all, since = append(all, l.row), append(since, l.row)
		case lineTotal:
			tt := &total{row: l.row}
			if t.totalName(t.filled(l.row)) == "小计" {
				tt.parts = since
			}
			since = nil
			totals = append(totals, tt)
		default:
		}
	}
	for _, tt := range totals {
		if tt.parts == nil {
			tt.parts = all
		}
		for _, in := range list {
			if !in.additive() {
				continue
			}
			for _, f := range []field{fieldTarget, fieldStarted, fieldDone, fieldFinished, fieldPlanned, fieldInvested} {
				if col := in.cols[f]; col != 0 {
					t.checkColumnTotal(tt.row, col, tt.parts, in.name)
				}
			}
		}
	}
}
