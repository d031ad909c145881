package store

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// copied are contents in memory.
type copied struct {
	schema []string
	tables []app.Table
	lines  map[string][]string
}

func (k *copied) Schema() []string    { return k.schema }
func (k *copied) Tables() []app.Table { return k.tables }
func (k *copied) Rows(_ context.Context, table string, visit func([]byte) error) error {
	for _, line := range k.lines[table] {
		if err := visit([]byte(line)); err != nil {
			return err
		}
	}
	return nil
}

// keep copies contents.
func keep(t *testing.T, c app.Contents) *copied {
	t.Helper()
	k := &copied{schema: slices.Clone(c.Schema()), tables: slices.Clone(c.Tables()), lines: map[string][]string{}}
	for _, table := range k.tables {
		err := c.Rows(t.Context(), table.Name, func(line []byte) error {
			k.lines[table.Name] = append(k.lines[table.Name], string(bytes.Clone(line)))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return k
}

// taken are a store's contents.
func taken(t *testing.T, s *Store) *copied {
	t.Helper()
	var k *copied
	err := s.Snapshot(t.Context(), func(c app.Contents, _ []app.Needed) error { k = keep(t, c); return nil })
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func noFiles(context.Context) error { return nil }

var restored = Origin{Actor: app.CommandLine, Action: app.ActionRestore, From: "备份"}

// busyLedger has rows in most tables, some replaced by later ones.
func busyLedger(t *testing.T, d target) *Store {
	t.Helper()
	ctx, s := t.Context(), withProgramme(t, d)
	must[app.Submission](t)(s.Accept(ctx, progress("市住建局", "r1", q1(), 1, "5")))
	wrong := must[app.Submission](t)(s.Accept(ctx, progress("市住建局", "r2", q1(), 1, "125")))
	must[app.Submission](t)(s.Undo(ctx, wrong.ID, "误传", app.CommandLine))
	must[app.Submission](t)(s.Accept(ctx, progress("市住建局", "r3", q1(), 1, "12.50")))
	b := must[app.BulletinRecord](t)(s.NewDraft(ctx, newDraft(q1()), asIs))
	b = must[app.BulletinRecord](t)(s.Issue(ctx, issuable(b), nil))
	must[int](t)(s.Enqueue(ctx, []app.Delivery{{Cause: "bulletin:1", Bulletin: b.ID, Unit: "市住建局", Address: "a@example.cn", Actor: app.Browser}}))
	return s
}

func TestContentsGoFromEachDatabaseToEach(t *testing.T) {
	onEach(t, func(t *testing.T, from target) {
		source := busyLedger(t, from)
		before := taken(t, source)
		onEach(t, func(t *testing.T, to target) {
			s, tallies, err := Load(t.Context(), to.config, before, restored, noFiles)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			after := taken(t, s)
			if len(tallies) != len(before.tables) || !slices.Equal(after.schema, before.schema) {
				t.Errorf("%d tables, schema %v", len(tallies), after.schema)
			}
			for _, table := range before.tables {
				want, got := before.lines[table.Name], after.lines[table.Name]
				switch table.Name {
				case "audit": // one entry more: where it came from
					got = got[:len(got)-1]
				case "audit_head":
					continue
				}
				if !slices.Equal(got, want) {
					t.Errorf("%s:\n got %q\nwant %q", table.Name, got, want)
				}
			}
			sound(t, s)
			if must[string](t)(s.Head(t.Context())) != must[string](t)(source.Head(t.Context())) {
				t.Error("the ledger counts as changed")
			}
			// New rows are numbered after those that came.
			next := progress("市住建局", "r4", ledger.QuarterOf(2020, 2), 1, "20")
			sub := must[app.Submission](t)(s.Accept(t.Context(), next))
			if want := int64(len(before.lines["submissions"]) + 1); sub.ID != want {
				t.Errorf("the next submission is %d, want %d", sub.ID, want)
			}
		})
	})
}

func TestLoadTakesAllOrNothing(t *testing.T) {
	whole := taken(t, busyLedger(t, target{sqliteDialect, Config{DataDir: t.TempDir(), Clock: ticking()}}))
	torn := errors.New("torn")
	onEach(t, func(t *testing.T, d target) {
		spoil := func(change func(k *copied)) *copied {
			k := &copied{whole.schema, slices.Clone(whole.tables), map[string][]string{}}
			for name, lines := range whole.lines {
				k.lines[name] = slices.Clone(lines)
			}
			change(k)
			return k
		}
		for name, c := range map[string]struct {
			c     app.Contents
			files error
			code  ledger.ErrorCode
		}{
			"files that fail":           {c: whole, files: torn},
			"a row that refers nowhere": {c: spoil(func(k *copied) { k.lines["submissions"] = k.lines["submissions"][:1] })},
			"a row too short":           {c: spoil(func(k *copied) { k.lines["reports"][0] = "[1]" })},
			"a number that is none":     {c: spoil(func(k *copied) { k.lines["reports"][0] = strings.Replace(k.lines["reports"][0], "1", `"x"`, 1) })},
			"a row twice":               {c: spoil(func(k *copied) { k.lines["bulletins"] = append(k.lines["bulletins"], k.lines["bulletins"][0]) })},
			"a table more":              {c: spoil(func(k *copied) { k.tables = append(k.tables, app.Table{Name: "x"}) }), code: ledger.CodeInvalid},
			"a later schema":            {c: spoil(func(k *copied) { k.schema = append(slices.Clone(k.schema), "9999-later") }), code: ledger.CodeRefused},
		} {
			_, _, err := Load(t.Context(), d.config, c.c, restored, func(context.Context) error { return c.files })
			if err == nil || c.code != "" && ledger.CodeOf(err) != c.code {
				t.Errorf("%s: %v", name, err)
			}
		}
		// After all of these the database is as good as new.
		s, _, err := Load(t.Context(), d.config, whole, restored, noFiles)
		if err != nil {
			t.Fatal(err)
		}
		sound(t, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		_, _, err = Load(t.Context(), d.config, whole, restored, func(context.Context) error {
			t.Error("files are brought to a ledger that is not empty")
			return nil
		})
		wantCode(t, err, ledger.CodeRefused)
	})
}

func TestLoadIntoAnOpenedButUnusedLedger(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		whole := taken(t, busyLedger(t, target{sqliteDialect, Config{DataDir: t.TempDir(), Clock: ticking()}}))
		running := d.open(t)
		s, _, err := Load(t.Context(), d.config, whole, restored, noFiles)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		sound(t, s)
		if n := len(must[[]app.Submission](t)(running.Submissions(t.Context(), key))); n != 4 {
			t.Errorf("the running server sees %d submissions", n)
		}
	})
}

func TestLoadLeavesForeignTablesAlone(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		whole := taken(t, busyLedger(t, target{sqliteDialect, Config{DataDir: t.TempDir(), Clock: ticking()}}))
		s := must[*Store](t)(connect(t.Context(), d.config))
		if err := s.writer.Exec("CREATE TABLE theirs (id BIGINT PRIMARY KEY)").Error; err != nil {
			t.Fatal(err)
		}
		_ = s.Close()
		_, _, err := Load(t.Context(), d.config, whole, restored, noFiles)
		wantCode(t, err, ledger.CodeRefused)
	})
}
