package intake

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/wording"
)

// confidence is how far it is known what a column holds.
type confidence int

const (
	// settled: the head says it, or a part of the head and the cells agree; or
	// the column holds nothing that a ledger keeps.
	settled confidence = iota
	// guessed: its cells alone, or its neighbours, say what it may be. It is read
	// so, and asked about before it is stored.
	guessed
	// unread: it may hold something that a ledger keeps, and is not read.
	unread
)

// weigh gives every column its confidence, and to those that their heads do not
// tell what their cells say.
func (t *table) weigh() {
	if choicesOf[t.layout] == nil {
		return
	}
	for i := range t.columns {
		c := &t.columns[i]
		if c.answered {
			continue
		}
		if cells := t.telling(c.col); len(cells) > 0 {
			c.trust = t.confide(c, cells)
		}
	}
}

// telling are the first cells of a column that say something.
func (t *table) telling(col int) []grid.Cell {
	return slices.DeleteFunc(t.samples(col, 12), func(c grid.Cell) bool { return filler(c.Text) })
}

// confide says how sure a column's field is, and sets a guessed one.
func (t *table) confide(c *column, cells []grid.Cell) confidence {
	switch {
	case t.layout == LayoutCrosstab:
		return t.confideCross(c, cells)
	case c.share != "", c.step > 0 && c.field == fieldStep, c.goal, c.area:
		return settled
	case slices.Contains(c.fields, fieldAmbiguous):
		return t.confideAmbiguous(c, cells)
	case c.sure, c.actual:
		if t.loses(c) {
			return unread
		}
		return settled
	case c.fields != nil && (c.field == "" || fits(c.field, cells)):
		if c.field == "" && t.loses(c) {
			return unread
		}
		return settled
	}
	c.field = ""
	if f := t.guess(c, cells); f != "" {
		c.field = f
		if f == fieldShare {
			c.share, c.area = c.leaf(), t.layout == LayoutAllocation
		}
		return guessed
	}
	if t.matters(cells) {
		return unread
	}
	return settled
}

// progressWords are the open heads that may count things as well as percents.
var progressWords = regexp.MustCompile(`进度$`)

// confideAmbiguous weighs a head that its cells decide. Plain figures from 0 to
// 100 under 进度 may be things done or percents.
func (t *table) confideAmbiguous(c *column, cells []grid.Cell) confidence {
	if t.layout != LayoutProgress || c.field != fieldDone {
		return settled
	}
	shares := 0
	for _, s := range cells {
		n, measure, ok := figure(s.Text)
		if !ok || measure != "" || s.Percent || n.GreaterThan(hundred) {
			return settled
		}
		if n.IsPositive() && n.LessThan(one) {
			shares++
		}
	}
	switch {
	case shares > 0:
		c.field = fieldRate
		return guessed
	case progressWords.MatchString(c.leaf()):
		return guessed
	}
	return settled
}

// figureFields hold figures; two columns for one of them are one too many.
var figureFields = []field{
	fieldDone, fieldIncrement, fieldRate, fieldStarted, fieldStartRate, fieldFinished, fieldFinishRate,
	fieldInvested, fieldInvestRate, fieldInPlace, fieldInPlaceRate, fieldTarget, fieldTotal, fieldPlanned, fieldSum, fieldAmount,
}

// loses reports whether a column is not read because another one has its field,
// and says something else than that one.
func (t *table) loses(c *column) bool {
	if c.field != "" || c.actual && c.period != t.lead.period {
		return false
	}
	rival := t.rival(c)
	return rival != nil && !rival.answered && !t.sameCells(c.col, rival.col)
}

// rival is the column that was taken for the figure that c's head names too.
func (t *table) rival(c *column) *column {
	for _, f := range c.fields {
		if !slices.Contains(figureFields, f) || !slices.Contains(allowed[t.layout], f) {
			continue
		}
		if col := t.columnOf(f); col > 0 {
			return t.column(col)
		}
	}
	return nil
}

func (t *table) sameCells(a, b int) bool {
	for row := t.from; row <= t.to; row++ {
		if text := t.text(row, a); text != "" && text != t.text(row, b) {
			return false
		}
	}
	return true
}

// fits reports whether cells can be what a head hints at: figures under the name
// of figures, and none under the name of prose.
func fits(f field, cells []grid.Cell) bool {
	switch f {
	case fieldStage, fieldProblems, fieldRequest, fieldNext, fieldContent, fieldSchedule, fieldName, fieldLead, fieldResponsible,
		fieldLocal, fieldPartner, fieldLeader, fieldUnit, fieldIndicator, fieldMeasure, fieldSource:
		return !mostly(cells, bareFigureCell)
	default:
		return !slices.Contains(figureFields, f) || mostly(cells, figureCell)
	}
}

// mostly reports whether more than half of the cells are of a kind.
func mostly(cells []grid.Cell, kind func(grid.Cell) bool) bool {
	n := 0
	for _, c := range cells {
		if kind(c) {
			n++
		}
	}
	return n*2 > len(cells)
}

