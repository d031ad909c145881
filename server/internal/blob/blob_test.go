package blob

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"tongbao/server/ledger"
)

func folder(t *testing.T) (*Folder, string) {
	t.Helper()
	root := filepath.Join(t.TempDir(), "files")
	f, err := New(root + "/./") // as somebody may type it
	if err != nil {
		t.Fatal(err)
	}
	return f, root
}

// files are the paths of all files under root but the lock.
func files(t *testing.T, root string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && d.Name() != lockName {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestPutAndGet(t *testing.T) {
	for name, data := range map[string][]byte{
		"text": []byte("通报"), "nothing": {}, "a megabyte": bytes.Repeat([]byte{7}, 1<<20),
	} {
		t.Run(name, func(t *testing.T) {
			f, root := folder(t)
			var wg sync.WaitGroup
			for range 8 {
				wg.Go(func() {
					hash, err := f.Put(t.Context(), data)
					if err != nil {
						t.Error(err)
					}
					if got, err := f.Get(t.Context(), hash); err != nil || !bytes.Equal(got, data) {
						t.Errorf("Get: %d bytes, %v", len(got), err)
					}
				})
			}
			wg.Wait()
			if all := files(t, root); len(all) != 1 {
				t.Errorf("files are %q, want one", all)
			}
		})
	}
}

func TestGetUnknown(t *testing.T) {
	f, root := folder(t)
	if err := os.WriteFile(filepath.Join(root, "secret"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, hash := range []string{"", "ab", "../../secret", strings.Repeat("a", 64), strings.Repeat("A", 64), strings.Repeat("/", 64)} {
		if _, err := f.Get(t.Context(), hash); ledger.CodeOf(err) != ledger.CodeNotFound {
			t.Errorf("Get(%q): %v", hash, err)
		}
	}
}

func TestDamageIsFoundAndRepaired(t *testing.T) {
	f, root := folder(t)
	data := []byte("第3期通报")
	hash, err := f.Put(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	path := files(t, root)[0]
	if err := os.WriteFile(path, []byte("第4期通报"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Get(t.Context(), hash); ledger.CodeOf(err) != ledger.CodeInvalid {
		t.Errorf("a changed file gives %v", err)
	}
	if _, err := f.Put(t.Context(), data); err != nil {
		t.Fatal(err)
	}
	if got, err := f.Get(t.Context(), hash); err != nil || !bytes.Equal(got, data) {
		t.Errorf("after putting it again: %q, %v", got, err)
	}
}

func TestAFailedPutLeavesNothing(t *testing.T) {
	f, root := folder(t)
	data := []byte("x")
	hash := sum(data)
	// A folder stands where the file should go, so that the last step fails.
	if err := os.MkdirAll(filepath.Join(f.path(hash), "in the way"), 0o750); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Put(t.Context(), data); err == nil {
		t.Error("put over a folder")
	}
	if all := files(t, root); len(all) != 0 {
		t.Errorf("left behind: %q", all)
	}
}

func TestNewNeedsAFolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := New(path); ledger.CodeOf(err) != ledger.CodeUnavailable {
		t.Errorf("New on a file: %v", err)
	}
}

func TestEachListsWholeFilesOnly(t *testing.T) {
	f, root := folder(t)
	hash, err := f.Put(t.Context(), []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	for _, stray := range []string{".incoming-1", filepath.Join("ab", "notes.txt"), filepath.Join(hash[:2], hash)} {
		path := filepath.Join(root, stray)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	if err := f.Each(t.Context(), func(h string) error { got = append(got, h); return nil }); err != nil || len(got) != 1 || got[0] != hash {
		t.Errorf("listed %q, %v", got, err)
	}
	if err := f.Ready(t.Context()); err != nil {
		t.Error(err)
	}
	if err := os.RemoveAll(root); err != nil {
		t.Fatal(err)
	}
	if err := f.Ready(t.Context()); ledger.CodeOf(err) != ledger.CodeUnavailable {
		t.Errorf("a folder that is gone is ready: %v", err)
	}
}
