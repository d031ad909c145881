package store

import (
	"strings"
	"testing"

	"tongbao/reports/bulletin"
	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// state is all that an export of the ledger is worked out from.
func state(t *testing.T, s *Store) string {
	t.Helper()
	p, err := s.Programme(t.Context(), key)
	if err != nil && ledger.CodeOf(err) != ledger.CodeNotFound {
		t.Fatal(err)
	}
	var reports []ledger.Report
	if p != nil {
		reports = must[[]ledger.Report](t)(s.Reports(t.Context(), key))
	}
	return asJSON(t, p) + asJSON(t, reports)
}

// changedPlan is programme(4) with one name changed and one project gone.
func changedPlan() *ledger.Programme {
	p := programme(4)
	p.Projects[1].Name = "新名"
	p.Projects = append(p.Projects[:2], p.Projects[3])
	return p
}

func TestUndoRestoresExactlyTheFormerState(t *testing.T) {
	steps := []struct {
		name string
		acc  func() app.Acceptance
	}{
		{"the first plan", func() app.Acceptance { return plan(programme(4), "p0") }},
		{"a changed plan", func() app.Acceptance { return plan(changedPlan(), "p1") }},
		{"a report", func() app.Acceptance { return progress("甲", "h1", q1(), 2, "3") }},
		{"its second version, shorter", func() app.Acceptance { return progress("甲", "h2", q1(), 1, "5") }},
		{"another unit's", func() app.Acceptance { return progress("乙", "h3", q1(), 3, "7") }},
	}
	onEach(t, func(t *testing.T, d target) {
		ctx, s := t.Context(), d.open(t)
		var states []string
		var subs []app.Submission
		for _, step := range steps {
			states = append(states, state(t, s))
			subs = append(subs, must[app.Submission](t)(s.Accept(ctx, step.acc())))
			// Each may be taken back and given again.
			undone := must[app.Submission](t)(s.Undo(ctx, subs[len(subs)-1].ID, "传错了表", app.Browser))
			if undone.Current || undone.Undone == nil || undone.Undone.Reason != "传错了表" || undone.Undone.By != app.Browser || undone.Undone.At.IsZero() {
				t.Errorf("%s: undone is %+v", step.name, undone)
			}
			if got := state(t, s); got != states[len(states)-1] {
				t.Errorf("%s: after the undo\n%s\nwant\n%s", step.name, got, states[len(states)-1])
			}
			subs[len(subs)-1] = must[app.Submission](t)(s.Accept(ctx, step.acc()))
		}
		for i := len(steps) - 1; i >= 0; i-- {
			must[app.Submission](t)(s.Undo(ctx, subs[i].ID, "逐份撤回", app.Browser))
			if got := state(t, s); got != states[i] {
				t.Errorf("%s taken back last\n%s\nwant\n%s", steps[i].name, got, states[i])
			}
		}
		if n := count(t, s, "submissions"); n != 2*len(steps) {
			t.Errorf("%d submissions are kept", n)
		}
		audit := must[[]app.AuditEntry](t)(s.Audit(ctx, app.AuditFilter{Limit: 1}))
		if audit[0].Action != "undo" || !strings.Contains(audit[0].Detail, "原因：逐份撤回") {
			t.Errorf("log: %+v", audit[0])
		}
		sound(t, s)
	})
}

func TestUndoIsRefused(t *testing.T) {
	issue := func(t *testing.T, s *Store, p ledger.Period) {
		b := must[app.BulletinRecord](t)(s.NewDraft(t.Context(), app.BulletinRecord{
			Programme: key, Period: p, Edition: bulletin.Internal, Title: "通报", Actor: app.Browser,
		}, asIs))
		b.XLSX, b.PDF, b.DOCX = app.File{Name: "a", SHA256: "a"}, app.File{Name: "b", SHA256: "b"}, app.File{Name: "c", SHA256: "c"}
		must[app.BulletinRecord](t)(s.Issue(t.Context(), b, nil))
	}
	q2 := ledger.QuarterOf(2020, 2)
	cases := []struct {
		name string
		// then is what follows the plan (1) and the report (2).
		then func(t *testing.T, s *Store)
		undo int64
		say  string // "" is done
	}{
		{"nothing since", func(*testing.T, *Store) {}, 2, ""},
		{"a plan that is reported on", func(*testing.T, *Store) {}, 1, "“进展.xlsx”（报送#2）以这份报送为基础"},
		{"undone already", func(t *testing.T, s *Store) {
			must[app.Submission](t)(s.Undo(t.Context(), 2, "错", app.Browser))
		}, 2, "已于"},
		{"replaced", func(t *testing.T, s *Store) {
			must[app.Submission](t)(s.Accept(t.Context(), progress("甲", "h2", q1(), 1, "5")))
		}, 2, "替换"},
		{"part of it replaced by another table", func(t *testing.T, s *Store) {
			a := progress("甲", "h2", q1(), 1, "5")
			a.Submission.Layout = "crosstab"
			must[app.Submission](t)(s.Accept(t.Context(), a))
		}, 2, "（报送#3）以这份报送为基础"},
		{"another period's bulletin", func(t *testing.T, s *Store) { issue(t, s, ledger.QuarterOf(2019, 4)) }, 2, ""},
		{"its bulletin", func(t *testing.T, s *Store) { issue(t, s, q1()) }, 2, "已于2020年4月7日印发"},
		{"a later bulletin", func(t *testing.T, s *Store) { issue(t, s, q2) }, 2, "2020年第二季度的通报（第1期）"},
		{"a bulletin before it", func(t *testing.T, s *Store) {
			issue(t, s, q1())
			must[app.Submission](t)(s.Accept(t.Context(), progress("乙", "h9", q1(), 1, "5")))
		}, 3, ""},
		{"its period closed", func(t *testing.T, s *Store) {
			if err := s.ClosePeriod(t.Context(), key, q1(), app.Browser); err != nil {
				t.Fatal(err)
			}
		}, 2, "重新开放"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			onEach(t, func(t *testing.T, d target) {
				s := d.open(t)
				must[app.Submission](t)(s.Accept(t.Context(), plan(programme(3), "p")))
				must[app.Submission](t)(s.Accept(t.Context(), progress("甲", "h1", q1(), 2, "3")))
				c.then(t, s)
				before := state(t, s)
				_, err := s.Undo(t.Context(), c.undo, "试试", app.Browser)
				if c.say == "" {
					if err != nil {
						t.Fatal(err)
					}
					return
				}
				wantCode(t, err, ledger.CodeRefused)
				if !strings.Contains(err.Error(), c.say) {
					t.Errorf("it says %q, want %q", err, c.say)
				}
				if state(t, s) != before {
					t.Error("something was changed")
				}
			})
		})
	}
}

