package marked

import (
	"strconv"

	"tongbao/server/internal/grid"
)

// cellWalk goes through a worksheet's rows and cells with their places, which
// workbook.Open has checked: rows and cells ascend.
type cellWalk struct {
	at grid.Address // of the row (Col 0) or cell begun last

	row     func(t tag, number int)
	cell    func(t tag, at grid.Address, style int)
	cellEnd func(t tag) // of a cell that is no empty element
	rowEnd  func(t tag) // also of an empty row
	end     func(t tag) // of all rows
	other   func(depth int, t tag)
}

func (w *cellWalk) run(doc []byte) error {
	inData := false
	return walk(doc, func(depth int, t tag) error {
		name := t.local()
		switch {
		case depth == 1 && name == "sheetData":
			inData = t.start && !t.end
			if t.end {
				w.end(t)
			}
		case !inData:
			if w.other != nil {
				w.other(depth, t)
			}
		case depth == 2 && name == "row":
			if t.start {
				w.at = grid.Address{Row: number(t, "r", w.at.Row+1)}
				w.row(t, w.at.Row)
			}
			if t.end {
				w.rowEnd(t)
			}
		case depth == 3 && name == "c":
			if t.start {
				w.at.Col++
				if ref, ok := t.attr("r"); ok {
					if a, ok := grid.ParseAddress(ref); ok {
						w.at = a
					}
				}
				w.cell(t, w.at, number(t, "s", 0))
			} else if w.cellEnd != nil {
				w.cellEnd(t)
			}
		}
		return nil
	})
}

// number is an attribute that is a whole number, or what stands in for it.
func number(t tag, name string, absent int) int {
	v, ok := t.attr(name)
	n, err := strconv.Atoi(v)
	if !ok || err != nil {
		return absent
	}
	return n
}

// target is a cell to be given another format: the one that format returns for
// the one it has; false leaves it.
type target struct {
	at     grid.Address
	format func(now int, absent bool) (int, bool)
}

// paint gives cells other formats; a cell that is not there is put in. targets
// ascend by row and column.
func paint(doc []byte, targets []target) ([]edit, error) {
	var edits []edit
	var columns columnStyles
	rowStyle, prefix := -1, ""
	var opened tag // the row begun last
	within := false
	// put is the text of the targets before a place that have no cell.
	put := func(before grid.Address, style int) string {
		text := ""
		for len(targets) > 0 && targets[0].at.Row == before.Row && targets[0].at.Col < before.Col {
			t := targets[0]
			targets = targets[1:]
			now := style
			if now < 0 {
				now = columns.at(t.at.Col)
			}
			if to, ok := t.format(now, true); ok {
				text += "<" + prefix + `c r="` + t.at.String() + `" s="` + itoa(to) + `"/>`
			}
		}
		return text
	}
	// rows is the text of the targets' rows before a row that are not there.
	rows := func(before int) string {
		text := ""
		for len(targets) > 0 && targets[0].at.Row < before {
			row := targets[0].at.Row
			cells := put(grid.Address{Row: row, Col: maxCol + 1}, -1)
			if cells != "" {
				text += "<" + prefix + `row r="` + itoa(row) + `">` + cells + "</" + prefix + "row>"
			}
		}
		return text
	}
	insert := func(at int, text string) {
		if text != "" {
			edits = append(edits, edit{at, at, text})
		}
	}
	w := cellWalk{
		other: func(depth int, t tag) {
			if depth == 0 && t.start {
				prefix = t.prefix()
			}
			if depth == 2 && t.start && t.local() == "col" {
				columns = append(columns, columnStyle{number(t, "min", 0), number(t, "max", 0), number(t, "style", 0)})
			}
		},
		row: func(t tag, n int) {
			insert(t.from, rows(n))
			rowStyle, opened, within = -1, t, true
			if custom, _ := t.attr("customFormat"); custom == "1" || custom == "true" {
				rowStyle = number(t, "s", 0)
			}
		},
		cell: func(t tag, at grid.Address, style int) {
			insert(t.from, put(at, rowStyle))
			if len(targets) > 0 && targets[0].at == at {
				if to, ok := targets[0].format(style, false); ok {
					edits = append(edits, t.set("s", itoa(to)))
				}
				targets = targets[1:]
			}
		},
	}
	w.rowEnd = func(t tag) {
		cells := put(grid.Address{Row: w.at.Row, Col: maxCol + 1}, rowStyle)
		switch {
		case cells == "" || !within:
		case t.start:
			edits = append(edits, edit{opened.from, opened.to, opened.open() + cells + opened.closing()})
		default:
			insert(t.from, cells)
		}
		within = false
	}
	w.end = func(t tag) {
		text := rows(maxRow + 1)
		switch {
		case text == "":
		case t.start:
			edits = append(edits, edit{t.from, t.to, t.open() + text + t.closing()})
		default:
			insert(t.from, text)
		}
	}
	return edits, w.run(doc)
}

