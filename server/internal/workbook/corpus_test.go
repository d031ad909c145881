package workbook

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tongbao/server/ledger"
)

// corpusFile is one workbook and what must happen to it.
type corpusFile struct {
	name, kind, special, expect string
	data                        []byte
}

// corpus is the folder named by TONGBAO_CORPUS: a MANIFEST.tsv (file, kind,
// special, expect) and its files. Without one it is a small set made here.
func corpus(t testing.TB) []corpusFile {
	dir := os.Getenv("TONGBAO_CORPUS")
	if dir == "" {
		return builtinCorpus(t)
	}
	manifest, err := os.ReadFile(filepath.Join(dir, "MANIFEST.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	var files []corpusFile
	for _, line := range strings.Split(strings.TrimSpace(string(manifest)), "\n")[1:] {
		f := strings.Split(line, "\t")
		data, err := os.ReadFile(filepath.Join(dir, f[0]))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, corpusFile{f[0], f[1], f[2], f[3], data})
	}
	return files
}

// TestCorpus opens every file: none panics, each refusal is one for users,
// and what is not xlsx is called what it is.
func TestCorpus(t *testing.T) {
	for _, f := range corpus(t) {
		t.Run(f.name, func(t *testing.T) {
			book, err := Open(f.name, f.data, DefaultLimits())
			if err != nil {
				t.Logf("%s (%s): %v", f.kind, f.special, err)
				if f.expect == "read" {
					t.Error("refused, want read")
				}
				if code := ledger.CodeOf(err); code != ledger.CodeInvalid && code != ledger.CodeTooLarge {
					t.Errorf("code %q", code)
				}
				return
			}
			cells := 0
			for _, s := range book.Sheets {
				for _, r := range s.Rows {
					cells += r.Len()
				}
			}
			t.Logf("%s (%s): %s, %d sheets, %d cells", f.kind, f.special, book.Format, len(book.Sheets), cells)
			if f.expect == "refuse" {
				t.Error("read, want refused")
			}
		})
	}
}
