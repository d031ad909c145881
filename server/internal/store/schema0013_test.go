package store

import (
	"testing"

	"github.com/go-gormigrate/gormigrate/v2"
	"gorm.io/gorm"

	"tongbao/server/internal/app"
)

// openedAt makes a database with the schema of an earlier migration.
func openedAt(t *testing.T, d target, id string, statements ...string) {
	t.Helper()
	s := &Store{turn: make(chan struct{}, 1), clock: ticking(), instance: "earlier"}
	var err error
	if d.dialect == postgresDialect {
		err = s.openPostgres(t.Context(), d.config.DSN)
	} else {
		err = s.openSQLite(t.Context(), d.config.DataDir)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	err = s.write(t.Context(), "migrate", func(tx *gorm.DB) error {
		options := &gormigrate.Options{TableName: "migrations", IDColumnName: "id", IDColumnSize: 255}
		if err := gormigrate.New(tx, options, migrations(d.dialect)).MigrateTo(id); err != nil {
			return err
		}
		for _, sql := range statements {
			if err := tx.Exec(sql).Error; err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestMailsOfBeforeStayInTheOutbox(t *testing.T) {
	const file = `'{"Name":"a.pdf","SHA256":"aa","Size":5}'`
	onEach(t, func(t *testing.T, d target) {
		openedAt(t, d, "0007-setups",
			`INSERT INTO bulletins (id, programme, number, period, edition, state, version, xlsx, pdf, seal, actor, created_at, issued_at)
				VALUES (7, 'k', 1, '2020Q1', 'internal', 'issued', 2, `+file+`, `+file+`, '', '李', '2020-04-01', '2020-04-02')`,
			`INSERT INTO bulletin_versions (bulletin, version, title, document, words, actor, created_at)
				VALUES (7, 2, '一季度通报', '{}', '{}', '李', '2020-04-01')`,
			`INSERT INTO deliveries (id, bulletin, unit, address, message_id, state, tries, next_try, answer, actor, created_at, updated_at, claimed_by)
				VALUES (4, 7, '市住建局', 'a@example.cn', 'm4@tongbao', 'deferred', 2, '2020-04-03', '450 later', '李', '2020-04-02', '2020-04-02', '')`,
			`INSERT INTO delivery_answers (delivery, state, answer, created_at) VALUES (4, 'deferred', '450 later', '2020-04-02')`,
		)
		s := d.open(t)
		due := claim(t, s, start())
		if due.MessageID != "m4@tongbao" || due.Tries != 2 || due.Subject != "一季度通报" || due.Bulletin != 7 || due.Programme != "k" ||
			len(due.Files) != 2 || due.Files[0] != (app.File{Name: "a.pdf", SHA256: "aa", Size: 5}) {
			t.Errorf("due is %+v", due)
		}
		_, answers, err := s.Delivery(t.Context(), due.ID)
		if err != nil || len(answers) != 1 || answers[0].Text != "450 later" {
			t.Errorf("answers %+v, %v", answers, err)
		}
	})
}
