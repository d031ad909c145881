package xlsx

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"tongbao/reports/bulletin"
	"tongbao/reports/xlsx/measure"
	"tongbao/server/ledger"
)

// sourceColumns are the columns of 数据来源 and their widths.
var sourceColumns = []struct {
	head  string
	width float64
}{
	{"编号", 8}, {"内容", 24}, {"数值", 22}, {"本工作簿位置", 26}, {"来源文件", 24}, {"来源工作表", 16}, {"来源单元格", 46},
}

// sources lists every figure with where it stands in this workbook and the
// cells it was computed from, a row for each sheet they were read from. It is
// the longest sheet by far, so its rows are streamed. It is for who checks a
// figure on the screen: only its head is in the print area.
func (w *writer) sources() error {
	sheet, err := w.sheet(sourcesSheet)
	if err != nil {
		return err
	}
	rows := [][]string{make([]string, len(sourceColumns))}
	for i, c := range sourceColumns {
		rows[0][i] = c.head
	}
	for _, f := range w.doc.Figures {
		for _, o := range origins(f.From) {
			rows = append(rows, []string{f.Ref, f.Label, f.Value, w.places[f.Ref], o.file, o.sheet, strings.Join(o.refs, "、")})
		}
	}
	if err := w.sourcesPage(sheet, len(rows)); err != nil {
		return err
	}
	stream, err := w.f.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	for i, c := range slices.Backward(sourceColumns) { // excelize writes the last one first
		if err := stream.SetColWidth(i+1, i+1, c.width); err != nil {
			return err
		}
	}
	head, err := w.style(look{align: bulletin.Center, format: textFormat, size: tableSize, bold: true, border: true, fill: headFill})
	if err != nil {
		return err
	}
	plain, err := w.style(look{align: bulletin.Left, format: textFormat, size: tableSize, border: true})
	if err != nil {
		return err
	}
	for i, texts := range rows {
		style, tallest, cells := plain, 1, make([]any, len(texts))
		if i == 0 {
			style = head
		}
		for c, s := range texts {
			cells[c] = excelize.Cell{StyleID: style, Value: s}
			tallest = max(tallest, measure.Lines(s, sourceColumns[c].width))
		}
		if err := stream.SetRow(address(0, i+1), cells, excelize.RowOpts{Height: measure.Height(tallest, tableSize)}); err != nil {
			return err
		}
	}
	return stream.Flush()
}

// sourcesPage freezes the head, filters and sets up printing.
func (w *writer) sourcesPage(sheet string, rows int) error {
	if err := w.f.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	all := fmt.Sprintf("A1:G%d", rows)
	if err := w.f.AutoFilter(sheet, all, nil); err != nil {
		return err
	}
	if err := w.f.SetSheetDimension(sheet, all); err != nil {
		return err
	}
	if err := w.define(sheet, "Print_Titles", "$1:$1"); err != nil {
		return err
	}
	if err := w.define(sheet, "Print_Area", "$A$1:$G$1"); err != nil {
		return err
	}
	return w.paper(sheet, true, 0)
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
