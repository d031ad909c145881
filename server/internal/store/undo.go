package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// facts are the tables whose rows come from submissions and are replaced by
// them (see origin).
var facts = []string{"programmes", "projects", "reports", "matters"}

// Undo takes a submission back: its rows are current no more, and those it had
// replaced are current again. It deletes nothing.
func (s *Store) Undo(ctx context.Context, id int64, reason string, by app.Actor) (app.Submission, error) {
	var undone app.Submission
	err := s.write(ctx, "undo", func(tx *gorm.DB) error {
		row, err := findSubmission(tx, id)
		if err != nil {
			return err
		}
		for _, allowed := range []func(*gorm.DB, *submissionRow) error{standing, stillOpen, notIssued, notBuiltOn} {
			if err := allowed(tx, row); err != nil {
				return err
			}
		}
		now := s.now()
		restored := int64(0)
		for _, table := range facts {
			n, err := takeBack(tx, table, row.ID, now)
			if err != nil {
				return err
			}
			restored += n
		}
		row.SupersededAt, row.UndoneAt, row.UndoneBy, row.UndoneReason = &now, &now, string(by), label(reason)
		if err := tx.Save(row).Error; err != nil {
			return err
		}
		if _, err := restore(tx, "submissions", row.ID); err != nil {
			return err
		}
		if undone, err = row.domain(); err != nil {
			return err
		}
		what, err := row.words(tx)
		if err != nil {
			return err
		}
		return s.record(tx, entry{
			Actor: row.UndoneBy, Action: "undo", Subject: row.subject(),
			Detail: fmt.Sprintf("%s：有效 → 已撤销，恢复%d条被它替换的记录；原因：%s", what, restored, row.UndoneReason),
		})
	})
	return undone, err
}

func findSubmission(tx *gorm.DB, id int64) (*submissionRow, error) {
	var rows []submissionRow
	if err := tx.Where("id = ?", id).Find(&rows).Error; err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, ledger.Errorf(ledger.CodeNotFound, "没有编号为%d的报送", id)
	}
	return &rows[0], nil
}

// takeBack ends a submission's own rows of a table and restores those that it
// had replaced; it returns how many.
func takeBack(tx *gorm.DB, table string, submission int64, now time.Time) (int64, error) {
	err := tx.Table(table).Where("submission = ?", submission).Where(current).Update("superseded_at", now).Error
	if err != nil {
		return 0, err
	}
	err = tx.Exec(`INSERT INTO undone_replacements (submission, kind, replaced)
		SELECT superseded_by, '`+table+`', id FROM `+table+` WHERE superseded_by = ?`, submission).Error
	if err != nil {
		return 0, err
	}
	return restore(tx, table, submission)
}

// restore makes the rows current again that a submission had replaced.
func restore(tx *gorm.DB, table string, submission int64) (int64, error) {
	r := tx.Table(table).Where("superseded_by = ?", submission).
		Updates(map[string]any{"superseded_at": nil, "superseded_by": nil})
	return r.RowsAffected, r.Error
}

// standing is CodeRefused for a submission that was undone or replaced.
func standing(tx *gorm.DB, row *submissionRow) error {
	switch {
	case row.UndoneAt != nil:
		return ledger.Errorf(ledger.CodeRefused, "该报送已于%s撤销，不必再撤", shown(*row.UndoneAt).Format("2006年1月2日15:04"))
	case row.SupersededBy != nil:
		later, err := findSubmission(tx, *row.SupersededBy)
		if err != nil {
			return err
		}
		return ledger.Errorf(ledger.CodeRefused, "该报送已被后来的%s替换，不能撤销；需要时请先撤销那一份", later.called())
	}
	return nil
}

// called is how messages name a submission.
func (r *submissionRow) called() string { return fmt.Sprintf("“%s”（%s）", r.File, r.subject()) }

