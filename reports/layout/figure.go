package layout

import (
	"fmt"

	"tongbao/reports/bulletin"
	"tongbao/reports/page"
)

// figure turns a chart into what page sets: numbers into shares of the scale.
func figure(c bulletin.Chart, number int) page.Figure {
	f := page.Figure{
		Caption: fmt.Sprintf("图%d　%s", number, c.Title), Note: c.Note,
		Upright: c.Kind == bulletin.Columns, Series: c.Series,
	}
	full := c.Full
	if full == 0 {
		for _, p := range c.Points {
			for _, v := range p.Values {
				if v.Value != nil {
					full = max(full, *v.Value)
				}
			}
		}
	}
	for _, p := range c.Points {
		g := page.FigureGroup{Name: p.Name, Light: lights[p.Verdict]}
		for _, v := range p.Values {
			bar := page.FigureBar{Text: v.Text}
			if v.Value != nil && full > 0 {
				bar.Share = *v.Value / full
			}
			g.Bars = append(g.Bars, bar)
		}
		f.Groups = append(f.Groups, g)
	}
	return f
}
