package ledger

import (
	"github.com/shopspring/decimal"
)

// Basis is what a verdict rests on.
type Basis string

// The bases of a verdict, as `export --json` names them.
const (
	BasisAdjustment Basis = "adjustment"
	BasisMilestone  Basis = "milestone"
	BasisCheckPoint Basis = "checkpoint"
	BasisDeclared   Basis = "declared"
	BasisLine       Basis = "line"
)

// TargetStanding is one target × aspect judged against what is due.
type TargetStanding struct {
	Target   *Target
	Aspect   Aspect
	Done     decimal.Decimal // in the target's measure; in percent where OfWork
	Rate     Percent         // of the target; for a reach or keep, the value itself
	Expected Percent
	// Difference is in points, positive when ahead, also where lower is better.
	Difference Percent
	// Gap is how many things are missing (少5座), 0 when none is; things that
	// cannot be divided are rounded up.
	Gap     decimal.Decimal
	OfWork  bool
	Verdict Verdict
	From    []Cell // where the target, the expectation and the figure were read
}

// Standing is one project's place in one period.
type Standing struct {
	Project           *Project
	Reporter          string // canonical name; "" where nobody leads
	ReporterConfirmed bool
	Basis             Basis
	Verdict           Verdict
	SelfAssessed      bool // by the unit's declaration (自评)
	Early             bool // 提前完成: complete before the deadline
	Exceeded          bool // 超额完成: above the quantity
	AwaitsAcceptance  bool // 已完工待验收, within 达序时
	Owes              bool // the reporter owes a report for the period
	Reported          bool
	DaysLate          int     // of the report, 0 when on time or when nobody says
	Report            *Report // for this period, nil when none
	Latest            *Report // the newest up to this period, for 上期
	Targets           []TargetStanding
	Stage             Stage
	// TimeShare is the straight line from 1 January to the deadline
	// (时间进度), for reference only unless the rule is the line.
	TimeShare Percent
	// Lacks says what the report lacks, where it was entered without.
	Lacks []Lack
	// Contradicted: the declaration says other than the figures that are due.
	Contradicted bool
}

// Lack is a figure that an expectation needs and a report does not give.
type Lack struct {
	Target string
	Aspect Aspect
	// Declaration: what is missing is the unit's declaration.
	Declaration bool
}

// Counts are how many projects have each verdict, and how many have no task.
type Counts struct {
	By     map[Verdict]int
	Total  int // projects with a task; the classes add up to it
	NoTask int
}

// Of is how many have the verdict.
func (c Counts) Of(v Verdict) int { return c.By[v] }

// Late is how many are 滞后 or 严重滞后.
func (c Counts) Late() int { return c.By[Behind] + c.By[FarBehind] }

// Met is how many count towards 达序时率.
func (c Counts) Met() int {
	n := 0
	for v, k := range c.By {
		if v.Met() {
			n += k
		}
	}
	return n
}

// OnScheduleRate is 达序时率: met ÷ (total − 未到节点). It returns false when
// nothing is due.
func (c Counts) OnScheduleRate() (Percent, bool) {
	due := c.Total - c.By[NotDue]
	if due == 0 {
		return Percent{}, false
	}
	return PercentOfInts(c.Met(), due), true
}

// Investment is the money of the projects that name this year's plan, in 万元.
type Investment struct {
	Planned, Done decimal.Decimal
	Projects      int      // how many are in the sums
	Unnamed       []string // projects with a figure but without a plan, left out
}

// Share is done ÷ planned; false when nothing is planned.
func (i Investment) Share() (Percent, bool) { return PercentOf(i.Done, i.Planned) }

// CategoryStanding is one category's counts.
type CategoryStanding struct {
	Name   string
	Items  int // distinct numbers
	Counts Counts
	Pace   Pace
}

// Pace sets what is done against what is due: means over the projects whose
// figures can be compared with an expectation in percent, of each the target that
// is furthest behind, none above 100.
type Pace struct {
	Expected, Actual Percent
	Projects         int
}

