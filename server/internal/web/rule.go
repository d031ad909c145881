package web

import (
	"fmt"

	"tongbao/server/ledger"
)

// judgement is one target × aspect with its rule written out.
type judgement struct {
	Target   string
	Aspect   string
	Sentence string
	Verdict  ledger.Verdict
	Class    string // which bounds the difference falls between
	From     []ledger.Cell
}

// judgements write out why a project stands as it does.
func judgements(s *ledger.Standing, period ledger.Period, bounds ledger.Thresholds) []judgement {
	var all []judgement
	for _, t := range s.Targets {
		j := judgement{Sentence: targetRule(t, period), Aspect: aspectWords(t.Aspect), Verdict: t.Verdict, From: t.From}
		if t.Target != nil {
			j.Target = t.Target.Text
		}
		j.Class = classRule(t.Verdict, bounds)
		all = append(all, j)
	}
	return all
}

// targetRule is 一季度应开工20%，已开工13.75%，差6.25个百分点，少5座.
func targetRule(t ledger.TargetStanding, period ledger.Period) string {
	actual, expected, difference := ledger.ShownDifference(t.Rate, t.Expected)
	what, unit, points := aspectWords(t.Aspect), "%", "个百分点"
	if t.OfWork {
		what = "完成工程量"
	}
	if t.Target != nil && (t.Target.Kind == ledger.Reach || t.Target.Kind == ledger.Keep) {
		what = "达到"
		if t.Target.Measure != "" && t.Target.Measure != "%" {
			unit, points = t.Target.Measure, t.Target.Measure
		}
	}
	words := fmt.Sprintf("%s应%s%s%s，已%s%s%s", period.ShortChinese(), what, expected, unit, what, actual, unit)
	switch sign := t.Difference.CmpInt(0); {
	case sign < 0:
		words += fmt.Sprintf("，差%s%s", difference, points)
	case sign > 0:
		words += fmt.Sprintf("，超%s%s", difference, points)
	default:
		words += "，与序时持平"
	}
	if t.Gap.IsPositive() && t.Target != nil {
		words += fmt.Sprintf("，少%s%s", grouped(t.Gap.String()), t.Target.Measure)
	}
	return words
}

// classRule says which bounds a class has, in points against the expectation.
func classRule(v ledger.Verdict, b ledger.Thresholds) string {
	switch v {
	case ledger.Ahead:
		return fmt.Sprintf("超过序时%d个百分点及以上为超序时", b.Ahead)
	case ledger.OnSchedule:
		return fmt.Sprintf("差距在%s到%s个百分点之间为达序时", points(b.OnSchedule), points(b.Ahead))
	case ledger.NearSchedule:
		return fmt.Sprintf("差距在%s到%s个百分点之间为基本达序时", points(b.NearSchedule), points(b.OnSchedule))
	case ledger.Behind:
		return fmt.Sprintf("差距在%s到%s个百分点之间为滞后", points(b.Behind), points(b.NearSchedule))
	case ledger.FarBehind:
		return fmt.Sprintf("差距超过%d个百分点为严重滞后", -b.Behind)
	default: // no figures tell the other classes apart
		return ""
	}
}

func points(n int64) string {
	if n < 0 {
		return fmt.Sprintf("−%d", -n)
	}
	return fmt.Sprint(n)
}

// reasons are the sentences on a verdict that no figure explains.
func reasons(s *ledger.Standing, period ledger.Period, by ledger.Date) []string {
	var r []string
	who := s.Reporter
	if who == "" {
		who = "责任单位"
	}
	switch s.Verdict {
	case ledger.NoTask:
		r = append(r, "本地没有这项任务，不计入总数。")
	case ledger.NotAssigned:
		r = append(r, "上级任务尚未下达，本期不作比较。")
	case ledger.NotDue:
		r = append(r, "第一个节点未到，本期不作比较。")
	case ledger.NotReported:
		if s.Reported {
			r = append(r, fmt.Sprintf("%s的报送缺少研判需要的内容，按未报送处理。", who))
		} else {
			r = append(r, fmt.Sprintf("应由%s于%s前报送%s进展，未收到。", who, by.Chinese(), period.ShortChinese()))
		}
	case ledger.Completed:
		r = append(r, "全年任务已按目标任务的表述全部完成。")
	default: // the figures themselves are the reason
	}
	if s.Early {
		r = append(r, "在期限之前完成（提前完成）。")
	}
	if s.Exceeded {
		r = append(r, "超过目标数量（超额完成）。")
	}
	if s.AwaitsAcceptance {
		r = append(r, "已完工待验收，计入达序时。")
	}
	if s.SelfAssessed && s.Report != nil && s.Report.Declared != ledger.DeclaredNone {
		r = append(r, fmt.Sprintf("本期没有应达的数字，以%s的自评“%s”为准（自评）。", who, s.Report.Declared))
	}
	if s.Contradicted && s.Report != nil {
		r = append(r, fmt.Sprintf("自评“%s”与应达的数字不一致，以数字为准。", s.Report.Declared))
	}
	for _, l := range s.Lacks {
		if l.Declaration {
			r = append(r, "缺少责任单位的自评。")
			continue
		}
		text := l.Target
		if t, ok := s.Project.Target(l.Target); ok {
			text = t.Text
		}
		r = append(r, fmt.Sprintf("缺少“%s”的%s数。", text, aspectWords(l.Aspect)))
	}
	if s.Reporter != "" && !s.ReporterConfirmed {
		r = append(r, fmt.Sprintf("几个单位共同牵头，主报单位暂按第一个（%s），待确认。", s.Reporter))
	}
	if s.DaysLate > 0 {
		r = append(r, fmt.Sprintf("报送逾期%d天。", s.DaysLate))
	}
	return r
}
