package ledger

import "github.com/shopspring/decimal"

// ProjectID is a project's identity within a programme.
type ProjectID struct {
	Series string // "main", "voted"
	No     string // 序号: "1"
	Sub    string // ①, or "" where the number has no parts
}

// String is No and Sub as a table shows them ("1①"), with the series before
// it unless that is the main one.
func (id ProjectID) String() string {
	if id.Series == "" || id.Series == SeriesMain {
		return id.No + id.Sub
	}
	return id.Series + ":" + id.No + id.Sub
}

// Role is what a unit or person does for a project.
type Role string

// The roles of a duty.
const (
	Lead    Role = "lead"    // 牵头、主办、责任单位: answers for the project
	Local   Role = "local"   // 属地、实施主体: carries it out in its area
	Partner Role = "partner" // 协办、配合: assists, owes no report
	Leader  Role = "leader"  // 分管领导: a person
)

// Duty is one unit's or person's part in a project.
type Duty struct {
	Role Role
	Name string // as the table writes it, a shared ending or beginning restored
	// Confirmed is set when the office has confirmed a reporter that was only
	// the first-named of several leads.
	Confirmed bool
	Cell      Cell
}

// TargetKind is how a target is measured.
type TargetKind string

// The kinds of target.
const (
	Flow     TargetKind = "flow"     // 70个, 200公里: cumulative ÷ quantity
	Work     TargetKind = "work"     // a percent of the works, reported as such
	Reach    TargetKind = "reach"    // 提高到95%: from a baseline, in points
	Keep     TargetKind = "keep"     // 稳定在95%以上: met or not in each period
	Standard TargetKind = "standard" // 610提高到645元/月·人: a step, no rate
	Deed     TargetKind = "deed"     // 建成市疾控中心
)

// Comparator is how a target's figure is to be compared.
type Comparator string

// The comparators. About is complete at ≥ and gives sums tolerance.
const (
	Exactly Comparator = "="
	AtLeast Comparator = ">="
	AtMost  Comparator = "<="
	About   Comparator = "≈"
)

// Part is a named share of a target: 新建15, 改造11.
type Part struct {
	Name     string
	Quantity decimal.Decimal
	Measure  string
	// Of marks a 其中, which is told beside the whole and does not add up to it.
	Of bool
}

// Target is one thing promised for the year, as worded and as understood.
type Target struct {
	ID         string // "t1", unique within the project
	Text       string // the words it was read from
	Kind       TargetKind
	Quantity   *decimal.Decimal // nil for a deed
	Measure    string           // 个, 公里, 人次, %, 万元, 元/月·人
	Comparator Comparator
	Baseline   *decimal.Decimal
	// LowerIsBetter turns the comparison round (近视率).
	LowerIsBetter bool
	// NeedsBase: counted since earlier years (累计); it needs a base.
	NeedsBase bool
	// StartOnly: it is complete once started (开工建设…, 开工新建18所).
	StartOnly bool
	Parts     []Part
	Cell      Cell
}

// HasQuantity reports whether progress on the target is a share of its
// quantity.
func (t *Target) HasQuantity() bool {
	return t.Kind == Flow && t.Quantity != nil && t.Quantity.IsPositive()
}

// part is the part of that name; false for the whole ("") and the unknown.
func (t *Target) part(name string) (Part, bool) {
	for _, p := range t.Parts {
		if p.Name == name && name != "" {
			return p, true
		}
	}
	return Part{}, false
}

// inPoints reports whether a reach or keep is a percent, so that its value and
// what is due are told in points; another level is a share of its quantity.
func (t *Target) inPoints() bool {
	return t.Quantity == nil || t.Quantity.IsZero() || t.Measure == "" || t.Measure == "%" || t.Measure == "个百分点"
}

// goal is the level of a reach or keep, as its reported value is compared.
func (t *Target) goal() Percent {
	if t.inPoints() {
		return PercentFrom(*t.Quantity)
	}
	return PercentOfInts(1, 1)
}

