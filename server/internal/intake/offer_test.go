package intake

import (
	"reflect"
	"strings"
	"testing"
)

func TestOffered(t *testing.T) {
	for in, want := range map[string]string{
		"已开工12个，其中完工5个":   "开工12个、完工5个",
		"开工率60％，完成1.2万人次": "开工率60%、完成1.2万人次",
		"正在招标":            "",
		"3月底前完成选址":        "",
	} {
		if got := offered(in); got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}

// Figures in words are offered, never taken.
func TestFiguresInProse(t *testing.T) {
	d := Read(book(sheet("一季度", `
2020年一季度进展情况表|<|<|<|<|<
序号|项目名称|指标|年度目标|累计完成|是否达序时
1①|居民设施|小区|70|已开工12个，其中完工5个|是
`)))
	if got := codes(d.Findings); !reflect.DeepEqual(got, []string{"unreadable-number@E3"}) {
		t.Fatalf("findings %v", got)
	}
	if m := Message(d.Findings[0]); !strings.Contains(m, "开工12个、完工5个") {
		t.Errorf("message %s", m)
	}
	if d.Progress[0].Started != nil || d.Progress[0].Cumulative != nil {
		t.Error("figures were taken")
	}
	_, found := Bind(Read(book(sheet("一季度", `
2020年一季度进展情况表|<|<|<|<
序号|项目名称|开工率|是否达序时|形象进度
2|农村公路||是|已开工36公里
`))), planned(t), nil, BindOptions{})
	if len(found) == 0 || !strings.Contains(Message(found[0]), "开工36公里") {
		t.Errorf("findings %v", found)
	}
}

// Rows that share out a plan's only quantity come together; amounts that every
// row repeats count once.
func TestRowsThatBelongTogether(t *testing.T) {
	p, found := Plan(Read(book(sheet("项目表", `
2020年项目表|<|<|<
序号|项目名称|主要内容|责任单位
1|公厕|新建改造26座城市公厕。|市城管局、清江浦区政府
`))), planned(t))
	if len(found) > 0 {
		t.Fatalf("plan: %v", codes(found))
	}
	const rows = `
2020年一季度进展情况表|<|<|<|<|<|<|<
序号|项目名称|指标|计量单位|年度目标|累计完成|是否达序时|累计完成投资（万元）
1|公厕|新建公厕|座|15|4|是|130
1|公厕|改造公厕|座|%s|3|是|130
`
	reports, found := Bind(Read(book(sheet("一季度", allocate(rows, "11")))), p, nil, BindOptions{})
	if HasErrors(found) || len(reports) != 1 {
		t.Fatalf("%d reports, findings %v", len(reports), codes(found))
	}
	r := reports[0]
	if len(r.Figures) != 1 || show(r.Figures[0].Done) != "7" || show(r.Invested) != "130" {
		t.Errorf("figures %+v, invested %s", r.Figures, show(r.Invested))
	}
	if _, found = Bind(Read(book(sheet("一季度", allocate(rows, "12")))), p, nil, BindOptions{}); !HasErrors(found) {
		t.Error("rows that do not add up to the target are no finding")
	}
}

// An allocation table names the parts that a plan leaves open.
func TestPartsOfAllocations(t *testing.T) {
	base, _ := Plan(Read(book(sheet("项目表", `
2020年项目表|<|<|<
序号|项目名称|主要内容|责任单位
1|公厕|新建改造26座城市公厕。|市城管局、清江浦区政府、涟水县政府
`))), planned(t))
	p, found := Plan(Read(book(sheet("2020年任务分解", `
序号|项目名称|指标|计量单位|合计|清江浦区|涟水县
1|公厕|新建城市公厕|座|15|4|11
^|^|改造城市公厕|座|11|6|5
`))), base)
	if len(found) > 0 {
		t.Fatalf("findings %v", codes(found))
	}
	names := []string{}
	for _, part := range p.Projects[0].Targets[0].Parts {
		names = append(names, part.Name+part.Quantity.String())
	}
	if !reflect.DeepEqual(names, []string{"新建15", "改造11"}) || p.Projects[0].Allocations[3].Part != "改造" {
		t.Errorf("parts %v, allocations %+v", names, p.Projects[0].Allocations)
	}
	if len(base.Projects[0].Targets[0].Parts) != 0 {
		t.Error("the base programme was changed")
	}
}
