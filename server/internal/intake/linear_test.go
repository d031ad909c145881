package intake

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"tongbao/server/ledger"
)

// TestLinear: twice the rows take twice the work. It is counted in bytes
// allocated, which are the same on a loaded machine.
func TestLinear(t *testing.T) {
	for _, c := range []struct{ name, project string }{
		{"rows of the plan's projects", "第%d片区改造"},
		{"rows under other names", "某某处%d号的别的事"},
	} {
		t.Run(c.name, func(t *testing.T) {
			const rows = 400
			checked(c.project, rows) // what is made once, such as tables of words
			once, twice := allocated(func() { checked(c.project, rows) }), allocated(func() { checked(c.project, 2*rows) })
			if ratio := float64(twice) / float64(once); ratio > 2.3 {
				t.Errorf("%d rows allocate %d bytes, %d rows %d: %.2f times", rows, once, 2*rows, twice, ratio)
			}
		})
	}
}

// checked reads a plan and two periods' progress of so many projects, and binds
// the second against the first.
func checked(name string, rows int) []ledger.Finding {
	var plan, progress strings.Builder
	plan.WriteString("2020年民生实事项目表\n序号|项目名称|主要内容|一季度|二季度|牵头单位|完成时限\n")
	progress.WriteString("2020年民生实事进展表\n序号|项目名称|责任单位|目标任务|累计完成|完成率|是否达序时|形象进度\n")
	for i := 1; i <= rows; i++ {
		fmt.Fprintf(&plan, "%d|第%d片区改造|改造%d个。|完成10%%|完成40%%|市住建局|12月底前\n", i, i, 40+i)
		fmt.Fprintf(&progress, "%d|%s|市住建局|%d个|%d|=45%%|是|正在施工，按计划推进\n", i, fmt.Sprintf(name, i), 40+i, 20+i)
	}
	p, _ := Plan(Read(book(sheet("项目表", plan.String()))), &ledger.Programme{Key: "t", Year: 2020, Thresholds: ledger.DefaultThresholds()})
	d := Read(book(sheet("进展表", progress.String())))
	prior, _ := Bind(d, p, nil, BindOptions{Period: ledger.QuarterOf(2020, 1)})
	_, found := Bind(d, p, prior, BindOptions{Period: ledger.QuarterOf(2020, 2)})
	return found
}

func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}
