package store

// schema0009 finds the rows that a submission put in or took out.
var schema0009 = []string{
	`CREATE INDEX projects_submission ON projects (submission)`,
	`CREATE INDEX projects_superseded ON projects (superseded_by) WHERE superseded_by IS NOT NULL`,
	`CREATE INDEX reports_submission ON reports (submission)`,
	`CREATE INDEX reports_superseded ON reports (superseded_by) WHERE superseded_by IS NOT NULL`,
}
