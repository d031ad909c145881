package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"gorm.io/gorm"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// migrationsTable is gormigrate's own.
const migrationsTable = "migrations"

// contents are a database's rows as one transaction sees them.
type contents struct {
	tx      *gorm.DB
	dialect dialect
	schema  []string
	tables  []app.Table
}

var _ app.Contents = (*contents)(nil)

// Snapshot gives all that the database holds, with the files that its rows refer
// to, to use: one moment of it, while others go on writing.
func (s *Store) Snapshot(ctx context.Context, use func(c app.Contents, needed []app.Needed) error) error {
	return s.read(ctx, "snapshot", func(tx *gorm.DB) error {
		c, err := contentsOf(tx, s.dialect)
		if err != nil {
			return err
		}
		needed, err := neededFiles(tx)
		if err != nil {
			return err
		}
		return use(c, needed)
	})
}

// LogEnd is how the log in contents ends.
func LogEnd(ctx context.Context, c app.Contents) (end app.LogEnd, err error) {
	table := (auditHead{}).TableName()
	i := slices.IndexFunc(c.Tables(), func(t app.Table) bool { return t.Name == table })
	if i < 0 {
		return end, fmt.Errorf("no table %s", table)
	}
	t := c.Tables()[i]
	err = c.Rows(ctx, table, func(line []byte) error {
		values, err := decodeLine(t, line)
		if err != nil {
			return err
		}
		for i, column := range t.Columns {
			switch column.Name {
			case "entries":
				end.Entries, _ = values[i].(int64)
			case "hash":
				end.Hash, _ = values[i].(string)
			}
		}
		return nil
	})
	return end, err
}

func contentsOf(tx *gorm.DB, d dialect) (*contents, error) {
	c := &contents{tx: tx, dialect: d}
	names, err := tableNames(tx, d)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if name == migrationsTable {
			err = tx.Table(migrationsTable).Order("id").Pluck("id", &c.schema).Error
		} else {
			var t app.Table
			t, err = describe(tx, name)
			c.tables = append(c.tables, t)
		}
		if err != nil {
			return nil, err
		}
	}
	return c, nil
}

func tableNames(tx *gorm.DB, d dialect) (names []string, err error) {
	query := `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'`
	if d == postgresDialect {
		query = `SELECT tablename FROM pg_tables WHERE schemaname = current_schema()`
	}
	err = tx.Raw(query).Scan(&names).Error
	slices.Sort(names)
	return names, err
}

// columnTypes are the types that migrations declare, as the drivers name them.
var columnTypes = map[string]app.ColumnType{
	"INTEGER": app.IntegerColumn, "BIGINT": app.IntegerColumn, "INT8": app.IntegerColumn, "INT4": app.IntegerColumn,
	"TEXT": app.TextColumn, "VARCHAR": app.TextColumn,
	"DATETIME": app.TimeColumn, "TIMESTAMPTZ": app.TimeColumn,
	"BLOB": app.BytesColumn, "BYTEA": app.BytesColumn,
	"BOOLEAN": app.BooleanColumn, "BOOL": app.BooleanColumn,
}

// describe reads a table's columns. They are sorted, for a later migration may
// have put them in another order on the other database.
func describe(tx *gorm.DB, name string) (t app.Table, err error) {
	t.Name = name
	rows, err := tx.Raw("SELECT * FROM " + quote(name) + " WHERE 1 = 0").Rows()
	if err != nil {
		return t, err
	}
	defer func() { err = firstError(err, rows.Err(), rows.Close()) }()
	columns, err := rows.ColumnTypes()
	if err != nil {
		return t, err
	}
	for _, c := range columns {
		kind, known := columnTypes[strings.ToUpper(c.DatabaseTypeName())]
		if !known {
			return t, fmt.Errorf("column %s of table %s is of a type that cannot be carried over: %s", c.Name(), name, c.DatabaseTypeName())
		}
		t.Columns = append(t.Columns, app.Column{Name: c.Name(), Type: kind})
	}
	slices.SortFunc(t.Columns, func(a, b app.Column) int { return strings.Compare(a.Name, b.Name) })
	return t, nil
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// quote is a table's or column's name in SQL of both databases.
func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func quoted(columns []app.Column) string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = quote(c.Name)
	}
	return strings.Join(names, ", ")
}

func (c *contents) Schema() []string    { return c.schema }
func (c *contents) Tables() []app.Table { return c.tables }

// Rows reads a table in the order of its key, texts byte by byte as SQLite
// compares them.
func (c *contents) Rows(ctx context.Context, table string, visit func(line []byte) error) (err error) {
	i := slices.IndexFunc(c.tables, func(t app.Table) bool { return t.Name == table })
	if i < 0 {
		return fmt.Errorf("no table %s", table)
	}
	t := c.tables[i]
	order, err := c.order(t)
	if err != nil {
		return err
	}
	rows, err := c.tx.WithContext(ctx).Raw("SELECT " + quoted(t.Columns) + " FROM " + quote(table) + " ORDER BY " + order).Rows()
	if err != nil {
		return err
	}
	defer func() { err = firstError(err, rows.Err(), rows.Close()) }()
	line := newLine(t)
	for rows.Next() {
		if err := rows.Scan(line.cells...); err != nil {
			return err
		}
		text, err := line.encode()
		if err != nil {
			return err
		}
		if err := visit(text); err != nil {
			return err
		}
	}
	return nil
}