// notIssued is CodeRefused when a bulletin has been issued on the submission: one
// of its programme whose period reaches the submission's, issued after it. A
// programme's first plan stays as long as there is any bulletin of it.
func notIssued(tx *gorm.DB, row *submissionRow) error {
	p, err := parsePeriod(row.Period)
	if err != nil {
		return err
	}
	var bulletins []bulletinRow
	err = selectBulletins(tx, withTitle).Where("programme = ?", row.Programme).Order("bulletins.id").Find(&bulletins).Error
	if err != nil {
		return err
	}
	first, err := founding(tx, row)
	if err != nil {
		return err
	}
	for i := range bulletins {
		b, err := bulletins[i].domain()
		if err != nil {
			return err
		}
		reached := p.IsZero() || !b.Period.End().Before(p.End())
		if b.State == app.Issued && reached && !bulletins[i].IssuedAt.Before(row.Created) {
			return ledger.Errorf(ledger.CodeRefused, "%s的通报（第%d期）已于%s印发，用到了这份报送，不能撤销；需要更正的，请上传更正后的表格",
				b.Period.Chinese(), b.Number, b.IssuedAt.Format("2006年1月2日"))
		}
		if first {
			return ledger.Errorf(ledger.CodeRefused, "这份报送建立了年度计划，已有%s的通报草稿，不能撤销；需要更正的，请上传更正后的表格", b.Period.Chinese())
		}
	}
	return nil
}

// founding reports whether the submission made its programme.
func founding(tx *gorm.DB, row *submissionRow) (bool, error) {
	var mine, replaced int64
	err := tx.Model(&programmeRow{}).Where("submission = ?", row.ID).Where(current).Count(&mine).Error
	if err != nil || mine == 0 {
		return false, err
	}
	err = tx.Model(&programmeRow{}).Where("superseded_by = ?", row.ID).Count(&replaced).Error
	return replaced == 0, err
}

// notBuiltOn is CodeRefused when a later submission builds on this one: it
// replaced a part of it, changed the plan after it, or reports on a project as
// this one has it.
func notBuiltOn(tx *gorm.DB, row *submissionRow) error {
	var later []int64
	add := func(q *gorm.DB, column string) error {
		var ids []int64
		if err := q.Distinct(column).Pluck(column, &ids).Error; err != nil {
			return err
		}
		later = append(later, ids...)
		return nil
	}
	for _, table := range facts {
		if err := add(tx.Table(table).Where("submission = ? AND superseded_by IS NOT NULL", row.ID), "superseded_by"); err != nil {
			return err
		}
	}
	planned := int64(0)
	for _, table := range facts[:2] {
		var n int64
		if err := tx.Table(table).Where("submission = ? OR superseded_by = ?", row.ID, row.ID).Count(&n).Error; err != nil {
			return err
		}
		planned += n
	}
	for _, table := range facts[:2] {
		if planned == 0 {
			break
		}
		of := func() *gorm.DB { return tx.Table(table).Where("programme = ?", row.Programme) }
		others := func(string) string { return "TRUE" }
		if table == "projects" && row.Layout == app.LayoutHand {
			// Two corrections by hand of different projects do not concern each other.
			others = func(column string) string {
				return column + " IN (SELECT id FROM submissions WHERE layout <> '" + app.LayoutHand + "')"
			}
		}
		if err := add(of().Where("submission > ?", row.ID).Where(others("submission")).Where(current), "submission"); err != nil {
			return err
		}
		if err := add(of().Where("superseded_by > ?", row.ID).Where(others("superseded_by")), "superseded_by"); err != nil {
			return err
		}
	}
	reported := tx.Table("reports AS r").
		Joins("JOIN projects AS p ON p.programme = r.programme AND p.series = r.series AND p.no = r.no AND p.sub = r.sub").
		Where("p.submission = ? AND p.superseded_at IS NULL AND r.superseded_at IS NULL AND r.submission > ?", row.ID, row.ID)
	if err := add(reported, "r.submission"); err != nil || len(later) == 0 {
		return err
	}
	slices.Sort(later)
	later = slices.Compact(later)
	var names []string
	for _, id := range later {
		sub, err := findSubmission(tx, id)
		if err != nil {
			return err
		}
		names = append(names, sub.called())
	}
	const most = 3
	more := ""
	if len(names) > most {
		names, more = names[len(names)-most:], fmt.Sprintf("等%d份", len(names))
	}
	return ledger.Errorf(ledger.CodeRefused, "后来的%s%s以这份报送为基础，不能撤销；请先撤销后来的", strings.Join(names, "、"), more)
}

// nothingUndone is CodeConflict when a submission of the programme has been
// undone since a bulletin's figures began to be read. A zero time is not
// compared.
func nothingUndone(tx *gorm.DB, programme string, since time.Time) error {
	if since.IsZero() {
		return nil
	}
	var n int64
	err := tx.Model(&submissionRow{}).Where("programme = ? AND undone_at >= ?", programme, stored(since)).Count(&n).Error
	if err != nil {
		return err
	}
	if n > 0 {
		return ledger.Errorf(ledger.CodeConflict, "发布期间有报送被撤销，通报没有发布，请核对后再发布一次")
	}
	return nil
}
