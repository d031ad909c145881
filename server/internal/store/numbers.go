package store

import "gorm.io/gorm"

// What people call by its number (报送#12) is numbered from 1 without gaps, in
// the transaction that stores it: all writers come one after the other, and no
// row is ever deleted. A database's own counter leaves a gap wherever a
// transaction was rolled back.

func (r *submissionRow) BeforeCreate(tx *gorm.DB) error { return nextNumber(tx, r.TableName(), &r.ID) }
func (r *bulletinRow) BeforeCreate(tx *gorm.DB) error   { return nextNumber(tx, r.TableName(), &r.ID) }
func (r *inboxRow) BeforeCreate(tx *gorm.DB) error      { return nextNumber(tx, r.TableName(), &r.ID) }
func (r *setupRow) BeforeCreate(tx *gorm.DB) error      { return nextNumber(tx, r.TableName(), &r.ID) }
func (r *callRow) BeforeCreate(tx *gorm.DB) error       { return nextNumber(tx, r.TableName(), &r.ID) }

// nextNumber gives a new row the number after the last one of its table.
func nextNumber(tx *gorm.DB, table string, id *int64) error {
	return tx.Session(&gorm.Session{NewDB: true}).Table(table).Select("COALESCE(MAX(id), 0) + 1").Scan(id).Error
}
