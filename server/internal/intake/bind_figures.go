package intake

import (
	"sort"
	"strings"

	"github.com/shopspring/decimal"

	"tongbao/server/ledger"
)

// assign gives the figures of a report's rows to the targets they are about.
// All rows are looked at together: the surest pairs go first, and each target
// is taken once.
func (w *binder) assign(b *bound) {
	type pair struct {
		row *ProgressRow
		scored
	}
	var pairs []pair
	var rows []*ProgressRow
	first := make(map[string]*ProgressRow) // indicator → its first row
	for _, r := range b.rows {
		if !r.hasFigures() || r.moneyOnly() || ofWhich.MatchString(r.Indicator) {
			continue // 其中 is told beside the whole; the ledger keeps the whole
		}
		if key := r.reports(); key != "" {
			if o := first[key]; o != nil {
				w.found.fail(CodeDuplicateReport, r.Cell.Sheet, r.Cell.Ref, "project", b.project.ID.String(), "other", o.Cell.Ref)
				continue
			}
			first[key] = r
		}
		rows = append(rows, r)
		if c, ok := w.keyed(b.project, r); ok {
			pairs = append(pairs, pair{r, scored{c, keyFit}})
			continue
		}
		for _, c := range candidatesOf(b.project, r.Indicator, r.Measure, r.Target, b.report.Area) {
			pairs = append(pairs, pair{r, c})
		}
	}
	sort.SliceStable(pairs, func(i, j int) bool { return pairs[i].score > pairs[j].score })
	chosen := make(map[*ProgressRow]*scored)
	taken := make(map[string]bool)
	for i := range pairs {
		p := &pairs[i]
		if p.score < goodFit || chosen[p.row] != nil || taken[p.key()] {
			continue
		}
		chosen[p.row] = &p.scored
		taken[p.key()] = true
	}
	rows = w.together(b, rows, chosen)
	for _, r := range rows {
		c := chosen[r]
		if o := repeated(r, rows, chosen); c == nil && o != nil {
			w.found.fail(CodeDuplicateReport, r.Cell.Sheet, r.Cell.Ref, "project", b.project.ID.String(), "other", o.Cell.Ref)
			continue
		}
		if c == nil || c.score < keyFit && len(rows) == 1 && ambiguous(b.project, r, b.report.Area) {
			w.unknownIndicator(b, r)
			continue
		}
		w.take(b, r, c.choice)
	}
}

// repeated is the row that has told already what r tells: neither names an
// indicator, and the year's figure is the same. nil where there is none.
func repeated(r *ProgressRow, rows []*ProgressRow, chosen map[*ProgressRow]*scored) *ProgressRow {
	for _, o := range rows {
		if o != r && chosen[o] != nil && o.Indicator == "" && r.Indicator == "" && o.Measure == r.Measure &&
			(o.Target == nil && r.Target == nil || o.Target != nil && r.Target != nil && o.Target.Equal(*r.Target)) {
			return o
		}
	}
	return nil
}

// key tells a target or part from the others of its project.
func (c choice) key() string {
	if c.part != nil {
		return c.target.ID + "\x00" + c.part.Name
	}
	return c.target.ID
}

// ambiguous reports whether two targets fit a row equally.
func ambiguous(pr *ledger.Project, r *ProgressRow, area string) bool {
	list := candidatesOf(pr, r.Indicator, r.Measure, r.Target, area)
	return len(list) > 1 && list[0].score == list[1].score
}

// unknownIndicator records that a row's figures fit no target. A project of
// deeds alone is judged by its declaration, and needs none.
func (w *binder) unknownIndicator(b *bound, r *ProgressRow) {
	if len(b.project.Targets) == 0 || b.report.Area == "" && !hasQuantities(b.project) && r.Target == nil {
		return
	}
	r.Faulty = true
	if list := candidatesOf(b.project, r.Indicator, "", r.Target, b.report.Area); r.Measure != "" && len(list) > 0 && list[0].score >= 2*goodFit {
		expected := list[0].target.Measure
		if _, fits := measureFactor(r.Measure, expected); !fits {
			w.found.fail(CodeMeasureDiffers, r.IndicatorCell.Sheet, r.IndicatorCell.Ref, "value", r.Measure, "expected", expected)
			return
		}
	}
	w.found.fail(CodeUnknownIndicator, r.IndicatorCell.Sheet, r.IndicatorCell.Ref,
		"value", firstOf(r.Indicator, r.Name), "project", b.project.ID.String(), "near", targetList(b.project))
}

// take puts a row's figures into its report.
func (w *binder) take(b *bound, r *ProgressRow, c choice) {
	f := ledger.Figures{
		Target: c.target.ID, Cell: r.FigureCell,
		StartedCell: r.StartedCell, FinishedCell: r.FinishedCell, DonePercentCell: r.PercentCell,
		Started: scaled(r.Started, c.factor), Done: scaled(r.Cumulative, c.factor), Finished: scaled(r.Finished, c.factor),
		StartedPercent: r.StartedPercent, DonePercent: r.CumulativePercent, FinishedPercent: r.FinishedPercent,
	}
	if c.part != nil {
		f.Part = c.part.Name
	}
	b.report.Figures = append(b.report.Figures, f)
	if b.told == nil {
		b.told = make(map[string]*ProgressRow, len(b.rows))
	}
	b.told[c.target.ID] = r
	w.checkTarget(b, r, c)
	w.checkMeasure(r, c)
	w.checkOrder(r)
}

func (r *ProgressRow) hasFigures() bool {
	return r.Started != nil || r.Cumulative != nil || r.Finished != nil ||
		r.StartedPercent != nil || r.CumulativePercent != nil || r.FinishedPercent != nil
}

// moneyOnly reports whether a cross table's row tells amounts and nothing else:
// its rate is of the money, not of the task.
func (r *ProgressRow) moneyOnly() bool {
	return r.cross && (r.Planned != nil || r.Invested != nil) &&
		r.Target == nil && r.Started == nil && r.Cumulative == nil && r.Finished == nil
}

func scaled(d *decimal.Decimal, factor decimal.Decimal) *decimal.Decimal {
	if d == nil {
		return nil
	}
	s := d.Mul(factor)
	return &s
}

// hasQuantities reports whether a project promises anything but deeds.
func hasQuantities(pr *ledger.Project) bool {
	for i := range pr.Targets {
		if pr.Targets[i].Kind != ledger.Deed {
			return true
		}
	}
	return false
}

// targetList is a project's targets and parts, for a message.
func targetList(pr *ledger.Project) string {
	var names []string
	for i := range pr.Targets {
		names = append(names, shorten(pr.Targets[i].Text))
		for _, part := range pr.Targets[i].Parts {
			names = append(names, part.Name)
		}
	}
	return strings.Join(names, "；")
}
