//go:build readback

package workbook

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"tongbao/server/internal/grid"
)

// converted has LibreOffice read files and write them in another format; the
// results stand in the order of the files, nil where it wrote none.
func converted(t *testing.T, to, ext string, files []File) [][]byte {
	t.Helper()
	in, out := t.TempDir(), t.TempDir()
	args := []string{"-env:UserInstallation=file://" + t.TempDir(), "--headless", "--convert-to", to, "--outdir", out}
	for i, f := range files {
		path := filepath.Join(in, fmt.Sprintf("%03d.%s", i, f.Name))
		check(t, os.WriteFile(path, f.Data, 0o600))
		args = append(args, path)
	}
	if log, err := exec.Command("soffice", args...).CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, log)
	}
	results := make([][]byte, len(files))
	for i := range files {
		found, err := filepath.Glob(filepath.Join(out, fmt.Sprintf("%03d*.%s", i, ext)))
		check(t, err)
		if len(found) == 1 {
			results[i], err = os.ReadFile(found[0])
			check(t, err)
		}
	}
	return results
}

// generous lets files through that LibreOffice has made larger.
func generous() Limits {
	lim := DefaultLimits()
	lim.Ratio, lim.PartSize, lim.TotalSize = 1<<20, 1<<29, 1<<30
	return lim
}

// TestCorpusReadBack: LibreOffice reads every file of the corpus that this
// package reads, and what it writes of it as .ods has the same cells.
func TestCorpusReadBack(t *testing.T) {
	var files []File
	var names []string
	var books []*grid.Workbook
	for _, f := range corpus(t) {
		book, err := Open(f.name, f.data, DefaultLimits())
		if err != nil || book.Format == "csv" || book.Format == "txt" { // those have a test of their own
			continue
		}
		files, names, books = append(files, File{book.Format, f.data}), append(names, f.name), append(books, book)
	}
	for i, data := range converted(t, "ods", "ods", files) {
		t.Run(names[i], func(t *testing.T) {
			if data == nil {
				explained(t, names[i], "the other program does not open it")
				return
			}
			office, err := Open("x.ods", data, generous())
			check(t, err)
			compareBooks(t, names[i], books[i], office)
		})
	}
}

// TestOldFormatReadBack: what LibreOffice writes as .xls of the tables is what
// was in them.
func TestOldFormatReadBack(t *testing.T) {
	table := progressTable(t, 120)
	for _, to := range []string{"xls", "xls:MS Excel 95", "ods"} {
		ext, _, _ := strings.Cut(to, ":")
		data := converted(t, to, ext, []File{{"xlsx", table}})[0]
		if data == nil {
			continue // the program writes no such format
		}
		book, err := Open("表."+ext, data, generous())
		check(t, err)
		compareBooks(t, to, opened(t, table), book)
	}
}

// TestTextReadBack: the same as text, in the encodings and with the separators
// that offices use. LibreOffice's numbers of encodings: 76 is UTF-8, 85 is
// GB 18030, 65535 is UTF-16; of separators: their characters.
func TestTextReadBack(t *testing.T) {
	table := progressTable(t, 120)
	want := opened(t, table)
	for _, options := range []string{"44,34,76", "59,34,76", "9,34,65535", "44,34,85", "9,34,85"} {
		to := "csv:Text - txt - csv (StarCalc):" + options + ",1,,0,false,false,false"
		data := converted(t, to, "csv", []File{{"xlsx", table}})[0]
		book, err := Open("一季度.csv", data, generous())
		check(t, err)
		if len(book.Sheets) != 1 || len(book.Sheets[0].Rows) != len(want.Sheets[0].Rows) {
			t.Fatalf("%s: %d rows, want %d", options, len(book.Sheets[0].Rows), len(want.Sheets[0].Rows))
		}
		for i, row := range book.Sheets[0].Rows {
			for j := range row.Len() {
				c, w := row.Cell(j), want.Sheets[0].Rows[i].Cell(j)
				// Dates and rates are written as they look; texts and numbers as
				// they are.
				if c.Address != w.Address || w.Kind == grid.Text && c.Text != w.Text || w.Kind == grid.Number && !w.Percent && c.Text != w.Text {
					t.Errorf("%s: %s %q, want %s %q", options, c.Address, c.Text, w.Address, w.Text)
				}
			}
		}
	}
}
