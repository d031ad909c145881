package app

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

// EditReport puts a report in the place of the current one of the same project,
// unit, area and period, or enters it where there is none.
type EditReport struct{ Report ledger.Report }

func (e EditReport) about() string {
	r := &e.Report
	of := r.Unit
	if r.Area != "" && r.Area != r.Unit {
		of += "（" + r.Area + "）"
	}
	return "项目" + r.Project.String() + r.Period.Chinese() + "进展（" + of + "）"
}

func (e EditReport) fact(l *Snapshot) (any, error) {
	return ReportAt(l.Reports, &e.Report), nil
}

// ReportAt is the current report of the same project, unit, area and period, nil
// where there is none.
func ReportAt(reports []ledger.Report, of *ledger.Report) *ledger.Report {
	i := slices.IndexFunc(reports, func(r ledger.Report) bool {
		return r.Project == of.Project && r.Unit == of.Unit && r.Area == of.Area && r.Period == of.Period
	})
	if i < 0 {
		return nil
	}
	return &reports[i]
}

func (e EditReport) apply(d *desk) error {
	pr, ok := d.after.Project(e.Report.Project)
	if !ok {
		return ledger.Errorf(ledger.CodeNotFound, "台账中没有序号为“%s”的项目", e.Report.Project)
	}
	next := e.Report.Clone()
	old := ReportAt(d.Reports, &next)
	if old == nil {
		if err := checkReporter(d.after, pr, &next); err != nil {
			return err
		}
		old = &ledger.Report{}
		next.Cell = handCell()
	}
	if err := checkFigures(pr, next.Figures); err != nil {
		return err
	}
	if isNegative(next.Invested) || isNegative(next.InPlace) || isNegative(next.Planned) {
		return ledger.Errorf(ledger.CodeInvalid, "投资额不能小于0").At("invested")
	}
	keepCells(old.Figures, next.Figures, func(f *ledger.Figures) *ledger.Cell { return &f.Cell })
	for i := range next.Figures {
		if f := &next.Figures[i]; f.Cell == handCell() {
			f.StartedCell, f.FinishedCell, f.DonePercentCell = ledger.Cell{}, ledger.Cell{}, ledger.Cell{}
		}
	}
	if next.StageText != old.StageText {
		next.Stage = intake.StageOf(next.StageText)
	}
	for _, m := range []struct {
		changed bool
		cell    *ledger.Cell
	}{
		{!sameDecimal(old.Planned, next.Planned), &next.PlannedCell},
		{!sameDecimal(old.Invested, next.Invested), &next.InvestedCell},
		{!sameDecimal(old.InPlace, next.InPlace), &next.InPlaceCell},
	} {
		if m.changed {
			*m.cell = handCell()
		}
	}
	next.Submission = 0
	d.unit, d.period = next.Unit, next.Period
	d.replacements = append(d.replacements, Replacement{Old: *old, New: &next})
	return nil
}

// checkReporter refuses a report of whom or when none can be.
func checkReporter(p *ledger.Programme, pr *ledger.Project, r *ledger.Report) error {
	if !slices.ContainsFunc(Reporters(p, pr), func(o Reporter) bool { return o.Unit == r.Unit && o.Area == r.Area }) {
		return ledger.Errorf(ledger.CodeInvalid, "请选择报送的单位：项目%s的牵头单位，或分解到任务的县区、园区", pr.ID).At("reporter")
	}
	if r.Period.IsZero() || r.Period.End().Before(p.NoticeDate) {
		return ledger.Errorf(ledger.CodeInvalid, "请填写周期，如 2020Q1 或 2020-03，不早于计划印发之日").At("period")
	}
	if len(r.Figures) == 0 && r.Declared == ledger.DeclaredNone && strings.TrimSpace(r.StageText) == "" {
		return ledger.Errorf(ledger.CodeInvalid, "请填写数字、是否达序时或形象进度").At(Row("figure", 0))
	}
	return nil
}

// Reporter is who may report on a project: a lead on all of it, an area on its
// share.
type Reporter struct{ Unit, Area string }

// Reporters are those who may report on a project, the leads first.
func Reporters(p *ledger.Programme, pr *ledger.Project) []Reporter {
	var list []Reporter
	add := func(r Reporter) {
		if !slices.Contains(list, r) {
			list = append(list, r)
		}
	}
	for _, name := range pr.Names(ledger.Lead) {
		add(Reporter{Unit: p.Canonical(name)})
	}
	for _, a := range pr.Allocations {
		unit := p.Canonical(a.Unit)
		add(Reporter{unit, unit})
	}
	return list
}

// checkFigures refuses figures of no target, negative ones, and those of one
// target told twice.
func checkFigures(pr *ledger.Project, figures []ledger.Figures) error {
	seen := map[string]bool{}
	for i, f := range figures {
		field := Row("figure", i)
		if f.Target != "" {
			if _, ok := pr.Target(f.Target); !ok {
				return ledger.Errorf(ledger.CodeInvalid, "这个目标已不在计划里，请删去这一行的数字").At(field)
			}
		}
		key := f.Target + "\x00" + f.Part
		if seen[key] {
			return ledger.Errorf(ledger.CodeInvalid, "同一个目标填了两行，请合为一行").At(field)
		}
		seen[key] = true
		for _, v := range []bool{isNegative(f.Started), isNegative(f.Done), isNegative(f.Finished)} {
			if v {
				return ledger.Errorf(ledger.CodeInvalid, "数字不能小于0").At(field)
			}
		}
	}
	return nil
}

// checkCall refuses a call of which it is not known who called.
func checkCall(c Call) (Call, error) {
	c = Call{strings.TrimSpace(c.Caller), strings.TrimSpace(c.Telephone), strings.TrimSpace(c.At)}
	switch {
	case c.Caller == "":
		return c, ledger.Errorf(ledger.CodeInvalid, "请填写来电人").At("caller")
	case c.Telephone == "":
		return c, ledger.Errorf(ledger.CodeInvalid, "请填写来电号码").At("telephone")
	case c.At == "":
		return c, ledger.Errorf(ledger.CodeInvalid, "请填写来电时间").At("called-at")
	}
	return c, nil
}

func sameDecimal(a, b *decimal.Decimal) bool {
	return a == nil && b == nil || a != nil && b != nil && a.Equal(*b)
}
