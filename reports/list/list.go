// Package list says what a list of a page holds when it is taken away as a
// workbook: a title, heads and rows. It knows no paper and no file format.
package list

import (
	"github.com/shopspring/decimal"

	"tongbao/server/ledger"
)

// Table is one list as it was shown.
type Table struct {
	Title string
	// Lines stand between title and head: what the list was narrowed to, its
	// counts, the day it was made.
	Lines []string
	Sheet string // the sheet's name
	Heads []string
	Rows  [][]Cell // each as long as Heads
	// Sample: the figures are made up to show the product, and every sheet says
	// so.
	Sample bool
}

// Cell is one value: a number, a day, or else text. Text stays text whatever it
// begins with.
type Cell struct {
	Text   string
	Number *decimal.Decimal
	Date   ledger.Date
}

// Text is a cell of text.
func Text(s string) Cell { return Cell{Text: s} }

// Number is a cell with an exact figure, an empty one for nil.
func Number(d *decimal.Decimal) Cell { return Cell{Number: d} }

// Int is a cell with a count.
func Int(n int) Cell {
	d := decimal.NewFromInt(int64(n))
	return Cell{Number: &d}
}

// Day is a cell with a date, an empty one for the zero Date.
func Day(d ledger.Date) Cell { return Cell{Date: d} }

// Shown is the cell as it reads.
func (c Cell) Shown() string {
	switch {
	case c.Number != nil:
		return c.Number.String()
	case !c.Date.IsZero():
		return c.Date.String()
	}
	return c.Text
}
