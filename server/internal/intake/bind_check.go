package intake

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"

	"tongbao/server/ledger"
)

// check compares the reports with the plan, with prior reports, and with what
// the period asks for.
func (w *binder) check(d *Draft, prior []ledger.Report) {
	before := make(map[reportKey][]*ledger.Report, len(prior)) // without their periods
	for i := range prior {
		p := &prior[i]
		k := reportKey{project: p.Project, unit: p.Unit, area: p.Area}
		before[k] = append(before[k], p)
	}
	for _, k := range w.order {
		b := w.reports[k]
		w.checkFalling(b, before[reportKey{project: k.project, unit: k.unit, area: k.area}])
		w.checkParts(b)
		if b.report.Area == "" {
			w.checkLacks(b)
		}
	}
	w.checkDeclarations(prior)
	w.checkMissing(d)
}

// checkTarget warns where a row repeats the year's figure otherwise than the
// plan has it.
func (w *binder) checkTarget(b *bound, r *ProgressRow, c choice) {
	if r.Target == nil {
		return
	}
	q := r.Target.Mul(c.factor)
	expected := c.target.Quantity
	if c.part != nil {
		expected = &c.part.Quantity
	}
	if b.report.Area != "" {
		share := areaShare{b.project.ID, ledger.Allocation{Target: c.target.ID, Unit: b.report.Area, Quantity: q, Cell: r.targetCell}}
		if c.part != nil {
			share.Part = c.part.Name
		}
		if expected = share.planned(b.project); expected == nil && r.cross {
			w.shares = append(w.shares, share)
		}
	}
	if expected != nil && !expected.Equal(q) {
		w.found.warn(CodeTextDiffers, r.Cell.Sheet, firstOf(r.targetCell.Ref, r.FigureCell.Ref), "value", q.String(), "expected", expected.String(),
			"project", b.project.ID.String())
	}
}

// checkMeasure finds a row whose figures are told in another measure than the
// plan's (千瓦 for 公里): they would be taken for what they are not.
func (w *binder) checkMeasure(r *ProgressRow, c choice) {
	expected := c.target.Measure
	if c.part != nil {
		expected = firstOf(c.part.Measure, expected)
	}
	if _, fits := measureFactor(r.Measure, expected); fits || r.measureCell.Ref == "" {
		return
	}
	w.found.fail(CodeMeasureDiffers, r.measureCell.Sheet, r.measureCell.Ref, "value", r.Measure, "expected", expected)
}

// checkOrder finds counts of one row that cannot all be so: more finished than
// done or started.
func (w *binder) checkOrder(r *ProgressRow) {
	if r.cross || r.Finished == nil {
		return
	}
	for _, o := range []struct {
		name  string
		count *decimal.Decimal
	}{{"累计完成", r.Cumulative}, {"开工数", r.Started}} {
		if o.count != nil && r.Finished.GreaterThan(*o.count) {
			w.found.warn(CodeCountsContradict, r.FinishedCell.Sheet, r.FinishedCell.Ref,
				"value", r.Finished.String(), "name", o.name, "expected", o.count.String())
			return
		}
	}
}

// checkParts finds a whole that is not what its parts make together, where the
// parts share out the year's figure and all are told.
func (w *binder) checkParts(b *bound) {
	if b.report.Area != "" {
		return
	}
	for i := range b.project.Targets {
		t := &b.project.Targets[i]
		if t.Quantity == nil || len(t.Parts) < 2 {
			continue
		}
		figures := make(map[string]*ledger.Figures, len(t.Parts)+1)
		for k := range b.report.Figures {
			if f := &b.report.Figures[k]; f.Target == t.ID {
				figures[f.Part] = f
			}
		}
		whole := figures[""]
		if whole == nil || whole.Done == nil {
			continue
		}
		sum, planned, cells := decimal.Zero, decimal.Zero, []string(nil)
		for _, p := range t.Parts {
			f := figures[p.Name]
			if f == nil || f.Done == nil || f.Cell.Sheet != whole.Cell.Sheet {
				break
			}
			sum, planned, cells = sum.Add(*f.Done), planned.Add(p.Quantity), append(cells, f.Cell.Ref)
		}
		if len(cells) == len(t.Parts) && planned.Equal(*t.Quantity) && !sum.Equal(*whole.Done) {
			w.found.fail(CodeSumMismatch, whole.Cell.Sheet, whole.Cell.Ref, "value", whole.Done.String(), "sum", sum.String(),
				"cells", strings.Join(cells, "、"), "name", shorten(t.Text))
		}
	}
}

// explained are the words that explain a cumulative figure that fell.
var explained = regexp.MustCompile(`核减|核实|核销|调减|调整|更正|重复|剔除|口径|退出|误报|多报`)

