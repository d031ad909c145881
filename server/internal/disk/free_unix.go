//go:build unix

package disk

import (
	"errors"
	"io/fs"
	"syscall"
)

// Free is how many bytes of a folder's disk are left to this process.
func Free(dir string) (uint64, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, err
	}
	return uint64(s.Bavail) * uint64(s.Bsize), nil //nolint:unconvert // the fields' types differ between systems
}

// Full reports whether a write failed because there is no room for it: on the
// disk, in the user's share of it, or in what a file may have.
func Full(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
}

// Denied reports whether a write failed because this process may not write there.
func Denied(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS)
}
