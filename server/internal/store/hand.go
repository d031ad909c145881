package store

import (
	"gorm.io/gorm"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// number puts the submission's number to the values that were entered by hand.
func (s *Store) number(tx *gorm.DB, a *app.Acceptance, row *submissionRow) error {
	a.Number(row.ID)
	changes, err := toJSON(a.Submission.Changes)
	if err != nil {
		return err
	}
	row.Changes = changes
	return tx.Model(row).Update("changes", changes).Error
}

// replaceReports ends single reports and puts others in their places, or where
// none stood.
func replaceReports(tx *gorm.DB, replacements []app.Replacement, by *submissionRow) error {
	var fresh []reportRow
	for _, r := range replacements {
		place, was := &r.Old, ""
		if r.Old.Unit == "" {
			place = r.New
		} else {
			var err error
			if was, err = toJSON(r.Old); err != nil {
				return err
			}
		}
		key := rowKeyOf(place)
		var stored []reportRow
		err := tx.Where("programme = ? AND series = ? AND no = ? AND sub = ? AND unit = ? AND area = ? AND period = ?",
			by.Programme, key.Project.Series, key.Project.No, key.Project.Sub, key.Unit, key.Area, key.Period).
			Where(current).Find(&stored).Error
		if err != nil {
			return err
		}
		is := ""
		if len(stored) > 0 {
			is = stored[0].Body
		}
		if is != was {
			return ledger.Errorf(ledger.CodeConflict, "核对期间%s的%s进展已有新的变动，本次没有入库，请重新核对", place.Unit, place.Period.Chinese())
		}
		if len(stored) > 0 {
			if err := supersede(tx, &reportRow{}, []int64{stored[0].ID}, by); err != nil {
				return err
			}
		}
		if r.New == nil {
			continue
		}
		next := *r.New
		if next.Submission == 0 {
			next.Submission = by.ID
		}
		body, err := toJSON(next)
		if err != nil {
			return err
		}
		fresh = append(fresh, reportRow{
			Programme: by.Programme, Key: rowKeyOf(&next), PeriodEnd: next.Period.End().String(),
			Filed: next.Filed.String(), Body: body, Origin: by.origin(),
		})
	}
	if len(fresh) == 0 {
		return nil
	}
	return tx.CreateInBatches(fresh, chunk).Error
}
