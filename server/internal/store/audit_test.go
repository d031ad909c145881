package store

import (
	"fmt"
	"strings"
	"testing"

	"tongbao/server/internal/app"
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
		for field, other := range map[string]string{
			"id": "id + 10", "at": later, "actor": "actor || '乙'", "action": "'undo'", "subject": "subject || ' '",
			"detail": "REPLACE(detail, '1', '2') || '。'", "prev_hash": "REPLACE(prev_hash, 'a', 'b')", "hash": "REPLACE(hash, '0', '1')",
		} {
			tx := s.writer.Begin()
			if err := tx.Exec(fmt.Sprintf("UPDATE audit SET %s = %s WHERE id = 2", field, other)).Error; err != nil {
				t.Fatal(err)
			}
			wrong := must[[]string](t)(verifyAudit(tx))
			if len(wrong) == 0 {
				t.Errorf("a changed %s is not found", field)
			}
			if err := tx.Rollback().Error; err != nil {
				t.Fatal(err)
			}
		}
		if wrong := must[[]string](t)(verifyAudit(s.reader)); len(wrong) > 0 {
			t.Errorf("unchanged: %q", wrong)
		}
	})
}
