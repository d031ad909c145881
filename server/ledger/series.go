package ledger

import (
	"sort"
	"strings"
	"unicode"
)

// LinkSeries says, for every project of a series beside the main one, which
// main projects it repeats: those that promise the same quantity of the same
// thing, or the same deed. A link that is set already is kept. Only texts of
// one script compare.
func LinkSeries(p *Programme) {
	for i := range p.Projects {
		pr := &p.Projects[i]
		if pr.ID.Series == SeriesMain || pr.ID.Series == "" || len(pr.Repeats) > 0 {
			continue
		}
		for t := range pr.Targets {
			for k := range p.Projects {
				other := &p.Projects[k]
				if other.ID.Series != SeriesMain || sameTarget(&pr.Targets[t], other) == nil {
					continue
				}
				pr.Repeats = appendID(pr.Repeats, other.ID)
			}
		}
	}
}

// sameTarget is the target of pr that promises what t promises, or nil.
func sameTarget(t *Target, pr *Project) *Target {
	for i := range pr.Targets {
		o := &pr.Targets[i]
		if t.Kind != o.Kind || t.Measure != o.Measure || (t.Quantity == nil) != (o.Quantity == nil) {
			continue
		}
		common := 6
		if t.Quantity != nil {
			if !t.Quantity.Equal(*o.Quantity) {
				continue
			}
			common = 4 // the same number of the same thing says much already
		}
		a, b := withoutNumbers(t), withoutNumbers(o)
		if (a == b && t.Quantity != nil && a != "") || commonRun(a, b) >= common {
			return o
		}
	}
	return nil
}

// withoutNumbers is a target's text without its numbers and the measure behind
// each: that 800 of one thing and 800 of another are both 800個 says nothing.
func withoutNumbers(t *Target) string {
	measure := len([]rune(t.Measure))
	var out []rune
	skip := 0
	for _, r := range t.Text {
		switch {
		case unicode.IsDigit(r), r == '.', strings.ContainsRune("万萬亿億", r):
			skip = measure
		case skip > 0:
			skip--
		default:
			out = append(out, r)
		}
	}
	return string(out)
}

// commonRun is the length, in characters, of the longest run two texts share.
func commonRun(a, b string) int {
	x, y := []rune(a), []rune(b)
	best, row := 0, make([]int, len(y)+1)
	for i := range x {
		diagonal := 0
		for k := range y {
			above := row[k+1]
			if x[i] == y[k] {
				row[k+1] = diagonal + 1
				best = max(best, row[k+1])
			} else {
				row[k+1] = 0
			}
			diagonal = above
		}
	}
	return best
}

func appendID(ids []ProjectID, id ProjectID) []ProjectID {
	for _, x := range ids {
		if x == id {
			return ids
		}
	}
	return append(ids, id)
}

// takeReports gives a voted project that has no report of its own the reports
// of the main projects it repeats: their figures, and of their declarations,
// stages and dates the least favourable. A period counts when each of them has
// reported it, or was complete before.
func takeReports(p *Programme, by map[ProjectID][]*Report) {
	for i := range p.Projects {
		pr := &p.Projects[i]
		if len(pr.Repeats) == 0 || len(by[pr.ID]) > 0 {
			continue
		}
		var sources []*Project
		periods := map[Period]bool{}
		for _, id := range pr.Repeats {
			if source, ok := p.Project(id); ok {
				sources = append(sources, source)
			}
			for _, r := range by[id] {
				periods[r.Period] = true
			}
		}
		var taken []*Report
		for period := range periods {
			if m := p.mergedReport(pr, sources, by, period); m != nil && len(sources) == len(pr.Repeats) {
				taken = append(taken, m)
			}
		}
		sort.Slice(taken, func(a, b int) bool {
			x, y := taken[a].Period, taken[b].Period
			if x.End() != y.End() {
				return x.End().Before(y.End())
			}
			return x.Kind < y.Kind
		})
		if len(taken) > 0 {
			by[pr.ID] = taken
		}
	}
}

// mergedReport is what the sources of a voted project report for a period, as
// one; nil when one of them is silent that was not complete before.
func (p *Programme) mergedReport(pr *Project, sources []*Project, by map[ProjectID][]*Report, period Period) *Report {
	var m *Report
	for _, source := range sources {
		r := p.reportOrCompletion(source, by[source.ID], period)
		if r == nil {
			return nil
		}
		if m == nil {
			m = &Report{
				Project: pr.ID, Unit: r.Unit, Period: period, AsOf: r.AsOf, Filed: r.Filed,
				Declared: r.Declared, Stage: r.Stage, StageText: r.StageText, Cell: r.Cell, Submission: r.Submission,
			}
		}
		mergeReport(m, r, pr, source)
	}
	return m
}

// reportOrCompletion is the newest report for a period, or without one an
// earlier report by which the project is complete.
func (p *Programme) reportOrCompletion(pr *Project, reports []*Report, period Period) *Report {
	var current, earlier *Report
	for _, r := range reports {
		switch {
		case r.Period == period:
			current = r
		case r.Period.End().Before(period.End()):
			earlier = r
		}
	}
	if current == nil && earlier != nil {
		if complete, _ := p.complete(pr, earlier, period.End()); complete {
			return earlier
		}
	}
	return current
}

func mergeReport(m, r *Report, pr, source *Project) {
	for _, f := range r.Figures {
		st, ok := source.Target(f.Target)
		if !ok {
			continue
		}
		for i := range pr.Targets {
			one := Project{Targets: []Target{*st}}
			if sameTarget(&pr.Targets[i], &one) != nil {
				f.Target = pr.Targets[i].ID
				m.Figures = append(m.Figures, f)
				break
			}
		}
	}
	if declarationRank(r.Declared) > declarationRank(m.Declared) {
		m.Declared = r.Declared
	}
	if stageRank(r.Stage) < stageRank(m.Stage) {
		m.Stage, m.StageText = r.Stage, r.StageText
	}
	if r.Filed.After(m.Filed) {
		m.Filed = r.Filed
	}
	m.Problems = joinText(m.Problems, r.Problems)
	m.Next = joinText(m.Next, r.Next)
	m.Request = joinText(m.Request, r.Request)
	m.Submission = max(m.Submission, r.Submission)
}

// declarationRank orders declarations from the most to the least favourable.
func declarationRank(d Declaration) int {
	for i, x := range []Declaration{
		DeclaredCompleted, DeclaredAhead, DeclaredOnSchedule, DeclaredNotDue, DeclaredNone,
		DeclaredNearSchedule, DeclaredBehind, DeclaredFarBehind, DeclaredNotAssigned,
	} {
		if d == x {
			return i
		}
	}
	return -1
}

// stageRank orders stages from the first to the last; one that is not told
// says nothing.
func stageRank(s Stage) int {
	for i, x := range []Stage{StagePrepare, StageBuild, StageDone, StageAccepted} {
		if s == x {
			return i
		}
	}
	return 4
}

func joinText(a, b string) string {
	switch {
	case a == "" || a == b:
		return b
	case b == "":
		return a
	}
	return a + "；" + b
}
