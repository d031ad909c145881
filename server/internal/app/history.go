package app

import (
	"context"
	"slices"

	"tongbao/server/ledger"
)

// HistoryEntry is one submission with what it changed in one fact; Undone tells
// that the change was taken back.
type HistoryEntry struct {
	Submission Submission
	Changes    []Change
}

// ProjectHistory is every change of a project and of the reports on it, newest
// first, also those that were replaced or undone since.
func (s *Service) ProjectHistory(ctx context.Context, key string, id ledger.ProjectID) ([]HistoryEntry, error) {
	name := id.String()
	return s.history(ctx, key, func(c Change) bool { return c.Project == name })
}

// UnitHistory is every change of a unit that was entered by hand, newest first,
// under all the names that it has had.
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
	return s.history(ctx, key, func(c Change) bool { return c.Project == "" && slices.Contains(names, c.Name) })
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
