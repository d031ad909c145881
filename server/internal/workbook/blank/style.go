package blank

import (
	"github.com/xuri/excelize/v2"

	"tongbao/server/internal/form"
)

const (
	fontName  = "宋体"
	headFont  = "黑体"
	titleFont = "方正小标宋简体"
	textSize  = 10.0
	headSize  = 10.5
)

// Number formats. A cell of text is text whatever is typed, so that = + - @ at
// its beginning make no formula.
const (
	textFormat  = "@"
	dateFormat  = `yyyy"年"m"月"d"日"`
	moneyFormat = "0.00"
)

func numberFormat(percent bool) string {
	if percent {
		return "0.00%"
	}
	return "General"
}

// Fills, light enough to read in print.
const (
	headFill     = "BDD7EE"
	requiredFill = "FFF2CC"
	optionalFill = "EAF3FA"
	closedFill   = "E4E4E4"
)

// look is how a cell is set; equal looks share one style of the workbook.
type look struct {
	font   string // "" for the default
	size   float64
	align  string
	format string
	fill   string
	border bool
	open   bool // may be filled in
}

// toFill is the look of a cell that is to be filled, or greyed where it is not.
func (l look) toFill(need form.Need, format string) look {
	l.format, l.open = format, need != form.None
	l.fill = map[form.Need]string{form.None: closedFill, form.Optional: optionalFill, form.Required: requiredFill}[need]
	return l
}

func (w *writer) style(l look) int {
	if id, ok := w.styles[l]; ok {
		return id
	}
	s := &excelize.Style{
		Font:       &excelize.Font{Family: fontName, Size: l.size},
		Alignment:  &excelize.Alignment{Horizontal: l.align, Vertical: "center", WrapText: true},
		Protection: &excelize.Protection{Locked: !l.open},
	}
	if l.font != "" {
		s.Font.Family = l.font
	}
	if l.format != "" && l.format != "General" {
		s.CustomNumFmt = &l.format
	}
	if l.fill != "" {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{l.fill}}
	}
	if l.border {
		for _, side := range []string{"left", "right", "top", "bottom"} {
			s.Border = append(s.Border, excelize.Border{Type: side, Color: "7F7F7F", Style: 1})
		}
	}
	id, err := w.file.NewStyle(s)
	w.keep(err)
	w.styles[l] = id
	return id
}
