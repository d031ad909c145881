package intake

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tongbao/server/ledger"
)

// The codes of findings. Message and Hint say them in words.
const (
	CodeNoHeader         = "no-header"
	CodeNoNumber         = "no-number"
	CodeNoName           = "no-name"
	CodeNoLead           = "no-lead"
	CodeNoYear           = "no-year"
	CodeNoPeriod         = "no-period"
	CodeNoContent        = "no-content"
	CodeClosedEarly      = "closed-early"
	CodeStateContradicts = "state-contradicts"
	CodeNotClosed        = "no-closing-date"
	CodeUnknownState     = "unknown-state"
	CodeNoUnit           = "no-unit"
	CodeMissingMatter    = "missing-matter"
	CodeUnknownUnit      = "unknown-unit"
	CodeUnknownProject   = "unknown-project"
	CodeUnknownHeading   = "unknown-heading"
	CodeNumberName       = "number-name"
	CodeUnknownIndicator = "unknown-indicator"
	CodeUnknownWord      = "unknown-declaration"
	CodeOtherUnit        = "other-unit"
	CodeOtherPeriod      = "other-period"
	CodeOtherYear        = "other-year"
	CodeUnreadableNumber = "unreadable-number"
	CodeUnreadableDate   = "unreadable-date"
	CodeNegative         = "negative-number"
	CodeDuplicateNumber  = "duplicate-number"
	CodeDuplicateReport  = "duplicate-report"
	CodeSumMismatch      = "sum-mismatch"
	CodeFalling          = "falling-cumulative"
	CodeIncomplete       = "incomplete-report"
	CodeClosedPeriod     = "closed-period"
	CodeNoValue          = "formula-without-value"
	CodeMeasureDiffers   = "measure-differs"
	CodeTooManyRows      = "too-many-rows"
	CodeUnreadableFile   = "unreadable-file"

	CodeRateAbove100     = "rate-above-100"
	CodeRateDiffers      = "rate-differs"
	CodeCountsContradict = "counts-contradict"
	CodeContradicts      = "verdict-contradicts"
	CodeTextDiffers      = "text-differs"
	CodeNoFigure         = "declared-without-figure"
	CodeCategoryCount    = "category-count"
	CodeUnclearSeries    = "unclear-series"
	CodeMissingProject   = "missing-project"
	CodeNameNear         = "name-near"
	CodeHiddenContent    = "hidden-content"
	CodeHiddenCells      = "hidden-cells"
	CodeSheetIgnored     = "sheet-ignored"
	CodeRenamed          = "renamed-project"
	CodeUnsureColumn     = "unsure-column"
	CodeUnreadColumn     = "unread-column"
	CodeConfirmed        = "confirmed-reading"
)

// findings collects what is wrong. Warnings of one code on one sheet become one
// finding that lists its places: a clerk reads few warnings. Errors are found
// each at its cell; only where a column has very many of one code, because it
// holds something else than was thought, are the rest joined in the last.
type findings struct {
	list   []ledger.Finding
	first  map[string]int // sheet, code → place of the warning to join
	errors map[string]int // sheet, column, code → how many errors
	seen   map[string]bool
}

// mostErrors is how many errors of one code a column has before the rest are
// joined.
const mostErrors = 100

// fail records an error. The same error at the same place is recorded once.
func (fs *findings) fail(code, sheet, cell string, args ...string) {
	column := columnKind(code, sheet, cell)
	if at, ok := fs.first[column]; ok {
		join(&fs.list[at], cell, pairs(args))
		return
	}
	f := ledger.Finding{Severity: ledger.SeverityError, Code: code, Sheet: sheet, Cell: cell, Args: pairs(args)}
	key := fmt.Sprint(f)
	if fs.seen[key] {
		return
	}
	if fs.seen == nil {
		fs.seen, fs.errors = make(map[string]bool), make(map[string]int)
	}
	fs.seen[key] = true
	fs.list = append(fs.list, f)
	if fs.errors[column]++; fs.errors[column] > mostErrors {
		fs.joinFrom(column)
	}
}

