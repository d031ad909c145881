package app

import (
	"context"
	"sort"

	"tongbao/server/ledger"
)

// Judge judges a programme at the end of a period, with the period before it.
// A period before the programme's own notice is a ledger.Error with
// CodeInvalid.
func (s *Service) Judge(ctx context.Context, key string, p ledger.Period) (*ledger.Summary, error) {
	programme, err := s.Store.Programme(ctx, key)
	if err != nil {
		return nil, err
	}
	if p.End().Before(programme.NoticeDate) {
		return nil, ledger.Errorf(ledger.CodeInvalid, "%s早于该计划印发之日（%s），没有可以研判的进展", p.Chinese(), programme.NoticeDate.Chinese())
	}
	reports, err := s.Store.Reports(ctx, key)
	if err != nil {
		return nil, err
	}
	return ledger.Judge(programme, reports, p), nil
}

// Periods are the quarters for which a programme has reports, in order.
func (s *Service) Periods(ctx context.Context, key string) ([]ledger.Period, error) {
	reports, err := s.Store.Reports(ctx, key)
	if err != nil {
		return nil, err
	}
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
	return out, nil
}
