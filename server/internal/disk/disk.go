// Package disk is what the standard library leaves to the operating system:
// names that last, a name that is taken only once, and the room that is left.
package disk

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// SyncDir makes new names in a folder last through a loss of power. Windows has
// no such call; NTFS keeps names in its journal.
func SyncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// MakeDir makes a folder and those above it that are missing, so that they last
// through a loss of power.
func MakeDir(dir string) error {
	if info, err := os.Stat(dir); err == nil && info.IsDir() {
		return nil
	}
	above := filepath.Dir(dir)
	if above != dir {
		if err := MakeDir(above); err != nil {
			return err
		}
	}
	if err := os.Mkdir(dir, 0o750); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if _, err := os.ReadDir(dir); err != nil { // a file has the name
		return err
	}
	return SyncDir(above)
}

// Sync makes what another process may have written a moment ago last through a
// loss of power: the file's bytes, not its name.
func Sync(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0) // Windows flushes only what may be written
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Whole writes a new file with a name like pattern (os.CreateTemp) in a folder
// and returns its path once its bytes are on the disk. Where that fails there is
// no file.
func Whole(dir, pattern string, write func(*os.File) error) (path string, err error) {
	f, err := os.CreateTemp(dir, pattern)
	if err != nil {
		return "", err
	}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		_ = os.Remove(f.Name()) // the error that counts is why it is not whole
		return "", err
	}
	return f.Name(), nil
}

// Write writes a file in one step, in the place of one that is there: under its
// name there is all of the new one, on the disk, or what was there before. What a
// killed process leaves is named as WriteNew says.
func Write(path string, data []byte) error {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() { // /dev/stdout, a pipe
		return os.WriteFile(path, data, 0o600)
	}
	temp, err := Whole(filepath.Dir(path), partial(path), func(f *os.File) error {
		_, err := f.Write(data)
		return err
	})
	if err != nil {
		return err
	}
	if err := os.Rename(temp, path); err != nil {
		return errors.Join(err, os.Remove(temp))
	}
	return SyncDir(filepath.Dir(path))
}

// WriteNew writes a file in one step: under its name there is all of it, on the
// disk, or nothing. A file that is there already stays, and the error is
// fs.ErrExist. What a killed process leaves is a hidden file beside it, whose
// name ends in .partial and a number.
func WriteNew(path string, write func(*os.File) error) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%s: %w", path, fs.ErrExist)
	}
	temp, err := Whole(filepath.Dir(path), partial(path), write)
	if err != nil {
		return err
	}
	if err := nameOnce(temp, path); err != nil {
		return errors.Join(err, os.Remove(temp))
	}
	return SyncDir(filepath.Dir(path))
}

// longestName is how many bytes of a file's own name the hidden one repeats;
// disks take names of 255.
const longestName = 200

func partial(path string) string {
	name := filepath.Base(path)
	if len(name) > longestName {
		name = "long"
	}
	return "." + name + ".partial"
}

// nameOnce gives a file its name, unless another one has it. A rename would
// take the other's place; a second link does not. Where the disk knows no
// links, what is there is looked for once more before the rename.
func nameOnce(temp, path string) error {
	err := os.Link(temp, path)
	switch {
	case err == nil:
		return os.Remove(temp)
	case errors.Is(err, fs.ErrExist):
		return err
	}
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%s: %w", path, fs.ErrExist)
	}
	return os.Rename(temp, path)
}
