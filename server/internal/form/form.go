// Package form is what one unit is asked to fill in for one period (填报模板):
// plain types between the use cases, which know what is due, and the workbook
// that asks for it.
package form

import (
	"github.com/shopspring/decimal"

	"tongbao/server/ledger"
)

// Form is one unit's sheet for one period.
type Form struct {
	Title    string // 2020年市政府为民办十件实事一季度进展情况填报表
	Office   string // who gathers the reports
	Unit     string // 填报单位
	Period   ledger.Period
	ReportBy ledger.Date // the last day on which the report is on time
	Sample   bool        // 示例: the figures beside are made up
	Rows     []Row
}

// Need is whether a cell is to be filled.
type Need int

// The needs. A cell without one is locked and grey.
const (
	None Need = iota
	Optional
	Required
)

// Kind is what a figure is, and so how its cell is set and checked.
type Kind int

// The kinds of figure.
const (
	Count Kind = iota // cumulative since the year's beginning, in the row's measure
	Share             // a percent of the works, cumulative
	Level             // the value on the day, which may fall; in percent where the measure is %
)

// Figure is one cell for a figure.
type Figure struct {
	Need Need
	Kind Kind
	// Last is what the latest report before the period says, nil where none
	// does. Percents are 60 for 60 %.
	Last *decimal.Decimal
}

// Verb is what a row's cell says of things: 开工, 完工 or 完成.
func (r *Row) Verb(cell *Figure) string {
	switch cell {
	case &r.Started:
		return "开工"
	case &r.Finished:
		return "完工"
	}
	return "完成"
}

// Row asks for one target of one project, or for a project that has none.
type Row struct {
	Key       ledger.RowKey
	No        string // 1③
	Name      string
	Area      string // the area whose share the row is, "" for the project as a whole
	Indicator string
	Measure   string
	Target    *decimal.Decimal // the year's figure
	Due       string           // what is due, in words and figures
	// Figures: 开工数, 累计完成, 完工数 and 完成率.
	Started, Done, Finished, Rate Figure
	// What a project says once, in the first of its rows.
	Declared, Stage, Invested, Words Need
	LastInvested                     *decimal.Decimal // 万元
}
