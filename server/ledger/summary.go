package ledger

import (
	"sort"
	"sync"

	"github.com/shopspring/decimal"
)

// Judge judges a programme at the end of a period from its current reports,
// with the period before it where that one has reports and is not before the
// programme's own notice. The order of reports does not matter.
func Judge(p *Programme, reports []Report, period Period) *Summary {
	return JudgeYear(p, reports, period)[period]
}

// Standings are how a programme's projects stand at the end of a period, series
// by series as in Judge, without what a summary counts of them.
func Standings(p *Programme, reports []Report, period Period) []Standing {
	by := projectReports(p, reports)
	takeReports(p, by)
	j := &judged{programme: p, period: period, reports: by}
	standings := make([]Standing, 0, len(p.Projects))
	for _, series := range p.seriesNames() {
		for i := range p.Projects {
			if pr := &p.Projects[i]; pr.ID.Series == series {
				standings = append(standings, j.standing(pr))
			}
		}
	}
	return standings
}

// JudgeYear judges every period of the year, of the same kind, up to and with
// period. Earlier periods without any report are left out.
func JudgeYear(p *Programme, reports []Report, period Period) map[Period]*Summary {
	by := projectReports(p, reports)
	takeReports(p, by)
	areas := areaReports(reports)
	out := map[Period]*Summary{}
	var year []*Summary
	for n := 1; n <= period.N; n++ {
		q := Period{period.Year, period.Kind, n}
		if q != period && (!p.covers(q) || !hasReports(reports, q)) {
			continue
		}
		s := &Summary{Programme: p, Period: q, AsOf: q.End()}
		if len(year) > 0 {
			s.Previous = year[len(year)-1]
		}
		out[q], year = s, append(year, s)
	}
	// No period's verdicts depend on another's.
	var all sync.WaitGroup
	for _, s := range year {
		all.Go(func() { s.judge(by, areas) })
	}
	all.Wait()
	silent := map[string]int{}
	for _, s := range year {
		for i := range s.Main.Units {
			u := &s.Main.Units[i]
			if len(u.Silent) > 0 {
				silent[u.Unit.Name]++
			}
			u.TimesSilent = silent[u.Unit.Name]
		}
	}
	return out
}

// judge fills in every series.
func (s *Summary) judge(reports map[ProjectID][]*Report, areas areaIndex) {
	j := &judged{programme: s.Programme, period: s.Period, reports: reports}
	for _, series := range s.Programme.seriesNames() {
		sum := j.series(series, areas)
		if series == SeriesMain {
			s.Main = sum
		} else {
			s.Others = append(s.Others, sum)
		}
	}
}

// covers reports whether a period can be asked for: none is before the
// programme's own notice.
func (p *Programme) covers(period Period) bool {
	return p.NoticeDate.IsZero() || !period.End().Before(p.NoticeDate)
}

func hasReports(reports []Report, period Period) bool {
	for i := range reports {
		if period.Takes(reports[i].Period) {
			return true
		}
	}
	return false
}

// seriesNames are the programme's series, main first.
func (p *Programme) seriesNames() []string {
	names := []string{SeriesMain}
	for i := range p.Projects {
		s := p.Projects[i].ID.Series
		known := false
		for _, n := range names {
			known = known || n == s
		}
		if !known {
			names = append(names, s)
		}
	}
	return names
}

func (j *judged) series(name string, areas areaIndex) SeriesSummary {
	p := j.programme
	s := SeriesSummary{Series: name, Stages: map[Stage]int{}, Counts: Counts{By: map[Verdict]int{}}}
	numbers := map[string]bool{}
	for i := range p.Projects {
		pr := &p.Projects[i]
		if pr.ID.Series != name {
			continue
		}
		st := j.standing(pr)
		s.Standings = append(s.Standings, st)
		numbers[pr.ID.No] = true
		s.Counts.add(st.Verdict)
		if st.Verdict == NoTask {
			continue
		}
		if st.Owes {
			s.Due++
		}
		if st.Reported {
			s.Reported++
		}
		stage := st.Stage
		if stage == StageAccepted {
			stage = StageDone
		}
		if st.Verdict == NotReported {
			stage = StageUnknown
		}
		s.Stages[stage]++
		s.Investment.add(&st)
	}
	s.Items = len(numbers)
	s.Categories = categories(p, s.Standings)
	s.Units = j.units(s.Standings)
	s.Areas, s.SilentAreas, s.AreaDifference = j.areas(s.Standings, areas)
	return s
}

