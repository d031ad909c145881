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
		w.found.warn(CodeTextDiffers, r.Cell.Sheet, r.FigureCell.Ref, "value", q.String(), "expected", expected.String(),
			"project", b.project.ID.String())
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
	if last == nil || explained.MatchString(b.report.Problems+b.report.StageText+b.report.Next) {
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
				if pair[0] != nil && pair[1] != nil && pair[0].LessThan(*pair[1]) {
					w.found.fail(CodeFalling, now.Cell.Sheet, now.Cell.Ref, "value", pair[0].String(),
						"expected", pair[1].String(), "period", last.Period.Chinese(), "project", b.project.ID.String())
				}
			}
		}
	}
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
	w.found.fail(CodeIncomplete, b.report.Cell.Sheet, b.report.Cell.Ref, args...)
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
		w.found.warn(CodeContradicts, s.Report.Cell.Sheet, s.Report.Cell.Ref, "value", string(s.Report.Declared),
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
