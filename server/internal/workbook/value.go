package workbook

import (
	"fmt"
	"time"

	"tongbao/server/internal/grid"
)

// setNumber fills cell with a stored number, times ten to the power of shift,
// as its format shows it; false when raw is no number.
func setNumber(cell *grid.Cell, raw string, shift int, f numberFormat, date1904 bool) bool {
	if f.percent {
		shift += 2
	}
	text, ok := plainNumber(raw, shift)
	if !ok {
		return false
	}
	cell.Kind, cell.Text = grid.Number, text
	switch {
	case f.percent:
		cell.Percent = true
		cell.Text += "%"
	case f.date:
		days, _, ok := serialParts(text)
		if !ok {
			break // Excel shows ####: it is no date
		}
		if t, ok := serialDate(days, date1904); ok {
			cell.Kind, cell.Text, cell.MonthOnly = grid.Date, t.Format(time.DateOnly), f.monthOnly
		}
	case f.clock:
		// Of a date with a time the format shows the time only.
		if _, second, ok := serialParts(text); ok {
			cell.Kind, cell.Text = grid.Text, clock(second)
		}
	}
	return true
}

// clock is a second of the day as "08:30", or "08:30:15".
func clock(second int) string {
	text := fmt.Sprintf("%02d:%02d", second/3600, second/60%60)
	if s := second % 60; s != 0 {
		text += fmt.Sprintf(":%02d", s)
	}
	return text
}

// isoDate fills cell with a date stored as ISO 8601 (cell type d).
func isoDate(cell *grid.Cell, raw string) bool {
	for _, layout := range []string{time.DateOnly, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02T15:04:05Z07:00"} {
		if t, err := time.Parse(layout, raw); err == nil {
			cell.Kind, cell.Text = grid.Date, t.Format(time.DateOnly)
			return true
		}
	}
	for _, layout := range []string{"15:04:05", "15:04", "T15:04:05"} {
		if t, err := time.Parse(layout, raw); err == nil {
			cell.Kind, cell.Text = grid.Text, clock(t.Hour()*3600+t.Minute()*60+t.Second())
			return true
		}
	}
	return false
}
