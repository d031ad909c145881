package store

import (
	"strings"
	"testing"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// byHand is the acceptance of a correction that renames project n of a plan
// read before.
func byHand(t *testing.T, s *Store, n int, name string) app.Acceptance {
	t.Helper()
	base := must[*ledger.Programme](t)(s.Programme(t.Context(), key))
	p := must[*ledger.Programme](t)(s.Programme(t.Context(), key))
	p.Projects[n].Name = name
	p.Projects[n].Milestones[0].Cell = ledger.Cell{Ref: "更正#"}
	return app.Acceptance{
		Submission: app.Submission{
			Programme: key, File: "更正：项目", SHA256: "same", Layout: app.LayoutHand, Actor: app.Browser,
			Changes: []app.Change{{Project: p.Projects[n].ID.String(), Field: "项目名称", New: name, Cell: ledger.Cell{Ref: "更正#"}}},
			Hand:    &app.Hand{About: "项目", Reason: "录错", Call: &app.Call{Caller: "张三", Telephone: "1", At: "9点"}},
		},
		Programme: p, Base: base,
	}
}

func TestCorrectionsByHandStandForThemselves(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx, s := t.Context(), d.open(t)
		must[app.Submission](t)(s.Accept(ctx, plan(programme(3), "p0")))
		before := state(t, s)
		first := must[app.Submission](t)(s.Accept(ctx, byHand(t, s, 0, "甲")))
		second := must[app.Submission](t)(s.Accept(ctx, byHand(t, s, 1, "乙")))
		if !must[app.Submission](t)(s.Submission(ctx, first.ID)).Current {
			t.Error("a correction has replaced another one's submission")
		}
		p := must[*ledger.Programme](t)(s.Programme(ctx, key))
		if cell := p.Projects[0].Milestones[0].Cell.String(); cell != "更正#2" {
			t.Errorf("the value stands at %q", cell)
		}
		if got := must[app.Submission](t)(s.Submission(ctx, second.ID)); got.Changes[0].Cell.Ref != "更正#3" || got.Hand.Reason != "录错" || got.Hand.Call.Caller != "张三" {
			t.Errorf("stored: %+v", got)
		}
		if log := must[[]app.AuditEntry](t)(s.Audit(ctx, app.AuditFilter{Limit: 1}))[0]; !strings.Contains(log.Detail, "；项目2 项目名称：无 → 乙；原因：录错；来电：张三 1 9点") {
			t.Errorf("log: %s", log.Detail)
		}
		// Of different projects, each may be taken back alone.
		must[app.Submission](t)(s.Undo(ctx, first.ID, "错", app.Browser))
		third := must[app.Submission](t)(s.Accept(ctx, byHand(t, s, 1, "丙")))
		if _, err := s.Undo(ctx, second.ID, "错", app.Browser); ledger.CodeOf(err) != ledger.CodeRefused {
			t.Errorf("undo of what a later one changed: %v", err)
		}
		must[app.Submission](t)(s.Undo(ctx, third.ID, "错", app.Browser))
		must[app.Submission](t)(s.Undo(ctx, second.ID, "错", app.Browser))
		if after := state(t, s); after != before {
			t.Errorf("after all are taken back\n%s\nwant\n%s", after, before)
		}
		sound(t, s)
	})
}

func TestACorrectionOfAnOldStateIsAConflict(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx, s := t.Context(), d.open(t)
		must[app.Submission](t)(s.Accept(ctx, plan(programme(2), "p0")))
		a, b := byHand(t, s, 0, "甲"), byHand(t, s, 0, "乙")
		must[app.Submission](t)(s.Accept(ctx, a))
		if _, err := s.Accept(ctx, b); ledger.CodeOf(err) != ledger.CodeConflict {
			t.Errorf("the second of two: %v", err)
		}
		sound(t, s)
	})
}

func TestReportsAreReplacedOneByOne(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx, s := t.Context(), d.open(t)
		must[app.Submission](t)(s.Accept(ctx, plan(programme(3), "p0")))
		told := must[app.Submission](t)(s.Accept(ctx, progress("甲", "h1", q1(), 3, "3")))
		before := state(t, s)
		reports := must[[]ledger.Report](t)(s.Reports(ctx, key))
		moved := reports[0].Clone()
		moved.Unit = "乙"
		mended := reports[1].Clone()
		mended.Submission, mended.Figures[0].Done = 0, number("9")
		hand := app.Acceptance{
			Submission: app.Submission{Programme: key, File: "更正", Layout: app.LayoutHand, Hand: &app.Hand{Reason: "改名"}, Actor: app.Browser},
			Replacements: []app.Replacement{
				{Old: reports[0], New: &moved}, {Old: reports[1], New: &mended}, {Old: reports[2]},
			},
		}
		sub := must[app.Submission](t)(s.Accept(ctx, hand))
		now := must[[]ledger.Report](t)(s.Reports(ctx, key))
		if len(now) != 2 || now[0].Unit != "乙" || now[0].Submission != told.ID || now[1].Submission != sub.ID || !now[1].Figures[0].Done.Equal(*number("9")) {
			t.Errorf("reports: %+v", now)
		}
		if _, err := s.Accept(ctx, hand); ledger.CodeOf(err) != ledger.CodeConflict {
			t.Errorf("once more: %v", err)
		}
		must[app.Submission](t)(s.Undo(ctx, sub.ID, "错", app.Browser))
		if after := state(t, s); after != before {
			t.Errorf("after the undo\n%s\nwant\n%s", after, before)
		}
		sound(t, s)
	})
}