func TestABulletinIsNotIssuedOnWhatWasUndone(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx, s := t.Context(), d.open(t)
		must[app.Submission](t)(s.Accept(ctx, plan(programme(2), "p")))
		sub := must[app.Submission](t)(s.Accept(ctx, progress("甲", "h1", q1(), 2, "3")))
		b := must[app.BulletinRecord](t)(s.NewDraft(ctx, app.BulletinRecord{Programme: key, Period: q1(), Edition: bulletin.Internal}, asIs))
		b.XLSX, b.PDF, b.DOCX = app.File{SHA256: "a"}, app.File{SHA256: "b"}, app.File{SHA256: "c"}
		b.IssuedAt = s.now() // its figures are read here
		must[app.Submission](t)(s.Undo(ctx, sub.ID, "错", app.Browser))
		_, err := s.Issue(ctx, b, nil)
		wantCode(t, err, ledger.CodeConflict)
		b.IssuedAt = s.now()
		must[app.BulletinRecord](t)(s.Issue(ctx, b, nil))
	})
}

func TestVersionsStayAsTheyWere(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx, s := t.Context(), d.open(t)
		first := must[app.Submission](t)(s.Accept(ctx, plan(programme(4), "p0")))
		undone := must[app.Submission](t)(s.Accept(ctx, plan(changedPlan(), "p1")))
		must[app.Submission](t)(s.Undo(ctx, undone.ID, "错", app.Browser))
		third := programme(5)
		third.Projects[0].Name = "第三版"
		last := must[app.Submission](t)(s.Accept(ctx, plan(third, "p2")))
		for _, c := range []struct {
			id   int64
			want *ledger.Programme
		}{{first.ID, programme(4)}, {undone.ID, changedPlan()}, {last.ID, third}} {
			if got := must[*ledger.Programme](t)(s.PlanAfter(ctx, c.id)); asJSON(t, got) != asJSON(t, c.want) {
				t.Errorf("after %d the plan was\n%s\nwant\n%s", c.id, asJSON(t, got), asJSON(t, c.want))
			}
		}
		one := must[app.Submission](t)(s.Accept(ctx, progress("甲", "h1", q1(), 3, "3")))
		must[app.Submission](t)(s.Accept(ctx, progress("甲", "h2", q1(), 1, "5")))
		if got := must[[]ledger.Report](t)(s.ReportsOf(ctx, one.ID)); len(got) != 3 || !got[0].Figures[0].Done.Equal(*number("3")) {
			t.Errorf("first version: %+v", got)
		}
	})
}