// joins reports whether an error would only be counted, so that its message
// needs no names that are slow to find.
func (fs *findings) joins(code, sheet, cell string) bool {
	_, ok := fs.first[columnKind(code, sheet, cell)]
	return ok
}

// columnKind tells errors of one code in one column from others.
func columnKind(code, sheet, cell string) string {
	return sheet + "\x00" + strings.TrimRight(cell, "0123456789") + "\x00" + code
}

// joinFrom makes the last finding the one that later ones of its kind join.
func (fs *findings) joinFrom(kind string) {
	if fs.first == nil {
		fs.first = make(map[string]int)
	}
	fs.first[kind] = len(fs.list) - 1
}

// warn records a warning, joined to an earlier one of its kind.
func (fs *findings) warn(code, sheet, cell string, args ...string) {
	key := sheet + "\x00" + code
	if i, ok := fs.first[key]; ok {
		join(&fs.list[i], cell, pairs(args))
		return
	}
	fs.list = append(fs.list, ledger.Finding{
		Severity: ledger.SeverityWarning, Code: code, Sheet: sheet, Cell: cell, Args: pairs(args),
	})
	fs.joinFrom(key)
}

// explained records a warning with its explanation. It is joined to no other.
func (fs *findings) explained(explanation, code, sheet, cell string, args ...string) {
	fs.list = append(fs.list, ledger.Finding{
		Severity: ledger.SeverityWarning, Code: code, Sheet: sheet, Cell: cell, Args: pairs(args), Explanation: explanation,
	})
}

// mostPlaces is how many places a joined finding lists before it says 等.
const mostPlaces = 12

// join adds one more place to a finding: its cell to "cells", what was seen
// there to "also". A place that is listed already, such as a merged range that
// several rows share, counts once.
func join(f *ledger.Finding, cell string, args map[string]string) {
	if cell != "" && (cell == f.Cell || slices.Contains(strings.Split(f.Args["cells"], "、"), cell)) {
		return
	}
	n, err := strconv.Atoi(f.Args["count"])
	if err != nil {
		n = 1 // the first has no count yet
	}
	n++
	f.Args["count"] = strconv.Itoa(n)
	if n > mostPlaces {
		return
	}
	if cell != "" {
		f.Args["cells"] = strings.TrimPrefix(f.Args["cells"]+"、"+cell, "、")
	}
	if seen := args["value"]; seen != "" {
		f.Args["also"] = strings.TrimPrefix(f.Args["also"]+"；"+seen, "；")
	}
}

func pairs(args []string) map[string]string {
	m := make(map[string]string, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		m[args[i]] = args[i+1]
	}
	return m
}

// fail records an error in a row of the table; the row is rejected.
func (t *table) fail(row int, code, cell string, args ...string) {
	t.rejected[row] = true
	t.found.fail(code, t.Name, cell, args...)
}

// warn records a warning in the table.
func (t *table) warn(code, cell string, args ...string) {
	t.found.warn(code, t.Name, cell, args...)
}

// HasErrors reports whether a finding stops what it was found in.
func HasErrors(list []ledger.Finding) bool {
	for _, f := range list {
		if f.Severity == ledger.SeverityError {
			return true
		}
	}
	return false
}

// Refused is the finding for a file that could not be read at all, in the words
// of the error that says why.
func Refused(err error) ledger.Finding {
	return ledger.Finding{
		Severity: ledger.SeverityError, Code: CodeUnreadableFile, Args: map[string]string{"message": err.Error()},
	}
}

// Closed is the finding for a report of a period that takes no more.
func Closed(p ledger.Period) ledger.Finding {
	return ledger.Finding{
		Severity: ledger.SeverityError, Code: CodeClosedPeriod, Args: map[string]string{"value": p.Chinese()},
	}
}

// OtherYear is the error of a table for a period that is not of the programme's
// year.
func OtherYear(p ledger.Period, year int) ledger.Finding {
	return ledger.Finding{
		Severity: ledger.SeverityError, Code: CodeOtherYear, Args: map[string]string{"value": p.Chinese(), "expected": strconv.Itoa(year)},
	}
}
