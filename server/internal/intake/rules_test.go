package intake

import (
	"reflect"
	"strings"
	"testing"

	"tongbao/server/ledger"
)

const goodPlan = `
2020年民生实事项目表|<|<|<|<|<|<
序号|项目名称|主要内容|进度要求|完成时限|责任单位|总投资（万元）
一、城乡建设（2项）|<|<|<|<|<|<
1|老旧小区|改造老旧小区70个|一季度开工率达20%；四季度全面完成|12月底|市住建局|4000
2|城市公厕|新建公厕26座（清江浦区15座、涟水县11座）|四季度全部投入使用|12月底|市城管局|260
二、交通出行（1项）|<|<|<|<|<|<
3|农村公路|新改建农村公路200公里|二季度完成30%；四季度全面完成|11月底|市交通局|9000
合计||||||13260
`

const goodReport = `
2020年二季度民生实事进展情况表|<|<|<|<|<|<|<
序号|项目名称|填报单位|年度目标|累计开工|累计完成|完成率|是否达序时
1|老旧小区|市住建局|70|40|14|20%|是
2|城市公厕|市城管局|26|13|13|50%|是
3|农村公路|市交通局|200|100|60|30%|是
`

// TestRules plants one mistake in a good table and expects its finding, at its
// cell, and no other.
func TestRules(t *testing.T) {
	base := func() *ledger.Programme {
		p, found := Plan(Read(book(sheet("项目表", goodPlan))), &ledger.Programme{Key: "x-2020"})
		if len(found) > 0 {
			t.Fatalf("the good plan: %v", codes(found))
		}
		return p
	}
	prior := func(p *ledger.Programme) []ledger.Report {
		r, _ := Bind(Read(book(sheet("一季度", strings.NewReplacer("二季度", "一季度", "|60|30%", "|61|30.5%").Replace(goodReport)))), p, nil, BindOptions{})
		return r
	}
	for _, c := range []struct {
		name, from, to string
		plan           bool
		want           []string
	}{
		{name: "nothing planted in a plan", plan: true, want: []string{}},
		{name: "no number", plan: true, from: "\n3|农村", to: "\n|农村", want: []string{"no-number@A7"}},
		{name: "no name", plan: true, from: "|老旧小区|", to: "||", want: []string{"no-name@B4"}},
		{name: "unreadable date", plan: true, from: "|11月底|", to: "|尽快|", want: []string{"unreadable-date@E7"}},
		{name: "unreadable amount", plan: true, from: "|9000", to: "|九千多", want: []string{"unreadable-number@G7"}},
		{name: "duplicate number", plan: true, from: "\n2|", to: "\n1|", want: []string{"duplicate-number@A5"}},
		{name: "the total is wrong", plan: true, from: "13260", to: "13261", want: []string{"sum-mismatch@G8"}},
		{name: "the areas' shares are wrong", plan: true, from: "涟水县11座", to: "涟水县12座", want: []string{"sum-mismatch@C5"}},
		{name: "a heading counts wrongly", plan: true, from: "（2项）", to: "（3项）", want: []string{"category-count@A3:G3"}},
		{name: "no lead", plan: true, from: "|市交通局|", to: "||", want: []string{"no-lead@A7"}},
		{name: "cumulative or increment", plan: true, from: "二季度完成30%；", to: "二季度完成130公里；三季度完成170公里；", want: []string{"unclear-series@D7"}},
		{name: "no year", plan: true, from: "2020年", to: "", want: []string{"no-year@"}},
		{name: "no head", plan: true, from: "序号|项目名称|主要内容|进度要求|完成时限|责任单位|总投资（万元）", to: "甲|乙|丙|丁|戊|己|庚", want: []string{"no-header@"}},

		{name: "nothing planted in a report", want: []string{}},
		{name: "unknown unit", from: "市住建局", to: "市佳建局", want: []string{"unknown-unit@C3"}},
		{name: "unknown project", from: "3|农村公路", to: "9|乡村电影", want: []string{"unknown-project@A5", "missing-project@"}},
		{name: "number and name disagree", from: "3|农村公路", to: "3|老旧小区", want: []string{"number-name@A5", "missing-project@"}},
		{name: "another unit's project", from: "市交通局", to: "市住建局", want: []string{"other-unit@C5"}},
		{name: "unreadable number", from: "|60|", to: "|6o|", want: []string{"unreadable-number@F5"}},
		{name: "negative", from: "|60|30%", to: "|-60|30%", want: []string{"negative-number@F5"}},
		{name: "unknown word", from: "60|30%|是", to: "60|30%|也许", want: []string{"unknown-declaration@H5"}},
		{name: "a report lacks what is due", from: "|100|60|30%|是", to: "||||是", want: []string{"incomplete-report@F5"}},
		{name: "rate above 100", from: "|13|13|50%|是", to: "|27|27|103.8%|已完成", want: []string{"rate-above-100@F4"}},
		{name: "the rate differs", from: "|13|13|50%", to: "|13|13|60%", want: []string{"rate-differs@G4"}},
		{name: "more finished than done", from: "累计完成|完成率|是否达序时\n1|老旧小区|市住建局|70|40|14|20%", to: "累计完成|完工数|是否达序时\n1|老旧小区|市住建局|70|40|14|15", want: []string{"counts-contradict@G3"}},
		{name: "more started than there is", from: "|70|40|14", to: "|70|400|14", want: []string{"rate-above-100@E3"}},
		{name: "the word contradicts", from: "60|30%|是", to: "20|10%|是", want: []string{"verdict-contradicts@H5"}},
		{name: "the target differs", from: "|70|40|14|20%", to: "|71|40|14|20%", want: []string{"text-differs@D3"}},
		{name: "the same twice", from: "3|农村公路|市交通局|200|100|60|30%|是", to: "3|农村公路|市交通局|200|100|60|30%|是\n2|城市公厕|市城管局|26|13|13|50%|是", want: []string{"duplicate-report@A6"}},
		{name: "a project that is not due is missing", from: "\n2|城市公厕|市城管局|26|13|13|50%|是", to: "", want: []string{}},
		{name: "a project is missing", from: "\n3|农村公路|市交通局|200|100|60|30%|是", to: "", want: []string{"missing-project@"}},
		{name: "another period", from: "二季度", to: "三季度", want: []string{"other-period@"}},
		{name: "a formula without a value", from: "|60|", to: "|=?|", want: []string{"formula-without-value@F5"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := goodReport
			if c.plan {
				text = goodPlan
			}
			if c.from != "" && !strings.Contains(text, c.from) {
				t.Fatalf("%q is not in the table", c.from)
			}
			d := Read(book(sheet("表", strings.Replace(text, c.from, c.to, 1))))
			found := d.Findings
			if !c.plan {
				_, bound := Bind(d, base(), nil, BindOptions{Period: ledger.QuarterOf(2020, 2)})
				found = append(found, bound...)
			}
			if got := codes(found); !reflect.DeepEqual(got, c.want) {
				t.Errorf("findings %v, want %v", got, c.want)
			}
		})
	}
	t.Run("falling", func(t *testing.T) {
		p := base()
		_, found := Bind(Read(book(sheet("表", goodReport))), p, prior(p), BindOptions{})
		if got := codes(found); !reflect.DeepEqual(got, []string{"falling-cumulative@F5"}) {
			t.Errorf("findings %v", got)
		}
	})
}
