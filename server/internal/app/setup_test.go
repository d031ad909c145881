package app_test

import (
	"testing"

	"tongbao/server/internal/app"
)

// A new year's programme takes units, aliases, groups and words over from the
// last one's, and asks of new spellings only.
func TestASetupTakesOverFromLastYear(t *testing.T) {
	d := newDesk(t)
	d.accept("淮安2020-项目表.xlsx", "")
	table := csvOf("项目表.csv", "2021年市政府为民办十件实事项目表\n序号,项目名称,目标任务,完成时限,责任单位\n"+
		"1,新建旅游公厕,新建旅游公厕80座,2021年12月底,市文旅局\n2,改造老旧小区,改造老旧小区70个,2021年12月底,市住建局\n")
	st, err := d.StartSetup(t.Context(), table, "huaian-2020", app.Browser)
	if err != nil {
		t.Fatal(err)
	}
	v, err := d.Setup(t.Context(), st.ID)
	if err != nil {
		t.Fatal(err)
	}
	last, err := d.Programme(t.Context(), "huaian-2020")
	if err != nil {
		t.Fatal(err)
	}
	p := v.Plan
	if p.Key != "huaian-2021" || p.Year != 2021 || p.Greeting != last.Greeting || len(p.Groups) < len(last.Groups) || len(p.Recipients) != len(last.Recipients) {
		t.Errorf("taken over: %s %d %q, %d groups, %d recipients", p.Key, p.Year, p.Greeting, len(p.Groups), len(p.Recipients))
	}
	var fresh []string
	for _, u := range v.Found {
		if !u.Taken {
			fresh = append(fresh, u.Name)
		}
	}
	if len(fresh) != 1 || fresh[0] != "市文旅局" {
		t.Errorf("new names %q", fresh)
	}
	form := v.UnitsForm()
	form.Rows[len(form.Rows)-1].As = "市文广旅游局"
	if st, err = d.SaveSetup(t.Context(), st.ID, st.Version, form, app.Browser); err != nil {
		t.Fatal(err)
	}
	if v, err = d.Setup(t.Context(), st.ID); err != nil {
		t.Fatal(err)
	}
	if u, ok := v.Plan.Unit("市文旅局"); !ok || u.Name != "市文广旅游局" || len(v.Plan.Units) != len(last.Units) {
		t.Errorf("the alias leads to %q; %d units, want %d", u.Name, len(v.Plan.Units), len(last.Units))
	}
	if all, err := d.Programmes(t.Context()); err != nil || len(all) != 1 {
		t.Errorf("%d programmes in the ledger before 建立: %v", len(all), err)
	}
}
