package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"
	"gorm.io/gorm"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// Verify checks the database itself, the chain of the log and the seals of
// issued bulletins, of submissions with what they put into the ledger, and of
// messages. What is wrong comes back in Chinese; the error is for a check that
// could not be made.
func (s *Store) Verify(ctx context.Context) ([]string, error) {
	var wrong []string
	err := s.read(ctx, "verify", func(tx *gorm.DB) error {
		for _, check := range []func(*gorm.DB) ([]string, error){s.verifyDatabase, s.verifyGuards, verifyAudit, verifySeals, verifyFacts, verifyMails} {
			found, err := check(tx)
			wrong = append(wrong, found...)
			if unreadable(err) {
				wrong = append(wrong, "台账中有读不出的记录，这一项没有核对完："+err.Error())
			} else if err != nil {
				return err
			}
		}
		return nil
	})
	if sqliteCode(err, sqlite3.ErrCorrupt, sqlite3.ErrNotADB) {
		return append(wrong, "数据库文件损坏，无法读完："+err.Error()), nil
	}
	return wrong, err
}

// unreadable reports whether a check met rows that cannot be as the program stored
// them, and no failure of the database: that says what is wrong with the ledger,
// and the other checks go on.
func unreadable(err error) bool {
	var lite sqlite3.Error
	var pg *pgconn.PgError
	database := errors.As(err, &lite) || errors.As(err, &pg) || unavailable(err) != "" || ledger.CodeOf(err) == ledger.CodeUnavailable
	return err != nil && !database && !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded)
}

// verifyDatabase: SQLite checks its pages, indexes and references itself;
// PostgreSQL enforces references and has no such check to call.
func (s *Store) verifyDatabase(tx *gorm.DB) ([]string, error) {
	if s.dialect != sqliteDialect {
		return nil, nil
	}
	var lines []string
	if err := tx.Raw("PRAGMA integrity_check").Scan(&lines).Error; err != nil {
		return nil, err
	}
	var wrong []string
	for _, line := range lines {
		if line != "ok" {
			wrong = append(wrong, "数据库文件损坏："+line)
		}
	}
	var orphans []string
	if err := tx.Raw(`SELECT "table" FROM pragma_foreign_key_check`).Scan(&orphans).Error; err != nil {
		return nil, err
	}
	for _, table := range orphans {
		wrong = append(wrong, "数据表"+table+"中有记录指向不存在的记录")
	}
	return wrong, nil
}

// verifyGuards looks for the triggers by which the log takes nothing but new
// entries. Who may alter tables can take them off, and the chain tells of what
// was done then.
func (s *Store) verifyGuards(tx *gorm.DB) ([]string, error) {
	query, want := `SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'`, 3
	if s.dialect == postgresDialect {
		query, want = `SELECT COUNT(*) FROM pg_trigger WHERE tgrelid = to_regclass('audit') AND NOT tgisinternal AND tgenabled <> 'D'`, 1
	}
	var guards int
	if err := tx.Raw(query).Scan(&guards).Error; err != nil {
		return nil, err
	}
	if guards < want {
		return []string{"日志的只增保护已被去掉，日志可能被改动过"}, nil
	}
	return nil, nil
}

// verifyAudit recomputes the chain from its first entry.
func verifyAudit(tx *gorm.DB) ([]string, error) {
	var wrong []string
	var last auditRow
	var rows []auditRow
	err := tx.FindInBatches(&rows, 1000, func(*gorm.DB, int) error {
		for _, r := range rows {
			if r.ID != last.ID+1 {
				wrong = append(wrong, fmt.Sprintf("日志第%d条之后缺少%d条", last.ID, r.ID-last.ID-1))
			} else if r.PrevHash != last.Hash {
				wrong = append(wrong, fmt.Sprintf("日志第%d条与前一条不衔接", r.ID))
			}
			sum, err := r.sum()
			if err != nil {
				return err
			}
			if sum != r.Hash {
				wrong = append(wrong, fmt.Sprintf("日志第%d条被改动过", r.ID))
			}
			last = r
		}
		return nil
	}).Error
	if err != nil {
		return nil, err
	}
	var head auditHead
	if err := tx.Where("one = 1").Take(&head).Error; err != nil {
		return nil, err
	}
	if head.Entries != last.ID || head.Hash != last.Hash {
		wrong = append(wrong, fmt.Sprintf("日志应有%d条，实有至第%d条，末尾被删改过", head.Entries, last.ID))
	}
	return wrong, nil
}

// verifySeals compares issued bulletins with the seals that the log keeps.
func verifySeals(tx *gorm.DB) ([]string, error) {
	var entries []auditRow
	if err := tx.Where("action = ? AND result <> 'failed'", actionIssue).Find(&entries).Error; err != nil {
		return nil, err
	}
	logged := make(map[string]string, len(entries))
	for _, e := range entries {
		logged[e.Subject] = e.Detail
	}
	var ids []int64
	err := tx.Model(&bulletinRow{}).Where("state = ?", string(app.Issued)).Order("id").Pluck("id", &ids).Error
	if err != nil {
		return nil, err
	}
	var wrong []string
	for _, id := range ids {
		row, err := findBulletin(tx, id)
		if err != nil {
			return nil, err
		}
		seal := ""
		if row.IssuedAt != nil {
			if seal, err = row.sum(); err != nil {
				return nil, err
			}
		}
		detail, found := logged[row.subject()]
		delete(logged, row.subject())
		if !found || seal != row.Seal || !strings.HasSuffix(detail, " "+seal) {
			wrong = append(wrong, fmt.Sprintf("%s第%d期通报与印发时的封存不符，印发后被改动过", row.Programme, row.Number))
		}
	}
	for subject := range logged {
		wrong = append(wrong, fmt.Sprintf("已印发的%s不见了", subject))
	}
	return wrong, nil
}
