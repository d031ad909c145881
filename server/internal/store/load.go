package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/go-gormigrate/gormigrate/v2"
	"gorm.io/gorm"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// Origin says where loaded contents come from, for the log.
type Origin struct {
	Actor  app.Actor
	Action string // "restore", "migrate"
	From   string // in Chinese
}

// Load fills an empty database with contents, whatever earlier schema they are
// of, brings them to this version's and opens it. It is all done in one
// transaction: rows are read back and compared with what came, and a database
// in which that fails, or the process dies, is as empty as before. files is
// called in between, once the database is known to be empty, to bring the files.
// CodeRefused where the database holds something; a ledger that it holds gets an
// entry on that.
func Load(ctx context.Context, config Config, c app.Contents, o Origin, files func(context.Context) error) (*Store, []app.Tally, error) {
	s, err := connect(ctx, config)
	if err != nil {
		return nil, nil, err
	}
	var tallies []app.Tally
	err = s.write(ctx, "load", func(tx *gorm.DB) (err error) {
		tallies, err = s.load(ctx, tx, c, o, files)
		return err
	})
	if errors.Is(err, errHeld) {
		_, noting := s.NoteFailure(ctx, app.AuditEntry{Actor: o.Actor, Action: o.Action, Subject: "台账", Detail: o.From + "：" + err.Error()})
		if noting != nil { // as where its schema has no results yet
			s.log.Warn("a failure that is not on the log", "action", o.Action, "error", noting)
		}
	}
	if err != nil {
		return nil, nil, errors.Join(err, s.Close())
	}
	return s, tallies, nil
}