// PaceOf is the pace of projects, in any order.
func PaceOf(standings []*Standing) Pace {
	var p Pace
	for _, s := range standings {
		if t := s.slowest(); t != nil {
			p.Expected, p.Actual = p.Expected.Add(t.Expected.capped()), p.Actual.Add(t.Rate.capped())
			p.Projects++
		}
	}
	if p.Projects > 0 {
		p.Expected, p.Actual = p.Expected.Div(p.Projects), p.Actual.Div(p.Projects)
	}
	return p
}

// slowest is the target furthest behind of those that are a share of a whole; nil
// where there is none.
func (s *Standing) slowest() *TargetStanding {
	var slowest *TargetStanding
	for i := range s.Targets {
		t := &s.Targets[i]
		if t.Target != nil && (t.Target.Kind == Reach || t.Target.Kind == Keep) {
			continue
		}
		if slowest == nil || t.Difference.Cmp(slowest.Difference) < 0 {
			slowest = t
		}
	}
	return slowest
}

// UnitStanding is one reporting unit's counts over the projects it reports.
type UnitStanding struct {
	Unit    Unit
	Counts  Counts
	Owes    int // projects it owes a report for
	Filed   int
	Late    int // reports that came after the day they were due
	MaxLate int // days of the latest
	// Silent are the projects it owes and did not report.
	Silent []ProjectID
	// TimesSilent is in how many periods of the year, up to this one, it left a
	// report out.
	TimesSilent int
	Joint       int // projects it leads together with others
	// Reports are the projects it is the reporter of, ReportsMet those of them
	// that are met, ReportsNotDue those not due yet.
	Reports, ReportsMet, ReportsNotDue int
	Rank                               int // 0 unless the office ranks bureaus
}

// Share is one allocation with what the area reported.
type Share struct {
	Project  ProjectID
	Title    string
	Target   *Target
	Quantity decimal.Decimal
	Done     *decimal.Decimal // nil: 未报, or told as a percent of the works alone
	OfWork   bool             // Rate is a percent of the works (工程量), not of how many are done
	Report   *Report          // of the area, nil when it sent none
	Aspect   Aspect           // what Done counts; an area tells one of the three
	Rate     Percent
	From     []Cell
}

// Told reports whether the area has said how its share stands.
func (s *Share) Told() bool { return s.Done != nil || s.OfWork }

// Tells reports whether the share's figure can be set against an expectation of
// the aspect: what is complete says nothing of what is started. 累计完成 stands
// for 完工, as it does in a lead's report.
func (s *Share) Tells(a Aspect) bool {
	return s.Aspect == "" || s.Aspect == a || s.Aspect == Progress && a == Finish
}

// AreaStanding is one area's shares.
type AreaStanding struct {
	Unit     Unit
	Shares   []Share
	Reported int
	// Rate is the mean of the rates of the allocations it reported, each capped
	// at 100; a silent one is 未报, never 0. An area that reported none has no
	// rate.
	Rate  Percent
	Rated bool
	Rank  int // competition rank among its kind; 0 when not rated
}

// SeriesSummary is everything about one series in one period.
type SeriesSummary struct {
	Series         string
	Standings      []Standing // in the programme's order
	Items          int        // distinct numbers (件)
	Due, Reported  int
	Counts         Counts
	Stages         map[Stage]int // Accepted is counted as Done; "" are those without a stage
	Categories     []CategoryStanding
	Investment     Investment
	Units          []UnitStanding // in 建制序
	Areas          []AreaStanding // in 建制序
	SilentAreas    []AreaStanding // areas with allocations that sent no shares
	AreaDifference []AreaDifference
}

// AreaDifference is where the lead's figure and the sum of the areas differ
// (牵头口径, 县区汇总口径).
type AreaDifference struct {
	Project ProjectID
	Target  *Target
	Lead    decimal.Decimal
	Areas   decimal.Decimal
}

// Summary is a programme judged at the end of one period.
type Summary struct {
	Programme *Programme
	Period    Period
	AsOf      Date
	Main      SeriesSummary
	Others    []SeriesSummary // 无锡's voted list; never added to Main
	// Previous is the summary of the period before, nil for the first.
	Previous *Summary
}
