package blank

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"tongbao/reports/xlsx/measure"
)

// notesSheet is the sheet that says how to fill the form.
const notesSheet = "填报说明"

// page freezes the head and the project's name, locks what is not to be filled
// and sets up printing: A4 landscape, one page wide, the head on every page.
func (w *writer) page() {
	frozen := w.index(nameColumn) + 1
	w.keep(w.file.SetPanes(w.sheet, &excelize.Panes{
		Freeze: true, XSplit: frozen, YSplit: headRow, TopLeftCell: w.at(frozen, headRow+1), ActivePane: "bottomRight",
		Selection: []excelize.Selection{{SQRef: w.at(frozen, headRow+1), ActiveCell: w.at(frozen, headRow+1), Pane: "bottomRight"}},
	}))
	w.paper(w.sheet, "landscape")
	right, err := excelize.ColumnNumberToName(w.visible())
	w.keep(err)
	w.define("Print_Area", fmt.Sprintf("$A$1:$%s$%d", right, w.last()))
	w.define("Print_Titles", fmt.Sprintf("$%d:$%d", headRow, headRow))
	w.keep(w.file.SetSheetDimension(w.sheet, "A1:"+w.at(len(w.columns)-1, w.last())))
	w.protect(w.sheet)
}

func (w *writer) define(name, refersTo string) {
	w.keep(w.file.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm." + name, RefersTo: "'" + w.sheet + "'!" + refersTo, Scope: w.sheet,
	}))
}

func (w *writer) paper(sheet, orientation string) {
	size, wide, high, fit := 9, 1, 0, true
	w.keep(w.file.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}))
	w.keep(w.file.SetPageLayout(sheet, &excelize.PageLayoutOptions{
		Size: &size, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &high,
	}))
	side, edge, band := 0.4, 0.6, 0.3
	w.keep(w.file.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{
		Left: &side, Right: &side, Top: &edge, Bottom: &edge, Header: &band, Footer: &band, Horizontally: &fit,
	}))
	w.keep(w.file.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{
		OddFooter: "&L" + strings.ReplaceAll(w.form.Unit, "&", "&&") + "&C第 &P 页，共 &N 页&R" + w.form.Period.Chinese(),
	}))
}

// protect locks a sheet without a password: against slips, not against people.
func (w *writer) protect(sheet string) {
	w.keep(w.file.ProtectSheet(sheet, &excelize.SheetProtectionOptions{
		SelectLockedCells: true, SelectUnlockedCells: true, FormatColumns: true, FormatRows: true, Sort: true, AutoFilter: true,
	}))
}

// notes writes the second sheet.
func (w *writer) notes() {
	_, err := w.file.NewSheet(notesSheet)
	w.keep(err)
	w.keep(w.file.SetColWidth(notesSheet, "A", "A", notesWidth))
	lines := []string{
		"填报说明",
		"1. 只填“" + w.sheet + "”表中有颜色的格：黄色必填，蓝色可填，填过的格变白；灰色格不用填。其他格已由台账填好并锁定。",
		"2. 数字都是从年初起的累计数，按“计量单位”一栏的单位，只填数字；没有完成的填 0，不要留空。百分比直接填，如 60%。",
		"3. “序时要求”是本期应达到的进度，“上期”各栏是台账中上一次的数字。比上期少的，请在“存在问题”中写明核减、更正等原因。",
		"4. “是否达序时”从下拉列表中选；与数字不一致的，以数字为准，并会提醒核对。",
		"5. “形象进度”可从下拉列表中选，也可写明到哪一步。每个项目只在第一行填一次。",
		"6. 工作表没有设密码，撤销保护后可以排序、改名称，仍能对上原来的项目；最后一栏隐藏的台账编号用来对应，请保留，也不要增加、删除列。",
		"7. 填报人、审核人、联系电话和填报日期填在表头；打印后由审核人签字、单位盖章。",
		fmt.Sprintf("8. 请于%s前把这个文件报%s；有错误的会标在单元格上退回，改好后直接再报。", w.form.ReportBy.Chinese(), w.form.Office),
	}
	for i, text := range lines {
		l := look{size: headSize, align: "left"}
		height := measure.Height(measure.Lines(text, notesWidth), headSize) + 4
		if i == 0 {
			l, height = look{size: 16, font: headFont, align: "center"}, 30
		}
		ref := w.at(0, i+1)
		w.keep(w.file.SetCellStr(notesSheet, ref, text))
		w.keep(w.file.SetCellStyle(notesSheet, ref, ref, w.style(l)))
		w.keep(w.file.SetRowHeight(notesSheet, i+1, height))
	}
	w.keep(w.file.SetSheetDimension(notesSheet, "A1:"+w.at(0, len(lines))))
	w.paper(notesSheet, "portrait")
	w.protect(notesSheet)
}

const notesWidth = 80.0
