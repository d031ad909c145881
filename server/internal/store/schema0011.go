package store

// schema0011 gives a bulletin its Word copy, "" where an earlier version issued
// it without one.
var schema0011 = []string{
	`ALTER TABLE bulletins ADD COLUMN docx TEXT NOT NULL DEFAULT ''`,
}
