package intake

import (
	"slices"
	"strings"
)

// ReadColumn is one column of a table with what it was taken for.
type ReadColumn struct {
	Layout string // as Question.Layout
	Head   string // as Question.Head
	Sheet  string
	Cell   string
	Path   []string // the heads over the column as they are typed, from the top
	Label  string   // what it is read as, in Chinese; "" for one that is not read
	// Samples are a few of its values.
	Samples []string
}

// plainLabels are what columns hold that no question offers.
var plainLabels = map[field]string{
	fieldNo: "序号", fieldSub: "分项序号", fieldSeries: "清单", fieldDue: "进度要求",
}

// columnsRead tells what the table's columns were taken for.
func (t *table) columnsRead() []ReadColumn {
	list := make([]ReadColumn, 0, len(t.columns))
	for i := range t.columns {
		c := &t.columns[i]
		list = append(list, ReadColumn{
			Layout: t.headHash, Head: c.key, Sheet: t.Name, Cell: t.ref(t.headTo, c.col), Path: t.heads(c.col),
			Label: c.label(), Samples: t.shownSamples(c),
		})
	}
	return list
}

// label is what the column is read as, in Chinese.
func (c *column) label() string {
	switch {
	case c.share != "" && c.area:
		return c.share + "的任务数"
	case c.share != "":
		return "来自" + c.share + "的资金"
	}
	if l := labels[c.field]; l != "" && c.field != Ignore {
		return l
	}
	return plainLabels[c.field]
}

// shownSamples are a few of the column's values, each once.
func (t *table) shownSamples(c *column) []string {
	var list []string
	for _, s := range t.telling(c.col) {
		if text := shorten(strings.TrimSpace(s.Text)); len(list) < mostSamples && !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	return list
}
