package ledger

import "github.com/shopspring/decimal"

// Declaration is what a unit says of itself (自评).
type Declaration string

// The declarations. DeclaredNotDue and DeclaredNotAssigned are statements of
// fact about the task; the others are judgements.
const (
	DeclaredNone         Declaration = ""
	DeclaredCompleted    Declaration = "已完成"
	DeclaredAhead        Declaration = "超序时"
	DeclaredOnSchedule   Declaration = "达序时"
	DeclaredNearSchedule Declaration = "基本达序时"
	DeclaredBehind       Declaration = "滞后"
	DeclaredFarBehind    Declaration = "严重滞后"
	DeclaredNotDue       Declaration = "未到节点"
	DeclaredNotAssigned  Declaration = "任务未下达"
)

// Stage is how far the works are, as the 形象进度 tells (前期、在建、完工).
type Stage string

// The stages. Accepted is a finished work that has passed its last step
// (验收、发放); it counts as 完工.
const (
	StageUnknown  Stage = ""
	StagePrepare  Stage = "前期"
	StageBuild    Stage = "在建"
	StageDone     Stage = "完工"
	StageAccepted Stage = "已验收"
)

// Figures are one target's cumulative figures at a report's date. Quantities
// are in the target's measure; percents are what the unit states. nil is
// not filled, which is not 0.
type Figures struct {
	Target string // Target.ID
	Part   string // Part.Name, or ""

	Started, Done, Finished                      *decimal.Decimal // 开工, 累计完成, 完工
	StartedPercent, DonePercent, FinishedPercent *decimal.Decimal // 开工率, 完成率, 完工率

	Cell Cell // of the figure that counts most
	// Where the other figures stand; a zero cell: at Cell.
	StartedCell, FinishedCell, DonePercentCell Cell
}

// Report is what one unit says of one project for one period (进展).
type Report struct {
	Project ProjectID
	Unit    string // canonical name of who reports
	// Area is the area whose share this is, or "" for the project as a whole.
	// Area reports fill allocations only.
	Area     string
	Period   Period
	AsOf     Date // 截止日
	Expected bool // 预计: the figures are a forecast for AsOf
	Filed    Date // 填报时间; zero if not said
	Figures  []Figures
	Declared Declaration
	// PhaseReached: the phase of the deadline is declared (阶段性成效).
	PhaseReached bool
	Stage        Stage
	StageText    string // 形象进度 as written
	// Investment in 万元: planned for the year, done so far, funds in place.
	Planned, Invested, InPlace *decimal.Decimal
	// Where they stand; zero: not known apart from Cell.
	PlannedCell, InvestedCell, InPlaceCell Cell
	Problems, Next, Request                string // 存在问题, 下一步, 需协调事项
	Submission                             int64  // 0 before it is stored
	Cell                                   Cell
}

// AdjustmentKind is what an approved change does to a project's plan.
type AdjustmentKind string

// The kinds of adjustment.
const (
	AdjustTarget    AdjustmentKind = "目标调整" // Targets replace those with the same ID
	AdjustMilestone AdjustmentKind = "节点顺延" // Milestones replace the project's
	AdjustSplit     AdjustmentKind = "拆分"   // Targets and Milestones replace the project's
	AdjustSuspend   AdjustmentKind = "暂缓"   // not due until a later adjustment sets milestones again
	AdjustWithdraw  AdjustmentKind = "退出"   // no task any more
)

// AdjustmentKinds are all kinds, in the order in which a form offers them.
var AdjustmentKinds = []AdjustmentKind{AdjustTarget, AdjustMilestone, AdjustSplit, AdjustSuspend, AdjustWithdraw}

// Adjustment is an approved change of the plan: by whom, when, on what paper.
// It holds from Effective on.
type Adjustment struct {
	Project    ProjectID
	Kind       AdjustmentKind
	ApprovedBy string
	Approved   Date
	Paper      string
	Effective  Date
	Targets    []Target
	Milestones []Milestone
	Deadline   Date // a new one, or zero
	// Submission is the correction that entered it; its paper is attached there.
	Submission int64 `json:",omitempty"`
}
