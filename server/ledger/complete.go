package ledger

import "strings"

// complete reports whether the year's task as worded is done by the latest
// report, its last step included; awaits is set when everything is built and
// only the last step (验收、发放) is not declared.
func (p *Programme) complete(pr *Project, r *Report, end Date) (complete, awaits bool) {
	if r == nil || (pr.Phase != nil && pr.Phase.Lasting) {
		return false, false
	}
	declared := r.Declared == DeclaredCompleted
	figures, figured := 0, 0
	for i := range pr.Targets {
		t := &pr.Targets[i]
		switch t.Kind {
		case Flow, Work:
			if t.Kind == Flow && !t.HasQuantity() {
				continue
			}
			figures++
			whole := PercentOfInts(1, 1)
			a, ok := valueOf(r, expected{target: t, aspect: Finish, percent: whole})
			if !ok {
				continue
			}
			if a.rate.Cmp(whole) < 0 {
				return false, false
			}
			figured++
		case Reach, Keep:
			if t.Quantity == nil {
				continue
			}
			figures++
			a, ok := reportedValue(r, t)
			if !ok {
				continue
			}
			goal := t.goal()
			met := a.rate.Cmp(goal) >= 0
			if t.lowerWins() {
				met = a.rate.Cmp(goal) <= 0
			}
			if !met || (t.Kind == Keep && end.Before(pr.Deadline)) {
				return false, false
			}
			figured++
		case Deed:
			if t.StartOnly && pr.worksToStart() == 1 && r.Stage != StageUnknown && r.Stage != StagePrepare {
				continue // of several works one stage says nothing of each: the unit must declare them
			}
			if !declared {
				return false, false
			}
		case Standard:
			if !declared {
				return false, false
			}
		}
	}
	if figured < figures && (!declared || p.Rule != RuleDeclared) {
		return false, false
	}
	if len(pr.Targets) == 0 && !declared {
		return false, false
	}
	if (pr.lastStep() || r.awaitsLastStep()) && r.Stage != StageAccepted && !declared {
		return false, true
	}
	return true, false
}

// worksToStart is how many works are complete once started.
func (pr *Project) worksToStart() int {
	n := 0
	for i := range pr.Targets {
		if pr.Targets[i].Kind == Deed && pr.Targets[i].StartOnly {
			n++
		}
	}
	return n
}

// lastStep reports whether the plan's last milestone asks for acceptance or
// payment after the works are done.
func (pr *Project) lastStep() bool {
	last := lastDue(pr.Milestones)
	for _, m := range pr.Milestones {
		if m.Due != last {
			continue
		}
		for _, word := range []string{"验收", "驗收", "评定", "評定", "发放", "發放"} {
			if strings.Contains(m.Text, word) {
				return true
			}
		}
	}
	return false
}

// awaitsLastStep reports whether the unit itself says that acceptance is still
// to come (待验收), whatever the plan's words are.
func (r *Report) awaitsLastStep() bool {
	for _, word := range []string{"待验收", "待驗收", "未验收", "未驗收", "待竣工验收", "待竣工驗收"} {
		if strings.Contains(r.StageText, word) {
			return true
		}
	}
	return false
}

// hasFigures reports whether a target of the project is told in figures.
func (pr *Project) hasFigures() bool {
	for i := range pr.Targets {
		if pr.Targets[i].HasQuantity() || pr.Targets[i].Kind == Reach || pr.Targets[i].Kind == Keep {
			return true
		}
	}
	return false
}

// hasDeeds reports whether a target is told in words alone.
func (pr *Project) hasDeeds() bool {
	for i := range pr.Targets {
		if k := pr.Targets[i].Kind; k == Deed || k == Standard {
			return true
		}
	}
	return false
}

func exceeded(pr *Project, r *Report) bool {
	for i := range pr.Targets {
		t := &pr.Targets[i]
		if !t.HasQuantity() {
			continue
		}
		if a, ok := valueOf(r, expected{target: t, aspect: Finish, percent: PercentOfInts(1, 1)}); ok && a.rate.CmpInt(100) > 0 {
			return true
		}
	}
	return false
}
