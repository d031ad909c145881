package store

import (
	"context"

	"gorm.io/gorm"

	"tongbao/server/ledger"
)

// ReportsOf are the reports that a submission brought, in its own order.
func (s *Store) ReportsOf(ctx context.Context, submission int64) ([]ledger.Report, error) {
	var reports []ledger.Report
	err := s.read(ctx, "reports of a submission", func(tx *gorm.DB) error {
		if _, err := findSubmission(tx, submission); err != nil {
			return err
		}
		var rows []reportRow
		if err := tx.Where("submission = ?", submission).Order("id").Find(&rows).Error; err != nil {
			return err
		}
		reports = make([]ledger.Report, len(rows))
		for i, r := range rows {
			if err := fromJSON(r.Body, &reports[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return reports, err
}

// PlanAfter is the programme as it stood right after a submission, also after
// one that was undone later.
func (s *Store) PlanAfter(ctx context.Context, submission int64) (*ledger.Programme, error) {
	var p *ledger.Programme
	err := s.read(ctx, "plan after a submission", func(tx *gorm.DB) error {
		row, err := findSubmission(tx, submission)
		if err != nil {
			return err
		}
		p, err = loadPlan(row.Programme, func(table string) *gorm.DB { return asAfter(tx, table, row.ID) })
		return err
	})
	return p, err
}

// asAfter are the rows of a table that were current right after a submission: no
// later ones, none of another that was undone, and none that it or an earlier
// one had replaced.
func asAfter(tx *gorm.DB, table string, submission int64) *gorm.DB {
	return tx.Where(`submission <= ?
		AND submission NOT IN (SELECT id FROM submissions WHERE undone_at IS NOT NULL AND id <> ?)
		AND (superseded_by IS NULL OR superseded_by > ?)
		AND id NOT IN (SELECT replaced FROM undone_replacements WHERE submission = ? AND kind = ?)`,
		submission, submission, submission, submission, table)
}
