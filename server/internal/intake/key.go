package intake

import (
	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// find is the project a row is about: by its key where it has one, else by
// number and name. A key gives way where number and name agree on another
// project: what stands in the row is what its unit signs.
func (w *binder) find(r *ProgressRow) found {
	if r.cross {
		return w.plan.counting(firstOf(r.Indicator, r.title))
	}
	f := w.plan.find(ledger.ProjectID{Series: r.Series, No: r.No, Sub: r.Sub}, r.Name)
	if r.Key == nil || r.Key.Programme != w.programme.Key {
		return f
	}
	pr := w.plan.byID[r.Key.Project]
	if pr == nil {
		return f
	}
	renamed := r.Name != "" && !sameName(wording.Key(r.Name), w.plan.called(pr))
	agree := f.project != nil && f.other == nil && !f.renamed && r.No != "" && r.Name != ""
	if agree && (renamed || r.No != pr.ID.No || r.Sub != pr.ID.Sub) {
		return f
	}
	return found{project: pr, renamed: renamed}
}

// reports tells what a row reports from the other rows of its report; "" where
// it does not say.
func (r *ProgressRow) reports() string {
	key := wording.Key(r.Indicator)
	if r.Key != nil {
		key += "\x00" + r.Key.String()
	}
	return key
}

// keyFit is the score of a target that a row's key names: no words say it
// better.
const keyFit = 1000

// keyed is the target or part that a row's key names; false where it names none
// of pr's.
func (w *binder) keyed(pr *ledger.Project, r *ProgressRow) (choice, bool) {
	if r.Key == nil || r.Key.Programme != w.programme.Key || r.Key.Project != pr.ID {
		return choice{}, false
	}
	t, ok := pr.Target(r.Key.Target)
	if !ok {
		return choice{}, false
	}
	c := choice{target: t}
	measure := t.Measure
	for i := range t.Parts {
		if part := &t.Parts[i]; part.Name == r.Key.Part && part.Name != "" {
			c.part, measure = part, firstOf(part.Measure, t.Measure)
		}
	}
	if r.Key.Part != "" && c.part == nil {
		return choice{}, false
	}
	var fits bool
	c.factor, fits = measureFactor(r.Measure, measure)
	return c, fits
}
