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

// WriteNew writes a file in one step: under its name there is all of it, on the
// disk, or nothing. A file that is there already stays, and the error is
// fs.ErrExist. What a killed process leaves is a hidden file beside it, whose
// name ends in .partial and a number.
func WriteNew(path string, write func(*os.File) error) (err error) {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%s: %w", path, fs.ErrExist)
	}
	dir := filepath.Dir(path)
	temp, err := os.CreateTemp(dir, "."+filepath.Base(path)+".partial")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = temp.Close() // closed already unless writing failed
			_ = os.Remove(temp.Name())
		}
	}()
	if err := write(temp); err != nil {
		return err
	}
	if err := temp.Sync(); err != nil {
		return err
	}
	if err := temp.Close(); err != nil {
		return err
	}
	if err := nameOnce(temp.Name(), path); err != nil {
		return err
	}
	return SyncDir(dir)
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
