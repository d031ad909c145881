package app

import (
	"context"
	"slices"

	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

// Versions are all submissions of the same programme, layout, unit and period
// as the given one, the oldest first: 第1版, 第2版 … Undone ones keep their place.
func (s *Service) Versions(ctx context.Context, of Submission) ([]Submission, error) {
	all, err := s.Store.Submissions(ctx, of.Programme)
	if err != nil {
		return nil, err
	}
	versions := slices.DeleteFunc(all, func(o Submission) bool { return !o.sameReport(of) })
	slices.Reverse(versions)
	return versions, nil
}

// sameReport reports whether both are versions of one table. A correction by hand
// is a version of nothing but itself.
func (s Submission) sameReport(o Submission) bool {
	if s.Layout == LayoutHand {
		return s.ID == o.ID
	}
	return s.Programme == o.Programme && s.Layout == o.Layout && s.Unit == o.Unit && s.Period == o.Period
}

// CompareVersions lists what one version of a report says otherwise than
// another, field by field: Old is what from says, New what to says. Plans are
// compared as they stood after each. CodeInvalid when the two are not versions
// of the same report.
func (s *Service) CompareVersions(ctx context.Context, from, to Submission) ([]Change, error) {
	if !from.sameReport(to) {
		return nil, ledger.Errorf(ledger.CodeInvalid, "编号%d和%d不是同一张表的两个版本，不能对比", from.ID, to.ID)
	}
	if !intake.Layout(from.Layout).Reports() {
		before, err := s.Store.PlanAfter(ctx, from.ID)
		if err != nil {
			return nil, err
		}
		after, err := s.Store.PlanAfter(ctx, to.ID)
		if err != nil {
			return nil, err
		}
		return changes(intake.ComparePlans(before, after)), nil
	}
	programme, err := s.Store.Programme(ctx, from.Programme)
	if err != nil {
		return nil, err
	}
	before, err := s.Store.ReportsOf(ctx, from.ID)
	if err != nil {
		return nil, err
	}
	after, err := s.Store.ReportsOf(ctx, to.ID)
	if err != nil {
		return nil, err
	}
	list := changes(intake.CompareReports(programme, before, after))
	for _, gone := range changes(intake.CompareReports(programme, after, missing(before, after))) {
		gone.Old, gone.New = gone.New, ""
		list = append(list, gone)
	}
	return list, nil
}

// missing are the reports of a list that another does not have.
func missing(from, in []ledger.Report) []ledger.Report {
	return slices.DeleteFunc(slices.Clone(from), func(r ledger.Report) bool {
		return slices.ContainsFunc(in, func(o ledger.Report) bool {
			return r.Project == o.Project && r.Unit == o.Unit && r.Area == o.Area && r.Period == o.Period
		})
	})
}
