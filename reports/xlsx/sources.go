package xlsx

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"tongbao/reports/bulletin"
	"tongbao/server/ledger"
)

// sources lists every figure with where it stands in this workbook and the
// cells it was computed from, a row for each sheet they were read from.
func (w *writer) sources() error {
	sheet, err := w.sheet(sourcesSheet)
	if err != nil {
		return err
	}
	heads := []string{"编号", "内容", "数值", "本工作簿位置", "来源文件", "来源工作表", "来源单元格"}
	widths := []float64{8, 24, 22, 26, 24, 16, 46}
	for i, width := range widths {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := w.f.SetColWidth(sheet, name, name, width); err != nil {
			return err
		}
	}
	head := look{align: bulletin.Center, format: textFormat, size: tableSize, bold: true, border: true, fill: headFill}
	plain := look{align: bulletin.Left, format: textFormat, size: tableSize, border: true}
	write := func(row int, l look, cells []string) error {
		tallest := 1
		for i, s := range cells {
			if err := w.text(sheet, address(i, row), s, l); err != nil {
				return err
			}
			tallest = max(tallest, lines(s, widths[i]))
		}
		return w.f.SetRowHeight(sheet, row, height(tallest, tableSize))
	}
	if err := write(1, head, heads); err != nil {
		return err
	}
	row := 1
	for _, f := range w.doc.Figures {
		for _, o := range origins(f.From) {
			row++
			if err := write(row, plain, []string{f.Ref, f.Label, f.Value, w.places[f.Ref], o.file, o.sheet, strings.Join(o.refs, "、")}); err != nil {
				return err
			}
		}
	}
	if err := w.f.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := w.f.AutoFilter(sheet, fmt.Sprintf("A1:G%d", row), nil); err != nil {
		return err
	}
	if err := w.f.SetSheetDimension(sheet, fmt.Sprintf("A1:G%d", row)); err != nil {
		return err
	}
	if err := w.define(sheet, "Print_Titles", "$1:$1"); err != nil {
		return err
	}
	if err := w.define(sheet, "Print_Area", fmt.Sprintf("$A$1:$G$%d", row)); err != nil {
		return err
	}
	return w.paper(sheet, true)
}

// origin is the cells of one sheet of one file.
type origin struct {
	file, sheet string
	refs        []string
}

// origins groups cells by file and sheet in the order they come. A figure that
// was counted from no cell has one empty origin.
func origins(cells []ledger.Cell) []origin {
	var out []origin
	at := map[[2]string]int{}
	for _, c := range cells {
		key := [2]string{c.File, c.Sheet}
		i, ok := at[key]
		if !ok {
			i = len(out)
			at[key] = i
			out = append(out, origin{file: c.File, sheet: c.Sheet})
		}
		out[i].refs = append(out[i].refs, c.Ref)
	}
	if len(out) == 0 {
		return []origin{{}}
	}
	return out
}
