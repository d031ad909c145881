package app

import (
	"context"
	"strings"

	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

// DoubtField is a part of a file's binding.
type DoubtField string

// The parts of a binding that a file may leave in doubt.
const (
	DoubtProgramme DoubtField = "programme"
	DoubtPeriod    DoubtField = "period"
	DoubtUnit      DoubtField = "unit"
)

// Chinese is the part in words.
func (f DoubtField) Chinese() string {
	switch f {
	case DoubtProgramme:
		return "年度计划"
	case DoubtPeriod:
		return "周期"
	case DoubtUnit:
		return "填报单位"
	}
	return string(f)
}

// Doubt is a part of a binding that the file does not tell for sure.
type Doubt struct {
	Field DoubtField
	Guess string // a programme's key, a period or a unit's name; "" where there is none
}

// recognise finds the programme that a file belongs to: the one whose year and
// name its title gives, of several that of the government it names, or else the
// one whose projects most of its rows name. Where neither is clear it returns
// the most likely one, "" for none, and false.
func (s *Service) recognise(ctx context.Context, d *intake.Draft) (key string, sure bool, err error) {
	programmes, err := s.Store.Programmes(ctx)
	if err != nil {
		return "", false, err
	}
	title := s.Simplify(d.Title)
	var ofYear, titled, governed []ledger.Programme
	for _, p := range programmes {
		if d.Year != 0 && p.Year != d.Year {
			continue
		}
		ofYear = append(ofYear, p)
		if d.Year == 0 || p.Title == "" || !strings.Contains(title, p.Title) {
			continue
		}
		titled = append(titled, p)
		if place := strings.TrimSuffix(p.Government, "人民政府"); place != "" && strings.Contains(title+s.Simplify(d.Reporter)+s.Simplify(d.File), place) {
			governed = append(governed, p)
		}
	}
	switch {
	case len(titled) == 1:
		return titled[0].Key, true, nil
	case len(governed) == 1:
		return governed[0].Key, true, nil
	case len(titled) > 1:
		ofYear = titled
	}
	return s.recogniseByRows(ctx, d, ofYear)
}

// recogniseByRows finds the one of programmes whose projects most rows name: at
// least three of five, and twice as many as of any other.
func (s *Service) recogniseByRows(ctx context.Context, d *intake.Draft, programmes []ledger.Programme) (key string, sure bool, err error) {
	best, second, rows := 0, 0, 0
	for _, p := range programmes {
		whole, err := s.Store.Programme(ctx, p.Key)
		if err != nil {
			return "", false, err
		}
		n, known := intake.Fit(d, whole)
		rows = n
		switch {
		case known > best:
			key, best, second = p.Key, known, best
		default:
			second = max(second, known)
		}
	}
	if best == 0 && len(programmes) == 1 && d.Layout != intake.LayoutUnknown {
		key = programmes[0].Key
	}
	return key, best > 0 && 5*best >= 3*rows && best >= 2*second, nil
}

// place settles the period and the unit of a file whose programme is known, as
// far as the uploader has not said them.
func (s *Service) place(ctx context.Context, v *Preview, base *ledger.Programme) error {
	d := v.Draft
	if !d.Layout.Reports() {
		return nil
	}
	if v.Binding.Period.IsZero() {
		v.Binding.Period = intake.PeriodTold(d, base.Year)
	}
	if v.Binding.Period.IsZero() {
		guess, err := s.likelyPeriod(ctx, base)
		if err != nil {
			return err
		}
		v.Doubts = append(v.Doubts, Doubt{DoubtPeriod, guess.String()})
	}
	if v.said.Unit != "" || v.said.Gathered {
		return nil
	}
	filer := intake.FilerOf(d, base)
	if !filer.Sure {
		v.Doubts = append(v.Doubts, Doubt{DoubtUnit, filer.Unit})
	} else if d.Reporter == "" {
		v.Binding.Unit = filer.Unit
	}
	return nil
}

// likelyPeriod is the quarter that ended last by today, within the programme's
// year, and no earlier than the last that was reported.
func (s *Service) likelyPeriod(ctx context.Context, p *ledger.Programme) (ledger.Period, error) {
	periods, err := s.Periods(ctx, p.Key)
	if err != nil {
		return ledger.Period{}, err
	}
	today := ledger.DateOf(s.Clock())
	likely := ledger.QuarterOf(p.Year, 1)
	for n := 2; n <= 4; n++ {
		if q := ledger.QuarterOf(p.Year, n); q.End().Before(today) {
			likely = q
		}
	}
	if n := len(periods); n > 0 && today.Year > p.Year {
		likely = periods[n-1] // a year that is over: what is still coming in is of its last period
	}
	return likely, nil
}
