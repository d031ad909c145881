package intake

import (
	"slices"
	"strings"
)

// settleNames makes sense of tables with several columns of names: a group
// (工程) before the name, or a name before its content (民生实事, 工作任务).
func (t *table) settleNames() {
	var spare []*column
	hasContent := false
	var name, category *column
	for i := range t.columns {
		c := &t.columns[i]
		switch {
		case c.field == fieldName:
			name = c
		case c.field == fieldCategory:
			category = c
		case c.field == fieldContent:
			hasContent = true
		case c.field == "" && slices.Contains(c.fields, fieldName):
			spare = append(spare, c)
		}
	}
	switch {
	case name == nil:
	case t.layout != LayoutProject:
		// 项目 and 任务 over several rows of one number: the second names what is
		// counted.
		if len(spare) > 0 && !slices.ContainsFunc(t.columns, func(c column) bool { return c.field == fieldIndicator }) && t.sharesNumbers() {
			spare[0].field = fieldIndicator
		}
	case len(spare) > 0 && !hasContent:
		spare[0].field = fieldContent
		if len(spare) > 1 && category == nil {
			name.field, spare[0].field, spare[1].field = fieldCategory, fieldName, fieldContent
		}
	case len(spare) > 0 && category == nil:
		name.field, spare[0].field = fieldCategory, fieldName
	}
}

// settleSingles makes sense of columns that mean one thing alone and another
// beside a better one: measures are the content of a plan that has no other, a
// division (责任科室) answers only where no unit does.
func (t *table) settleSingles() {
	content, unit := false, false
	for i := range t.columns {
		c := &t.columns[i]
		content = content || c.field == fieldContent
		unit = unit || (c.field == fieldLead || c.field == fieldResponsible) && !strings.Contains(c.leaf(), "科室")
	}
	for i := range t.columns {
		c := &t.columns[i]
		switch {
		case c.field == fieldContent2 && !content:
			c.field = fieldContent
		case c.field == fieldResponsible && unit && strings.Contains(c.leaf(), "科室"):
			c.field = ""
		}
	}
}

// sharesNumbers reports whether several rows stand under one number.
func (t *table) sharesNumbers() bool {
	col := t.columnOf(fieldNo)
	if col == 0 {
		return false
	}
	before := ""
	for row := t.from; row <= t.to; row++ {
		if text := t.text(row, col); text != "" {
			if text == before {
				return true
			}
			before = text
		}
	}
	return false
}

// columnOf is the column taken for a field while columns are being settled.
func (t *table) columnOf(f field) int {
	for i := range t.columns {
		if t.columns[i].field == f {
			return t.columns[i].col
		}
	}
	return 0
}

// crossField is the part that a column of a cross table plays: its areas and
// numbers; what is counted is told by its heads together.
func (t *table) crossField(c *column) field {
	switch {
	case slices.Contains(c.fields, fieldNo):
		return fieldNo
	case len(c.words) == 1 && (slices.Contains(c.fields, fieldArea) || slices.Contains(c.fields, fieldUnit) ||
		slices.Contains(c.fields, fieldResponsible) || c.leaf() == "单位") || t.areasIn(c.col):
		return fieldArea
	case slices.Contains(c.fields, fieldAside):
		return fieldAside
	}
	return ""
}
