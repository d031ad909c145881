package app

import (
	"context"
	"fmt"

	"tongbao/reports/bulletin"
	"tongbao/server/ledger"
)

// daysToIssue is how long after the last day for reports a sample bulletin is
// dated.
const daysToIssue = 3

// LoadSamples loads the sample programmes with their reports and issues their
// bulletins; what is there already is left, so that a second call changes
// nothing. It returns the bulletins in order. CodeRefused on a ledger that
// holds anything else.
func (s *Service) LoadSamples(ctx context.Context, by Actor) ([]BulletinRecord, error) {
	held, err := s.Store.Programmes(ctx)
	if err != nil {
		return nil, err
	}
	loaded := map[string]bool{}
	for _, p := range held {
		if !p.Sample {
			return nil, ledger.Errorf(ledger.CodeRefused, "台账里已有正式数据（%s），不能载入示例。请换一个空的数据目录", p.Title)
		}
		loaded[p.Key] = true
	}
	var out []BulletinRecord
	for _, sample := range s.Samples {
		issued, err := s.loadSample(ctx, sample, loaded[sample.Programme.Key], by)
		if err != nil {
			return nil, fmt.Errorf("load %s: %w", sample.Programme.Key, err)
		}
		out = append(out, issued...)
	}
	return out, nil
}

func (s *Service) loadSample(ctx context.Context, sample Sample, exists bool, by Actor) ([]BulletinRecord, error) {
	key := sample.Programme.Key
	had := map[string]bool{}
	if exists {
		submissions, err := s.Store.Submissions(ctx, key)
		if err != nil {
			return nil, err
		}
		for _, sub := range submissions {
			had[sub.File] = true
		}
	}
	var periods []ledger.Period
	for _, f := range sample.Files {
		if !f.Period.IsZero() && (len(periods) == 0 || periods[len(periods)-1] != f.Period) {
			periods = append(periods, f.Period)
		}
		if had[f.Name] {
			continue
		}
		if _, _, err := s.acceptSample(ctx, f, key, by); err != nil {
			return nil, err
		}
	}
	var out []BulletinRecord
	for _, period := range periods {
		date, err := s.sampleDate(ctx, sample.Programme, period)
		if err != nil {
			return nil, err
		}
		b, err := s.draft(ctx, key, period, bulletin.Internal, date, by)
		if err != nil {
			return nil, err
		}
		if b.State == Draft {
			if b, err = s.IssueBulletin(ctx, b.ID, Issuing{Date: date}, by); err != nil {
				return nil, err
			}
		}
		out = append(out, b)
	}
	return out, nil
}

// sampleDate is the day a sample bulletin is dated: some days after reports
// were due, and not before the last one of them came.
func (s *Service) sampleDate(ctx context.Context, p ledger.Programme, period ledger.Period) (ledger.Date, error) {
	reports, err := s.Store.Reports(ctx, p.Key)
	if err != nil {
		return ledger.Date{}, err
	}
	date := p.ReportBy(period).AddDays(daysToIssue)
	for _, r := range reports {
		if period.Takes(r.Period) && !r.Filed.Before(date) {
			date = r.Filed.AddDays(1)
		}
	}
	return date, nil
}

// acceptSample accepts one file, and marks a programme that it makes as a
// sample.
func (s *Service) acceptSample(ctx context.Context, f SampleFile, key string, by Actor) (Submission, *Preview, error) {
	known := *s
	known.Known = func(k string) (ledger.Programme, bool) {
		p, ok := s.Known(k)
		p.Sample = true
		return p, ok
	}
	return known.Accept(ctx, f.Upload, Binding{Programme: key, Period: f.Period}, by)
}
