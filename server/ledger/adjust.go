package ledger

// adjustments in force on a project at a date.
type inForce struct {
	any, suspended, withdrawn bool
}

// adjusted is the project as approved adjustments in force at the date leave
// it; the project itself where none is.
func (p *Programme) adjusted(pr *Project, at Date) (inForce, *Project) {
	var f inForce
	for _, a := range p.Adjustments {
		if a.Project != pr.ID || a.Effective.After(at) {
			continue
		}
		if !f.any {
			changed := *pr
			changed.Targets = append([]Target(nil), pr.Targets...)
			pr, f.any = &changed, true
		}
		switch a.Kind {
		case AdjustTarget:
			for _, t := range a.Targets {
				if old, ok := pr.Target(t.ID); ok {
					*old = t
				}
			}
		case AdjustMilestone:
			pr.Milestones, f.suspended = a.Milestones, false
		case AdjustSplit:
			pr.Targets, pr.Milestones, f.suspended = a.Targets, a.Milestones, false
		case AdjustSuspend:
			f.suspended = true
		case AdjustWithdraw:
			f.withdrawn = true
		}
		if !a.Deadline.IsZero() {
			pr.Deadline = a.Deadline
		}
	}
	return f, pr
}
