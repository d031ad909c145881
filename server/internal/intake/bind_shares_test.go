package intake

import (
	"reflect"
	"testing"

	"github.com/shopspring/decimal"

	"tongbao/server/ledger"
)

// cityPlan is a made-up city's programme without any allocation.
func cityPlan(t *testing.T) *ledger.Programme {
	t.Helper()
	plan, found := Plan(Read(book(sheet("项目表", `
2023年甲市民生实事项目表|<|<|<|<
序号|项目名称|目标任务|责任单位|完成时限
1|城镇新增就业|城镇新增就业20000人|市人社局、甲区、乙县|2023年12月底
2|农村公路建设|新建农村公路150公里|市交通运输局、甲区、乙县|2023年12月底
`))), &ledger.Programme{Key: "jia-2023"})
	if HasErrors(found) {
		t.Fatal(codes(found))
	}
	return plan
}

const cityCross = `
2023年上半年甲市民生实事完成情况统计表|<|<|<|<
区县|城镇新增就业（人）|<|新建农村公路（公里）|<
^|目标任务|进度|目标任务|进度
甲区|12000|6600|50|20
乙县|8000|4000||
`

func TestAreasTasksFillThePlan(t *testing.T) {
	p, d := cityPlan(t), Read(book(sheet("表", cityCross)))
	o := BindOptions{Period: ledger.Period{Year: 2023, Kind: ledger.Half, N: 1}}
	plan := FillShares(d, p, o)
	var shares []string
	for i := range plan.Projects {
		for _, a := range plan.Projects[i].Allocations {
			shares = append(shares, plan.Projects[i].ID.String()+" "+a.Unit+" "+a.Quantity.String()+" "+a.Cell.Ref)
		}
	}
	if want := []string{"1 甲区 12000 B4", "1 乙县 8000 B5", "2 甲区 50 D4"}; !reflect.DeepEqual(shares, want) {
		t.Errorf("shares %q", shares)
	}
	if len(p.Projects[0].Allocations) != 0 {
		t.Error("the programme itself was changed")
	}
	if FillShares(d, plan, o) != plan {
		t.Error("a plan that has all shares was filled again")
	}
	if _, found := Bind(d, plan, nil, o); len(found) != 0 {
		t.Errorf("findings %v", codes(found))
	}
	plan.Projects[0].Allocations[1].Quantity = decimal.NewFromInt(9000)
	if FillShares(d, plan, o) != plan {
		t.Error("a share that the plan has was changed")
	}
	if _, found := Bind(d, plan, nil, o); !reflect.DeepEqual(codes(found), []string{"text-differs@B5"}) {
		t.Errorf("findings %v", codes(found))
	}
}

func TestACrossTableKeepsWhatItDoesNotTell(t *testing.T) {
	p := cityPlan(t)
	o := BindOptions{Period: ledger.Period{Year: 2023, Kind: ledger.Half, N: 1}}
	first, _ := Bind(Read(book(sheet("表", cityCross))), p, nil, o)
	money := Read(book(sheet("表", `
2023年上半年甲市农村公路建设投资情况表|<|<|<
地区|年度计划投资（亿元）|累计投资（亿元）|百分比
甲区|1.5|0.6|=40%
`)))
	second, found := Bind(money, p, first, o)
	if HasErrors(found) || len(second) != 1 {
		t.Fatalf("%d reports, findings %v", len(second), codes(found))
	}
	r := second[0]
	if show(r.Invested) != "6000" || len(r.Figures) != 1 || show(r.Figures[0].Done) != "20" {
		t.Errorf("invested %s, figures %+v", show(r.Invested), r.Figures)
	}
	third, _ := Bind(Read(book(sheet("表", cityCross))), p, second, o)
	for _, r := range third {
		if r.Project.No == "2" && show(r.Invested) != "6000" {
			t.Errorf("the money was lost: %s", show(r.Invested))
		}
	}
}

func TestHeadingsOfNoProjectAreFoundOnce(t *testing.T) {
	d := Read(book(sheet("表", `
2023年上半年甲市民生实事完成情况统计表|<|<|<|<
区县|城镇新增就业（人）|<|2.新建公厕（座）|<
^|目标任务|进度|目标任务|进度
甲区|12000|6600|50|20
乙县|8000|4000|30|10
`)))
	_, found := Bind(d, cityPlan(t), nil, BindOptions{})
	if got := codes(found); !reflect.DeepEqual(got, []string{"unknown-heading@D2"}) {
		t.Errorf("findings %v", got)
	}
}
