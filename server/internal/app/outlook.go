package app

import "tongbao/server/ledger"

// Outlook is what a programme's projects owe in each quarter under one rule,
// whatever is reported.
type Outlook struct {
	Rule    ledger.Rule
	Periods []OutlookPeriod
}

// OutlookPeriod is one quarter of an outlook: how many projects owe figures, how
// many their unit's word alone, how many nothing yet; and each project's own.
type OutlookPeriod struct {
	Period                    ledger.Period
	Figures, Declared, NotDue int
	Owed                      []ledger.Owed // in the order of the programme's projects
}

// Outlooks show a programme under each rule, its own check points among them.
// Quarters before its notice are left out.
func Outlooks(p *ledger.Programme) []Outlook {
	var all []Outlook
	for _, rule := range ruleOrder {
		under := *p
		under.Rule, under.CheckPoints = rule, pointsOf(p)
		o := Outlook{Rule: rule}
		for n := 1; n <= 4; n++ {
			quarter := ledger.QuarterOf(p.Year, n)
			if !quarter.End().Before(p.NoticeDate) {
				o.Periods = append(o.Periods, outlookAt(&under, quarter))
			}
		}
		all = append(all, o)
	}
	return all
}

func outlookAt(p *ledger.Programme, period ledger.Period) OutlookPeriod {
	o := OutlookPeriod{Period: period}
	for i := range p.Projects {
		owed := p.Owed(&p.Projects[i], period)
		switch {
		case owed.NoTask:
		case owed.NotDue:
			o.NotDue++
		case len(owed.Figures) > 0:
			o.Figures++
		default:
			o.Declared++
		}
		o.Owed = append(o.Owed, owed)
	}
	return o
}
