package bulletin

import (
	"slices"

	"tongbao/server/ledger"
)

// withoutEmpty is the table without the columns in which no row says anything.
// A group that is left with one column gives its name to it (实际进度).
func (t Table) withoutEmpty() Table {
	says := make([]bool, len(t.Columns))
	for _, r := range t.Rows {
		if r.Kind == DataRow {
			for i, c := range r.Cells {
				says[i] = says[i] || c.Text != "" && c.Text != "—"
			}
		}
	}
	return t.only(says)
}

// without is the table without the columns of some keys; none of them is named
// by a formula.
func (t Table) without(keys []ledger.ColumnKey) Table {
	shown := make([]bool, len(t.Columns))
	for i, c := range t.Columns {
		shown[i] = c.key == "" || !slices.Contains(keys, c.key)
	}
	return t.only(shown)
}

// only is the table with those columns alone that says tells.
func (t Table) only(says []bool) Table {
	at := make([]int, len(says)) // where a column stands now
	in := map[string]int{}       // columns of each group
	out := t
	out.Columns, out.Rows = nil, nil
	for i, c := range t.Columns {
		at[i] = len(out.Columns)
		if says[i] {
			out.Columns = append(out.Columns, c)
			in[c.Group]++
		}
	}
	for i := range out.Columns {
		if c := &out.Columns[i]; c.Group != "" && in[c.Group] == 1 {
			c.Head, c.Group = c.Head+c.Group, ""
		}
	}
	for _, r := range t.Rows {
		if r.Kind != SectionRow {
			var cells []Cell
			for i, c := range r.Cells {
				if says[i] {
					cells = append(cells, c.moved(at))
				}
			}
			r.Cells = cells
		}
		out.Rows = append(out.Rows, r)
	}
	return out
}

// moved is a cell whose formula names the columns where they stand now.
func (c Cell) moved(at []int) Cell {
	if c.Formula != nil {
		f := *c.Formula
		f.Of, f.To, f.By, f.Less = at[f.Of], at[f.To], at[f.By], at[f.Less]
		c.Formula = &f
	}
	return c
}
