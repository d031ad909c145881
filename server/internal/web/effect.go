package web

import (
	"fmt"
	"slices"
	"strings"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// effect is what a programme's projects owe under each rule: how many in each
// quarter, and each project's own in one of them.
type effect struct {
	Outlooks []app.Outlook
	At       ledger.Period
	Rows     []effectRow
}

// effectRow is one project with what it owes under each rule.
type effectRow struct {
	Project *ledger.Project
	Owed    []string
}

// newEffect shows the quarter that was asked for, or the last before the end.
func newEffect(p *ledger.Programme, period string) *effect {
	e := &effect{Outlooks: app.Outlooks(p)}
	periods := e.Outlooks[0].Periods
	if len(periods) == 0 {
		return e
	}
	at := slices.IndexFunc(periods, func(o app.OutlookPeriod) bool { return o.Period.String() == period })
	if at < 0 {
		at = max(0, len(periods)-2)
	}
	e.At = periods[at].Period
	for i := range p.Projects {
		row := effectRow{Project: &p.Projects[i]}
		for _, o := range e.Outlooks {
			row.Owed = append(row.Owed, owedWords(o.Periods[at].Owed[i]))
		}
		e.Rows = append(e.Rows, row)
	}
	return e
}

// mostFigures is how many figures of one project are told.
const mostFigures = 3

// owedWords is 开工20%、完工10%；其余自评.
func owedWords(o ledger.Owed) string {
	switch {
	case o.NoTask:
		return "无任务"
	case o.NotDue:
		return "未到节点"
	case len(o.Figures) == 0 && o.Binding:
		return "应全部完成（自评）"
	case len(o.Figures) == 0:
		return "自评"
	}
	several := slices.ContainsFunc(o.Figures, func(f ledger.OwedFigure) bool { return f.Target != o.Figures[0].Target })
	var words []string
	for i, f := range o.Figures {
		if i == mostFigures {
			words = append(words, fmt.Sprintf("等%d项", len(o.Figures)))
			break
		}
		what := aspectWords(f.Aspect)
		switch {
		case f.OfWork:
			what = "工程量"
		case f.Target.Kind == ledger.Reach || f.Target.Kind == ledger.Keep:
			what = "达到"
		}
		text := what + f.Percent.Shown(1) + "%"
		if several {
			text = shortText(f.Target.Text) + text
		}
		words = append(words, text)
	}
	told := strings.Join(words, "、")
	if o.Declaration {
		told += "；其余自评"
	}
	return told
}

// shortText is the beginning of a target's words.
func shortText(text string) string {
	if r := []rune(text); len(r) > 10 {
		return string(r[:10]) + "…"
	}
	return text
}
