package app

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"tongbao/server/ledger"
)

// SettingsForm is how a programme is judged and what its bulletins say, as
// typed: its rule, check points, thresholds, days for reports, and words.
type SettingsForm struct {
	Rule   string
	Points []PointRow
	// The thresholds, in points.
	Ahead, OnSchedule, NearSchedule, Behind string
	ReportDays                              string
	Issuer, Greeting, Footnote              string
	CopyTo                                  string // one on each line
	ItemWord, ProjectWord                   string
}

// PointRow is a check point as typed.
type PointRow struct{ Date, Percent string }

// ruleOrder are the rules in the order in which they are offered.
var ruleOrder = []ledger.Rule{ledger.RuleMilestones, ledger.RuleCheckPoints, ledger.RuleDeclared, ledger.RuleLine}

// RulesOffered are the rules in the order in which they are offered.
func RulesOffered() []ledger.Rule { return slices.Clone(ruleOrder) }

// spareRows is how many empty check points the form offers.
const spareRows = 2

// SettingsOf is the form as a programme stands.
func SettingsOf(p *ledger.Programme) SettingsForm {
	f := SettingsForm{
		Rule: string(p.Rule), Ahead: fmt.Sprint(p.Thresholds.Ahead), OnSchedule: fmt.Sprint(p.Thresholds.OnSchedule),
		NearSchedule: fmt.Sprint(p.Thresholds.NearSchedule), Behind: fmt.Sprint(p.Thresholds.Behind),
		ReportDays: fmt.Sprint(p.ReportDays), Issuer: p.Issuer, Greeting: p.Greeting, Footnote: p.Footnote,
		CopyTo: strings.Join(p.CopyTo, "\n"), ItemWord: p.ItemWord, ProjectWord: p.ProjectWord,
	}
	for _, c := range pointsOf(p) {
		f.Points = append(f.Points, PointRow{c.Date.String(), fmt.Sprint(c.Percent)})
	}
	f.Points = append(f.Points, make([]PointRow, spareRows)...)
	return f
}

// pointsOf are a programme's check points or, where it has none, those that are
// proposed: 60 % at the half-year, all at the end of November.
func pointsOf(p *ledger.Programme) []ledger.CheckPoint {
	if len(p.CheckPoints) > 0 {
		return p.CheckPoints
	}
	return []ledger.CheckPoint{
		{Date: ledger.MonthEnd(p.Year, 6), Percent: 60},
		{Date: ledger.MonthEnd(p.Year, 11), Percent: 100},
	}
}

// longestWords is how many characters 主送, 抄送 and 附注 may have.
const longestWords = 500

// most days after a period's end for reports.
const mostReportDays = 90

// Apply puts the form into a programme's settings. Refusals say which fields
// cannot be taken, by their names; p is not to be used then.
func (f SettingsForm) Apply(p *ledger.Programme) error {
	wrong := make(Refusals)
	p.Rule = ledger.Rule(f.Rule)
	if !slices.Contains(ruleOrder, p.Rule) {
		wrong["rule"] = "请选择一种研判规则"
	}
	f.points(p, wrong)
	f.thresholds(p, wrong)
	days, err := strconv.Atoi(strings.TrimSpace(f.ReportDays))
	if err != nil || days < 0 || days > mostReportDays {
		wrong["reportDays"] = fmt.Sprintf("报送期限请写作0到%d的整数", mostReportDays)
	}
	p.ReportDays = days
	for _, text := range []struct {
		name, label, typed string
		most               int
		needed             bool
		into               *string
	}{
		{"issuer", "发文机关", f.Issuer, longestField, true, &p.Issuer},
		{"greeting", "主送", f.Greeting, longestWords, false, &p.Greeting},
		{"footnote", "附注", f.Footnote, longestField, false, &p.Footnote},
		{"itemWord", "大项的量词", f.ItemWord, 4, false, &p.ItemWord},
		{"projectWord", "项目的量词", f.ProjectWord, 8, false, &p.ProjectWord},
	} {
		*text.into = strings.TrimSpace(text.typed)
		switch {
		case *text.into == "" && text.needed:
			wrong[text.name] = "请填写" + text.label
		case utf8.RuneCountInString(*text.into) > text.most:
			wrong[text.name] = fmt.Sprintf("%s最多%d字", text.label, text.most)
		}
	}
	if utf8.RuneCountInString(f.CopyTo) > longestWords {
		wrong["copyTo"] = fmt.Sprintf("抄送最多%d字", longestWords)
	}
	p.CopyTo = nil
	for _, line := range strings.Split(f.CopyTo, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			p.CopyTo = append(p.CopyTo, line)
		}
	}
	if len(wrong) > 0 {
		return wrong
	}
	return nil
}

