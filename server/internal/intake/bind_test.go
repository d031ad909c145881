package intake

import (
	"reflect"
	"strings"
	"testing"

	"tongbao/server/ledger"
)

const planText = `
2020年项目表|<|<|<|<|<
序号|项目名称|主要内容|进度要求|责任单位|协办单位
1|居民设施|①改造70个老旧小区。|一季度开工率达20%；四季度完成年度任务。|市住建局、各县区政府|市财政局
^|^|②新建改造26座城市公厕，其中新建15座、改造11座。|四季度投入使用。|市城管局、清江浦区政府、涟水县政府|市财政局
2|农村公路|新改建农村公路200公里、桥梁30座。|一季度开工率达10%；四季度全面完成。|市交通局、清江浦区政府|市财政局
`

func planned(t *testing.T) *ledger.Programme {
	t.Helper()
	p, found := Plan(Read(book(sheet("项目表", planText))), &ledger.Programme{Key: "x-2020"})
	if len(found) > 0 {
		t.Fatalf("plan: %v", codes(found))
	}
	share, found := Plan(Read(book(sheet("2020年任务分解", `
序号|项目名称|指标|计量单位|合计|清江浦区|涟水县
1②|居民设施|新建城市公厕|座|15|4|11
^|^|改造城市公厕|座|11|6|5
`))), p)
	if len(found) > 0 {
		t.Fatalf("shares: %v", codes(found))
	}
	return share
}

func TestPlanOfUnknownProgramme(t *testing.T) {
	p := planned(t)
	if p.Rule != ledger.RuleMilestones || p.Year != 2020 || p.ItemWord != "件" {
		t.Errorf("rule %s, year %d, item word %q", p.Rule, p.Year, p.ItemWord)
	}
	var units []string
	for _, u := range p.Units {
		units = append(units, u.Name+" "+string(u.Kind)+" "+strings.Join(u.Aliases, ","))
	}
	want := []string{"市住建局 市直 ", "市财政局 市直 ", "市城管局 市直 ", "清江浦区 县区 清江浦区政府", "涟水县 县区 涟水县政府", "市交通局 市直 "}
	if !reflect.DeepEqual(units, want) {
		t.Errorf("units %q, want %q", units, want)
	}
	if g, ok := p.Group("各县区政府"); !ok || !reflect.DeepEqual(g.Members, []string{"清江浦区", "涟水县"}) {
		t.Errorf("group %v", g)
	}
	pr, _ := p.Project(ledger.ProjectID{Series: "main", No: "1", Sub: "②"})
	if len(pr.Allocations) != 4 || pr.Allocations[0].Part != "新建" || pr.Allocations[3].Part != "改造" {
		t.Errorf("allocations %+v", pr.Allocations)
	}
}

func TestPlanKeepsAndWarns(t *testing.T) {
	p := planned(t)
	again, found := Plan(Read(book(sheet("项目表", strings.Replace(planText, "市城管局", "市城市管理局", 1)))), p)
	if got := codes(found); !reflect.DeepEqual(got, []string{"name-near@E4"}) {
		t.Errorf("findings %v", got)
	}
	pr, _ := again.Project(ledger.ProjectID{Series: "main", No: "1", Sub: "②"})
	if len(pr.Allocations) != 4 {
		t.Errorf("allocations are lost: %v", pr.Allocations)
	}
	var got []string
	for _, d := range ComparePlans(p, again) {
		got = append(got, d.Project+" "+d.Field+" "+d.Old+" → "+d.New+" "+d.Cell.Ref)
	}
	if want := []string{"1② 牵头单位 市城管局 → 市城市管理局 E4"}; !reflect.DeepEqual(got, want) {
		t.Errorf("differences %q, want %q", got, want)
	}
	bad, found := Plan(Read(book(sheet("2020年任务分解", "序号|项目名称|指标|计量单位|清江浦区|涟水县\n1①|居民设施|老旧小区|个|30|39"))), p)
	if got := codes(found); !reflect.DeepEqual(got, []string{"sum-mismatch@E3"}) && !reflect.DeepEqual(got, []string{"sum-mismatch@E2"}) {
		t.Errorf("findings %v %v", got, bad.Key)
	}
}

const reportHead = "2020年一季度进展情况表|<|<|<|<|<|<|<|<\n序号|项目名称|指标|计量单位|年度目标|开工数|累计完成|是否达序时|填报单位\n"

