package store

import (
	"slices"
	"strings"
	"testing"

	"gorm.io/gorm"

	"tongbao/server/internal/app"
)

func TestABulletinIssuedBeforeHasNoWordCopy(t *testing.T) {
	const file = `'{"Name":"a.pdf","SHA256":"aa","Size":5}'`
	onEach(t, func(t *testing.T, d target) {
		openedAt(t, d, "0007-setups",
			`INSERT INTO bulletins (id, programme, number, period, edition, state, version, xlsx, pdf, seal, actor, created_at, issued_at)
				VALUES (7, 'k', 1, '2020Q1', 'internal', 'issued', 2, `+file+`, `+file+`, '', '李', '2020-04-01', '2020-04-02')`,
			`INSERT INTO bulletin_versions (bulletin, version, title, document, words, actor, created_at)
				VALUES (7, 2, '一季度通报', '{}', '{}', '李', '2020-04-01')`,
		)
		b := must[app.BulletinRecord](t)(d.open(t).Bulletin(t.Context(), 7))
		if got := b.Kinds(); !slices.Equal(got, []string{"xlsx", "pdf"}) || len(b.Files()) != 2 {
			t.Errorf("its files are %q", got)
		}
	})
}

// TestTheSealHoldsTheWordCopy takes it away and puts another in its place.
func TestTheSealHoldsTheWordCopy(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		s := withProgramme(t, d)
		b := must[app.BulletinRecord](t)(s.NewDraft(t.Context(), newDraft(q1()), asIs))
		must[app.BulletinRecord](t)(s.Issue(t.Context(), issuable(b), nil))
		sound(t, s)
		for _, docx := range []string{"", `{"Name":"b.docx","SHA256":"bb","Size":1}`} {
			err := s.write(t.Context(), "tamper", func(tx *gorm.DB) error {
				return tx.Exec("UPDATE bulletins SET docx = ?", docx).Error
			})
			if err != nil {
				t.Fatal(err)
			}
			if wrong := must[[]string](t)(s.Verify(t.Context())); !strings.Contains(strings.Join(wrong, ""), "印发后被改动过") {
				t.Errorf("docx %q: %q", docx, wrong)
			}
		}
	})
}