func TestRulesOfAProgramme(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx, s := t.Context(), d.open(t)
		strict := app.Policy{Rows: app.GoodRows, Warnings: app.ExplainWarnings, Codes: []string{"rate-differs"}}
		wantCode(t, s.SetPolicy(ctx, key, strict, app.Browser), ledger.CodeNotFound)
		must[app.Submission](t)(s.Accept(ctx, plan(programme(2), "p")))
		if got := must[app.Rules](t)(s.Rules(ctx, key)); asJSON(t, got.Policy) != asJSON(t, app.DefaultPolicy()) || got.Closed != nil {
			t.Errorf("rules at first: %+v", got)
		}
		for range 2 { // the second time nothing changes
			if err := s.SetPolicy(ctx, key, strict, app.Browser); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.ClosePeriod(ctx, key, q1(), app.Browser); err != nil {
			t.Fatal(err)
		}
		wantCode(t, s.ClosePeriod(ctx, key, q1(), app.Browser), ledger.CodeConflict)
		again := d.open(t)
		rules := must[app.Rules](t)(again.Rules(ctx, key))
		if asJSON(t, rules.Policy) != asJSON(t, strict) || len(rules.Closed) != 1 || rules.Closed[0].Period != q1() {
			t.Errorf("rules: %+v", rules)
		}
		march := ledger.Period{Year: 2020, Kind: ledger.Month, N: 3}
		half := ledger.Period{Year: 2020, Kind: ledger.Half, N: 1}
		for _, p := range []ledger.Period{q1(), march} {
			_, err := s.Accept(ctx, progress("甲", "h1", p, 1, "3"))
			wantCode(t, err, ledger.CodeRefused)
		}
		must[app.Submission](t)(s.Accept(ctx, progress("甲", "h1", half, 1, "3")))
		if err := s.ReopenPeriod(ctx, key, q1(), app.Browser); err != nil {
			t.Fatal(err)
		}
		wantCode(t, s.ReopenPeriod(ctx, key, q1(), app.Browser), ledger.CodeConflict)
		must[app.Submission](t)(s.Accept(ctx, progress("甲", "h1", q1(), 1, "3")))
		var actions []string
		for _, e := range must[[]app.AuditEntry](t)(s.Audit(ctx, app.AuditFilter{Limit: 10})) {
			actions = append(actions, e.Action)
		}
		if got := strings.Join(actions, " "); got != "accept reopen accept close policy accept" {
			t.Errorf("log: %s", got)
		}
		sound(t, s)
	})
}
