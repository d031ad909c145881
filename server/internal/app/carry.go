package app

import (
	"context"
	"fmt"
)

// The log's words for what is done with a whole ledger.
const (
	ActionBackup  = "backup"
	ActionRestore = "restore"
	ActionMigrate = "migrate"
	ActionVerify  = "verify"
)

// Contents are all rows of a ledger's database as they stood at one moment, in
// a form that belongs to no database: a backup holds it, and it goes over from
// one database to another.
type Contents interface {
	// Schema names the migrations that the database had been through.
	Schema() []string
	// Tables are all tables but the one of the migrations, by name.
	Tables() []Table
	// Rows visits a table's rows in the order of their key. A row is a JSON array
	// of the values of the table's columns: integers as numbers, texts as strings,
	// times as RFC 3339 in UTC, bytes in base64, null for none. The line is valid
	// until the visit returns.
	Rows(ctx context.Context, table string, visit func(line []byte) error) error
}

// Table is one table of Contents.
type Table struct {
	Name    string
	Columns []Column // by name
}

// Column is one column of a Table.
type Column struct {
	Name string
	Type ColumnType
}

// ColumnType is what a column holds.
type ColumnType string

// The types of columns.
const (
	IntegerColumn ColumnType = "integer"
	TextColumn    ColumnType = "text"
	TimeColumn    ColumnType = "time"
	BytesColumn   ColumnType = "bytes"
	BooleanColumn ColumnType = "boolean"
)

// Tally is how many rows of a table were carried over, with the SHA-256 of
// their lines, each with a line feed after it.
type Tally struct {
	Table  string
	Rows   int64
	SHA256 string
}

// Needed is a file that the ledger refers to.
type Needed struct {
	SHA256 string
	As     string // what it is, in Chinese
}

// MissingFiles is what is wrong with the files that the ledger refers to, in
// Chinese.
func MissingFiles(ctx context.Context, from Blobs, needed []Needed) ([]string, error) {
	var wrong []string
	for _, n := range needed {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if _, err := from.Get(ctx, n.SHA256); err != nil {
			wrong = append(wrong, fmt.Sprintf("%s：%v", n.As, err))
		}
	}
	return wrong, nil
}

// CopyFiles puts all files of one store of files into another, each checked
// against its hash on the way. It returns how many there are.
func CopyFiles(ctx context.Context, from, to Blobs) (n int, err error) {
	err = from.Each(ctx, func(sha256 string) error {
		data, err := from.Get(ctx, sha256)
		if err != nil {
			return err
		}
		n++
		_, err = to.Put(ctx, data)
		return err
	})
	return n, err
}
