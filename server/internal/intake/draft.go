// Package intake understands a clerk's table: grid → drafts → findings →
// differences. It is pure; it opens no file and no ledger.
package intake

import (
	"cmp"

	"github.com/shopspring/decimal"

	"tongbao/server/ledger"
)

// Layout is what kind of table a workbook holds.
type Layout string

// The layouts. Those that are recognised but not read yet are refused with a
// finding that says so.
const (
	LayoutProject    Layout = "project"
	LayoutProgress   Layout = "progress"
	LayoutCrosstab   Layout = "crosstab"
	LayoutAllocation Layout = "allocation"
	LayoutFunding    Layout = "funding"
	LayoutMatters    Layout = "matters"
	LayoutUnknown    Layout = "unknown"
)

var layoutWords = map[Layout]string{
	LayoutProject: "项目表", LayoutProgress: "进展表", LayoutCrosstab: "交叉表", LayoutAllocation: "任务分解表",
	LayoutFunding: "资金安排表", LayoutMatters: "民声事项清单", LayoutUnknown: "未能识别",
}

// Chinese is the layout as people call it.
func (l Layout) Chinese() string { return cmp.Or(layoutWords[l], string(l)) }

// Reports reports whether a table of the layout tells what was done in a period.
func (l Layout) Reports() bool { return l == LayoutProgress || l == LayoutCrosstab }

// Draft is everything read from one file, before anything is stored.
type Draft struct {
	File   string
	Format string
	SHA256 string
	Layout Layout // of the first table that says what the file is
	Title  string
	Year   int
	Period ledger.Period // zero where the file does not say
	// Reporter is 填报单位 where one line names it for the whole sheet.
	Reporter string
	// Gathered: the reporter gathers others' reports (汇总).
	Gathered bool
	Filed    ledger.Date // 填报日期 of the whole sheet
	Rows     RowCount
	Other    []OtherRow
	Projects []ledger.Project
	Progress []ProgressRow
	// Shares are allocation and funding rows of sheets of their own, to be
	// joined to their projects.
	Allocations []AllocationRow
	Fundings    []FundingRow
	Matters     []MatterRow
	// faulty are the matters of rejected rows: their units are checked too.
	faulty []MatterRow
	// Layouts are the signatures of the tables' heads, by which answers are kept.
	Layouts []string
	// Called are the projects that people said its rows and heads mean; the reader
	// leaves it empty.
	Called Called
	// Columns are all tables' columns in their order.
	Columns []ReadColumn
	// Questions are the columns of which it is not sure what they hold.
	Questions []Question
	// Offers are doubtful readings, for a person to confirm.
	Offers   []Offer
	Findings []ledger.Finding

	// rows are the rows of data in the order in which they stand, blank ones
	// aside.
	rows []dataRow
	// partial: rows with errors were left out, so that what the draft does not
	// hold may still stand in the file.
	partial bool
}

// RowCount accounts for every row between head and table end.
// Seen = Accepted + Rejected + Blank.
type RowCount struct {
	Seen, Accepted, Rejected, Blank int
}

// OtherRow is a row that is no data.
type OtherRow struct {
	Sheet string
	Row   int
	As    string // "section", "total", "head", "note"
}

// ProgressRow is one row of a progress table as read; nil is not filled.
type ProgressRow struct {
	// Faulty: a cell of the row could not be read or understood, which is a
	// finding of its own.
	Faulty    bool
	Cell      ledger.Cell
	Key       *ledger.RowKey // of a row of the product's own form; nil for any other
	Series    string
	No, Sub   string
	Name      string
	Unit      string // 填报单位 of the row, or the area whose share it is
	Area      string // 县区 column: the share of this area
	Indicator string // 指标 column: which target, in words
	Period    string
	AsOf      ledger.Date
	Expected  bool // 预计
	Filed     ledger.Date
	Measure   string
	Target    *decimal.Decimal // 目标 as the row repeats it

	Started, Cumulative, Finished                      *decimal.Decimal
	StartedPercent, CumulativePercent, FinishedPercent *decimal.Decimal

	Declared     string // a ledger.Declaration
	PhaseReached bool
	Stage        ledger.Stage
	StageText    string
	Planned      *decimal.Decimal // 万元
	Invested     *decimal.Decimal
	InPlace      *decimal.Decimal
	Problems     string
	Next         string
	Request      string
	// FigureCell is where the figure that counts most stands.
	FigureCell ledger.Cell
	// StartedCell, FinishedCell and PercentCell are where 开工, 完工 and 完成率
	// stand, zero if nowhere.
	StartedCell, FinishedCell, PercentCell ledger.Cell
	// RateCell, UnitCell and IndicatorCell are where findings on them point.
	RateCell, UnitCell, IndicatorCell ledger.Cell
	// LowerIsBetter: the indicator of a cross table counts what should shrink.
	LowerIsBetter bool
	// NoTask: every figure is a stroke (/), which says that there is no task.
	NoTask bool
	// targetCell, declaredCell and measureCell are where the year's figure, the
	// declaration and the measure stand; askedCells where each aspect's figure
	// stands or would stand. Zero where the table has no such column.
	targetCell, declaredCell, measureCell ledger.Cell
	askedCells                            map[ledger.Aspect]ledger.Cell
	// cross: the row is of a cross table; its number counts headings, not projects.
	cross bool
	// title is the table's, which names the project of a cross table whose heads
	// name none; headCell is where a cross table's row has its indicator's head.
	title    string
	headCell ledger.Cell
	// sheetUnit: Unit is the sheet's 填报单位, not the row's own.
	sheetUnit bool
	// moneyCells are where Planned, Invested and InPlace stand: one merged cell
	// over several rows counts once.
	moneyCells [3]ledger.Cell
	// offers are the cells whose words tell figures that the row lacks.
	offers []string
}

// AllocationRow is one area's share of one target, from an allocation table.
type AllocationRow struct {
	Cell     ledger.Cell
	Series   string
	No, Sub  string
	Name     string
	Target   string // the target in words, or ""
	Part     string
	Unit     string
	Quantity decimal.Decimal
	Measure  string
	Of       bool // 其中
	OfName   string
	Ref      string // the row's cells, for a finding on their sum
	// UnitCell is where the area's name stands: a head, or the row's own cell.
	UnitCell ledger.Cell
	// Partial: a cell of the row could not be read, or its sum is wrong already.
	Partial bool
}

// FundingRow is one project's money from one source, from a funding table.
type FundingRow struct {
	Cell    ledger.Cell
	Series  string
	No, Sub string
	Name    string
	Source  string // "" for the project's total
	Kind    string // "total", "planned" or "source"
	Amount  *decimal.Decimal
	Open    bool
}
