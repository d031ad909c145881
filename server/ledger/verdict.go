package ledger

// Verdict is how a project stands for a period (研判). It is computed, never
// typed in.
type Verdict string

// The verdicts, named as `export --json` names them.
const (
	Completed    Verdict = "completed"    // 已完成
	Ahead        Verdict = "ahead"        // 超序时
	OnSchedule   Verdict = "onSchedule"   // 达序时
	NearSchedule Verdict = "nearSchedule" // 基本达序时
	Behind       Verdict = "behind"       // 滞后
	FarBehind    Verdict = "farBehind"    // 严重滞后
	NotDue       Verdict = "notDue"       // 未到节点
	NotReported  Verdict = "notReported"  // 未报送
	NotAssigned  Verdict = "notAssigned"  // 任务未下达
	NoTask       Verdict = "noTask"       // 无任务
)

// Verdicts are all verdicts of a project with a task, in the order in which
// bulletins name them.
var Verdicts = []Verdict{
	Completed, Ahead, OnSchedule, NearSchedule, Behind, FarBehind, NotDue, NotReported, NotAssigned,
}

var verdictNames = map[Verdict]string{
	Completed: "已完成", Ahead: "超序时", OnSchedule: "达序时", NearSchedule: "基本达序时",
	Behind: "滞后", FarBehind: "严重滞后", NotDue: "未到节点", NotReported: "未报送",
	NotAssigned: "任务未下达", NoTask: "无任务",
}

// Chinese is the verdict's name.
func (v Verdict) Chinese() string { return verdictNames[v] }

// Met reports whether the verdict counts towards 达序时率.
func (v Verdict) Met() bool {
	switch v {
	case Completed, Ahead, OnSchedule, NearSchedule:
		return true
	default:
		return false
	}
}

// Late reports whether the verdict is 滞后 or 严重滞后.
func (v Verdict) Late() bool { return v == Behind || v == FarBehind }

// Class is the verdict for a difference in points against an expectation.
func (t Thresholds) Class(difference Percent) Verdict {
	switch {
	case difference.CmpInt(t.Ahead) >= 0:
		return Ahead
	case difference.CmpInt(t.OnSchedule) >= 0:
		return OnSchedule
	case difference.CmpInt(t.NearSchedule) >= 0:
		return NearSchedule
	case difference.CmpInt(t.Behind) >= 0:
		return Behind
	}
	return FarBehind
}

// rank orders the verdicts that a target can have from best to worst.
func (v Verdict) rank() int {
	for i, w := range []Verdict{Completed, Ahead, OnSchedule, NearSchedule, Behind, FarBehind} {
		if v == w {
			return i
		}
	}
	return -1
}

// Worse is the worse of two verdicts of targets.
func (v Verdict) Worse(o Verdict) Verdict {
	if o.rank() > v.rank() {
		return o
	}
	return v
}