// checkFalling finds figures below those of the last period before; prior are
// the reports of the same project, unit and area.
func (w *binder) checkFalling(b *bound, prior []*ledger.Report) {
	var last *ledger.Report
	for _, p := range prior {
		if p.Period.Year != b.report.Period.Year || !p.Period.End().Before(b.report.Period.End()) {
			continue
		}
		if last == nil || last.Period.End().Before(p.Period.End()) {
			last = p
		}
	}
	if last == nil {
		return
	}
	for i := range b.report.Figures {
		now := &b.report.Figures[i]
		target, ok := b.project.Target(now.Target)
		if !ok || target.Kind != ledger.Flow && target.Kind != ledger.Work {
			continue // the value of a reach or keep may fall
		}
		for k := range last.Figures {
			before := &last.Figures[k]
			if before.Target != now.Target || before.Part != now.Part {
				continue
			}
			for _, pair := range [][2]*decimal.Decimal{{now.Done, before.Done}, {now.Started, before.Started}, {now.Finished, before.Finished}} {
				if pair[0] != nil && pair[1] != nil && pair[0].LessThan(*pair[1]) && !b.explains() {
					w.found.fail(CodeFalling, now.Cell.Sheet, now.Cell.Ref, "value", pair[0].String(),
						"expected", pair[1].String(), "period", last.Period.Chinese(), "project", b.project.ID.String())
				}
			}
		}
	}
}

// explains reports whether the report's words explain a figure that fell.
func (b *bound) explains() bool {
	return explained.MatchString(b.report.Problems + b.report.StageText + b.report.Next)
}

var aspectNames = map[ledger.Aspect]string{
	ledger.Start: "开工数（或开工率）", ledger.Progress: "累计完成（或完成率）", ledger.Finish: "完工数（或完工率）",
}

// checkLacks finds reports that lack what their period's expectation needs.
func (w *binder) checkLacks(b *bound) {
	for _, r := range b.rows {
		if r.Faulty {
			return // what cannot be read is found already; it is not missing too
		}
	}
	lacks := ledger.Lacks(w.programme, b.project, &b.report, b.report.Period)
	if len(lacks) == 0 {
		return
	}
	var needs []string
	for _, l := range lacks {
		need := "自评（是否达序时）"
		if !l.Declaration {
			need = aspectNames[l.Aspect]
			if t, ok := b.project.Target(l.Target); ok {
				need = "“" + shorten(t.Text) + "”的" + need
			}
		}
		if !strings.Contains(strings.Join(needs, "、"), need) {
			needs = append(needs, need)
		}
	}
	args := []string{"project", b.project.ID.String(), "expected", strings.Join(needs, "、"), "offer", offered(b.report.StageText, "")}
	var offers []string
	for _, r := range b.rows {
		if r.Cell.Sheet == b.report.Cell.Sheet {
			offers = append(offers, r.offers...)
		}
	}
	if len(offers) > 0 {
		args = append(args, "offers", strings.Join(offers, "、"))
	}
	at := b.lacking(&lacks[0])
	w.found.fail(CodeIncomplete, at.Sheet, at.Ref, args...)
}

// lacking is the empty cell that a report lacks, or its first where the table
// has no column for it.
func (b *bound) lacking(l *ledger.Lack) ledger.Cell {
	r := b.told[l.Target]
	if r == nil && len(b.rows) == 1 {
		r = b.rows[0]
	}
	if r != nil && !l.Declaration && r.askedCells[l.Aspect].Ref != "" {
		return r.askedCells[l.Aspect]
	}
	return b.report.Cell
}

// checkDeclarations warns where a declaration says other than the figures.
func (w *binder) checkDeclarations(prior []ledger.Report) {
	if len(w.order) == 0 {
		return
	}
	reports := make([]ledger.Report, 0, len(prior)+len(w.order))
	var period ledger.Period
	for _, k := range w.order {
		r := w.reports[k].report
		period = r.Period
	}
	for _, p := range prior {
		if p.Period != period {
			reports = append(reports, p)
		}
	}
	for _, k := range w.order {
		reports = append(reports, w.reports[k].report)
	}
	for _, s := range ledger.Standings(w.programme, reports, period) {
		if !s.Contradicted || s.Report == nil || !w.touched[s.Project.ID] {
			continue
		}
		at := s.Report.Cell
		if b := w.reports[reportKey{s.Report.Project, s.Report.Unit, s.Report.Area, s.Report.Period}]; b != nil && b.declaredCell.Ref != "" {
			at = b.declaredCell
		}
		w.found.warn(CodeContradicts, at.Sheet, at.Ref, "value", string(s.Report.Declared),
			"expected", s.Verdict.Chinese(), "project", s.Project.ID.String())
	}
}

// checkMissing warns of projects that the file should report and does not.
func (w *binder) checkMissing(d *Draft) {
	whole := false // rows about projects as a whole, not only about areas' shares
	series := make(map[string]bool)
	for _, k := range w.order {
		whole = whole || k.area == ""
		series[k.project.Series] = true
	}
	if !whole {
		return
	}
	var missing []string
	for i := range w.programme.Projects {
		pr := &w.programme.Projects[i]
		reporter, _ := pr.Reporter()
		if pr.NoTask || reporter == "" || w.touched[pr.ID] || !series[pr.ID.Series] {
			continue
		}
		if w.unit != nil && w.units.canonical(reporter) != w.unit.Name {
			continue
		}
		if o := ledger.Due(w.programme, pr, w.order[0].period); o.NoTask || o.NotDue {
			continue // it owes no report yet
		}
		missing = append(missing, pr.ID.String())
	}
	if len(missing) > 0 {
		w.found.warn(CodeMissingProject, d.Progress[0].Cell.Sheet, "", "value", strings.Join(missing, "、"))
	}
}
