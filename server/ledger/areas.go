package ledger

import (
	"slices"
	"sort"

	"github.com/shopspring/decimal"
)

type areaKey struct {
	project ProjectID
	area    string
	period  Period
}

// areaIndex finds the newest report of an area for a project and period.
type areaIndex map[areaKey]*Report

func areaReports(reports []Report) areaIndex {
	index := areaIndex{}
	for i := range reports {
		r := &reports[i]
		if r.Area == "" {
			continue
		}
		k := areaKey{r.Project, r.Area, r.Period}
		if old, ok := index[k]; !ok || old.Submission < r.Submission ||
			(old.Submission == r.Submission && old.Unit < r.Unit) {
			index[k] = r
		}
	}
	return index
}

func (x areaIndex) find(id ProjectID, area string, period Period) *Report {
	for kind := period.Kind; kind >= Month; kind-- {
		if r, ok := x[areaKey{id, area, period.last(kind)}]; ok {
			return r
		}
	}
	return nil
}

// areas are the shares of every area with an allocation, ranked among their
// kind. Area reports fill allocations only; their sum never replaces the
// lead's figure, a difference is shown.
func (j *judged) areas(standings []Standing, reports areaIndex) (all, silent []AreaStanding, differences []AreaDifference) {
	p := j.programme
	by := map[string]*AreaStanding{}
	var names []string
	for i := range standings {
		st := &standings[i]
		if st.Verdict == NoTask {
			continue
		}
		shares := sharesOf(p, st.Project)
		sums := map[string]decimal.Decimal{}
		complete := map[string]bool{}
		for _, sh := range shares {
			a, ok := by[sh.area]
			if !ok {
				u, known := p.Unit(sh.area)
				if !known {
					u = Unit{Name: sh.area, Kind: County, Order: len(p.Units) + len(names) + 1}
				}
				a = &AreaStanding{Unit: u}
				by[sh.area] = a
				names = append(names, sh.area)
			}
			share := Share{Project: st.Project.ID, Title: st.Project.Name, Target: sh.target, Quantity: sh.quantity, From: sh.from}
			share.Report = reports.find(st.Project.ID, sh.area, j.period)
			if _, seen := complete[sh.target.ID]; !seen {
				complete[sh.target.ID] = true
			}
			share.read(st.Project, func() bool { return worksDue(p, st.Project, sh.target, j.period) })
			if share.Done != nil {
				sums[sh.target.ID] = sums[sh.target.ID].Add(*share.Done)
			} else {
				complete[sh.target.ID] = false
			}
			if share.Told() {
				a.Reported++
			}
			a.Shares = append(a.Shares, share)
		}
		differences = append(differences, compareLead(st, sums, complete)...)
	}
	for _, name := range names {
		a := by[name]
		a.rate()
		all = append(all, *a)
	}
	sort.SliceStable(all, func(x, y int) bool { return all[x].Unit.Order < all[y].Unit.Order })
	rankAreas(all, County)
	rankAreas(all, Park)
	for _, a := range all {
		if a.Reported == 0 {
			silent = append(silent, a)
		}
	}
	return all, silent, differences
}

type areaShare struct {
	area     string
	target   *Target
	quantity decimal.Decimal
	from     []Cell
}

// sharesOf adds up a project's allocations by area and target; a 其中 is left
// out.
func sharesOf(p *Programme, pr *Project) []areaShare {
	var out []areaShare
	for _, a := range pr.Allocations {
		t, ok := pr.Target(a.Target)
		if a.Of || !ok || !a.Quantity.IsPositive() {
			continue
		}
		area := p.Canonical(a.Unit)
		found := false
		for i := range out {
			if out[i].area == area && out[i].target.ID == t.ID {
				out[i].quantity = out[i].quantity.Add(a.Quantity)
				out[i].from = appendCell(out[i].from, a.Cell)
				found = true
			}
		}
		if !found {
			out = append(out, areaShare{area, t, a.Quantity, appendCell(nil, a.Cell)})
		}
	}
	return out
}

