package store

// schema0003 is for how strictly workbooks are taken, and for taking them back.
// A submission that was undone has superseded_at without superseded_by; which
// rows it had replaced stays in undone_replacements.
var schema0003 = []string{
	`ALTER TABLE submissions ADD COLUMN rejected BIGINT NOT NULL DEFAULT 0`,
	`ALTER TABLE submissions ADD COLUMN blank BIGINT NOT NULL DEFAULT 0`,
	`ALTER TABLE submissions ADD COLUMN left_out TEXT NOT NULL DEFAULT 'null'`,
	`ALTER TABLE submissions ADD COLUMN undone_at {time}`,
	`ALTER TABLE submissions ADD COLUMN undone_by TEXT NOT NULL DEFAULT ''`,
	`ALTER TABLE submissions ADD COLUMN undone_reason TEXT NOT NULL DEFAULT ''`,
	`CREATE TABLE undone_replacements (
		submission BIGINT NOT NULL REFERENCES submissions(id),
		kind TEXT NOT NULL,
		replaced BIGINT NOT NULL,
		PRIMARY KEY (submission, kind, replaced)
	)`,

	`CREATE TABLE policies (
		id {id},
		programme TEXT NOT NULL,
		body TEXT NOT NULL,
		actor TEXT NOT NULL,
		created_at {time} NOT NULL,
		superseded_at {time}
	)`,
	`CREATE UNIQUE INDEX policies_current ON policies (programme) WHERE superseded_at IS NULL`,
	`CREATE TABLE closed_periods (
		id {id},
		programme TEXT NOT NULL,
		period TEXT NOT NULL,
		actor TEXT NOT NULL,
		created_at {time} NOT NULL,
		reopened_at {time},
		reopened_by TEXT NOT NULL
	)`,
	`CREATE UNIQUE INDEX closed_periods_current ON closed_periods (programme, period) WHERE reopened_at IS NULL`,
}
