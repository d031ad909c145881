package ledger

import "testing"

// The pace of a category takes each project by the target furthest behind, leaves
// levels out and counts nothing above 100 %.
func TestPaceOf(t *testing.T) {
	flowing, level := &Target{Kind: Flow}, &Target{Kind: Reach}
	at := func(target *Target, rate, due int) TargetStanding {
		r, d := PercentOfInts(rate, 100), PercentOfInts(due, 100)
		return TargetStanding{Target: target, Rate: r, Expected: d, Difference: r.Sub(d)}
	}
	p := PaceOf([]*Standing{
		{Targets: []TargetStanding{at(flowing, 90, 50), at(flowing, 30, 50)}},
		{Targets: []TargetStanding{at(flowing, 150, 100)}},
		{Targets: []TargetStanding{at(level, 96, 95)}},
		{},
	})
	if p.Projects != 2 || p.Actual.Shown(1) != "65" || p.Expected.Shown(1) != "75" {
		t.Errorf("%d projects, %s of %s", p.Projects, p.Actual.Shown(1), p.Expected.Shown(1))
	}
}
