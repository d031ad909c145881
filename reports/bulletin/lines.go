package bulletin

import (
	"github.com/shopspring/decimal"

	"tongbao/server/ledger"
)

// line is one target of a project as the tables show it: judged against what
// is due or, where nothing is due in figures, as reported.
type line struct {
	judged *ledger.TargetStanding // nil where no figure is due
	target *ledger.Target
	aspect ledger.Aspect
	done   decimal.Decimal
	rate   ledger.Percent
	ofWork bool
	// earlier: the figure is of an earlier period (上期), shown and never judged.
	earlier bool
	from    []ledger.Cell
}

// counted reports whether the line counts things, not only a percent.
func (l line) counted() bool { return !l.ofWork && l.target.HasQuantity() }

// linesOf are a project's judged targets, then those it reports figures of
// although none is due. A project without a task has none, nor has one whose
// report is too incomplete to be judged; one that is silent shows what it
// reported before.
func linesOf(st *ledger.Standing) []line {
	var lines []line
	switch {
	case st.Verdict == ledger.NoTask:
		return nil
	case st.Verdict == ledger.NotReported:
		if st.Report == nil && st.Latest != nil {
			lines = reportedLines(st.Project, st.Latest, nil)
		}
		for i := range lines {
			lines[i].earlier = true
		}
		return lines
	}
	judged := map[string]bool{}
	for i := range st.Targets {
		t := &st.Targets[i]
		judged[t.Target.ID] = true
		lines = append(lines, lineOf(t))
	}
	if st.Report == nil {
		return lines
	}
	return append(lines, reportedLines(st.Project, st.Report, judged)...)
}

// reportedLines are the targets a report gives figures of, without those of
// the IDs in except.
func reportedLines(p *ledger.Project, r *ledger.Report, except map[string]bool) []line {
	var lines []line
	for i := range p.Targets {
		t := &p.Targets[i]
		if except[t.ID] {
			continue
		}
		if l, ok := reportedLine(r, t); ok {
			lines = append(lines, l)
		}
	}
	return lines
}

func lineOf(t *ledger.TargetStanding) line {
	return line{
		judged: t, target: t.Target, aspect: t.Aspect, done: t.Done, rate: t.Rate,
		ofWork: t.OfWork || t.Target.Kind == ledger.Work, from: t.From,
	}
}

// reportedLine is what a report says of a target: what is done, else what is
// finished, else what is started; the first that is more than 0. Named parts
// are added up.
func reportedLine(r *ledger.Report, t *ledger.Target) (told line, ok bool) {
	for _, a := range []ledger.Aspect{ledger.Progress, ledger.Finish, ledger.Start} {
		l := line{target: t, aspect: a, from: []ledger.Cell{t.Cell}}
		found := false
		for i := range r.Figures {
			f := &r.Figures[i]
			if f.Target != t.ID {
				continue
			}
			quantity, percent := aspectOf(f, a)
			switch {
			case quantity != nil && (t.HasQuantity() || t.Kind == ledger.Reach || t.Kind == ledger.Keep):
				l.done = l.done.Add(*quantity)
			case percent != nil && f.Part == "" && t.HasQuantity():
				l.ofWork, l.rate = true, ledger.PercentFrom(*percent)
			case percent != nil && f.Part == "" && (t.Kind == ledger.Work || t.Kind == ledger.Reach || t.Kind == ledger.Keep):
				l.done = *percent
			default:
				continue
			}
			found = true
			l.from = append(l.from, f.Cell)
		}
		if !found {
			continue
		}
		switch {
		case l.ofWork:
		case t.HasQuantity():
			l.rate, _ = ledger.PercentOf(l.done, *t.Quantity)
		default:
			l.rate = ledger.PercentFrom(l.done)
		}
		if !ok || l.rate.CmpInt(0) > 0 {
			told, ok = l, true
		}
		if told.rate.CmpInt(0) > 0 {
			break
		}
	}
	return told, ok
}

func aspectOf(f *ledger.Figures, a ledger.Aspect) (quantity, percent *decimal.Decimal) {
	switch a {
	case ledger.Start:
		return f.Started, f.StartedPercent
	case ledger.Progress:
		return f.Done, f.DonePercent
	case ledger.Finish:
		return f.Finished, f.FinishedPercent
	}
	return nil, nil
}

// workDone is what a percent of the works (工程量) is called.
const workDone = "工程量完成"

// rateDone is what the share of what is done is called.
const rateDone = "完成率"

// rateName is what a line's rate is called.
func (l line) rateName() string {
	switch {
	case l.target.Kind == ledger.Reach || l.target.Kind == ledger.Keep:
		return "实际"
	case l.aspect == ledger.Start:
		return "开工率"
	case l.ofWork:
		return workDone
	case l.aspect == ledger.Finish:
		return "完工率"
	}
	return rateDone
}

func verb(a ledger.Aspect) string {
	switch a {
	case ledger.Start:
		return "开工"
	case ledger.Finish:
		return "完工"
	case ledger.Progress:
	}
	return "完成"
}
