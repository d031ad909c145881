package main

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// A table is one sheet as its facts file has it. The file is tab-separated;
// a line that begins with one of these words is no data:
//
//	#title	text            the merged title row; \n in any cell is a line break
//	#line	text            a merged row between title and head (填报单位…)
//	#cols	kind:width …    one for each column: text, number, money, percent or date
//	#merge	n [m]           columns 1..n are one key: equal runs of it are merged in
//	                        those columns, and in columns m.. marked with a * kind
//	#section	text        a merged row between the data rows (一、促进就业(3项))
//	#note	text            a merged row below the table
//
// The first other line is the head. A cell that is not what its column's kind
// says (其余 in a money column) is written as text.
type table struct {
	title   string
	lines   []string
	columns []column
	keys    int // how many leading columns make a merge key; 0: nothing is merged
	head    []string
	rows    []row
	notes   []string
}

type column struct {
	kind   string
	width  float64
	merged bool // merged over the rows of one key
}

type row struct {
	section string // set for a section row
	cells   []string
}

func readTable(facts fs.FS, name string) (*table, error) {
	data, err := fs.ReadFile(facts, name)
	if err != nil {
		return nil, err
	}
	t := &table{}
	for i, line := range strings.Split(strings.TrimRight(string(data), "\n"), "\n") {
		if err := t.add(strings.Split(strings.ReplaceAll(line, `\n`, "\n"), "\t")); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, i+1, err)
		}
	}
	return t, nil
}

func (t *table) add(cells []string) error {
	rest := cells[1:]
	switch cells[0] {
	case "#title":
		t.title = rest[0]
	case "#line":
		t.lines = append(t.lines, rest[0])
	case "#note":
		t.notes = append(t.notes, rest[0])
	case "#section":
		t.rows = append(t.rows, row{section: rest[0]})
	case "#cols":
		return t.setColumns(rest)
	case "#merge":
		n, err := strconv.Atoi(rest[0])
		t.keys = n
		return err
	default:
		if len(cells) != len(t.columns) {
			return fmt.Errorf("%d cells for %d columns", len(cells), len(t.columns))
		}
		if t.head == nil {
			t.head = cells
			return nil
		}
		t.rows = append(t.rows, row{cells: cells})
	}
	return nil
}

// setColumns reads kind:width, with a * before the kind of a merged column.
func (t *table) setColumns(cells []string) error {
	for _, c := range cells {
		kind, width, ok := strings.Cut(c, ":")
		w, err := strconv.ParseFloat(width, 64)
		if !ok || err != nil {
			return fmt.Errorf("column %q is not kind:width", c)
		}
		name := strings.TrimPrefix(kind, "*")
		t.columns = append(t.columns, column{kind: name, width: w, merged: name != kind})
	}
	return nil
}

// key is what rows that are merged together have in common; "" for a section.
func (t *table) key(i int) string {
	if t.rows[i].cells == nil {
		return ""
	}
	return strings.Join(t.rows[i].cells[:t.keys], "\t")
}

// runs are the ranges of rows [from, to) that share a key.
func (t *table) runs() [][2]int {
	var runs [][2]int
	if t.keys == 0 {
		return nil
	}
	for from := 0; from < len(t.rows); {
		to := from + 1
		for to < len(t.rows) && t.key(from) != "" && t.key(to) == t.key(from) {
			to++
		}
		runs = append(runs, [2]int{from, to})
		from = to
	}
	return runs
}

// spans says for each row over how many rows its merged columns reach.
func (t *table) spans() []int {
	spans := make([]int, len(t.rows))
	for i := range spans {
		spans[i] = 1
	}
	for _, run := range t.runs() {
		for i := run[0]; i < run[1]; i++ {
			spans[i] = run[1] - run[0]
		}
	}
	return spans
}

// joins reports whether a column's cells are merged over the rows of one key.
func (t *table) joins(column int) bool {
	return column < t.keys || t.columns[column].merged
}
