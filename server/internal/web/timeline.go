package web

import (
	"fmt"

	"tongbao/server/ledger"
)

// The time line's drawing, in its own units: milestones stand above the axis,
// reports below it. Labels that would touch the one before take the next row.
const (
	lineLeft, lineRight = 40, 960
	lineRows            = 3
	rowHeight           = 17
	labelWidth          = 150
	labelRunes          = 11
)

// timeLine is a project's year as a drawing; its words stand in the list below it.
type timeLine struct {
	Ticks           []timeTick
	Plans, Reports  []timeMark
	Axis, Height    int
	From, To, Today int // Today: the end of the page's period, 0 for none
}

// timeTick is where a quarter begins, with its months named in its middle.
type timeTick struct {
	At, Middle int
	Label      string
}

// timeMark is one thing at one day.
type timeMark struct {
	X, Y    int // of its label
	Label   string
	Verdict ledger.Verdict
	Anchor  string // which end of the label is at X
}

// newTimeLine draws points in order of their dates; nil for none.
func newTimeLine(points []timePoint) *timeLine {
	if len(points) == 0 {
		return nil
	}
	first, last := points[0].Date, points[len(points)-1].Date
	from, to := ledger.Date{Year: first.Year, Month: 1, Day: 1}, ledger.MonthEnd(last.Year, 12)
	days := to.DaysSince(from)
	at := func(d ledger.Date) int { return lineLeft + (lineRight-lineLeft)*d.DaysSince(from)/days }
	l := &timeLine{From: lineLeft, To: lineRight, Axis: lineRows*rowHeight + 14}
	l.Height = 2 * l.Axis
	for year := first.Year; year <= last.Year; year++ {
		for month := 1; month <= 12; month += 3 {
			d := ledger.Date{Year: year, Month: month, Day: 1}
			middle := ledger.Date{Year: year, Month: month + 1, Day: 15}
			l.Ticks = append(l.Ticks, timeTick{At: at(d), Middle: at(middle), Label: fmt.Sprintf("%d–%d月", month, month+2)})
		}
	}
	var above, below labelRows
	for _, p := range points {
		x := at(p.Date)
		if p.Current {
			l.Today = x
		}
		if n := len(p.Milestones); n > 0 {
			label := shortened(p.Milestones[0].Text)
			if n > 1 {
				label += fmt.Sprintf("等%d项", n)
			}
			l.Plans = append(l.Plans, timeMark{X: x, Y: l.Axis - 22 - rowHeight*above.take(x), Label: label, Anchor: anchor(x)})
		}
		if p.Standing != nil {
			l.Reports = append(l.Reports, timeMark{
				X: x, Y: l.Axis + 32 + rowHeight*below.take(x), Label: p.Period.ShortChinese() + p.Standing.Verdict.Chinese(),
				Verdict: p.Standing.Verdict, Anchor: anchor(x),
			})
		}
	}
	return l
}

// labelRows remembers how far the labels of each row reach.
type labelRows [lineRows]int

// take is the first row with room at x, or else the one with the most.
func (r *labelRows) take(x int) int {
	best := 0
	for i, end := range r {
		if end <= x-labelWidth/2 {
			best = i
			break
		}
		if end < r[best] {
			best = i
		}
	}
	r[best] = x + labelWidth/2
	return best
}

// anchor keeps a label within the drawing.
func anchor(x int) string {
	switch {
	case x < lineLeft+labelWidth/2:
		return "start"
	case x > lineRight-labelWidth/2:
		return "end"
	}
	return "middle"
}

func shortened(text string) string {
	if runes := []rune(text); len(runes) > labelRunes {
		return string(runes[:labelRunes]) + "…"
	}
	return text
}