// points reads the check points: later ones want more, the last one all. Under
// another rule they are not kept.
func (f SettingsForm) points(p *ledger.Programme, wrong Refusals) {
	p.CheckPoints = nil
	if p.Rule != ledger.RuleCheckPoints {
		return
	}
	last := -1
	for i, row := range f.Points {
		name := fmt.Sprintf("point-%d", i)
		day, percent := strings.TrimSpace(row.Date), strings.TrimSpace(row.Percent)
		if day == "" && percent == "" {
			continue
		}
		date, err := ledger.ParseDate(day)
		n, perr := strconv.ParseInt(strings.TrimRight(percent, "%％"), 10, 64)
		switch {
		case err != nil:
			wrong[name] = err.Error()
			continue
		case date.Year != p.Year:
			wrong[name] = fmt.Sprintf("检查点应在%d年之内", p.Year)
		case perr != nil || n < 1 || n > 100:
			wrong[name] = "应完成的比例请写作1到100的整数"
		case last >= 0 && (!p.CheckPoints[last].Date.Before(date) || p.CheckPoints[last].Percent >= n):
			wrong[name] = "检查点请按日期先后排列，比例逐个提高"
		}
		p.CheckPoints = append(p.CheckPoints, ledger.CheckPoint{Date: date, Percent: n})
		last = len(p.CheckPoints) - 1
	}
	switch {
	case len(p.CheckPoints) == 0:
		wrong["point-0"] = "按检查点研判，请至少填写一个检查点"
	case len(wrong) == 0 && p.CheckPoints[last].Percent != 100:
		wrong[fmt.Sprintf("point-%d", last)] = "最后一个检查点应完成100%"
	}
}

// mostPoints is how far a threshold may be from the expectation.
const mostPoints = 100

func (f SettingsForm) thresholds(p *ledger.Programme, wrong Refusals) {
	above := int64(mostPoints + 1)
	for _, bound := range []struct {
		name, label, typed string
		into               *int64
	}{
		{"ahead", "超序时", f.Ahead, &p.Thresholds.Ahead},
		{"onSchedule", "达序时", f.OnSchedule, &p.Thresholds.OnSchedule},
		{"nearSchedule", "基本达序时", f.NearSchedule, &p.Thresholds.NearSchedule},
		{"behind", "滞后", f.Behind, &p.Thresholds.Behind},
	} {
		n, err := strconv.ParseInt(strings.NewReplacer("−", "-", "－", "-", "+", "").Replace(strings.TrimSpace(bound.typed)), 10, 64)
		switch {
		case err != nil || n < -mostPoints || n > mostPoints:
			wrong[bound.name] = fmt.Sprintf("请写作−%d到%d的整数（百分点）", mostPoints, mostPoints)
		case n >= above:
			wrong[bound.name] = fmt.Sprintf("%s的下限应低于上一档", bound.label)
		}
		*bound.into, above = n, n
	}
}

// Step is StepRule.
func (f SettingsForm) Step() SetupStep { return StepRule }

// settle puts the form into the setup.
func (f SettingsForm) settle(_ context.Context, _ *Service, v *SetupView) error {
	return f.Apply(&v.Setup.Programme)
}
