package store

// schema0016 gives entries of the log a result. Earlier ones have none, and their
// hashes are those of before.
var schema0016 = []string{
	`ALTER TABLE audit ADD COLUMN result TEXT NOT NULL DEFAULT ''`,
	`CREATE INDEX audit_failed ON audit (action, at) WHERE result = 'failed'`,
}
