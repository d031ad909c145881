//go:build unix

package disk

import "syscall"

// Free is how many bytes of a folder's disk are left to this process.
func Free(dir string) (uint64, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, err
	}
	return uint64(s.Bavail) * uint64(s.Bsize), nil //nolint:unconvert // the fields' types differ between systems
}
