package app

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"tongbao/server/ledger"
)

// EditReport puts a report in the place of the current one of the same project,
// unit, area and period.
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
	old, err := reportAt(l.Reports, &e.Report)
	if err != nil {
		return nil, err
	}
	return *old, nil
}

// reportAt is the current report of the same project, unit, area and period.
func reportAt(reports []ledger.Report, of *ledger.Report) (*ledger.Report, error) {
	i := slices.IndexFunc(reports, func(r ledger.Report) bool {
		return r.Project == of.Project && r.Unit == of.Unit && r.Area == of.Area && r.Period == of.Period
	})
	if i < 0 {
		return nil, ledger.Errorf(ledger.CodeNotFound, "台账中没有%s对项目%s的%s进展", of.Unit, of.Project, of.Period.Chinese())
	}
	return &reports[i], nil
}

func (e EditReport) apply(d *desk) error {
	old, err := reportAt(d.Reports, &e.Report)
	if err != nil {
		return err
	}
	pr, ok := d.after.Project(e.Report.Project)
	if !ok {
		return ledger.Errorf(ledger.CodeNotFound, "台账中没有序号为“%s”的项目", e.Report.Project)
	}
	next := e.Report.Clone()
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
