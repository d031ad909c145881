package blob

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"tongbao/server/internal/app"
)

// old is a moment from which on a file of the tests counts as put.
func old() time.Time { return time.Now().Add(-time.Hour) }

// putLongAgo stores bytes as if that had been two days ago.
func (f *Folder) putLongAgo(t *testing.T, data []byte) string {
	t.Helper()
	hash, err := f.Put(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	f.age(t, f.path(hash))
	return hash
}

func (f *Folder) age(t *testing.T, path string) {
	t.Helper()
	then := time.Now().Add(-48 * time.Hour)
	if err := os.Chtimes(path, then, then); err != nil {
		t.Fatal(err)
	}
}

func TestStaleFilesAreRemoved(t *testing.T) {
	f, root := folder(t)
	a, b := f.putLongAgo(t, []byte("a")), f.putLongAgo(t, []byte("bb"))
	if _, err := f.Put(t.Context(), []byte("new")); err != nil {
		t.Fatal(err)
	}
	stale, err := f.Stale(t.Context(), old())
	if err != nil || len(stale) != 2 {
		t.Fatalf("stale: %v, %v", stale, err)
	}
	torn := errors.New("not told")
	if err := f.Remove(t.Context(), stale, old(), func([]app.StoredFile) error { return torn }); !errors.Is(err, torn) {
		t.Errorf("untold: %v", err)
	}
	if all := files(t, root); len(all) != 3 {
		t.Errorf("removed without being told: %q", all)
	}
	// Somebody puts one of them again before they are removed.
	if _, err := f.Put(t.Context(), []byte("bb")); err != nil {
		t.Fatal(err)
	}
	var told []app.StoredFile
	err = f.Remove(t.Context(), stale, old(), func(gone []app.StoredFile) error { told = gone; return nil })
	if err != nil || len(told) != 1 || told[0].SHA256 != a || told[0].Size != 1 {
		t.Errorf("told of %v, %v", told, err)
	}
	if _, err := f.Get(t.Context(), b); err != nil {
		t.Errorf("what was put again: %v", err)
	}
	if all := files(t, root); len(all) != 2 {
		t.Errorf("left: %q", all)
	}
}

// A file that is put while it is being removed is there afterwards.
func TestPutWinsOverRemove(t *testing.T) {
	f, _ := folder(t)
	for i := range 200 {
		data := []byte(fmt.Sprint(i))
		hash := f.putLongAgo(t, data)
		stale, err := f.Stale(t.Context(), old())
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		begin := make(chan struct{})
		wg.Go(func() {
			<-begin
			if _, err := f.Put(context.Background(), data); err != nil {
				t.Error(err)
			}
		})
		wg.Go(func() {
			<-begin
			if err := f.Remove(context.Background(), stale, old(), func([]app.StoredFile) error { return nil }); err != nil {
				t.Error(err)
			}
		})
		close(begin)
		wg.Wait()
		if _, err := f.Get(t.Context(), hash); err != nil {
			t.Fatalf("round %d: %v", i, err)
		}
	}
}

func TestSweepTakesWhatWasLeftLongAgo(t *testing.T) {
	f, root := folder(t)
	for _, name := range []string{".incoming-1", ".incoming-2"} {
		if err := os.WriteFile(filepath.Join(root, name), []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f.age(t, filepath.Join(root, ".incoming-1"))
	hash := f.putLongAgo(t, []byte("whole"))
	if n, err := f.Sweep(time.Now()); n != 1 || err != nil {
		t.Errorf("swept %d, %v", n, err)
	}
	if all := files(t, root); len(all) != 2 {
		t.Errorf("left: %q", all)
	}
	if _, err := f.Get(t.Context(), hash); err != nil {
		t.Error(err)
	}
}

func TestAFolderIsToldOfAnotherDatabase(t *testing.T) {
	f, _ := folder(t)
	if note := f.Shared(); note != "" {
		t.Errorf("told by %s", note)
	}
	f.Share()
	if _, err := os.Stat(f.Shared()); err != nil {
		t.Error(err)
	}
}
