package store

// schema0007 keeps programmes that are being set up. They are no part of the
// ledger: a row is changed in place until it ends.
var schema0007 = []string{
	`CREATE TABLE setups (
		id {id},
		version BIGINT NOT NULL,
		body TEXT NOT NULL,
		actor TEXT NOT NULL,
		created_at {time} NOT NULL,
		updated_at {time} NOT NULL,
		ended_at {time},
		established TEXT NOT NULL DEFAULT ''
	)`,
	`CREATE INDEX setups_open ON setups (ended_at)`,
}
