package blank

import (
	"fmt"

	"github.com/shopspring/decimal"

	"tongbao/reports/xlsx/measure"
	"tongbao/server/internal/form"
)

// preamble writes the lines above the table.
func (w *writer) preamble() {
	n := w.visible()
	w.wide(0, n, titleRow, w.form.Title, look{size: 18, font: titleFont, align: "center"})
	w.keep(w.file.SetRowHeight(w.sheet, titleRow, 34))
	w.line(unitRow, []part{
		{"填报单位（盖章）：", 18, false, false},
		{w.form.Unit, 40, false, false},
		{"数据截至：", 12, false, false},
		{w.form.Period.End().Chinese(), 18, false, false},
	})
	w.line(peopleRow, []part{
		{"填报人：", 18, false, false},
		{"", 18, true, false},
		{"审核人（签字）：", 18, false, false},
		{"", 18, true, false},
		{"联系电话：", 12, false, false},
		{"", 18, true, false},
		{"填报日期：", 12, false, false},
		{"", 14, true, true},
	})
	w.wide(0, n, legendRow, w.legend(), look{size: textSize, align: "left"})
	w.keep(w.file.SetRowHeight(w.sheet, legendRow, measure.Height(measure.Lines(w.legend(), w.total()), textSize)))
}

func (w *writer) legend() string {
	s := fmt.Sprintf("黄色格必填，蓝色格可填，灰色格不用填，填过的格变白；数字都是从年初起的累计数。请于%s前报%s。",
		w.form.ReportBy.Chinese(), w.form.Office)
	if w.form.Sample {
		s += "（示例：上期数字为演示所设，不是真实进展）"
	}
	return s
}

// part is one cell of a line of labels and values.
type part struct {
	text  string
	width float64 // how wide it should at least be
	fill  bool
	date  bool
}

// line writes labels and values, each over as many columns as its width needs;
// every part gets one column at least.
func (w *writer) line(row int, parts []part) {
	column := 0
	for i, p := range parts {
		from, width := column, 0.0
		for left := len(parts) - i - 1; column < w.visible()-left; column++ {
			if width >= p.width*0.8 && column > from {
				break
			}
			width += w.columns[column].width
		}
		l := look{size: headSize, align: "left"}
		if i%2 == 0 {
			l.align = "right"
		}
		if p.fill {
			l.fill, l.border, l.open = optionalFill, true, true
			l.format = textFormat
			if p.date {
				l.format = dateFormat
				w.dateCheck(w.at(from, row))
			}
		}
		w.wide(from, column, row, p.text, l)
	}
	w.keep(w.file.SetRowHeight(w.sheet, row, 22))
}

func (w *writer) total() float64 {
	sum := 0.0
	for _, c := range w.columns[:w.visible()] {
		sum += c.width
	}
	return sum
}

func (w *writer) head() {
	tallest := 1
	for i, c := range w.columns {
		w.put(i, headRow, c.head, look{size: headSize, font: headFont, align: "center", border: true, fill: headFill})
		if c.id != keyColumn {
			tallest = max(tallest, measure.Lines(c.head, c.width))
		}
	}
	w.keep(w.file.SetRowHeight(w.sheet, headRow, measure.Height(tallest, headSize)+4))
}

// row writes one row of the table, as high as its longest text needs.
func (w *writer) row(row int, r *form.Row) {
	tallest := 2 // room to write in by hand
	for i := range w.columns {
		c := &w.columns[i]
		l := look{size: textSize, align: "center", border: true, format: textFormat}
		switch {
		case c.text != nil:
			text := c.text(r)
			if c.id == nameColumn || c.id == indicatorColumn || c.id == dueColumn {
				l.align = "left"
			}
			if c.id != keyColumn {
				tallest = max(tallest, measure.Lines(text, c.width))
			}
			w.put(i, row, text, l)
		case c.number != nil:
			w.number(i, row, c.number(r))
		case c.figure != nil:
			f := c.figure(r)
			w.put(i, row, "", l.toFill(f.Need, numberFormat(percent(r, f.Kind))))
		case c.money != nil:
			w.put(i, row, "", l.toFill(c.money(r), moneyFormat))
		default:
			if c.id != declaredColumn {
				l.align = "left"
			}
			w.put(i, row, "", l.toFill(c.words(r), textFormat))
		}
	}
	w.keep(w.file.SetRowHeight(w.sheet, row, measure.Height(tallest, textSize)))
}

// number writes a known figure exactly, as Excel stores it.
func (w *writer) number(column, row int, k known) {
	l := look{size: textSize, align: "center", border: true, format: numberFormat(k.percent)}
	if k.percent && k.value != nil && k.value.IsInteger() {
		l.format = "0%"
	}
	w.put(column, row, "", l)
	if k.value == nil {
		return
	}
	v := *k.value
	if k.percent {
		v = v.Div(decimal.NewFromInt(100))
	}
	w.keep(w.file.SetCellDefault(w.sheet, w.at(column, row), v.String()))
}
