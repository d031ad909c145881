package workbook

import (
	"slices"

	"tongbao/server/internal/grid"
)

// odsTable reads one <table:table>.
type odsTable struct {
	*odsDocument
	sheet    grid.Sheet
	hidden   hiddenColumns
	defaults []odsColumns
	columns  int // declared so far
	row, col int // begun last
	style    string
	cells    []grid.Cell // of the row
}

// odsColumns is a run of columns with one default style.
type odsColumns struct {
	last  int
	style string
}

// child takes columns and rows, which groups and headers may wrap.
func (t *odsTable) child(element []byte) error {
	switch string(element) {
	case "table-column-group", "table-header-columns", "table-columns",
		"table-row-group", "table-header-rows", "table-rows":
		return t.s.children(t.child)
	case "table-column":
		return t.column()
	case "table-row":
		return t.readRow()
	}
	return nil
}

// repeated is how often an element counts.
func (t *odsTable) repeated(attr string, most int) (int, error) {
	if _, ok := t.s.attr(t.table + attr); !ok {
		return 1, nil
	}
	return t.s.number(t.table+attr, 1, most)
}

func (t *odsTable) isHidden() bool {
	v, _ := t.s.attr(t.table + "visibility")
	return v == "collapse" || v == "filter"
}

func (t *odsTable) column() error {
	n, err := t.repeated("number-columns-repeated", maxCol)
	if err != nil {
		return err
	}
	from := t.columns + 1
	t.columns += n
	if t.columns > maxCol {
		return damagef("列数超过 %d", maxCol)
	}
	if t.isHidden() {
		t.hidden.add(from, t.columns)
	}
	style, _ := t.s.attr(t.table + "default-cell-style-name")
	t.defaults = append(t.defaults, odsColumns{t.columns, style})
	look, _ := t.s.attr(t.table + "style-name")
	if width := t.styles[look].width; width > 0 {
		for col := from; col <= min(t.columns, xlsMaxCol); col++ {
			t.sheet.Widths[col] = width
		}
		return t.hold(hiddenSize * min(n, xlsMaxCol))
	}
	return nil
}

func (t *odsTable) readRow() error {
	n, err := t.repeated("number-rows-repeated", maxRow)
	if err != nil {
		return err
	}
	hidden := t.isHidden()
	look, _ := t.s.attr(t.table + "style-name")
	height := t.styles[look].height
	t.style, _ = t.s.attr(t.table + "default-cell-style-name")
	t.row++
	t.col, t.cells = 0, t.cells[:0]
	if err := t.s.children(t.readCell); err != nil {
		return err
	}
	if t.row+n-1 > maxRow {
		return damagef("行数超过 %d", maxRow)
	}
	if len(t.cells) == 0 {
		t.row += n - 1
		return nil
	}
	if err := t.add(&t.sheet, grid.Row{Number: t.row, Hidden: hidden, Height: height}, t.cells); err != nil {
		return err
	}
	for range n - 1 {
		t.row++
		for i := range t.cells {
			if err := t.spend(&t.cells[i]); err != nil {
				return err
			}
		}
		t.sheet.Repeat(t.row)
		if err := t.hold(grid.RowSize); err != nil {
			return err
		}
	}
	return nil
}

func (t *odsTable) readCell(element []byte) error {
	covered := string(element) == "covered-table-cell"
	if string(element) != "table-cell" && !covered {
		return nil
	}
	n, err := t.repeated("number-columns-repeated", maxCol)
	if err != nil {
		return err
	}
	at := grid.Address{Col: t.col + 1, Row: t.row}
	if t.col += n; t.col > maxCol {
		return damagef("列数超过 %d", maxCol)
	}
	if err := t.merge(at); err != nil {
		return err
	}
	v := t.stored(at)
	if v.text, err = t.cellText(); err != nil {
		return err
	}
	cell, err := v.interpret(grid.Cell{Address: at})
	// What a merge covers is kept in the file but not seen.
	if err != nil || cell.Kind == grid.Blank || covered {
		return err
	}
	for ; cell.Col <= t.col; cell.Col++ {
		if err := t.spend(&cell); err != nil {
			return err
		}
		t.cells = append(t.cells, cell)
	}
	return nil
}

// merge takes the range that the cell just begun spans.
func (t *odsTable) merge(at grid.Address) error {
	cols, err := t.repeated("number-columns-spanned", maxCol)
	if err != nil {
		return err
	}
	rows, err := t.repeated("number-rows-spanned", maxRow)
	if err != nil || cols == 1 && rows == 1 {
		return err
	}
	to := grid.Address{Col: at.Col + cols - 1, Row: at.Row + rows - 1}
	if to.Col > maxCol || to.Row > maxRow {
		return damagef("合并区域 %s 不合规则", grid.Range{From: at, To: to})
	}
	if err := t.merges(len(t.sheet.Merges)); err != nil {
		return err
	}
	t.sheet.Merges = append(t.sheet.Merges, grid.Range{From: at, To: to})
	return nil
}

// stored is the cell just begun as its attributes have it.
func (t *odsTable) stored(at grid.Address) odsValue {
	get := func(name string) string { v, _ := t.s.attr(t.office + name); return v }
	v := odsValue{kind: get("value-type"), number: get("value")}
	_, v.formula = t.s.attr(t.table + "formula")
	switch v.kind {
	case "date":
		v.number = get("date-value")
		v.monthOnly = t.monthOnly(at.Col)
	case "time":
		v.number = get("time-value")
	case "boolean":
		v.number = get("boolean-value")
	case "string":
		v.number, v.hasString = t.s.attr(t.office + "string-value")
		is, _ := t.s.attr(t.calcext + "value-type")
		v.isError = t.calcext != "" && is == "error"
	}
	return v
}

// monthOnly reports whether the style of the cell just begun shows a date
// without its day; a cell without a style has that of its row or column.
func (t *odsTable) monthOnly(col int) bool {
	style, ok := t.s.attr(t.table + "style-name")
	if !ok {
		style = t.style
	}
	if style == "" {
		if i := slices.IndexFunc(t.defaults, func(c odsColumns) bool { return col <= c.last }); i >= 0 {
			style = t.defaults[i].style
		}
	}
	day, known := t.dates[t.styles[style].format]
	return known && !day
}
