package intake

import (
	"regexp"
	"slices"
	"unicode/utf8"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/wording"
)

// confideCross weighs a column of a cross table. The only one under an indicator
// that stands beside its target, when nothing else tells what is done, is what is
// done, whatever its lowest head says; any other names an indicator.
func (t *table) confideCross(c *column, cells []grid.Cell) confidence {
	if c.field != "" || !c.period.IsZero() || !mostly(cells, figureCell) || mostly(cells, bareNumberCell) {
		return settled
	}
	heads := t.heads(c.col)
	if len(heads) < 2 || crossLeaf(c.leaf()) != "" {
		return settled
	}
	target := 0
	for i := range t.columns {
		o := &t.columns[i]
		beside := t.heads(o.col)
		if o.col == c.col || len(beside) != len(heads) || !slices.Equal(beside[:len(beside)-1], heads[:len(heads)-1]) {
			continue
		}
		switch leaf := crossLeaf(o.leaf()); {
		case o.answered && o.field == "":
		case leaf == fieldTarget && !o.answered || o.field == fieldTarget:
			target = o.col
		default:
			return settled
		}
	}
	if target == 0 {
		return settled
	}
	c.field = fieldDone
	if mostly(cells, percentCell) && !mostly(t.telling(target), percentCell) {
		c.field = fieldRate
	}
	return guessed
}

// opinion is how content a resident is.
var opinion = regexp.MustCompile(`^(?:非常|很|比较|基本|不太|不)?满意$`)

// guessMatter is what a column of a matter list most likely holds by its cells,
// where the list has it nowhere else; "" for no guess.
func (t *table) guessMatter(cells []grid.Cell) field {
	state := func(c grid.Cell) bool {
		_, ok := wording.MatterState(c.Text)
		return ok && utf8.RuneCountInString(c.Text) <= 6
	}
	content := func(c grid.Cell) bool { return opinion.MatchString(wording.Squeeze(wording.Simplify(c.Text))) }
	dated := func(c grid.Cell) bool {
		_, ok := wording.Date(c.Text, t.year)
		return c.Kind == grid.Date || ok
	}
	units := func(c grid.Cell) bool { return c.Kind == grid.Text && unitCell(c) }
	prose := func(c grid.Cell) bool { return c.Kind == grid.Text && utf8.RuneCountInString(c.Text) > 6 }
	for _, g := range []struct {
		cells  func(grid.Cell) bool
		as     field
		beside []field // what holds the same
	}{
		{state, fieldState, []field{fieldState}},
		{content, fieldSatisfaction, []field{fieldSatisfaction}},
		{dated, fieldReceived, []field{fieldReceived}},
		{units, fieldResponsible, []field{fieldLead, fieldResponsible, fieldUnit}},
		{prose, fieldAppeal, []field{fieldAppeal, fieldContent}},
	} {
		if mostly(cells, g.cells) && t.lacks(g.beside...) {
			return g.as
		}
	}
	return ""
}