// lowerWins reports whether a smaller reported value is the better one. A fall
// without a baseline (近视率降低1%) is reported as the fall itself, of which
// more is better.
func (t *Target) lowerWins() bool {
	if t.Comparator == AtMost {
		return true
	}
	return t.LowerIsBetter && (t.Kind != Reach || t.Baseline != nil)
}

// Aspect is which stage of the works a figure counts. Finished implies
// progressed implies started.
type Aspect string

// The aspects of progress.
const (
	Start    Aspect = "start"
	Progress Aspect = "progress"
	Finish   Aspect = "finish"
)

// Expectation is what a milestone wants in figures: one target or part, one
// aspect, a percent or a quantity.
type Expectation struct {
	Target   string // Target.ID
	Part     string // Part.Name, or ""
	Aspect   Aspect
	Percent  *decimal.Decimal // 60 for 60 %
	Quantity *decimal.Decimal // in the target's measure
	// Cumulative: the figure counts from the year's beginning. Otherwise it is
	// this milestone's own increment. Percents are always cumulative.
	Cumulative bool
	// OfWork: the percent is of the works (工程量) and is reported as a
	// percent, not derived from how many are done.
	OfWork bool
}

// Milestone is what must be so by a date (序时进度).
type Milestone struct {
	Period string // as written, folded: "2020Q3", "2020-11", "2020Q2-Q3"
	Due    Date
	Text   string
	Expect []Expectation
	Cell   Cell
}

// Phase is a first result due before the deadline
// (6月底取得阶段性成效).
type Phase struct {
	Due  Date
	Text string
	// Lasting: the work goes on for good (长期坚持) and is never complete.
	Lasting bool
}

// Allocation is a target's share for one area (任务分解).
type Allocation struct {
	Target   string
	Part     string
	Unit     string // canonical name of the area
	Quantity decimal.Decimal
	// Of marks a 其中, which is not added up.
	Of   bool
	Name string // what the Of counts: 省考核
	Cell Cell
}

// Funding is money from one source, in 万元.
type Funding struct {
	Source string
	Amount *decimal.Decimal // nil for an open source
	Open   bool             // 其余: the rest, whatever it comes to
	Cell   Cell
}

// Project is one promise (项目、事项、任务).
type Project struct {
	ID       ProjectID
	Category string // ordered group: 促进就业
	Name     string
	Content  string
	// Nature is 工程、服务、政策 or 新建、续建, as written; "" if not said.
	Nature       string
	Deadline     Date
	DeadlineText string
	Phase        *Phase
	NoTask       bool // 我区无任务
	Duties       []Duty
	Targets      []Target
	Milestones   []Milestone
	Allocations  []Allocation
	// Total is the whole investment over all years (总投资) and Planned this
	// year's share of it (当年计划), both in 万元; nil if not said.
	Total, Planned *decimal.Decimal
	PlannedCell    Cell // where Planned stands; zero: not known apart from Cell
	Funding        []Funding
	// Repeats are the main items a voted item stands for; it takes their reports.
	Repeats []ProjectID
	Cell    Cell
}

// Names are the names of a project's duties of one role, in order.
func (p *Project) Names(role Role) []string {
	var names []string
	for _, d := range p.Duties {
		if d.Role == role {
			names = append(names, d.Name)
		}
	}
	return names
}

// Reporter is the lead that owes the report (主报单位): the only one, or the
// first-named. confirmed is false while several lead and the office has not
// confirmed which of them reports.
func (p *Project) Reporter() (name string, confirmed bool) {
	leads := 0
	for _, d := range p.Duties {
		if d.Role != Lead {
			continue
		}
		leads++
		if d.Confirmed {
			return d.Name, true
		}
		if name == "" {
			name = d.Name
		}
	}
	return name, leads == 1
}

// Target finds a target by its ID.
func (p *Project) Target(id string) (*Target, bool) {
	for i := range p.Targets {
		if p.Targets[i].ID == id {
			return &p.Targets[i], true
		}
	}
	return nil, false
}
