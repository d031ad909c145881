package store

import (
	"fmt"
	"strings"
	"testing"

	"tongbao/server/internal/app"
)

// What was accepted is found when it is changed behind the log's back, whatever
// of it.
func TestVerifyFindsAChangeOfWhatWasAccepted(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		s := withProgramme(t, d)
		must[app.Submission](t)(s.Accept(t.Context(), progress("市住建局", "h", q1(), 3, "5")))
		if wrong := must[[]string](t)(verifyFacts(s.reader)); len(wrong) > 0 {
			t.Fatalf("unchanged: %q", wrong)
		}
		tables := map[string][]string{
			"submissions": {"programme", "layout", "unit", "period", "file", "sha256", "findings", "left_out", "changes", "hand", "actor"},
			"programmes":  {"programme", "settings", "actor"},
			"projects":    {"programme", "series", "no", "sub", "body", "actor"},
			"reports":     {"programme", "series", "no", "sub", "unit", "area", "period", "period_end", "filed", "body", "actor"},
		}
		for table, columns := range tables {
			statements := []string{"DELETE FROM " + table}
			for _, c := range columns {
				statements = append(statements, fmt.Sprintf("UPDATE %s SET %s = %s || 'x'", table, c, c))
			}
			for _, sql := range statements {
				if table == "submissions" && strings.HasPrefix(sql, "DELETE") {
					continue // its rows refer to it
				}
				if count(t, s, table) == 0 {
					t.Fatalf("no %s", table)
				}
				tx := s.writer.Begin()
				if err := tx.Exec(sql).Error; err != nil {
					t.Fatal(err)
				}
				if wrong := must[[]string](t)(verifyFacts(tx)); len(wrong) == 0 || !strings.Contains(wrong[0], "与入库时的封存不符") {
					t.Errorf("%s: %q", sql, wrong)
				}
				if err := tx.Rollback().Error; err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}

// A row that cannot be read is one of the things that are wrong; it does not keep
// the others from being told.
func TestVerifyGoesOnAfterWhatItCannotRead(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		s := withProgramme(t, d)
		b := must[app.BulletinRecord](t)(s.NewDraft(t.Context(), newDraft(q1()), asIs))
		for _, sql := range []string{
			fmt.Sprintf("UPDATE bulletins SET period = 'x', state = 'issued', issued_at = created_at WHERE id = %d", b.ID),
			"UPDATE submissions SET unit = 'x'",
		} {
			if err := s.writer.Exec(sql).Error; err != nil {
				t.Fatal(err)
			}
		}
		wrong := strings.Join(must[[]string](t)(s.Verify(t.Context())), "\n")
		if !strings.Contains(wrong, "报送#1与入库时的封存不符") || strings.Count(wrong, "\n") == 0 {
			t.Errorf("found %s", wrong)
		}
	})
}
