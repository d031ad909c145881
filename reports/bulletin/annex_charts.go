package bulletin

import (
	"slices"
	"strconv"

	"tongbao/server/ledger"
)

// What is too little to draw: the text says it shorter.
const (
	leastPoints = 3  // in any chart
	leastTotal  = 10 // projects in the chart of the classes
)

// chartAnnex is the 进展情况图: an annex of its own, since the body of an
// official document holds text only (GB/T 9704-2012, 7.3).
func (d *draft) chartAnnex() (Annex, bool) {
	a := Annex{Title: "进展情况图"}
	charts := []func() Chart{d.classChart, d.paceChart}
	for _, g := range d.areaGroups() {
		charts = append(charts, func() Chart { return d.areaChart(g) })
	}
	for _, draw := range append(charts, d.trendChart) {
		before := len(d.figures)
		c := draw()
		if c.drawn() < leastPoints {
			d.figures = d.figures[:before]
			continue
		}
		a.Charts = append(a.Charts, c)
	}
	return a, len(a.Charts) > 0
}

// drawn is how many points of a chart have a number.
func (c Chart) drawn() int {
	n := 0
	for _, p := range c.Points {
		if slices.ContainsFunc(p.Values, func(v Cell) bool { return v.Value != nil }) {
			n++
		}
	}
	return n
}

// classChart is how many projects are in each class.
func (d *draft) classChart() Chart {
	s := &d.s.Main
	c := Chart{Title: "各研判类别项目数", Kind: Bars, Series: []string{"项目数"}}
	if s.Counts.Total < leastTotal {
		return c
	}
	for _, class := range d.classes() {
		n := class.count(s.Counts)
		if n == 0 {
			continue
		}
		members := where(s, func(st *ledger.Standing) bool { return class.has(st.Verdict) })
		c.Points = append(c.Points, Point{Name: class.name, Verdict: class.verdicts[0], Values: []Cell{
			d.number(class.name+"项目数", float64(n), strconv.Itoa(n), d.measure, cellsOfAll(members)),
		}})
	}
	return c
}

// paceChart sets what is due against what is done, by category.
func (d *draft) paceChart() Chart {
	c := Chart{
		Title: "各类别序时要求与实际进度", Kind: Bars, Full: 1, Series: []string{"序时要求", "实际进度"},
		Note: "取各类别中有量化节点的项目的平均数，单项超过100%的按100%计。",
	}
	for i := range d.s.Main.Categories {
		category := &d.s.Main.Categories[i]
		if category.Name == "" || category.Pace.Projects == 0 {
			continue
		}
		name := d.simple(category.Name)
		cells := cellsOfAll(where(&d.s.Main, func(st *ledger.Standing) bool { return d.category(st.Project) == category.Name }))
		d.about(name, func() {
			c.Points = append(c.Points, Point{Name: name, Values: []Cell{
				d.share("平均序时要求", category.Pace.Expected, cells),
				d.share("平均实际进度", category.Pace.Actual, cells),
			}})
		})
	}
	return c
}

// areaChart are the rates of the counties or the parks.
func (d *draft) areaChart(g areaGroup) Chart {
	c := Chart{Title: g.name + "分解任务平均完成率", Kind: Bars, Full: 1, Series: []string{"平均完成率"}}
	for _, a := range g.areas {
		value := text("未报送")
		if a.Rated {
			var from []ledger.Cell
			for _, s := range a.Shares {
				from = append(from, s.From...)
			}
			d.about(d.simple(a.Unit.Name), func() { value = d.share("平均完成率", a.Rate, from) })
		}
		c.Points = append(c.Points, Point{Name: d.simple(a.Unit.Name), Values: []Cell{value}})
	}
	return c
}

// trendChart is 达序时率 from the year's first period to this one.
func (d *draft) trendChart() Chart {
	c := Chart{Title: "各期达序时率", Kind: Columns, Full: 1, Series: []string{"达序时率"}}
	for s := d.s; s != nil; s = s.Previous {
		rate, ok := s.Main.Counts.OnScheduleRate()
		if !ok {
			continue
		}
		name := periodName(s.Period)
		all := cellsOfAll(where(&s.Main, func(*ledger.Standing) bool { return true }))
		c.Points = append(c.Points, Point{Name: name, Values: []Cell{d.share(name+"达序时率", rate, all)}})
	}
	slices.Reverse(c.Points)
	return c
}
