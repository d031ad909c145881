package workbook

import (
	"errors"
	"fmt"

	"tongbao/server/ledger"
)

// repair is what helps with every damaged workbook.
const repair = "请用 Excel/WPS 打开后另存一份再上传；如果打不开，请向填报人重新索取。"

// damage is a part that is not what the format demands, before it is known
// which sheet and row that concerns.
type damage struct {
	why string // in Chinese, a clause
}

func (d *damage) Error() string { return d.why }

func damagef(format string, args ...any) error {
	return &damage{why: fmt.Sprintf(format, args...)}
}

// overflow is more than the memory that one file may take.
type overflow struct {
	limit int64
}

func (o *overflow) Error() string {
	return fmt.Sprintf("内容超过可读取的上限（%s）", megabytes(o.limit))
}

// inPart turns damage and overflow into the error a user reads, naming the
// part. Other errors pass, and so does nil.
func inPart(part string, err error) error {
	return located(fmt.Sprintf("文件的部件“%s”", part), err)
}

// inSheet is inPart for a worksheet: row is where reading broke off, 0 when
// that is unknown.
func inSheet(sheet string, row int, err error) error {
	if row == 0 {
		return located(fmt.Sprintf("工作表“%s”", sheet), err)
	}
	return located(fmt.Sprintf("工作表“%s”在第 %d 行附近", sheet, row), err)
}

func located(where string, err error) error {
	var d *damage
	var o *overflow
	switch {
	case errors.As(err, &d):
		return ledger.Errorf(ledger.CodeInvalid, "%s损坏：%s。%s", where, d.why, repair)
	case errors.As(err, &o):
		return tooLarge("表太大：%s%w。请删去表格以外的行、列和工作表，或拆成几个文件后再上传。", where, o)
	}
	return err
}

// tooLarge is a limit that was passed.
func tooLarge(format string, args ...any) error {
	return ledger.Errorf(ledger.CodeTooLarge, format, args...)
}

func tooManyCells(limit int) error {
	return tooLarge("工作簿中有内容的单元格超过 %d 个。请拆成几个文件后再上传。", limit)
}

func megabytes(n int64) string {
	return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
}
