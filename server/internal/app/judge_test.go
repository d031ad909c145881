package app_test

import (
	"testing"

	"tongbao/server/internal/app"
	"tongbao/server/internal/store"
	"tongbao/server/ledger"
)

// What is held is given to every reader until somebody, also another process,
// changes the ledger.
func TestJudgeAfterAChange(t *testing.T) {
	d := newDesk(t)
	d.Snapshots = new(app.Snapshots)
	d.accept("淮安2020-项目表.xlsx", "")
	judged := func() *ledger.Summary {
		t.Helper()
		s, err := d.Judge(t.Context(), "huaian-2020", ledger.QuarterOf(2020, 1))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	empty := judged()
	if empty.Main.Reported != 0 || judged() != empty {
		t.Errorf("%d reported; held for the next reader: %v", empty.Main.Reported, judged() == empty)
	}
	sub := d.accept("淮安2020-一季度进展.xlsx", "2020Q1")
	reported := judged().Main.Reported
	if reported == 0 {
		t.Error("the quarter was accepted and is not judged")
	}
	other, err := store.Open(t.Context(), store.Config{DataDir: d.dir, Clock: d.Clock, Log: d.Log})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Undo(t.Context(), sub.ID, "报错了", app.CommandLine); err != nil {
		t.Fatal(err)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	if n := judged().Main.Reported; n != 0 {
		t.Errorf("%d reported after another process has undone them", n)
	}
	d.accept("淮安2020-一季度进展.xlsx", "2020Q1")
	if n := judged().Main.Reported; n != reported {
		t.Errorf("%d reported, want %d as before", n, reported)
	}
}