func TestCallsAreDecidedOnce(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx, s := t.Context(), d.open(t)
		must[app.Submission](t)(s.Accept(ctx, plan(programme(2), "p0")))
		call := app.CallRecord{Programme: key, Actor: app.Browser, At: start(), Told: app.Told{About: "项目1", Reason: "漏报", Call: app.Call{Caller: "李四"}}}
		taken := must[app.CallRecord](t)(s.TakeCall(ctx, call))
		dropped := must[app.CallRecord](t)(s.TakeCall(ctx, call))
		if err := s.DropCall(ctx, dropped.ID, "打错", app.Browser); err != nil {
			t.Fatal(err)
		}
		a := byHand(t, s, 0, "甲")
		a.Confirms = taken.ID
		sub := must[app.Submission](t)(s.Accept(ctx, a))
		calls := must[[]app.CallRecord](t)(s.Calls(ctx, key))
		if len(calls) != 2 || calls[0].Decided == nil || calls[0].Decided.Remark != "打错" || calls[0].Submission != 0 || calls[1].Submission != sub.ID {
			t.Errorf("calls: %+v", calls)
		}
		again := byHand(t, s, 1, "乙")
		for _, id := range []int64{taken.ID, dropped.ID} {
			again.Confirms = id
			if _, err := s.Accept(ctx, again); ledger.CodeOf(err) != ledger.CodeConflict {
				t.Errorf("confirming %d again: %v", id, err)
			}
		}
		if err := s.DropCall(ctx, 99, "无", app.Browser); ledger.CodeOf(err) != ledger.CodeNotFound {
			t.Errorf("a call that there is not: %v", err)
		}
		sound(t, s)
	})
}

func TestALaterSealReplacesAnEarlier(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx, s := t.Context(), d.open(t)
		must[app.Submission](t)(s.Accept(ctx, plan(programme(2), "p0")))
		for _, name := range []string{"a.pdf", "b.pdf"} {
			if err := s.PutSeal(ctx, app.Seal{Submission: 1, Scan: app.File{Name: name, SHA256: "x", Size: 3}, Actor: app.Browser}); err != nil {
				t.Fatal(err)
			}
		}
		seals := must[map[int64]app.Seal](t)(s.Seals(ctx, key))
		if len(seals) != 1 || seals[1].Scan.Name != "b.pdf" {
			t.Errorf("seals: %+v", seals)
		}
		if n := count(t, s, "seals"); n != 2 {
			t.Errorf("%d are kept", n)
		}
		if err := s.PutSeal(ctx, app.Seal{Submission: 9}); ledger.CodeOf(err) != ledger.CodeNotFound {
			t.Errorf("of no submission: %v", err)
		}
		sound(t, s)
	})
}

// A report is entered by hand where there is none, by one of two who enter it.
func TestAReportIsEnteredWhereThereIsNone(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx, s := t.Context(), d.open(t)
		must[app.Submission](t)(s.Accept(ctx, plan(programme(2), "p0")))
		before := state(t, s)
		next := progress("市住建局", "", ledger.QuarterOf(2020, 1), 1, "7").Reports[0]
		next.Cell = ledger.Cell{Ref: "更正#"}
		entered := app.Acceptance{
			Submission:   app.Submission{Programme: key, File: "更正：进展", SHA256: "same", Layout: app.LayoutHand, Unit: next.Unit, Period: next.Period, Hand: &app.Hand{Reason: "纸质表"}},
			Replacements: []app.Replacement{{New: &next}},
		}
		sub := must[app.Submission](t)(s.Accept(ctx, entered))
		got := must[[]ledger.Report](t)(s.Reports(ctx, key))
		if len(got) != 1 || got[0].Submission != sub.ID || got[0].Cell.Ref != "更正#2" {
			t.Errorf("stored: %+v", got)
		}
		if _, err := s.Accept(ctx, entered); ledger.CodeOf(err) != ledger.CodeConflict {
			t.Errorf("entered once more: %v", err)
		}
		must[app.Submission](t)(s.Undo(ctx, sub.ID, "错", app.Browser))
		if after := state(t, s); after != before {
			t.Errorf("after the undo\n%s\nwant\n%s", after, before)
		}
		sound(t, s)
	})
}
