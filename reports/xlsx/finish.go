package xlsx

import (
	"fmt"
	"math"
	"strings"

	"github.com/xuri/excelize/v2"

	"tongbao/reports/bulletin"
	"tongbao/reports/xlsx/measure"
)

// finish freezes the head, lights the verdicts and sets up printing. last is
// the table's last row, bottom the sheet's.
func (g *grid) finish(last, bottom int) error {
	if err := g.w.f.SetPanes(g.sheet, &excelize.Panes{
		Freeze: true, YSplit: g.first - 1, TopLeftCell: address(0, g.first), ActivePane: "bottomLeft",
	}); err != nil {
		return err
	}
	for c := range g.t.Columns {
		if last >= g.first && g.hasLights(c) {
			if err := g.w.lightUp(g.sheet, address(c, g.first), address(c, last)); err != nil {
				return err
			}
		}
	}
	end := strings.TrimRight(address(len(g.widths)-1, 1), "0123456789")
	if err := g.w.f.SetSheetDimension(g.sheet, fmt.Sprintf("A1:%s%d", end, bottom)); err != nil {
		return err
	}
	if err := g.w.define(g.sheet, "Print_Area", fmt.Sprintf("$A$1:$%s$%d", end, bottom)); err != nil {
		return err
	}
	if err := g.w.define(g.sheet, "Print_Titles", fmt.Sprintf("$%d:$%d", g.head, g.first-1)); err != nil {
		return err
	}
	high := 0
	if tall, err := g.tall(bottom); err != nil {
		return err
	} else if tall <= pageHeight*1.35 {
		high = 1 // rather a little smaller than a few rows on a page of their own
	}
	return g.w.paper(g.sheet, true, high)
}

// tall is the height of the sheet's first rows in points.
func (g *grid) tall(rows int) (float64, error) {
	sum := 0.0
	for row := range rows {
		h, err := g.w.f.GetRowHeight(g.sheet, row+1)
		if err != nil {
			return 0, err
		}
		sum += h
	}
	return sum, nil
}

func (g *grid) hasLights(column int) bool {
	for _, r := range g.t.Rows {
		if column < len(r.Cells) && r.Cells[column].Verdict != "" {
			return true
		}
	}
	return false
}

// columnWidths shares the page's width out by weight; a column of numbers is
// never narrower than its widest number, for Excel prints #### then.
func columnWidths(t *bulletin.Table) []float64 {
	sum := 0.0
	for _, c := range t.Columns {
		sum += math.Max(c.Weight, 1)
	}
	out := make([]float64, len(t.Columns))
	for i, c := range t.Columns {
		out[i] = math.Min(pageWidth*math.Max(c.Weight, 1)/sum, 46)
		for _, r := range t.Rows {
			if r.Kind != bulletin.SectionRow && i < len(r.Cells) && (r.Cells[i].Value != nil || c.Align == bulletin.Center) {
				out[i] = math.Max(out[i], math.Min(measure.Width(r.Cells[i].Text)+measure.Padding+0.8, 24))
			}
		}
	}
	return out
}
