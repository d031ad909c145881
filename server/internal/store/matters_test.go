package store

import (
	"testing"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// matterList is the acceptance of a list of matters.
func matterList(hash string, matters ...ledger.Matter) app.Acceptance {
	return app.Acceptance{
		Submission: app.Submission{Programme: key, File: "民声.xlsx", SHA256: hash, Layout: "matters", Actor: app.Browser, Rows: len(matters)},
		Matters:    matters,
	}
}

func matter(no string, state ledger.MatterState) ledger.Matter {
	return ledger.Matter{
		No: no, Content: "路灯不亮", Unit: "市住建局", Received: ledger.Date{Year: 2020, Month: 3, Day: 5}, State: state,
		Cell: ledger.Cell{File: "民声.xlsx", Sheet: "清单", Ref: "A3"},
	}
}

func TestMattersKeepTheirVersions(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx, s := t.Context(), d.open(t)
		must[app.Submission](t)(s.Accept(ctx, plan(programme(2), "aa")))
		first := must[app.Submission](t)(s.Accept(ctx, matterList("bb", matter("2", ledger.MatterHandling), matter("1", ledger.MatterHandling))))
		project := ledger.ProjectID{Series: ledger.SeriesMain, No: "2"}
		if err := s.LinkMatter(ctx, key, "1", &project, app.Browser); err != nil {
			t.Fatal(err)
		}
		// Number 2 is told again from another row, number 1 is closed.
		same, closed := matter("2", ledger.MatterHandling), matter("1", ledger.MatterClosed)
		same.Cell.Ref = "A9"
		second := must[app.Submission](t)(s.Accept(ctx, matterList("cc", closed, same, matter("3", ledger.MatterReceived))))

		list := must[[]ledger.Matter](t)(s.Matters(ctx, key))
		if len(list) != 3 || list[0].No != "2" || list[1].No != "1" || list[2].No != "3" {
			t.Fatalf("matters %+v", list)
		}
		if list[0].Submission != first.ID || list[0].Cell.Ref != "A3" {
			t.Errorf("an unchanged matter became %+v", list[0])
		}
		if m := list[1]; m.State != ledger.MatterClosed || m.Submission != second.ID || m.Project == nil || *m.Project != project {
			t.Errorf("a changed matter is %+v", m)
		}
		versions := must[[]app.MatterVersion](t)(s.MatterVersions(ctx, key, "1"))
		if len(versions) != 3 || !versions[0].Current || versions[1].Current || versions[1].Project == nil || versions[2].Project != nil ||
			versions[2].State != ledger.MatterHandling || versions[0].At.Before(versions[2].At) {
			t.Errorf("versions %+v", versions)
		}
		sound(t, s)
	})
}

func TestLinkingMatters(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx, s := t.Context(), d.open(t)
		must[app.Submission](t)(s.Accept(ctx, plan(programme(1), "aa")))
		must[app.Submission](t)(s.Accept(ctx, matterList("bb", matter("1", ledger.MatterHandling))))
		before := count(t, s, "audit")
		nowhere, here := ledger.ProjectID{Series: ledger.SeriesMain, No: "9"}, ledger.ProjectID{Series: ledger.SeriesMain, No: "1"}
		wantCode(t, s.LinkMatter(ctx, key, "1", &nowhere, app.Browser), ledger.CodeNotFound)
		wantCode(t, s.LinkMatter(ctx, key, "7", &here, app.Browser), ledger.CodeNotFound)
		if err := s.LinkMatter(ctx, key, "1", nil, app.Browser); err != nil {
			t.Fatal(err)
		}
		if n := count(t, s, "audit"); n != before {
			t.Errorf("%d log entries for nothing", n-before)
		}
		for _, to := range []*ledger.ProjectID{&here, nil} {
			if err := s.LinkMatter(ctx, key, "1", to, app.Browser); err != nil {
				t.Fatal(err)
			}
		}
		if n := count(t, s, "audit"); n != before+2 {
			t.Errorf("%d log entries for two links", n-before)
		}
		if list := must[[]ledger.Matter](t)(s.Matters(ctx, key)); len(list) != 1 || list[0].Project != nil {
			t.Errorf("matters %+v", list)
		}
		sound(t, s)
	})
}

func TestUndoTakesMattersBack(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx, s := t.Context(), d.open(t)
		must[app.Submission](t)(s.Accept(ctx, plan(programme(1), "aa")))
		must[app.Submission](t)(s.Accept(ctx, matterList("bb", matter("1", ledger.MatterHandling))))
		second := must[app.Submission](t)(s.Accept(ctx, matterList("cc", matter("1", ledger.MatterClosed), matter("2", ledger.MatterReceived))))
		must[app.Submission](t)(s.Undo(ctx, second.ID, "报错了", app.Browser))
		if list := must[[]ledger.Matter](t)(s.Matters(ctx, key)); len(list) != 1 || list[0].State != ledger.MatterHandling {
			t.Errorf("matters after the undo: %+v", list)
		}
		sound(t, s)
	})
}
