package archive

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tongbao/server/internal/app"
	"tongbao/server/internal/blob"
	"tongbao/server/ledger"
)

// rows are a small ledger: two tables, and files that it needs.
type rows struct {
	lines  map[string][]string
	needed []app.Needed
}

func (r rows) Schema() []string { return []string{"0001-ledger"} }
func (r rows) Tables() []app.Table {
	columns := []app.Column{{Name: "body", Type: app.TextColumn}, {Name: "id", Type: app.IntegerColumn}}
	return []app.Table{{Name: "projects", Columns: columns}, {Name: "reports", Columns: columns}}
}

func (r rows) Rows(_ context.Context, table string, visit func([]byte) error) error {
	for _, line := range r.lines[table] {
		if err := visit([]byte(line)); err != nil {
			return err
		}
	}
	return nil
}

func (r rows) Snapshot(_ context.Context, use func(app.Contents, []app.Needed) error) error {
	return use(r, r.needed)
}

// written is a backup of a small ledger with two files, one of which it needs.
func written(t *testing.T) (path, needed string) {
	t.Helper()
	files, err := blob.New(filepath.Join(t.TempDir(), "files"))
	if err != nil {
		t.Fatal(err)
	}
	if needed, err = files.Put(t.Context(), []byte("第3期通报")); err != nil {
		t.Fatal(err)
	}
	if _, err := files.Put(t.Context(), bytes.Repeat([]byte("x"), 100_000)); err != nil {
		t.Fatal(err)
	}
	from := rows{
		lines:  map[string][]string{"projects": {`["老旧小区改造\n<70个>",1]`, `[null,2]`}},
		needed: []app.Needed{{SHA256: needed, As: "通报文件“a.pdf”"}},
	}
	var out bytes.Buffer
	m, err := Write(t.Context(), &out, from, files, "0.1", time.Date(2020, 4, 7, 9, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	if m.Rows() != 2 || len(m.Files) != 2 || len(m.Tables) != 2 {
		t.Errorf("manifest %+v", m)
	}
	path = filepath.Join(t.TempDir(), "备份.zip")
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path, needed
}

func TestWhatWasWrittenIsRead(t *testing.T) {
	path, needed := written(t)
	a, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	c := a.Contents()
	var lines []string
	for _, table := range c.Tables() {
		err := c.Rows(t.Context(), table.Name, func(line []byte) error {
			lines = append(lines, table.Name+string(line))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if got := strings.Join(lines, "|"); got != `projects["老旧小区改造\n<70个>",1]|projects[null,2]` {
		t.Errorf("rows are %s", got)
	}
	if got := fmt.Sprint(c.Schema(), c.Tables()); got != fmt.Sprint(rows{}.Schema(), rows{}.Tables()) {
		t.Errorf("schema and tables are %s", got)
	}
	if data, err := a.Get(t.Context(), needed); err != nil || string(data) != "第3期通报" {
		t.Errorf("file: %q, %v", data, err)
	}
	if _, err := a.Get(t.Context(), strings.Repeat("a", 64)); ledger.CodeOf(err) != ledger.CodeNotFound {
		t.Errorf("a file that is not there: %v", err)
	}
	to, err := blob.New(filepath.Join(t.TempDir(), "files"))
	if err != nil {
		t.Fatal(err)
	}
	if n, err := app.CopyFiles(t.Context(), a, to); n != 2 || err != nil {
		t.Errorf("copied %d files, %v", n, err)
	}
}

func TestMissingFileStopsABackup(t *testing.T) {
	files, err := blob.New(filepath.Join(t.TempDir(), "files"))
	if err != nil {
		t.Fatal(err)
	}
	hash := strings.Repeat("a", 64)
	_, err = Write(t.Context(), &bytes.Buffer{}, rows{needed: []app.Needed{{SHA256: hash, As: "通报文件“a.pdf”"}}}, files, "", time.Time{})
	if ledger.CodeOf(err) != ledger.CodeRefused || !strings.Contains(err.Error(), "a.pdf") {
		t.Errorf("a missing file: %v", err)
	}
}

func TestAFailingDiskFailsTheBackup(t *testing.T) {
	files, err := blob.New(filepath.Join(t.TempDir(), "files"))
	if err != nil {
		t.Fatal(err)
	}
	from := rows{lines: map[string][]string{"projects": {strings.Repeat("x", 1<<20)}}}
	if _, err := Write(t.Context(), failing{}, from, files, "", time.Time{}); !errors.Is(err, errDisk) {
		t.Errorf("a disk that fails: %v", err)
	}
}

var errDisk = errors.New("no room")

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errDisk }

// Every byte of every part is looked at: one that changed is found, wherever it
// is, and so is a part that is missing or too many.
func TestDamageIsFound(t *testing.T) {
	path, _ := written(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	bad := filepath.Join(t.TempDir(), "bad.zip")
	opens := func(data []byte) error {
		t.Helper()
		if err := os.WriteFile(bad, data, 0o600); err != nil {
			t.Fatal(err)
		}
		a, err := Open(t.Context(), bad)
		if err == nil {
			_ = a.Close()
		}
		return err
	}
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	for _, f := range z.File {
		start, err := f.DataOffset()
		if err != nil {
			t.Fatal(err)
		}
		end := start + int64(f.CompressedSize64)
		if f.Method == zip.Deflate {
			end -= 5 // an empty last block and its padding, in which some bits say nothing
		}
		for at := start; at < end; at += 1 + int64(f.CompressedSize64)/50 {
			data := bytes.Clone(whole)
			data[at] ^= 0x20
			if err := opens(data); ledger.CodeOf(err) != ledger.CodeInvalid {
				t.Errorf("%s, byte %d changed: %v", f.Name, at-start, err)
			}
		}
	}
	for name, data := range map[string][]byte{
		"cut short":  whole[:len(whole)-1],
		"half of it": whole[:len(whole)/2],
		"nothing":    nil,
		"a part too many": rezipped(t, z, func(w *zip.Writer) error {
			_, err := w.Create("files/more")
			return err
		}, ""),
		"a part missing": rezipped(t, z, nil, "tables/projects.jsonl"),
		"a part twice": rezipped(t, z, func(w *zip.Writer) error {
			_, err := w.Create("tables/projects.jsonl")
			return err
		}, ""),
		"no manifest": rezipped(t, z, nil, manifestName),
	} {
		if err := opens(data); ledger.CodeOf(err) != ledger.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Open(t.Context(), filepath.Join(t.TempDir(), "nowhere")); ledger.CodeOf(err) != ledger.CodeNotFound {
		t.Errorf("no file: %v", err)
	}
}

// rezipped is a backup without a part, and with what more adds.
func rezipped(t *testing.T, z *zip.ReadCloser, more func(*zip.Writer) error, without string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range z.File {
		if f.Name == without {
			continue
		}
		if err := w.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	if more != nil {
		if err := more(w); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestALaterFormIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "later.zip")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(f)
	part, err := w.Create(manifestName)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(part, `{"format": %d, "program": "9.0", "words": {}}`, format+1)
	if err := errors.Join(w.Close(), f.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path); ledger.CodeOf(err) != ledger.CodeRefused {
		t.Errorf("a later form: %v", err)
	}
}
