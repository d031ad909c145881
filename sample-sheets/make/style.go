package main

import "github.com/xuri/excelize/v2"

// style is the workbook's style of a name, made when it is first used.
func (w *sheetWriter) style(name string) int {
	if id, ok := w.styles[name]; ok {
		return id
	}
	id, err := w.file.NewStyle(styleOf(name))
	w.keep(err)
	w.styles[name] = id
	return id
}

func styleOf(name string) *excelize.Style {
	s := &excelize.Style{
		Font:      &excelize.Font{Family: "宋体", Size: 10},
		Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true},
		Border:    thinBorder(),
	}
	format := func(f string) { s.CustomNumFmt = &f }
	switch name {
	case "title":
		s.Font = &excelize.Font{Family: "方正小标宋简体", Size: 18}
		s.Border = nil
	case "line":
		s.Alignment.Horizontal, s.Border = "left", nil
	case "note":
		s.Font.Size = 9
		s.Alignment.Horizontal, s.Border = "left", nil
	case "head":
		s.Font.Family, s.Font.Bold = "黑体", true
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DDEBF7"}}
	case "section":
		s.Font.Bold = true
		s.Alignment.Horizontal = "left"
	case "words":
		s.Alignment.Horizontal = "left"
	case "money":
		format("#,##0.00")
	case "percent":
		format("0.00%")
	case "date":
		format("yyyy-mm-dd")
	}
	return s
}

func thinBorder() []excelize.Border {
	var sides []excelize.Border
	for _, side := range []string{"left", "right", "top", "bottom"} {
		sides = append(sides, excelize.Border{Type: side, Color: "000000", Style: 1})
	}
	return sides
}
