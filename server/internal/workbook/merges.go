package workbook

import (
	"cmp"
	"slices"
	"strings"

	"tongbao/server/internal/grid"
)

// merge takes one merged range; a range of one cell merges nothing.
func (p *sheetReader) merge(name []byte) error {
	if string(name) != "mergeCell" {
		return nil
	}
	if err := p.merges(len(p.sheet.Merges)); err != nil {
		return err
	}
	ref, _ := p.s.attr("ref")
	first, last, ranged := strings.Cut(ref, ":")
	if !ranged {
		last = first
	}
	from, ok1 := parseAddress(first)
	to, ok2 := parseAddress(last)
	if !ok1 || !ok2 || from.Col > to.Col || from.Row > to.Row {
		return damagef("合并区域 %.20q 不合规则", ref)
	}
	if from != to {
		p.sheet.Merges = append(p.sheet.Merges, grid.Range{From: from, To: to})
	}
	return nil
}

// checkMerges sorts merged ranges by their upper left corners and makes sure
// that no two overlap. It goes down the rows and keeps, from left to right, the
// ranges that the next one may meet: one takes the place of those above it.
func checkMerges(merges []grid.Range) error {
	slices.SortFunc(merges, func(a, b grid.Range) int {
		return cmp.Or(cmp.Compare(a.From.Row, b.From.Row), cmp.Compare(a.From.Col, b.From.Col))
	})
	var near []int // among merges; no two of them share a column
	for i, m := range merges {
		from, _ := slices.BinarySearchFunc(near, m.From.Col, func(n, col int) int { return cmp.Compare(merges[n].To.Col, col) })
		to := from
		for ; to < len(near) && merges[near[to]].From.Col <= m.To.Col; to++ {
			if above := merges[near[to]]; above.To.Row >= m.From.Row {
				return damagef("合并区域 %s 与 %s 重叠", above, m)
			}
		}
		near = slices.Replace(near, from, to, i)
	}
	return nil
}
