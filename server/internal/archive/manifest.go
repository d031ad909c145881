// Package archive is the file of a backup (备份): a zip of the ledger's rows, a
// part for each table, of the files that it keeps, and of a manifest that
// counts and hashes them. It is of no database's own form: what was taken from
// SQLite goes into PostgreSQL, and the other way.
package archive

import (
	"encoding/hex"
	"hash"
	"time"

	"tongbao/server/internal/app"
)

// format is the version of this form of file. A reader refuses a later one.
const format = 1

// manifestName is the part that is written last.
const manifestName = "manifest.json"

// Manifest says what a backup holds.
type Manifest struct {
	Format  int       `json:"format"`
	Program string    `json:"program"` // the version that made it
	Made    time.Time `json:"made"`
	Schema  []string  `json:"schema"` // the migrations of its rows
	Tables  []Table   `json:"tables"`
	Files   []File    `json:"files"`
}

// Table is a part of the file: a table's rows, each a JSON array on a line of
// its own, the values in the order of the columns.
type Table struct {
	Name    string   `json:"name"`
	Columns []Column `json:"columns"`
	Rows    int64    `json:"rows"`
	SHA256  string   `json:"sha256"`
}

// Column is a column of a Table.
type Column struct {
	Name string         `json:"name"`
	Type app.ColumnType `json:"type"`
}

// File is a part of the file: one kept file as it is.
type File struct {
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
}

// Rows is how many rows all tables have together.
func (m *Manifest) Rows() (n int64) {
	for _, t := range m.Tables {
		n += t.Rows
	}
	return n
}

func (t Table) part() string { return "tables/" + t.Name + ".jsonl" }
func (f File) part() string  { return "files/" + f.SHA256 }

func (t Table) plain() app.Table {
	out := app.Table{Name: t.Name}
	for _, c := range t.Columns {
		out.Columns = append(out.Columns, app.Column(c))
	}
	return out
}

func hexSum(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }
