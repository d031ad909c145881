package web

import (
	"encoding/json"

	"tongbao/server/ledger"
)

// chart is what charts.js draws. Its figures stand in a table beside it.
type chart struct {
	Kind   string        `json:"kind"` // "bar" or "line"
	Unit   string        `json:"unit"`
	Labels []string      `json:"labels"`
	Series []chartSeries `json:"series"`
}

// chartSeries is one row of values, null where there is none.
type chartSeries struct {
	Name   string         `json:"name"`
	Values []*json.Number `json:"values"`
}

// JSON is the chart as its element carries it.
func (c chart) JSON() (string, error) {
	data, err := json.Marshal(c)
	return string(data), err
}

func percentValue(p ledger.Percent) *json.Number {
	n := json.Number(p.Shown(1))
	return &n
}

// paceChart sets what is due beside what is done, category by category; nil where
// no category has figures to compare.
func paceChart(categories []ledger.CategoryStanding) *chart {
	due, done := chartSeries{Name: "应达"}, chartSeries{Name: "已达"}
	c := chart{Kind: "bar", Unit: "%"}
	for _, cat := range categories {
		if cat.Pace.Projects == 0 {
			continue
		}
		c.Labels = append(c.Labels, cat.Name)
		due.Values = append(due.Values, percentValue(cat.Pace.Expected))
		done.Values = append(done.Values, percentValue(cat.Pace.Actual))
	}
	if len(c.Labels) == 0 {
		return nil
	}
	c.Series = []chartSeries{due, done}
	return &c
}

// trend is the summaries of a year up to one, oldest first.
func trend(s *ledger.Summary) []*ledger.Summary {
	var all []*ledger.Summary
	for ; s != nil; s = s.Previous {
		all = append([]*ledger.Summary{s}, all...)
	}
	return all
}

// trendChart is 达序时率 by period; nil while there is but one.
func trendChart(summaries []*ledger.Summary) *chart {
	if len(summaries) < 2 {
		return nil
	}
	c := chart{Kind: "line", Unit: "%", Series: []chartSeries{{Name: "达序时率"}}}
	for _, s := range summaries {
		c.Labels = append(c.Labels, s.Period.ShortChinese())
		var value *json.Number
		if rate, ok := s.Main.Counts.OnScheduleRate(); ok {
			value = percentValue(rate)
		}
		c.Series[0].Values = append(c.Series[0].Values, value)
	}
	return &c
}
