package store

import (
	"fmt"
	"strings"
	"testing"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// unguard lets the log be changed, as who owns the database can.
func unguard(t *testing.T, s *Store) {
	t.Helper()
	guards := []string{"DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete", "DROP TRIGGER audit_no_replace"}
	if s.dialect == postgresDialect {
		guards = []string{"ALTER TABLE audit DISABLE TRIGGER audit_append_only"}
	}
	for _, sql := range guards {
		if err := s.writer.Exec(sql).Error; err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheLogOnlyGrows(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		s := withProgramme(t, d)
		n := count(t, s, "audit")
		refused := []string{"UPDATE audit SET detail = 'x'", "DELETE FROM audit WHERE id = 1"}
		if d.dialect == postgresDialect {
			refused = append(refused, "TRUNCATE audit")
		} else {
			refused = append(refused, "REPLACE INTO audit SELECT * FROM audit")
		}
		for _, sql := range refused {
			if err := s.writer.Exec(sql).Error; err == nil {
				t.Errorf("taken: %s", sql)
			}
		}
		if n == 0 || count(t, s, "audit") != n {
			t.Errorf("%d entries, before %d", count(t, s, "audit"), n)
		}
		sound(t, s)
		unguard(t, s)
		if wrong := must[[]string](t)(s.Verify(t.Context())); len(wrong) != 1 || !strings.Contains(wrong[0], "只增保护") {
			t.Errorf("without its guards: %q", wrong)
		}
	})
}

func TestVerifyFindsAChangeOfAnyFieldOfTheLog(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		s := withProgramme(t, d)
		if err := s.SetPolicy(t.Context(), key, app.Policy{Rows: app.GoodRows, Warnings: app.PassWarnings}, "甲"); err != nil {
			t.Fatal(err)
		}
		unguard(t, s)
		later := "datetime(at, '+1 second')"
		if d.dialect == postgresDialect {
			later = "at + interval '1 microsecond'"
		}
		for _, field := range [][2]string{{"result", "'failed'"}, {"result", "''"}} {
			changed(t, s, field[0], field[1])
		}
		for field, other := range map[string]string{
			"id": "id + 10", "at": later, "actor": "actor || '乙'", "action": "'undo'", "subject": "subject || ' '",
			"detail": "REPLACE(detail, '1', '2') || '。'", "prev_hash": "REPLACE(prev_hash, 'a', 'b')", "hash": "REPLACE(hash, '0', '1')",
		} {
			changed(t, s, field, other)
		}
		if wrong := must[[]string](t)(verifyAudit(s.reader)); len(wrong) > 0 {
			t.Errorf("unchanged: %q", wrong)
		}
	})
}

// changed checks that another value in the second entry is found.
func changed(t *testing.T, s *Store, field, other string) {
	t.Helper()
	tx := s.writer.Begin()
	if err := tx.Exec(fmt.Sprintf("UPDATE audit SET %s = %s WHERE id = 2", field, other)).Error; err != nil {
		t.Fatal(err)
	}
	if wrong := must[[]string](t)(verifyAudit(tx)); len(wrong) == 0 {
		t.Errorf("%s = %s is not found", field, other)
	}
	if err := tx.Rollback().Error; err != nil {
		t.Fatal(err)
	}
}

func TestLogIsFiltered(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		ctx, s := t.Context(), withProgramme(t, d) // on 2020-04-07 in Beijing
		for _, e := range []app.AuditEntry{
			{Actor: "甲", Action: app.ActionBackup, Subject: "a_b.zip", Detail: "100%"},
			{Actor: "乙", Action: app.ActionBackup, Subject: "axb.zip", Detail: `C:\备份`, Result: app.Unknown},
		} {
			if err := s.Note(ctx, e); err != nil {
				t.Fatal(err)
			}
		}
		day := func(n int) ledger.Date { return ledger.Date{Year: 2020, Month: 4, Day: n} }
		for name, c := range map[string]struct {
			f    app.AuditFilter
			want int
		}{
			"all":                  {app.AuditFilter{}, 3},
			"an action":            {app.AuditFilter{Action: app.ActionBackup}, 2},
			"an actor":             {app.AuditFilter{Words: "甲"}, 1},
			"a percent sign":       {app.AuditFilter{Words: "0%"}, 1},
			"an underscore":        {app.AuditFilter{Words: "a_b"}, 1},
			"a backslash":          {app.AuditFilter{Words: `C:\备`}, 1},
			"a result":             {app.AuditFilter{Result: app.Unknown}, 1},
			"what was done":        {app.AuditFilter{Result: app.Done, Action: app.ActionBackup}, 1},
			"nothing like it":      {app.AuditFilter{Words: "丙"}, 0},
			"the day":              {app.AuditFilter{From: day(7), To: day(7)}, 3},
			"until the day before": {app.AuditFilter{To: day(6)}, 0},
			"from the day after":   {app.AuditFilter{From: day(8)}, 0},
			"until the second":     {app.AuditFilter{Upto: 2}, 2},
		} {
			c.f.Limit = 10
			if got := must[[]app.AuditEntry](t)(s.Audit(ctx, c.f)); len(got) != c.want {
				t.Errorf("%s: %d entries, want %d", name, len(got), c.want)
			}
		}
		if got := must[[]string](t)(s.AuditActions(ctx)); strings.Join(got, " ") != "accept backup" {
			t.Errorf("actions are %q", got)
		}
		pulse := must[app.Pulse](t)(s.Pulse(ctx))
		if pulse.Entries != 3 || pulse.LastBackup.IsZero() || !pulse.Current || !strings.Contains(pulse.Database, "SQL") || !pulse.Due.IsZero() {
			t.Errorf("pulse is %+v", pulse)
		}
	})
}

func TestPulse(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		s := busyLedger(t, d)
		if err := s.writer.Exec("DELETE FROM migrations WHERE id = '0015-append-only'").Error; err != nil {
			t.Fatal(err)
		}
		pulse := must[app.Pulse](t)(s.Pulse(t.Context()))
		if pulse.Outbox[app.Pending] != 1 || pulse.Due.IsZero() || pulse.Current || !pulse.LastBackup.IsZero() {
			t.Errorf("pulse is %+v", pulse)
		}
	})
}
