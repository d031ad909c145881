package app

import (
	"context"
	"sort"
	"sync"

	"golang.org/x/sync/singleflight"

	"tongbao/server/ledger"
)

// snapshot is a programme as the ledger had it at one moment, judged for the
// periods that were asked for. Readers share it and change nothing in it.
type snapshot struct {
	programme *ledger.Programme
	reports   []ledger.Report
	periods   []ledger.Period // quarters with reports, in order

	mu        sync.Mutex
	summaries map[ledger.Period]*ledger.Summary
	told      *told
}

// maxSnapshots is how many programmes are held at once.
const maxSnapshots = 8

// Snapshots holds programmes for as long as the log ends as it did when they were
// read: many pages are asked for between two changes. The zero value is empty; nil
// holds nothing.
type Snapshots struct {
	mu   sync.Mutex
	head string
	by   map[string]*snapshot
	// reads are those under way: after a change all who look at a programme at
	// once wait for the first of them.
	reads singleflight.Group
	// rereads are the files of the inbox that are read again.
	rereads singleflight.Group
}

func (c *Snapshots) get(head, key string) *snapshot {
	if c == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.head != head {
		return nil
	}
	return c.by[key]
}

func (c *Snapshots) put(head, key string, s *snapshot) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.head != head || len(c.by) >= maxSnapshots || c.by == nil {
		c.head, c.by = head, map[string]*snapshot{}
	}
	c.by[key] = s
}

// snapshot reads a programme, unless the ledger is as it was when it was read
// last.
func (s *Service) snapshot(ctx context.Context, key string) (*snapshot, error) {
	head, err := s.Store.Head(ctx)
	if err != nil {
		return nil, err
	}
	if held := s.Snapshots.get(head, key); held != nil {
		return held, nil
	}
	if s.Snapshots == nil {
		return s.readSnapshot(ctx, key)
	}
	read := s.Snapshots.reads.DoChan(head+" "+key, func() (any, error) {
		if held := s.Snapshots.get(head, key); held != nil {
			return held, nil
		}
		// Others wait for it too, so it does not end with the first one's patience.
		return s.readSnapshot(context.WithoutCancel(ctx), key)
	})
	select {
	case done := <-read:
		now, _ := done.Val.(*snapshot)
		return now, done.Err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// readSnapshot reads a programme as it is now.
func (s *Service) readSnapshot(ctx context.Context, key string) (*snapshot, error) {
	l, head, err := s.Store.Shared(ctx, key)
	if err != nil {
		return nil, err
	}
	now := &snapshot{programme: l.Programme, reports: l.Reports, periods: quarters(l.Reports), summaries: map[ledger.Period]*ledger.Summary{}}
	s.Snapshots.put(head, key, now)
	return now, nil
}

func (s *snapshot) judge(p ledger.Period) *ledger.Summary {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.summaries[p] == nil {
		for q, summary := range ledger.JudgeYear(s.programme, s.reports, p) {
			if s.summaries[q] == nil {
				s.summaries[q] = summary
			}
		}
	}
	return s.summaries[p]
}

// Judge judges a programme at the end of a period, with the periods before it.
// The summary is shared: nobody changes anything in it. A period before the
// programme's own notice is a ledger.Error with CodeInvalid.
func (s *Service) Judge(ctx context.Context, key string, p ledger.Period) (*ledger.Summary, error) {
	now, err := s.snapshot(ctx, key)
	if err != nil {
		return nil, err
	}
	if p.End().Before(now.programme.NoticeDate) {
		return nil, ledger.Errorf(ledger.CodeInvalid, "%s早于该计划印发之日（%s），没有可以研判的进展", p.Chinese(), now.programme.NoticeDate.Chinese())
	}
	return now.judge(p), nil
}

// Periods are the quarters for which a programme has reports, in order.
func (s *Service) Periods(ctx context.Context, key string) ([]ledger.Period, error) {
	now, err := s.snapshot(ctx, key)
	if err != nil {
		return nil, err
	}
	return now.periods, nil
}

// Programme is one whole programme. It is shared: nobody changes anything in it.
func (s *Service) Programme(ctx context.Context, key string) (*ledger.Programme, error) {
	now, err := s.snapshot(ctx, key)
	if err != nil {
		return nil, err
	}
	return now.programme, nil
}

// Reports are a programme's current reports, shared as Programme.
func (s *Service) Reports(ctx context.Context, key string) ([]ledger.Report, error) {
	now, err := s.snapshot(ctx, key)
	if err != nil {
		return nil, err
	}
	return now.reports, nil
}

func quarters(reports []ledger.Report) []ledger.Period {
	seen := map[ledger.Period]bool{}
	var out []ledger.Period
	for i := range reports {
		end := reports[i].Period.End()
		q := ledger.QuarterOf(end.Year, (end.Month+2)/3)
		if !seen[q] {
			seen[q] = true
			out = append(out, q)
		}
	}
	sort.Slice(out, func(a, b int) bool { return out[a].End().Before(out[b].End()) })
	return out
}

// Unexplained is how many warnings of a programme's current submissions nobody has
// said a word on.
func (s *Service) Unexplained(ctx context.Context, key string) (int, error) {
	told, err := s.told(ctx, key)
	return told.unexplained, err
}

// Removed are the projects that were taken out of a programme, the latest first.
func (s *Service) Removed(ctx context.Context, key string) ([]Removed, error) {
	told, err := s.told(ctx, key)
	return told.removed, err
}

// told is what the submissions of a programme tell beyond its plan and reports.
type told struct {
	unexplained int
	removed     []Removed
}

// told reads the submissions unless the ledger is as it was when it was read last.
func (s *Service) told(ctx context.Context, key string) (told, error) {
	now, err := s.snapshot(ctx, key)
	if err != nil {
		return told{}, err
	}
	now.mu.Lock()
	defer now.mu.Unlock()
	if now.told == nil {
		submissions, err := s.Store.Submissions(ctx, key)
		if err != nil {
			return told{}, err
		}
		t := told{removed: removals(now.programme, submissions)}
		for _, sub := range submissions {
			for _, f := range sub.Findings {
				if sub.Current && f.Explanation == "" {
					t.unexplained++
				}
			}
		}
		now.told = &t
	}
	return *now.told, nil
}
