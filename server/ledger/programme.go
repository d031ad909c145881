package ledger

// Script is the Chinese script a source is written in.
type Script string

// The two scripts.
const (
	Simplified  Script = "simplified"
	Traditional Script = "traditional"
)

// Rule is how a programme's projects come to be due.
type Rule string

// The rules. See Judge for what each means.
const (
	RuleMilestones  Rule = "milestones"  // the plan's own 序时进度
	RuleCheckPoints Rule = "checkpoints" // fixed shares at fixed dates
	RuleDeclared    Rule = "declared"    // the unit's declaration; the deadline binds
	RuleLine        Rule = "line"        // straight from 1 January to the deadline
)

// CheckPoint is a share of the year's task that every flow owes at a date.
type CheckPoint struct {
	Date    Date
	Percent int64
}

// Thresholds are the lower bounds, in percentage points against the
// expectation, of the classes that are told apart by figures. Each class
// reaches up to the bound of the class above it, so that there is no gap and no
// overlap.
type Thresholds struct {
	Ahead        int64 // 超序时 from here up; +5 by default
	OnSchedule   int64 // 达序时; 0
	NearSchedule int64 // 基本达序时; −5
	Behind       int64 // 滞后; −10. Below it: 严重滞后
}

// DefaultThresholds are +5, 0, −5 and −10 points.
func DefaultThresholds() Thresholds { return Thresholds{5, 0, -5, -10} }

// SeriesMain is the series that the headline of a bulletin counts.
const SeriesMain = "main"

// SeriesVoted is the series of projects chosen by vote of the people's
// congress (人大代表票决).
const SeriesVoted = "voted"

// Programme is one government's promises for one year (年度计划、实施方案).
type Programme struct {
	Key        string // "huaian-2020"
	Government string // 淮安市人民政府
	Issuer     string // who signs bulletins: 淮安市人民政府办公室
	// Title is the programme's own name as a bulletin's title uses it, without
	// the year: 市政府为民办十件实事.
	Title      string
	Notice     string // the notice that publishes it, as cited: 《2020年…实施方案》
	NoticeNo   string // 淮政办发〔2020〕1号
	NoticeDate Date
	Year       int
	Script     Script
	Rule       Rule
	// CheckPoints are set under RuleCheckPoints, in order of date.
	CheckPoints []CheckPoint
	Thresholds  Thresholds
	// ItemWord and ProjectWord are what the programme counts in: 件 and 个项目,
	// or 项 alone. ItemWord is "" where numbers have no sub-numbers; an empty
	// ProjectWord stands for 个项目 beside an ItemWord and for 项 alone.
	ItemWord    string
	ProjectWord string
	// Assigned says how many items the parent government set, where that is
	// more than the programme's own (市下达50项); 0 where it does not apply.
	Assigned int
	// ReportDays is how many days after a period's end reports are due.
	ReportDays int
	Greeting   string // 主送: 各县区人民政府，…
	CopyTo     []string
	Footnote   string // 附注: 此件不予公开
	Form       Form   `json:",omitzero"`
	Sample     bool   // 示例: figures made up to show the product
	Units      []Unit
	Ended      []EndedUnit `json:",omitempty"` // in the order in which they ended
	Groups     []Group
	Recipients []Recipient
	Projects   []Project
	// Adjustments are approved changes of the plan, oldest first.
	Adjustments []Adjustment
}

// ReportBy is the last day on which a report for p is on time.
func (p *Programme) ReportBy(period Period) Date { return period.End().AddDays(p.ReportDays) }

// Unit finds a unit by its name or one of its aliases.
func (p *Programme) Unit(name string) (Unit, bool) {
	for _, u := range p.Units {
		if u.Name == name {
			return u, true
		}
		for _, a := range u.Aliases {
			if a == name {
				return u, true
			}
		}
	}
	return Unit{}, false
}

// Group finds a group of units by its name.
func (p *Programme) Group(name string) (Group, bool) {
	for _, g := range p.Groups {
		if g.Name == name {
			return g, true
		}
	}
	return Group{}, false
}

// ByID are the programme's projects by their identity, for many look-ups.
func (p *Programme) ByID() map[ProjectID]*Project {
	by := make(map[ProjectID]*Project, len(p.Projects))
	for i := range p.Projects {
		by[p.Projects[i].ID] = &p.Projects[i]
	}
	return by
}

// Project finds a project by its identity; see ByID for many.
func (p *Programme) Project(id ProjectID) (*Project, bool) {
	for i := range p.Projects {
		if p.Projects[i].ID == id {
			return &p.Projects[i], true
		}
	}
	return nil, false
}
