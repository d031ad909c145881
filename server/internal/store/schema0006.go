package store

// schema0006 keeps the files that came in until an officer has dealt with them
// (收件), and lets the end of the log say how it stood with the ledger when such
// files were read: ledger is the hash of the last entry that is not about one.
var schema0006 = []string{
	`CREATE TABLE inbox (
		id {id},
		sha256 TEXT NOT NULL,
		name TEXT NOT NULL,
		size BIGINT NOT NULL,
		said TEXT NOT NULL,
		reading TEXT NOT NULL,
		ledger TEXT NOT NULL,
		submission BIGINT REFERENCES submissions(id),
		actor TEXT NOT NULL,
		created_at {time} NOT NULL,
		discarded_at {time},
		discarded_by TEXT NOT NULL,
		discarded_reason TEXT NOT NULL
	)`,
	`CREATE UNIQUE INDEX inbox_once ON inbox (sha256, name) WHERE discarded_at IS NULL`,
	`ALTER TABLE audit_head ADD COLUMN ledger TEXT NOT NULL DEFAULT ''`,
	`UPDATE audit_head SET ledger = hash`,
}
