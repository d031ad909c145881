package store

// schema0004 keeps residents' requests (民声事项), each version of each.
var schema0004 = []string{
	`CREATE TABLE matters (
		id {id},
		programme TEXT NOT NULL,
		no TEXT NOT NULL,
		body TEXT NOT NULL,
		submission BIGINT NOT NULL REFERENCES submissions(id),
		actor TEXT NOT NULL,
		created_at {time} NOT NULL,
		superseded_at {time},
		superseded_by BIGINT REFERENCES submissions(id)
	)`,
	`CREATE UNIQUE INDEX matters_current ON matters (programme, no) WHERE superseded_at IS NULL`,
}
