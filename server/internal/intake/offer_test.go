package intake

import (
	"reflect"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"tongbao/server/internal/grid"
	"tongbao/server/ledger"
)

func TestOffered(t *testing.T) {
	for in, want := range map[string]string{
		"已开工12个，其中完工5个":   "开工12个、完工5个",
		"开工率60％，完成1.2万人次": "开工率60%、完成1.2万人次",
		"正在招标":            "",
		"3月底前完成选址":        "",
	} {
		if got := offered(in, ""); got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}

func TestFiguresIn(t *testing.T) {
	for _, tt := range []struct {
		text  string
		whole ledger.Aspect
		want  string
	}{
		{"已开工12个，其中完工5个", ledger.Progress, "开工数12 完工数5"},
		{"已建成27个", ledger.Progress, "累计完成27"},
		{"已建成27个", ledger.Finish, "完工数27"},
		{"已建成27个", "", "完工数27"},
		{"已开工１２个，其中又开工3个", "", "开工数12"},
		{"约60%", ledger.Progress, "完成率60%"},
		{"约60%", ledger.Start, "开工率60%"},
		{"约60%", "", ""},
		{"60%（形象进度）", ledger.Progress, "完成率60%"},
		{"形象进度约60%", "", "完成率60%"},
		{"大约六成", ledger.Finish, "完工率60%"},
		{"完成六成五，开工率百分之八十", "", "完成率65% 开工率80%"},
		{"完成投资300万元", "", ""},
		{"培训1.2万人次", "", "累计完成12000"},
		{"正在招标，3月底前完成选址", ledger.Progress, ""},
		{"完成99999999999999999999999999个", "", ""},
	} {
		var got []string
		for _, f := range figuresIn(tt.text, tt.whole) {
			got = append(got, f.String())
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s (%s): %q, want %q", tt.text, tt.whole, s, tt.want)
		}
	}
}

// A doubtful reading is taken as it was confirmed, told in a finding, and only
// in the very cell.
func TestConfirmedReadings(t *testing.T) {
	n := func(s string) decimal.Decimal { return decimal.RequireFromString(s) }
	table := func() *grid.Workbook {
		return book(sheet("一季度", `
2020年一季度进展情况表|<|<|<|<|<|<
序号|项目名称|指标|年度目标|开工数|累计完成|形象进度
1①|居民设施|小区|70||已开工12个，其中完工5个|
2|农村公路|公路||||已开工36公里
`))
	}
	confirmed := []Confirmation{
		{"一季度", "F3", []OfferedFigure{{Aspect: ledger.Start, Value: n("13"), Measure: "个"}}},
		{"一季度", "G4", []OfferedFigure{{Aspect: ledger.Start, Value: n("36"), Measure: "公里"}, {Aspect: ledger.Progress, Percent: true, Value: n("18")}}},
		{"一季度", "A3", []OfferedFigure{{Aspect: ledger.Finish, Value: n("99")}}}, // offers nothing
		{"二季度", "F3", []OfferedFigure{{Aspect: ledger.Finish, Value: n("99")}}}, // is no such sheet
	}
	plain := Read(table())
	if len(plain.Offers) != 2 || plain.Offers[0].Taken || plain.Offers[0].Cell.Ref != "F3" || plain.Offers[1].Cell.Ref != "G4" {
		t.Fatalf("offers %+v", plain.Offers)
	}
	d := ReadSaid(table(), 0, Said{Confirmed: confirmed})
	if got := codes(d.Findings); !reflect.DeepEqual(got, []string{"confirmed-reading@F3", "confirmed-reading@G4"}) {
		t.Errorf("findings %v", got)
	}
	if m := Message(d.Findings[1]); !strings.Contains(m, "“已开工36公里”经确认读作开工数36、完成率18%") {
		t.Errorf("message %s", m)
	}
	one, two := d.Progress[0], d.Progress[1]
	if one.Started == nil || !one.Started.Equal(n("13")) || one.Finished != nil || one.FigureCell.Ref != "F3" || one.Faulty {
		t.Errorf("first row %+v", one)
	}
	if two.Started == nil || !two.Started.Equal(n("36")) || two.CumulativePercent == nil || two.FigureCell.Ref != "G4" || two.Measure != "公里" {
		t.Errorf("second row %+v", two)
	}
	if d.Rows.Rejected != 0 || plain.Rows.Rejected != 1 {
		t.Errorf("rejected %d, without confirmation %d", d.Rows.Rejected, plain.Rows.Rejected)
	}
	if len(d.Offers) != 2 || !d.Offers[0].Taken || d.Offers[0].Figures[0].String() != "开工数13" {
		t.Errorf("offers %+v", d.Offers)
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
	if len(found) == 0 || !strings.Contains(Message(found[0]), "开工36公里") || found[0].Args["offers"] != "E3" {
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
