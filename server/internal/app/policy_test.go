package app_test

import (
	"strings"
	"testing"

	"tongbao/server/internal/app"
	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

const ourKey = "test-2020"

// planTable and progressTable are typed in the simplest form in which units send them.
const planTable = `2020年为民办实事项目表
序号,项目名称,目标任务,完成时限,责任单位
1,新建旅游公厕,新建旅游公厕80座,2020年12月底,市文旅局
2,改造老旧小区,改造老旧小区70个,2020年12月底,市住建局
3,新建农村公路,新建农村公路100公里,2020年12月底,市交通局
`

const progressHead = "2020年一季度为民办实事进展表\n序号,项目名称,累计完成,是否达序时,存在问题\n"

func csvOf(name, text string) app.Upload { return app.Upload{Name: name, Data: []byte(text)} }

func ours(period string) app.Binding {
	b := app.Binding{Programme: ourKey}
	if period != "" {
		b.Period, _ = ledger.ParsePeriod(period)
	}
	return b
}

// planned is a desk with ourKey's plan and policy.
func planned(t *testing.T, p app.Policy) *desk {
	t.Helper()
	d := newDesk(t)
	if _, v, err := d.Accept(t.Context(), csvOf("项目表.csv", planTable), ours(""), app.CommandLine); err != nil {
		t.Fatalf("plan: %v %+v", err, v)
	}
	if err := d.SetPolicy(t.Context(), ourKey, p, app.Browser); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *desk) done(t *testing.T) string {
	t.Helper()
	reports, err := d.Reports(t.Context(), ourKey)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, r := range reports {
		b.WriteString(r.Project.String() + "=" + r.Figures[0].Done.String() + " ")
	}
	return strings.TrimSpace(b.String())
}

var goodRows = app.Policy{Rows: app.GoodRows, Warnings: app.PassWarnings}

func TestGoodRowsAreTakenWhereTheOfficeAllowsIt(t *testing.T) {
	cases := []struct {
		name, rows string
		policy     app.Policy
		taken      string // what the ledger holds then
		left       string // rows and codes that are left out
		code       ledger.ErrorCode
	}{
		{"all is well", "1,新建旅游公厕,20,是,\n2,改造老旧小区,30,是,\n", goodRows, "1=20 2=30", "", ""},
		{"one bad figure", "1,新建旅游公厕,二十来座吧,是,\n2,改造老旧小区,30,是,\n", goodRows, "2=30", "3 unreadable-number", ""},
		{"one unknown project", "1,新建旅游公厕,20,是,\n9,修建机场,1,是,\n", goodRows, "1=20", "4 unknown-project", ""},
		{"a project told twice goes out whole", "1,新建旅游公厕,20,是,\n1,新建旅游公厕,25,是,\n2,改造老旧小区,30,是,\n", goodRows, "2=30", "3 4 ", ""},
		{"the same under the strict rule", "1,新建旅游公厕,二十来座吧,是,\n2,改造老旧小区,30,是,\n", app.DefaultPolicy(), "", "", ledger.CodeRefused},
		{"nothing good", "9,修建机场,1,是,\n", goodRows, "", "", ledger.CodeRefused},
		{"no header", "甲,乙\n丙,丁\n", goodRows, "", "", ledger.CodeRefused},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := planned(t, c.policy)
			head := progressHead
			if c.name == "no header" {
				head = ""
			}
			u := csvOf("进展.csv", head+c.rows)
			before, err := d.Check(t.Context(), u, ours("2020Q1"))
			if c.name == "no header" {
				if err != nil || len(before.Stops()) == 0 {
					t.Errorf("a file without a head: %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			sub, _, err := d.Accept(t.Context(), u, ours("2020Q1"), app.Browser)
			if ledger.CodeOf(err) != c.code || c.code == "" && err != nil {
				t.Fatalf("accept: %v", err)
			}
			if got := d.done(t); got != c.taken {
				t.Errorf("the ledger holds %q, want %q", got, c.taken)
			}
			if err != nil {
				return
			}
			rows := before.Draft.Rows
			if rows.Seen != rows.Accepted+rows.Rejected+rows.Blank || rows.Rejected != len(sub.LeftOut) ||
				sub.Rows != rows.Accepted || sub.Rejected != rows.Rejected || sub.Blank != rows.Blank {
				t.Errorf("rows do not add up: %+v, stored %d %d %d, left out %d", rows, sub.Rows, sub.Rejected, sub.Blank, len(sub.LeftOut))
			}
			kept, err := d.Submission(t.Context(), sub.ID)
			if err != nil {
				t.Fatal(err)
			}
			if got := leftOf(kept); !strings.HasPrefix(got, c.left) || c.left == "" && got != "" {
				t.Errorf("left out %q, want %q", got, c.left)
			}
		})
	}
}

// leftOf is the rows left out and then the codes of what is wrong in them.
func leftOf(s app.Submission) string {
	rows, codes := "", ""
	for _, l := range s.LeftOut {
		rows += string(rune('0'+l.Row)) + " "
		for _, f := range l.Findings {
			codes += f.Code + " "
		}
	}
	return strings.TrimSuffix(rows+codes, " ") + strings.Repeat(" ", min(1, len(rows)))
}

func TestAPlanTakenInPartRemovesNothing(t *testing.T) {
	d := planned(t, goodRows)
	changed := strings.Replace(planTable, "80座", "90座", 1)
	changed = strings.Replace(changed, "2,改造老旧小区", ",改造老旧小区", 1)
	sub, v, err := d.Accept(t.Context(), csvOf("项目表二.csv", changed), ours(""), app.Browser)
	if err != nil {
		t.Fatalf("%v %+v", err, v.Findings)
	}
	p, err := d.Programme(t.Context(), ourKey)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, pr := range p.Projects {
		names = append(names, pr.ID.String()+intake.TargetText(&pr.Targets[0]))
	}
	if got := strings.Join(names, " "); got != "190座 270个 3100公里" || sub.Rejected != 1 || sub.Rows != 2 {
		t.Errorf("the plan is %q, rows %d, left out %d", got, sub.Rows, sub.Rejected)
	}
}

func TestExplanations(t *testing.T) {
	d := planned(t, app.Policy{Rows: app.AllRows, Warnings: app.ExplainWarnings, Codes: []string{intake.CodeMissingProject}})
	first := csvOf("一季度.csv", progressHead+"1,新建旅游公厕,20,是,\n2,改造老旧小区,30,是,\n3,新建农村公路,40,是,\n")
	if _, _, err := d.Accept(t.Context(), first, ours("2020Q1"), app.Browser); err != nil {
		t.Fatal(err)
	}
	fell := csvOf("二季度.csv", strings.Replace(progressHead, "一季度", "二季度", 1)+"1,新建旅游公厕,15,是,\n2,改造老旧小区,30,是,\n")
	b := ours("2020Q2")
	_, v, err := d.Accept(t.Context(), fell, b, app.Browser)
	if ledger.CodeOf(err) != ledger.CodeRefused || len(v.Stops()) != 0 {
		t.Fatalf("without a word: %v, stopped by %+v", err, v.Stops())
	}
	open := v.Unexplained()
	if len(open) != 2 {
		t.Fatalf("asked for %+v, want the fallen figure and the missing project", open)
	}
	b.Explanations = map[string]string{app.FindingKey(open[0]): "上季度重复统计5座"}
	if _, _, err := d.Accept(t.Context(), fell, b, app.Browser); ledger.CodeOf(err) != ledger.CodeRefused || !strings.Contains(err.Error(), "1处") {
		t.Errorf("with one of two: %v", err)
	}
	b.Explanations[app.FindingKey(open[1])] = "公路下月开工"
	sub, _, err := d.Accept(t.Context(), fell, b, app.Browser)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := d.Submission(t.Context(), sub.ID)
	if err != nil {
		t.Fatal(err)
	}
	said := 0
	for _, f := range kept.Findings {
		if f.Severity == ledger.SeverityError {
			t.Errorf("an accepted file keeps an error: %+v", f)
		}
		if f.Explanation != "" {
			said++
		}
	}
	log, err := d.Audit(t.Context(), app.AuditFilter{Limit: 1})
	if err != nil || said != 2 || !strings.Contains(log[0].Detail, "说明：上季度重复统计5座") {
		t.Errorf("%d explanations kept, log %q, %v", said, log[0].Detail, err)
	}
	b.Explanations = map[string]string{app.FindingKey(open[0]): strings.Repeat("长", 501)}
	if _, err := d.Check(t.Context(), fell, b); ledger.CodeOf(err) != ledger.CodeInvalid {
		t.Errorf("a very long explanation: %v", err)
	}
}

func TestAFallenFigureIsLeftOutUnlessExplained(t *testing.T) {
	d := planned(t, goodRows)
	if _, _, err := d.Accept(t.Context(), csvOf("一季度.csv", progressHead+"1,新建旅游公厕,20,是,\n"), ours("2020Q1"), app.Browser); err != nil {
		t.Fatal(err)
	}
	fell := csvOf("二季度.csv", strings.Replace(progressHead, "一季度", "二季度", 1)+"1,新建旅游公厕,15,是,\n2,改造老旧小区,30,是,\n")
	v, err := d.Check(t.Context(), fell, ours("2020Q2"))
	if err != nil || len(v.LeftOut) != 1 || v.LeftOut[0].Label != "1 新建旅游公厕" || len(v.Unexplained()) != 0 {
		t.Fatalf("left out %+v, %v", v.LeftOut, err)
	}
	b := ours("2020Q2")
	b.Explanations = map[string]string{app.FindingKey(v.LeftOut[0].Findings[0]): "重复统计"}
	sub, _, err := d.Accept(t.Context(), fell, b, app.Browser)
	if err != nil || sub.Rejected != 0 || d.done(t) != "1=20 1=15 2=30" {
		t.Errorf("explained: %+v %v, ledger %s", sub.LeftOut, err, d.done(t))
	}
	// Beside a row that no word saves it asks for one, or nothing would be left.
	both := csvOf("三季度.csv", strings.Replace(progressHead, "一季度", "三季度", 1)+"1,新建旅游公厕,10,是,\n2,改造老旧小区,说不清,是,\n")
	v, err = d.Check(t.Context(), both, ours("2020Q3"))
	if err != nil || len(v.Stops()) != 0 || len(v.Unexplained()) != 1 || len(v.LeftOut) != 1 || v.LeftOut[0].Row != 4 {
		t.Errorf("stopped by %+v, asked for %+v, left out %+v, %v", v.Stops(), v.Unexplained(), v.LeftOut, err)
	}
}

func TestAClosedPeriodTakesNoReports(t *testing.T) {
	d := planned(t, goodRows)
	q1 := ledger.QuarterOf(2020, 1)
	u := csvOf("一季度.csv", progressHead+"1,新建旅游公厕,20,是,\n")
	if err := d.ClosePeriod(t.Context(), ourKey, q1, app.Browser); err != nil {
		t.Fatal(err)
	}
	v, err := d.Check(t.Context(), u, ours("2020Q1"))
	if err != nil || len(v.Stops()) != 1 || v.Stops()[0].Code != intake.CodeClosedPeriod {
		t.Fatalf("a closed period: %+v %v", v.Findings, err)
	}
	if err := d.ReopenPeriod(t.Context(), ourKey, q1, app.Browser); err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.Accept(t.Context(), u, ours("2020Q1"), app.Browser); err != nil {
		t.Error(err)
	}
}

func TestUndoThroughTheService(t *testing.T) {
	d := planned(t, app.DefaultPolicy())
	q1 := ledger.QuarterOf(2020, 1)
	before, err := d.Export(t.Context(), ourKey, q1)
	if err != nil {
		t.Fatal(err)
	}
	u := csvOf("一季度.csv", progressHead+"1,新建旅游公厕,20,是,\n")
	sub, _, err := d.Accept(t.Context(), u, ours("2020Q1"), app.Browser)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Undo(t.Context(), sub.ID, "  ", app.Browser); ledger.CodeOf(err) != ledger.CodeInvalid {
		t.Errorf("without a reason: %v", err)
	}
	if _, err := d.Undo(t.Context(), sub.ID, "传错", app.Browser); err != nil {
		t.Fatal(err)
	}
	after, err := d.Export(t.Context(), ourKey, q1)
	if err != nil || string(after) != string(before) {
		t.Errorf("the export differs after an undo: %v", err)
	}
	if v, err := d.Check(t.Context(), u, ours("2020Q1")); err != nil || v.Duplicate {
		t.Errorf("an undone file counts as there: %v", err)
	}
	again, _, err := d.Accept(t.Context(), u, ours("2020Q1"), app.Browser)
	if err != nil {
		t.Fatal(err)
	}
	versions, err := d.Versions(t.Context(), again)
	if err != nil || len(versions) != 2 || versions[0].ID != sub.ID || versions[0].Undone == nil || !versions[1].Current {
		t.Errorf("versions: %+v %v", versions, err)
	}
}

func TestVersionsAreCompared(t *testing.T) {
	d := planned(t, app.DefaultPolicy())
	take := func(name, text, period string) app.Submission {
		sub, v, err := d.Accept(t.Context(), csvOf(name, text), ours(period), app.Browser)
		if err != nil {
			t.Fatalf("%v %+v", err, v.Findings)
		}
		return sub
	}
	one := take("一.csv", progressHead+"1,新建旅游公厕,20,是,\n2,改造老旧小区,30,是,\n", "2020Q1")
	two := take("二.csv", progressHead+"1,新建旅游公厕,25,是,\n3,新建农村公路,9,否,\n", "2020Q1")
	list, err := d.CompareVersions(t.Context(), one, two)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range list {
		if strings.HasPrefix(c.Field, "累计完成") {
			got = append(got, c.Project+":"+c.Old+"→"+c.New)
		}
	}
	if s := strings.Join(got, " "); s != "1:20→25 3:→9 2:30→" {
		t.Errorf("differences %s", s)
	}
	plan, err := d.Submission(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.CompareVersions(t.Context(), plan, two); ledger.CodeOf(err) != ledger.CodeInvalid {
		t.Errorf("a plan with a report: %v", err)
	}
	longer := take("项目表.csv", strings.Replace(planTable, "80座", "90座", 1), "")
	list, err = d.CompareVersions(t.Context(), plan, longer)
	if err != nil || len(list) == 0 || list[0].Project != "1" || !strings.Contains(list[len(list)-1].New, "90座") {
		t.Errorf("plans: %+v %v", list, err)
	}
}

func TestPoliciesThatThereAreNot(t *testing.T) {
	d := planned(t, app.DefaultPolicy())
	for _, p := range []app.Policy{
		{Rows: "some", Warnings: app.PassWarnings},
		{Rows: app.AllRows, Warnings: "shout"},
		{Rows: app.AllRows, Warnings: app.ExplainWarnings, Codes: []string{"no-such"}},
	} {
		if err := d.SetPolicy(t.Context(), ourKey, p, app.Browser); ledger.CodeOf(err) != ledger.CodeInvalid {
			t.Errorf("%+v: %v", p, err)
		}
	}
}
