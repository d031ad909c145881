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
	if len(p.sheet.Merges) == p.lim.Merges {
		return tooLarge("工作表的合并单元格超过 %d 处。请取消表格以外的合并后再上传。", p.lim.Merges)
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
// that no two overlap. It goes down the rows with the ranges that reach the
// current one, which lie side by side, in the order of their columns.
func checkMerges(merges []grid.Range) error {
	slices.SortFunc(merges, func(a, b grid.Range) int {
		return cmp.Or(cmp.Compare(a.From.Row, b.From.Row), cmp.Compare(a.From.Col, b.From.Col))
	})
	var beside []grid.Range
	row := 0
	for _, m := range merges {
		if m.From.Row != row {
			row = m.From.Row
			beside = slices.DeleteFunc(beside, func(o grid.Range) bool { return o.To.Row < row })
		}
		i, _ := slices.BinarySearchFunc(beside, m, func(o, m grid.Range) int {
			return cmp.Compare(o.From.Col, m.From.Col)
		})
		if i > 0 && beside[i-1].To.Col >= m.From.Col {
			return damagef("合并区域 %s 与 %s 重叠", beside[i-1], m)
		}
		if i < len(beside) && beside[i].From.Col <= m.To.Col {
			return damagef("合并区域 %s 与 %s 重叠", beside[i], m)
		}
		beside = slices.Insert(beside, i, m)
	}
	return nil
}
