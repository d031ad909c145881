package blank

import (
	"slices"

	"github.com/shopspring/decimal"

	"tongbao/server/internal/form"
)

// columnID is a column of the form.
type columnID int

const (
	noColumn columnID = iota
	nameColumn
	areaColumn
	indicatorColumn
	measureColumn
	targetColumn
	dueColumn
	lastStartedColumn
	lastDoneColumn
	lastFinishedColumn
	lastRateColumn
	startedColumn
	doneColumn
	finishedColumn
	rateColumn
	declaredColumn
	stageColumn
	lastInvestedColumn
	investedColumn
	problemsColumn
	nextColumn
	requestColumn
	keyColumn
)

// column is a column's head, as intake knows it, and how wide it is.
type column struct {
	id    columnID
	head  string
	width float64
	// text gives what is known and locked; figure, words and money what is to be
	// filled. One of them is set.
	text   func(r *form.Row) string
	number func(r *form.Row) known
	figure func(r *form.Row) form.Figure
	words  func(r *form.Row) form.Need
	money  func(r *form.Row) form.Need
	// last is the column of the last period's figure, for a check; prompt says
	// what to fill in.
	last   columnID
	prompt string
}

// known is a figure that stands in the ledger already.
type known struct {
	value   *decimal.Decimal
	percent bool
}

// columnsOf are the columns that the form needs: those without anything to
// show or to fill are left out. The key comes last, so that sorting by
// selection takes it along and no finding points at it.
func columnsOf(f form.Form) []column {
	columns := slices.DeleteFunc(allColumns(), func(c column) bool {
		return !slices.ContainsFunc(f.Rows, func(r form.Row) bool { return c.used(&r) })
	})
	total := 0.0
	for _, c := range columns {
		total += c.width
	}
	for i := range columns {
		if c := &columns[i]; total > roomy && c.width > figureWidth && c.id != keyColumn {
			c.width *= 0.8 // higher rows rather than smaller print
		}
	}
	return columns
}

// roomy is the width, with the key's, from which a page's print gets small;
// figureWidth is what a column of figures needs.
const (
	roomy       = 230.0
	figureWidth = 11.0
)

// used reports whether a row has anything for the column.
func (c *column) used(r *form.Row) bool {
	switch c.id {
	case noColumn, nameColumn, indicatorColumn, dueColumn, keyColumn:
		return true
	default:
	}
	switch {
	case c.text != nil:
		return c.text(r) != ""
	case c.number != nil:
		return c.number(r).value != nil
	case c.figure != nil:
		return c.figure(r).Need != form.None
	case c.words != nil:
		return c.words(r) != form.None
	}
	return c.money(r) != form.None
}

func allColumns() []column {
	last := func(pick func(r *form.Row) *form.Figure) func(r *form.Row) known {
		return func(r *form.Row) known {
			f := pick(r)
			return known{f.Last, percent(r, f.Kind)}
		}
	}
	started := func(r *form.Row) *form.Figure { return &r.Started }
	done := func(r *form.Row) *form.Figure { return &r.Done }
	finished := func(r *form.Row) *form.Figure { return &r.Finished }
	rate := func(r *form.Row) *form.Figure { return &r.Rate }
	fill := func(pick func(r *form.Row) *form.Figure) func(r *form.Row) form.Figure {
		return func(r *form.Row) form.Figure { return *pick(r) }
	}
	words := func(r *form.Row) form.Need { return r.Words }
	return []column{
		{id: noColumn, head: "序号", width: 6, text: func(r *form.Row) string { return r.No }},
		{id: nameColumn, head: "项目名称", width: 17, text: func(r *form.Row) string { return r.Name }},
		{id: areaColumn, head: "县区", width: 9, text: func(r *form.Row) string { return r.Area }},
		{id: indicatorColumn, head: "指标", width: 20, text: func(r *form.Row) string { return r.Indicator }},
		{id: measureColumn, head: "计量\n单位", width: 6, text: func(r *form.Row) string { return r.Measure }},
		{id: targetColumn, head: "年度目标", width: 9, number: func(r *form.Row) known { return known{r.Target, r.Measure == "%"} }},
		{id: dueColumn, head: "序时要求", width: 25, text: func(r *form.Row) string { return r.Due }},
		{id: lastStartedColumn, head: "上期\n开工数", width: 8, number: last(started)},
		{id: lastDoneColumn, head: "上期\n累计完成", width: 9, number: last(done)},
		{id: lastFinishedColumn, head: "上期\n完工数", width: 8, number: last(finished)},
		{id: lastRateColumn, head: "上期\n完成率", width: 8, number: last(rate)},
		{
			id: startedColumn, head: "开工数", width: 9, figure: fill(started), last: lastStartedColumn,
			prompt: "从年初起累计开工的数量，只填数字。",
		},
		{
			id: doneColumn, head: "累计完成", width: 10, figure: fill(done), last: lastDoneColumn,
			prompt: "从年初起累计完成的数量（普及率等比率填当前值），只填数字，按“计量单位”一栏的单位。",
		},
		{
			id: finishedColumn, head: "完工数", width: 9, figure: fill(finished), last: lastFinishedColumn,
			prompt: "从年初起累计完工的数量，只填数字。",
		},
		{
			id: rateColumn, head: "完成率", width: 9, figure: fill(rate), last: lastRateColumn,
			prompt: "累计完成的工程量占全部工程量的百分比，如 60%。",
		},
		{
			id: declaredColumn, head: "是否达序时", width: 11, words: func(r *form.Row) form.Need { return r.Declared },
			prompt: "本单位对照序时要求的自评，从下拉列表中选。",
		},
		{
			id: stageColumn, head: "形象进度", width: 17, words: func(r *form.Row) form.Need { return r.Stage },
			prompt: "从下拉列表中选前期、在建、完工、已验收，也可写明到哪一步，如：主体施工。",
		},
		{id: lastInvestedColumn, head: "上期累计\n投资（万元）", width: 10, number: func(r *form.Row) known { return known{r.LastInvested, false} }},
		{
			id: investedColumn, head: "累计完成\n投资（万元）", width: 10, money: func(r *form.Row) form.Need { return r.Invested },
			last: lastInvestedColumn, prompt: "从年初起累计完成的投资，单位是万元。",
		},
		{
			id: problemsColumn, head: "存在问题", width: 17, words: words,
			prompt: "没有问题的不用填。数字比上期减少的，在这里写明核减、更正等原因。",
		},
		{id: nextColumn, head: "下一步打算", width: 17, words: words, prompt: "接下来做什么、何时做到。"},
		{id: requestColumn, head: "需协调事项", width: 15, words: words, prompt: "需要上级协调解决的事项；没有的不用填。"},
		{id: keyColumn, head: "台账编号", width: 30, text: func(r *form.Row) string { return r.Key.String() }},
	}
}

// percent reports whether a figure of a row is told in percent.
func percent(r *form.Row, kind form.Kind) bool {
	return kind == form.Share || kind == form.Level && r.Measure == "%"
}
