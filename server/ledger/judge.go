package ledger

import "sort"

// judged is the work on one project in one period.
type judged struct {
	programme *Programme
	period    Period
	reports   map[ProjectID][]*Report // project reports, newest last
	shares    map[Date]Percent        // see timeShare
}

// timeShare is the time gone by until the period's end, which is the same for all
// projects of one deadline.
func (j *judged) timeShare(pr *Project) Percent {
	share, ok := j.shares[pr.Deadline]
	if !ok {
		share = j.programme.timeShareAt(pr, j.period.End())
		if j.shares == nil {
			j.shares = map[Date]Percent{}
		}
		j.shares[pr.Deadline] = share
	}
	return share
}

// standing judges one project. Its verdict is the first that holds of: NoTask;
// NotAssigned; Completed; NotDue; NotReported; the worst target among those due.
func (j *judged) standing(pr *Project) Standing {
	p := j.programme
	adjusted, pr := p.adjusted(pr, j.period.End())
	s := Standing{Project: pr, TimeShare: j.timeShare(pr)}
	name, confirmed := pr.Reporter()
	if name != "" {
		s.Reporter, s.ReporterConfirmed = p.Canonical(name), confirmed
	}
	s.Report, s.Latest = j.reportOf(pr)
	if s.Report != nil && !s.Report.Filed.IsZero() {
		if late := s.Report.Filed.DaysSince(p.ReportBy(j.period)); late > 0 {
			s.DaysLate = late
		}
	}
	d := p.dueAt(pr, j.period)
	s.Basis = d.basis
	if adjusted.any {
		s.Basis = BasisAdjustment
	}
	if s.Latest != nil {
		s.Stage = s.Latest.Stage
	}
	switch {
	case pr.NoTask || adjusted.withdrawn:
		s.Verdict = NoTask
		return s
	case name == "" || (s.Latest != nil && s.Latest.Declared == DeclaredNotAssigned):
		s.Verdict = NotAssigned
		s.Reported = s.Report != nil
		s.Owes = s.Reported
		return s
	}
	s.Reported = s.Report != nil
	complete, awaits := p.complete(pr, s.Latest, j.period.End())
	switch {
	case complete:
		s.Verdict = Completed
		s.SelfAssessed = !pr.hasFigures()
		s.Early = j.period.End().Before(pr.Deadline)
		s.Exceeded = exceeded(pr, s.Latest)
		if s.Stage != StageAccepted {
			s.Stage = StageDone
		}
		if s.Report != nil {
			s.Targets, _ = p.Thresholds.figures(d, s.Report)
		}
		s.Owes = s.Reported
		return s
	case d.nothing || adjusted.suspended ||
		(s.Report != nil && s.Report.Declared == DeclaredNotDue && d.mayWait()):
		s.Verdict = NotDue
		s.SelfAssessed = !d.nothing && !adjusted.suspended
		s.Owes = s.Reported
		return s
	}
	s.Owes = true
	if s.Report == nil {
		s.Verdict = NotReported
		return s
	}
	p.judgeReport(&s, d, j.phaseReached(pr))
	if s.Verdict == NotReported {
		s.Reported = false
		return s
	}
	if awaits {
		s.AwaitsAcceptance = true
		s.Verdict, s.Stage = OnSchedule, StageDone
	}
	return s
}

// judgeReport judges a report of a project that is due and not complete.
func (p *Programme) judgeReport(s *Standing, d due, phaseReached bool) {
	r := s.Report
	s.Targets, s.Lacks = p.Thresholds.figures(d, r)
	declared, said := declaredVerdict(r.Declared)
	if d.needed && !said && len(s.Targets) == 0 {
		s.Lacks = append(s.Lacks, Lack{Declaration: true})
	}
	if len(s.Lacks) > 0 {
		s.Verdict = NotReported
		return
	}
	for i := range s.Targets {
		t := &s.Targets[i]
		if d.capped && t.Verdict == FarBehind {
			t.Verdict = Behind
		}
		if i == 0 {
			s.Verdict = t.Verdict
		}
		s.Verdict = s.Verdict.Worse(t.Verdict)
	}
	phase := phaseVerdict(s, phaseReached || r.Declared == DeclaredCompleted)
	switch {
	case len(s.Targets) > 0 && said:
		if d.declaration && d.basis != BasisDeclared {
			s.Verdict = s.Verdict.Worse(declared)
		}
		s.Contradicted = declared.Late() != s.Verdict.Late()
	case len(s.Targets) == 0:
		s.SelfAssessed = true
		s.Verdict = declared
		if d.binding && !declared.Late() {
			s.Verdict = Behind // the deadline has come and the task is not complete
		}
	}
	if d.binding && len(s.Targets) > 0 && s.Project.hasDeeds() && r.Declared != DeclaredCompleted {
		s.Verdict = s.Verdict.Worse(Behind) // the figures may be there, the deeds are not
	}
	if phase != "" {
		s.Verdict = phase
	}
	if s.Verdict == "" {
		s.Verdict = OnSchedule
	}
}

