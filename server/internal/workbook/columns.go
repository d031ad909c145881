package workbook

import "tongbao/server/internal/grid"

// hiddenColumns are ranges of hidden columns: +1 where one begins, -1 after
// its end. nil is none.
type hiddenColumns []int

func (h *hiddenColumns) add(from, to int) {
	if *h == nil {
		*h = make([]int, maxCol+2)
	}
	(*h)[from]++
	(*h)[to+1]--
}

// within are the hidden columns as far as rows have content.
func (h hiddenColumns) within(rows []grid.Row, b *budget) (map[int]bool, error) {
	last := 0
	for _, row := range rows {
		last = max(last, row.Last().Col)
	}
	hidden := make(map[int]bool)
	depth := 0
	for c := 1; c <= last && h != nil; c++ {
		if depth += h[c]; depth > 0 {
			hidden[c] = true
		}
	}
	return hidden, b.hold(hiddenSize * len(hidden))
}
