package bulletin

import "tongbao/server/ledger"

// ChartKind is how a chart's values are drawn.
type ChartKind string

// The kinds: bars lie below each other with room for names; columns stand side
// by side, for what follows in time.
const (
	Bars    ChartKind = "bars"
	Columns ChartKind = "columns"
)

// Chart is a few numbers drawn; each is printed beside its bar.
type Chart struct {
	Title  string
	Kind   ChartKind
	Full   float64  // where the scale ends: 1 for shares; 0 is the largest value
	Series []string // what the values of a point are, in order
	Points []Point
	Note   string // how the numbers were got; "" for none
}

// Point is what one name of a chart has, a value for each series. A value
// without a number says why in its text: 未报送.
type Point struct {
	Name    string
	Verdict ledger.Verdict // draws the verdict's shape before the name
	Values  []Cell
}
