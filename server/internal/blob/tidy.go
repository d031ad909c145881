package blob

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"tongbao/server/internal/app"
)

var _ app.Tidier = (*Folder)(nil)

// The folder's own files, beside those that it keeps.
const (
	lockName   = ".lock"           // held by all who put, and alone by who takes files away
	sharedName = ".other-database" // there once a database elsewhere has named files of the folder
)

// hold keeps files from being taken away until release is called.
func (f *Folder) hold() (release func() error, err error) {
	lock := flock.New(filepath.Join(f.root, lockName))
	return lock.Unlock, lock.RLock()
}

// Share notes that a database elsewhere names files of the folder. It needs no
// error: where no note can be written, nothing can be taken away either.
func (f *Folder) Share() {
	path := filepath.Join(f.root, sharedName)
	if _, err := os.Stat(path); err != nil {
		_ = os.WriteFile(path, []byte("另一个数据库（DATABASE_URL）里的台账也用这里的文件。\n"), 0o600)
	}
}

// Shared is the path of that note, "" where there is none.
func (f *Folder) Shared() string {
	path := filepath.Join(f.root, sharedName)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return ""
	}
	return path
}

// Stale lists the files that were last put before a moment, by their hashes.
func (f *Folder) Stale(ctx context.Context, before time.Time) ([]app.StoredFile, error) {
	var stale []app.StoredFile
	err := f.Each(ctx, func(hash string) error {
		if file, err := f.stale(hash, before); err != nil {
			return fmt.Errorf("blob: look at %s: %w", hash, err)
		} else if file != nil {
			stale = append(stale, *file)
		}
		return nil
	})
	return stale, err
}

// stale is a file that was last put before a moment; nil for any other.
func (f *Folder) stale(hash string, before time.Time) (*app.StoredFile, error) {
	info, err := os.Stat(f.path(hash))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case !info.ModTime().Before(before):
		return nil, nil
	}
	return &app.StoredFile{SHA256: hash, Size: info.Size(), Put: info.ModTime()}, nil
}

// Remove takes away those of the files that nobody has put since that moment.
// While it does, nobody puts any. tell is told of them first; where it fails,
// all stay.
func (f *Folder) Remove(ctx context.Context, files []app.StoredFile, before time.Time, tell func([]app.StoredFile) error) (err error) {
	lock := flock.New(filepath.Join(f.root, lockName))
	if err := lock.Lock(); err != nil {
		return fmt.Errorf("blob: %w", err)
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	var gone []app.StoredFile
	for _, file := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		if now, err := f.stale(file.SHA256, before); err != nil {
			return fmt.Errorf("blob: look at %s: %w", file.SHA256, err)
		} else if now != nil {
			gone = append(gone, *now)
		}
	}
	if len(gone) == 0 {
		return nil
	}
	if err := tell(gone); err != nil {
		return err
	}
	var errs []error
	for _, file := range gone {
		errs = append(errs, os.Remove(f.path(file.SHA256)))
	}
	return errors.Join(errs...)
}

// begunWithin is how long a file may take to be written, with plenty to spare.
const begunWithin = 24 * time.Hour

// Sweep removes what processes that were killed had begun to write, a day ago or
// longer. It returns how many there were.
func (f *Folder) Sweep(now time.Time) (n int, err error) {
	begun, err := fs.Glob(os.DirFS(f.root), incoming)
	if err != nil {
		return 0, fmt.Errorf("blob: %w", err)
	}
	for _, name := range begun {
		path := filepath.Join(f.root, name)
		info, err := os.Stat(path)
		if err != nil || now.Sub(info.ModTime()) < begunWithin {
			continue // it is whole by now, or may become so
		}
		if err := os.Remove(path); err != nil {
			return n, fmt.Errorf("blob: remove: %w", err)
		}
		n++
	}
	return n, nil
}
