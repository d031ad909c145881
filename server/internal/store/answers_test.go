package store

import (
	"strings"
	"testing"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// answer says of one unit's head what it is.
func answer(unit, head, field string) app.ColumnAnswer {
	return app.ColumnAnswer{
		Programme: key, Unit: unit, Layout: "0123456789abcdef", Head: head, Field: field, Actor: app.Browser, At: start(),
	}
}

// kept are a programme's current answers as "unit head field", newest first.
func kept(t *testing.T, s *Store, programme string) string {
	t.Helper()
	var list []string
	for _, a := range must[[]app.ColumnAnswer](t)(s.Answers(t.Context(), programme)) {
		list = append(list, a.Unit+" "+a.Head+" "+a.Field)
	}
	return strings.Join(list, "; ")
}

func TestAnswersAreKept(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx, s := t.Context(), d.open(t)
		first := must[[]app.ColumnAnswer](t)(s.Remember(ctx, []app.ColumnAnswer{
			answer("市住建局", "干成了多少", "done"), answer("", "惠及多少户", "ignore"),
		}))
		if want := " 惠及多少户 ignore; 市住建局 干成了多少 done"; kept(t, s, key) != want {
			t.Fatalf("kept %q, want %q", kept(t, s, key), want)
		}
		if got := kept(t, s, "other-2020"); got != "" {
			t.Errorf("another programme has %q", got)
		}
		if first[0].ID == 0 || !first[0].At.Equal(start()) || first[0].Actor != app.Browser {
			t.Errorf("stored as %+v", first[0])
		}
		again := must[[]app.ColumnAnswer](t)(s.Remember(ctx, []app.ColumnAnswer{answer("市住建局", "干成了多少", "done")}))
		if again[0].ID != first[0].ID || count(t, s, "audit") != 2 {
			t.Errorf("the same answer again is %+v, %d log entries", again[0], count(t, s, "audit"))
		}
		changed := must[[]app.ColumnAnswer](t)(s.Remember(ctx, []app.ColumnAnswer{answer("市住建局", "干成了多少", "rate")}))
		if want := "市住建局 干成了多少 rate;  惠及多少户 ignore"; kept(t, s, key) != want {
			t.Errorf("kept %q, want %q", kept(t, s, key), want)
		}
		var by int64
		if err := s.reader.Raw("SELECT superseded_by FROM column_answers WHERE id = ?", first[0].ID).Scan(&by).Error; err != nil || by != changed[0].ID {
			t.Errorf("replaced by %d, want %d: %v", by, changed[0].ID, err)
		}
		sound(t, s)
	})
}

func TestAnAnswerIsTakenBack(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx, s := t.Context(), d.open(t)
		a := must[[]app.ColumnAnswer](t)(s.Remember(ctx, []app.ColumnAnswer{answer("市住建局", "干成了多少", "done")}))[0]
		if got := must[app.ColumnAnswer](t)(s.Forget(ctx, a.ID, app.CommandLine)); got.Head != a.Head {
			t.Errorf("took back %+v", got)
		}
		if got := kept(t, s, key); got != "" || count(t, s, "column_answers") != 1 {
			t.Errorf("kept %q of %d rows, want none of 1", got, count(t, s, "column_answers"))
		}
		_, err := s.Forget(ctx, a.ID, app.CommandLine)
		wantCode(t, err, ledger.CodeNotFound)
		log := must[[]app.AuditEntry](t)(s.Audit(ctx, app.AuditFilter{Limit: 9}))
		if len(log) != 2 || log[0].Action != "forget" || log[0].Actor != app.CommandLine || log[1].Action != "answer" ||
			!strings.Contains(log[1].Detail, "市住建局 表头“干成了多少”：累计完成（数量）") {
			t.Errorf("log %+v", log)
		}
		if back := must[[]app.ColumnAnswer](t)(s.Remember(ctx, []app.ColumnAnswer{answer("市住建局", "干成了多少", "done")})); back[0].ID == a.ID {
			t.Error("an answer that was taken back came to life")
		}
		sound(t, s)
	})
}

func TestAnswersAreAllOrNone(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		s := d.open(t)
		if err := s.writer.Exec("CREATE UNIQUE INDEX one_field ON column_answers (field)").Error; err != nil {
			t.Fatal(err)
		}
		if _, err := s.Remember(t.Context(), []app.ColumnAnswer{answer("", "甲", "done"), answer("", "乙", "done")}); err == nil {
			t.Fatal("stored against the index")
		}
		if kept(t, s, key) != "" || count(t, s, "audit") != 0 {
			t.Errorf("kept %q, %d log entries", kept(t, s, key), count(t, s, "audit"))
		}
	})
}

// A database of the first schema is brought up to date with what it holds.
func TestTheFirstSchemaGoesOn(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		s := d.open(t)
		must[app.Submission](t)(s.Accept(t.Context(), plan(programme(2), "a")))
		for _, sql := range []string{"DROP TABLE column_answers", "DELETE FROM migrations WHERE id = '0002-column-answers'"} {
			if err := s.writer.Exec(sql).Error; err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = d.open(t)
		must[[]app.ColumnAnswer](t)(s.Remember(t.Context(), []app.ColumnAnswer{answer("", "甲", "done")}))
		if p := must[*ledger.Programme](t)(s.Programme(t.Context(), key)); len(p.Projects) != 2 {
			t.Errorf("%d projects", len(p.Projects))
		}
	})
}