// figureCell reports whether a cell holds a figure with or without its measure.
func figureCell(c grid.Cell) bool {
	if _, ok := wording.ParseMoney(c.Text, "万元"); ok {
		return true
	}
	return c.Kind != grid.Date && figured(c.Text)
}

func bareFigureCell(c grid.Cell) bool {
	if c.Kind == grid.Number || c.Percent {
		return true
	}
	_, percent := wording.ParsePercent(c.Text)
	_, measure, ok := figure(c.Text)
	return percent || ok && measure == ""
}

func percentCell(c grid.Cell) bool {
	_, percent := wording.ParsePercent(c.Text)
	return percent || c.Percent
}

// bareNumber is a figure that counts nothing: a telephone or an identity number.
var bareNumber = regexp.MustCompile(`^(?:1\d{10}|0\d{2,3}-?\d{7,8}|[1-9]\d{6,7}|\d{15,})$`)

func bareNumberCell(c grid.Cell) bool { return bareNumber.MatchString(strings.TrimSpace(c.Text)) }

func unitCell(c grid.Cell) bool {
	for _, u := range wording.Units(c.Text) {
		if !wording.IsUnit(u) || utf8.RuneCountInString(u) > 20 {
			return false
		}
	}
	return true
}

func declarationCell(c grid.Cell) bool {
	_, ok := wording.Declaration(c.Text)
	return ok && utf8.RuneCountInString(c.Text) <= 8
}

// proseWithFigures are words that tell targets: 改造老旧小区70个.
func proseWithFigures(c grid.Cell) bool {
	return c.Kind == grid.Text && utf8.RuneCountInString(c.Text) > 6 && strings.ContainsAny(wording.Fold(c.Text), "0123456789")
}

// lacks reports whether no column of the table was taken for any of the fields.
func (t *table) lacks(fields ...field) bool {
	return !slices.ContainsFunc(t.columns, func(c column) bool { return slices.Contains(fields, c.field) })
}

// guess is what a column most likely holds by its cells and its neighbours,
// where the table wants it and has it nowhere else; "" for no guess.
func (t *table) guess(c *column, cells []grid.Cell) field {
	figures := mostly(cells, figureCell) && !mostly(cells, bareNumberCell)
	switch t.layout {
	case LayoutProgress:
		switch {
		case mostly(cells, declarationCell) && t.lacks(fieldDeclared):
			return fieldDeclared
		case !figures || !t.lacks(fieldDone, fieldRate, fieldFinished, fieldFinishRate, fieldStarted, fieldStartRate, fieldIncrement):
		case mostly(cells, percentCell):
			return fieldRate
		case t.withinTargets(c.col):
			return fieldDone
		}
	case LayoutProject:
		switch {
		case mostly(cells, proseWithFigures) && t.lacks(fieldContent):
			return fieldContent
		case mostly(cells, unitCell) && t.lacks(fieldLead, fieldResponsible):
			return fieldResponsible
		case t.dated(c.col) && t.lacks(fieldDeadline, fieldSchedule, fieldDue):
			return fieldDeadline
		}
	case LayoutAllocation, LayoutFunding:
		if figures && t.amongShares(c.col) {
			return fieldShare
		}
	case LayoutMatters:
		return t.guessMatter(cells)
	default:
	}
	return ""
}

// withinTargets reports whether a column's figures could be what was done of the
// targets beside them, if there are any.
func (t *table) withinTargets(col int) bool {
	target := t.columnOf(fieldTarget)
	if target == 0 {
		return true
	}
	within, all := 0, 0
	for row := t.from; row <= t.to; row++ {
		done, _, ok := figure(t.text(row, col))
		of, _, known := figure(t.text(row, target))
		if ok && known {
			all++
			if done.LessThanOrEqual(of.Mul(decimal.NewFromInt(2))) {
				within++
			}
		}
	}
	return within*2 >= all
}

// amongShares reports whether the columns on both sides are shares.
func (t *table) amongShares(col int) bool {
	return t.column(col-1).share != "" && t.column(col+1).share != ""
}

// matters reports whether an unknown column may hold something that the ledger
// keeps: figures, or prose of a kind that the table has nowhere else. Names,
// dates, telephone numbers and further prose are remarks.
func (t *table) matters(cells []grid.Cell) bool {
	if t.layout == LayoutMatters {
		return false // what its cells do not tell is a remark
	}
	if mostly(cells, figureCell) {
		return !mostly(cells, bareNumberCell)
	}
	prose := mostly(cells, func(c grid.Cell) bool { return c.Kind == grid.Text && utf8.RuneCountInString(c.Text) > 8 })
	switch t.layout {
	case LayoutProgress:
		return prose && t.lacks(fieldStage)
	case LayoutProject:
		return prose && (t.lacks(fieldContent) || t.lacks(fieldSchedule, fieldDue))
	default:
		return false
	}
}
