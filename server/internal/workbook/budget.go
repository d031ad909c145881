package workbook

import (
	"context"
	"errors"

	"tongbao/server/internal/grid"
	"tongbao/server/ledger"
)

// budget is what one file may still cost while it is read. Everything that is
// kept, or held while other things are read, is taken from its memory.
type budget struct {
	lim         Limits
	cells, text int          // left
	memory      int64        // bytes left
	stop        func() error // not nil once the time is up
	texts       texts
}

// What is kept for each of these, in bytes: a text's header, a merged range in
// the sheet and in its index, a hidden column or the width of one, a style with its names.
const (
	textSize   = 16
	mergeSize  = 72
	hiddenSize = 40
	styleSize  = 160
)

func newBudget(ctx context.Context, lim Limits) *budget {
	return &budget{lim: lim, cells: lim.Cells, text: lim.Text, memory: lim.Memory, stop: func() error { return expired(ctx) }}
}

// expired is what a user is told once ctx has ended, nil before.
func expired(ctx context.Context) error {
	switch err := ctx.Err(); {
	case err == nil:
		return nil
	case errors.Is(err, context.DeadlineExceeded):
		return tooLarge("文件太大或太复杂，没能在限定的时间内读完。请删去表格以外的内容，或拆成几个文件后再上传。")
	default:
		return ledger.Errorf(ledger.CodeUnavailable, "读取已取消。请重新上传。")
	}
}

// hold takes n bytes of memory from the budget.
func (b *budget) hold(n int) error {
	b.memory -= int64(n)
	if b.overdrawn() {
		return &overflow{b.lim.Memory}
	}
	return nil
}

// release gives back what was held for a while.
func (b *budget) release(n int) { b.memory += int64(n) }

// overdrawn reports whether more is held than may be.
func (b *budget) overdrawn() bool { return b.memory < b.texts.kept }

// spend takes one cell with content from the budget. The text of a text cell
// was kept by texts; that of other values is kept here.
func (b *budget) spend(cell *grid.Cell) error {
	if b.cells--; b.cells < 0 {
		return tooManyCells(b.lim.Cells)
	}
	if b.text -= len(cell.Text); b.text < 0 {
		return tooLarge("工作簿中的文字超过 %s。请拆成几个文件后再上传。", megabytes(int64(b.lim.Text)))
	}
	if cell.Kind != grid.Text {
		cell.Text = b.texts.plain([]byte(cell.Text))
	}
	return b.hold(grid.CellSize)
}

// add appends a row of cells that were spent to a sheet.
func (b *budget) add(s *grid.Sheet, row grid.Row, cells []grid.Cell) error {
	s.Add(row, cells)
	return b.hold(grid.RowSize)
}

// sheets refuses a workbook that has more than n sheets already.
func (b *budget) sheets(n int, name string) error {
	if n >= b.lim.Sheets {
		return tooLarge("工作簿的工作表超过 %d 张。请另存为只含填报表的工作簿后再上传。", b.lim.Sheets)
	}
	return b.hold(styleSize + len(name))
}

// merges refuses a sheet that has more than n merged ranges already.
func (b *budget) merges(n int) error {
	if n >= b.lim.Merges {
		return tooLarge("工作表的合并单元格超过 %d 处。请取消表格以外的合并后再上传。", b.lim.Merges)
	}
	return b.hold(mergeSize)
}
