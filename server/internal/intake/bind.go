package intake

import (
	"strings"

	"github.com/shopspring/decimal"

	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// BindOptions say what the uploader chose; zero values are taken from the file.
type BindOptions struct {
	Period ledger.Period
	Unit   string
}

// Bind makes reports of a draft's progress rows: each row finds its project,
// its unit and its target, the rows of one project and unit become one report,
// and the reports are checked against the plan and against prior ones. prior are
// the programme's current reports, all periods.
func Bind(d *Draft, p *ledger.Programme, prior []ledger.Report, b BindOptions) ([]ledger.Report, []ledger.Finding) {
	w := newBinder(d, p, b)
	w.keepUntold(d, prior)
	w.check(d, prior)
	reports := make([]ledger.Report, 0, len(w.order))
	for _, k := range w.order {
		reports = append(reports, w.reports[k].report)
	}
	return reports, w.found.list
}

// newBinder gives every row of a draft its report and its targets.
func newBinder(d *Draft, p *ledger.Programme, b BindOptions) *binder {
	w := &binder{
		programme: p, plan: planOf(p), units: rosterOf(p), options: b,
		reports: make(map[reportKey]*bound), touched: make(map[ledger.ProjectID]bool),
	}
	w.plan.calls = d.Called
	if w.options.Period.IsZero() {
		w.options.Period = d.Period
	}
	w.gatherer(d)
	for i := range d.Progress {
		w.row(&d.Progress[i])
	}
	w.findStrangers()
	for _, k := range w.order {
		w.assign(w.reports[k])
	}
	return w
}

// binder is the work of one Bind.
type binder struct {
	programme *ledger.Programme
	plan      *plan
	units     *roster
	options   BindOptions
	unit      *ledger.Unit // the one unit the whole file is of; nil when it gathers several
	reports   map[reportKey]*bound
	order     []reportKey
	touched   map[ledger.ProjectID]bool
	found     findings
	strangers []stranger
	// shares are the areas' tasks that rows tell and the plan lacks.
	shares []areaShare
}

type reportKey struct {
	project ledger.ProjectID
	unit    string
	area    string
	period  ledger.Period
}

// bound is a report with what checking it needs.
type bound struct {
	report  ledger.Report
	project *ledger.Project
	rows    []*ProgressRow
	money   map[string]bool // cells whose amounts are in the report
	amounts map[string]bool // what rows said of money, see repeatsMoney
	// declaredCell is where the report's declaration stands.
	declaredCell ledger.Cell
	// told are the rows that tell of a target, by its id, each its last.
	told map[string]*ProgressRow
}

// gatherer decides whose the file is. A unit that leads nothing and is no area,
// such as the office that gathers all reports, is nobody's reporter.
func (w *binder) gatherer(d *Draft) {
	for _, name := range []string{w.options.Unit, d.Reporter} {
		if name == "" {
			continue
		}
		if u, ok := w.units.find(name); ok && (w.units.leads[u.Name] || u.Kind.Area()) {
			w.unit = u
			break
		}
	}
	if w.unit == nil {
		return
	}
	// A table whose rows name other units gathers them.
	for i := range d.Progress {
		r := &d.Progress[i]
		if r.Unit != "" && !r.sheetUnit {
			if u, ok := w.units.find(r.Unit); ok && u.Name != w.unit.Name && w.units.leads[u.Name] && w.options.Unit == d.Reporter {
				w.unit = nil
				return
			}
		}
	}
}

func (w *binder) row(r *ProgressRow) {
	period, ok := w.period(r)
	if !ok {
		return
	}
	pr := w.project(r)
	if pr == nil {
		return
	}
	w.touched[pr.ID] = true
	if pr.NoTask || r.NoTask {
		return
	}
	unit, area, ok := w.who(r, pr)
	if !ok {
		return
	}
	k := reportKey{pr.ID, unit, area, period}
	b := w.reports[k]
	if b == nil {
		b = &bound{
			project: pr,
			report: ledger.Report{
				Project: pr.ID, Unit: unit, Area: area, Period: period, AsOf: r.AsOf, Expected: r.Expected,
				Filed: r.Filed, Cell: r.Cell,
			},
		}
		if b.report.AsOf.IsZero() {
			b.report.AsOf = period.End()
		}
		w.reports[k] = b
		w.order = append(w.order, k)
	}
	b.rows = append(b.rows, r)
	w.join(b, r)
}

// period is the period of a row's report: the chosen one, where the row's own
// is it or the last month of it.
func (w *binder) period(r *ProgressRow) (ledger.Period, bool) {
	own, err := ledger.ParsePeriod(r.Period)
	chosen := w.options.Period
	switch {
	case err != nil && chosen.IsZero():
		w.found.fail(CodeNoPeriod, r.Cell.Sheet, "")
		return own, false
	case err != nil:
		return chosen, true
	case chosen.IsZero() || chosen.Takes(own):
		return own, true
	}
	w.found.fail(CodeOtherPeriod, r.Cell.Sheet, "", "value", own.Chinese(), "expected", chosen.Chinese())
	return own, false
}

// project finds the row's project; what is not found or doubtful is a finding.
func (w *binder) project(r *ProgressRow) *ledger.Project {
	f := w.find(r)
	label := strings.TrimSpace(r.No + r.Sub + " " + shorten(r.Name))
	called := rowWords(ledger.ProjectID{No: r.No, Sub: r.Sub}, r.Name)
	switch {
	case f.project == nil && r.cross: // once for all areas, at the head
		w.found.fail(CodeUnknownHeading, r.headCell.Sheet, r.headCell.Ref, "value", r.Indicator, "near", w.plan.nearHeading(r.Indicator), "called", firstOf(r.Indicator, r.title))
	case f.project == nil:
		near := ""
		if !w.found.joins(CodeUnknownProject, r.Cell.Sheet, r.Cell.Ref) {
			near = w.plan.near(r.Name)
		}
		w.found.fail(CodeUnknownProject, r.Cell.Sheet, r.Cell.Ref, "value", label, "near", near, "called", called)
	case f.other != nil:
		w.found.fail(CodeNumberName, r.Cell.Sheet, r.Cell.Ref, "value", label, "called", called,
			"expected", f.project.ID.String()+" "+shorten(f.project.Name), "near", f.other.ID.String())
		return nil
	case f.renamed:
		w.found.warn(CodeRenamed, r.Cell.Sheet, r.Cell.Ref, "value", shorten(r.Name), "project", f.project.ID.String(),
			"expected", shorten(f.project.Name))
	}
	return f.project
}

// who decides whose report a row is: the project's as a whole by one that leads
// it, or an area's share.
func (w *binder) who(r *ProgressRow, pr *ledger.Project) (unit, area string, ok bool) {
	if r.Area != "" && !wholeArea(r.Area) {
		u, known := w.units.find(r.Area)
		if !known {
			w.unknownUnit(r, r.Area)
			return "", "", false
		}
		return u.Name, u.Name, true
	}
	u := w.unit
	if r.Unit != "" && (!r.sheetUnit || w.unit != nil) {
		own, known := w.units.find(r.Unit)
		switch {
		case known:
			u = own
		case r.sheetUnit: // the sheet's line names nobody: it is who was said
		default:
			w.unknownUnit(r, r.Unit)
			name, _ := pr.Reporter() // so that what else is wrong with the row is found too
			return w.units.canonical(name), "", true
		}
		if w.unit != nil && w.options.Unit != "" && u.Name != w.unit.Name {
			w.otherUnit(r, pr, u.Name)
			return "", "", false
		}
	}
	if u == nil { // a gathered table without units: each row is its reporter's
		name, _ := pr.Reporter()
		return w.units.canonical(name), "", true
	}
	if area, ok := w.share(pr, u); ok {
		return u.Name, area, true
	}
	w.otherUnit(r, pr, u.Name)
	return "", "", false
}

// share is what of a project a unit may report: the whole of one that it leads,
// area "", or its own area's share.
func (w *binder) share(pr *ledger.Project, u *ledger.Unit) (area string, ok bool) {
	for _, name := range pr.Names(ledger.Lead) {
		if w.units.canonical(name) == u.Name {
			return "", true
		}
	}
	return u.Name, u.Kind.Area() && (len(pr.Allocations) > 0 || w.local(pr, u))
}

// wholeArea reports whether an area column says that the row is about all.
func wholeArea(name string) bool {
	switch wording.Key(name) {
	case "全市", "全区", "全县", "全市合计", "市本级", "合计":
		return true
	}
	return false
}

// local reports whether an area is among those that carry a project out, by
// name or within a group.
func (w *binder) local(pr *ledger.Project, u *ledger.Unit) bool {
	for _, name := range pr.Names(ledger.Local) {
		if wording.IsGroup(name) || w.units.canonical(name) == u.Name {
			return true
		}
	}
	return false
}

func (w *binder) unknownUnit(r *ProgressRow, name string) {
	near := ""
	if !w.found.joins(CodeUnknownUnit, r.UnitCell.Sheet, r.UnitCell.Ref) {
		near = w.units.nearest(name)
	}
	w.found.fail(CodeUnknownUnit, r.UnitCell.Sheet, r.UnitCell.Ref, "value", name, "near", near)
}

func (w *binder) otherUnit(r *ProgressRow, pr *ledger.Project, name string) {
	w.strangers = append(w.strangers, stranger{r, pr, name})
}

// stranger is a row whose unit does not lead the project of its number.
type stranger struct {
	row     *ProgressRow
	project *ledger.Project
	unit    string
}

// findStrangers says of each what is wrong: the number, where its unit leads
// another project under the same main number of which the file has no row; else
// the unit.
func (w *binder) findStrangers() {
	for _, s := range w.strangers {
		args := []string{"value", s.unit, "project", s.project.ID.String(), "expected", strings.Join(s.project.Names(ledger.Lead), "、")}
		at := s.row.UnitCell
		for _, o := range w.plan.byNo[ledger.ProjectID{Series: s.project.ID.Series, No: s.project.ID.No}] {
			if reporter, _ := o.Reporter(); !w.touched[o.ID] && w.units.canonical(reporter) == s.unit {
				w.touched[o.ID] = true
				at, args = s.row.Cell, append(args, "near", o.ID.String())
				break
			}
		}
		w.found.fail(CodeOtherUnit, at.Sheet, at.Ref, args...)
	}
}

// join adds a row's words and money to its report.
func (w *binder) join(b *bound, r *ProgressRow) {
	rep := &b.report
	if rep.Declared == ledger.DeclaredNone {
		rep.Declared, b.declaredCell = ledger.Declaration(r.Declared), r.declaredCell
	}
	rep.PhaseReached = rep.PhaseReached || r.PhaseReached
	if rep.Stage == ledger.StageUnknown {
		rep.Stage = r.Stage
	}
	if r.Filed.After(rep.Filed) {
		rep.Filed = r.Filed
	}
	joinText(&rep.StageText, r.StageText)
	joinText(&rep.Problems, r.Problems)
	joinText(&rep.Next, r.Next)
	joinText(&rep.Request, r.Request)
	if r.Planned == nil && r.Invested == nil && r.InPlace == nil {
		return
	}
	if b.money == nil {
		b.money, b.amounts = make(map[string]bool), make(map[string]bool)
	}
	if b.repeatsMoney(r) {
		return
	}
	for i, m := range []struct {
		into **decimal.Decimal
		from *decimal.Decimal
		at   *ledger.Cell
	}{
		{&rep.Planned, r.Planned, &rep.PlannedCell},
		{&rep.Invested, r.Invested, &rep.InvestedCell},
		{&rep.InPlace, r.InPlace, &rep.InPlaceCell},
	} {
		cell := r.moneyCells[i].Ref
		if m.from == nil || cell != "" && b.money[cell] {
			continue
		}
		b.money[cell] = true
		sum := *m.from
		if *m.into != nil {
			sum = sum.Add(**m.into)
		}
		if *m.into == nil {
			*m.at = r.moneyCells[i]
		}
		*m.into = &sum
	}
}

// repeatsMoney reports whether a row only says the amounts of an earlier row of
// its project again, as where a merged cell was taken apart.
func (b *bound) repeatsMoney(r *ProgressRow) bool {
	said := amount(r.Planned) + " " + amount(r.Invested) + " " + amount(r.InPlace)
	repeated := b.amounts[said]
	b.amounts[said] = true
	return repeated
}

func joinText(into *string, text string) {
	if text == "" || strings.Contains(*into, text) {
		return
	}
	*into = strings.TrimPrefix(*into+"；"+text, "；")
}
