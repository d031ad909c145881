package app

import (
	"context"
	"slices"

	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

// HistoryEntry is one submission with what it changed in one fact; Undone tells
// that the change was taken back.
type HistoryEntry struct {
	Submission Submission
	Changes    []Change
}

// ProjectHistory is every change of a project, as its identity is shown, and of
// the reports on it, newest first, also those that were replaced or undone since.
func (s *Service) ProjectHistory(ctx context.Context, key, project string) ([]HistoryEntry, error) {
	return s.history(ctx, key, func(c Change) bool { return c.Project == project })
}

// Removed is a project that was taken out of the plan.
type Removed struct {
	Project, Name string // its identity as shown
	Submission    Submission
}

// removals are the projects that submissions, newest first, took out of a plan
// and that are not in it.
func removals(p *ledger.Programme, submissions []Submission) []Removed {
	known := map[string]bool{}
	for i := range p.Projects {
		known[p.Projects[i].ID.String()] = true
	}
	var list []Removed
	for _, sub := range submissions {
		for _, c := range sub.Changes {
			if c.Field != intake.WholeProject || c.New != "" || known[c.Project] || sub.Undone != nil {
				continue
			}
			known[c.Project] = true
			list = append(list, Removed{c.Project, c.Name, sub})
		}
	}
	return list
}

// UnitHistory is every change of a unit, of its duties and of its shares, newest
// first, under all the names that it has had. What it reported is the projects'.
func (s *Service) UnitHistory(ctx context.Context, key, unit string) ([]HistoryEntry, error) {
	p, err := s.Store.Programme(ctx, key)
	if err != nil {
		return nil, err
	}
	names := []string{unit}
	if u, ok := p.Unit(unit); ok {
		names = append(names, u.Aliases...)
		names = append(names, u.Name)
	}
	return s.history(ctx, key, func(c Change) bool {
		if c.Project == "" {
			return slices.Contains(names, c.Name)
		}
		return slices.ContainsFunc(names, func(name string) bool { return intake.Concerns(c.Field, c.Old, c.New, name) })
	})
}

func (s *Service) history(ctx context.Context, key string, concerns func(Change) bool) ([]HistoryEntry, error) {
	all, err := s.Store.Submissions(ctx, key)
	if err != nil {
		return nil, err
	}
	var list []HistoryEntry
	for _, sub := range all {
		var own []Change
		for _, c := range sub.Changes {
			if concerns(c) {
				own = append(own, c)
			}
		}
		if len(own) > 0 {
			list = append(list, HistoryEntry{sub, own})
		}
	}
	return list, nil
}
