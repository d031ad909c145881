package grid

import (
	"cmp"
	"slices"
)

// mergeTree finds the merged range that covers an address. Its size is the
// number of ranges, however many cells they cover: a merge of whole columns is
// common, and a file may hold a hundred thousand ranges.
type mergeTree struct {
	ranges []Range // by their first row
	// reach has, for the middle of each half of a half …, the last row that the
	// ranges of that part reach.
	reach []int
}

func newMergeTree(merges []Range) mergeTree {
	t := mergeTree{ranges: slices.Clone(merges), reach: make([]int, len(merges))}
	slices.SortFunc(t.ranges, func(a, b Range) int {
		return cmp.Or(cmp.Compare(a.From.Row, b.From.Row), cmp.Compare(a.From.Col, b.From.Col))
	})
	t.fill(0, len(merges))
	return t
}

func (t mergeTree) fill(lo, hi int) int {
	if lo >= hi {
		return 0
	}
	mid := (lo + hi) / 2
	t.reach[mid] = max(t.ranges[mid].To.Row, t.fill(lo, mid), t.fill(mid+1, hi))
	return t.reach[mid]
}

func (t mergeTree) find(a Address) (Range, bool) { return t.search(a, 0, len(t.ranges)) }

func (t mergeTree) search(a Address, lo, hi int) (Range, bool) {
	mid := (lo + hi) / 2
	if lo >= hi || t.reach[mid] < a.Row {
		return Range{}, false
	}
	if r, ok := t.search(a, lo, mid); ok {
		return r, true
	}
	switch m := t.ranges[mid]; {
	case m.From.Row > a.Row:
		return Range{}, false
	case m.Contains(a):
		return m, true
	}
	return t.search(a, mid+1, hi)
}