// order is a table's key for ORDER BY.
func (c *contents) order(t app.Table) (string, error) {
	query := "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk"
	if c.dialect == postgresDialect {
		query = `SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
			WHERE i.indisprimary AND i.indrelid = to_regclass(?)
			ORDER BY array_position(i.indkey::int[], a.attnum::int)`
	}
	name := t.Name
	if c.dialect == postgresDialect {
		name = quote(name)
	}
	var key []string
	if err := c.tx.Raw(query, name).Scan(&key).Error; err != nil {
		return "", err
	}
	if len(key) == 0 {
		return "", fmt.Errorf("table %s has no primary key", t.Name)
	}
	for i, column := range key {
		text := slices.Contains(t.Columns, app.Column{Name: column, Type: app.TextColumn})
		if key[i] = quote(column); text && c.dialect == postgresDialect {
			key[i] += ` COLLATE "C"`
		}
	}
	return strings.Join(key, ", "), nil
}

// line is one row of a table between the database and its neutral form.
type line struct {
	table app.Table
	cells []any // what a row is scanned into
	out   bytes.Buffer
}

func newLine(t app.Table) *line {
	l := &line{table: t, cells: make([]any, len(t.Columns))}
	for i, c := range t.Columns {
		switch c.Type {
		case app.IntegerColumn:
			l.cells[i] = new(sql.Null[int64])
		case app.TimeColumn:
			l.cells[i] = new(sql.Null[time.Time])
		case app.BytesColumn:
			l.cells[i] = new([]byte)
		case app.BooleanColumn:
			l.cells[i] = new(sql.Null[bool])
		case app.TextColumn:
			l.cells[i] = new(sql.Null[string])
		}
	}
	return l
}

// encode is the scanned row as a JSON array. Text that is no UTF-8 would not come
// back as it was, so it is an error.
func (l *line) encode() ([]byte, error) {
	values := make([]any, len(l.cells))
	for i, cell := range l.cells {
		switch v := cell.(type) {
		case *sql.Null[int64]:
			values[i] = orNull(*v)
		case *sql.Null[bool]:
			values[i] = orNull(*v)
		case *sql.Null[time.Time]:
			if v.Valid {
				values[i] = v.V.UTC().Format(time.RFC3339Nano)
			}
		case *sql.Null[string]:
			if !utf8.ValidString(v.V) {
				return nil, ledger.Errorf(ledger.CodeInvalid, "数据表%s的%s一列中有不是 UTF-8 的文字，数据库可能已损坏", l.table.Name, l.table.Columns[i].Name)
			}
			values[i] = orNull(*v)
		case *[]byte:
			if *v != nil {
				values[i] = *v
			}
		}
	}
	l.out.Reset()
	e := json.NewEncoder(&l.out)
	e.SetEscapeHTML(false)
	if err := e.Encode(values); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(l.out.Bytes(), []byte("\n")), nil
}

func orNull[T any](v sql.Null[T]) any {
	if !v.Valid {
		return nil
	}
	return v.V
}

// decodeLine is a row's values as the database takes them.
func decodeLine(t app.Table, text []byte) ([]any, error) {
	var cells []json.RawMessage
	if err := json.Unmarshal(text, &cells); err != nil {
		return nil, fmt.Errorf("row of table %s: %w", t.Name, err)
	}
	if len(cells) != len(t.Columns) {
		return nil, fmt.Errorf("row of table %s has %d values, its columns are %d", t.Name, len(cells), len(t.Columns))
	}
	values := make([]any, len(cells))
	for i, cell := range cells {
		if string(cell) == "null" {
			continue
		}
		var err error
		switch t.Columns[i].Type {
		case app.IntegerColumn:
			values[i], err = decoded1[int64](cell)
		case app.BooleanColumn:
			values[i], err = decoded1[bool](cell)
		case app.BytesColumn:
			values[i], err = decoded1[[]byte](cell)
		case app.TimeColumn:
			var at string
			if at, err = decoded1[string](cell); err == nil {
				values[i], err = time.Parse(time.RFC3339Nano, at)
			}
		case app.TextColumn:
			values[i], err = decoded1[string](cell)
		default:
			err = fmt.Errorf("unknown type %q", t.Columns[i].Type)
		}
		if err != nil {
			return nil, fmt.Errorf("row of table %s, column %s: %w", t.Name, t.Columns[i].Name, err)
		}
	}
	return values, nil
}

func decoded1[T any](cell json.RawMessage) (v T, err error) {
	err = json.Unmarshal(cell, &v)
	return v, err
}