// phaseVerdict: 滞后 from the phase's date until the phase is declared; a
// lasting work whose phase is declared is 达序时 or what the unit says worse.
// "" where the phase says nothing.
func phaseVerdict(s *Standing, reached bool) Verdict {
	phase := s.Project.Phase
	switch {
	case phase == nil:
	case !reached && !s.Report.Period.End().Before(phase.Due):
		return Behind.Worse(s.Verdict)
	case reached && phase.Lasting:
		return OnSchedule.Worse(s.Verdict)
	}
	return ""
}

// phaseReached reports whether a lead has declared the phase by the period's
// end; once declared it stays so.
func (j *judged) phaseReached(pr *Project) bool {
	for _, r := range j.reports[pr.ID] {
		if r.PhaseReached && !r.Period.End().After(j.period.End()) {
			return true
		}
	}
	return false
}

// declaredVerdict is the verdict a declaration stands for; 已完成 that does not
// hold (see complete) is no more than 达序时.
func declaredVerdict(d Declaration) (Verdict, bool) {
	switch d {
	case DeclaredCompleted, DeclaredOnSchedule, DeclaredNotDue:
		return OnSchedule, true
	case DeclaredAhead:
		return Ahead, true
	case DeclaredNearSchedule:
		return NearSchedule, true
	case DeclaredBehind:
		return Behind, true
	case DeclaredFarBehind:
		return FarBehind, true
	case DeclaredNone, DeclaredNotAssigned:
	}
	return "", false
}

// required are the figures without which a report is incomplete.
func (d due) required() []expected {
	var out []expected
	for _, e := range d.figures {
		if !e.carried {
			out = append(out, e)
		}
	}
	return out
}

// mayWait reports whether a unit can say 未到节点: not where a figure is due,
// and not once the deadline has come.
func (d due) mayWait() bool { return len(d.required()) == 0 && !d.binding }

// figures judges every figure that is due, and names those that are lacking.
func (t Thresholds) figures(d due, r *Report) (standings []TargetStanding, lacks []Lack) {
	for _, e := range d.figures {
		a, ok := valueOf(r, e)
		switch {
		case ok:
			standings = append(standings, t.judgeFigure(e, a))
		case !e.carried:
			lacks = append(lacks, Lack{Target: e.target.ID, Aspect: e.aspect})
		}
	}
	return standings, lacks
}

// lacking counts the figures due that a report tells, and names those that it
// lacks.
func (d due) lacking(r *Report) (told int, lacks []Lack) {
	for _, e := range d.figures {
		if _, ok := valueOf(r, e); ok {
			told++
		} else if !e.carried {
			lacks = append(lacks, Lack{Target: e.target.ID, Aspect: e.aspect})
		}
	}
	return told, lacks
}

// Lacks says what a report for a period lacks of what its project's
// expectation needs; an incomplete report is refused.
func Lacks(p *Programme, pr *Project, r *Report, period Period) []Lack {
	if r.Area != "" || pr.NoTask || r.Declared == DeclaredNotAssigned {
		return nil
	}
	adjusted, pr := p.adjusted(pr, period.End())
	d := p.dueAt(pr, period)
	if d.nothing || adjusted.suspended || adjusted.withdrawn {
		return nil
	}
	if complete, _ := p.complete(pr, r, period.End()); complete {
		return nil
	}
	if r.Declared == DeclaredNotDue && d.mayWait() {
		return nil
	}
	told, lacks := d.lacking(r)
	if _, said := declaredVerdict(r.Declared); d.needed && !said && told == 0 {
		lacks = append(lacks, Lack{Declaration: true})
	}
	return lacks
}

// reportOf is the report of a lead for the period, and the newest one up to
// the period's end.
func (j *judged) reportOf(pr *Project) (current, latest *Report) {
	for _, r := range j.reports[pr.ID] {
		if r.Period.End().After(j.period.End()) {
			continue
		}
		latest = r
		if j.period.Takes(r.Period) {
			current = r
		}
	}
	if current != nil {
		latest = current
	}
	return current, latest
}

// projectReports sorts reports by project, oldest first; of one period the
// newer submission stands last, and of one submission the reporter's. The
// order the reports come in does not matter.
func projectReports(p *Programme, reports []Report) map[ProjectID][]*Report {
	by := map[ProjectID][]*Report{}
	for i := range reports {
		r := &reports[i]
		if r.Area == "" {
			by[r.Project] = append(by[r.Project], r)
		}
	}
	projects := p.ByID()
	for id, list := range by {
		reporter := ""
		if pr := projects[id]; pr != nil {
			name, _ := pr.Reporter()
			reporter = p.Canonical(name)
		}
		sort.SliceStable(list, func(a, b int) bool {
			x, y := list[a], list[b]
			switch {
			case x.Period.End() != y.Period.End():
				return x.Period.End().Before(y.Period.End())
			case x.Submission != y.Submission:
				return x.Submission < y.Submission
			case (x.Unit == reporter) != (y.Unit == reporter):
				return y.Unit == reporter
			case x.Period.Kind != y.Period.Kind:
				return x.Period.Kind < y.Period.Kind
			}
			return x.Unit < y.Unit
		})
	}
	return by
}

// Canonical is the registered name of a unit, or the name itself where the
// register does not know it.
func (p *Programme) Canonical(name string) string {
	if u, ok := p.Unit(name); ok {
		return u.Name
	}
	return name
}
