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
// that no two overlap: going down the rows, of the ranges that cover a column
// the last one reaches furthest.
func checkMerges(merges []grid.Range) error {
	slices.SortFunc(merges, func(a, b grid.Range) int {
		return cmp.Or(cmp.Compare(a.From.Row, b.From.Row), cmp.Compare(a.From.Col, b.From.Col))
	})
	if len(merges) == 0 {
		return nil
	}
	last := make([]grid.Range, maxCol+1) // by column
	for _, m := range merges {
		for c := m.From.Col; c <= m.To.Col; c++ {
			if last[c].To.Row >= m.From.Row {
				return damagef("合并区域 %s 与 %s 重叠", last[c], m)
			}
			last[c] = m
		}
	}
	return nil
}
