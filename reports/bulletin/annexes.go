package bulletin

import (
	"strings"

	"github.com/shopspring/decimal"

	"tongbao/server/ledger"
)

// annexes are the tables behind the text and the charts drawn from them,
// numbered as they stand. The public edition has the project tables and the
// money; units and areas are ranked, 未报送 told and charts drawn only
// internally.
func (d *draft) annexes() []Annex {
	var all []Annex
	add := func(a Annex, ok bool) {
		if !ok {
			return
		}
		a.Number = len(all) + 1
		a.Title = d.subject() + a.Title
		all = append(all, a)
	}
	add(d.projectAnnex(&d.s.Main, "进展情况一览表", "进展情况一览表"), true)
	for i := range d.s.Others {
		other := &d.s.Others[i]
		name := d.simple(seriesName(other.Series))
		add(d.projectAnnex(other, name+"进展情况一览表", name), len(other.Standings) > 0)
	}
	if !d.public() {
		add(d.unitAnnex())
		add(d.areaAnnex())
	}
	add(d.moneyAnnex())
	if !d.public() {
		add(d.chartAnnex())
	}
	return all
}

// text is a cell without a figure.
func text(s string) Cell { return Cell{Text: s} }

// dash is a cell with nothing to say.
func dash() Cell { return Cell{Text: "—"} }

func dashes(n int) []Cell {
	cells := make([]Cell, n)
	for i := range cells {
		cells[i] = dash()
	}
	return cells
}

// number is a cell with a real number that prints as shown and is bound to
// the cells it was computed from. measure follows the number where the column
// has none of its own.
func (d *draft) number(label string, value float64, shown, measure string, from []ledger.Cell) Cell {
	return Cell{
		Text: shown + measure, Value: &value, Format: numberFormat(shown, measure),
		Figure: d.bind(label, shown+measure, from),
	}
}

// whole is a cell with a count.
func (d *draft) whole(label string, n int, from []ledger.Cell) Cell {
	return d.number(label, float64(n), decimal.NewFromInt(int64(n)).String(), "", from)
}

// amount is a cell with a quantity or an amount of money.
func (d *draft) amount(label string, n decimal.Decimal, measure string, from []ledger.Cell) Cell {
	return d.number(label, n.InexactFloat64(), quantity(n), measure, from)
}

// things is an amount as prose says it: 1,288,000立方米 is 128.8万立方米.
func (d *draft) things(label string, n decimal.Decimal, measure string, from []ledger.Cell) Cell {
	shown, short := strings.CutSuffix(spoken(n, measure), "万")
	if !short {
		return d.amount(label, n, measure, from)
	}
	return d.number(label, n.Div(decimal.NewFromInt(10000)).InexactFloat64(), shown, "万"+measure, from)
}

// prefixed puts words before the number of the cell that was bound last.
func (d *draft) prefixed(words string, c Cell) Cell {
	c.Text = words + c.Text
	c.Format = `"` + words + `"` + c.Format
	d.figures[len(d.figures)-1].Value = c.Text
	return c
}

// share is a cell with a percent as a fraction, 0.783 printed 78.3%.
func (d *draft) share(label string, p ledger.Percent, from []ledger.Cell) Cell {
	shown := p.Fixed(1) + "%"
	value := p.Float() / 100
	return Cell{Text: shown, Value: &value, Format: "0.0%", Figure: d.bind(label, shown, from)}
}

func (c Cell) by(f Formula) Cell {
	c.Formula = &f
	return c
}

func (c Cell) down(rows int) Cell {
	c.Span = rows
	return c
}

func covered() Cell { return Cell{Covered: true} }