func TestBind(t *testing.T) {
	clean := []string{
		"2|农村公路|农村公路|公里|200|30|0|是|市交通局",
		"2|农村公路|桥梁|座|30|3|0|是|市交通局",
		"1②|居民设施|城市公厕|座|26|0|0|是|市城管局",
		"1①|居民设施|老旧小区|个|70|14|0|是|市住建局",
	}
	with := func(i int, row string) []string {
		rows := append([]string{}, clean...)
		rows[i] = row
		return rows
	}
	q4 := []ledger.Report{}
	tests := []struct {
		name    string
		rows    []string
		want    []string
		reports int
	}{
		{"rows in another order", clean, []string{}, 3},
		{"full width and traditional names", with(3, "1①|居民設施|老舊小區|個|70|１４|0|是|市住建局"), []string{}, 3},
		{"renamed", with(3, "1①|城乡设施更新|老旧小区|个|70|14|0|是|市住建局"), []string{"renamed-project@A6"}, 3},
		{"unknown unit", with(3, "1①|居民设施|老旧小区|个|70|14|0|是|市住建委"), []string{"unknown-unit@I6"}, 3},
		{"another unit's project", with(3, "1①|居民设施|老旧小区|个|70|14|0|是|市交通局"), []string{"other-unit@I6"}, 2},
		{"unknown project", with(3, "7|居民设施|老旧小区|个|70|14|0|是|市住建局"), []string{"unknown-project@A6", "missing-project@"}, 2},
		{"number and name of two projects", with(3, "1①|农村公路|老旧小区|个|70|14|0|是|市住建局"), []string{"number-name@A6", "missing-project@"}, 2},
		{"unknown indicator", with(3, "1①|居民设施|绿化面积|平方米|800|14|0|是|市住建局"), []string{"unknown-indicator@C6"}, 3},
		{"lacks what is due", with(3, "1①|居民设施|老旧小区|个|70||0|是|市住建局"), []string{"incomplete-report@F6"}, 3},
		{"another target than planned", with(3, "1①|居民设施|老旧小区|个|75|14|0|是|市住建局"), []string{"text-differs@E6"}, 3},
		{"another measure than planned", with(0, "2|农村公路|农村公路|千瓦|200|30|0|是|市交通局"), []string{"measure-differs@D3"}, 3},
		{"the number of a sister project", with(3, "1②|居民设施|老旧小区|个|70|14|0|是|市住建局"), []string{"other-unit@A6"}, 2},
		{"parts that are not the whole", append(clean[:2:2], clean[3], "1②|居民设施|城市公厕|座|26|9|9|是|市城管局",
			"1②|居民设施|新建城市公厕|座|15|5|5||市城管局", "1②|居民设施|改造城市公厕|座|11|3|3||市城管局"), []string{"sum-mismatch@G6"}, 3},
		{"the same twice", append(clean, "1①|居民设施|老旧小区|个|70|14|0|是|市住建局"), []string{"duplicate-report@A7"}, 3},
		{"a project left out", clean[:3], []string{"missing-project@"}, 2},
		{"verdict against figures", with(3, "1①|居民设施|老旧小区|个|70|1|0|是|市住建局"), []string{"verdict-contradicts@H6"}, 3},
		{"an area's share", append(clean, "1②|居民设施|新建城市公厕|座|4|2|1||清江浦区"), []string{}, 4},
		{"not filled in", with(3, "1①|居民设施|老旧小区|个|70||||市住建局"), []string{"missing-project@"}, 2},
	}
	p := planned(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := Read(book(sheet("一季度", reportHead+strings.Join(tt.rows, "\n"))))
			if len(d.Findings) > 0 {
				t.Fatalf("read: %v", codes(d.Findings))
			}
			reports, found := Bind(d, p, q4, BindOptions{})
			if got := codes(found); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
			if len(reports) != tt.reports {
				t.Errorf("%d reports, want %d", len(reports), tt.reports)
			}
			for _, f := range found {
				if unfilled.MatchString(Words(f)) {
					t.Errorf("no words: %s", Words(f))
				}
			}
		})
	}
}

func TestWhatCannotBeReadIsNotMissingToo(t *testing.T) {
	d := Read(book(sheet("一季度", reportHead+"1①|居民设施|老旧小区|个|70|十来个吧|0|是|市住建局")))
	if got := codes(d.Findings); !reflect.DeepEqual(got, []string{"unreadable-number@F3"}) {
		t.Fatalf("read: %v", got)
	}
	_, found := Bind(d, planned(t), nil, BindOptions{})
	if got := codes(found); !reflect.DeepEqual(got, []string{"missing-project@"}) {
		t.Errorf("bind: %v", got)
	}
}

func TestBindAgainstLastPeriod(t *testing.T) {
	p := planned(t)
	read := func(quarter, done, problem string) *Draft {
		return Read(book(sheet("进展", strings.Replace(strings.Replace(reportHead, "一季度", quarter, 1), "是否", "存在问题|是否", 1)+
			"1①|居民设施|老旧小区|个|70|40|"+done+"|"+problem+"|是|市住建局")))
	}
	first, _ := Bind(read("二季度", "20", ""), p, nil, BindOptions{})
	for _, tt := range []struct {
		done, problem string
		want          []string
	}{
		{"25", "", []string{"missing-project@"}},
		{"19", "", []string{"falling-cumulative@G3", "missing-project@"}},
		{"19", "重复统计1个，已核减", []string{"missing-project@"}},
	} {
		_, found := Bind(read("三季度", tt.done, tt.problem), p, first, BindOptions{})
		if got := codes(found); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s %s: got %v, want %v", tt.done, tt.problem, got, tt.want)
		}
	}
	_, found := Bind(read("三季度", "25", ""), p, first, BindOptions{Period: ledger.QuarterOf(2020, 4)})
	if got := codes(found); !reflect.DeepEqual(got, []string{"other-period@"}) {
		t.Errorf("another period: %v", got)
	}
	changed, _ := Bind(read("二季度", "22", ""), p, nil, BindOptions{})
	diff := CompareReports(p, first, changed)
	if len(diff) != 1 || diff[0].Old != "20" || diff[0].New != "22" || diff[0].Cell.Ref != "G3" || !strings.HasPrefix(diff[0].Field, "累计完成") {
		t.Errorf("differences %+v", diff)
	}
}

func TestNearNames(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"区城管局", "区城市管理局", true},
		{"市文旅局", "市文广旅游局", true},
		{"市财政局", "市民政局", false},
		{"市体育局", "市教育局", false},
		{"淮安区", "淮安经济技术开发区", false},
		{"党政办公室", "党政办公室（宣传）", false},
		{"市生态环境局", "市生态环保局", true},
	} {
		if got := alike(tt.a, tt.b); got != tt.want {
			t.Errorf("%s, %s: %v", tt.a, tt.b, got)
		}
	}
}
