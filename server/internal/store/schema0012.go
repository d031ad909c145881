package store

// schema0012 gives a bulletin its 发文稿纸.
var schema0012 = []string{
	`ALTER TABLE bulletins ADD COLUMN slip TEXT NOT NULL DEFAULT '{}'`,
}
