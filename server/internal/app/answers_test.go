package app_test

import (
	"strings"
	"testing"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// oddSheet is a unit's table whose figures stand under a head that no list of
// heads knows.
func oddSheet(unit, quarter, done string) app.Upload {
	return app.Upload{Name: unit + quarter + ".csv", Data: []byte("2020年" + quarter + "进展情况表\n填报单位：" + unit + "\n" +
		"序号,项目名称,年度目标,干成了多少,是否达序时\n1①,居民生活设施,70," + done + ",是\n")}
}

func (d *desk) check(u app.Upload, quarter int) *app.Preview {
	d.t.Helper()
	v, err := d.Check(d.t.Context(), u, app.Binding{Programme: "huaian-2020", Period: ledger.QuarterOf(2020, quarter)})
	if err != nil {
		d.t.Fatal(err)
	}
	return v
}

func answersTo(v *app.Preview, field string) []app.ColumnAnswer {
	var list []app.ColumnAnswer
	for _, q := range v.Draft.Questions {
		list = append(list, app.ColumnAnswer{
			Programme: v.Binding.Programme, Unit: v.Binding.Unit, Layout: q.Layout, Head: q.Head, Field: field,
		})
	}
	return list
}

// A column is asked about once for a unit and its head, until that is undone.
func TestAColumnIsAskedAboutOnce(t *testing.T) {
	d := newDesk(t)
	d.accept("淮安2020-项目表.xlsx", "")
	asks := func(u app.Upload, quarter, want int) *app.Preview {
		t.Helper()
		v := d.check(u, quarter)
		if got := len(v.Draft.Questions); got != want {
			t.Errorf("%s: %d questions, want %d", u.Name, got, want)
		}
		return v
	}
	first := oddSheet("市住建局", "一季度", "12")
	v := asks(first, 1, 1)
	if len(v.Unsure()) != 1 {
		t.Fatalf("unsure %+v", v.Unsure())
	}
	_, _, err := d.Accept(t.Context(), first, v.Binding, app.Browser)
	if ledger.CodeOf(err) != ledger.CodeRefused || !strings.Contains(err.Error(), "D3“干成了多少”") {
		t.Fatalf("accepted what was read by a guess: %v", err)
	}
	kept, err := d.AnswerColumns(t.Context(), answersTo(v, "done"), app.Browser)
	if err != nil {
		t.Fatal(err)
	}
	asks(first, 1, 0)
	if _, v, err = d.Accept(t.Context(), first, v.Binding, app.Browser); err != nil || len(v.Changes) == 0 {
		t.Fatalf("answered: %v", err)
	}
	asks(oddSheet("市住建局", "二季度", "30"), 2, 0)
	asks(oddSheet("市城管局", "二季度", "30"), 2, 1)

	if _, err := d.ForgetAnswer(t.Context(), kept[0].ID, app.Browser); err != nil {
		t.Fatal(err)
	}
	asks(oddSheet("市住建局", "二季度", "30"), 2, 1)
	if left, err := d.ColumnAnswers(t.Context(), "huaian-2020"); err != nil || len(left) > 0 {
		t.Errorf("left %+v: %v", left, err)
	}
}

// An answer for all units counts where a unit has none of its own.
func TestAUnitsOwnAnswerGoesFirst(t *testing.T) {
	d := newDesk(t)
	d.accept("淮安2020-项目表.xlsx", "")
	u := oddSheet("市住建局", "一季度", "12")
	v := d.check(u, 1)
	all, own := answersTo(v, "ignore")[0], answersTo(v, "rate")[0]
	all.Unit = ""
	for _, c := range []struct {
		answer  app.ColumnAnswer
		percent bool
	}{{all, false}, {own, true}} {
		if _, err := d.AnswerColumns(t.Context(), []app.ColumnAnswer{c.answer}, app.Browser); err != nil {
			t.Fatal(err)
		}
		v := d.check(u, 1)
		if row := v.Draft.Progress[0]; len(v.Draft.Questions) > 0 || row.Cumulative != nil || (row.CumulativePercent != nil) != c.percent {
			t.Errorf("answered %+v: read %+v", c.answer, row)
		}
	}
}

func TestAnswersThatAreRefused(t *testing.T) {
	d := newDesk(t)
	good := app.ColumnAnswer{Programme: "huaian-2020", Layout: "0123456789abcdef", Head: "甲", Field: "done"}
	for name, spoil := range map[string]func(*app.ColumnAnswer){
		"no field":              func(a *app.ColumnAnswer) { a.Field = "" },
		"an unknown field":      func(a *app.ColumnAnswer) { a.Field = "colour" },
		"no programme":          func(a *app.ColumnAnswer) { a.Programme = "" },
		"a layout that is none": func(a *app.ColumnAnswer) { a.Layout = "x" },
		"no head":               func(a *app.ColumnAnswer) { a.Head = "" },
		"an endless head":       func(a *app.ColumnAnswer) { a.Head = strings.Repeat("头", 300) },
	} {
		bad := good
		spoil(&bad)
		if _, err := d.AnswerColumns(t.Context(), []app.ColumnAnswer{good, bad}, app.Browser); ledger.CodeOf(err) != ledger.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := d.AnswerColumns(t.Context(), nil, app.Browser); ledger.CodeOf(err) != ledger.CodeInvalid {
		t.Errorf("none: %v", err)
	}
	if left, err := d.ColumnAnswers(t.Context(), "huaian-2020"); err != nil || len(left) > 0 {
		t.Errorf("kept %+v: %v", left, err)
	}
}

// A file that was accepted with one answer and is read otherwise with another is
// taken again once its submission is undone.
func TestAnAnswerThatComesLate(t *testing.T) {
	d := newDesk(t)
	d.accept("淮安2020-项目表.xlsx", "")
	u := oddSheet("市住建局", "一季度", "12")
	v := d.check(u, 1)
	answer := func(field string) {
		t.Helper()
		_, err := d.AnswerColumns(t.Context(), answersTo(v, field), app.Browser)
		fatal(t, err)
	}
	answer("done")
	sub, _, err := d.Accept(t.Context(), u, v.Binding, app.Browser)
	fatal(t, err)
	if again := d.check(u, 1); !again.Duplicate || again.Differs() {
		t.Errorf("the same reading: duplicate %v, differs %v", again.Duplicate, again.Differs())
	}
	answer("finished")
	if again := d.check(u, 1); !again.Differs() {
		t.Errorf("another reading: %+v", again.Changes)
	}
	if _, _, err := d.Accept(t.Context(), u, v.Binding, app.Browser); ledger.CodeOf(err) != ledger.CodeConflict || !strings.Contains(err.Error(), "请先撤销那次报送") {
		t.Errorf("taken beside the first reading: %v", err)
	}
	_, err = d.Undo(t.Context(), sub.ID, "改按完工数读取", app.Browser)
	fatal(t, err)
	if _, again, err := d.Accept(t.Context(), u, v.Binding, app.Browser); err != nil || again.Draft.Progress[0].Finished == nil {
		t.Errorf("after undoing: %v", err)
	}
}
