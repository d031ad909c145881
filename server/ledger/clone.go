package ledger

import "slices"

// Clone is a project whose lists can be changed without changing p's. Decimals
// are shared: nobody changes one in place.
func (p Project) Clone() Project {
	if p.Phase != nil {
		phase := *p.Phase
		p.Phase = &phase
	}
	p.Duties = slices.Clone(p.Duties)
	p.Targets = slices.Clone(p.Targets)
	for i := range p.Targets {
		p.Targets[i].Parts = slices.Clone(p.Targets[i].Parts)
	}
	p.Milestones = slices.Clone(p.Milestones)
	for i := range p.Milestones {
		p.Milestones[i].Expect = slices.Clone(p.Milestones[i].Expect)
	}
	p.Allocations = slices.Clone(p.Allocations)
	p.Funding = slices.Clone(p.Funding)
	p.Repeats = slices.Clone(p.Repeats)
	return p
}

// Clone is a report whose figures can be changed without changing r's.
func (r Report) Clone() Report {
	r.Figures = slices.Clone(r.Figures)
	return r
}
