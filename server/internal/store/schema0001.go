package store

// schema0001 is the first schema. Documents (settings, body, findings …) are
// JSON of the domain's types in TEXT on both databases, so that their bytes,
// and with them their hashes, are the same; decimals are strings in it.
// Periods are as ledger.Period prints them.
var schema0001 = []string{
	`CREATE TABLE submissions (
		id {id},
		programme TEXT NOT NULL,
		layout TEXT NOT NULL,
		unit TEXT NOT NULL,
		period TEXT NOT NULL,
		file TEXT NOT NULL,
		sha256 TEXT NOT NULL,
		accepted BIGINT NOT NULL,
		findings TEXT NOT NULL,
		changes TEXT NOT NULL,
		actor TEXT NOT NULL,
		created_at {time} NOT NULL,
		superseded_at {time},
		superseded_by BIGINT REFERENCES submissions(id)
	)`,
	`CREATE UNIQUE INDEX submissions_current ON submissions (programme, layout, unit, period)
		WHERE superseded_at IS NULL`,

	`CREATE TABLE programmes (
		id {id},
		programme TEXT NOT NULL,
		year BIGINT NOT NULL,
		settings TEXT NOT NULL,
		submission BIGINT NOT NULL REFERENCES submissions(id),
		actor TEXT NOT NULL,
		created_at {time} NOT NULL,
		superseded_at {time},
		superseded_by BIGINT REFERENCES submissions(id)
	)`,
	`CREATE UNIQUE INDEX programmes_current ON programmes (programme) WHERE superseded_at IS NULL`,

	`CREATE TABLE projects (
		id {id},
		programme TEXT NOT NULL,
		series TEXT NOT NULL,
		no TEXT NOT NULL,
		sub TEXT NOT NULL,
		position BIGINT NOT NULL,
		body TEXT NOT NULL,
		submission BIGINT NOT NULL REFERENCES submissions(id),
		actor TEXT NOT NULL,
		created_at {time} NOT NULL,
		superseded_at {time},
		superseded_by BIGINT REFERENCES submissions(id)
	)`,
	`CREATE UNIQUE INDEX projects_current ON projects (programme, series, no, sub)
		WHERE superseded_at IS NULL`,

	`CREATE TABLE reports (
		id {id},
		programme TEXT NOT NULL,
		series TEXT NOT NULL,
		no TEXT NOT NULL,
		sub TEXT NOT NULL,
		unit TEXT NOT NULL,
		area TEXT NOT NULL,
		period TEXT NOT NULL,
		period_end TEXT NOT NULL,
		filed TEXT NOT NULL,
		body TEXT NOT NULL,
		submission BIGINT NOT NULL REFERENCES submissions(id),
		actor TEXT NOT NULL,
		created_at {time} NOT NULL,
		superseded_at {time},
		superseded_by BIGINT REFERENCES submissions(id)
	)`,
	`CREATE UNIQUE INDEX reports_current ON reports (programme, series, no, sub, unit, area, period)
		WHERE superseded_at IS NULL`,

	`CREATE TABLE bulletins (
		id {id},
		programme TEXT NOT NULL,
		number BIGINT NOT NULL,
		period TEXT NOT NULL,
		edition TEXT NOT NULL,
		state TEXT NOT NULL,
		version BIGINT NOT NULL,
		xlsx TEXT NOT NULL,
		pdf TEXT NOT NULL,
		seal TEXT NOT NULL,
		actor TEXT NOT NULL,
		created_at {time} NOT NULL,
		issued_at {time}
	)`,
	`CREATE UNIQUE INDEX bulletins_number ON bulletins (programme, edition, number)`,
	`CREATE UNIQUE INDEX bulletins_draft ON bulletins (programme, period, edition) WHERE state = 'draft'`,
	`CREATE TABLE bulletin_versions (
		bulletin BIGINT NOT NULL REFERENCES bulletins(id),
		version BIGINT NOT NULL,
		title TEXT NOT NULL,
		document TEXT NOT NULL,
		words TEXT NOT NULL,
		actor TEXT NOT NULL,
		created_at {time} NOT NULL,
		PRIMARY KEY (bulletin, version)
	)`,

	`CREATE TABLE deliveries (
		id {id},
		bulletin BIGINT NOT NULL REFERENCES bulletins(id),
		unit TEXT NOT NULL,
		address TEXT NOT NULL,
		message_id TEXT NOT NULL UNIQUE,
		state TEXT NOT NULL,
		tries BIGINT NOT NULL,
		next_try {time} NOT NULL,
		answer TEXT NOT NULL,
		actor TEXT NOT NULL,
		created_at {time} NOT NULL,
		updated_at {time} NOT NULL,
		claimed_by TEXT NOT NULL,
		claimed_until {time},
		UNIQUE (bulletin, address)
	)`,
	`CREATE INDEX deliveries_due ON deliveries (state, next_try)`,
	`CREATE TABLE delivery_answers (
		id {id},
		delivery BIGINT NOT NULL REFERENCES deliveries(id),
		state TEXT NOT NULL,
		answer TEXT NOT NULL,
		created_at {time} NOT NULL
	)`,

	`CREATE TABLE audit (
		id BIGINT PRIMARY KEY,
		at {time} NOT NULL,
		actor TEXT NOT NULL,
		action TEXT NOT NULL,
		subject TEXT NOT NULL,
		detail TEXT NOT NULL,
		prev_hash TEXT NOT NULL,
		hash TEXT NOT NULL
	)`,
	`CREATE TABLE audit_head (
		one BIGINT PRIMARY KEY CHECK (one = 1),
		entries BIGINT NOT NULL,
		hash TEXT NOT NULL
	)`,
	`INSERT INTO audit_head (one, entries, hash) VALUES (1, 0, '')`,
}
