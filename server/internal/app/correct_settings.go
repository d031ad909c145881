package app

import (
	"context"
	"fmt"
	"strings"

	"tongbao/server/ledger"
)

// EditSettings puts how a programme is judged and what its bulletins say in the
// place of what stands.
type EditSettings struct{ Form SettingsForm }

func (e EditSettings) about() string                 { return "研判规则和通报用语" }
func (e EditSettings) fact(l *Snapshot) (any, error) { return SettingsOf(l.Programme), nil }
func (e EditSettings) apply(d *desk) error           { return e.Form.Apply(d.after) }

// compareSettings are the settings that differ, in words.
func compareSettings(before, after *ledger.Programme) []Change {
	return append(
		compareWords("计划与规则", settingsWords(before), settingsWords(after)),
		compareWords("通报版式", layoutWords(before), layoutWords(after))...)
}

// compareWords are the settings of a kind that differ.
func compareWords(kind string, was, is []setting) []Change {
	var list []Change
	for i, w := range was {
		if w.words != is[i].words {
			list = append(list, Change{Name: kind, Field: w.field, Old: w.words, New: is[i].words})
		}
	}
	return list
}

// setting is one setting in words.
type setting struct{ field, words string }

var ruleNames = map[ledger.Rule]string{
	ledger.RuleMilestones: "按计划的序时进度", ledger.RuleCheckPoints: "按检查点",
	ledger.RuleDeclared: "按责任单位自评，期限为准", ledger.RuleLine: "按直线序时",
}

// RuleName is a rule in words.
func RuleName(r ledger.Rule) string {
	if name, ok := ruleNames[r]; ok {
		return name
	}
	return string(r)
}

// settingsWords are all that a SettingsForm sets, always in the same order.
func settingsWords(p *ledger.Programme) []setting {
	var points []string
	for _, c := range p.CheckPoints {
		points = append(points, fmt.Sprintf("%s完成%d%%", c.Date.Chinese(), c.Percent))
	}
	t := p.Thresholds
	return []setting{
		{"研判规则", RuleName(p.Rule)},
		{"检查点", strings.Join(points, "、")},
		{"分档（百分点）", fmt.Sprintf("超序时%d，达序时%d，基本达序时%d，滞后%d", t.Ahead, t.OnSchedule, t.NearSchedule, t.Behind)},
		{"报送期限", fmt.Sprintf("每期结束后%d天", p.ReportDays)},
		{"发文机关", p.Issuer},
		{"主送", p.Greeting},
		{"抄送", strings.Join(p.CopyTo, "、")},
		{"附注", p.Footnote},
		{"大项的量词", p.ItemWord},
		{"项目的量词", p.ProjectWord},
	}
}

// TrySettings judges a programme at the end of a period as it stands and as a
// form would have it. Nothing is stored; Refusals say what the form cannot have.
func (s *Service) TrySettings(ctx context.Context, key string, period ledger.Period, f SettingsForm) (before, after *ledger.Summary, err error) {
	l, err := s.Snapshot(ctx, key)
	if err != nil {
		return nil, nil, err
	}
	next := *l.Programme
	if err := f.Apply(&next); err != nil {
		return nil, nil, err
	}
	return ledger.Judge(l.Programme, l.Reports, period), ledger.Judge(&next, l.Reports, period), nil
}
