package intake

import (
	"slices"

	"tongbao/server/internal/grid"
)

// beside parts a sheet whose tables stand side by side into one view for each,
// left to right; a sheet with one table after the other is a single view. The
// lines above a table that has none of its own are those of the table to its
// left.
func (v *view) beside(year int) []*view {
	for i := range v.Rows {
		row := v.Rows[i].Number
		_, columns, ok := v.headAt(row, year)
		if !ok {
			continue
		}
		starts := startsOf(columns)
		if len(starts) < 2 {
			break
		}
		var views []*view
		for k, from := range starts {
			to := columns[len(columns)-1].col
			if k+1 < len(starts) {
				to = starts[k+1] - 1
			}
			views = append(views, v.between(from, to, row, k))
		}
		return views
	}
	return []*view{v}
}

// startsOf are the columns in which tables begin: each has its own numbers and
// names, or the same heads as the first. nil where the head is one table's.
func startsOf(columns []column) []int {
	is := func(c column, fields ...field) bool { return c.sure && slices.Contains(fields, c.fields[0]) }
	for _, f := range []field{fieldNo, fieldName, fieldArea} {
		var starts []int // places in columns
		for i, c := range columns {
			if is(c, f) {
				starts = append(starts, i)
			}
		}
		if len(starts) < 2 || starts[0] != 0 {
			continue
		}
		named, same := true, true
		first := columns[:starts[1]]
		var cols []int
		for k, from := range starts {
			to := len(columns)
			if k+1 < len(starts) {
				to = starts[k+1]
			}
			block := columns[from:to]
			named = named && slices.ContainsFunc(block[1:], func(c column) bool { return is(c, fieldName, fieldContent, fieldArea, fieldAppeal) })
			same = same && len(block) > 1 && slices.EqualFunc(block, first, func(a, b column) bool { return a.name() == b.name() })
			cols = append(cols, block[0].col)
		}
		if same || f == fieldNo && named {
			return cols
		}
	}
	return nil
}

// between is the view of the columns from…to, the k-th table of its sheet with a
// head in a row.
func (v *view) between(from, to, head, k int) *view {
	s := &grid.Sheet{Name: v.Name, HiddenCols: v.HiddenCols}
	cut := func(r *grid.Row) []grid.Cell {
		var cells []grid.Cell
		for c := range r.Cells() {
			if c.Col >= from && c.Col <= to || k == 0 && c.Col < from {
				cells = append(cells, c)
			}
		}
		return cells
	}
	alone := true // nothing of its own stands above the head
	for i := range v.Rows {
		alone = alone && (v.Rows[i].Number >= head || len(cut(&v.Rows[i])) == 0)
	}
	for i := range v.Rows {
		r := &v.Rows[i]
		if alone && r.Number < head {
			s.Rows = append(s.Rows, *r)
		} else if cells := cut(r); len(cells) > 0 {
			s.Add(*r, cells)
		}
	}
	for _, m := range v.Merges {
		if m.From.Col <= to && m.To.Col >= from {
			s.Merges = append(s.Merges, m)
		}
	}
	return newView(v.file, s)
}