// read takes an area's figure out of its report. A percent of the works is its
// rate where one is due; it says more than how many are started, and stands where
// nothing is counted as done.
func (s *Share) read(pr *Project, worksDue func() bool) {
	done, aspect, cells, ok := shareDone(s.Report, s.Target.ID)
	if ok {
		s.Done, s.Aspect = &done, aspect
		s.Rate, _ = PercentOf(done, s.Quantity)
	}
	if works := worksDone(s.Report, pr, s.Target.ID); works != nil && (!ok || aspect == Start || worksDue()) {
		s.OfWork, s.Rate = true, PercentFrom(*works.DonePercent)
		cells = appendCell(cells, works.cell(Progress, true))
	}
	s.From = append(append([]Cell{}, s.From...), cells...)
}

// worksDue reports whether a percent of a target's works is due in a period.
func worksDue(p *Programme, pr *Project, t *Target, period Period) bool {
	return slices.ContainsFunc(Due(p, pr, period).Figures, func(f DueFigure) bool { return f.OfWork && f.Target.ID == t.ID })
}

// worksDone are the figures that tell which percent of a target's works is done;
// nil where there are none, or the plan asks for no percent of its works.
func worksDone(r *Report, pr *Project, target string) *Figures {
	asked := slices.ContainsFunc(pr.Milestones, func(m Milestone) bool {
		return slices.ContainsFunc(m.Expect, func(e Expectation) bool { return e.OfWork && e.Target == target })
	})
	if r == nil || !asked {
		return nil
	}
	for i := range r.Figures {
		if f := &r.Figures[i]; f.Target == target && f.Part == "" && f.DonePercent != nil {
			return f
		}
	}
	return nil
}

// shareDone is what an area reports as done of a target, its parts added up,
// and which aspect that is.
func shareDone(r *Report, target string) (done decimal.Decimal, aspect Aspect, from []Cell, ok bool) {
	if r == nil {
		return decimal.Zero, "", nil, false
	}
	for i := range r.Figures {
		f := &r.Figures[i]
		if f.Target != target {
			continue
		}
		for _, a := range []Aspect{Progress, Finish, Start} {
			v, _ := f.aspect(a)
			if v == nil {
				continue
			}
			done, aspect, ok = done.Add(*v), a, true
			from = appendCell(from, f.cell(a, false))
			break
		}
	}
	return done, aspect, from, ok
}

// rate is the mean of the reported shares' rates, each capped at 100.
func (a *AreaStanding) rate() {
	if a.Reported == 0 {
		return
	}
	for _, s := range a.Shares {
		if !s.Told() {
			continue
		}
		a.Rate = a.Rate.Add(s.Rate.capped())
	}
	a.Rate, a.Rated = a.Rate.Div(a.Reported), true
}

// rankAreas gives competition ranks among one kind: two tied second, the next
// is fourth. Who has no rate has no rank.
func rankAreas(all []AreaStanding, kind UnitKind) {
	for i := range all {
		if all[i].Unit.Kind != kind || !all[i].Rated {
			continue
		}
		all[i].Rank = 1
		for k := range all {
			if all[k].Unit.Kind == kind && all[k].Rated && all[k].Rate.Cmp(all[i].Rate) > 0 {
				all[i].Rank++
			}
		}
	}
}

// compareLead sets the lead's own figure beside the areas' sum where every
// area has reported.
func compareLead(st *Standing, sums map[string]decimal.Decimal, complete map[string]bool) []AreaDifference {
	var out []AreaDifference
	if st.Report == nil {
		return nil
	}
	for i := range st.Project.Targets {
		t := &st.Project.Targets[i]
		if !complete[t.ID] {
			continue
		}
		lead, _, _, ok := shareDone(st.Report, t.ID)
		if ok && !lead.Equal(sums[t.ID]) {
			out = append(out, AreaDifference{st.Project.ID, t, lead, sums[t.ID]})
		}
	}
	return out
}