func (s *Store) load(ctx context.Context, tx *gorm.DB, c app.Contents, o Origin, files func(context.Context) error) ([]app.Tally, error) {
	if err := s.vacant(tx, c); err != nil {
		return nil, err
	}
	if err := files(ctx); err != nil {
		return nil, err
	}
	if err := s.migrateTo(tx, c.Schema()); err != nil {
		return nil, err
	}
	has, err := contentsOf(tx, s.dialect)
	if err != nil {
		return nil, err
	}
	if err := sameTables(has.tables, c.Tables()); err != nil {
		return nil, err
	}
	var tallies []app.Tally
	err = s.deferReferences(tx, func() error {
		for _, t := range has.tables {
			came, err := fill(ctx, tx, t, c)
			if err != nil {
				return err
			}
			tallies = append(tallies, came)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	rows := int64(0)
	for i, t := range has.tables {
		stored, err := tally(t.Name, func(visit func([]byte) error) error { return has.Rows(ctx, t.Name, visit) })
		if err != nil {
			return nil, err
		}
		if stored != tallies[i] {
			return nil, fmt.Errorf("table %s: %d rows %s came, %d rows %s are stored", t.Name, tallies[i].Rows, tallies[i].SHA256, stored.Rows, stored.SHA256)
		}
		rows += stored.Rows
	}
	if err := s.countOn(tx, has.tables); err != nil {
		return nil, err
	}
	if err := s.migrateAll(tx); err != nil {
		return nil, err
	}
	return tallies, s.record(tx, entry{
		Actor: string(o.Actor), Action: o.Action, Subject: "台账", Aside: true,
		Detail: fmt.Sprintf("空 → %s：%d张数据表，%d行，逐表核对一致", o.From, len(tallies), rows),
	})
}

// errHeld is the cause where a database holds a ledger.
var errHeld = errors.New("the database holds a ledger")

// vacant is CodeRefused unless nothing was ever done in the database: every
// change leaves an entry in the log. Its tables may be there when they are those
// that contents have.
func (s *Store) vacant(tx *gorm.DB, c app.Contents) error {
	has, err := contentsOf(tx, s.dialect)
	if err != nil {
		return err
	}
	if len(has.tables) == 0 {
		return nil
	}
	if !slices.ContainsFunc(has.tables, func(t app.Table) bool { return t.Name == (auditRow{}).TableName() }) {
		return ledger.Errorf(ledger.CodeRefused, "数据库里有别的数据表，没有改动。请换一个空的数据库")
	}
	var entries int64
	if err := tx.Model(&auditRow{}).Count(&entries).Error; err != nil {
		return err
	}
	if entries > 0 {
		return ledger.Errorf(ledger.CodeRefused, "台账里已有数据（日志%d条），没有改动。请换一个空的数据目录或数据库", entries).Because(errHeld)
	}
	if !slices.Equal(has.schema, c.Schema()) {
		return ledger.Errorf(ledger.CodeRefused, "数据库已按另一版本的结构建立，没有改动。请换一个全新的数据目录或数据库")
	}
	return nil
}

func sameTables(has, come []app.Table) error {
	same := slices.EqualFunc(has, come, func(a, b app.Table) bool {
		return a.Name == b.Name && slices.Equal(a.Columns, b.Columns)
	})
	if !same {
		return ledger.Errorf(ledger.CodeInvalid, "数据表与其版本应有的不同，不能载入")
	}
	return nil
}

// migrateTo brings an empty database to the schema that rows are of.
func (s *Store) migrateTo(tx *gorm.DB, schema []string) error {
	all := migrations(s.dialect)
	chosen := slices.DeleteFunc(slices.Clone(all), func(m *gormigrate.Migration) bool { return !slices.Contains(schema, m.ID) })
	if len(chosen) != len(schema) || len(chosen) == 0 {
		return ledger.Errorf(ledger.CodeRefused, "来自更新版本的程序，请使用新版本程序")
	}
	return migrateBy(tx, chosen)
}

// deferReferences lets rows be put in before those they refer to, and has the
// references checked at the end.
func (s *Store) deferReferences(tx *gorm.DB, fill func() error) error {
	if s.dialect == sqliteDialect { // until the transaction's end
		return firstError(tx.Exec("PRAGMA defer_foreign_keys = ON").Error, fill())
	}
	var references []struct{ Relation, Name string }
	err := tx.Raw(`SELECT c.conrelid::regclass::text AS relation, c.conname AS name FROM pg_constraint c
		JOIN pg_namespace n ON n.oid = c.connamespace WHERE c.contype = 'f' AND n.nspname = current_schema()`).Scan(&references).Error
	if err != nil {
		return err
	}
	alter := func(how string) error {
		for _, r := range references {
			if err := tx.Exec("ALTER TABLE " + r.Relation + " ALTER CONSTRAINT " + quote(r.Name) + " " + how).Error; err != nil {
				return err
			}
		}
		return nil
	}
	if err := alter("DEFERRABLE INITIALLY DEFERRED"); err != nil {
		return err
	}
	if err := fill(); err != nil {
		return err
	}
	if err := tx.Exec("SET CONSTRAINTS ALL IMMEDIATE").Error; err != nil {
		return err
	}
	return alter("NOT DEFERRABLE")
}

// fillAtOnce is how many values one statement puts in; SQLite takes 32,766.
const fillAtOnce = 2000

// fill puts a table's rows in the place of those that a new database has.
func fill(ctx context.Context, tx *gorm.DB, t app.Table, c app.Contents) (app.Tally, error) {
	var held int64
	if err := tx.Table(t.Name).Count(&held).Error; err != nil {
		return app.Tally{}, err
	}
	if held > 0 { // never in the log, which takes no such statement
		if err := tx.Exec("DELETE FROM " + quote(t.Name)).Error; err != nil {
			return app.Tally{}, err
		}
	}
	row := "(" + strings.TrimSuffix(strings.Repeat("?, ", len(t.Columns)), ", ") + ")"
	var values []any
	put := func() error {
		if len(values) == 0 {
			return nil
		}
		rows := strings.TrimSuffix(strings.Repeat(row+", ", len(values)/len(t.Columns)), ", ")
		err := tx.Exec("INSERT INTO "+quote(t.Name)+" ("+quoted(t.Columns)+") VALUES "+rows, values...).Error
		values = values[:0]
		return err
	}
	came, err := tally(t.Name, func(visit func([]byte) error) error {
		return c.Rows(ctx, t.Name, func(line []byte) error {
			cells, err := decodeLine(t, line)
			if err != nil {
				return err
			}
			if values = append(values, cells...); len(values) >= fillAtOnce {
				if err := put(); err != nil {
					return err
				}
			}
			return visit(line)
		})
	})
	return came, firstError(err, put())
}

// tally counts and hashes the lines that rows visits.
func tally(table string, rows func(visit func(line []byte) error) error) (app.Tally, error) {
	t := app.Tally{Table: table}
	sum := sha256.New()
	err := rows(func(line []byte) error {
		t.Rows++
		_, _ = sum.Write(line) // a hash takes all
		_, _ = sum.Write([]byte{'\n'})
		return nil
	})
	t.SHA256 = hex.EncodeToString(sum.Sum(nil))
	return t, err
}

// countOn lets new rows be numbered after those that were put in. SQLite does so
// by itself.
func (s *Store) countOn(tx *gorm.DB, tables []app.Table) error {
	if s.dialect == sqliteDialect {
		return nil
	}
	for _, t := range tables {
		var sequence *string
		if !slices.Contains(t.Columns, app.Column{Name: "id", Type: app.IntegerColumn}) {
			continue
		}
		if err := tx.Raw("SELECT pg_get_serial_sequence(?, 'id')", quote(t.Name)).Scan(&sequence).Error; err != nil {
			return err
		}
		if sequence == nil {
			continue
		}
		err := tx.Exec("SELECT setval(?::regclass, COALESCE((SELECT MAX(id) FROM "+quote(t.Name)+"), 0) + 1, false)", *sequence).Error
		if err != nil {
			return err
		}
	}
	return nil
}
