package intake

import (
	"reflect"
	"testing"
)

// 小计 and 合计 are compared with their parts, amounts over all projects, quantities
// over one project's areas.
func TestTotals(t *testing.T) {
	const plan = `
2020年项目投资计划表|<|<|<|<
序号|项目名称|建设内容|责任单位|总投资（万元）
1|公厕|新建公厕10座|市城管局|500
2|小区|改造小区7个|市住建局|1200
小计||||%s
3|公路|改造公路8公里|市交通局|2000
小计||||2000
合计||||%s
`
	const report = `
2020年一季度进展情况表|<|<|<|<
序号|项目名称|县区|年度目标|累计完成
1|公厕|清江浦区|10|5
^|^|涟水县|8|4
^|^|小计|18|%s
2|小区|清江浦区|10|5
^|^|涟水县|8|4
^|^|%s|18|9
`
	for _, c := range []struct {
		text string
		want []string
	}{
		{allocate(plan, "1700", "3700"), []string{}},
		{allocate(plan, "1800", "3700"), []string{"sum-mismatch@E5"}},
		{allocate(plan, "1700", "3800"), []string{"sum-mismatch@E8"}},
		{allocate(report, "9", "小计"), []string{}},
		{allocate(report, "9", "合计"), []string{}},
		{allocate(report, "10", "小计"), []string{"sum-mismatch@E5"}},
	} {
		if got := codes(Read(book(sheet("表", c.text))).Findings); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s\nfindings %v, want %v", c.text, got, c.want)
		}
	}
}
