package ledger

import (
	"slices"
	"sort"
)

// FilingState is how one unit's report on one project stands in a period.
type FilingState string

// The states of a filing, from what calls for most to what calls for nothing.
const (
	Unfiled    FilingState = "unfiled"    // 未报
	FiledShort FilingState = "filedShort" // 不全: figures that are due are lacking
	FiledLate  FilingState = "filedLate"  // 迟报
	Filed      FilingState = "filed"      // 已报
	NotOwed    FilingState = "notOwed"    // 不需报
)

// FilingStates are all of them, in order.
var FilingStates = []FilingState{Unfiled, FiledShort, FiledLate, Filed, NotOwed}

var filingWords = map[FilingState]string{
	Unfiled: "未报", FiledShort: "不全", FiledLate: "迟报", Filed: "已报", NotOwed: "不需报",
}

// Chinese is the state's word.
func (s FilingState) Chinese() string { return filingWords[s] }

// Missing reports whether the unit still owes the report or a part of it.
func (s FilingState) Missing() bool { return s == Unfiled || s == FiledShort }

// Filing is one unit's report on one project in a period.
type Filing struct {
	Project  *Project
	State    FilingState
	DaysLate int     // of a report that came after its day
	Report   *Report // nil when none has come
	// Share: what is owed is the unit's share as an area (任务分解).
	Share bool
	// By is the unit that reports where another lead of the project does; ""
	// where it is this one.
	By string
}

// UnitFilings are a unit's reports in a period, in the programme's order.
type UnitFilings struct {
	Unit    Unit
	Filings []Filing
	// TimesSilent is in how many periods of the year, up to this one, the unit
	// left a report out.
	TimesSilent int
}

// Count is how many of the unit's reports are in a state.
func (u *UnitFilings) Count(s FilingState) int {
	n := 0
	for i := range u.Filings {
		if u.Filings[i].State == s {
			n++
		}
	}
	return n
}

// Owes is how many reports the unit owed, come or not.
func (u *UnitFilings) Owes() int { return len(u.Filings) - u.Count(NotOwed) }

// Missing are the reports that the unit still owes, whole or in part.
func (u *UnitFilings) Missing() []Filing {
	var out []Filing
	for _, f := range u.Filings {
		if f.State.Missing() {
			out = append(out, f)
		}
	}
	return out
}

// Filings are the reports of every unit that leads a project or carries a share
// of one, in 建制序. A project of another list that repeats main projects takes
// their reports and owes none. An area owes its share while its project's lead
// owes a report.
func (s *Summary) Filings() []UnitFilings {
	f := filings{programme: s.Programme, period: s.Period, by: map[string]*UnitFilings{}}
	for _, series := range append([]SeriesSummary{s.Main}, s.Others...) {
		standings := map[ProjectID]*Standing{}
		for i := range series.Standings {
			st := &series.Standings[i]
			if len(st.Project.Repeats) > 0 {
				continue
			}
			standings[st.Project.ID] = st
			f.leads(st)
		}
		for i := range series.Areas {
			f.shares(&series.Areas[i], standings)
		}
	}
	order := map[ProjectID]int{}
	for i := range s.Programme.Projects {
		order[s.Programme.Projects[i].ID] = i
	}
	var out []UnitFilings
	for _, name := range f.names {
		u := f.by[name]
		sort.SliceStable(u.Filings, func(a, b int) bool {
			return order[u.Filings[a].Project.ID] < order[u.Filings[b].Project.ID]
		})
		u.TimesSilent = s.timesSilent(name)
		out = append(out, *u)
	}
	sort.SliceStable(out, func(a, b int) bool { return out[a].Unit.Order < out[b].Unit.Order })
	return out
}

// timesSilent counts the periods in which a unit left out a report it owed as
// reporter, or sent none of its shares.
func (s *Summary) timesSilent(unit string) int {
	n := 0
	for ; s != nil; s = s.Previous {
		lead := slices.ContainsFunc(s.Main.Units, func(u UnitStanding) bool { return u.Unit.Name == unit && len(u.Silent) > 0 })
		area := slices.ContainsFunc(s.Main.SilentAreas, func(a AreaStanding) bool { return a.Unit.Name == unit })
		if lead || area {
			n++
		}
	}
	return n
}

// filings is the work on one summary.
type filings struct {
	programme *Programme
	period    Period
	by        map[string]*UnitFilings
	names     []string
}

func (f *filings) add(unit string, x Filing) {
	u, ok := f.by[unit]
	if !ok {
		full, known := f.programme.Unit(unit)
		if !known {
			full = Unit{Name: unit, Order: len(f.programme.Units) + len(f.names) + 1}
		}
		u = &UnitFilings{Unit: full}
		f.by[unit] = u
		f.names = append(f.names, unit)
	}
	for i := range u.Filings {
		if old := &u.Filings[i]; old.Project.ID == x.Project.ID {
			if slices.Index(FilingStates, x.State) < slices.Index(FilingStates, old.State) {
				*old = x
			}
			return
		}
	}
	u.Filings = append(u.Filings, x)
}

// leads adds what the leads of a project owe: the reporter a report, the others
// none.
func (f *filings) leads(st *Standing) {
	if st.Reporter == "" {
		return
	}
	x := Filing{Project: st.Project, State: NotOwed, Report: st.Report, DaysLate: st.DaysLate}
	switch {
	case !st.Owes:
	case st.Reported && st.DaysLate > 0:
		x.State = FiledLate
	case st.Reported:
		x.State = Filed
	case st.Report != nil:
		x.State = FiledShort
	default:
		x.State = Unfiled
	}
	f.add(st.Reporter, x)
	for _, name := range st.Project.Names(Lead) {
		if unit := f.programme.Canonical(name); unit != st.Reporter {
			f.add(unit, Filing{Project: st.Project, State: NotOwed, By: st.Reporter})
		}
	}
}

// shares adds what an area owes of each project it has a share of.
func (f *filings) shares(a *AreaStanding, standings map[ProjectID]*Standing) {
	for i := 0; i < len(a.Shares); {
		st := standings[a.Shares[i].Project]
		x := Filing{Share: true, State: Unfiled}
		told, n := 0, 0
		for ; i < len(a.Shares) && a.Shares[i].Project == a.Shares[i-n].Project; i, n = i+1, n+1 {
			share := &a.Shares[i]
			if share.Report != nil {
				x.Report = share.Report
			}
			if share.Told() {
				told++
			}
		}
		if st == nil {
			continue
		}
		x.Project = st.Project
		if x.Report != nil && !x.Report.Filed.IsZero() {
			x.DaysLate = max(0, x.Report.Filed.DaysSince(f.programme.ReportBy(f.period)))
		}
		switch {
		case told == n && x.DaysLate > 0:
			x.State = FiledLate
		case told == n:
			x.State = Filed
		case st.Verdict == NoTask, st.Verdict == NotDue, st.Verdict == Completed, st.Verdict == NotAssigned:
			x.State = NotOwed
		case told > 0:
			x.State = FiledShort
		}
		f.add(a.Unit.Name, x)
	}
}
