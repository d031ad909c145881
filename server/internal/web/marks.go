package web

import (
	"fmt"
	"html/template"
	"strings"

	"tongbao/server/ledger"
)

// shapes draw each verdict within 16 × 16, so that it is told apart without
// colour and without a font that has the sign.
var shapes = map[ledger.Verdict]string{
	ledger.Completed:    `<path class="line" d="M2.5 8.5l3.5 4 7.5-9"/>`,
	ledger.Ahead:        `<path d="M8 2l6.5 11.5h-13z"/>`,
	ledger.OnSchedule:   `<circle cx="8" cy="8" r="6"/>`,
	ledger.NearSchedule: `<circle class="line thin" cx="8" cy="8" r="5.5"/><path d="M8 2.5a5.5 5.5 0 0 0 0 11z"/>`,
	ledger.Behind:       `<path d="M8 14L1.5 2.5h13z"/>`,
	ledger.FarBehind:    `<path d="M8 8L2.5 1h11zM8 15.5l-5.5-7h11z"/>`,
	ledger.NotDue:       `<circle cx="8" cy="8" r="2"/>`,
	ledger.NotReported:  `<circle class="line" cx="8" cy="8" r="5"/>`,
	ledger.NotAssigned:  `<path class="line" d="M3 5.5h10M3 10.5h10"/>`,
	ledger.NoTask:       `<path class="line" d="M3 8h10"/>`,
}

// filingShapes draw how a report stands in 填报进度.
var filingShapes = map[ledger.FilingState]string{
	ledger.Unfiled:    `<circle class="line" cx="8" cy="8" r="5"/>`,
	ledger.FiledShort: `<circle class="line thin" cx="8" cy="8" r="5.5"/><path d="M8 2.5a5.5 5.5 0 0 0 0 11z"/>`,
	ledger.FiledLate:  `<circle class="line thin" cx="8" cy="8" r="6"/><path class="line thin" d="M8 4v4.5l3 2"/>`,
	ledger.Filed:      `<path class="line" d="M2.5 8.5l3.5 4 7.5-9"/>`,
	ledger.NotOwed:    `<path class="line" d="M3 8h10"/>`,
}

// mark is a verdict's drawn shape; the word stands beside it.
func mark(v ledger.Verdict) template.HTML { return drawn("v-"+string(v), shapes[v]) }

// filingMark is the drawn shape of a filing's state; the word stands beside it.
func filingMark(state ledger.FilingState) template.HTML {
	return drawn("f-"+string(state), filingShapes[state])
}

// drawn is a shape of this file, "" for none.
func drawn(class, shape string) template.HTML {
	if shape == "" {
		return ""
	}
	return template.HTML(`<svg class="mark ` + class + `" viewBox="0 0 16 16" aria-hidden="true" focusable="false">` + shape + `</svg>`) //nolint:gosec // constants of this file and of the ledger only
}

// bar draws counts as one bar of 100 units' width, in the order of verdicts.
// The numbers stand beside it in the table.
func bar(c ledger.Counts) template.HTML {
	if c.Total == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(`<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">`)
	x := 0.0
	for _, v := range ledger.Verdicts {
		n := c.Of(v)
		if n == 0 {
			continue
		}
		w := 100 * float64(n) / float64(c.Total)
		fmt.Fprintf(&b, `<rect class="v-%s" x="%.2f" y="0" width="%.2f" height="10"/>`, v, x, w)
		x += w
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String()) //nolint:gosec // constants and numbers only
}
