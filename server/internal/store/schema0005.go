package store

// schema0005 is for what is entered by hand: corrections, of which none replaces
// another one's submission, those by telephone that wait for a second person,
// and stamped scans.
var schema0005 = []string{
	`ALTER TABLE submissions ADD COLUMN hand TEXT NOT NULL DEFAULT 'null'`,
	`DROP INDEX submissions_current`,
	`CREATE UNIQUE INDEX submissions_current ON submissions (programme, layout, unit, period)
		WHERE superseded_at IS NULL AND layout <> 'hand'`,
	`CREATE TABLE calls (
		id {id},
		programme TEXT NOT NULL,
		body TEXT NOT NULL,
		actor TEXT NOT NULL,
		created_at {time} NOT NULL,
		decided_at {time},
		decided_by TEXT NOT NULL DEFAULT '',
		remark TEXT NOT NULL DEFAULT '',
		submission BIGINT REFERENCES submissions(id)
	)`,
	`CREATE INDEX calls_open ON calls (programme) WHERE decided_at IS NULL`,
	`CREATE TABLE seals (
		id {id},
		submission BIGINT NOT NULL REFERENCES submissions(id),
		body TEXT NOT NULL,
		actor TEXT NOT NULL,
		created_at {time} NOT NULL,
		superseded_at {time}
	)`,
	`CREATE UNIQUE INDEX seals_current ON seals (submission) WHERE superseded_at IS NULL`,
}
