package disk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWriteNew(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "备份.zip")
	words := func(s string) func(*os.File) error {
		return func(f *os.File) error { _, err := f.WriteString(s); return err }
	}
	torn := errors.New("torn")
	if err := WriteNew(path, func(f *os.File) error { return errors.Join(words("half")(f), torn) }); !errors.Is(err, torn) {
		t.Errorf("a write that fails: %v", err)
	}
	if err := WriteNew(path, words("whole")); err != nil {
		t.Fatal(err)
	}
	if err := WriteNew(path, words("another")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a file: %v", err)
	}
	// Somebody takes the name while the file is being written.
	late := filepath.Join(dir, "late.zip")
	err := WriteNew(late, func(*os.File) error { return os.WriteFile(late, []byte("first"), 0o600) })
	if !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a file that came meanwhile: %v", err)
	}
	for name, want := range map[string]string{path: "whole", late: "first"} {
		if got, err := os.ReadFile(name); err != nil || string(got) != want {
			t.Errorf("%s holds %q, %v", name, got, err)
		}
	}
	if all, err := os.ReadDir(dir); err != nil || len(all) != 2 {
		t.Errorf("left in the folder: %v, %v", all, err)
	}
}

func TestWrite(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, strings.Repeat("长", 80)+".xlsx")
	for _, want := range []string{"first", "second"} {
		if err := Write(path, []byte(want)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != want {
			t.Errorf("holds %q, %v", got, err)
		}
	}
	if err := os.MkdirAll(filepath.Join(dir, "folder", "in the way"), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := Write(filepath.Join(dir, "folder"), nil); err == nil {
		t.Error("wrote over a folder")
	}
	if err := Write(filepath.Join(dir, "nowhere", "a"), nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("in no folder: %v", err)
	}
	if all, err := os.ReadDir(dir); err != nil || len(all) != 2 {
		t.Errorf("left in the folder: %v, %v", all, err)
	}
}

func TestMakeDir(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	for range 2 {
		if err := MakeDir(dir); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{file, filepath.Join(file, "c")} {
		if err := MakeDir(path); err == nil {
			t.Errorf("made %s", path)
		}
	}
}

func TestFree(t *testing.T) {
	if n, err := Free(t.TempDir()); err != nil || n == 0 {
		t.Errorf("Free: %d, %v", n, err)
	}
	if _, err := Free(filepath.Join(t.TempDir(), "nowhere")); err == nil {
		t.Error("Free of no folder")
	}
}
