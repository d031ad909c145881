package store

// schema0015 lets entries of the log only be added, and tells submissions whose
// workbook is kept from earlier ones that the command line took without.
func schema0015(d dialect) []string {
	sqls := []string{
		`ALTER TABLE submissions ADD COLUMN kept BIGINT NOT NULL DEFAULT 0`,
		`CREATE INDEX audit_action ON audit (action, id)`,
	}
	if d == postgresDialect {
		return append(sqls,
			`CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS
				$$ BEGIN RAISE EXCEPTION 'entries of the log are only added'; END $$`,
			`CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
				FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()`)
	}
	return append(sqls,
		`CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
			BEGIN SELECT RAISE(ABORT, 'entries of the log are only added'); END`,
		`CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
			BEGIN SELECT RAISE(ABORT, 'entries of the log are only added'); END`,
		// REPLACE takes rows away without the trigger before.
		`CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
			BEGIN SELECT RAISE(ABORT, 'entries of the log are only added'); END`)
}
