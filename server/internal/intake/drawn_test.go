package intake

import (
	"reflect"
	"testing"

	"tongbao/server/ledger"
)

// Tables as offices of other cities draw them.
func TestTablesDrawnOtherwise(t *testing.T) {
	t.Run("areas by their short names", func(t *testing.T) {
		d := Read(book(sheet("附件", `
2022年民生实事任务分解表|<|<|<|<|<|<
序号|项目名称|指标|单位|全市|越城|柯桥
1|农村公路|新改建农村公路|公里|60|20|40
2|放心市场|创建放心市场|家|5|5|—
`)))
		var got []string
		for _, a := range d.Allocations {
			got = append(got, a.No+" "+a.Unit+" "+a.Quantity.String()+" "+a.Cell.Ref)
		}
		if want := []string{"1 越城 20 F3", "1 柯桥 40 G3", "2 越城 5 F4"}; !reflect.DeepEqual(got, want) || len(d.Findings) > 0 {
			t.Errorf("%q, findings %v", got, codes(d.Findings))
		}
	})
	t.Run("a remark above the title, a rate of what is finished", func(t *testing.T) {
		d := Read(book(sheet("表", `
（此表每季度后5日内报区府办）|<|<|<|<
越城区民生实事项目2022年上半年进展表|<|<|<|<
编号|实事项目|计划数（个）|已完工（个）|完工占比
1|老旧小区改造|45|12|26.7%
`)))
		if len(d.Progress) != 1 || len(d.Findings) > 0 || d.Title != "越城区民生实事项目2022年上半年进展表" || d.Period != (ledger.Period{Year: 2022, Kind: ledger.Half, N: 1}) ||
			d.Progress[0].FinishedPercent.String() != "26.7" {
			t.Errorf("%q %v %+v %v", d.Title, d.Period, d.Progress, codes(d.Findings))
		}
	})
	t.Run("the year's plan under 投资", func(t *testing.T) {
		d := Read(book(sheet("表", `
2022年民生实事项目表|<|<|<|<|<
编号|实事项目|年度目标|投资(亿元)|<|牵头单位
^|^|^|总投资|2022年计划|^
1|老旧小区|改造老旧小区45个|3.6|2.1|区建设局
`)))
		if len(d.Projects) != 1 || len(d.Findings) > 0 || d.Projects[0].Planned.String() != "21000" || d.Projects[0].Total.String() != "36000" {
			t.Errorf("%+v %v", d.Projects, codes(d.Findings))
		}
	})
	t.Run("a level is no sum", func(t *testing.T) {
		d := Read(book(sheet("表", `
2022年三季度民生实事分县完成情况|<|<|<|<
地区|PM2.5（微克/立方米）|<|农村公路（公里）|<
^|控制目标|当前值|年度任务|累计完成
越城区|30|28|20|18
柯桥区|30|31|40|30
全市|30|29.5|60|48
`)))
		if len(d.Progress) != 4 || len(d.Findings) > 0 || d.Progress[2].Cumulative.String() != "31" || d.Progress[2].Target.String() != "30" {
			t.Errorf("%+v %v", d.Progress, codes(d.Findings))
		}
	})
}
