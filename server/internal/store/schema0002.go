package store

// schema0002 keeps what people said the columns of tables hold. An answer that
// was taken back is superseded by none.
var schema0002 = []string{
	`CREATE TABLE column_answers (
		id {id},
		programme TEXT NOT NULL,
		unit TEXT NOT NULL,
		layout TEXT NOT NULL,
		head TEXT NOT NULL,
		field TEXT NOT NULL,
		actor TEXT NOT NULL,
		created_at {time} NOT NULL,
		superseded_at {time},
		superseded_by BIGINT REFERENCES column_answers(id)
	)`,
	`CREATE UNIQUE INDEX column_answers_current ON column_answers (programme, unit, layout, head)
		WHERE superseded_at IS NULL`,
}