// The size of a worksheet.
const (
	maxRow = 1048576
	maxCol = 16384
)

type columnStyle struct{ from, to, style int }

type columnStyles []columnStyle

func (l columnStyles) at(col int) int {
	for _, c := range l {
		if col >= c.from && col <= c.to {
			return c.style
		}
	}
	return 0
}

// restyle is the edit that gives a cell or row back its format. An attribute
// that stands first was put in for the mark: where it is the one that counts
// without being said, it goes.
func (t tag) restyle(format int) edit {
	from, to, _ := t.attrAt("s")
	if first := t.from + 1 + len(t.name); format == 0 && from == first+len(` s="`) {
		return edit{first, to + 1, ""}
	}
	return t.set("s", itoa(format))
}

// original is what a marked cell format goes back to.
type original struct {
	format int
	absent bool // the cell was put in for the mark
}

// unpaint gives marked cells, rows and columns the formats they had. A cell
// that was put in for its mark goes when it is still empty, and with its last
// cell a row that was. last is the highest format that is in use afterwards.
func unpaint(doc []byte, marked map[int]original) (edits []edit, last int, err error) {
	var row []edit // of the row begun last
	var opened, put tag
	left, dropped := 0, 0
	hasContent := true // of the cell begun last, if it was put in
	restore := func(t tag) {
		format := number(t, "s", -1)
		if o, ok := marked[format]; ok {
			row = append(row, t.restyle(o.format))
			format = o.format
		}
		last = max(last, format)
	}
	w := cellWalk{
		other: func(depth int, t tag) {
			if depth == 2 && t.start && t.local() == "col" {
				format := number(t, "style", -1)
				if o, ok := marked[format]; ok {
					edits = append(edits, t.set("style", itoa(o.format)))
					format = o.format
				}
				last = max(last, format)
			}
		},
		row: func(t tag, _ int) {
			row, opened, left, dropped = nil, t, 0, 0
			restore(t)
		},
		cell: func(t tag, _ grid.Address, style int) {
			put, hasContent = t, true
			switch o, ok := marked[style]; {
			case ok && o.absent && t.end:
				dropped++
				row = append(row, edit{t.from, t.to, ""})
				return
			case ok && o.absent:
				hasContent = false
			}
			left++
			if !hasContent {
				return // decided at its end
			}
			restore(t)
		},
		end: func(tag) {},
	}
	w.cellEnd = func(t tag) {
		if hasContent {
			return
		}
		if put.to == t.from {
			left--
			dropped++
			row = append(row, edit{put.from, t.to, ""})
			return
		}
		restore(put)
	}
	w.rowEnd = func(t tag) {
		if left == 0 && dropped > 0 && onlyNumbered(opened) {
			row = []edit{{opened.from, t.to, ""}}
		}
		edits = append(edits, row...)
	}
	err = w.run(doc)
	return edits, last, err
}

// onlyNumbered reports whether a row says nothing but its number.
func onlyNumbered(t tag) bool {
	ref, _ := t.attr("r")
	return string(t.raw) == "<"+string(t.name)+` r="`+ref+`">`
}
