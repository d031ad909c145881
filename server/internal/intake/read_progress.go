package intake

import (
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// readProgress reads a progress table into the draft: one ProgressRow for each
// row that somebody filled in.
func (t *table) readProgress(d *Draft) {
	records := t.records()
	d.Progress = slices.Grow(d.Progress, len(t.lines))
	for _, r := range records {
		for _, row := range r.rows {
			if !t.filledIn(row) {
				t.unfilled[row] = true
				continue
			}
			d.Progress = append(d.Progress, ProgressRow{})
			p := &d.Progress[len(d.Progress)-1]
			t.progressRow(r, row, p)
			p.Faulty = t.rejected[row]
		}
	}
	t.checkSums(records)
}

// reported are the fields that a report consists of; a row without any of them
// is not filled in.
var reported = []field{
	fieldDone, fieldIncrement, fieldRate, fieldStarted, fieldStartRate, fieldFinished, fieldFinishRate,
	fieldDeclared, fieldStage, fieldStep, fieldStartedOn, fieldInvested, fieldInPlace, fieldInPlaceRate, fieldProblems,
	fieldRequest, fieldNext,
}

// progressRow reads one row that is filled in.
func (t *table) progressRow(r *record, row int, p *ProgressRow) {
	*p = ProgressRow{
		Cell: t.at(row, t.firstColumn()), Series: r.id.Series, No: r.id.No, Sub: r.id.Sub, Name: r.name,
		Filed: t.lead.filed, AsOf: t.lead.asOf, Expected: strings.Contains(t.lead.all, "预计"),
	}
	if p.Name == "" {
		p.Name = r.content[0]
	}
	if k, ok := ledger.ParseRowKey(t.get(row, fieldKey)); ok {
		p.Key = &k
	}
	t.readWho(row, p)
	t.readPeriod(row, p)
	t.readTarget(row, p)
	t.readFigures(row, p)
	t.readWords(row, p)
	t.readDoubts(row, p)
	for i, m := range []struct {
		f    field
		into **decimal.Decimal
	}{{fieldPlanned, &p.Planned}, {fieldInvested, &p.Invested}, {fieldInPlace, &p.InPlace}} {
		if col := t.col(m.f); col > 0 {
			*m.into = t.moneyAt(row, t.value(row, col))
			p.moneyCells[i] = t.cell(row, col)
		}
	}
	p.NoTask = t.allStrokes(row)
	t.checkRate(row, p)
}

// filledIn reports whether any reported field of a row holds something.
func (t *table) filledIn(row int) bool {
	for _, f := range reported {
		for _, col := range t.by[f] {
			if c := t.value(row, col); !empty(c) {
				return true
			}
		}
	}
	return false
}

// allStrokes reports whether all that a row reports is that there is nothing
// to report: /.
func (t *table) allStrokes(row int) bool {
	for _, f := range reported {
		for _, col := range t.by[f] {
			if text := t.text(row, col); text != "" && !filler(text) || t.value(row, col).Kind == grid.NoValue {
				return false
			}
		}
	}
	return true
}

// readWho reads whose report a row is: 填报单位 of the row, of the sheet, or the
// first unit that the row names as responsible.
func (t *table) readWho(row int, p *ProgressRow) {
	p.UnitCell = p.Cell
	for _, f := range []field{fieldUnit, fieldLead, fieldResponsible} {
		text := t.get(row, f)
		if text == "" || filler(text) || wording.NoTask(text) {
			continue
		}
		p.UnitCell, p.Unit = t.getCell(row, f), t.firstUnit(text)
		break
	}
	if p.Unit == "" && !t.lead.gathered {
		p.Unit, p.sheetUnit = t.lead.reporter, true
	}
	if area := t.get(row, fieldArea); area != "" {
		p.Area = area
		p.UnitCell = t.getCell(row, fieldArea)
	}
}

// firstUnit is the unit that answers for a row, of those a cell names. Tables
// name the same few units in row after row.
func (t *table) firstUnit(text string) string {
	if unit, ok := t.units[text]; ok {
		return unit
	}
	unit := text
	if units := wording.Units(text); len(units) > 0 {
		unit = units[0]
	}
	if labels, ok := wording.LabelledUnits(text); ok {
		unit = firstOf(append(labels.Leads, labels.Bare...)...)
	}
	if t.units == nil {
		t.units = make(map[string]string)
	}
	t.units[text] = unit
	return unit
}

// readPeriod reads period, date and filing date of a row, the sheet's where
// the row has none.
func (t *table) readPeriod(row int, p *ProgressRow) {
	p.Period = t.lead.period.String()
	if text := t.get(row, fieldPeriod); text != "" {
		if q, ok := wording.PeriodIn(text, t.year); ok {
			p.Period = q.String()
		}
	}
	if col := t.col(fieldDone); col > 0 && t.column(col).actual && t.lead.period.IsZero() {
		p.Period = t.column(col).period.String()
	}
	if col := t.col(fieldAsOf); col > 0 {
		p.AsOf = t.dateAt(row, t.value(row, col))
	}
	if col := t.col(fieldFiled); col > 0 {
		if d := t.dateAt(row, t.value(row, col)); !d.IsZero() {
			p.Filed = d
		}
	}
}

// readTarget reads the indicator, its measure and the year's figure as the row
// repeats them.
func (t *table) readTarget(row int, p *ProgressRow) {
	p.Indicator = t.get(row, fieldIndicator)
	p.IndicatorCell = p.Cell
	if col := t.col(fieldIndicator); col > 0 {
		p.IndicatorCell = t.cell(row, col)
	}
	if text := t.get(row, fieldMeasure); !filler(text) {
		p.Measure, p.measureCell = wording.Simplify(text), t.getCell(row, fieldMeasure)
	}
	col := t.col(fieldTarget)
	if col == 0 {
		return
	}
	c := t.own(row, col)
	if !t.usable(row, c) {
		return
	}
	p.targetCell = t.cell(row, col)
	if n, ok := percent(c.Text); ok {
		p.Target = &n
		p.Measure = firstOf(p.Measure, "%")
		return
	}
	n, measure, ok := figure(c.Text)
	if !ok {
		// 不少于70个; a target in prose is the plan's own, and no figure.
		if p.Indicator == "" {
			p.Indicator = strings.TrimSpace(c.Text)
		}
		return
	}
	p.Target = &n
	p.Measure = firstOf(p.Measure, measure, measureOf(t.column(col).bracket))
}

// noMeasure are words in a head's bracket that tell what is counted, not how.
var noMeasure = regexp.MustCompile(`[含其按占续累截至前后不]|新建|改建|年度|季度`)

// measureOf is the measure that a head's bracket names: （个）, (万人次).
func measureOf(bracket string) string {
	switch {
	case strings.Contains(bracket, "元"):
		return ""
	case wording.IsMeasure(bracket), len([]rune(bracket)) <= 4 && !noMeasure.MatchString(bracket):
		return bracket
	}
	return ""
}

// readFigures reads what was started, done and finished, as quantities and as
// percents.
func (t *table) readFigures(row int, p *ProgressRow) {
	read := func(f field) (*decimal.Decimal, *decimal.Decimal) {
		col := t.col(f)
		if col == 0 {
			return nil, nil
		}
		c := t.own(row, col)
		if !t.usable(row, c) {
			return nil, nil
		}
		if n, ok := percent(c.Text); ok && p.Measure != "%" {
			return nil, &n
		} else if ok {
			return &n, nil
		}
		if done, whole, ok := doneOf(c.Text); ok {
			if p.Target == nil {
				p.Target = &whole
			}
			return &done, nil
		}
		n, measure, ok := figure(c.Text)
		if !ok || !telling(measure, p.Measure) {
			t.unreadable(row, c)
			return nil, nil
		}
		if n.IsNegative() {
			t.negative(row, c)
			return nil, nil
		}
		if p.Measure == "" {
			p.Measure = measure
		}
		return &n, nil
	}
	rate := func(f field, into **decimal.Decimal) {
		if col := t.col(f); col > 0 {
			if n := t.percentAt(row, t.own(row, col)); n != nil {
				*into = n
			}
		}
	}
	p.Started, p.StartedPercent = read(fieldStarted)
	p.Finished, p.FinishedPercent = read(fieldFinished)
	p.Cumulative, p.CumulativePercent = read(fieldDone)
	rate(fieldStartRate, &p.StartedPercent)
	rate(fieldFinishRate, &p.FinishedPercent)
	rate(fieldRate, &p.CumulativePercent)
	at := func(fields ...field) ledger.Cell { // the first of them that is filled
		for _, f := range fields {
			if col := t.col(f); col > 0 {
				if text := strings.TrimSpace(t.own(row, col).Text); text != "" && !filler(text) {
					return t.cell(row, col)
				}
			}
		}
		return ledger.Cell{}
	}
	p.FigureCell = at(fieldDone, fieldRate, fieldFinished, fieldFinishRate, fieldStarted, fieldStartRate)
	p.StartedCell, p.FinishedCell = at(fieldStarted, fieldStartRate), at(fieldFinished, fieldFinishRate)
	p.PercentCell = at(fieldRate)
	if col := t.col(fieldRate); col > 0 {
		p.RateCell = t.cell(row, col)
	}
	p.askedCells = t.askedCells(row)
}

// askedCells are the cells of a row in which each aspect is told: its first
// column of numbers, else of rates.
func (t *table) askedCells(row int) map[ledger.Aspect]ledger.Cell {
	cells := make(map[ledger.Aspect]ledger.Cell, len(aspectFields))
	for aspect, fields := range aspectFields {
		for _, f := range fields {
			if col := t.col(f); col > 0 {
				cells[aspect] = t.cell(row, col)
				break
			}
		}
	}
	return cells
}

// aspectFields are the columns that tell an aspect; 累计完成 stands for 完工 where
// a table does not tell them apart.
var aspectFields = map[ledger.Aspect][]field{
	ledger.Start:    {fieldStarted, fieldStartRate},
	ledger.Progress: {fieldDone, fieldRate},
	ledger.Finish:   {fieldFinished, fieldFinishRate, fieldDone, fieldRate},
}

// goesWell are the words by which prose declares 达序时.
var goesWell = regexp.MustCompile(`正常|有序|稳步|按序时|按计划推进|按时序`)

// readWords reads declaration, stage, problems and next steps.
func (t *table) readWords(row int, p *ProgressRow) {
	p.Problems = t.joined(row, fieldProblems)
	p.Request = t.joined(row, fieldRequest)
	p.Next = t.joined(row, fieldNext)
	p.StageText = t.joined(row, fieldStage)
	if step := t.lastStep(row); step != "" && p.StageText == "" {
		p.StageText = step
	}
	if p.StageText == "" {
		p.StageText = t.remarkOf(row)
	}
	for _, s := range []*string{&p.Problems, &p.Request, &p.Next, &p.StageText} {
		if filler(*s) {
			*s = ""
		}
	}
	p.Stage = wording.Stage(p.StageText)
	declared := t.get(row, fieldDeclared)
	if declared != "" {
		p.declaredCell = t.getCell(row, fieldDeclared)
	}
	switch {
	case declared != "" && !filler(declared):
		d, ok := wording.Declaration(declared)
		p.Declared = string(d)
		switch {
		case ok, wording.PhaseReached(declared):
		case wording.Stage(declared) != ledger.StageUnknown: // 在建 under 项目状态
			joinText(&p.StageText, declared)
			p.Stage = wording.Stage(p.StageText)
		default:
			t.fail(row, CodeUnknownWord, t.ref(row, t.col(fieldDeclared)), "value", declared)
		}
	case !t.has(fieldDeclared) && goesWell.MatchString(wording.Simplify(p.StageText)):
		if d, _ := wording.Declaration(p.StageText); d == ledger.DeclaredOnSchedule {
			p.Declared = string(d)
			if !p.hasFigures() && !t.rejected[row] && (t.has(fieldDone) || t.has(fieldRate)) {
				t.warn(CodeNoFigure, t.ref(row, t.col(fieldStage)), "value", p.StageText)
			}
		}
	}
	p.PhaseReached = wording.PhaseReached(declared) || wording.PhaseReached(p.StageText)
}

// remarkOf is what the bracket behind a row's figures says of the works:
// 100%（已完工）.
func (t *table) remarkOf(row int) string {
	for _, f := range []field{fieldRate, fieldDone, fieldFinished, fieldStarted} {
		text := t.get(row, f)
		if !strings.HasSuffix(text, ")") && !strings.HasSuffix(text, "）") {
			continue
		}
		if m := bracketBehind.FindStringSubmatch(text); m != nil && wording.Stage(m[1]) != ledger.StageUnknown {
			return m[1]
		}
	}
	return ""
}

var bracketBehind = regexp.MustCompile(`\d[^()（）]*[(（]([^()（）]+)[)）]$`)

// lastStep is the head of the last stage column that a row has a mark in.
func (t *table) lastStep(row int) string {
	last := ""
	for _, col := range t.by[fieldStep] {
		if text := t.text(row, col); text != "" && !filler(text) && text != "×" && text != "否" {
			last = t.column(col).leaf()
		}
	}
	return last
}

// checkRate compares a row's rate with its figures.
func (t *table) checkRate(row int, p *ProgressRow) {
	if p.Started != nil && p.Target != nil && p.Target.IsPositive() && p.Measure != "%" && p.Started.GreaterThan(*p.Target) &&
		(p.Cumulative == nil || !p.Cumulative.GreaterThan(*p.Target)) {
		t.warn(CodeRateAbove100, p.StartedCell.Ref, "value", p.Started.String(), "started", p.Started.String(), "target", p.Target.String())
	}
	if p.Cumulative == nil || p.Target == nil || !p.Target.IsPositive() || p.Measure == "%" {
		if p.CumulativePercent != nil && p.CumulativePercent.GreaterThan(hundred) && p.Measure != "%" {
			t.warn(CodeRateAbove100, p.RateCell.Ref, "value", p.CumulativePercent.String()+"%", "name", p.Name)
		}
		return
	}
	share := p.Cumulative.Mul(hundred).DivRound(*p.Target, 4)
	if share.GreaterThan(hundred) {
		t.warn(CodeRateAbove100, p.FigureCell.Ref, "value", share.Round(1).String()+"%", "name", p.Name)
	}
	if p.CumulativePercent != nil && !near(*p.CumulativePercent, share) {
		t.warn(CodeRateDiffers, p.RateCell.Ref, "value", p.CumulativePercent.String()+"%",
			"expected", share.Round(2).String()+"%", "done", p.Cumulative.String(), "target", p.Target.String())
	}
}
