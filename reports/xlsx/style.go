package xlsx

import (
	"github.com/xuri/excelize/v2"

	"tongbao/reports/bulletin"
	"tongbao/server/ledger"
)

const fontName = "宋体"

// look is how a cell is set; equal looks share one style of the workbook.
type look struct {
	align  bulletin.Align
	format string // number format; "@" for text
	size   float64
	bold   bool
	border bool
	fill   string // RRGGBB, "" for none
}

// textFormat makes a cell text, so that one that begins with = + - @ stays
// text when somebody edits it too.
const textFormat = "@"

func (w *writer) style(l look) (int, error) {
	if id, ok := w.styles[l]; ok {
		return id, nil
	}
	horizontal := string(l.align)
	if l.align == bulletin.Decimal {
		horizontal = "right"
	}
	s := &excelize.Style{
		Font:         &excelize.Font{Family: fontName, Size: l.size, Bold: l.bold},
		Alignment:    &excelize.Alignment{Horizontal: horizontal, Vertical: "center", WrapText: true},
		CustomNumFmt: &l.format,
	}
	if l.border {
		for _, side := range []string{"left", "right", "top", "bottom"} {
			s.Border = append(s.Border, excelize.Border{Type: side, Color: "595959", Style: 1})
		}
	}
	if l.fill != "" {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{l.fill}}
	}
	id, err := w.f.NewStyle(s)
	if err == nil {
		w.styles[l] = id
	}
	return id, err
}

// lights are the colours of the verdicts: dark enough to tell apart in grey,
// always with the word.
func lights() []struct {
	verdict    ledger.Verdict
	fill, font string
} {
	return []struct {
		verdict    ledger.Verdict
		fill, font string
	}{
		{ledger.Completed, "A9D08E", "000000"},
		{ledger.Ahead, "C6E0B4", "000000"},
		{ledger.OnSchedule, "E2EFDA", "000000"},
		{ledger.NearSchedule, "FFF2CC", "000000"},
		{ledger.Behind, "F4B084", "000000"},
		{ledger.FarBehind, "C00000", "FFFFFF"},
		{ledger.NotReported, "7F7F7F", "FFFFFF"},
		{ledger.NotDue, "F2F2F2", "000000"},
		{ledger.NotAssigned, "D9E1F2", "000000"},
	}
}

// lightUp colours the cells of a range by the verdict they begin with, so that
// a changed word changes its colour.
func (w *writer) lightUp(sheet, from, to string) error {
	var rules []excelize.ConditionalFormatOptions
	for _, l := range lights() {
		id, err := w.f.NewConditionalStyle(&excelize.Style{
			Font: &excelize.Font{Color: l.font},
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{l.fill}},
		})
		if err != nil {
			return err
		}
		rules = append(rules, excelize.ConditionalFormatOptions{
			Type: "text", Criteria: "begins with", Value: l.verdict.Chinese(), Format: &id,
		})
	}
	return w.f.SetConditionalFormat(sheet, from+":"+to, rules)
}