func (c *Counts) add(v Verdict) {
	if v == NoTask {
		c.NoTask++
		return
	}
	if c.By == nil {
		c.By = map[Verdict]int{}
	}
	c.By[v]++
	c.Total++
}

func (i *Investment) add(s *Standing) {
	planned := s.Project.Planned
	r := s.Report
	if r == nil {
		r = s.Latest
	}
	var done *decimal.Decimal
	if r != nil {
		done = r.Invested
		if planned == nil {
			planned = r.Planned
		}
	}
	if planned == nil {
		if done != nil {
			i.Unnamed = append(i.Unnamed, s.Project.Name)
		}
		return
	}
	i.Projects++
	i.Planned = i.Planned.Add(*planned)
	if done != nil {
		i.Done = i.Done.Add(*done)
	}
}

// categories counts by category in the programme's order; where a programme
// counts in 件 each of them is its own.
func categories(p *Programme, standings []Standing) []CategoryStanding {
	var out []CategoryStanding
	at := map[string]int{}
	numbers := map[string]map[string]bool{}
	members := map[string][]*Standing{}
	for i := range standings {
		pr := standings[i].Project
		name := pr.Category
		if name == "" && p.ItemWord != "" {
			name = pr.Name
		}
		if name == "" {
			continue
		}
		k, ok := at[name]
		if !ok {
			k = len(out)
			at[name] = k
			out = append(out, CategoryStanding{Name: name, Counts: Counts{By: map[Verdict]int{}}})
			numbers[name] = map[string]bool{}
		}
		out[k].Counts.add(standings[i].Verdict)
		numbers[name][pr.ID.No] = true
		members[name] = append(members[name], &standings[i])
	}
	for i := range out {
		out[i].Items = len(numbers[out[i].Name])
		out[i].Pace = PaceOf(members[out[i].Name])
	}
	return out
}

// units counts by lead unit in 建制序. Joint leads count once in the total and
// once under each; reports are owed by the reporter alone.
func (j *judged) units(standings []Standing) []UnitStanding {
	p := j.programme
	by := map[string]*UnitStanding{}
	var names []string
	for i := range standings {
		st := &standings[i]
		if st.Verdict == NoTask {
			continue
		}
		leads := st.Project.Names(Lead)
		counted := map[string]bool{}
		for _, name := range leads {
			unit := p.Canonical(name)
			if counted[unit] {
				continue
			}
			counted[unit] = true
			u, ok := by[unit]
			if !ok {
				full, known := p.Unit(unit)
				if !known {
					full = Unit{Name: unit, Kind: Bureau, Order: len(p.Units) + len(names) + 1}
				}
				u = &UnitStanding{Unit: full, Counts: Counts{By: map[Verdict]int{}}}
				by[unit] = u
				names = append(names, unit)
			}
			if st.Verdict == NotReported && unit != st.Reporter {
				continue // 未报送 is charged to the reporter alone
			}
			u.Counts.add(st.Verdict)
			if len(leads) > 1 {
				u.Joint++
			}
			if unit == st.Reporter {
				u.reporter(st)
			}
		}
	}
	out := make([]UnitStanding, 0, len(names))
	for _, name := range names {
		out = append(out, *by[name])
	}
	sort.SliceStable(out, func(a, b int) bool { return out[a].Unit.Order < out[b].Unit.Order })
	return out
}

func (u *UnitStanding) reporter(st *Standing) {
	u.Reports++
	if st.Verdict.Met() {
		u.ReportsMet++
	}
	if st.Verdict == NotDue {
		u.ReportsNotDue++
	}
	if !st.Owes {
		return
	}
	u.Owes++
	switch {
	case !st.Reported:
		u.Silent = append(u.Silent, st.Project.ID)
	default:
		u.Filed++
		if st.DaysLate > 0 {
			u.Late++
			u.MaxLate = max(u.MaxLate, st.DaysLate)
		}
	}
}
